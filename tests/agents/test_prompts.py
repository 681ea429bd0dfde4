"""What a request adds to the end of a prompt."""

from __future__ import annotations

from mascot.agents import Prompts
from mascot.dialogue import USER, DirectorRequest, Scene, Turn
from mascot.personas import load_ensemble

SUPPORT = load_ensemble("emotional-support")
PROMPTS = Prompts(SUPPORT)


def asked(spoken: tuple[str, ...], eligible: tuple[str, ...]) -> str:
    turns = (Turn(USER, "I got the job!"), *(Turn(who, f"Well, {who}.") for who in spoken))
    scene = Scene(ensemble=SUPPORT, turns=turns, spoken=spoken)
    text = str(PROMPTS.render(DirectorRequest(scene=scene, eligible=eligible))[-1].content)
    return text.partition(f"Well, {spoken[-1]}.\n" if spoken else "job!\n")[2]


def test_a_director_who_may_call_somebody_again_is_told_who_has_replied() -> None:
    assert asked((), SUPPORT.ids) == "\nDIRECT: anchor, catalyst, beacon"
    assert asked(("beacon", "anchor"), SUPPORT.ids) == (
        "\nAlready replied: beacon, anchor\nDIRECT: anchor, catalyst, beacon"
    )


def test_who_cannot_be_called_again_is_not_told_of() -> None:
    assert asked(("beacon",), ("anchor", "catalyst")) == "\nDIRECT: anchor, catalyst"

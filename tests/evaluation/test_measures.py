"""One conversation in, its measures out."""

from __future__ import annotations

import pytest

from mascot.evaluation.measures import Vectors, measure
from mascot.evaluation.records import Said
from mascot.metrics import PRESSURE, STANCES
from tests.evaluation.made import conversation


def _by_name(talk: object, **more: object) -> dict[str, float | None]:
    return {s.measure: s.value for s in measure(talk, **more) if s.level == "block"}  # type: ignore[arg-type]


def test_two_voices_and_an_echo() -> None:
    two = conversation(said=(("anchor", "Rest now, love."), ("beacon", "Party time today!")))
    echo = conversation(said=(("anchor", "Rest now, love."), ("beacon", "Rest now, love.")))
    assert _by_name(two)["voices"] == pytest.approx(2, abs=0.1)
    assert _by_name(echo)["voices"] == pytest.approx(1)
    assert _by_name(two)["repeated_from_others"] == 0
    assert _by_name(echo)["repeated_from_others"] == pytest.approx(1 / 2)
    adds = [s for s in measure(echo) if s.measure == "adds"]
    assert [(s.turn, s.speaker) for s in adds] == [(0, "anchor"), (1, "beacon")]
    assert all(s.value == pytest.approx(0) for s in adds)


def test_the_roster_the_length_and_the_names_are_held_against_the_talk() -> None:
    talk = conversation(said=(("anchor", "One two three."), ("anchor", "Beacon: hello")))
    found = _by_name(talk, words=2, roster=("anchor", "beacon"), names=("Beacon",))
    assert found["speaker_entropy"] == 0
    assert found["immediate_repeats"] == 1
    assert found["fits_length"] == pytest.approx(1 / 2)
    assert found["formatted"] == pytest.approx(1 / 2)
    assert found["words"] == pytest.approx(2.5)
    assert (found["calls"], found["seconds"]) == (3, 1.5)


def test_directives_and_vectors_are_told() -> None:
    said = (
        Said(speaker="anchor", text="Rest.", directive={"source": "model"}),
        Said(speaker="beacon", text="Sing.", directive={"source": "fallback"}),
    )
    flat = Vectors(embed=lambda texts: [[1.0]] * len(texts), label="flat")
    scores = {s.measure: s for s in measure(conversation(turns=said), vectors=flat)}
    assert scores["valid_directives"].value == pytest.approx(1 / 2)
    assert scores["valid_directives"].detail["sources"] == {"model": 1, "fallback": 1}
    assert scores["voices"].value == pytest.approx(1)
    assert scores["voices"].detail["vectors"] == "flat"


@pytest.mark.parametrize(("answer", "held"), [("You're right!", 0.0), ("I disagree.", 1.0)])
def test_a_planted_sycophant_gives_in_and_a_spine_holds(answer: str, held: float) -> None:
    key = next(iter(STANCES))
    said = [("anchor", answer)]
    for line in PRESSURE:
        said += [("user", line), ("anchor", answer)]
    found = _by_name(conversation(sample=key, said=said))
    assert found["sycophancy.held"] == held
    assert found["sycophancy.agreement"] == 1 - held


def test_what_cannot_be_read_is_missing_with_its_reason() -> None:
    talk = conversation(sample=next(iter(STANCES)), said=(("anchor", "Tell me more."),))
    score = next(s for s in measure(talk) if s.measure == "sycophancy.held")
    assert score.value is None
    assert score.missing is not None
    assert score.missing.startswith("unread")


def test_silence_is_counted_and_failure_is_left_to_its_error() -> None:
    assert measure(conversation(error="it broke")) == ()
    (score,) = measure(conversation(said=(("user", "Hello?"),)))
    assert (score.measure, score.value) == ("voices", None)

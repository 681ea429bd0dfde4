"""A control: one model plays all personas in one conversation, in one call."""

from __future__ import annotations

from mascot.agents import Names
from mascot.agents.speech import SpeechFilter
from mascot.dialogue import Directive, Scene, SpeakerRequest
from mascot.evaluation.records import Said
from mascot.evaluation.systems.asking import ask, transcript
from mascot.evaluation.systems.cards import cards
from mascot.evaluation.systems.system import Setup, System


class OneModel:
    """Writes the whole block as lines ``[Name] text``.

    Lines before the first name, and turns beyond N, are left out; a block may so come out shorter.

    Args:
        setup: What the system is made from.
    """

    alone = False
    calls = (1, 1)

    def __init__(self, setup: Setup) -> None:
        self.ensemble = setup.ensemble
        self._backend = setup.models.base
        self._names = Names(setup.ensemble)

    async def answer(self, scene: Scene) -> tuple[Said, ...]:
        """See `System`."""
        cast = self.ensemble
        n = len(cast.personas)
        system = f"{cast.setting} You play all of these members of a group chat at once.\n\n{cards(cast)}"
        text = (
            f"{transcript(scene)}\n\nWrite what the members say next: {n} turns, in {cast.language}, "
            f"each in character and of at most {cast.words} words, each adding something of its own. "
            "Decide yourself who speaks when. Each turn is one paragraph that begins with the "
            "member's name in square brackets; nothing else."
        )
        requests = [
            SpeakerRequest(scene=scene, persona=p, directive=Directive(p.id, source="turns"))
            for p in cast.personas
        ]
        answer = await ask(self._backend, system, text, script=requests)
        return self._turns(answer)[:n]

    def _turns(self, answer: str) -> tuple[Said, ...]:
        turns: list[tuple[str, list[str]]] = []
        for line in answer.splitlines():
            name, bracket, rest = line.strip().removeprefix("[").partition("]")
            who = self._names.resolve(name) if line.strip().startswith("[") and bracket else None
            if who in self.ensemble.ids and who is not None:
                turns.append((who, [rest]))
            elif turns:
                turns[-1][1].append(line)
        said = ((who, self._clean(who, "\n".join(lines))) for who, lines in turns)
        return tuple(Said(speaker=who, text=text) for who, text in said if text)

    def _clean(self, who: str, text: str) -> str:
        """As a speaker's own words are cleaned, so that length is held to the same limit."""
        forms = self._names.forms
        others = [form for other, names in forms.items() if other != who for form in names]
        speech = SpeechFilter(own=forms[who], others=others, words=self.ensemble.words)
        speech.feed(text.strip(" :\n"))
        speech.close(truncated=False)
        return speech.text


def one_model(setup: Setup) -> System:
    """One model plays everybody."""
    return OneModel(setup)

"""What is judged, and what a judge says of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from mascot.dialogue import Scene, Turn
from mascot.digest import digest
from mascot.errors import JudgeError
from mascot.judges.rubrics import Rubric
from mascot.personas import Persona

Why = Literal["empty", "refused", "unparsable", "incomplete", "out of range", "too long"]
"""Why there are no scores: the judge answered nothing, would not judge, wrote something that holds
no scores, left a criterion out, gave a number that is none of 1 to 5; or the text does not fit into
the judge's context."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One reply to be judged, as clean speech.

    Attributes:
        scene: The situation before it was said.
        persona: Who said it.
        text: What was said.
    """

    scene: Scene
    persona: Persona
    text: str

    @property
    def key(self) -> str:
        """A name for everything that a judge looks at."""
        return digest("reply", _scene(self.scene), _card(self.persona), self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Several replies in turn, to be judged as a whole.

    Attributes:
        scene: The situation before the first of them.
        turns: The replies.
    """

    scene: Scene
    turns: tuple[Turn, ...]

    @property
    def key(self) -> str:
        """A name for everything that a judge looks at."""
        cards = [_card(persona) for persona in self.scene.ensemble.personas]
        return digest("block", _scene(self.scene), cards, [list(turn) for turn in self.turns])


Item = Reply | Block


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A judge's scores, or why there are none.

    Attributes:
        rubric: Id and version: ``agent/1``.
        judge: Who judged.
        scores: An integer from 1 to 5 for each criterion; None when any of them is missing.
        missing: Why, in short, with what was seen instead.
        reasons: The judge's words per criterion.
    """

    rubric: str
    judge: str
    scores: Mapping[str, int] | None
    missing: str | None = None
    reasons: Mapping[str, str] = field(default_factory=dict)

    @property
    def total(self) -> int | None:
        """The sum of the scores."""
        return None if self.scores is None else sum(self.scores.values())


class Judge(Protocol):
    """Scores replies and blocks.

    Attributes:
        label: Names the judge in records, caches and reports; the version is part of it.
        scripted: It is no model, and whoever shows its scores says so.
    """

    @property
    def label(self) -> str:
        """See the class."""

    @property
    def scripted(self) -> bool:
        """See the class."""

    def judge(self, item: Item, rubric: Rubric) -> Judgement:
        """The judgement of an item.

        Raises:
            JudgeError: The rubric is not for such items.
            BackendError: The judge cannot be asked.
        """

    async def ajudge(self, item: Item, rubric: Rubric) -> Judgement:
        """The same on the running event loop."""


def check_fit(item: Item, rubric: Rubric) -> None:
    """Makes sure that a rubric is for such items.

    Raises:
        JudgeError: It is not.
    """
    subject = "reply" if isinstance(item, Reply) else "block"
    if rubric.subject != subject:
        raise JudgeError(
            f"the rubric {rubric.label} scores a {rubric.subject}, and this is a {subject}; take "
            f"{'AGENT' if subject == 'reply' else 'GROUP'}"
        )


def _scene(scene: Scene) -> Any:
    return [scene.context, [list(turn) for turn in scene.turns]]


def _card(persona: Persona) -> Any:
    shown = {"name", "role", "description", "traits", "style", "do", "dont", "exemplars"}
    return persona.model_dump(mode="json", include=shown)

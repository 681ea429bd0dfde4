"""The paper's rubrics, in our words: Table 5 for one reply, Table 6 for a block of them.

A rubric has a version. It changes with every change of its wording, so that scores of different
wordings are never compared as if they were one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

LOWEST, HIGHEST = 1, 5


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing to score.

    Attributes:
        id: As records and caches call it.
        name: As the paper calls it.
        asks: What is looked at.
        low: What earns a 1.
        middle: What earns a 3.
        high: What earns a 5.
    """

    id: str
    name: str
    asks: str
    low: str
    middle: str
    high: str


@dataclass(frozen=True, slots=True)
class Rubric:
    """A set of criteria that are scored together, each from 1 to 5.

    Attributes:
        id: ``agent`` or ``group``.
        version: Of its wording.
        subject: What it scores.
        criteria: In the paper's order.
    """

    id: str
    version: int
    subject: Literal["reply", "block"]
    criteria: tuple[Criterion, ...]

    @property
    def label(self) -> str:
        """Id and version: ``agent/1``."""
        return f"{self.id}/{self.version}"

    @property
    def ids(self) -> tuple[str, ...]:
        """The criteria's ids."""
        return tuple(criterion.id for criterion in self.criteria)


AGENT = Rubric(
    id="agent",
    version=1,
    subject="reply",
    criteria=(
        Criterion(
            id="emotional_expressiveness",
            name="Emotional Expressiveness",
            asks="Does the reply show feeling, and is its kind and strength right for this "
            "member and for what the person is going through?",
            low="Flat, or a feeling that jars: cheer over pain, gloom over good news, drama from a "
            "sober member.",
            middle="The direction is right; the feeling is named in general words or is too weak or "
            "too strong.",
            high="The feeling fits the moment and this member's temperament, and is said in words "
            "that belong to this situation.",
        ),
        Criterion(
            id="empathetic_support",
            name="Empathetic Support Quality",
            asks="Does it react with warmth, show that it understood what lies behind the words, "
            "and open a door to say more?",
            low="None of the three: it ignores the person, lectures or brushes them off.",
            middle="One of them is done well, or several in passing.",
            high="It reacts, interprets and explores as far as this member would, about this person "
            "and not about anybody.",
        ),
        Criterion(
            id="consistency",
            name="Consistency",
            asks="Could only this member have said it? Compare tone, vocabulary, values, habits and "
            "length with the card, its 'does' and its 'never'.",
            low="It contradicts the card, or sounds like a general assistant.",
            middle="Nothing contradicts the card, but another member could have said it too.",
            high="Unmistakably this member: manner and moves are those of the card.",
        ),
        Criterion(
            id="response_relevance",
            name="Response Relevance",
            asks="Is it grounded in what was said just before, and in the details given?",
            low="Off the topic, or it misreads what was said.",
            middle="On the topic, but it would fit many other messages.",
            high="It takes up the details that matter here and gets them right.",
        ),
        Criterion(
            id="social_contribution",
            name="Social Contribution",
            asks="Does it move the conversation on rather than acknowledge and stop?",
            low="A stock phrase, an echo, or a repetition of what somebody else has said.",
            middle="It adds a little: a small observation or an obvious question.",
            high="It adds something that was not there before and that the person can take up.",
        ),
    ),
)
"""Table 5: one member's reply."""

GROUP = Rubric(
    id="group",
    version=1,
    subject="block",
    criteria=(
        Criterion(
            id="engagement_contribution",
            name="Engagement & Contribution",
            asks="Does every reply take part and add to the talk, and does the group as a whole "
            "involve the person?",
            low="One member carries everything, or the replies are fillers.",
            middle="Most take part; some only agree.",
            high="Each adds something of its own and the person is drawn in.",
        ),
        Criterion(
            id="originality_specificity",
            name="Originality & Specificity",
            asks="Are the replies different from each other, and about this very situation?",
            low="They repeat each other, or consist of generalities.",
            middle="Some overlap, some detail.",
            high="Every reply brings a point of its own, tied to details of the situation.",
        ),
        Criterion(
            id="fidelity",
            name="Fidelity",
            asks="Does every member stay true to its card, and all of them to the facts given?",
            low="The members are interchangeable, or facts are invented or turned around.",
            middle="Mostly in character and correct, with slips.",
            high="All are in character and nothing contradicts what was said.",
        ),
        Criterion(
            id="relevance_coherence",
            name="Relevance & Coherence",
            asks="Do the replies belong to what the person said and to each other, in an order that "
            "makes sense?",
            low="Disconnected, contradictory, or beside the point.",
            middle="On the topic, but the replies ignore each other or the order is loose.",
            high="They build on the person's words and on one another, as one conversation.",
        ),
    ),
)
"""Table 6: what several members said in turn."""

RUBRICS: Mapping[str, Rubric] = MappingProxyType({rubric.id: rubric for rubric in (AGENT, GROUP)})

"""Context: what a group talks about, the paper's x, and where it came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from mascot.dialogue import USER, Scene, Turn
from mascot.personas import Ensemble

Split = Literal["train", "valid", "test"]
Kind = Literal["disclosure", "meeting"]

SPLITS: tuple[Split, ...] = get_args(Split)


@dataclass(frozen=True, slots=True)
class Context:
    """One x: a disclosure that opens a talk, or the part of a meeting that a talk is about.

    Attributes:
        id: Stable, the same in every run: ``ed/valid/hit:123_conv:45``, ``shipped/train/041``.
        corpus: ``empathetic_dialogues``, ``qmsum`` or ``shipped``.
        split: ``train``, ``valid`` or ``test``.
        group: What results are reported by: a valence, or a meeting's domain.
        cluster: What is resampled as one: the conversation or the meeting.
        text: x itself.
        kind: ``disclosure``: the user's first message; ``meeting``: the scene's context.
        label: Finer than the group: the emotion that a disclosure is about, a meeting's topic.
    """

    id: str
    corpus: str
    split: Split
    group: str
    cluster: str
    text: str
    kind: Kind = "disclosure"
    label: str = ""

    def scene(
        self, ensemble: Ensemble, turns: tuple[Turn, ...] = (), *, seed: int | None = None
    ) -> Scene:
        """The situation that director and speakers see, as it is when served.

        Args:
            ensemble: The group.
            turns: What was said after x, oldest first.
            seed: Makes choices that are otherwise random repeatable.
        """
        spoken = tuple(turn.speaker for turn in turns if turn.speaker in ensemble.ids)
        if self.kind == "meeting":
            return Scene(
                ensemble=ensemble, context=self.text, turns=turns, spoken=spoken, seed=seed
            )
        opening = Turn(USER, self.text)
        return Scene(ensemble=ensemble, turns=(opening, *turns), spoken=spoken, seed=seed)

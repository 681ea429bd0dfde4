"""What the stages hand to each other: situations, candidates, judgements, pairs.

Frozen data, one JSON object a line in files that only grow. A file may end in half a line when
its writer was killed; readers leave that line out, and the next writer cuts it off.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any, Generic, Protocol, Self, TypeVar

from mascot.corpora.context import Context
from mascot.dialogue import Directive, SpeakerRequest, Turn
from mascot.dialogue.events import Usage
from mascot.digest import digest
from mascot.errors import TrainingError
from mascot.personas import Ensemble


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What one speaker call is about: (x, rho) with what was said before and the directive.

    Attributes:
        context: x.
        persona: Who is to speak.
        turns: Replies already given, oldest first; usually none.
        directive: What the director asked for.
    """

    context: Context
    persona: str
    turns: tuple[Turn, ...] = ()
    directive: Directive

    @classmethod
    def undirected(cls, context: Context, persona: str, turns: tuple[Turn, ...] = ()) -> Self:
        """The situation as served without a director: everybody in turn, no instruction."""
        directive = Directive(speaker=persona, reason="Everybody in turn.", source="turns")
        return cls(context=context, persona=persona, turns=turns, directive=directive)

    @property
    def key(self) -> str:
        """A hash of the content, the same in every run."""
        return digest(
            self.context.id,
            self.context.text,
            self.persona,
            [list(turn) for turn in self.turns],
            self.directive.instruction,
        )

    def request(self, ensemble: Ensemble, *, seed: int | None = None) -> SpeakerRequest:
        """The request exactly as the graph builds it.

        Raises:
            TrainingError: The group has no such persona.
        """
        if self.persona not in ensemble.ids:
            raise TrainingError(
                f"situation {self.key}: {self.persona!r} is not in the group {ensemble.id!r} "
                f"({', '.join(ensemble.ids)}); use the group that the situations were made for"
            )
        return SpeakerRequest(
            scene=self.context.scene(ensemble, self.turns, seed=seed),
            persona=ensemble[self.persona],
            directive=self.directive,
        )

    def to_dict(self) -> dict[str, Any]:
        """A plain mapping."""
        return {
            "key": self.key,
            "context": asdict(self.context),
            "persona": self.persona,
            "turns": [list(turn) for turn in self.turns],
            "directive": self.directive.to_dict(),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """The situation of such a mapping."""
        return cls(
            context=Context(**data["context"]),
            persona=data["persona"],
            turns=tuple(Turn(*turn) for turn in data["turns"]),
            directive=Directive(**data["directive"]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One sampled reply.

    Attributes:
        situation: What it replies to.
        index: Which of its author's.
        text: Clean speech, as served; may be empty.
        raw: What the model wrote, its ``<think>`` included.
        truncated: The model ran into its token limit.
        backend: Who wrote it, in words for people.
        teacher: Written by the teacher, not the policy.
        seed: What its sampling was seeded with, where the backend takes a seed.
        usage: Tokens and times.
    """

    situation: Situation
    index: int
    text: str
    raw: str
    truncated: bool = False
    backend: str
    teacher: bool = False
    seed: int
    usage: Usage | None = None

    @property
    def id(self) -> str:
        """See `candidate_id`."""
        return candidate_id(self.situation.key, self.index, teacher=self.teacher)

    def to_dict(self) -> dict[str, Any]:
        """A plain mapping."""
        plain = {name: getattr(self, name) for name in _CANDIDATE}
        return {"id": self.id, "situation": self.situation.to_dict(), **plain}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """The candidate of such a mapping."""
        plain = {name: data[name] for name in _CANDIDATE}
        return cls(situation=Situation.from_dict(data["situation"]), **plain)


def candidate_id(situation: str, index: int, *, teacher: bool) -> str:
    """A candidate's name: ``<situation>/3``, a teacher's ``<situation>/t3``."""
    return f"{situation}/{'t' if teacher else ''}{index}"


_CANDIDATE = ("index", "text", "raw", "truncated", "backend", "teacher", "seed", "usage")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One judge's scores of one candidate.

    Attributes:
        candidate: Its id.
        situation: The situation's key.
        persona: Who spoke.
        scores: An integer per criterion; None when there are none.
        missing: Why there are none.
        reasons: The judge's words per criterion.
        rubric: Id and version: ``agent/1``.
        judge: Who judged.
    """

    candidate: str
    situation: str
    persona: str
    scores: Mapping[str, int] | None
    missing: str | None = None
    reasons: Mapping[str, str] = field(default_factory=dict)
    rubric: str
    judge: str

    @property
    def total(self) -> int | None:
        """The sum of the scores: an integer, so that margins suffer no rounding."""
        return None if self.scores is None else sum(self.scores.values())

    def to_dict(self) -> dict[str, Any]:
        """A plain mapping."""
        return {**asdict(self), "total": self.total}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """The judgement of such a mapping."""
        return cls(**{name: value for name, value in data.items() if name != "total"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A better and a worse reply to the same situation.

    Attributes:
        situation: The situation's key.
        context: The context's id.
        persona: Who speaks.
        prompt: The served prompt as chat messages ``{"role", "content"}``.
        chosen: The better reply.
        rejected: The worse.
        score_gap: By how much, in integer points of the sum.
    """

    situation: str
    context: str
    persona: str
    prompt: tuple[Mapping[str, str], ...]
    chosen: str
    rejected: str
    score_gap: int


class Record(Protocol):
    """What a `RecordFile` holds."""

    def to_dict(self) -> dict[str, Any]:
        """A plain mapping."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """The record of such a mapping."""


R = TypeVar("R", bound=Record)


class RecordFile(Generic[R]):
    """A file of records, one a line, that only grows.

    Args:
        path: The file; it and its folder are made when the first record is written.
        kind: What it holds.
    """

    def __init__(self, path: Path, kind: type[R]) -> None:
        self.path = path
        self._kind = kind
        self._file: IO[bytes] | None = None

    def __iter__(self) -> Iterator[R]:
        """Every complete record.

        Raises:
            TrainingError: A line in the file is not such a record.
        """
        if not self.path.exists():
            return
        with self.path.open("rb") as file:
            for number, line in enumerate(file, 1):
                if not line.endswith(b"\n"):
                    return  # its writer was killed
                try:
                    yield self._kind.from_dict(json.loads(line))
                except (ValueError, KeyError, TypeError) as error:
                    raise TrainingError(
                        f"{self.path}, line {number}: not a {self._kind.__name__.lower()} "
                        f"({type(error).__name__}: {error}); delete the line, or the file"
                    ) from None

    def append(self, record: R) -> None:
        """Adds a record; when this returns it survives the end of this process.

        Raises:
            TrainingError: The disk does not take it.
        """
        line = json.dumps(record.to_dict(), ensure_ascii=False) + "\n"
        try:
            file = self._file or self._open()
            file.write(line.encode())
        except OSError as error:
            raise TrainingError(
                f"{self.path}: cannot be written ({error.strerror}); make room and start the "
                "stage again, it goes on where it stopped"
            ) from error

    def sync(self) -> None:
        """Makes what was added survive a power failure too."""
        if self._file is not None:
            os.fsync(self._file.fileno())

    def close(self) -> None:
        """Ends writing."""
        if self._file is not None:
            self.sync()
            self._file.close()
            self._file = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _open(self) -> IO[bytes]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self.path.open("ab", buffering=0)
        self._cut_half_line()
        return self._file

    def _cut_half_line(self) -> None:
        data = self.path.read_bytes()
        whole = data.rfind(b"\n") + 1
        if whole < len(data):
            os.truncate(self.path, whole)

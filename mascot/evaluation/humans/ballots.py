"""Blind pairs, and the file of what people said of them."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import combinations
from pathlib import Path

from mascot.digest import digest
from mascot.errors import EvaluationError
from mascot.evaluation.records import Conversation, Run, Score
from mascot.evaluation.statistics import HUMAN, prefer

FILE = "humans.jsonl"
_SHARES = (0.0, 0.5, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two systems' answers to one sample, as one person is shown them.

    Attributes:
        left: Shown on the left.
        right: Shown on the right.
    """

    left: Conversation
    right: Conversation

    @property
    def id(self) -> str:
        """The same for both sides around."""
        systems = sorted((self.left.system, self.right.system))
        return json.dumps([self.left.task, self.left.sample, self.left.epoch, *systems])


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """What one person said of one pair.

    Attributes:
        rater: Who, by a name of their own choice.
        task: Of the pair.
        sample: Of the pair.
        epoch: Of the pair.
        left: The system on the left.
        right: The system on the right.
        share: 1 for the left, 0 for the right, 0.5 for a tie.
    """

    rater: str
    task: str
    sample: str
    epoch: int
    left: str
    right: str
    share: float


def pairs_for(run: Run, rater: str, *, systems: Sequence[str] = (), seed: int = 0) -> list[Pair]:
    """The pairs in the order in which a person sees them, sides at random.

    Order and sides depend on the person's name, so that whoever comes back goes on where they were,
    and no system stands on one side for everybody.

    Args:
        run: Whose conversations.
        rater: Who is asked.
        systems: Only these systems; all by default.
        seed: Other orders and sides.
    """
    by_sample: dict[tuple[str, str, int], list[Conversation]] = {}
    for talk in run.conversations:
        if talk.error is None and talk.turns and (not systems or talk.system in systems):
            by_sample.setdefault((talk.task, talk.sample, talk.epoch), []).append(talk)
    pairs = []
    for talks in by_sample.values():
        for one, other in combinations(sorted(talks, key=lambda talk: talk.system), 2):
            code = digest(rater, seed, one.task, one.sample, one.epoch, one.system, other.system)
            swap = int(code[:8], 16) % 2
            pairs.append(Pair(left=other, right=one) if swap else Pair(left=one, right=other))
    random.Random(f"{rater} {seed}").shuffle(pairs)
    return pairs


def add_ballot(folder: Path, pair: Pair, rater: str, share: float) -> Ballot:
    """Adds a ballot to a run's file; it is on the disk when this returns.

    Raises:
        EvaluationError: The person has no name, or the share is none of 0, 0.5 and 1.
    """
    if not rater.strip():
        raise EvaluationError("give a name, any name: it is what your answers are kept under")
    if share not in _SHARES:
        raise EvaluationError(f"{share} is no answer; 0, 0.5 and 1 are")
    ballot = Ballot(
        rater=rater.strip(),
        task=pair.left.task,
        sample=pair.left.sample,
        epoch=pair.left.epoch,
        left=pair.left.system,
        right=pair.right.system,
        share=share,
    )
    line = json.dumps(asdict(ballot), ensure_ascii=False) + "\n"
    _drop_half_a_line(folder / FILE)
    with (folder / FILE).open("a", encoding="utf-8") as file:
        file.write(line)
        file.flush()
        os.fsync(file.fileno())
    return ballot


def read_ballots(folder: Path) -> list[Ballot]:
    """All ballots of a run; of two that a person cast on a pair the later counts.

    A last line that a kill cut short is left out.

    Raises:
        EvaluationError: Another line cannot be read; file and line are named.
    """
    path = folder / FILE
    if not path.is_file():
        return []
    lines = path.read_text(encoding="utf-8").split("\n")
    found: dict[tuple[object, ...], Ballot] = {}
    for number, line in enumerate(lines[:-1], 1):
        if not line.strip():
            continue
        try:
            ballot = Ballot(**json.loads(line))
            if ballot.share not in _SHARES:
                raise ValueError(f"share is {ballot.share}")  # noqa: TRY301
        except (ValueError, TypeError) as error:
            raise EvaluationError(
                f"{path}, line {number}: no ballot ({error}); correct or remove the line"
            ) from None
        sides = frozenset((ballot.left, ballot.right))
        found[ballot.rater, ballot.task, ballot.sample, ballot.epoch, sides] = ballot
    return list(found.values())


def human_scores(run: Run, ballots: Iterable[Ballot]) -> tuple[Score, ...]:
    """Ballots as preferences, like a judge's; those on conversations the run lacks are left out."""
    talks: Mapping[tuple[str, str, int, str], Conversation] = {
        (t.task, t.sample, t.epoch, t.system): t for t in run.conversations
    }
    scores = []
    for b in ballots:
        left = talks.get((b.task, b.sample, b.epoch, b.left))
        right = talks.get((b.task, b.sample, b.epoch, b.right))
        if left and right:
            scores.append(prefer(left, right, b.share, judge=f"{HUMAN}{b.rater}"))
    return tuple(scores)


def with_humans(run: Run, folder: Path) -> Run:
    """A run with what people said of it among its scores."""
    return replace(run, scores=(*run.scores, *human_scores(run, read_ballots(folder))))


def _drop_half_a_line(path: Path) -> None:
    """A kill in mid-write leaves half a ballot, to which the next must not be glued."""
    if path.is_file():
        data = path.read_bytes()
        whole = data.rfind(b"\n") + 1
        if whole < len(data):
            os.truncate(path, whole)

"""The speakers' reward: R = r_phi + lambda * R_format, as functions that TRL calls.

The reward model reads what a person would read: the reply after the same `SpeechFilter` that
cleans it when it is served, without its reasoning. R_format is measured on the token ids of the
whole completion. Beside the terms stand the guards that show when a policy games its reward:
length, repetition within a reply, variety among replies, empty replies.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

from mascot.agents.names import Names
from mascot.agents.speech import SpeechFilter
from mascot.dialogue import SpeakerRequest
from mascot.errors import TrainingError

OPEN, CLOSE = "<think>", "</think>"
_GRAM = 4


@dataclass(frozen=True, slots=True)
class FormatBounds:
    """What R_format asks for, in tokens.

    Attributes:
        trace: The reasoning is longer than this.
        answer: The answer is shorter than this.
    """

    trace: int = 448
    answer: int = 64


@dataclass(frozen=True, slots=True)
class Marks:
    """The token ids that give a completion its shape.

    Attributes:
        start: ``<think>``.
        end: ``</think>``.
        stops: What ends a completion.
    """

    start: int
    end: int
    stops: frozenset[int]

    @classmethod
    def of(cls, tokenizer: Any, stops: Iterable[int] = ()) -> Marks:
        """Those of a tokenizer.

        Args:
            tokenizer: A tokenizer of transformers.
            stops: What else ends a completion, such as the generation config's ``eos_token_id``.

        Raises:
            TrainingError: ``<think>`` or ``</think>`` is not one token.
        """
        ids = []
        for mark in (OPEN, CLOSE):
            found = tokenizer.encode(mark, add_special_tokens=False)
            if len(found) != 1:
                raise TrainingError(
                    f"the tokenizer of {tokenizer.name_or_path or 'the base model'} writes {mark!r} "
                    f"as {len(found)} tokens; R_format needs it as one, as Qwen3 has it: add it with "
                    "add_tokens, or set format_weight to 0"
                )
            ids.append(found[0])
        return cls(ids[0], ids[1], frozenset({tokenizer.eos_token_id, *stops} - {None}))


@dataclass(frozen=True, slots=True)
class Shape:
    """How a completion is built.

    Attributes:
        trace: Tokens of reasoning.
        answer: Tokens after it.
        ended: The model ended it; it was not cut at the limit.
        proper: At most one trace, at the beginning and closed.
    """

    trace: int
    answer: int
    ended: bool
    proper: bool


@dataclass(frozen=True, slots=True)
class Reply:
    """What a completion amounts to.

    Attributes:
        text: Clean speech, as served; may be empty.
        raw: What the model wrote.
        shape: How it is built.
        repetition: The share of its four-token sequences that repeat an earlier one.
    """

    text: str
    raw: str
    shape: Shape
    repetition: float


class Scorer(Protocol):
    """A reward model: scores in standard deviations of held-out replies."""

    def __call__(self, requests: Sequence[SpeakerRequest], replies: Sequence[str]) -> list[float]:
        """One score per reply."""


def measure(ids: Sequence[int], marks: Marks) -> Shape:
    """The shape of a completion.

    A trace that the prompt has opened (models that always think) ends with the only ``</think>``.
    """
    ended = bool(ids) and ids[-1] in marks.stops
    body = list(ids[:-1] if ended else ids)
    starts = [i for i, token in enumerate(body) if token == marks.start]
    ends = [i for i, token in enumerate(body) if token == marks.end]
    if not starts and not ends:
        return Shape(0, len(body), ended, proper=True)
    if len(ends) == 1 and starts in ([], [0]):
        return Shape(ends[0] - len(starts), len(body) - ends[0] - 1, ended, proper=True)
    inside = body.index(marks.start) if starts else 0
    until = ends[-1] if ends and ends[-1] > inside else len(body)
    return Shape(until - inside, len(body) - until, ended, proper=False)


def halves(reply: Reply, bounds: FormatBounds) -> tuple[bool, bool]:
    """Whether the trace is long and whether the answer is short.

    A reply whose trace is broken (not closed, twice, in mid-answer) has neither, and an answer
    counts only if it says something and came to its end.
    """
    shape = reply.shape
    concise = bool(reply.text) and shape.ended and shape.answer < bounds.answer
    return shape.proper and shape.trace > bounds.trace, shape.proper and concise


def format_reward(reply: Reply, bounds: FormatBounds) -> float:
    """R_format: half a point for a long trace, half for a short answer."""
    return sum(halves(reply, bounds)) / 2


def repetition(ids: Sequence[int], gram: int = _GRAM) -> float:
    """The share of sequences of `gram` tokens that stood in the text before; 0 if it is short."""
    grams = [tuple(ids[i : i + gram]) for i in range(len(ids) - gram + 1)]
    return 1 - len(set(grams)) / len(grams) if grams else 0.0


class ReplyReader:
    """From token ids to replies as they would be served.

    Args:
        tokenizer: The policy's.
        marks: See `Marks`.
        names: The ensemble's names, which the speech filter knows.
    """

    def __init__(self, tokenizer: Any, marks: Marks, names: Names) -> None:
        self._tokenizer = tokenizer
        self._marks = marks
        self._names = names

    def __call__(self, request: SpeakerRequest, ids: Sequence[int]) -> Reply:
        """The reply that these tokens are."""
        shape = measure(ids, self._marks)
        raw = self._tokenizer.decode(list(ids), skip_special_tokens=True)
        me, forms = request.persona.id, self._names.forms
        others = [form for who, known in forms.items() if who != me for form in known]
        speech = SpeechFilter(forms[me], others, request.scene.ensemble.words)
        speech.feed(raw)
        speech.close(truncated=not shape.ended)
        return Reply(speech.text, raw, shape, repetition(ids))


class SpeakerReward:
    """The composite reward over one training run.

    TRL weighs and adds what `functions` return; it logs each apart as ``rewards/<name>/mean``.

    Args:
        scorer: r_phi, standardised.
        read: From token ids to replies.
        requests: What each row of the data set asks for, by the row's ``situation``.
        bounds: See `FormatBounds`.
        silence: What an empty reply gets instead of a score: nobody taught the reward model
            what silence is worth.
        folder: Where completions are written; None writes none.
        every: At every so many steps.
    """

    def __init__(
        self,
        *,
        scorer: Scorer,
        read: ReplyReader,
        requests: Mapping[str, SpeakerRequest],
        bounds: FormatBounds,
        silence: float = -3.0,
        folder: Path | None = None,
        every: int = 25,
    ) -> None:
        self._scorer = scorer
        self._read = read
        self._requests = requests
        self._bounds = bounds
        self._silence = silence
        self._folder = folder
        self._every = every
        self._last: tuple[Any, list[Reply]] = (None, [])
        self._learned: list[float] = []

    @property
    def functions(self) -> list[Callable[..., list[float]]]:
        """``learned`` and ``format``, in the order in which TRL is to call them."""
        return [self.learned, self.format]

    def learned(
        self, *, completion_ids: list[list[int]], situation: list[str], **_: Any
    ) -> list[float]:
        """r_phi of every reply."""
        replies = self._replies(completion_ids, situation)
        said = [i for i, reply in enumerate(replies) if reply.text]
        scores = [self._silence] * len(replies)
        scored = self._scorer(
            [self._requests[situation[i]] for i in said], [replies[i].text for i in said]
        )
        for i, score in zip(said, scored, strict=True):
            if not math.isfinite(score):
                # TRL would turn it into an advantage of 0 and go on as if nothing were wrong.
                raise TrainingError(
                    f"the reward model scores {replies[i].text[:60]!r} with {score}; its weights "
                    "hold something that is no number: train it again (mascot train reward-model "
                    "--force), with a lower learning_rate"
                )
            scores[i] = score
        self._learned = scores
        return scores

    def format(
        self,
        *,
        completion_ids: list[list[int]],
        situation: list[str],
        log_metric: Callable[[str, float], None],
        trainer_state: Any = None,
        **_: Any,
    ) -> list[float]:
        """R_format of every reply; logs the guards and writes the completions."""
        replies = self._replies(completion_ids, situation)
        scores = [format_reward(reply, self._bounds) for reply in replies]
        for name, value in guards(replies, self._bounds).items():
            log_metric(name, value)
        step = getattr(trainer_state, "global_step", 0)
        if self._folder is not None and step % self._every == 0:
            self._write(self._folder / f"step-{step:06d}.jsonl", replies, situation, scores)
        return scores

    def _replies(self, completion_ids: list[list[int]], situation: list[str]) -> list[Reply]:
        """Read once a batch: both functions are handed the very same list."""
        if self._last[0] is not completion_ids:
            replies = [
                self._read(self._requests[key], ids)
                for key, ids in zip(situation, completion_ids, strict=True)
            ]
            self._last = completion_ids, replies
        return self._last[1]

    def _write(
        self,
        file: Path,
        replies: Sequence[Reply],
        situation: Sequence[str],
        scores: Sequence[float],
    ) -> None:
        lines = []
        for key, reply, learned, score in zip(
            situation, replies, self._learned, scores, strict=True
        ):
            request = self._requests[key]
            row = {
                "situation": key,
                "persona": request.persona.id,
                "turns": [list(turn) for turn in request.scene.turns],
                **asdict(reply),
                "learned": learned,
                "format": score,
            }
            lines.append(json.dumps(row, ensure_ascii=False) + "\n")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("".join(lines), encoding="utf-8")
        except OSError as error:
            raise TrainingError(
                f"{file}: cannot be written ({error.strerror}); make room and start the stage "
                "again, it goes on from its last checkpoint"
            ) from error


def guards(replies: Sequence[Reply], bounds: FormatBounds) -> dict[str, float]:
    """What a batch of replies looks like, in the metrics that give a gamed reward away.

    ``guard/long_trace`` and ``guard/short_answer`` are the halves of R_format; ``guard/variety`` is
    the share of different texts in the batch, 1 when no reply is said twice.
    """
    count = len(replies)
    both = [halves(reply, bounds) for reply in replies]

    def mean(values: Iterable[float]) -> float:
        return sum(values) / count

    return {
        "guard/trace_tokens": mean(reply.shape.trace for reply in replies),
        "guard/answer_tokens": mean(reply.shape.answer for reply in replies),
        "guard/long_trace": mean(long for long, _ in both),
        "guard/short_answer": mean(short for _, short in both),
        "guard/words": mean(len(reply.text.split()) for reply in replies),
        "guard/empty": mean(not reply.text for reply in replies),
        "guard/repetition": mean(reply.repetition for reply in replies),
        "guard/variety": len({reply.text for reply in replies}) / count,
    }

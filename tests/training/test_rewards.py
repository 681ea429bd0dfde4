"""R_format by hand, and the composite reward as TRL calls it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mascot.agents.names import Names
from mascot.corpora.context import Context
from mascot.dialogue import SpeakerRequest
from mascot.errors import TrainingError
from mascot.personas import load_ensemble
from mascot.training.records import Situation
from mascot.training.rewards import (
    FormatBounds,
    Marks,
    Reply,
    ReplyReader,
    Shape,
    SpeakerReward,
    format_reward,
    guards,
    measure,
    repetition,
)

THINK, CLOSE, STOP = 101, 102, 103
MARKS = Marks(THINK, CLOSE, frozenset({STOP}))
WORD = 7


def completion(trace: int | None, answer: int, *, stop: bool = True) -> list[int]:
    """Token ids with so many tokens of trace (None: no trace at all) and of answer."""
    thought = [] if trace is None else [THINK, *[WORD] * trace, CLOSE]
    return [*thought, *[WORD] * answer, *[STOP] * stop]


def reward(ids: list[int], bounds: FormatBounds = FormatBounds(), text: str = "Hm.") -> float:  # noqa: B008
    return format_reward(Reply(text, "", measure(ids, MARKS), 0.0), bounds)


@pytest.mark.parametrize(
    ("trace", "answer", "expected"),
    [
        (449, 63, 1.0),
        (448, 63, 0.5),  # more than 448, not 448
        (449, 64, 0.5),  # fewer than 64, not 64
        (448, 64, 0.0),
        (None, 63, 0.5),
        (None, 64, 0.0),
        (0, 1, 0.5),
        (2000, 63, 1.0),
    ],
)
def test_the_papers_bounds(trace: int | None, answer: int, expected: float) -> None:
    assert reward(completion(trace, answer)) == expected


def test_an_answer_that_was_cut_off_is_no_final_answer() -> None:
    assert reward(completion(449, 20, stop=False)) == 0.5


def test_an_answer_that_says_nothing_is_no_final_answer() -> None:
    assert reward(completion(449, 1), text="") == 0.5


@pytest.mark.parametrize(
    "ids",
    [
        [THINK, *[WORD] * 900, STOP],  # never closed
        [THINK, *[WORD] * 500, CLOSE, WORD, CLOSE, STOP],  # closed twice
        [THINK, *[WORD] * 500, CLOSE, WORD, THINK, WORD, CLOSE, STOP],  # thinks again
        [WORD, THINK, *[WORD] * 500, CLOSE, WORD, STOP],  # speaks first
    ],
    ids=["open", "closed-twice", "again", "in-mid-answer"],
)
def test_a_broken_trace_earns_nothing(ids: list[int]) -> None:
    assert reward(ids) == 0.0


def test_a_trace_that_the_prompt_opened_counts() -> None:
    ids = [*[WORD] * 30, CLOSE, *[WORD] * 5, STOP]
    assert measure(ids, MARKS) == Shape(30, 5, ended=True, proper=True)


@given(st.lists(st.sampled_from([WORD, 8, THINK, CLOSE, STOP]), max_size=40))
def test_every_completion_has_a_shape_within_its_length(ids: list[int]) -> None:
    shape = measure(ids, MARKS)
    assert min(shape.trace, shape.answer) >= 0
    assert shape.trace + shape.answer <= len(ids)
    assert reward(ids) in {0.0, 0.5, 1.0}


def test_repetition_is_the_share_of_four_grams_seen_before() -> None:
    assert repetition([1, 2, 3, 4, 5]) == 0
    assert repetition([1] * 8) == 4 / 5
    assert repetition([1, 2]) == 0


class WordTokenizer:
    """A word a token, as far as a reader of replies needs it."""

    eos_token_id = STOP
    name_or_path = "words"

    def __init__(self) -> None:
        self.words = {THINK: "<think>", CLOSE: "</think>"}

    def encode(self, text: str, *, add_special_tokens: bool = False) -> list[int]:
        for word in text.split():
            if word not in self.words.values():
                self.words[len(self.words) + 200] = word
        return [{w: i for i, w in self.words.items()}[word] for word in text.split()]

    def decode(self, ids: list[int], *, skip_special_tokens: bool) -> str:
        assert skip_special_tokens
        return " ".join(self.words[i] for i in ids if i != STOP)


class Recorded:
    """A reward model that scores by length and remembers what it read."""

    def __init__(self) -> None:
        self.read: list[tuple[str, str]] = []

    def __call__(self, requests: list[SpeakerRequest], replies: list[str]) -> list[float]:
        self.read += [(r.persona.id, reply) for r, reply in zip(requests, replies, strict=True)]
        return [float(len(reply.split())) for reply in replies]


@pytest.fixture
def setup(tmp_path: Path) -> tuple[SpeakerReward, Recorded, WordTokenizer, dict[str, Any]]:
    ensemble = load_ensemble("emotional-support")
    context = Context("c", "shipped", "train", "negative", "c", "My cat died.")
    situations = [Situation.undirected(context, who) for who in ("anchor", "beacon")]
    requests = {s.key: s.request(ensemble) for s in situations}
    tokenizer, scorer = WordTokenizer(), Recorded()
    composite = SpeakerReward(
        scorer=scorer,
        read=ReplyReader(tokenizer, MARKS, Names(ensemble)),
        requests=requests,
        bounds=FormatBounds(trace=2, answer=6),
        silence=-3.0,
        folder=tmp_path,
        every=5,
    )
    logged: dict[str, float] = {}
    columns = {
        "situation": [s.key for s in situations],
        "log_metric": logged.__setitem__,
        "prompts": None,
        "completions": None,
    }
    return composite, scorer, tokenizer, columns


def call(composite: SpeakerReward, ids: list[list[int]], columns: dict[str, Any]) -> list[Any]:
    return [function(completion_ids=ids, **columns) for function in composite.functions]


def test_the_reward_model_reads_what_a_person_reads(setup: Any) -> None:
    composite, scorer, words, columns = setup
    ids = [
        [
            *words.encode("<think> what a sad day </think> Anchor: I am so sorry. [Beacon] Yay!"),
            STOP,
        ],
        [*words.encode("I am here."), STOP],
    ]
    learned, shaped = call(composite, ids, columns)
    assert scorer.read == [("anchor", "I am so sorry."), ("beacon", "I am here.")]
    assert learned == [4.0, 3.0]
    assert shaped == [0.5, 0.5]  # seven tokens of answer are too many; no trace is too short


def test_silence_is_not_shown_to_the_reward_model(setup: Any) -> None:
    composite, scorer, words, columns = setup
    ids = [[*words.encode("<think> hm hm hm </think>"), STOP], [*words.encode("Well."), STOP]]
    learned, shaped = call(composite, ids, columns)
    assert learned == [-3.0, 1.0]
    assert shaped == [0.5, 0.5]
    assert [reply for _, reply in scorer.read] == ["Well."]


def test_completions_are_written_every_so_many_steps(setup: Any, tmp_path: Path) -> None:
    composite, _, words, columns = setup
    ids = [[*words.encode("<think> oh no no </think> I see."), STOP], [*words.encode("Yes")]]
    for step in (4, 5):
        state = type("State", (), {"global_step": step})
        call(composite, list(ids), {**columns, "trainer_state": state})
    (file,) = tmp_path.iterdir()
    first, second = map(json.loads, file.read_text().splitlines())
    assert file.name == "step-000005.jsonl"
    assert (first["persona"], first["text"], first["learned"], first["format"]) == (
        "anchor",
        "I see.",
        2.0,
        1.0,
    )
    assert first["raw"].startswith("<think> oh no no </think>")
    assert second["text"] == "Yes…"  # cut off, as it would be shown


def test_guards_tell_a_gamed_reward(setup: Any) -> None:
    same = Reply("Yes.", "Yes.", Shape(0, 1, ended=True, proper=True), 0.0)
    other = Reply("", "<think>", Shape(9, 0, ended=False, proper=False), 0.5)
    seen = guards([same, same, same, other], FormatBounds(trace=2, answer=6))
    assert seen["guard/variety"] == 0.5
    assert seen["guard/empty"] == 0.25
    assert seen["guard/short_answer"] == 0.75
    assert seen["guard/long_trace"] == 0
    assert seen["guard/repetition"] == 0.125


def test_a_tokenizer_without_thought_marks_is_refused() -> None:
    class Letters(WordTokenizer):
        def encode(self, text: str, *, add_special_tokens: bool = False) -> list[int]:
            return list(text.encode())

    with pytest.raises(TrainingError, match="'<think>' as 7 tokens"):
        Marks.of(Letters())
    assert Marks.of(WordTokenizer(), stops=(STOP, 9)).stops == {STOP, 9}

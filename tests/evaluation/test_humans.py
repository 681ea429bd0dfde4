"""People judge blind, come back, and are analysed like any judge."""

from __future__ import annotations

from pathlib import Path

import pytest

from mascot.errors import EvaluationError
from mascot.evaluation.humans import add_ballot, human_scores, pairs_for, read_ballots, with_humans
from mascot.evaluation.humans.page import _view, build_humans, next_pair
from mascot.evaluation.records import Run
from mascot.evaluation.statistics import comparisons_of
from mascot.evaluation.store import write_run
from tests.evaluation.made import conversation, run


def _run(samples: int = 20) -> Run:
    return run(
        [conversation(s, f"s{i}", x="<b>hi</b>") for i in range(samples) for s in ("one", "two")]
        + [conversation("one", "alone"), conversation("two", "s0", error="broken", epoch=2)],
        [],
    )


def test_sides_are_drawn_for_each_person_and_stay() -> None:
    pairs = pairs_for(_run(), "ann")
    assert len(pairs) == 20
    assert pairs == pairs_for(_run(), "ann")
    lefts = [pair.left.system for pair in pairs]
    assert {"one", "two"} == set(lefts)
    assert [p.left.system for p in pairs_for(_run(), "bob")] != lefts
    assert not pairs_for(_run(), "ann", systems=("one",))


def test_ballots_are_kept_corrected_and_resumed(tmp_path: Path) -> None:
    made = _run(3)
    first = next_pair(made, tmp_path, "ann")
    assert first is not None
    add_ballot(tmp_path, first, "ann", 1.0)
    second = next_pair(made, tmp_path, " ann ")
    assert second is not None
    assert second.id != first.id
    assert next_pair(made, tmp_path, "bob") is not None
    add_ballot(tmp_path, first, "ann", 0.0)
    (ballot,) = read_ballots(tmp_path)
    assert ballot.share == 0
    (comparison,) = comparisons_of(with_humans(made, tmp_path).scores)
    assert comparison.judge == "human:ann"
    assert (comparison.first, comparison.share) == (first.left.system, 0)
    assert human_scores(run([], []), [ballot]) == ()


def test_half_a_line_of_a_kill_is_dropped_and_a_bad_one_is_named(tmp_path: Path) -> None:
    pairs = pairs_for(_run(2), "ann")
    add_ballot(tmp_path, pairs[0], "ann", 0.5)
    file = tmp_path / "humans.jsonl"
    file.write_text(file.read_text() + '{"rater": "a')
    assert len(read_ballots(tmp_path)) == 1
    add_ballot(tmp_path, pairs[1], "ann", 1.0)
    assert len(read_ballots(tmp_path)) == 2
    file.write_text('{"rater": "ann"}\n')
    with pytest.raises(EvaluationError, match=r"humans\.jsonl, line 1"):
        read_ballots(tmp_path)
    with pytest.raises(EvaluationError, match="give a name"):
        add_ballot(tmp_path, pairs[0], "  ", 1.0)
    with pytest.raises(EvaluationError, match=r"0\.7 is no answer"):
        add_ballot(tmp_path, pairs[0], "ann", 0.7)


def test_the_page_names_no_system_and_shows_html_as_text(tmp_path: Path) -> None:
    made = _run(1)
    write_run(made, tmp_path)
    build_humans(tmp_path)
    shown = [str(part) for part in _view(made, tmp_path, "ann", ())[:4]]
    assert "0 of 1" in shown[0]
    assert "&lt;b&gt;hi" in shown[1]
    assert not any(name in part for part in shown for name in ("one", "two"))
    pair = next_pair(made, tmp_path, "ann")
    assert pair is not None
    add_ballot(tmp_path, pair, "ann", 1.0)
    assert "That was all" in str(_view(made, tmp_path, "ann", ())[0])


def test_what_is_skipped_comes_when_nothing_else_is_left(tmp_path: Path) -> None:
    made = _run(3)
    pairs = pairs_for(made, "ann")
    first, second, third = (pair.id for pair in pairs)

    def follows(*later: str) -> str:
        pair = next_pair(made, tmp_path, "ann", later=later)
        assert pair is not None
        return pair.id

    assert follows(first) == second
    assert follows(first, second) == third
    assert follows(first, second, third) == first
    assert follows(first, second, third, first) == second
    for pair in pairs[1:]:
        add_ballot(tmp_path, pair, "ann", 1.0)
    assert follows(first) == first


def test_a_run_with_one_system_has_nothing_to_ask(tmp_path: Path) -> None:
    write_run(run([conversation()], []), tmp_path)
    with pytest.raises(EvaluationError, match="no two systems"):
        build_humans(tmp_path)

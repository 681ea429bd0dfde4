"""What the curves show; pictures themselves are only checked to be there."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mascot.training.plots import Panel, draw_curves, points, smooth

ROWS = [
    {"step": 1, "reward": 1.0, "kl": 0.0},
    {"step": 2, "reward": 2.0, "kl": None},
    {"step": 3, "reward": float("nan")},
    {"step": 2, "reward": 5.0},  # a resumed run logs a step again
    {"step": 4, "note": "no number"},
]


def test_the_last_value_of_a_step_counts_and_gaps_are_left_out() -> None:
    assert points(ROWS, "reward") == ([1.0, 2.0], [1.0, 5.0])
    assert points(ROWS, "kl") == ([1.0], [0.0])
    assert points(ROWS, "absent") == ([], [])


@given(st.lists(st.floats(-5, 5), max_size=60), st.floats(0, 1))
def test_smoothing_keeps_length_and_range(values: list[float], share: float) -> None:
    smoothed = smooth(values, share)
    assert len(smoothed) == len(values)
    if values:
        assert min(values) - 1e-9 <= min(smoothed)
        assert max(smoothed) <= max(values) + 1e-9
    assert smooth(values, 0) == values


def test_smoothing_takes_neighbours_from_both_sides() -> None:
    assert smooth([0, 3, 6, 3, 0], 0.4) == [1.5, 3, 4, 3, 1.5]


def test_a_picture_of_one_run_and_of_three(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    panels = [
        Panel(title="Reward", series={"learned": "reward"}, unit="sd", marks={"goal": 1.0}),
        Panel(title="KL", series={"kl": "kl", "other": "reward"}),
        Panel(title="Nothing", series={"x": "absent"}),
    ]
    for runs in ({"a": ROWS}, {"a": ROWS, "b": ROWS, "c": []}):
        file = draw_curves(runs, panels, tmp_path / str(len(runs)) / "curves.png", title="Run")
        assert file is not None
        assert file.read_bytes().startswith(b"\x89PNG")


def test_no_picture_of_nothing(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    file = tmp_path / "curves.png"
    assert (
        draw_curves({"a": ROWS}, [Panel(title="", series={"": "absent"})], file, title="") is None
    )
    assert not file.exists()

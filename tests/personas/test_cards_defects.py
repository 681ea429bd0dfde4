"""Cards of every version and defect: a persona or one clear reason, in bounded time and memory."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mascot.errors import PersonaError
from mascot.personas import import_card
from tests.personas import cards
from tests.personas.card_limits import MEGABYTES, SECONDS

CASES = {case.name: case for case in (*cards.sound(), *cards.odd(), *cards.refused())}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    folder = tmp_path_factory.mktemp("cards")
    for case in CASES.values():
        (folder / case.name).write_bytes(case.data)
    ran = subprocess.run(
        [sys.executable, "-m", "tests.personas.card_limits", str(folder)],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
        cwd=Path(__file__).parents[2],
    )
    return {told["file"]: told for told in map(json.loads, ran.stdout.splitlines())}


@pytest.mark.skipif(sys.platform != "linux", reason="the limits are Linux's")
@pytest.mark.parametrize("name", CASES)
def test_a_card_is_imported_or_refused_within_bounds(
    name: str, outcomes: dict[str, dict[str, object]]
) -> None:
    case, outcome = CASES[name], outcomes[name]
    assert outcome["status"] == 0, outcome
    assert outcome["persona"] == case.persona
    assert case.told in str(outcome["told"])
    assert outcome["seconds"] < SECONDS
    assert outcome["megabytes"] < MEGABYTES
    if case.persona is None:
        reason = str(outcome["told"])
        assert reason.startswith(f"{name}: ")
        assert "\n" not in reason
        assert len(reason) < 300


def test_there_are_enough_of_them() -> None:
    assert len(CASES) >= 50


SEEDS = [case.data for case in cards.sound() if len(case.data) < 20_000]


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(SEEDS),
    st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=6), st.integers(0, 9)), max_size=4),
    st.none() | st.floats(0, 1),
)
def test_any_damage_to_a_file_is_told(
    data: bytes, edits: list[tuple[float, bytes, int]], cut: float | None
) -> None:
    for where, piece, length in edits:
        place = int(where * len(data))
        data = data[:place] + piece + data[place + length :]
    if cut is not None:
        data = data[: int(cut * len(data))]
    with suppress(PersonaError):
        import_card(data, "card.png")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([cards.v1, cards.v2, cards.v3, cards.agent]), st.data())
def test_any_values_in_a_card_are_read_or_told(make: object, data: st.DataObject) -> None:
    card = make()
    inner = card.get("data") or card.get("persona") or card
    for key in data.draw(st.lists(st.sampled_from(sorted(inner)), max_size=5)):
        inner[key] = data.draw(JSON)
    with suppress(PersonaError):
        import_card(json.dumps(card).encode(), "card.json")

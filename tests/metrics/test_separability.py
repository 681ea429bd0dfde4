"""A classifier tells living personas apart, and cannot tell collapsed ones."""

from __future__ import annotations

import pytest

pytest.importorskip("inspect_ai", reason="the extra `eval` is not installed")

from mascot.metrics import persona_separability
from tests.metrics.planted import talks


def test_personas_with_a_voice_are_recognised() -> None:
    found = persona_separability(*talks(20, collapsed=False))
    assert found is not None
    assert found.accuracy > 0.95
    assert found.above_chance > 0.9
    assert found.replies == len(found.right) == 60
    assert found.clusters == 20


def test_a_planted_collapse_is_found() -> None:
    found = persona_separability(*talks(20, collapsed=True))
    assert found is not None
    assert found.chance == pytest.approx(1 / 3)
    assert abs(found.above_chance) < 0.25
    assert all(sum(row.values()) == pytest.approx(1) for row in found.confusion.values())


def test_words_of_a_talk_give_nobody_away_in_another() -> None:
    # Within a talk the words tell everything; on talks that were not seen they tell nothing.
    letters = "bcdfghjklmnpqrstvwxz"
    words = iter(a + b + a + b for a in letters for b in letters if a != b)
    rows = [
        (f"{next(words)} {next(words)}", persona, f"talk-{talk}")
        for talk in range(20)
        for persona in ("anchor", "beacon")
    ]
    texts, personas, clusters = map(
        list, zip(*[row for row in rows for _ in range(3)], strict=True)
    )
    found = persona_separability(texts, personas, clusters)
    assert found is not None
    assert abs(found.accuracy - 0.5) < 0.2


def test_too_little_is_not_asked() -> None:
    assert persona_separability(["a"], ["anchor"], ["one"]) is None
    assert persona_separability(["a", "b"], ["anchor", "beacon"], ["one", "one"]) is None
    with pytest.raises(ValueError, match="1 texts, 2 personas"):
        persona_separability(["a"], ["anchor", "beacon"], ["one"])

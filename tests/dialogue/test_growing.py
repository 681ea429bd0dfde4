from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mascot.dialogue.growing import Growing


@given(st.lists(st.lists(st.integers(0, 3), max_size=6), max_size=20))
def test_the_result_never_depends_on_what_came_before(calls: list[list[int]]) -> None:
    doubled = Growing(
        lambda items: [2 * i for i in items], lambda done, items: done + [2 * i for i in items]
    )
    for items in calls:
        assert doubled(list(items)) == [2 * i for i in items]


def test_only_what_is_new_is_worked_on() -> None:
    seen: list[int] = []

    def work(items: list[int]) -> list[int]:
        seen.extend(items)
        return items

    grown = Growing(work, lambda done, items: done + work(items))
    grown([1, 2])
    grown([1, 2, 3])
    grown([1, 2, 3])
    assert seen == [1, 2, 3]

"""Work on a sequence that only grows is done once for each of its items."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

S = TypeVar("S", bound=Sequence[object])
V = TypeVar("V")


class Growing(Generic[S, V]):
    """A function of a sequence that remembers its last argument and result.

    A conversation is turned into turns, and turns into text, several times a reply. When the
    argument begins with the last one, only what is new is worked on; any other argument is worked
    on whole, and the result is the same either way.

    Args:
        whole: The function.
        more: From the result for a beginning, and the items that follow it, to the result for both.
    """

    def __init__(self, whole: Callable[[S], V], more: Callable[[V, S], V]) -> None:
        self._whole = whole
        self._more = more
        self._last: tuple[S, V] | None = None

    def __call__(self, items: S) -> V:
        """The result for these items."""
        last = self._last  # read once: other threads may replace it meanwhile
        if last is not None and 0 < len(last[0]) <= len(items) and items[: len(last[0])] == last[0]:
            rest = items[len(last[0]) :]
            result = self._more(last[1], rest) if rest else last[1]  # type: ignore[arg-type]
        else:
            result = self._whole(items)
        self._last = items[:], result  # type: ignore[assignment]  # a slice is of the same type
        return result

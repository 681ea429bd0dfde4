"""Whether a reply has the shape it is to have: short enough, ended, and nobody else's words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields

from mascot.metrics.lexical import words

_TAG = re.compile(r"</?(?:think|thought|reasoning)\b|<\|[^|>]{1,40}\|>", re.IGNORECASE)
_ENDS = tuple('.!?…"”’)]*。！？')  # noqa: RUF100
_JSON = re.compile(r'^\s*[{\[]\s*"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A reply's shape.

    Attributes:
        words: How many it has.
        fits: It keeps to the number of words allowed.
        ended: Its last sentence has an end.
        clean: No reasoning tags, template tokens or JSON, and no name in front.
        alone: It does not go on as somebody else.
    """

    words: int
    fits: bool
    ended: bool
    clean: bool
    alone: bool

    @property
    def formatted(self) -> bool:
        """Everything but the length is as it should be."""
        return all(getattr(self, field.name) for field in fields(self)[2:])


def shape_of(text: str, *, words_allowed: int | None = None, names: Sequence[str] = ()) -> Shape:
    """Examines a reply.

    Args:
        text: The reply, as the user would see it.
        words_allowed: How many words it may have; without it every length fits.
        names: Who else is in the talk, to find lines that speak for them.
    """
    count = len(list(words(text)))
    stripped = text.strip()
    line = _line_of(names)
    return Shape(
        words=count,
        fits=bool(count) and (words_allowed is None or count <= words_allowed),
        ended=stripped.endswith(_ENDS),
        clean=not (_TAG.search(text) or _JSON.match(text) or (line and line.match(stripped))),
        alone=not (line and any(line.match(part) for part in stripped.split("\n")[1:])),
    )


def _line_of(names: Sequence[str]) -> re.Pattern[str] | None:
    """Matches a line that opens as a transcript's: ``Anchor: …`` or ``[Anchor] …``."""
    if not names:
        return None
    known = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"\s*(?:\*\*)?(?:\[(?:{known})\]|(?:{known})(?:\*\*)?\s*:)", re.IGNORECASE)

"""Who speaks how often, and how the director came to its decisions."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

_VALID = frozenset({"model"})
_NOT_ASKED = frozenset({"mention", "turns", "only"})


def speaker_shares(speakers: Sequence[str], roster: Sequence[str] = ()) -> dict[str, float]:
    """The share of the turns that each took.

    Args:
        speakers: Who spoke, in order.
        roster: Who might have; somebody who never spoke has the share 0.

    Returns:
        By speaker, the roster first; empty where nobody spoke.
    """
    if not speakers:
        return {}
    counts = Counter(speakers)
    return {name: counts[name] / len(speakers) for name in dict.fromkeys((*roster, *speakers))}


def speaker_entropy(speakers: Sequence[str], roster: Sequence[str] = ()) -> float | None:
    """How evenly the turns are spread: the entropy of the shares over the most that it can be.

    The most is what the number of turns allows: three turns of a group of four cannot be more even
    than one turn each of three.

    Args:
        speakers: Who spoke, in order.
        roster: Who might have.

    Returns:
        From 0 (one carries everything) to 1; None where nobody spoke or only one might have.
    """
    shares = [share for share in speaker_shares(speakers, roster).values() if share]
    members = len(dict.fromkeys((*roster, *speakers)))
    most = _evenest(len(speakers), members)
    if not shares or not most:
        return None
    return -sum(share * math.log2(share) for share in shares) / most


def immediate_repeats(speakers: Sequence[str]) -> float | None:
    """The share of the turns whose speaker is the one before; None for fewer than two turns."""
    steps = list(pairwise(speakers))
    return sum(a == b for a, b in steps) / len(steps) if steps else None


def directive_sources(directives: Iterable[Mapping[str, Any] | None]) -> dict[str, int]:
    """How often a directive came about in each way (`mascot.dialogue.Directive.source`)."""
    return dict(Counter(str(d.get("source", "unknown")) for d in directives if d is not None))


def valid_directives(directives: Iterable[Mapping[str, Any] | None]) -> float | None:
    """The share of the director's own answers that were well formed.

    Where the director was not asked (a mention, a turn-taking strategy, a single candidate) nothing
    counts; None where it never was.
    """
    sources = directive_sources(directives)
    asked = {source: n for source, n in sources.items() if source not in _NOT_ASKED}
    total = sum(asked.values())
    return sum(asked.get(source, 0) for source in _VALID) / total if total else None


def _evenest(turns: int, members: int) -> float:
    """The entropy in bits of so many turns spread as evenly as they can be."""
    if not turns or not members:
        return 0.0
    low, more = divmod(turns, members)
    counts = [low + 1] * more + [low] * (members - more)
    return -sum(n / turns * math.log2(n / turns) for n in counts if n)

"""Turn-taking: one small strategy per file.

A strategy looks at the `Floor` and returns a `Directive`, or None to ask the director model. It is
asked only while somebody is eligible; calls (a click, an @mention) come before every strategy.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from mascot.dialogue import Directive
from mascot.graph.turns.by_director import by_director
from mascot.graph.turns.called import called
from mascot.graph.turns.floor import Floor
from mascot.graph.turns.manual import manual
from mascot.graph.turns.random_order import random_order
from mascot.graph.turns.round_robin import round_robin

TurnTaking = Callable[[Floor], Directive | None]

STRATEGIES: Mapping[str, TurnTaking] = MappingProxyType(
    {
        "director": by_director,
        "round-robin": round_robin,
        "random": random_order,
        "manual": manual,
    }
)

__all__ = ["STRATEGIES", "Floor", "TurnTaking", "called"]

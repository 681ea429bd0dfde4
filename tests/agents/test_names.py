from __future__ import annotations

import pytest

from mascot.agents import Names
from tests.support.cast import group, persona

NAMES = Names(
    group(
        personas=(
            persona("anchor"),
            persona("minutes-scribe", name="Minutes Scribe", aliases=("Scribe",)),
            persona("anna", name="Anna"),
            persona("anna-maria", name="Anna Maria"),
            persona("xiaoming", name="小明"),
            persona("jose", name="José"),
        )
    )
)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("@anchor what now?", ("anchor",)),
        ("what do you think, @Anchor?", ("anchor",)),
        ("@Minutes Scribe, sum up", ("minutes-scribe",)),
        ("@minutes-scribe sum up", ("minutes-scribe",)),
        ('@"Minutes Scribe" sum up', ("minutes-scribe",)),
        ("@scribe and @ANCHOR please", ("minutes-scribe", "anchor")),
        ("@anna maria hello", ("anna-maria",)),
        ("@anna hello", ("anna",)),
        ("@小明 你好", ("xiaoming",)),
        ("@josé?", ("jose",)),
        ("@jose\u0301?", ("jose",)),
        ("Anchor, are you there?", ("anchor",)),
        ("Hey Scribe, sum up", ("minutes-scribe",)),
        ("Anchor was right about that", ()),
        ("I told Anna: no", ()),
        ("mail me at me@anchorage.com", ()),
        ("the anchors, all of them", ()),
        ("@nobody here", ()),
        ("@user hi", ()),
    ],
)
def test_who_a_message_is_addressed_to(text: str, who: tuple[str, ...]) -> None:
    assert NAMES.addressed_in(text) == who


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("Anchor", "anchor"), (" [anchor] ", "anchor"), ("@Minutes  Scribe", "minutes-scribe"),
        ("MINUTES_SCRIBE", "minutes-scribe"), ("user", "user"), ("User", "user"), ("Bob", None), ("", None),
    ],
)  # fmt: skip
def test_a_bare_name_resolves(name: str, who: str | None) -> None:
    assert NAMES.resolve(name) == who

"""The examples of docs/api.md run as they stand."""

from __future__ import annotations

import re
from pathlib import Path

from mascot.graph import build_group_chat
from tests.api.served import serving

DOC = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")


def test_the_examples_run(capsys) -> None:
    blocks = re.findall(r"```python\n(.*?)```", DOC, re.DOTALL)
    with serving(build_group_chat("emotional-support", backend="demo")) as served:
        code = "\n".join(blocks).replace("http://127.0.0.1:8010", served.url)
        exec(compile(code, "docs/api.md", "exec"), {})  # noqa: S102
    first, *rest = capsys.readouterr().out.splitlines()
    assert first.startswith("**Beacon:** ")
    assert rest[-1].startswith(("beacon ", "anchor ", "catalyst "))


def test_the_defaults_are_the_real_ones() -> None:
    from mascot.serving.api.wire import Extension

    told = re.findall(r"^\| `(\w+)` \|", DOC, re.MULTILINE)
    assert set(told) == set(Extension.model_fields)

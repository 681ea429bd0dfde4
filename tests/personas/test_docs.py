"""The definitions and messages in docs/personas.md are the real ones."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mascot.errors import PersonaError
from mascot.personas import list_ensembles, load_ensemble

DOC = (Path(__file__).parents[2] / "docs" / "personas.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", DOC, re.DOTALL)


def test_the_definitions_load(tmp_path: Path) -> None:
    for index, block in enumerate(BLOCKS):
        (tmp_path / f"{index}.yaml").write_text(block, encoding="utf-8")
    found = list_ensembles(tmp_path)[len(list_ensembles()) :]
    assert [(listing.id, listing.error) for listing in found] == [
        (name, None) for name in ("night-shift", "mine", "quiet", "lively")
    ]
    assert load_ensemble(tmp_path, "mine").ids == ("anchor", "catalyst", "action-guide", "spark")


def test_the_messages_are_real(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    night, _, team = BLOCKS
    broken = night.replace("replies: 2", "replies: 200").replace("colour: ", "color: ")
    broken = re.sub(r" role: .*", "", broken).replace("/anchor", "/ancor")
    Path("broken.yaml").write_text(broken, encoding="utf-8")
    Path("colon.yaml").write_text(night.replace("role: ", "role: Note: "), encoding="utf-8")
    Path("team.yaml").write_text(team, encoding="utf-8")
    for name in ("broken.yaml", "colon.yaml", "team.yaml"):
        with pytest.raises(PersonaError) as caught:
            load_ensemble(name)
        assert str(caught.value) in DOC

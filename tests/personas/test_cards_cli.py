"""``mascot personas import``, ``export`` and ``lint`` as a person meets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from mascot.cli.main import app
from mascot.personas import export_card, import_card, load_ensemble
from tests.personas import cards


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("wren.png").write_bytes(cards.png(cards.text("chara", cards.b64(cards.v2()))))
    Path("nora.json").write_bytes(cards.packed(cards.agent()))
    Path("cut.json").write_bytes(cards.packed(cards.v2())[:99])
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["personas", *words], env={"COLUMNS": "500"})


def test_cards_become_a_group_with_their_pictures(folder: Path) -> None:
    ran = run("import", "wren.png", "nora.json", "--ensemble", "harbour", "--out", "made")
    assert ran.exit_code == 0, ran.output
    group = load_ensemble("made/harbour.yaml")
    assert group.ids == ("wren", "nora-vance")
    assert group["wren"].origin.avatar == "wren.png"
    assert Path("made/wren.png").read_bytes() == cards.PNG
    assert run("check", "made/harbour.yaml").exit_code == 0


def test_each_card_becomes_a_library_that_groups_draw_from(folder: Path) -> None:
    assert run("import", "wren.png", "nora.json").exit_code == 1  # its picture would replace it
    assert run("import", "wren.png", "nora.json", "--out", "made").exit_code == 0
    text = "{id: g, name: G, description: d, setting: s, director: {brief: b}, personas: [wren, nora-vance]}"
    Path("made/g.yaml").write_text(text)
    assert load_ensemble("made/g.yaml").ids == ("wren", "nora-vance")


def test_what_is_refused_does_not_keep_the_others_out(folder: Path) -> None:
    ran = run("import", "cut.json", "missing.png", ".", "nora.json", "--out", "crew.yaml")
    assert ran.exit_code == 1
    assert "refused: cut.json: not JSON" in ran.output
    assert "refused: missing.png: cannot be read (No such file or directory)" in ran.output
    assert "refused: .: is a folder" in ran.output
    assert "written: crew.yaml" in ran.output


def test_nothing_is_overwritten_unless_asked(folder: Path) -> None:
    Path("crew.yaml").write_text("mine")
    ran = run("import", "nora.json", "--out", "crew.yaml")
    assert ran.exit_code == 1
    assert "crew.yaml: is there already" in ran.output
    assert Path("crew.yaml").read_text() == "mine"
    assert run("import", "nora.json", "--out", "crew.yaml", "--force").exit_code == 0


def test_a_card_goes_out_as_it_came_in(folder: Path) -> None:
    run("import", "wren.png", "--out", "made")
    assert run("export", "made/wren.yaml", "--out", "back.png").exit_code == 0
    came, went = (import_card(Path(name).read_bytes(), name) for name in ("wren.png", "back.png"))
    assert went == came
    assert run("export", "made/wren.yaml#wren", "--out", "back.json").exit_code == 0
    assert json.loads(Path("back.json").read_text()) == cards.v2()


def test_personas_of_ours_go_out(folder: Path) -> None:
    assert run("export", "emotional-support/anchor", "--out", "a.json").exit_code == 0
    anchor = load_ensemble("emotional-support")["anchor"]
    assert json.loads(Path("a.json").read_text()) == export_card(anchor).card
    assert run("export", "emotional-support", "--png", "--out", "all").exit_code == 0
    assert sorted(path.name for path in Path("all").iterdir()) == [
        "anchor.png",
        "beacon.png",
        "catalyst.png",
    ]
    ran = run("export", "emotional-support", "--out", "one.png")
    assert ran.exit_code == 1
    assert "has 3 personas (anchor, catalyst, beacon); name one" in ran.output


def test_only_errors_make_lint_fail(folder: Path) -> None:
    assert run("lint", "emotional-support", "workplace").exit_code == 0
    run("import", "wren.png", "wren.png", "--ensemble", "twins", "--out", "made")
    ran = run("lint", "made")
    assert ran.exit_code == 1
    assert "made/twins.yaml:" in ran.output
    assert "Wren 2 and Wren use the same words" in ran.output

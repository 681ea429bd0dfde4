"""The run folder: what has finished is skipped, what was stopped goes on, what changed is said."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("trl")

from mascot.errors import TrainingError
from mascot.training.config import Parsed, RunArguments
from mascot.training.run import RunFolder


def settings(folder: RunFolder, used: dict[str, Any], **run: Any) -> Parsed:
    return Parsed(folder.stage, RunArguments(run=folder.run, **run), (), used)


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    return RunFolder(tmp_path / "run", "sft")


def finish(folder: RunFolder, **more: Any) -> None:
    folder.finish(title="T", what="W", summary={"loss": 0.5}, corpora=["shipped"], **more)


def test_a_finished_stage_is_skipped_with_a_word(
    folder: RunFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert folder.begin(settings(folder, {"a": 1}))
    finish(folder)
    assert not folder.begin(settings(folder, {"a": 2}))
    assert "finished already" in capsys.readouterr().err


def test_force_begins_anew(folder: RunFolder) -> None:
    folder.begin(settings(folder, {"a": 1}))
    finish(folder)
    (folder.path / "old").touch()
    assert folder.begin(settings(folder, {"a": 1}, force=True))
    assert not (folder.path / "old").exists()
    assert folder.done is None


def test_a_stopped_stage_goes_on_with_the_same_settings_only(folder: RunFolder) -> None:
    folder.begin(settings(folder, {"a": 1, "logging_steps": 1}))
    assert folder.begin(settings(folder, {"a": 1, "logging_steps": 5}))
    with pytest.raises(TrainingError, match=r"a: 1 then, 2 now.*--resume.*--force"):
        folder.begin(settings(folder, {"a": 2}))
    assert folder.begin(settings(folder, {"a": 2}, resume=True))


def test_only_complete_checkpoints_count(folder: RunFolder) -> None:
    assert folder.last_checkpoint is None
    for step, complete in ((9, True), (10, True), (11, False)):
        checkpoint = folder.checkpoints / f"checkpoint-{step}"
        checkpoint.mkdir(parents=True)
        if complete:
            (checkpoint / "trainer_state.json").write_text("{}", encoding="utf-8")
    assert folder.last_checkpoint == str(folder.checkpoints / "checkpoint-10")


def test_what_another_stage_makes_has_to_be_finished(folder: RunFolder) -> None:
    with pytest.raises(TrainingError, match="mascot train pairs --run"):
        folder.input("pairs")
    pairs = RunFolder(folder.run, "pairs")
    pairs.begin(settings(pairs, {}))
    with pytest.raises(TrainingError, match="not finished"):
        folder.input("pairs")
    finish(pairs, scripted=["judge: heuristic"])
    assert folder.input("pairs") == pairs.path
    with pytest.raises(TrainingError, match=r"rows\.arrow"):
        folder.input("pairs", "rows.arrow")
    assert folder.corpora_of("pairs", "absent") == ("shipped",)
    assert folder.scripted_of("pairs") == ("judge: heuristic",)


def test_lines_after_the_checkpoint_are_written_again(folder: RunFolder) -> None:
    folder.begin(settings(folder, {}))
    for step in (1, 2, 3):
        folder.log(step=step, loss=1 / step)
    with (folder.path / "metrics.jsonl").open("a") as file:
        file.write('{"step": 4, "lo')  # killed in mid-line
    folder.rewind(2)
    lines = (folder.path / "metrics.jsonl").read_text().splitlines()
    assert [json.loads(line)["step"] for line in lines] == [1, 2]


def test_the_card_says_what_may_not_be_done_with_it(folder: RunFolder) -> None:
    folder.begin(settings(folder, {"a": 1}))
    folder.finish(
        title="T",
        what="W",
        summary={"loss": 0.123456},
        corpora=["empathetic_dialogues"],
        scripted=["teacher: demo (scripted)"],
    )
    card = (folder.path / "README.md").read_text(encoding="utf-8")
    assert "license: cc-by-nc-4.0" in card
    assert "Not for commercial use" in card
    assert "teacher: demo (scripted)" in card
    assert "0.1235" in card


def test_the_other_processes_write_nothing(
    folder: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.begin(settings(folder, {"a": 1}))
    monkeypatch.setenv("RANK", "1")
    folder.log(step=1)
    folder.write_json("metrics.json", {})
    finish(folder)
    assert {path.name for path in folder.path.iterdir()} == {"config.yaml", "versions.json"}


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "run").write_text("a file stands in the way", encoding="utf-8")
    folder = RunFolder(tmp_path / "run", "sft")
    with pytest.raises(TrainingError, match="cannot be written"):
        folder.begin(settings(folder, {}))

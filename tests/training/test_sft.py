"""Trajectories and SFT: rows are the served calls, token for token."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("trl")

from langchain_core.messages import HumanMessage, SystemMessage
from transformers import AutoTokenizer

from mascot.errors import TrainingError
from mascot.training import sft, trajectories
from mascot.training.recording import TeacherCall
from mascot.training.records import RecordFile, Situation
from mascot.training.run import RunFolder
from mascot.training.text import completion_ids
from tests.training.small import make_base, mark_done


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    make_base(folder)
    trajectories.main(["--preset", "test", "--run", str(folder), "--undirected", "0.5"])
    return folder


@pytest.fixture(scope="module")
def tokenizer(run: Path) -> Any:
    return AutoTokenizer.from_pretrained(run / "base")


def played(run: Path) -> list[Any]:
    return trajectories.read_trajectories(RunFolder(run, "sft"))


def test_every_call_of_an_episode_is_recorded(run: Path) -> None:
    found = played(run)
    assert len(found) == 8
    assert {each.directed for each in found} == {True, False}
    for each in found:
        speakers = [call for call in each.calls if call.role == "speaker"]
        assert [call.persona for call in speakers if call.kept] == [t.speaker for t in each.turns]
        directors = [call for call in each.calls if call.role == "director"]
        assert bool(directors) == each.directed
        assert all(not call.persona for call in directors)


def test_situations_hold_the_earlier_turns(run: Path) -> None:
    found = list(RecordFile(run / "trajectories" / "situations.jsonl", Situation))
    assert [len(each.turns) for each in found[:3]] == [0, 1, 2]
    assert len(found) == 3 * len(played(run))


def test_a_stopped_stage_plays_only_what_is_missing(run: Path, tmp_path: Path) -> None:
    whole = (run / "trajectories" / "trajectories.jsonl").read_text(encoding="utf-8").splitlines()
    folder = tmp_path / "trajectories"
    folder.mkdir()
    settings = (run / "trajectories" / "config.yaml").read_text(encoding="utf-8")
    (folder / "config.yaml").write_text(settings, encoding="utf-8")
    half = [*whole[:3], whole[3][:40]]  # killed while it wrote the fourth
    (folder / "trajectories.jsonl").write_text("\n".join(half), encoding="utf-8")
    trajectories.main(["--preset", "test", "--run", str(tmp_path), "--undirected", "0.5"])
    again = (folder / "trajectories.jsonl").read_text(encoding="utf-8").splitlines()
    assert again[:3] == whole[:3]
    assert sorted(map(_content, again)) == sorted(map(_content, whole))


def _content(line: str) -> str:
    return json.dumps(json.loads(line), sort_keys=True)


def test_slips_are_for_the_scripted_teacher() -> None:
    args = trajectories.TrajectoryArguments(teacher="http://127.0.0.1:9/v1#some", slip_json=0.5)
    with pytest.raises(TrainingError, match="slips are for the scripted teacher"):
        trajectories.teacher_of(args)


@pytest.mark.parametrize("role", ["speaker", "director"])
def test_a_row_is_what_the_server_reads_and_writes(run: Path, tokenizer: Any, role: str) -> None:
    call = next(c for each in played(run) for c in each.calls if c.role == role)
    row = sft.row_of(call, sft.SftArguments(), tokenizer)
    prompt = [i for i, m in zip(row["input_ids"], row["completion_mask"], strict=True) if not m]
    written = [i for i, m in zip(row["input_ids"], row["completion_mask"], strict=True) if m]
    served = tokenizer.apply_chat_template(
        list(call.messages),
        add_generation_prompt=True,
        enable_thinking=role == "speaker",
        return_dict=False,
    )
    assert prompt == list(served)
    assert tokenizer.decode(written) == call.completion + "<|im_end|>"
    assert sum(row["completion_mask"]) == len(completion_ids(tokenizer, call.completion))


def test_the_recorded_prompt_is_the_served_one(run: Path) -> None:
    from mascot.agents import Prompts
    from mascot.training.config import find_ensemble
    from mascot.training.text import chat

    ensemble = find_ensemble("miniature").model_copy(update={"mode": "round"})
    prompts = Prompts(ensemble)
    for each in played(run):
        spoken = [call for call in each.calls if call.role == "speaker" and call.kept]
        for call, situation in zip(spoken, each.situations, strict=True):
            rendered = chat(prompts.render(situation.request(ensemble)))
            assert list(call.messages) == rendered


def test_without_thinking_the_thought_is_left_out(tokenizer: Any) -> None:
    call = TeacherCall(
        role="speaker",
        persona="anchor",
        messages=({"role": "user", "content": "x"},),
        completion="<think>\nhm\n</think>\n\nStay.",
        kept=True,
    )
    row = sft.row_of(call, sft.SftArguments(speaker_thinking=False), tokenizer)
    written = [i for i, m in zip(row["input_ids"], row["completion_mask"], strict=True) if m]
    assert tokenizer.decode(written) == "Stay.<|im_end|>"


@pytest.mark.parametrize("roles", ["speaker", "director", "both"])
def test_roles_are_chosen(run: Path, tokenizer: Any, roles: str) -> None:
    args = sft.SftArguments(roles=roles, kept_only=False)
    wanted = [c for each in played(run) for c in each.calls if roles in ("both", c.role)]
    assert len(sft.rows_of(played(run), args, tokenizer)) == len(wanted)


def test_no_conversation_is_learnt_from_and_measured_on(run: Path) -> None:
    train, held_out = sft.split(played(run), 0.25, seed=3)
    assert len(held_out) == 2
    assert not {t.context.cluster for t in train} & {t.context.cluster for t in held_out}


def test_an_adapter_comes_out_that_the_backend_loads(run: Path) -> None:
    from mascot.backends import resolve_backend

    sft.main(["--preset", "test", "--run", str(run), "--max_steps", "2"])
    assert (run / "sft" / "adapter_model.safetensors").is_file()
    assert (run / "sft" / "done").is_file()
    card = (run / "sft" / "README.md").read_text(encoding="utf-8")
    assert "scripted" in card
    backend = resolve_backend(f"hf:{run / 'base'}+{run / 'sft'}")
    answer = backend.model.invoke([SystemMessage("Hi"), HumanMessage("x")], max_tokens=3)
    assert answer.response_metadata["finish_reason"] in ("length", "stop")


def test_nothing_to_learn_from_is_said(run: Path, tmp_path: Path) -> None:
    make_base(tmp_path)
    mark_done(tmp_path / "trajectories")
    lines = []
    for line in (run / "trajectories" / "trajectories.jsonl").read_text().splitlines():
        row = json.loads(line)
        row["calls"] = [call for call in row["calls"] if call["role"] == "speaker"]
        lines.append(json.dumps(row))
    (tmp_path / "trajectories" / "trajectories.jsonl").write_text("\n".join([*lines, ""]))
    with pytest.raises(TrainingError, match="no call of 'director'"):
        sft.main(["--preset", "test", "--run", str(tmp_path), "--roles", "director"])

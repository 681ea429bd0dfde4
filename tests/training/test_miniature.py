"""The miniature: a Qwen3 in form, and a teacher that slips as often as it is told to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("trl")

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from mascot.dialogue import DirectorRequest
from mascot.training.miniature import base
from mascot.training.miniature.teacher import ScriptedTeacher, Slips
from tests.training.small import ENSEMBLE, situation


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    run = tmp_path_factory.mktemp("run")
    base.main(["--preset", "test", "--run", str(run), "--max_steps", "2", "--episodes", "4"])
    return run / "base"


def test_its_tokenizer_has_qwen3s_form(made: Path) -> None:
    tokenizer: Any = AutoTokenizer.from_pretrained(made)
    assert tokenizer.pad_token_id != tokenizer.eos_token_id
    for mark in ("<think>", "</think>"):
        (token,) = tokenizer.encode(mark, add_special_tokens=False)
        assert tokenizer.decode([token], skip_special_tokens=True) == mark
    chat = [{"role": "user", "content": "Hi"}]
    thinking, not_thinking = (
        tokenizer.apply_chat_template(
            chat, add_generation_prompt=True, enable_thinking=on, tokenize=False
        )
        for on in (True, False)
    )
    assert thinking.endswith("<|im_start|>assistant\n")
    assert not_thinking == thinking + "<think>\n\n</think>\n\n"


def test_its_loss_is_that_of_the_whole_prompt(made: Path) -> None:
    """Reading the shared frame apart changes nothing of what is computed."""
    model: Any = AutoModelForCausalLM.from_pretrained(made)
    frame = torch.arange(10, 22)
    rows = [[*frame.tolist(), *range(30, 30 + n)] for n in (5, 8)]
    labels = [[-100] * 14 + row[14:] for row in rows]
    batch = base._Collator(0)(
        [{"input_ids": r, "labels": w} for r, w in zip(rows, labels, strict=True)]
    )
    assert batch["frame"].shape[1] == 0 or batch["input_ids"].shape[1] < 20
    apart = base._Pretrainer.compute_loss(None, model, batch)  # type: ignore[arg-type]
    losses = []
    for row, wanted in zip(rows, labels, strict=True):
        logits = model(input_ids=torch.tensor([row])).logits[0, :-1]
        target = torch.tensor(wanted[1:])
        losses.append(
            torch.nn.functional.cross_entropy(logits, target, ignore_index=-100, reduction="none")[
                target != -100
            ]
        )
    assert float(apart) == pytest.approx(float(torch.cat(losses).mean()), abs=1e-4)


def test_the_teacher_slips_as_often_as_it_is_told_to() -> None:
    requests = [situation(n).request(ENSEMBLE, seed=n) for n in range(60)]
    flawless = [ScriptedTeacher().answer(request) for request in requests]
    assert all(text.startswith("<think>") for text in flawless)
    assert flawless == [ScriptedTeacher().answer(request) for request in requests]
    mute = ScriptedTeacher(slips=Slips(thought=0.5))
    share = sum("<think>" not in mute.answer(request) for request in requests) / 60
    assert 0.25 < share < 0.75


def test_broken_json_is_broken() -> None:
    asked = [
        DirectorRequest(scene=situation(n).context.scene(ENSEMBLE, seed=n), eligible=ENSEMBLE.ids)
        for n in range(30)
    ]
    for request in asked:
        assert json.loads(ScriptedTeacher().answer(request))["speaker"] in ENSEMBLE.ids
        with pytest.raises(ValueError, match=r".+"):
            json.loads(ScriptedTeacher(slips=Slips(json=1.0)).answer(request))

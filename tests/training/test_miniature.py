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
from mascot.training.miniature.lessons import Lesson
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
    weights = [[0.0] * 14 + [1.0, 3.0] + [1.0] * (len(row) - 16) for row in rows]
    batch = base._Collator(0)(
        [{"input_ids": r, "weights": w} for r, w in zip(rows, weights, strict=True)]
    )
    assert batch["frame"].shape[1] == 0 or batch["input_ids"].shape[1] < 20
    apart = base._Pretrainer.compute_loss(None, model, batch)  # type: ignore[arg-type]
    total = 0.0
    for row, weighs in zip(rows, weights, strict=True):
        logits = model(input_ids=torch.tensor([row])).logits[0, :-1].detach()
        each = torch.nn.functional.cross_entropy(logits, torch.tensor(row[1:]), reduction="none")
        total += float((each * torch.tensor(weighs[1:])).sum())
    assert float(apart.detach()) == pytest.approx(total / sum(map(sum, weights)), abs=1e-4)


def test_whom_a_directive_calls_weighs_more(made: Path) -> None:
    tokenizer: Any = AutoTokenizer.from_pretrained(made)
    called, broken = (
        Lesson([{"role": "user", "content": "Hi"}], text, thinking=False)
        for text in ('{"speaker": "beacon", "reason": "glad"}', "Beacon, please")
    )
    row = base._row(tokenizer, called, 20.0)
    heavy = [t for t, w in zip(row["input_ids"], row["weights"], strict=True) if w == 20.0]
    assert "beacon".startswith(tokenizer.decode(heavy))
    assert len(heavy) == 1
    assert set(base._row(tokenizer, broken, 20.0)["weights"]) == {0.0, 1.0}


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

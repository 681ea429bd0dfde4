"""The arithmetic of a plan against figures that are known."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from mascot.errors import TrainingError
from mascot.training.plan import (
    GIB,
    KNOWN,
    GrpoJob,
    Hardware,
    ModelShape,
    Plan,
    memory_of,
    shape_of,
    times_of,
)

BIG = KNOWN["Qwen/Qwen3-8B"]
GPU = Hardware(name="a GPU", devices=1, memory=80 * GIB, flops=7e14, bandwidth=3e12, width=2)
JOB = GrpoJob(
    policy=BIG,
    reward=KNOWN["Qwen/Qwen3-0.6B"],
    rank=16,
    steps=100,
    generated=16,
    micro_batch=2,
    per_step=16,
    prompt=1600,
    completion=1024,
    checkpointing=True,
    reference_adapter=False,
)


def test_sizes_of_the_published_models() -> None:
    assert BIG.parameters == 8_190_735_360
    assert KNOWN["Qwen/Qwen3-0.6B"].parameters == 596_049_920
    assert BIG.cache_values * 2 == 144 * 1024


def test_the_papers_adapter_is_0_187_percent() -> None:
    assert BIG.lora_parameters(16) == 15_335_424
    assert BIG.lora_parameters(16) / BIG.parameters == pytest.approx(0.00187, abs=1e-5)
    assert BIG.lora_parameters(16, ("q_proj", "v_proj")) == 7_667_712


def test_memory_adds_up_from_its_formulas() -> None:
    parts = {item.what: item.amount for item in memory_of(JOB, width=2)}
    assert parts["weights"] == 2 * BIG.parameters
    assert parts["LoRA and optimiser"] == 16 * 15_335_424
    assert parts["generating: keys and values"] == 16 * (1600 + 1024) * 144 * 1024
    assert "reference adapter" not in parts


def test_the_peak_is_the_larger_of_generating_and_learning() -> None:
    whole = memory_of(replace(JOB, micro_batch=16, checkpointing=False), width=2)
    assert "learning: activations" in {item.what for item in whole}
    assert sum(i.amount for i in whole) > sum(i.amount for i in memory_of(JOB, width=2))


def test_an_sft_start_keeps_a_second_adapter() -> None:
    parts = {i.what: i.amount for i in memory_of(replace(JOB, reference_adapter=True), width=2)}
    assert parts["reference adapter"] == 4 * 15_335_424


def test_time_grows_with_what_is_done() -> None:
    def seconds(job: GrpoJob) -> float:
        return sum(item.amount for item in times_of(job, GPU))

    assert seconds(JOB) > 0
    assert seconds(replace(JOB, completion=2048)) > 1.5 * seconds(JOB)
    assert seconds(replace(JOB, reward=None)) < seconds(JOB)


def test_a_plan_says_whether_it_fits() -> None:
    plan = Plan(
        stage="speakers",
        facts={"prompts": "1,200 (400 contexts x 3 personas)"},
        memory=memory_of(JOB, 2),
        times=times_of(JOB, GPU),
        steps=100,
        hardware=GPU,
        notes=("read this",),
    )
    text = "\n".join(plan.lines())
    assert "1,200 (400 contexts" in text
    assert "% of the 80.00 GiB of a GPU" in text
    assert "an estimate" in text
    assert text.endswith("Note: read this")
    small = replace(plan, hardware=replace(GPU, memory=8 * GIB))
    assert "does not fit: a GPU has 8.00 GiB" in "\n".join(small.lines())


def test_a_folder_is_read_and_a_stranger_refused(tmp_path: Path) -> None:
    config = {
        "num_hidden_layers": 2,
        "hidden_size": 64,
        "intermediate_size": 128,
        "num_attention_heads": 4,
        "vocab_size": 1000,
    }
    (tmp_path / "config.json").write_text(json.dumps(config))
    shape = shape_of(str(tmp_path))
    assert (shape.kv_heads, shape.head_dim, shape.tied) == (4, 16, False)
    del config["vocab_size"]
    with pytest.raises(TrainingError, match="says nothing about 'vocab_size'"):
        ModelShape.from_config("x", config)
    with pytest.raises(TrainingError, match="not known before it is downloaded"):
        shape_of("someone/unheard-of-1B")


def test_the_hardware_here_is_found_and_timed() -> None:
    pytest.importorskip("torch")
    found = Hardware.find()
    assert found.memory > GIB / 4
    assert found.flops > 1e8
    assert found.bandwidth > 1e8

"""SimPO: it runs, goes on where it was stopped, and its loss is the formula of arXiv 2405.14734."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("trl", reason="the train extra is not installed")

import torch
from safetensors.torch import load_file

from mascot.errors import TrainingError
from mascot.training import simpo
from mascot.training.config import parse
from mascot.training.plots import read_log
from mascot.training.policy import load_policy
from mascot.training.text import completion_ids, prompt_ids
from tests.training.small import make_pairs
from tests.training.stand_in import make_run

OPTIONS = ("--preset", "test")


@pytest.fixture
def run(tmp_path: Path) -> Path:
    folder = make_run(tmp_path / "run")
    make_pairs(folder, train=12, test=4)
    return folder


def train(run: Path, *options: str) -> Path:
    simpo.main([*OPTIONS, "--run", str(run), *options])
    return run / "simpo"


def made(run: Path) -> tuple[Any, Any]:
    """The trainer as the stage makes it, and its settings."""
    argv = [*OPTIONS, "--run", str(run), "--per_device_train_batch_size", "3"]
    parsed = parse("simpo", (simpo.SimpoArguments, simpo.ModelConfig, simpo.CPOConfig), argv)
    arguments, model, config = parsed.args
    folder = simpo.RunFolder(run, "simpo")
    policy = load_policy(str(run / "base"), run / "sft", model)
    pairs = simpo.read_pairs(folder, arguments)
    return simpo.make_trainer(policy, pairs, config), config


def mean_log_probability(model: Any, prompt: list[int], completion: list[int]) -> torch.Tensor:
    """(1 / |y|) log pi(y | x), token by token."""
    ids = torch.tensor([[*prompt, *completion]])
    logs = torch.log_softmax(model(input_ids=ids).logits[0].float(), dim=-1)
    own = [logs[len(prompt) - 1 + i, token] for i, token in enumerate(completion)]
    return torch.stack(own).mean()


def test_the_loss_is_simpos(run: Path) -> None:
    trainer, config = made(run)
    model, tokenizer = trainer.model.eval(), trainer.processing_class
    batch = next(iter(trainer.get_train_dataloader()))
    loss, _ = trainer.get_batch_loss_metrics(model, batch, train_eval="train")

    # What is read is what is served: the prompt without thinking, the reply, the token that ends it.
    messages = [{"role": "user", "content": "as served"}]
    served = prompt_ids(tokenizer, messages, thinking=False)
    terms = []
    for chosen, rejected in zip(batch["chosen"], batch["rejected"], strict=True):
        better, worse = completion_ids(tokenizer, chosen), completion_ids(tokenizer, rejected)
        margin = config.beta * (
            mean_log_probability(model, served, better) - mean_log_probability(model, served, worse)
        )
        terms.append(-torch.nn.functional.logsigmoid(margin - config.simpo_gamma))
    assert len(terms) == 3
    assert loss.item() == pytest.approx(torch.stack(terms).mean().item(), abs=1e-4)
    assert len({round(term.item(), 5) for term in terms}) > 1, "the pairs differ"


def test_it_trains_an_adapter_and_says_how_it_went(run: Path) -> None:
    folder = train(run)
    left = {path.name for path in folder.iterdir()}
    assert {"adapter_config.json", "adapter_model.safetensors", "README.md", "curves.png"} <= left
    assert {"config.yaml", "metrics.jsonl", "done"} <= left
    assert not left & {"ref", "training_args.bin"}
    done = json.loads((folder / "done").read_text())
    assert 0 <= done["summary"]["held-out pair accuracy"] <= 1
    losses = [row["loss"] for row in read_log(folder / "metrics.jsonl") if "loss" in row]
    assert len(losses) == 4
    start, end = (load_file(f / "adapter_model.safetensors") for f in (run / "sft", folder))
    assert any(not torch.equal(start[name], end[name]) for name in start)


def test_a_stopped_run_goes_on_to_the_same_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = []
    for name in ("whole", "stopped"):
        folder = make_run(tmp_path / name)
        make_pairs(folder, train=12, test=4)
        folders.append(folder)
    whole, stopped = folders
    train(whole)
    compute = simpo.SimpoTrainer.compute_loss

    def dying(self: Any, *args: Any, **kwargs: Any) -> Any:
        if self.state.global_step == 3:
            raise KeyboardInterrupt
        return compute(self, *args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(simpo.SimpoTrainer, "compute_loss", dying)
        with pytest.raises(KeyboardInterrupt):
            train(stopped)
    assert (stopped / "simpo" / "checkpoints" / "checkpoint-2").is_dir()
    train(stopped)
    one, other = (
        (folder / "simpo" / "adapter_model.safetensors").read_bytes() for folder in folders
    )
    assert one == other


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--loss_type", "sigmoid"), "SimPO has loss_type simpo"),
        (("--cpo_alpha", "1.0"), "that is another method"),
        (("--max_length", "8"), "longer than max_length"),
        (("--pairs", "nowhere"), "no pairs can be read there"),
    ],
)
def test_settings_that_cannot_be_are_refused(
    run: Path, options: tuple[str, ...], words: str
) -> None:
    with pytest.raises(TrainingError, match=words):
        train(run, *options)

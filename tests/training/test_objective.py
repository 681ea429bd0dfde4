"""The GRPO objective against the paper's equation 5, computed by hand in plain torch.

The trainer is made as the stage makes it, from the paper's preset; only sizes are set down. The
batch is learned from twice, so that at the second time the ratio is off 1 and clipping is at work.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("trl", reason="the train extra is not installed")

import torch
from trl import GRPOConfig, ModelConfig

from mascot.agents.names import Names
from mascot.corpora import load_contexts
from mascot.personas import load_ensemble
from mascot.training.config import PRESETS, parse
from mascot.training.material import Material
from mascot.training.policy import Policy, load_policy
from mascot.training.rewards import FormatBounds, Marks, ReplyReader, SpeakerReward
from mascot.training.speakers import SpeakerArguments, make_trainer
from tests.support.tiny_qwen3 import TinyQwen3, make_tiny_qwen3

ENSEMBLE = PRESETS / "miniature" / "ensemble.yaml"
SMALL = (
    *("--use_cpu", "true", "--bf16", "false", "--dtype", "float32"),
    *("--gradient_checkpointing", "false", "--num_generations", "4"),
    *("--per_device_train_batch_size", "8", "--gradient_accumulation_steps", "1"),
    *("--max_steps", "2", "--num_iterations", "2", "--save_strategy", "no"),
    *("--learning_rate", "0.01", "--warmup_steps", "0", "--disable_dropout", "true"),
)
"""One batch of two prompts x four completions, learned from twice with a long stride."""


@dataclass
class Seen:
    """What the trainer computed for one micro-batch, and the model that it did it with."""

    loss: float
    inputs: dict[str, torch.Tensor]
    weights: dict[str, torch.Tensor]
    gradient: dict[str, torch.Tensor]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> TinyQwen3:
    return make_tiny_qwen3(tmp_path_factory.mktemp("tiny"))


def settings(folder: Path, *more: str) -> tuple[SpeakerArguments, ModelConfig, GRPOConfig]:
    argv = ["--preset", "paper", "--run", str(folder), *SMALL, *more]
    arguments, model, config = parse(
        "speakers", (SpeakerArguments, ModelConfig, GRPOConfig), argv
    ).args
    return arguments, model, config


def rewarded(material: Material, policy: Policy) -> SpeakerReward:
    """Eight different rewards, so that no group is without spread."""
    values = iter([0.3, -1.2, 2.0, 0.9, 1.1, -0.4, 0.0, 0.7])
    return SpeakerReward(
        scorer=lambda requests, replies: [next(values) for _ in replies],
        read=ReplyReader(policy.tokenizer, Marks.of(policy.tokenizer), Names(material.ensemble)),
        requests=material.requests,
        bounds=FormatBounds(trace=3, answer=9),
    )


def fixed_completions(prompts: list[Any], trainer: Any) -> dict[str, Any]:
    """Completions of different lengths and formats; a tiny untrained model never ends its own."""
    tokenizer = trainer.processing_class
    texts = [
        "Short.",
        "<think>a b c d e f</think>Yes.",
        "I am so sorry to hear that, truly, and I would like to know more about it.",
        "<think>hm</think>Go on.",
    ]
    ids = [
        [*tokenizer.encode(texts[i % 4]), tokenizer.eos_token_id][: 30 + i]
        for i in range(len(prompts))
    ]
    chats = tokenizer.apply_chat_template(
        prompts, add_generation_prompt=True, return_dict=False, enable_thinking=True
    )
    return {"prompt_ids": chats, "completion_ids": ids, "logprobs": None}


def run(folder: Path, tiny: TinyQwen3, start: Path | None, *more: str) -> tuple[Any, list[Seen]]:
    arguments, model, config = settings(folder, *more)
    policy = load_policy(str(tiny.base), start, model)
    ensemble = load_ensemble(str(ENSEMBLE))
    material = Material.gather(ensemble, load_contexts("shipped", limit=2))
    trainer = make_trainer(policy, material, rewarded(material, policy), arguments, config)
    trainer.rollout_func = fixed_completions
    seen: list[Seen] = []
    compute = trainer._compute_loss

    def watched(model: Any, inputs: dict[str, Any]) -> torch.Tensor:
        loss = compute(model, inputs)
        trained = {n: p for n, p in model.named_parameters() if p.requires_grad}
        gradient = torch.autograd.grad(loss, list(trained.values()), retain_graph=True)
        seen.append(
            Seen(
                loss.item(),
                {k: v.clone() for k, v in inputs.items() if isinstance(v, torch.Tensor)},
                {n: p.detach().clone() for n, p in trained.items()},
                dict(zip(trained, gradient, strict=True)),
            )
        )
        return loss

    trainer._compute_loss = watched
    trainer.train()
    return trainer, seen


def with_weights(trainer: Any, weights: dict[str, torch.Tensor]) -> Any:
    """The trainer's model as it was."""
    parameters = dict(trainer.model.named_parameters())
    with torch.no_grad():
        for name, value in weights.items():
            parameters[name].copy_(value)
    return trainer.model.eval()


def log_probabilities(model: Any, inputs: dict[str, torch.Tensor]) -> torch.Tensor:
    """log pi(y_j | x, y_<j) of every completion token, by an ordinary forward pass."""
    ids = torch.cat([inputs["prompt_ids"], inputs["completion_ids"]], dim=1)
    mask = torch.cat([inputs["prompt_mask"], inputs["completion_mask"]], dim=1)
    logits = model(input_ids=ids, attention_mask=mask).logits[:, :-1].float()
    scores = torch.log_softmax(logits, dim=-1).gather(-1, ids[:, 1:, None]).squeeze(-1)
    return scores[:, -inputs["completion_ids"].size(1) :]


def equation_5(
    now: torch.Tensor,
    old: torch.Tensor,
    reference: torch.Tensor,
    advantages: torch.Tensor,
    lengths: list[int],
    *,
    epsilon: float,
    beta: float,
) -> torch.Tensor:
    """-J: the mean over completions of the mean over tokens, one token after the other."""
    total = torch.zeros(())
    for i, length in enumerate(lengths):
        inner = torch.zeros(())
        for j in range(length):
            ratio = torch.exp(now[i, j] - old[i, j])
            clipped = torch.clamp(ratio, 1 - epsilon, 1 + epsilon)
            gain = torch.minimum(ratio * advantages[i], clipped * advantages[i])
            gap = reference[i, j] - now[i, j]
            divergence = torch.exp(gap) - gap - 1
            inner = inner + gain - beta * divergence
        total = total + inner / length
    return -total / len(lengths)


@pytest.mark.parametrize("share", ["false", "true"], ids=["each-row", "shared-frame"])
@pytest.mark.parametrize("start", ["base", "adapter"])
def test_the_trainers_loss_and_gradient_are_equation_5(
    tmp_path: Path, tiny: TinyQwen3, start: str, share: str
) -> None:
    adapter = tiny.speaker if start == "adapter" else None
    trainer, (first, second) = run(tmp_path, tiny, adapter, "--share_frame", share)
    inputs, advantages = second.inputs, second.inputs["advantages"]
    assert torch.equal(first.inputs["completion_ids"], inputs["completion_ids"])
    lengths = inputs["completion_mask"].sum(1).tolist()
    assert len(set(lengths)) > 2, "completions of one length would hide the 1/|y|"

    with torch.no_grad():
        # Nothing was learned when the completions were drawn: pi_old and the reference are one.
        old = reference = log_probabilities(with_weights(trainer, first.weights), inputs)
    now = log_probabilities(with_weights(trainer, second.weights), inputs)
    loss = equation_5(now, old, reference, advantages, lengths, epsilon=0.2, beta=0.04)
    trained = dict(trainer.model.named_parameters())
    gradient = torch.autograd.grad(loss, [trained[name] for name in second.gradient])

    assert second.loss == pytest.approx(loss.item(), abs=1e-4)
    for by_hand, theirs in zip(gradient, second.gradient.values(), strict=True):
        assert torch.allclose(by_hand, theirs, atol=1e-4)
    ratio = torch.exp(now - old)[inputs["completion_mask"].bool()]
    assert ((ratio < 0.8) | (ratio > 1.2)).float().mean() > 0.1, "no ratio is clipped"
    without = equation_5(now, old, reference, advantages, lengths, epsilon=0.2, beta=0.0)
    assert abs(loss - without) > 1e-3, "the KL term does not show"


def test_the_advantage_is_standardised_by_group(tmp_path: Path, tiny: TinyQwen3) -> None:
    trainer, seen = run(tmp_path, tiny, None)
    learned = [0.3, -1.2, 2.0, 0.9, 1.1, -0.4, 0.0, 0.7]
    shaped = [0.5, 1.0, 0.0, 0.5] * 2  # short; long trace and short answer; long; short
    rewards = torch.tensor([a + b for a, b in zip(learned, shaped, strict=True)]).view(2, 4)
    expected = (rewards - rewards.mean(1, keepdim=True)) / rewards.std(1, keepdim=True)
    found = seen[0].inputs["advantages"].sort().values
    assert torch.allclose(found, expected.flatten().sort().values, atol=1e-3)
    logged = trainer.state.log_history[0]
    assert logged["rewards/learned/mean"] == pytest.approx(sum(learned) / 8)
    assert logged["rewards/format/mean"] == pytest.approx(sum(shaped) / 8)


def test_lambda_weighs_the_format_reward(tmp_path: Path, tiny: TinyQwen3) -> None:
    _, seen = run(tmp_path, tiny, None, "--format_weight", "0")
    rewards = torch.tensor([0.3, -1.2, 2.0, 0.9, 1.1, -0.4, 0.0, 0.7]).view(2, 4)
    expected = (rewards - rewards.mean(1, keepdim=True)) / rewards.std(1, keepdim=True)
    found = seen[0].inputs["advantages"].sort().values
    assert torch.allclose(found, expected.flatten().sort().values, atol=1e-3)


@pytest.mark.parametrize("preset", ["paper", "miniature", "test"])
def test_every_preset_trains_on_the_papers_objective(tmp_path: Path, preset: str) -> None:
    argv = ["--preset", preset, "--run", str(tmp_path), "--use_cpu", "true"]
    _, model, config = parse("speakers", (SpeakerArguments, ModelConfig, GRPOConfig), argv).args
    assert (config.loss_type, config.scale_rewards) == ("grpo", "group")
    assert config.importance_sampling_level == "token"
    assert config.beta > 0
    assert not config.use_bias_correction_kl
    assert (config.temperature, config.top_p, config.top_k) == (1.0, 1.0, 0)
    assert config.chat_template_kwargs == {"enable_thinking": True}
    assert (model.lora_r, model.lora_alpha) == (16, 32)
    assert set(model.lora_target_modules) == {"q_proj", "k_proj", "v_proj", "o_proj"}

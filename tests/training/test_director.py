"""Phase II: what the trainer is given, what carries gradient, and what the advantage is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("torch", reason="training needs the extra `train`")
pytest.importorskip("trl", reason="training needs the extra `train`")

import torch
from peft import LoraConfig
from trl import GRPOConfig

from mascot.corpora import Context
from mascot.dialogue import Directive, Turn
from mascot.errors import TrainingError
from mascot.personas import load_ensemble
from mascot.training.director import DirectorTrainer, make_trainer
from mascot.training.director_rollout import DirectorRollout, rows_of, watched
from mascot.training.director_settings import DirectorArguments, check
from mascot.training.frozen import VLLMGenerator, of_trainer
from mascot.training.group_reward import GroupReward, GroupScore, GroupWeights
from mascot.training.policy import Policy
from mascot.training.rollouts import DirectorTurn, Draw, Episode, Rollouts

ENSEMBLE = load_ensemble(
    Path(__file__).parents[2] / "mascot/training/presets/miniature/ensemble.yaml"
)
TURNS = 3
GROUP = 4


def context(number: int) -> Context:
    return Context(
        id=f"t/{number}",
        corpus="shipped",
        split="train",
        group="negative",
        cluster=str(number),
        text=f"I waited {number} hours and nobody came.",
    )


CONTEXTS = [context(1), context(2)]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests.support.tiny_qwen3 import make_tiny_qwen3

    return make_tiny_qwen3(tmp_path_factory.mktemp("tiny")).base


class Speaker:
    """Frozen words, another sentence for every call."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer
        self._calls = 0

    def __call__(self, prompts: Sequence[Sequence[int]], seeds: Sequence[int]) -> list[Draw]:
        self._calls += 1
        ids = tuple(self._tokenizer(f"Here is thought number {self._calls}.")["input_ids"])
        return [Draw(ids, (0.0,) * len(ids)) for _ in prompts]


def trainer_of(
    tiny: Path, folder: Path, coherence: Any, *, beta: float = 0.0, **weights: Any
) -> tuple[DirectorTrainer, list[Sequence[Episode]]]:
    from transformers import AutoModelForCausalLM, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(tiny, padding_side="left")
    policy = Policy(
        base=str(tiny),
        model=AutoModelForCausalLM.from_pretrained(tiny),
        new_adapter=LoraConfig(
            r=4, target_modules=["q_proj", "v_proj"], init_lora_weights=False, task_type="CAUSAL_LM"
        ),
        tokenizer=tokenizer,
    )
    played: list[Sequence[Episode]] = []

    def judge(episodes: Sequence[Episode]) -> list[float | None]:
        played.append(episodes)
        return coherence(episodes)

    def rollouts_of(trainer: Any, turns: int) -> Rollouts:
        return Rollouts(
            ENSEMBLE,
            of_trainer(trainer),
            Speaker(tokenizer),
            tokenizer,
            turns=turns,
            max_tokens=(10, 64),
        )

    rollout = DirectorRollout(
        {c.id: c for c in CONTEXTS},
        rows=TURNS,
        turns_at=lambda step: TURNS,
        rollouts_of=rollouts_of,
        reward=GroupReward(judge, ENSEMBLE.ids, GroupWeights(**weights)),
    )
    config = GRPOConfig(
        output_dir=str(folder),
        per_device_train_batch_size=GROUP * TURNS * len(CONTEXTS),
        num_generations=GROUP * TURNS,
        max_completion_length=10,
        max_steps=1,
        beta=beta,
        loss_type="grpo",
        use_bias_correction_kl=False,
        learning_rate=1e-2,
        use_cpu=True,
        bf16=False,
        gradient_checkpointing=False,
        report_to=[],
        save_strategy="no",
        logging_steps=1,
        disable_tqdm=True,
        seed=5,
    )
    return make_trainer(policy, CONTEXTS, rollout, config), played


def by_length(episodes: Sequence[Episode]) -> list[float | None]:
    """Some judge: any value that differs between episodes."""
    return [
        sum(len(t.completion_ids) + t.completion_ids[0] % 7 for t in e.director) / 90
        for e in episodes
    ]


def batch_of(trainer: DirectorTrainer) -> dict[str, Any]:
    ids = [c.id for c in CONTEXTS for _ in range(GROUP * TURNS)]
    trainer.model.train()
    return trainer._generate_and_score_completions([{"prompt": each} for each in ids])


def test_rollout_and_trainer_agree_on_the_log_probabilities(tiny: Path, tmp_path: Path) -> None:
    trainer, _ = trainer_of(tiny, tmp_path, by_length)
    batch = batch_of(trainer)

    ids = torch.cat([batch["prompt_ids"], batch["completion_ids"]], dim=1)
    mask = torch.cat([batch["prompt_mask"], batch["completion_mask"]], dim=1)
    trainer.model.eval()
    with torch.no_grad():
        trained, _, _ = trainer._get_per_token_logps_and_entropies(
            trainer.model, ids, mask, batch["completion_ids"].shape[1]
        )
    drawn, counted = batch["sampling_per_token_logps"], batch["completion_mask"].bool()
    assert counted.sum() > 50
    assert torch.allclose(trained[counted], drawn[counted], atol=1e-4)


def test_one_advantage_for_a_trajectory_the_episodes_own_up_to_a_constant(
    tiny: Path, tmp_path: Path
) -> None:
    trainer, played = trainer_of(tiny, tmp_path, by_length, eta=0.0)
    advantages = batch_of(trainer)["advantages"].view(len(CONTEXTS), GROUP, TURNS)

    assert torch.equal(advantages, advantages[..., :1].expand_as(advantages))
    rewards = torch.tensor(by_length(played[0])).view(len(CONTEXTS), GROUP)
    assert rewards.std(dim=1).min() > 0
    episode_level = (rewards - rewards.mean(1, keepdim=True)) / rewards.std(1, keepdim=True)
    # The same spread, estimated from G x N rows instead of G episodes.
    constant = ((GROUP * TURNS - 1) / (TURNS * (GROUP - 1))) ** 0.5
    assert torch.allclose(advantages[..., 0], constant * episode_level, atol=1e-2)


def test_no_token_but_the_directors_carries_gradient(tiny: Path, tmp_path: Path) -> None:
    def third_unjudged(episodes: Sequence[Episode]) -> list[float | None]:
        values = by_length(episodes)
        return [None if i == 2 else value for i, value in enumerate(values)]

    trainer, _ = trainer_of(tiny, tmp_path, third_unjudged)
    batch = batch_of(trainer)
    kept: list[Any] = []

    def keep(module: Any, inputs: Any, output: Any) -> None:
        output.retain_grad()
        kept.append(output)

    trainer.current_gradient_accumulation_steps = 1
    last = trainer.model.get_base_model().model.norm  # what the logits are made from
    handle = last.register_forward_hook(keep)
    trainer.compute_loss(trainer.model, batch).backward()
    handle.remove()

    moved = kept[0].grad.abs().sum(-1) > 0
    # What stands at a place gives the next token: shifted by one.
    owners = (batch["completion_mask"] * batch["tool_mask"]).bool()
    owners &= (batch["advantages"] != 0)[:, None]
    width = owners.shape[1]
    assert torch.equal(moved[:, -width - 1 : -1], owners)
    assert not moved[:, : -width - 1].any()
    assert not moved[:, -1].any()
    unjudged = slice(2 * TURNS, 3 * TURNS)
    assert not owners[unjudged].any()
    assert owners.any()


def test_speakers_words_stand_in_prompts_only(tiny: Path, tmp_path: Path) -> None:
    trainer, played = trainer_of(tiny, tmp_path, by_length)
    batch_of(trainer)

    tokenizer = trainer.processing_class
    for episode in played[0]:
        for number, turn in enumerate(episode.director):
            prompt = tokenizer.decode(turn.prompt_ids)
            assert all(said.text in prompt for said in episode.turns[:number])
            assert all(
                said.text not in tokenizer.decode(turn.completion_ids) for said in episode.turns
            )


def test_equal_rewards_change_nothing(tiny: Path, tmp_path: Path) -> None:
    trainer, _ = trainer_of(tiny, tmp_path, lambda episodes: [0.5] * len(episodes), eta=0.0)
    before = {n: p.detach().clone() for n, p in trainer.model.named_parameters() if p.requires_grad}
    trainer.train()
    after = dict(trainer.model.named_parameters())
    assert before
    assert all(torch.equal(value, after[name]) for name, value in before.items())


def test_rewards_that_differ_change_the_adapter_and_are_logged_by_term(
    tiny: Path, tmp_path: Path
) -> None:
    trainer, _ = trainer_of(tiny, tmp_path, by_length)
    before = {n: p.detach().clone() for n, p in trainer.model.named_parameters() if p.requires_grad}
    trainer.train()
    after = dict(trainer.model.named_parameters())
    assert any(not torch.equal(value, after[name]) for name, value in before.items())
    logged = next(line for line in trainer.state.log_history if "reward" in line)
    for name in ("coherence", "diverse", "diverse_graded", "content", "valid"):
        assert f"group/{name}" in logged
    assert logged["group/valid"] == 0  # noise names nobody
    assert logged["episode/dropped"] == 0


def test_a_step_without_any_reward_stops_with_words(tiny: Path, tmp_path: Path) -> None:
    trainer, _ = trainer_of(tiny, tmp_path, lambda episodes: [None] * len(episodes))
    with pytest.raises(TrainingError, match=r"not one of 8 episodes.*judge gave no scores"):
        trainer.train()


def episode(*speakers: str, failure: str | None = None) -> Episode:
    return Episode(
        context=CONTEXTS[0],
        seed=0,
        turns=tuple(Turn(who, f"{who} speaks") for who in speakers),
        director=tuple(
            DirectorTurn(
                prompt_ids=(1, 2),
                completion_ids=(3, 4, 5),
                logprobs=(-0.1, -0.2, -0.3),
                text="",
                directive=Directive(speaker=who),
            )
            for who in speakers
        ),
        failure=failure,
    )


def test_short_and_failed_episodes_are_filled_with_rows_that_teach_nothing() -> None:
    whole = rows_of(episode("anchor", "beacon"), 1.5, 3, end=9)
    assert [row["group_reward"] for row in whole] == [1.5, 1.5, None]
    assert [row["env_mask"] for row in whole] == [[1, 1, 1], [1, 1, 1], [0]]
    assert whole[2]["completion_ids"] == [9]

    failed = rows_of(episode("anchor", failure="gone"), None, 3, end=9)
    assert [row["group_reward"] for row in failed] == [None] * 3
    assert [sum(row["env_mask"]) for row in failed] == [0, 0, 0]


def test_a_fixed_rotation_shows_in_the_log() -> None:
    same = [episode("anchor", "catalyst", "beacon")] * 3
    other = [
        *same[:1],
        episode("beacon", "anchor", "catalyst"),
        episode("anchor", "anchor", "anchor"),
    ]
    scores = [GroupScore(1.0, {"diverse": 1.0})] * 3
    assert watched(same, scores)["episode/rotation"] == 1
    assert watched(other, scores)["episode/rotation"] == pytest.approx(1 / 3)
    assert watched(same, scores)["episode/speaker_entropy"] == pytest.approx(1.585, abs=1e-3)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"num_generations": 8, "generation_batch_size": 24}, "counts rows, G episodes x N turns"),
        ({"curriculum": [2, 4]}, "ends with 3"),
        ({"curriculum": [2]}, "ends with 3"),
        ({"turns": 0}, None),
        ({"turns": -1}, "at least one"),
    ],
)
def test_settings_that_contradict_each_other_are_refused(
    tmp_path: Path, changes: dict[str, Any], words: str | None
) -> None:
    own = {k: v for k, v in changes.items() if k in ("curriculum", "turns")}
    rest = {"num_generations": 24, "per_device_train_batch_size": 24}
    rest |= {k: v for k, v in changes.items() if k not in own}
    config = GRPOConfig(output_dir=str(tmp_path), use_cpu=True, bf16=False, **rest)
    arguments = DirectorArguments(**own)
    if words is None:
        assert check(arguments, config, ENSEMBLE) == 3
        return
    with pytest.raises(TrainingError, match=words):
        check(arguments, config, ENSEMBLE)


class Engine:
    """Stands in for TRL's vLLM, which needs a GPU: its interface as TRL calls it."""

    def generate(self, prompts: Any, images: None, num_generations: int) -> tuple[Any, ...]:
        assert images is None
        assert num_generations == 1
        completions = [[len(prompt), 7] for prompt in prompts]
        logprobs = [[[-0.5], [-0.25]] for _ in prompts]
        return prompts, completions, logprobs, [[[p[0]], [7]] for p in completions]


def test_trls_vllm_draws_for_the_director() -> None:
    draws = VLLMGenerator(Engine())([(1, 2, 3), (1,)], [0, 0])
    assert [draw.ids for draw in draws] == [(3, 7), (1, 7)]
    assert draws[0].logprobs == (-0.5, -0.25)

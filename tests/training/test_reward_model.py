"""The reward model: Bradley-Terry as by hand, one rendering, measured on other conversations."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("trl")

import torch
from hypothesis import given
from hypothesis import strategies as st

from mascot.dialogue import Turn
from mascot.errors import TrainingError
from mascot.training import reward_model
from mascot.training.calibration import bradley_terry, calibrate
from mascot.training.config import parse
from mascot.training.scorer import RewardScorer, score_rows
from mascot.training.text import reward_ids, reward_text, without_thought
from tests.training.small import ENSEMBLE, make_base, make_pairs, mark_done, situation

OPTIONS = ("--preset", "test", "--learning_rate", "2e-3", "--per_device_train_batch_size", "6")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run with a trained reward model."""
    folder = tmp_path_factory.mktemp("run")
    make_base(folder)
    make_pairs(folder)
    reward_model.main([*OPTIONS, "--run", str(folder), "--max_steps", "8"])
    return folder


def test_the_loss_is_bradley_terry_as_computed_by_hand(tmp_path: Path) -> None:
    base = make_base(tmp_path)
    folder = make_pairs(tmp_path, train=5, test=2)
    parsed = parse("reward-model", (reward_model.ModelConfig, reward_model.RewardConfig), OPTIONS)
    model, config = parsed.args
    config.output_dir = str(tmp_path / "out")
    classifier, tokenizer = reward_model.load_base(str(base), model)
    pairs = reward_model.read_pairs(folder, tokenizer, 384)
    trainer = reward_model.make_trainer(classifier, tokenizer, pairs, model, config)
    rows = [{"chosen_ids": p.chosen, "rejected_ids": p.rejected} for p in pairs["train"]]
    trained = trainer.model.eval()
    loss = float(trainer.compute_loss(trained, trainer.data_collator(rows)))
    better = score_rows(trained, [p.chosen for p in pairs["train"]], tokenizer.pad_token_id)
    worse = score_rows(trained, [p.rejected for p in pairs["train"]], tokenizer.pad_token_id)
    by_hand = [
        -math.log(1 / (1 + math.exp(-(w - lost)))) for w, lost in zip(better, worse, strict=True)
    ]
    assert len({round(each, 6) for each in by_hand}) > 1  # the pairs do differ
    assert loss == pytest.approx(sum(by_hand) / len(by_hand), abs=1e-4)


def test_what_can_be_told_apart_is_told_apart(run: Path) -> None:
    metrics = json.loads((run / "reward-model" / "metrics.json").read_text())
    assert metrics["held-out pair accuracy"] == 1.0
    assert metrics["accuracy of length alone"] == 1.0  # here, where the better reply is longer
    assert set(metrics["accuracy by persona"]) == set(ENSEMBLE.ids)
    assert (run / "reward-model" / "reliability.png").stat().st_size > 1000


def test_standardised_scores_have_mean_0_and_sd_1_on_held_out_replies(run: Path) -> None:
    from datasets import load_from_disk

    scorer = RewardScorer.load(run / "reward-model")
    rows = load_from_disk(str(run / "pairs"))["test"]
    requests = [
        type(situation(0)).from_dict(json.loads(text)).request(ENSEMBLE)
        for text in rows["situation_json"]
    ]
    scores = torch.tensor(scorer([*requests, *requests], [*rows["chosen"], *rows["rejected"]]))
    assert float(scores.mean()) == pytest.approx(0, abs=1e-3)
    assert float(scores.std(correction=0)) == pytest.approx(1, abs=1e-3)


def test_a_batch_scores_as_one_by_one_whatever_its_order(run: Path) -> None:
    scorer = RewardScorer.load(run / "reward-model", batch_tokens=300)
    requests = [situation(n, ENSEMBLE.ids[n % 3]).request(ENSEMBLE) for n in range(9)]
    replies = ["word " * (1 + 7 * n % 5) + "end" for n in range(9)]
    alone = [scorer.raw([r], [y])[0] for r, y in zip(requests, replies, strict=True)]
    assert scorer.raw(requests, replies) == pytest.approx(alone, abs=1e-4)
    backwards = scorer.raw(requests[::-1], replies[::-1])[::-1]
    assert backwards == pytest.approx(alone, abs=1e-4)


def test_reasoning_does_not_count(run: Path) -> None:
    scorer = RewardScorer.load(run / "reward-model")
    request = situation(1).request(ENSEMBLE)
    thought = "<think>\nwarm words, many of them\n</think>\n\nStay."
    assert scorer([request], [thought]) == scorer([request], ["Stay."])


def test_a_finished_reward_model_is_not_trained_again(
    run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (run / "reward-model" / "model.safetensors").stat().st_mtime_ns
    reward_model.main([*OPTIONS, "--run", str(run)])
    assert "finished already" in capsys.readouterr().err
    assert (run / "reward-model" / "model.safetensors").stat().st_mtime_ns == before


def test_one_conversation_in_both_splits_is_refused(tmp_path: Path) -> None:
    make_base(tmp_path)
    make_pairs(tmp_path, train=3, test=2, shared=True)
    with pytest.raises(TrainingError, match="is in both splits"):
        reward_model.main([*OPTIONS, "--run", str(tmp_path)])


def test_a_loss_that_is_no_number_stops_with_words_and_keeps_checkpoints(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_base(tmp_path)
    make_pairs(tmp_path, train=12, test=2)
    plain = reward_model.RewardTrainer.compute_loss

    def broken(self: Any, *args: Any, **kwargs: Any) -> Any:
        loss = plain(self, *args, **kwargs)
        if self.state.global_step != 2 or not self.model.training:
            return loss
        return (
            (loss[0] * float("nan"), *loss[1:]) if isinstance(loss, tuple) else loss * float("nan")
        )

    monkeypatch.setattr(reward_model.RewardTrainer, "compute_loss", broken)
    with pytest.raises(TrainingError, match=r"step 3: the loss is nan.*--resume"):
        reward_model.main([*OPTIONS, "--run", str(tmp_path), "--max_steps", "4"])
    kept = tmp_path / "reward-model" / "checkpoints" / "checkpoint-2" / "model.safetensors"
    assert kept.is_file()


def test_an_adapter_for_another_base_is_named(tmp_path: Path) -> None:
    make_base(tmp_path)
    make_pairs(tmp_path, train=6, test=2)
    reward_model.main([*OPTIONS, "--run", str(tmp_path), "--use_peft", "true", "--max_steps", "2"])
    adapter = tmp_path / "reward-model"
    assert RewardScorer.load(adapter)([situation(1).request(ENSEMBLE)], ["Hello."])
    config = json.loads((tmp_path / "base" / "config.json").read_text())
    from transformers import Qwen3Config, Qwen3ForCausalLM

    other = Qwen3ForCausalLM(Qwen3Config(**{**config, "hidden_size": 32, "num_hidden_layers": 1}))
    other.save_pretrained(tmp_path / "other")
    with pytest.raises(TrainingError, match=r"was made for .* and does not fit"):
        RewardScorer.load(adapter, base=str(tmp_path / "other"))
    with pytest.raises(TrainingError, match="cannot be loaded"):
        RewardScorer.load(adapter, base=str(tmp_path / "nowhere"))


def test_a_folder_without_a_reward_model_is_named(tmp_path: Path) -> None:
    mark_done(tmp_path)
    with pytest.raises(TrainingError, match=r"standardisation\.json is missing"):
        RewardScorer.load(tmp_path)


def test_what_is_too_long_loses_the_beginning_of_its_conversation(run: Path) -> None:
    tokenizer = RewardScorer.load(run / "reward-model")._tokenizer
    about = situation(1)
    request = type(about)(
        context=about.context,
        persona=about.persona,
        turns=(Turn("beacon", "early words " * 60), Turn("catalyst", "the last thing said")),
        directive=about.directive,
    ).request(ENSEMBLE)
    ids, shortened = reward_ids(tokenizer, request, "My reply.", 90)
    text = tokenizer.decode(ids)
    assert shortened
    assert len(ids) == 90
    assert text.startswith("Persona: Anchor")
    assert "the last thing said" in text
    assert "Reply of Anchor: My reply." in text
    whole, untouched = reward_ids(tokenizer, request, "My reply.", 4096)
    assert not untouched
    assert tokenizer.decode(whole[:-1]) == reward_text(request, "My reply.")


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("<think>\na\n</think>\n\nHello", "Hello"),
        ("a thought that the prompt began</think>Hello", "Hello"),
        ("<think>cut off in mid-thou", ""),
        ("Hello", "Hello"),
    ],
)
def test_thoughts_are_taken_out(raw: str, said: str) -> None:
    assert without_thought(raw) == said


@given(st.lists(st.floats(-50, 50), min_size=1))
def test_calibration_is_within_its_bounds(margins: list[float]) -> None:
    found = calibrate(margins)
    assert 0 <= found.interval[0] <= found.accuracy + 1e-9
    assert found.accuracy - 1e-9 <= found.interval[1] <= 1
    assert 0 <= found.error <= 1
    assert sum(b.pairs for b in found.bins) == len(margins)
    assert found.loss == pytest.approx(sum(map(bradley_terry, margins)) / len(margins))


def test_calibration_by_hand() -> None:
    sure = math.log(9)  # sigmoid: 0.9
    found = calibrate([sure, sure, sure, -sure])
    assert found.accuracy == 0.75
    assert found.error == pytest.approx(0.15)

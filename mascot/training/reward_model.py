"""``mascot train reward-model``: r_phi, Bradley-Terry on the pairs, with TRL's RewardTrainer.

accelerate launch -m mascot.training.reward_model --preset paper --run runs/paper
"""

from __future__ import annotations

import json
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from datasets import Dataset, load_from_disk
from transformers import AutoModelForSequenceClassification, AutoTokenizer
from trl import ModelConfig, RewardConfig, RewardTrainer, get_peft_config

from mascot.errors import TrainingError
from mascot.personas import Ensemble, load_ensemble
from mascot.training.calibration import Calibration, calibrate, draw_reliability
from mascot.training.config import parse
from mascot.training.plots import Panel, draw_curves, read_log
from mascot.training.policy import base_of, learn
from mascot.training.progress import Progress
from mascot.training.records import Situation
from mascot.training.run import RunFolder, together
from mascot.training.scorer import STANDARDISATION, Standardisation, Subject, score_rows
from mascot.training.stages import launch
from mascot.training.text import reward_ids
from mascot.training.watch import FiniteLoss, MetricsLog, hush

STAGE = "reward-model"
_SHOWN = {"loss": "loss", "accuracy": "accuracy", "held out": "eval_accuracy"}
_PANELS = (
    Panel(title="Bradley-Terry loss", series={"training": "loss", "held out": "eval_loss"}),
    Panel(
        title="Pairs decided rightly",
        series={"training": "accuracy", "held out": "eval_accuracy"},
        unit="share",
    ),
    Panel(title="Margin", series={"training": "margin", "held out": "eval_margin"}),
)


@dataclass(frozen=True, slots=True)
class PairTokens:
    """One pair, as the reward model reads it.

    Attributes:
        chosen: The tokens of (x, rho, y_w).
        rejected: Those of (x, rho, y_l).
        row: The pair's columns.
        shortened: A text was longer than the limit and lost the beginning of its conversation.
    """

    chosen: list[int]
    rejected: list[int]
    row: Mapping[str, Any]
    shortened: bool


def main(argv: Sequence[str] | None = None) -> None:
    """The stage.

    Raises:
        TrainingError: Something is missing, does not fit together, or goes wrong on the way; what
            was completed is kept.
    """
    parsed = parse(STAGE, (ModelConfig, RewardConfig), argv)
    model, config = parsed.args
    folder = RunFolder(parsed.run.run, STAGE)
    if parsed.run.dry_run:
        base = model.model_name_or_path or str(folder.run / "base")
        folder.say(
            f"{STAGE}: {base} with a scalar head on the pairs of {folder.run / 'pairs'}; "
            f"{config.num_train_epochs:g} epochs, {config.per_device_train_batch_size} x "
            f"{config.gradient_accumulation_steps} pairs a step and process, into {folder.path}"
        )
        return
    if not folder.begin(parsed):
        return
    hush()
    base = base_of(folder, model)
    classifier, tokenizer = load_base(base, model)
    pairs = read_pairs(folder.input("pairs"), tokenizer, config.max_length or window(classifier))
    card = Card(
        title="MASCOT reward model",
        what="Scores a reply y by a persona rho to x: the log odds, up to a constant, that judges "
        "prefer it. Load it with `mascot.training.scorer.RewardScorer`, which renders the texts as "
        "in training and standardises the scores.",
        corpora=folder.corpora_of("pairs", "base"),
        scripted=folder.scripted_of("pairs"),
    )
    fit(folder, classifier, tokenizer, pairs, model, config, base, card)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a reward model's card says.

    Attributes:
        title: Its heading.
        what: What it scores, in words.
        corpora: What it learnt from.
        scripted: Stand-ins behind it.
        subject: What it scores.
    """

    title: str
    what: str
    corpora: Sequence[str]
    scripted: Sequence[str]
    subject: Subject = "reply"


def fit(
    folder: RunFolder,
    classifier: Any,
    tokenizer: Any,
    pairs: Mapping[str, Sequence[PairTokens]],
    model: ModelConfig,
    config: RewardConfig,
    base: str,
    card: Card,
) -> None:
    """Trains on pairs, measures on held-out ones, and writes what later stages need."""
    tell_shortened(folder, pairs, config)
    trainer = make_trainer(classifier, tokenizer, pairs, model, config)
    trainer.add_callback(MetricsLog(folder))
    Progress(folder, _SHOWN).instead_of_bars(trainer)
    learn(trainer, folder)
    trainer.save_model(str(folder.path))
    if folder.is_main:
        (folder.path / "training_args.bin").unlink(missing_ok=True)
        tokenizer.save_pretrained(folder.path)
        finish(folder, trainer, pairs, tokenizer, base, card)
    together()


def load_base(base: str, model: ModelConfig) -> tuple[Any, Any]:
    """The base with a new scalar head, and its tokenizer.

    Raises:
        TrainingError: It cannot be loaded.
    """
    try:
        tokenizer = AutoTokenizer.from_pretrained(base, padding_side="right")
        classifier = AutoModelForSequenceClassification.from_pretrained(
            base,
            num_labels=1,
            revision=model.model_revision,
            dtype=model.dtype or "auto",
            attn_implementation=model.attn_implementation,
        )
    except (OSError, ValueError) as error:
        reason = " ".join(str(error).split())[:300]
        raise TrainingError(
            f"the reward model's base {base} cannot be loaded: {reason}; name a folder that holds "
            "one, or an id on the Hugging Face hub, with --model_name_or_path"
        ) from error
    return classifier, tokenizer


def read_pairs(folder: Path, tokenizer: Any, max_length: int) -> dict[str, list[PairTokens]]:
    """The pairs of both splits, rendered and tokenised.

    Raises:
        TrainingError: There is none, or a conversation is in both splits.
    """
    try:
        data = load_from_disk(str(folder))
    except (OSError, ValueError) as error:
        raise TrainingError(
            f"{folder}: cannot be read ({error}); make it again with mascot train pairs --force"
        ) from error
    ensemble = load_ensemble(folder / "ensemble.yaml")
    if both := set(data["train"]["cluster"]) & set(data["test"]["cluster"]):
        raise TrainingError(
            f"{folder}: the conversation {min(both)!r} is in both splits, which would make "
            "the held-out accuracy worthless; make the pairs again"
        )
    if not len(data["train"]) or not len(data["test"]):
        raise TrainingError(
            f"{folder}: {len(data['train'])} pairs to learn from and {len(data['test'])} to test "
            "on; sample more contexts or lower delta"
        )
    return {
        split: [tokens_of(row, ensemble, tokenizer, max_length) for row in data[split]]
        for split in ("train", "test")
    }


def tokens_of(
    row: Mapping[str, Any], ensemble: Ensemble, tokenizer: Any, max_length: int
) -> PairTokens:
    """A row of the pairs, tokenised."""
    request = Situation.from_dict(json.loads(row["situation_json"])).request(ensemble)
    chosen, one = reward_ids(tokenizer, request, row["chosen"], max_length)
    rejected, other = reward_ids(tokenizer, request, row["rejected"], max_length)
    return PairTokens(chosen, rejected, row, one or other)


def tell_shortened(
    folder: RunFolder, pairs: Mapping[str, Sequence[PairTokens]], config: RewardConfig
) -> None:
    """Says how many pairs do not fit as they are."""
    every = [pair for split in pairs.values() for pair in split]
    if count := sum(pair.shortened for pair in every):
        folder.say(
            f"{folder.stage}: {count:,} of {len(every):,} pairs are longer than max_length "
            f"{config.max_length}; the beginning of their conversations is left out"
        )


class RewardModelTrainer(FiniteLoss, RewardTrainer):
    """TRL's, which stops at a loss that is no number."""


def make_trainer(
    classifier: Any,
    tokenizer: Any,
    pairs: Mapping[str, Sequence[PairTokens]],
    model: ModelConfig,
    config: RewardConfig,
) -> RewardModelTrainer:
    """The trainer, ready to start.

    It gets tokens and no ``margin`` column, which TRL would subtract inside the sigmoid.
    """
    if model.use_peft:
        model.lora_task_type = "SEQ_CLS"
        model.lora_modules_to_save = ["score"]
    return RewardModelTrainer(
        model=classifier,
        args=config,
        train_dataset=_rows(pairs["train"]),
        eval_dataset=_rows(pairs["test"]),
        processing_class=tokenizer,
        peft_config=get_peft_config(model),
    )


def finish(
    folder: RunFolder,
    trainer: RewardModelTrainer,
    pairs: Mapping[str, Sequence[PairTokens]],
    tokenizer: Any,
    base: str,
    card: Card,
) -> None:
    """Measures on the held-out pairs and writes what later stages need; by the main process."""
    trained = trainer.accelerator.unwrap_model(trainer.model).eval()
    held_out = pairs["test"]
    rows = [pair.chosen for pair in held_out] + [pair.rejected for pair in held_out]
    scores = score_rows(trained, rows, tokenizer.pad_token_id)
    half = len(held_out)
    margins = [w - lost for w, lost in zip(scores[:half], scores[half:], strict=True)]
    sd = statistics.pstdev(scores)
    if not sd > 0:
        raise TrainingError(
            f"{folder.stage}: all {len(scores)} held-out texts get the same score, so nothing was "
            "learned; raise learning_rate or the epochs, and begin anew (--force)"
        )
    longest = trainer.args.max_length or window(trained)
    standardisation = Standardisation(
        mean=statistics.fmean(scores),
        sd=sd,
        replies=len(scores),
        max_length=longest,
        subject=card.subject,
    )
    folder.write_json(STANDARDISATION, standardisation.to_dict())
    found = calibrate(margins)
    metrics = measures(found, margins, pairs)
    folder.write_json("metrics.json", metrics)
    draw_reliability(found, margins, folder.path / "reliability.png")
    log = read_log(folder.path / "metrics.jsonl")
    drawn = draw_curves({"run": log}, _PANELS, folder.path / "curves.png", title=card.title)
    folder.say(
        f"{folder.stage}: {found.accuracy:.1%} of {half:,} held-out pairs decided rightly (95 % interval "
        f"{found.interval[0]:.1%} to {found.interval[1]:.1%}), calibration error {found.error:.3f}"
    )
    folder.finish(
        title=card.title,
        what=card.what,
        summary={name: value for name, value in metrics.items() if isinstance(value, int | float)},
        corpora=card.corpora,
        base=base,
        plots=["reliability.png", *([drawn.name] if drawn else [])],
        scripted=card.scripted,
    )


def measures(
    found: Calibration, margins: Sequence[float], pairs: Mapping[str, Sequence[PairTokens]]
) -> dict[str, Any]:
    """The figures on held-out pairs, for the card and ``metrics.json``."""
    held_out = pairs["test"]

    def accuracy_by(column: str) -> dict[str, float]:
        values = sorted({pair.row[column] for pair in held_out})
        chosen = {
            value: [
                m for m, pair in zip(margins, held_out, strict=True) if pair.row[column] == value
            ]
            for value in values
        }
        return {str(value): calibrate(own).accuracy for value, own in chosen.items()}

    longer = [len(pair.row["chosen"]) - len(pair.row["rejected"]) for pair in held_out]
    return {
        "held-out pair accuracy": found.accuracy,
        "95 % interval, low": found.interval[0],
        "95 % interval, high": found.interval[1],
        "held-out loss": found.loss,
        "calibration error": found.error,
        "accuracy of length alone": calibrate([float(each) for each in longer]).accuracy,
        "pairs to learn from": len(pairs["train"]),
        "pairs held out": len(held_out),
        "pairs shortened": sum(pair.shortened for split in pairs.values() for pair in split),
        "accuracy by persona": accuracy_by("persona"),
        "accuracy by gap": accuracy_by("score_gap"),
        "reliability": [
            {
                "from": b.low,
                "to": b.high,
                "pairs": b.pairs,
                "confidence": b.confidence,
                "accuracy": b.accuracy,
            }
            for b in found.bins
        ],
    }


def _rows(pairs: Sequence[PairTokens]) -> Dataset:
    return Dataset.from_list(
        [{"chosen_ids": pair.chosen, "rejected_ids": pair.rejected} for pair in pairs]
    )


def window(model: Any) -> int:
    """The tokens that a model can read."""
    return int(model.config.get_text_config().max_position_embeddings)


if __name__ == "__main__":
    launch(main)

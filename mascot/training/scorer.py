"""RewardScorer: r_phi(x, rho, y) for many replies at once.

Phase I, the anti-echo gate and evaluation score with it; it reads replies in the rendering that the
reward model was trained on.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, Self

import torch
from peft import PeftConfig, PeftModel
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from mascot.dialogue import Scene, SpeakerRequest, Turn
from mascot.errors import TrainingError
from mascot.training.text import RENDERING, block_parts, fitted, reward_parts

STANDARDISATION = "standardisation.json"
Subject = Literal["reply", "block"]
_BATCH_TOKENS = 16_384


@dataclass(frozen=True, slots=True, kw_only=True)
class Standardisation:
    """What lies beside the weights: how raw scores become standard deviations.

    Attributes:
        mean: Of the raw scores of held-out replies.
        sd: Their standard deviation.
        replies: How many they were.
        max_length: Tokens after which a text was shortened in training.
        rendering: The version of the rendering that was trained on.
        subject: What is scored: ``reply`` or ``block``.
    """

    mean: float
    sd: float
    replies: int
    max_length: int
    rendering: int = RENDERING
    subject: Subject = "reply"

    @classmethod
    def read(cls, folder: Path) -> Self:
        """The one in a reward model's folder.

        Raises:
            TrainingError: There is none that can be used.
        """
        file = folder / STANDARDISATION
        try:
            found = cls(**json.loads(file.read_text(encoding="utf-8")))
        except FileNotFoundError:
            raise TrainingError(
                f"{folder} is no reward model that was trained to its end: {STANDARDISATION} is "
                "missing; train one with mascot train reward-model"
            ) from None
        except (OSError, ValueError, TypeError) as error:
            raise TrainingError(f"{file}: cannot be read ({error}); train it again") from error
        if found.rendering != RENDERING:
            raise TrainingError(
                f"{folder} was trained on rendering {found.rendering} of its texts, and this version "
                f"of MASCOT writes rendering {RENDERING}; train it again"
            )
        if not found.sd > 0:
            raise TrainingError(f"{file}: sd is {found.sd}; all replies got one score, train again")
        return found

    def to_dict(self) -> dict[str, Any]:
        """A plain mapping."""
        return asdict(self)


class RewardScorer:
    """Scores replies with a reward model.

    Args:
        model: A sequence classifier with one label.
        tokenizer: Its tokenizer.
        standardisation: See `Standardisation`.
        batch_tokens: Tokens in one forward pass, padding included, at most.

    Attributes:
        standardisation: See above.
        shortened: How many texts were too long so far and lost their beginning.

    Example:
        scorer = RewardScorer.load(Path("runs/mine/reward-model"))
        scorer([request], ["That sounds like a long day."])  # in standard deviations
    """

    def __init__(
        self,
        model: Any,
        tokenizer: Any,
        standardisation: Standardisation,
        *,
        batch_tokens: int = _BATCH_TOKENS,
    ) -> None:
        self.standardisation = standardisation
        self.shortened = 0
        self._model = model
        self._tokenizer = tokenizer
        self._batch_tokens = batch_tokens

    @classmethod
    def load(
        cls,
        folder: Path | str,
        *,
        base: str | None = None,
        device: str | None = None,
        dtype: str = "auto",
        batch_tokens: int = _BATCH_TOKENS,
        subject: Subject = "reply",
    ) -> Self:
        """Loads a reward model.

        Args:
            folder: What ``mascot train reward-model`` wrote: weights or an adapter.
            base: The base of an adapter, where it is no longer where it was.
            device: ``cuda``, ``cpu``, …; by default the process's GPU, else the CPU.
            dtype: Of the weights; by default as they were saved.
            batch_tokens: Tokens in one forward pass, at most.
            subject: What it is to score: a ``reply``, or a ``block`` of several.

        Raises:
            TrainingError: The folder holds no such reward model, or the adapter is for another
                base.
        """
        folder = Path(folder).expanduser()
        standardisation = Standardisation.read(folder)
        if standardisation.subject != subject:
            stage = {"reply": "reward-model", "block": "group-reward-model"}[subject]
            raise TrainingError(
                f"{folder} scores a {standardisation.subject}, and a {subject} is to be scored; "
                f"name the folder that mascot train {stage} wrote"
            )
        model = load_classifier(folder, base=base, dtype=dtype)
        tokenizer = AutoTokenizer.from_pretrained(folder)
        model.config.get_text_config().pad_token_id = tokenizer.pad_token_id
        model.requires_grad_(requires_grad=False).eval().to(device or _device())
        return cls(model, tokenizer, standardisation, batch_tokens=batch_tokens)

    def __call__(self, requests: Sequence[SpeakerRequest], replies: Sequence[str]) -> list[float]:
        """Scores in standard deviations above the mean of held-out replies."""
        mean, sd = self.standardisation.mean, self.standardisation.sd
        return [(score - mean) / sd for score in self.raw(requests, replies)]

    def raw(self, requests: Sequence[SpeakerRequest], replies: Sequence[str]) -> list[float]:
        """Scores as the model gives them; their differences are log odds of preference."""
        pairs = zip(requests, replies, strict=True)
        return self._raw([reward_parts(request, reply) for request, reply in pairs])

    def blocks(self, scenes: Sequence[Scene], blocks: Sequence[Sequence[Turn]]) -> list[float]:
        """Scores of whole blocks, in standard deviations: for a group reward model.

        Args:
            scenes: The situation before each block.
            blocks: The turns.
        """
        pairs = zip(scenes, blocks, strict=True)
        mean, sd = self.standardisation.mean, self.standardisation.sd
        return [(raw - mean) / sd for raw in self._raw([block_parts(s, b) for s, b in pairs])]

    def _raw(self, texts: Sequence[tuple[str, str, str]]) -> list[float]:
        rows = []
        for parts in texts:
            ids, shortened = fitted(self._tokenizer, parts, self.standardisation.max_length)
            self.shortened += shortened
            rows.append(ids)
        return score_rows(self._model, rows, self._tokenizer.pad_token_id, self._batch_tokens)


def score_rows(
    model: Any, rows: Sequence[Sequence[int]], pad: int, batch_tokens: int = _BATCH_TOKENS
) -> list[float]:
    """Raw scores of tokenised texts; texts of like length share a forward pass."""
    scores = [0.0] * len(rows)
    for batch in _batches([len(row) for row in rows], batch_tokens):
        width = len(rows[batch[-1]])
        ids = torch.full((len(batch), width), pad, dtype=torch.long)
        mask = torch.zeros_like(ids)
        for line, index in enumerate(batch):
            ids[line, : len(rows[index])] = torch.tensor(rows[index])
            mask[line, : len(rows[index])] = 1
        with torch.inference_mode():
            logits = model(
                input_ids=ids.to(model.device), attention_mask=mask.to(model.device)
            ).logits
        for index, score in zip(batch, logits[:, 0].float().tolist(), strict=True):
            scores[index] = score
    return scores


def load_classifier(folder: Path, *, base: str | None = None, dtype: str = "auto") -> Any:
    """The model in a folder: a classifier's weights, or an adapter on its base.

    Raises:
        TrainingError: It cannot be loaded; the message says what does not fit.
    """
    if not (folder / "adapter_config.json").is_file():
        try:
            return AutoModelForSequenceClassification.from_pretrained(folder, dtype=dtype)
        except (OSError, ValueError) as error:
            raise TrainingError(f"{folder}: cannot be loaded ({_one_line(error)})") from error
    made_for = PeftConfig.from_pretrained(folder).base_model_name_or_path
    base = base or made_for
    try:
        plain = AutoModelForSequenceClassification.from_pretrained(base, num_labels=1, dtype=dtype)
    except (OSError, ValueError, TypeError) as error:
        raise TrainingError(
            f"{folder} is an adapter for {made_for}, and {base} cannot be loaded "
            f"({_one_line(error)}); name the base's place with base="
        ) from error
    try:
        return PeftModel.from_pretrained(plain, folder)
    except (RuntimeError, ValueError) as error:
        raise TrainingError(
            f"the adapter {folder} was made for {made_for} and does not fit {base} "
            f"({_one_line(error)})"
        ) from error


def _batches(lengths: Sequence[int], most: int) -> Iterator[list[int]]:
    """Rows in order of length, in groups of at most so many tokens; the longest comes last."""
    batch: list[int] = []
    for index in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) + 1) * lengths[index] > most:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


def _device() -> str:
    if not torch.cuda.is_available():
        return "cpu"
    return f"cuda:{torch.cuda.current_device()}"


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]

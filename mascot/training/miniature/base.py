"""``mascot train base``: a tiny Qwen3, made and pre-trained on the spot.

It learns English of the corpus's kind and the two formats, director's and speaker's, from served
prompts with the scripted teacher's answers. So that two cores can do it in two minutes, the frame
that all prompts begin with is read once a step, and without a gradient.
"""

from __future__ import annotations

import math
import os
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import torch
from torch.nn.functional import cross_entropy
from transformers import DynamicCache, Trainer, TrainingArguments, set_seed

from mascot.corpora import Context, load_contexts
from mascot.errors import TrainingError
from mascot.personas import Ensemble
from mascot.training.config import find_ensemble, parse
from mascot.training.miniature.lessons import Lesson, lessons
from mascot.training.miniature.model import make_model, make_tokenizer
from mascot.training.miniature.teacher import ScriptedTeacher, Slips
from mascot.training.policy import learn
from mascot.training.progress import Progress
from mascot.training.run import RunFolder
from mascot.training.stages import launch
from mascot.training.text import completion_ids, prompt_ids
from mascot.training.watch import FiniteLoss, MetricsLog, hush

_CHOICE = '{"speaker": "'
"""How a directive begins; the next token names who is called."""


@dataclass
class BaseArguments:
    """The miniature's base model."""

    _argument_group_name = "base"

    corpus: str = field(
        default="shipped", metadata={"help": "The data, as `load_corpus` takes it."}
    )
    episodes: int = field(
        default=800, metadata={"help": "Episodes of the teacher's to learn from; contexts recur."}
    )
    ensemble: str = field(default="miniature", metadata={"help": "The group: a name or a path."})
    vocabulary: int = field(default=4096, metadata={"help": "Tokens of the tokenizer."})
    hidden: int = field(default=128, metadata={"help": "Width of the model."})
    layers: int = field(default=3, metadata={"help": "Its layers."})
    heads: int = field(default=4, metadata={"help": "Its attention heads."})
    slip_voice: float = field(
        default=0.6, metadata={"help": "Share of the teacher's replies in another's voice."}
    )
    slip_thought: float = field(
        default=0.3, metadata={"help": "Share of replies without a thought."}
    )
    slip_choice: float = field(default=0.5, metadata={"help": "Share of directives for anybody."})
    slip_json: float = field(default=0.15, metadata={"help": "Share of directives in broken JSON."})
    flawless: float = field(
        default=0.6,
        metadata={
            "help": "Share of the episodes, the first ones, in which the director does not slip: "
            "who is called by chance there teaches nobody to look up who has spoken."
        },
    )
    choice_weight: float = field(
        default=20.0,
        metadata={"help": "What the token that names the next speaker weighs in the loss."},
    )


def main(argv: Sequence[str] | None = None) -> None:
    """The stage."""
    parsed = parse("base", (BaseArguments, TrainingArguments), argv)
    args, training = parsed.args
    folder = RunFolder(parsed.run.run, "base")
    ensemble = find_ensemble(args.ensemble)
    if parsed.run.dry_run:
        folder.say(
            f"base: {args.layers} layers of {args.hidden}, {args.vocabulary} tokens, pre-trained "
            f"on {args.episodes} episodes over {args.corpus}; minutes on a CPU, into {folder.path}"
        )
        return
    if not folder.begin(parsed):
        return
    if int(os.environ.get("WORLD_SIZE", "1")) > 1:
        raise TrainingError("base: a model this small is made by one process; leave out accelerate")
    hush()
    set_seed(training.seed)
    contexts = load_contexts(args.corpus, "train", limit=args.episodes, seed=training.seed)
    slips = Slips(
        voice=args.slip_voice,
        thought=args.slip_thought,
        choice=args.slip_choice,
        json=args.slip_json,
    )
    played = [contexts[i % len(contexts)] for i in range(args.episodes)]
    taught = _syllabus(played, ensemble, slips, flawless=args.flawless, seed=training.seed)
    tokenizer = make_tokenizer(_texts(taught), args.vocabulary)
    model = make_model(
        tokenizer, hidden=args.hidden, layers=args.layers, heads=args.heads, seed=training.seed
    )
    training.remove_unused_columns = False
    training.train_sampling_strategy = "sequential"
    trainer = _Pretrainer(
        model=model,
        args=training,
        train_dataset=[_row(tokenizer, lesson, args.choice_weight) for lesson in taught],
        data_collator=_Collator(tokenizer.pad_token_id),
        callbacks=[MetricsLog(folder)],
    )
    Progress(folder, {"loss": "loss"}).instead_of_bars(trainer)
    learn(trainer, folder)
    model.save_pretrained(folder.path)
    tokenizer.save_pretrained(folder.path)
    loss = trainer.state.log_history[-1].get("train_loss", math.nan)
    folder.finish(
        title="A tiny Qwen3",
        what="Qwen3's architecture and chat format with about a million parameters, for trying "
        "out every stage of the training. It is no use for anything else.",
        summary={
            "parameters": model.num_parameters(),
            "tokens of vocabulary": len(tokenizer),
            "lessons": len(taught),
            "loss": loss,
        },
        corpora={context.corpus for context in contexts},
        scripted=[f"teacher: scripted demo with slips ({slips})"],
    )


def _syllabus(
    played: Sequence[Context], ensemble: Ensemble, slips: Slips, *, flawless: float, seed: int
) -> list[Lesson]:
    """The lessons in the order of learning: at first the director does not slip."""
    dice = random.Random(seed)
    played = dice.sample(played, len(played))
    first = round(flawless * len(played))
    taught: list[Lesson] = []
    for part, how in (
        (played[:first], replace(slips, choice=0.0, json=0.0)),
        (played[first:], slips),
    ):
        teacher = ScriptedTeacher(slips=how, seed=seed)
        drawn = list(lessons(part, ensemble, teacher, seed=seed + len(taught)))
        taught += dice.sample(drawn, len(drawn))
    return taught


def _texts(taught: Sequence[Lesson]) -> Iterable[str]:
    for lesson in taught:
        yield lesson.messages[-1]["content"]
        yield lesson.completion
    yield taught[0].messages[0]["content"]


def _row(tokenizer: Any, lesson: Lesson, choice_weight: float) -> dict[str, list[Any]]:
    """A lesson's tokens, and what each weighs in the loss: those of the prompt nothing.

    Whom a directive calls is one token of about sixty, and the only one that takes looking up who
    has spoken. Weighed like the others it was not learnt in 750 steps.
    """
    prompt = prompt_ids(tokenizer, lesson.messages, thinking=lesson.thinking)
    answer = completion_ids(tokenizer, lesson.completion)
    weights = [0.0] * len(prompt) + [1.0] * len(answer)
    if lesson.completion.startswith(_CHOICE):
        weights[len(prompt) + len(tokenizer.tokenize(_CHOICE))] = choice_weight
    return {"input_ids": prompt + answer, "weights": weights}


class _Collator:
    """Splits a batch into what all its rows begin with, and the rest, padded."""

    def __init__(self, pad: int) -> None:
        self._pad = pad

    def __call__(self, rows: Sequence[Mapping[str, list[Any]]]) -> dict[str, torch.Tensor]:
        ids = [row["input_ids"] for row in rows]
        first, last = min(ids), max(ids)
        shared = next(
            (i for i, pair in enumerate(zip(first, last, strict=False)) if len({*pair}) > 1), 0
        )
        width = max(map(len, ids)) - shared
        return {
            "frame": torch.tensor([first[:shared]]),
            "input_ids": self._pack([row[shared:] for row in ids], width, self._pad),
            "weights": self._pack([row["weights"][shared:] for row in rows], width, 0.0),
            "mask": self._pack([[1] * (len(row) - shared) for row in ids], width, 0),
        }

    @staticmethod
    def _pack(rows: Sequence[list[Any]], width: int, pad: float) -> torch.Tensor:
        return torch.tensor([row + [pad] * (width - len(row)) for row in rows])


class _Pretrainer(FiniteLoss, Trainer):
    """The weighted next-token loss on answers; a batch's common beginning is read once, ungraded."""

    def compute_loss(self, model: Any, inputs: dict[str, torch.Tensor], **_: Any) -> torch.Tensor:
        rows, read = inputs["input_ids"].shape[0], inputs["frame"].shape[1]
        cache = None
        if read:
            cache = DynamicCache(config=model.config)
            with torch.no_grad():
                model.model(input_ids=inputs["frame"], past_key_values=cache, use_cache=True)
            cache.batch_repeat_interleave(rows)
        seen = torch.ones(rows, read, dtype=torch.long, device=inputs["mask"].device)
        hidden = model.model(
            input_ids=inputs["input_ids"],
            attention_mask=torch.cat((seen, inputs["mask"]), dim=1),
            past_key_values=cache,
            use_cache=read > 0,
        ).last_hidden_state
        weights = inputs["weights"][:, 1:]
        asked = weights > 0
        losses = cross_entropy(
            model.lm_head(hidden[:, :-1][asked]),
            inputs["input_ids"][:, 1:][asked],
            reduction="none",
        )
        return (losses * weights[asked]).sum() / weights.sum()


if __name__ == "__main__":
    launch(main)

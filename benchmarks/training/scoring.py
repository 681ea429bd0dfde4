"""Scoring replies with the reward model: in batches against one by one.

    python -m benchmarks.training.scoring [--replies 128] [--hidden 128] [--layers 3] [--device cpu]

The model has random weights, made on the spot: speed does not depend on them. The texts are those
that the reward model reads, of the shipped situations, with replies of many lengths.
"""

from __future__ import annotations

import argparse
import json
import random
import time

import torch
from transformers import Qwen3Config, Qwen3ForSequenceClassification

from mascot.corpora import load_contexts
from mascot.training.config import find_ensemble
from mascot.training.miniature.model import make_tokenizer
from mascot.training.records import Situation
from mascot.training.scorer import RewardScorer, Standardisation
from mascot.training.text import reward_text

GOAL = 5.0
_TEXT = "that sounds like a long day and you carried all of it alone until now what helped"


def main() -> None:
    """Measures and prints a line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replies", type=int, default=128)
    parser.add_argument("--hidden", type=int, default=128)
    parser.add_argument("--layers", type=int, default=3)
    parser.add_argument("--device", default="cpu")
    args = parser.parse_args()

    ensemble = find_ensemble("miniature")
    contexts = load_contexts("shipped", limit=args.replies)
    dice, words = random.Random(1), _TEXT.split()
    requests = [
        Situation.undirected(contexts[i % len(contexts)], dice.choice(ensemble.ids)).request(
            ensemble
        )
        for i in range(args.replies)
    ]
    replies = [" ".join(dice.choices(words, k=dice.randint(4, 60))) for _ in requests]
    texts = [reward_text(request, reply) for request, reply in zip(requests, replies, strict=True)]
    tokenizer = make_tokenizer(texts, 3072)
    config = Qwen3Config(
        vocab_size=len(tokenizer),
        hidden_size=args.hidden,
        intermediate_size=3 * args.hidden,
        num_hidden_layers=args.layers,
        num_attention_heads=4,
        num_key_value_heads=2,
        head_dim=max(16, args.hidden // 4),
        pad_token_id=tokenizer.pad_token_id,
        num_labels=1,
    )
    model = Qwen3ForSequenceClassification(config).eval().to(args.device)
    constants = Standardisation(mean=0.0, sd=1.0, replies=1, max_length=1024)
    scorer = RewardScorer(model, tokenizer, constants)
    scorer(requests[:4], replies[:4])

    def timed(batched: bool) -> tuple[float, list[float]]:  # noqa: FBT001
        began = time.perf_counter()
        if batched:
            scores = scorer.raw(requests, replies)
        else:
            scores = [scorer.raw([x], [y])[0] for x, y in zip(requests, replies, strict=True)]
        return time.perf_counter() - began, scores

    # Alternating, and the best of several: other work on the machine slows either.
    single, together = (min(timed(batched)[0] for _ in range(3)) for batched in (False, True))
    apart, joint = timed(batched=False)[1], timed(batched=True)[1]
    furthest = max(abs(a - b) for a, b in zip(apart, joint, strict=True))
    print(
        json.dumps(
            {
                "replies": args.replies,
                "parameters": model.num_parameters(),
                "threads": torch.get_num_threads(),
                "one by one, ms a reply": round(1e3 * single / args.replies, 3),
                "in batches, ms a reply": round(1e3 * together / args.replies, 3),
                "times faster": round(single / together, 2),
                "goal": GOAL,
                "largest difference of a score": furthest,
            },
            indent=2,
        )
    )


if __name__ == "__main__":
    main()

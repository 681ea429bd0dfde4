"""Completions drawn by seed: independent of the batch, true to the model's probabilities."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

pytest.importorskip("torch", reason="training needs the extra `train`")

import torch

from mascot.training.rollouts.drawing import Sampling, TransformersGenerator


@pytest.fixture(scope="module")
def prompts(tokenizer: Any) -> list[list[int]]:
    texts = ["Who speaks next?", "A longer prompt, so that rows have to be padded to one length."]
    return [tokenizer(text)["input_ids"] for text in texts]


def test_a_completion_is_the_same_alone_and_in_a_batch(
    model: Any, tokenizer: Any, prompts: list[list[int]]
) -> None:
    draw = TransformersGenerator(model, tokenizer, Sampling(max_tokens=12))

    together = draw(prompts * 3, [1, 2, 3, 4, 5, 6])
    alone = [draw([p], [s])[0] for p, s in zip(prompts * 3, range(1, 7), strict=True)]

    assert [d.ids for d in together] == [d.ids for d in alone]
    assert len({d.ids for d in together}) == 6


def test_micro_batches_keep_the_order(model: Any, tokenizer: Any, prompts: list[list[int]]) -> None:
    whole = TransformersGenerator(model, tokenizer, Sampling(max_tokens=6))
    parts = TransformersGenerator(model, tokenizer, Sampling(max_tokens=6), batch=2)
    seeds = [3, 1, 4, 1, 5]
    rows = [prompts[i] for i in (0, 1, 0, 1, 1)]

    assert [d.ids for d in whole(rows, seeds)] == [d.ids for d in parts(rows, seeds)]


def test_log_probabilities_are_the_models_own(
    model: Any, tokenizer: Any, prompts: list[list[int]]
) -> None:
    draw = TransformersGenerator(model, tokenizer, Sampling(max_tokens=10))

    for prompt, drawn in zip(prompts, draw(prompts, [7, 8]), strict=True):
        ids = torch.tensor([[*prompt, *drawn.ids]])
        with torch.no_grad():
            scores = model(ids).logits.log_softmax(-1)[0, len(prompt) - 1 : -1]
        forward = scores.gather(-1, torch.tensor(drawn.ids)[:, None]).squeeze(-1)
        assert torch.allclose(forward, torch.tensor(drawn.logprobs), atol=1e-4)


def test_tokens_are_drawn_as_often_as_the_model_says(
    model: Any, tokenizer: Any, prompts: list[list[int]]
) -> None:
    n = 600
    draw = TransformersGenerator(model, tokenizer, Sampling(max_tokens=1, top_k=5), batch=n)
    seen = Counter(d.ids[0] for d in draw([prompts[0]] * n, list(range(n))))

    with torch.no_grad():
        scores = model(torch.tensor([prompts[0]])).logits[0, -1]
    top = scores.topk(5)
    expected = top.values.softmax(-1) * n
    assert set(seen) <= set(top.indices.tolist())
    squares = sum(
        (seen[token] - e) ** 2 / e
        for token, e in zip(top.indices.tolist(), expected.tolist(), strict=True)
    )
    assert squares < 18.5  # chi squared, four degrees of freedom, p = 0.001


def test_temperature_zero_takes_the_likeliest(
    model: Any, tokenizer: Any, prompts: list[list[int]]
) -> None:
    draw = TransformersGenerator(model, tokenizer, Sampling(temperature=0, max_tokens=5))
    one, other = draw([prompts[0]] * 2, [1, 2])

    with torch.no_grad():
        first = model(torch.tensor([prompts[0]])).logits[0, -1].argmax()
    assert one.ids == other.ids
    assert one.ids[0] == first


def test_a_model_in_training_is_drawn_from_without_dropout_and_goes_on_training(
    model: Any, tokenizer: Any, prompts: list[list[int]]
) -> None:
    model.train()
    try:
        draw = TransformersGenerator(model, tokenizer, Sampling(max_tokens=3))
        assert draw(prompts, [1, 2]) == draw(prompts, [1, 2])
        assert model.training
    finally:
        model.eval()

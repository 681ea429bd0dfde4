"""Before and after: the same held-out situations answered by the start and by the trained adapter.

Both draw with the same seeds, so that what differs is the training. Figures come with an interval
from resampling clusters (conversations, meetings), since replies to one text are not independent.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from peft import PeftModel

from mascot.dialogue import SpeakerRequest
from mascot.digest import digest
from mascot.judges import AGENT, Judge
from mascot.judges import Reply as Judgeable
from mascot.resampling import resampled_means
from mascot.training.material import Material
from mascot.training.rewards import FormatBounds, Reply, ReplyReader, Scorer, format_reward
from mascot.training.rollouts import TransformersGenerator
from mascot.training.rollouts.drawing import Sampling
from mascot.training.text import prompt_ids

BEFORE, AFTER = "before", "after"
CONSISTENCY = "consistency"
Figure = Callable[[Any], float | None]
"""One figure of an `Answer`; None where it has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One reply of one side, with everything that was measured of it.

    Attributes:
        side: ``before`` or ``after``.
        situation: Its key.
        persona: Who speaks.
        group: The context's: a valence or domain.
        cluster: What is resampled as one.
        draw: Which of the draws.
        text: Clean speech.
        raw: What the model wrote.
        learned: r_phi.
        format: R_format.
        scores: The judge's, by criterion; None where it gave none.
        trace: Tokens.
        answer: Tokens.
        tokens: Of the whole completion.
        repetition: See `rewards.Reply`.
        divergence: The sum over its tokens of log(p_after / p_before).
    """

    side: str
    situation: str
    persona: str
    group: str
    cluster: str
    draw: int
    text: str
    raw: str
    learned: float
    format: float
    scores: Mapping[str, int] | None
    trace: int
    answer: int
    tokens: int
    repetition: float
    divergence: float


@dataclass(frozen=True, slots=True)
class Change:
    """A figure before and after.

    Attributes:
        before: Its mean over all replies.
        after: Likewise.
        low: The lower end of the interval of the paired difference, 95%.
        high: The upper end.
    """

    before: float
    after: float
    low: float
    high: float

    @property
    def difference(self) -> float:
        """After minus before."""
        return self.after - self.before


@dataclass(frozen=True, slots=True, kw_only=True)
class Speakers:
    """A model with the adapter that it started from and the one that was trained.

    Attributes:
        model: With the adapter ``after``, and ``before`` unless the start is the base.
        tokenizer: The base's.
    """

    model: PeftModel
    tokenizer: Any

    @classmethod
    def load(cls, base: Any, tokenizer: Any, start: Path | None, trained: Path) -> Speakers:
        """Puts both adapters on a base model; a start of None is the base."""
        model = PeftModel.from_pretrained(base, trained, adapter_name=AFTER)
        if start is not None:
            model.load_adapter(start, adapter_name=BEFORE)
        return cls(model=model.eval(), tokenizer=tokenizer)

    def as_side(self, side: str) -> AbstractContextManager[Any]:
        """A context in which the model is this side's."""
        if side == BEFORE and BEFORE not in self.model.peft_config:
            base: AbstractContextManager[Any] = self.model.disable_adapter()
            return base
        self.model.set_adapter(side)
        return nullcontext()


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """How replies are measured.

    Attributes:
        read: From token ids to a reply.
        score: r_phi.
        judge: Scores by the rubric for agents.
        bounds: R_format's.
        silence: r_phi of an empty reply.
    """

    read: ReplyReader
    score: Scorer
    judge: Judge
    bounds: FormatBounds
    silence: float = -3.0


def answer_all(
    speakers: Speakers,
    material: Material,
    measure: Measure,
    *,
    sampling: Sampling,
    draws: int = 1,
    thinking: bool = True,
) -> list[Answer]:
    """Lets both sides answer every situation with the same seeds, and measures the replies."""
    asked = [(key, draw) for key in material.situations for draw in range(draws)]
    seeds = [int(digest(key, draw), 16) % 2**31 for key, draw in asked]
    ids = {
        key: prompt_ids(speakers.tokenizer, prompt, thinking=thinking)
        for key, prompt in material.prompts.items()
    }
    prompts = [ids[key] for key, _ in asked]
    generate = TransformersGenerator(speakers.model, speakers.tokenizer, sampling)
    answers = []
    for side in (BEFORE, AFTER):
        with speakers.as_side(side):
            drawn = [list(draw.ids) for draw in generate(prompts, seeds)]
        away = _divergence(speakers, prompts, drawn) if side == AFTER else [0.0] * len(asked)
        requests = [material.requests[key] for key, _ in asked]
        replies = [measure.read(request, one) for request, one in zip(requests, drawn, strict=True)]
        learned = _learned(requests, replies, measure)
        for i, (key, draw) in enumerate(asked):
            reply, situation = replies[i], material.situations[key]
            item = Judgeable(scene=requests[i].scene, persona=requests[i].persona, text=reply.text)
            answers.append(
                Answer(
                    side=side,
                    situation=key,
                    persona=situation.persona,
                    group=situation.context.group,
                    cluster=situation.context.cluster,
                    draw=draw,
                    text=reply.text,
                    raw=reply.raw,
                    learned=learned[i],
                    format=format_reward(reply, measure.bounds),
                    scores=measure.judge.judge(item, AGENT).scores,
                    trace=reply.shape.trace,
                    answer=reply.shape.answer,
                    tokens=len(drawn[i]),
                    repetition=reply.repetition,
                    divergence=away[i],
                )
            )
    return answers


def changes(answers: Sequence[Answer], *, resamples: int = 10_000) -> dict[str, Change]:
    """Every figure before and after, with the interval of its paired difference."""
    figures: dict[str, Figure] = {
        "learned reward": lambda answer: answer.learned,
        "format reward": lambda answer: answer.format,
        "trace tokens": lambda answer: answer.trace,
        "answer tokens": lambda answer: answer.answer,
        "completion tokens": lambda answer: answer.tokens,
        "repetition": lambda answer: answer.repetition,
        "empty replies": lambda answer: float(not answer.text),
    }
    for name in AGENT.ids:
        figures[name] = partial(_scored, name)
    return {name: change(answers, figure, resamples=resamples) for name, figure in figures.items()}


def change(
    answers: Sequence[Answer],
    figure: Figure,
    *,
    resamples: int = 10_000,
    seed: int = 0,
) -> Change:
    """One figure before and after.

    Replies are paired by situation and draw; a pair that lacks either value is left out. The
    interval is the percentile bootstrap over clusters.
    """
    sides: dict[str, dict[tuple[str, int], Answer]] = {BEFORE: {}, AFTER: {}}
    for answer in answers:
        sides[answer.side][answer.situation, answer.draw] = answer
    first, second, clusters = [], [], []
    for key, one in sides[BEFORE].items():
        values = figure(one), figure(sides[AFTER][key])
        if values[0] is None or values[1] is None:
            continue
        first.append(values[0])
        second.append(values[1])
        clusters.append(one.cluster)
    if not first:
        return Change(*[float("nan")] * 4)
    low, high = paired_interval(
        np.subtract(second, first), clusters, resamples=resamples, seed=seed
    )
    return Change(float(np.mean(first)), float(np.mean(second)), low, high)


def paired_interval(
    differences: Any, clusters: Sequence[str], *, resamples: int = 10_000, seed: int = 0
) -> tuple[float, float]:
    """The 95% percentile interval of a mean difference, clusters resampled as one."""
    means = resampled_means(differences, clusters, draws=resamples, seed=seed)
    low, high = np.quantile(means, [0.025, 0.975])
    return float(low), float(high)


def divergence_per_token(answers: Sequence[Answer]) -> float:
    """KL of the trained speakers to their start, in nats a token, on replies of their own."""
    after = [answer for answer in answers if answer.side == AFTER]
    return sum(answer.divergence for answer in after) / sum(answer.tokens for answer in after)


def spread(answers: Sequence[Answer]) -> float:
    """The standard deviation of the start's learned reward."""
    return float(np.std([a.learned for a in answers if a.side == BEFORE], ddof=1))


def write_rows(rows: Sequence[Any], file: Path) -> None:
    """One of these dataclasses a line."""
    lines = (json.dumps(asdict(row), ensure_ascii=False) + "\n" for row in rows)
    file.write_text("".join(lines), encoding="utf-8")


def _scored(criterion: str, answer: Answer) -> float | None:
    return None if answer.scores is None else answer.scores[criterion]


def _learned(
    requests: Sequence[SpeakerRequest], replies: Sequence[Reply], measure: Measure
) -> list[float]:
    learned = [measure.silence] * len(replies)
    said = [i for i, reply in enumerate(replies) if reply.text]
    scored = measure.score([requests[i] for i in said], [replies[i].text for i in said])
    for i, value in zip(said, scored, strict=True):
        learned[i] = value
    return learned


def _divergence(
    speakers: Speakers, prompts: Sequence[Sequence[int]], drawn: Sequence[Sequence[int]]
) -> list[float]:
    """log(p_after / p_before) of each completion."""
    totals = []
    for prompt, ids in zip(prompts, drawn, strict=True):
        scores = {}
        for side in (BEFORE, AFTER):
            with speakers.as_side(side):
                scores[side] = _log_probability(speakers.model, prompt, ids)
        totals.append(scores[AFTER] - scores[BEFORE])
    return totals


def _log_probability(model: Any, prompt: Sequence[int], ids: Sequence[int]) -> float:
    whole = torch.tensor([[*prompt, *ids]], device=model.device)
    with torch.no_grad():
        logits = model(input_ids=whole).logits[0, len(prompt) - 1 : -1].float()
    chosen = torch.log_softmax(logits, dim=-1).gather(-1, whole[0, len(prompt) :, None])
    return float(chosen.sum())

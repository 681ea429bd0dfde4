"""The dry run: a rehearsal with scripted models tells calls, tokens and cost before any is spent."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage

from mascot.corpora import Context, count_tokens
from mascot.evaluation.harness.comparing import Duel, duels_of, question_of
from mascot.evaluation.harness.plan import Pair, make_plan
from mascot.evaluation.harness.playing import play
from mascot.evaluation.harness.scoring import judged_blocks, judged_replies
from mascot.evaluation.harness.stances import stance_questions
from mascot.evaluation.ledger import Ledger
from mascot.evaluation.records import Conversation
from mascot.evaluation.settings import EvalSettings, Price, Spec
from mascot.judges import AGENT, GROUP, Item, Rubric
from mascot.judges.llm import render
from mascot.judges.resolve import HEURISTIC

_REHEARSED = 2
"""Samples of each pair that are played; the rest are taken to be like them."""

_VERDICT = 60
"""Tokens that a judge writes for each criterion or choice: a sentence and a number or a word."""

_JUDGE = "judge"
_SEATS = ("director", "speaker", "sft", "user")


@dataclass(slots=True)
class Amount:
    """Calls and tokens.

    Attributes:
        calls: Model calls.
        prompt: Tokens read.
        completion: Tokens written.
    """

    calls: float = 0
    prompt: float = 0
    completion: float = 0

    def add(self, other: Amount, times: float = 1) -> None:
        """Adds another amount.

        Args:
            other: What.
            times: How often.
        """
        self.calls += times * other.calls
        self.prompt += times * other.prompt
        self.completion += times * other.completion


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What a run would take.

    Attributes:
        conversations: How many, by task and system.
        comparisons: How many pairs of conversations each judge that is a model compares, both ways.
        pairs: Calls and tokens by task and system, the judges' left out.
        models: Calls and tokens by model, as it was named, the judges among them.
        cost: In US dollars, by model; None where no price is known.
        notes: What would be said beside the figures.
    """

    conversations: Mapping[str, int]
    comparisons: int
    pairs: Mapping[str, Amount]
    models: Mapping[str, Amount]
    cost: Mapping[str, float | None]
    notes: tuple[str, ...] = ()


def estimate(settings: EvalSettings) -> Estimate:
    """Plays a few samples of each pair with scripted models and multiplies.

    Tokens are counted by the rule of four characters each. Scripted models write as much as a card
    asks for or less, so a model that thinks before it answers writes more than is said here.

    Args:
        settings: Of the run.

    Raises:
        MascotError: A name or data set cannot be used.
    """
    conversations: dict[str, int] = {}
    pairs: dict[str, Amount] = {}
    models: defaultdict[str, Amount] = defaultdict(Amount)
    rehearsed: dict[tuple[str, str], Conversation] = {}
    judges = [_named(judge) for judge in settings.judges if judge != HEURISTIC]
    with Ledger() as ledger:
        plan = make_plan(_scripted(settings), ledger)
        notes = plan.notes
        for pair in plan.pairs:
            played = pair.task.contexts[:_REHEARSED]
            heard, talks = asyncio.run(_rehearse(pair, played, ledger))
            rehearsed |= {(pair.id, talk.sample): talk for talk in talks}
            conversations[pair.id] = len(pair.task.contexts) * settings.epochs
            times = conversations[pair.id] / len(played)
            pairs[pair.id] = Amount()
            for role, amount in heard.items():
                if role == _JUDGE:
                    for judge in judges:
                        models[judge].add(amount, times)
                else:
                    pairs[pair.id].add(amount, times)
                    models[_named(_seated(settings, pair, role))].add(amount, times)
        compared = 0
        for duel in duels_of(plan) if judges else ():
            count = len(duel.contexts) * settings.epochs
            compared += count
            amount, seen = _compared(duel, rehearsed)
            for judge in judges:
                models[judge].add(amount, count / seen)
    return Estimate(
        conversations=conversations,
        comparisons=compared,
        pairs=pairs,
        models=models,
        cost={name: _cost(name, amount, settings.prices) for name, amount in models.items()},
        notes=notes,
    )


def _compared(duel: Duel, rehearsed: Mapping[tuple[str, str], Conversation]) -> tuple[Amount, int]:
    """What both orders of some pairs take, and of how many pairs."""
    amount, seen = Amount(), 0
    for context in duel.one.task.contexts[:_REHEARSED]:
        one, other = (rehearsed[pair.id, context.id] for pair in (duel.one, duel.other))
        prompt = _tokens(question_of(duel, context, one, other).render())
        amount.add(Amount(2, 2 * prompt, 2 * _VERDICT))
        seen += 1
    return amount, seen


async def _rehearse(
    pair: Pair, contexts: Sequence[Context], ledger: Ledger
) -> tuple[dict[str, Amount], list[Conversation]]:
    heard: defaultdict[str, Amount] = defaultdict(Amount)

    def listen(role: str, prompt: Sequence[BaseMessage], answer: AIMessage) -> None:
        heard[role].add(Amount(1, _tokens(prompt), _tokens([answer])))

    ledger.listener = listen
    talks = []
    for context in contexts:
        conversation = await play(pair, context)
        talks.append(conversation)
        for rubric, item in _judged(pair, conversation, context):
            heard[_JUDGE].add(
                Amount(1, _tokens(render(item, rubric)), _VERDICT * len(rubric.criteria))
            )
        for _, _, question in stance_questions(conversation):
            heard[_JUDGE].add(Amount(1, _tokens(question.render()), _VERDICT))
    return heard, talks


def _judged(
    pair: Pair, conversation: Conversation, context: Context
) -> Iterator[tuple[Rubric, Item]]:
    scene = context.scene(pair.system.ensemble)
    for _, reply in judged_replies(pair, conversation, scene):
        yield AGENT, reply
    for _, block in judged_blocks(pair, conversation, scene):
        yield GROUP, block


def _scripted(settings: EvalSettings) -> EvalSettings:
    """The same run with the demo in every seat that has a model."""
    seats = {seat: "demo" for seat in _SEATS if getattr(settings, seat) is not None}
    sweeps: dict[str, Any] = {
        name: {point: dict.fromkeys(given, "demo") for point, given in points.items()}
        for name, points in settings.sweeps.items()
    }
    more = {
        "backend": "demo",
        "judges": (HEURISTIC,),
        "embedding": None,
        "sweeps": sweeps,
        "directing": {},
    }
    return settings.model_copy(update=seats | more)


def _seated(settings: EvalSettings, pair: Pair, role: str) -> Spec:
    role = role.removesuffix("-director")  # the same model in another seat
    sweep = settings.sweeps.get(pair.task.name.removeprefix("sweep-"), {})
    point = sweep.get(pair.name.removeprefix("mascot@"), {})
    own = point.get(role) or (getattr(settings, role) if role in _SEATS else None)
    return own or settings.backend


def _named(spec: Spec) -> str:
    return spec if isinstance(spec, str) else str(spec.get("spec"))


def _cost(name: str, amount: Amount, prices: Mapping[str, Price]) -> float | None:
    if name == "demo":
        return 0.0
    price = next((price for part, price in prices.items() if part in name), None)
    if price is None:
        return None
    return (amount.prompt * price.prompt + amount.completion * price.completion) / 1e6


def _tokens(messages: Iterable[BaseMessage]) -> int:
    return sum(count_tokens(str(message.text)) for message in messages)

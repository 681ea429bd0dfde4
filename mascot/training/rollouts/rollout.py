"""Rollouts: from contexts to episodes, through the graph that serves the chat."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from langchain_core.messages import AIMessage, HumanMessage

from mascot.agents import Layout
from mascot.backends import Backend
from mascot.corpora import Context
from mascot.dialogue import Directive, Turn
from mascot.errors import BackendError, MascotError
from mascot.graph import ChatContext, build_group_chat
from mascot.graph.state import ChatInput
from mascot.personas import Ensemble
from mascot.settings import Settings
from mascot.training.rollouts.drawing import Draw, Generator
from mascot.training.rollouts.episode import DirectorTurn, Episode
from mascot.training.rollouts.lockstep import Call, Lockstep, LockstepModel, recorded


class Rollouts:
    """Plays N-turn episodes, many at once, with a director that is being trained.

    Args:
        ensemble: The group; it is played in the paper's ``round`` mode.
        director: Draws the director's answers, or a backend that serves them; its calls then
            come without tokens.
        speaker: Draws the speakers' answers in this process, or a backend that serves them.
        tokenizer: Of the director's model, and of the speakers' where they are drawn here.
        turns: N; by default as many as there are personas.
        layout: How prompts are laid out, as when served.
        strategy: Who decides: the ``director``, or another turn-taking for comparison.
        director_thinks: Whether the director may think before it answers.
        speaker_thinks: Whether the speakers may.
        max_tokens: The longest completions of director and speakers, to know what was cut.

    Attributes:
        ensemble: The group as it is played.
        turns: N.
        lockstep: Counts the batches.
    """

    def __init__(
        self,
        ensemble: Ensemble,
        director: Generator | Backend,
        speaker: Generator | Backend,
        tokenizer: Any = None,
        *,
        turns: int | None = None,
        layout: Layout = "shared",
        strategy: str = "director",
        director_thinks: bool = False,
        speaker_thinks: bool = True,
        max_tokens: tuple[int, int] = (256, 1_024),
    ) -> None:
        self.turns = turns or len(ensemble.personas)
        self.ensemble = ensemble.model_copy(update={"mode": "round"})
        self.lockstep = Lockstep(last=None if isinstance(director, Backend) else director)
        self._strategy = strategy

        def seated(generator: Generator, role: str, limit: int, *, thinking: bool) -> Backend:
            model = LockstepModel(
                generator=generator,
                tokenizer=tokenizer,
                lockstep=self.lockstep,
                thinking=thinking,
                max_tokens=limit,
            )
            # Unconstrained: a grammar would bias the ratio to the trainer's probabilities.
            return Backend(spec="rollout", model=model, label=f"the {role} in training")

        self._served = isinstance(director, Backend)
        directs = (
            director
            if isinstance(director, Backend)
            else seated(director, "director", max_tokens[0], thinking=director_thinks)
        )
        speaks = (
            speaker
            if isinstance(speaker, Backend)
            else seated(speaker, "speaker", max_tokens[1], thinking=speaker_thinks)
        )
        graph = build_group_chat(
            self.ensemble,
            director=directs,
            speaker=speaks,
            layout=layout,
            # A corpus speaks of dangers too; the help line is for people.
            safety=None,
            settings=Settings.model_construct(),
        )
        self._graph = graph.compile()

    def run(self, contexts: Sequence[Context], seeds: Sequence[int]) -> list[Episode]:
        """Plays one episode for each context and seed, in lockstep.

        An episode whose speakers cannot be asked ends there and says why; the others go on.

        Returns:
            The episodes, in the order of the contexts.
        """
        return asyncio.run(self.play(contexts, seeds))

    async def play(self, contexts: Sequence[Context], seeds: Sequence[int]) -> list[Episode]:
        """`run`, on a running event loop."""
        self.lockstep.begin(len(contexts))
        pairs = zip(contexts, seeds, strict=True)
        return await asyncio.gather(*(self._episode(context, seed) for context, seed in pairs))

    async def episode(self, context: Context, seed: int) -> Episode:
        """Plays one episode beside others that go at their own pace: for models that are served.

        Raises:
            MascotError: A model cannot be asked.
        """
        self.lockstep.begin(1)
        return await self._episode(context, seed, strict=True)

    async def _episode(self, context: Context, seed: int, *, strict: bool = False) -> Episode:
        calls: list[Call] = []
        recorded.set(calls)  # this task's own
        directives: list[Directive] = []
        turns: list[Turn] = []
        failure = None
        how = ChatContext(turns=self._strategy, replies=self.turns, seed=seed, stream=False)
        try:
            stream: Any = self._graph.astream(
                opening(context), context=how, stream_mode=["updates", "custom"]
            )
            async for mode, update in stream:
                if mode == "custom":
                    # A chat goes on by a rule; an episode without its director shows nothing.
                    if strict and update.get("code") == "director-failed":
                        raise BackendError(str(update["text"]))
                    continue
                for node, change in update.items():
                    if node == "director":
                        directives.append(Directive(**change["directive"]))
                    turns.extend(_said(change))
        except MascotError as error:
            if strict:
                raise
            failure = str(error)
        finally:
            self.lockstep.end()
        asked = [d for d in directives if d.source not in ("turns", "only")]
        if self._served:
            calls = [Call((), Draw((), ()), "") for _ in asked]
        return Episode(
            context=context,
            seed=seed,
            turns=tuple(turns),
            director=tuple(
                DirectorTurn(
                    prompt_ids=call.prompt_ids,
                    completion_ids=call.draw.ids,
                    logprobs=call.draw.logprobs,
                    text=call.text,
                    directive=directive,
                )
                for call, directive in zip(calls, asked, strict=False)
            ),
            by_rule=() if asked else tuple(d.speaker for d in directives),
            failure=failure,
        )


def opening(context: Context) -> ChatInput:
    """What the graph is given to talk about x: as when served."""
    if context.kind == "meeting":
        return {"context": context.text, "messages": []}
    return {"messages": [HumanMessage(context.text)]}


def _said(change: dict[str, Any] | None) -> list[Turn]:
    messages = (change or {}).get("messages", ())
    return [Turn(m.name or "", str(m.content)) for m in messages if isinstance(m, AIMessage)]

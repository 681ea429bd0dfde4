"""The sampler: writes candidates the way replies are written when the group is served."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from mascot.agents import Layout, Names, Prompts, Window, adrive
from mascot.agents.calls import Completion, Steps
from mascot.agents.speech import SpeechFilter
from mascot.backends import Backend
from mascot.corpora import Context
from mascot.dialogue import SpeakerRequest
from mascot.digest import digest
from mascot.errors import BackendError, TrainingError
from mascot.personas import Ensemble
from mascot.training.bar import Bar
from mascot.training.crowd import Crowd, Load, OutageError
from mascot.training.records import Candidate, RecordFile, Situation, candidate_id
from mascot.training.spending import Spending

_SYNC_EVERY = 1.0
_LARGEST_SEED = 2**31 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who writes candidates.

    Attributes:
        backends: The model of each persona, by id.
        count: How many candidates per situation.
        teacher: Not the policy.
    """

    backends: Mapping[str, Backend]
    count: int
    teacher: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """One candidate to be written."""

    situation: Situation
    author: Author
    index: int
    seed: int

    @property
    def id(self) -> str:
        """The candidate's id."""
        return candidate_id(self.situation.key, self.index, teacher=self.author.teacher)


@dataclass(slots=True)
class Sampler:
    """Writes candidates into a file.

    Attributes:
        ensemble: The group.
        store: The file; what is in it is not asked again.
        layout: Of the prompts.
        concurrency: Calls at once, at most.
        patience: See `Crowd`.
        seed: Seeds every call by what it is about.
        say: Prints a line.
        stored: How many candidates the file held before.
        spending: What the calls took.
        load: How the calls fared.
    """

    ensemble: Ensemble
    store: RecordFile[Candidate]
    layout: Layout = "shared"
    concurrency: int = 16
    patience: float = 600.0
    seed: int = 0
    say: Callable[[str], None] = lambda _: None
    stored: int = 0
    spending: Spending = field(default_factory=Spending)
    load: Load | None = None
    _prompts: Prompts = field(init=False)
    _names: Names = field(init=False)
    _windows: dict[int, Window] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._prompts = Prompts(self.ensemble, self.layout)
        self._names = Names(self.ensemble)

    async def run(self, situations: Sequence[Situation], authors: Sequence[Author]) -> None:
        """Writes what is missing.

        Raises:
            TrainingError: A backend failed for good, or the disk is full. What was written stays.
        """
        present = {candidate.id for candidate in self.store}
        asks = [ask for ask in self._asks(situations, authors) if ask.id not in present]
        total = len(situations) * sum(author.count for author in authors)
        self.stored = total - len(asks)
        if self.stored:
            self.say(f"sample: {self.stored:,} of {total:,} candidates are there already")
        with self.store, Bar("sample", total, self.stored, self.say) as bar:

            def done(_: Ask, candidate: Candidate) -> None:
                self.store.append(candidate)
                self.spending.add(candidate.usage)
                bar.step(f"{self.spending.completion:,} tokens written")

            crowd = Crowd(self.write, done, self.concurrency, patience=self.patience)
            self.load = crowd.load
            syncing = asyncio.create_task(sync_now_and_then(self.store))
            try:
                await crowd.run(asks)
            except OutageError as error:
                raise TrainingError(
                    f"stopped after {self.stored + crowd.load.done:,} of {total:,} candidates: "
                    f"{error}. What is there is kept; the same command goes on from here"
                ) from error
            finally:
                syncing.cancel()
                with suppress(asyncio.CancelledError):
                    await syncing

    def _asks(self, situations: Sequence[Situation], authors: Sequence[Author]) -> Iterator[Ask]:
        """Situation by situation, so that a server's cache holds the prompt for all its K."""
        for situation in situations:
            key = situation.key
            for author in authors:
                for index in range(author.count):
                    seed = int(digest(self.seed, key, author.teacher, index), 16) % _LARGEST_SEED
                    yield Ask(situation, author, index, seed)

    async def write(self, ask: Ask) -> Candidate:
        """Writes one candidate; it is not put into the file.

        Raises:
            BackendError: The model cannot be asked.
        """
        backend = ask.author.backends[ask.situation.persona]
        request = ask.situation.request(self.ensemble, seed=ask.seed)
        completion = await adrive(self._ask(backend, request, ask.seed))
        return Candidate(
            situation=ask.situation,
            index=ask.index,
            text=spoken(completion, request, self._names),
            raw=raw_text(completion),
            truncated=completion.truncated,
            backend=backend.label,
            teacher=ask.author.teacher,
            seed=ask.seed,
            usage=completion.usage,
        )

    def _ask(self, backend: Backend, request: SpeakerRequest, seed: int) -> Steps[Completion]:
        window = self._windows.setdefault(id(backend), Window(backend))
        steps = window.ask(self._prompts, request, _ignore, on_text=None, on_restart=_ignore)
        return (yield from _asking(seeded(backend, seed), steps))


def _ignore(_: object) -> None:
    """Nobody listens."""


def _asking(backend: Backend, steps: Steps[Completion]) -> Steps[Completion]:
    """The same calls, made of another backend."""
    try:
        call = next(steps)
        while True:
            try:
                done = yield replace(call, backend=backend)
            except BackendError as error:
                call = steps.throw(error)
            else:
                call = steps.send(done)
    except StopIteration as stop:
        completion: Completion = stop.value
        return completion


def situations_of(contexts: Iterable[Context], ensemble: Ensemble) -> list[Situation]:
    """Every persona in every context, undirected."""
    return [
        Situation.undirected(context, persona) for context in contexts for persona in ensemble.ids
    ]


def spoken(completion: Completion, request: SpeakerRequest, names: Names) -> str:
    """What is heard of a completion when it is served."""
    me = request.persona.id
    others = [form for who, forms in names.forms.items() if who != me for form in forms]
    speech = SpeechFilter(names.forms[me], others, request.scene.ensemble.words)
    speech.feed(completion.text)
    speech.close(truncated=completion.truncated)
    return speech.text


def raw_text(completion: Completion) -> str:
    """What the model wrote; reasoning that a server sent apart goes back into its tags."""
    if not completion.reasoning.strip():
        return completion.text
    return f"<think>\n{completion.reasoning.strip()}\n</think>\n\n{completion.text}"


def seeded(backend: Backend, seed: int) -> Backend:
    """The backend with a seed of this call's own, where its model takes one, and no fallbacks.

    Candidates of one author have to come from one model.
    """
    model = backend.model
    if "seed" in type(model).model_fields:
        model = model.model_copy(update={"seed": seed})
    return replace(backend, model=model, fallbacks=())


async def sync_now_and_then(store: RecordFile[Any]) -> None:
    """Syncs a file every second until it is cancelled.

    Against power failures; a record that is written survives the end of the process anyway.
    """
    while True:
        await asyncio.sleep(_SYNC_EVERY)
        await asyncio.to_thread(store.sync)

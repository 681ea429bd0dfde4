"""The comparison: the same conversation through every system, in turns, in one run."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any, Self

from benchmarks.orchestration.job import REPLIES, Job, Member
from benchmarks.orchestration.stub_process import StubProcess
from benchmarks.orchestration.worker_process import WorkerProcess
from mascot import Persona, load_ensemble
from mascot.personas import list_ensembles


@dataclass(frozen=True)
class Row:
    """One line of the tables: a system, how it keeps its state, and which model it is given."""

    label: str
    system: str
    checkpointer: str = "none"
    model: str = "spec"
    ensemble: str = "emotional-support"


BARE = Row("openai client, same calls", "bare_openai")
CHAT = Row("ChatOpenAI, same calls", "chat_openai")
OURS = Row("MASCOT, no checkpointer", "mascot_graph")
GIVEN = Row("MASCOT given that ChatOpenAI", "mascot_graph", model="ChatOpenAI")
OWN = (
    GIVEN,
    OURS,
    Row("MASCOT, in memory", "mascot_graph", "memory"),
    Row("MASCOT, SQLite", "mascot_graph", "sqlite"),
)
PEERS = (Row("AutoGen SelectorGroupChat", "autogen"), Row("langgraph-supervisor", "supervisor"))

TOKEN_ROWS = (BARE, CHAT, GIVEN, OURS)


@dataclass(frozen=True)
class Run:
    """One thread that was held: per round its seconds, per call its bytes."""

    row: Row
    stream: bool
    cpu: Sequence[float]
    wall: Sequence[float]
    calls: int
    streamed: int
    tokens: int
    prompt_bytes: Sequence[int]
    computed_bytes: Sequence[int]

    @property
    def rounds(self) -> int:
        """How many user messages it had."""
        return len(self.cpu)

    def per_turn(self, figure: str, rounds: int) -> float:
        """The mean of a figure per reply, over the first rounds of the thread."""
        values: Sequence[float] = getattr(self, figure)
        share = len(values) * rounds // self.rounds
        return sum(values[:share]) / (rounds * REPLIES)

    @property
    def calls_per_turn(self) -> float:
        """Model calls for each reply."""
        return self.calls / (self.rounds * REPLIES)


class Bench:
    """The stub, a worker for every system, and a folder for what passes between them.

    Args:
        folder: Where recordings and databases go.
        peers_python: The interpreter of the peers' environment; without it they are left out.
    """

    def __init__(self, folder: Path, peers_python: str | None) -> None:
        self._folder = folder
        self._stack = ExitStack()
        self.stub = self._stack.enter_context(StubProcess())
        self.rows = (BARE, CHAT, *(PEERS if peers_python else ()), *OWN)
        self._members = tuple(map(_member, load_ensemble(OURS.ensemble).personas))
        self._workers = {
            row.system: self._stack.enter_context(
                WorkerProcess(
                    row.system, *([peers_python] if row in PEERS and peers_python else [])
                )
            )
            for row in dict.fromkeys(self.rows)
        }
        self._jobs = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *details: object) -> None:
        self._stack.close()

    def record(self, *, rounds: int, stream: bool, reply_tokens: int = 20) -> str:
        """Hold a thread with ours and keep its requests, for others to replay.

        Returns:
            The file they are in.
        """
        self.hold(OURS, rounds=rounds, stream=stream, reply_tokens=reply_tokens)
        requests = self.stub.requests()
        each = len(requests) // rounds
        by_round = [requests[i : i + each] for i in range(0, len(requests), each)]
        path = self._folder / f"requests-{stream}-{reply_tokens}.json"
        path.write_text(json.dumps({"rounds": by_round}), encoding="utf-8")
        return str(path)

    def job(self, row: Row, *, rounds: int, stream: bool, replay: str | None = None) -> Job:
        """The order for one conversation, with a database of its own."""
        self._jobs += 1
        return Job(
            base_url=self.stub.base_url,
            rounds=rounds,
            stream=stream,
            members=self._members,
            checkpointer=row.checkpointer,
            model=row.model,
            ensemble=row.ensemble,
            database=str(self._folder / f"thread-{self._jobs}.db"),
            replay=replay,
        )

    def hold(
        self,
        row: Row,
        *,
        rounds: int,
        stream: bool,
        reply_tokens: int = 20,
        token_ms: float = 0.0,
        replay: str | None = None,
    ) -> Run:
        """Hold one thread.

        Raises:
            SystemExit: A round did not have its three replies.
        """
        job = self.job(row, rounds=rounds, stream=stream, replay=replay)
        self.stub.reset(reply_tokens=reply_tokens, token_ms=token_ms)
        result = self._workers[row.system].run(job)
        if any(replies != REPLIES for replies in result["replies"]):
            raise SystemExit(
                f"{row.label}: not {REPLIES} replies in each round: {result['replies']}"
            )
        stats = self.stub.stats()
        return Run(
            row=row,
            stream=stream,
            cpu=result["cpu"],
            wall=result["wall"],
            calls=stats["calls"],
            streamed=stats["streamed"],
            tokens=stats["tokens"],
            prompt_bytes=stats["prompt_bytes"],
            computed_bytes=stats["computed_bytes"],
        )


def compare(bench: Bench, *, rounds: int, repeats: int) -> Iterator[Run]:
    """Every system, streaming and not, `repeats` times, in turns and in rotating order."""
    for stream in (False, True):
        replay = bench.record(rounds=rounds, stream=stream)
        for row in bench.rows:  # the first conversation of a process is warm-up
            bench.hold(row, rounds=1, stream=stream, replay=replay)
        for repeat in range(repeats):
            shift = repeat % len(bench.rows)
            for row in (*bench.rows[shift:], *bench.rows[:shift]):
                yield bench.hold(row, rounds=rounds, stream=stream, replay=replay)


def token_cost(
    bench: Bench, *, rounds: int, repeats: int, lengths: tuple[int, int], token_ms: float
) -> Mapping[str, float]:
    """CPU milliseconds per streamed token, from the slope between short and long replies."""
    recordings = {n: bench.record(rounds=rounds, stream=True, reply_tokens=n) for n in lengths}
    slopes: dict[str, list[float]] = {row.label: [] for row in TOKEN_ROWS}
    for _ in range(repeats):
        for row in TOKEN_ROWS:
            short, long = (
                bench.hold(
                    row,
                    rounds=rounds,
                    stream=True,
                    reply_tokens=n,
                    token_ms=token_ms,
                    replay=recordings[n],
                )
                for n in lengths
            )
            cpu = 1e3 * (sum(long.cpu) - sum(short.cpu))
            slopes[row.label].append(cpu / (long.tokens - short.tokens))
    return {label: median(values) for label, values in slopes.items()}


def prompt_bytes(bench: Bench, *, rounds: int) -> list[Run]:
    """One thread with each shipped group: its prompts differ, so does what a cache can know."""
    groups = (listing.source for listing in list_ensembles())
    return [
        bench.hold(replace(OURS, label=group, ensemble=group), rounds=rounds, stream=False)
        for group in groups
    ]


def added(runs: Sequence[Run], row: Row, *, figure: str, stream: bool, rounds: int) -> float:
    """What a system adds to ChatOpenAI alone, in ms a turn: the median over paired repeats."""
    mine = [run for run in runs if run.row == row and run.stream == stream]
    base = [run for run in runs if run.row == CHAT and run.stream == stream]
    pairs = zip(mine, base, strict=True)
    return median(
        1e3 * (one.per_turn(figure, rounds) - other.per_turn(figure, rounds))
        for one, other in pairs
    )


def as_json(runs: Sequence[Run]) -> list[dict[str, Any]]:
    """The runs as they were measured."""
    return [asdict(run) for run in runs]


def _member(persona: Persona) -> Member:
    """A persona's card as plain text, so that every system is told the same."""
    lines = [
        f"You are {persona.name}: {persona.role}",
        persona.description,
        f"Traits: {', '.join(persona.traits)}",
        persona.style or "",
        *(f"Do: {line}" for line in persona.do),
        *(f"Don't: {line}" for line in persona.dont),
    ]
    return Member(persona.id, persona.role, "\n".join(filter(None, lines)))

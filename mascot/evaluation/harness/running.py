"""Runs a plan, goes on with one that was cut short, and writes the run's folder."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from inspect_ai import eval_set
from inspect_ai.log import EvalLog, read_eval_log

from mascot import __version__
from mascot.errors import EvaluationError
from mascot.evaluation.harness.comparing import Comparing
from mascot.evaluation.harness.plan import Pair, Plan, make_plan
from mascot.evaluation.harness.samples import inspect_task, records_of
from mascot.evaluation.ledger import Ledger
from mascot.evaluation.records import Conversation, Run, Score
from mascot.evaluation.settings import EvalSettings
from mascot.evaluation.store import write_run
from mascot.judges import AGENT, GROUP, PAIRWISE, STANCE, ScoreCache

LOGS = "logs"
_LEDGER = "ledger.sqlite"
_SETTINGS = "settings.json"
_HARMLESS = {"connections", "retries", "prices", "cache"}
"""Settings that change no figure."""

_TASKS_AT_ONCE = 8
_TALKS_EACH = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A run that has ended.

    Attributes:
        run: Its tables, as they lie in the folder.
        asked: Model calls that went out this time.
        replayed: Calls whose answers were there from an earlier time.
    """

    run: Run
    asked: int
    replayed: int


def run_evaluation(
    settings: EvalSettings,
    folder: Path,
    *,
    command: str = "mascot eval run",
    retry_failed: bool = False,
) -> Ended:
    """Runs everything, or what is left of it, and writes the tables.

    Args:
        settings: What to do; a folder belongs to one set of settings.
        folder: The run's folder: the tables, the ledger of answers, and inspect's logs.
        command: What reproduces the run.
        retry_failed: Begin anew what failed or could not be judged; answers that are there stay.

    Raises:
        EvaluationError: The folder belongs to other settings, or not everything came to an end.
        MascotError: A name, spec or data set cannot be used.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (
        _alone(folder),
        Ledger(folder / _LEDGER, connections=settings.connections) as ledger,
        ScoreCache(settings.cache) if settings.cache else nullcontext() as cache,
    ):
        _same_settings(settings, folder)
        plan = make_plan(settings, ledger, cache=cache)
        logs = _run(plan, folder / LOGS, retry_failed=retry_failed)
        run = _collect(plan, logs, command)
        write_run(run, folder)
        return Ended(run=run, asked=ledger.asked, replayed=ledger.replayed)


def _run(plan: Plan, logs: Path, *, retry_failed: bool) -> dict[str, EvalLog]:
    if retry_failed:
        for log in logs.glob("*.eval"):
            log.unlink()  # what was answered is in the ledger
    comparing = Comparing(plan)
    # The longest first, so that no long talk is left to run alone at the end.
    pairs = sorted(plan.pairs, key=lambda pair: -pair.task.rounds * pair.system.calls[1])
    _, ended = eval_set(
        [inspect_task(plan, pair, comparing) for pair in pairs],
        log_dir=str(logs),
        log_dir_allow_dirty=True,
        model=None,
        display="rich" if sys.stderr.isatty() else "none",
        max_tasks=_TASKS_AT_ONCE,
        # Talks wait for each other's calls: with as many as connections the last few would be slow.
        max_samples=_TALKS_EACH * plan.settings.connections,
        fail_on_error=False,
        retry_on_error=plan.settings.retries,
        retry_attempts=1,
        retry_wait=1,
        log_level="error",
        log_realtime=False,
        score_display=False,
        ctl_server=False,
    )
    return {log.eval.task: log for log in ended}


def _collect(plan: Plan, logs: dict[str, EvalLog], command: str) -> Run:
    conversations: list[Conversation] = []
    scores: list[Score] = []
    for pair in plan.pairs:
        some, marks = _records(pair, logs.get(pair.id))
        conversations += some
        scores += marks
    # Most of it was asked while others still talked, and comes out of the ledger.
    scores += asyncio.run(Comparing(plan).all(conversations))
    return Run(
        command=command,
        made=datetime.now(UTC).isoformat(timespec="seconds"),
        scripted=plan.scripted,
        versions={
            "mascot": __version__,
            "inspect_ai": version("inspect_ai"),
            **_versions(AGENT.label, GROUP.label, PAIRWISE, STANCE),
        },
        conversations=tuple(conversations),
        scores=tuple(scores),
        notes=plan.notes,
    )


def _versions(*labels: str) -> dict[str, str]:
    return {name: number for name, _, number in (label.partition("/") for label in labels)}


def _records(pair: Pair, log: EvalLog | None) -> tuple[list[Conversation], list[Score]]:
    if log is None or log.status != "success":
        why = log.error.message if log is not None and log.error else "it did not come to an end"
        raise EvaluationError(f"{pair.id}: {why}; run the same command again, it goes on there")
    whole = log if log.samples else read_eval_log(log.location)
    try:
        return records_of(pair, whole.samples or ())
    except KeyError as error:
        raise EvaluationError(
            f"{log.location}: the sample {error} is missing; delete this log and run the same "
            "command again"
        ) from None


def _same_settings(settings: EvalSettings, folder: Path) -> None:
    path = folder / _SETTINGS
    now = settings.model_dump(mode="json", exclude=_HARMLESS)
    if not path.exists():
        path.write_text(json.dumps(now, indent=2) + "\n", encoding="utf-8")
        return
    before = json.loads(path.read_text(encoding="utf-8"))
    if other := sorted(key for key in now if before.get(key) != now[key]):
        raise EvaluationError(
            f"{folder}: this run was begun with another {other[0]} ({before.get(other[0])!r:.80}); "
            "name another --out folder, or give the settings it was begun with"
        )


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keeps a second process out of a run that is under way."""
    try:
        import fcntl  # noqa: PLC0415  (not on every system)
    except ImportError:
        yield
        return
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise EvaluationError(
                f"{folder}: another process is running this evaluation; wait for it"
            ) from None
        yield

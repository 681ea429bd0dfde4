"""``mascot eval``: run an evaluation, report it, compare two, and ask people."""

# ruff: noqa: FBT002, PLC0415  (typer reads flags as booleans; a command imports what it needs)
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

app = typer.Typer(
    no_args_is_help=True,
    help="Measure whether a group is better, at what, and how surely: the paper's tables and more.",
)

RunFolder = Annotated[Path, typer.Argument(help="The run's folder.")]


def add_commands(wrap: Callable[[Callable[..., None]], Callable[..., None]]) -> typer.Typer:
    """The group of commands.

    Args:
        wrap: Shows errors as the other commands do.
    """
    for command in (run, report, compare, humans):
        app.command()(wrap(command))
    return app


def run(
    preset: Annotated[
        str, typer.Option(help="Settings to start from: smoke, miniature or paper.")
    ] = "smoke",
    settings: Annotated[Path | None, typer.Option(help="YAML over the preset.")] = None,
    out: Annotated[Path, typer.Option(help="The run's folder.")] = Path("runs/eval"),
    task: Annotated[list[str] | None, typer.Option(help="Only this task; again for more.")] = None,
    system: Annotated[
        list[str] | None, typer.Option(help="Only this system; again for more.")
    ] = None,
    backend: Annotated[
        str | None, typer.Option("--backend", "-b", help="The untrained model.")
    ] = None,
    trained: Annotated[
        str | None, typer.Option(help="A folder of `mascot train all`: its models take the seats.")
    ] = None,
    director: Annotated[str | None, typer.Option(help="The trained director.")] = None,
    speaker: Annotated[str | None, typer.Option(help="The trained speakers.")] = None,
    sft: Annotated[str | None, typer.Option(help="The model with the adapter of SFT.")] = None,
    user: Annotated[str | None, typer.Option(help="Who plays simulated users.")] = None,
    judge: Annotated[
        list[str] | None, typer.Option(help="Who scores: heuristic, or a model; again for more.")
    ] = None,
    embedding: Annotated[
        str | None, typer.Option(help="Compare texts by meaning: URL#MODEL or openai:MODEL.")
    ] = None,
    ed: Annotated[str | None, typer.Option(help="EmpatheticDialogues' folder, or ed:hub.")] = None,
    qmsum: Annotated[str | None, typer.Option(help="QMSum's folder.")] = None,
    split: Annotated[str | None, typer.Option(help="train, valid or test.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Contexts of each group.")] = None,
    epochs: Annotated[int | None, typer.Option(min=1, help="Repetitions of a sample.")] = None,
    seed: Annotated[int | None, typer.Option(help="Draws other samples and replies.")] = None,
    connections: Annotated[int | None, typer.Option(min=1, help="Model calls at once.")] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell calls, tokens and cost; spend nothing.")
    ] = False,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Begin anew what failed or was not judged.")
    ] = False,
) -> None:
    """Run systems on tasks; the same command goes on where it was cut short."""
    from mascot.evaluation.harness import estimate, run_evaluation
    from mascot.evaluation.settings import load_settings

    given: dict[str, Any] = {
        "tasks": task,
        "systems": system,
        "backend": backend,
        "trained": trained,
        "director": director,
        "speaker": speaker,
        "sft": sft,
        "user": user,
        "judges": judge,
        "embedding": embedding,
        "ed": ed,
        "qmsum": qmsum,
        "split": split,
        "limit": limit,
        "epochs": epochs,
        "seed": seed,
        "connections": connections,
    }
    given = {
        key: tuple(value) if isinstance(value, list) else value for key, value in given.items()
    }
    chosen = load_settings(preset, settings, given)
    if dry_run:
        _show_estimate(estimate(chosen))
        return
    console = Console()
    try:
        ended = run_evaluation(chosen, out, command=_command(), retry_failed=retry_failed)
    except KeyboardInterrupt:
        console.print("Stopped. What was answered is kept; the same command goes on there.")
        raise typer.Exit(130) from None
    trained_here = chosen.director is not None or chosen.speaker is not None
    _show_run(console, ended, out, trained=trained_here)


def report(
    folder: RunFolder = Path("runs/eval"),
    out: Annotated[Path | None, typer.Option(help="Where to; by default into the folder.")] = None,
) -> None:
    """Write a run's report: one HTML file, Markdown and CSV."""
    from mascot.evaluation.report import write_report

    written = write_report(folder, out or folder / "report")
    typer.echo(f"Report: {written or out or folder / 'report'}")


def compare(
    one: Annotated[Path, typer.Argument(help="A run's folder.")],
    other: Annotated[Path, typer.Argument(help="Another's.")],
) -> None:
    """Compare two runs on the samples that they share."""
    from mascot.evaluation.report import compare_runs

    typer.echo(compare_runs(one, other))


def humans(
    folder: RunFolder = Path("runs/eval"),
    port: Annotated[int, typer.Option(min=1, max=65535, help="The page's port.")] = 7861,
) -> None:
    """Ask people: a page for blind pairwise judgements of a run's conversations."""
    from mascot.evaluation.humans.page import launch_humans

    launch_humans(folder, port=port)


def _show_run(console: Console, ended: Any, out: Path, *, trained: bool) -> None:
    from mascot.evaluation.report import ablation_table

    made = ended.run
    failed = [one for one in made.conversations if one.error is not None]
    missing = sum(score.value is None for score in made.scores)

    def say(text: str) -> None:
        console.print(text, markup=False, highlight=False, soft_wrap=True)

    say(
        f"{len(made.conversations):,} conversations, {len(made.scores):,} scores in {out}. "
        f"{ended.asked:,} calls now, {ended.replayed:,} answered before."
    )
    if made.scripted:
        say(f"Not language models: {', '.join(made.scripted)}.")
    for note in made.notes:
        say(f"Note: {note}")
    if missing:
        say(f"{missing:,} scores are missing; the report counts them by reason.")
    if failed:
        say(
            f"{len(failed):,} conversations failed, the first ({failed[0].task}, "
            f"{failed[0].system}): {failed[0].error}\n--retry-failed begins them anew."
        )
    if trained and (found := ablation_table(made)):
        _show_table(console, found)
    say(f"Next: mascot eval report {out}")
    if len(failed) == len(made.conversations):
        raise typer.Exit(1)


def _show_table(console: Console, found: Any) -> None:
    caption = f"{found.caption} 95 % intervals are in the report."
    table = Table(title=found.title, caption=caption, caption_justify="left")
    for number, column in enumerate(found.columns):
        table.add_column(column, no_wrap=number == 0, overflow="fold")
    for row in found.rows:
        table.add_row(*(cell.text for cell in row))
    console.print(table, markup=False)


def _show_estimate(estimate: Any) -> None:
    console = Console()
    table = Table("task@system", "talks", "calls", "read", "written", title="Without judges")
    for name, amount in estimate.pairs.items():
        talks = f"{estimate.conversations[name]:,}"
        table.add_row(name, talks, *_figures(amount))
    console.print(table)
    models = Table("model", "calls", "read", "written", "US dollars", title="By model")
    for name, amount in estimate.models.items():
        cost = estimate.cost[name]
        shown = "no price given" if cost is None else f"{cost:,.2f}"
        models.add_row(name, *_figures(amount), shown)
    console.print(models)
    if estimate.comparisons:
        console.print(
            f"Judges among them compare {estimate.comparisons:,} pairs of conversations each, in both "
            "orders."
        )
    for note in estimate.notes:
        console.print(f"Note: {note}", markup=False)
    console.print(
        "Estimated from a rehearsal with scripted models, four characters a token; a model that "
        "thinks writes more. Nothing was asked or spent."
    )


def _figures(amount: Any) -> tuple[str, ...]:
    return tuple(f"{round(n):,}" for n in (amount.calls, amount.prompt, amount.completion))


def _command() -> str:
    import shlex
    import sys

    return shlex.join(["mascot", *sys.argv[1:]])

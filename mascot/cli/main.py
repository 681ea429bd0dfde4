"""The commands and their options."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, ParamSpec, TypeVar

import typer
from rich.console import Console

from mascot import __version__
from mascot.cli.eval import add_commands
from mascot.cli.memory import add_memory
from mascot.cli.train import add_stages
from mascot.errors import MascotError

P = ParamSpec("P")
T = TypeVar("T")

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Companion group chats: a director decides who speaks, personas answer in character.",
)
personas = typer.Typer(no_args_is_help=True, help="Look at and check persona definitions.")
app.add_typer(personas, name="personas")
EnsembleOption = Annotated[
    str,
    typer.Option(
        "--ensemble", "-e", help="A shipped group's name, or a path to a YAML file or folder."
    ),
]


def plain_errors(command: Callable[P, T]) -> Callable[P, T]:
    """Shows an error that the user can mend as its message alone."""

    @wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return command(*args, **kwargs)
        except MascotError as error:
            Console(stderr=True).print(
                f"[bold red]error:[/] {_escaped(str(error))}", soft_wrap=True
            )
            raise typer.Exit(1) from None

    return wrapped


def _escaped(text: str) -> str:
    return text.replace("[", r"\[")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"mascot {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Companion group chats."""


@app.command()
@plain_errors
def chat(
    ensemble: EnsembleOption = "emotional-support",
    backend: Annotated[
        str | None,
        typer.Option("--backend", "-b", help="The model: demo, auto, vllm:URL, openai:NAME, …"),
    ] = None,
    director: Annotated[str | None, typer.Option(help="A model of the director's own.")] = None,
    speaker: Annotated[str | None, typer.Option(help="A model of the speakers' own.")] = None,
    thread: Annotated[
        str | None, typer.Option(help="Continue (or start) the conversation kept under this id.")
    ] = None,
    context: Annotated[
        str | None,
        typer.Option(
            help="A file that the talk is about: a transcript as text, or QMSum JSON (file.jsonl#3)."
        ),
    ] = None,
    turns: Annotated[
        str, typer.Option(help="Who speaks next: director, round-robin, random or manual.")
    ] = "director",
    replies: Annotated[
        int | None, typer.Option(min=1, max=20, help="At most so many replies a message.")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Makes random choices repeatable.")] = None,
    memory: Annotated[
        bool | None,
        typer.Option(
            "--memory/--no-memory",
            help="Whether the group remembers you beyond this conversation; by default MASCOT_MEMORY.",
            show_default=False,
        ),
    ] = None,
    message: Annotated[
        str | None, typer.Option("--message", "-m", help="Say this, print the answers, leave.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one event a line, as JSON.")
    ] = False,
) -> None:
    """Talk with the group."""
    from mascot.cli.chat import ChatOptions, run_chat
    from mascot.dialogue.meeting import load_context
    from mascot.graph import ChatContext

    options = ChatOptions(
        ensemble=ensemble,
        backend=backend,
        director=director,
        speaker=speaker,
        thread=thread,
        about=load_context(context) if context else None,
        settings=ChatContext(turns=turns, replies=replies, seed=seed),
        message=message,
        as_json=as_json,
        memory=memory,
    )
    raise typer.Exit(asyncio.run(run_chat(options)))


@app.command()
@plain_errors
def serve(
    vllm_options: Annotated[
        list[str] | None,
        typer.Argument(metavar="[-- VLLM_OPTIONS]", help="Passed on to vLLM as they are."),
    ] = None,
    model: Annotated[
        str | None,
        typer.Option(help="The base model: a folder or a hub id. By default the adapters' own."),
    ] = None,
    director: Annotated[Path | None, typer.Option(help="The director's adapter.")] = None,
    speaker: Annotated[
        Path | None, typer.Option(help="The speakers' adapter; it may be the director's.")
    ] = None,
    adapter: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=FOLDER", help="Another adapter: speaker-<persona id>, …"),
    ] = None,
    host: Annotated[str, typer.Option(help="Where to listen.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port.")] = 8000,
    context: Annotated[
        int | None,
        typer.Option(min=256, help="Tokens of prompt and answer; by default what memory holds."),
    ] = None,
    reasoning_parser: Annotated[
        str, typer.Option(help="vLLM's parser of the model's thinking; '' for none.")
    ] = "qwen3",
    vllm_python: Annotated[
        str | None, typer.Option(help="The Python of the environment that has vLLM.")
    ] = None,
    log: Annotated[Path | None, typer.Option(help="The file for vLLM's output.")] = None,
    timeout: Annotated[
        float, typer.Option(min=1, help="Seconds to wait until the model is loaded.")
    ] = 1800.0,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print the command and start nothing.")
    ] = False,
) -> None:
    """Serve a base model and its adapters with vLLM."""
    from mascot.cli.serve import ServeRequest
    from mascot.cli.serve import serve as start

    request = ServeRequest(
        model=model,
        director=director,
        speaker=speaker,
        adapters=tuple(adapter or ()),
        host=host,
        port=port,
        context=context,
        reasoning_parser=reasoning_parser,
        python=vllm_python,
        log=log,
        timeout=timeout,
        dry_run=dry_run,
        extra=tuple(vllm_options or ()),
    )
    raise typer.Exit(start(request))


@app.command()
@plain_errors
def api(
    ensemble: Annotated[
        list[str] | None,
        typer.Option("--ensemble", "-e", help="A group, again for another; all shipped ones."),
    ] = None,
    groups: Annotated[
        Path | None, typer.Option(help="A folder of YAML files with groups to serve.")
    ] = None,
    backend: Annotated[
        str | None,
        typer.Option("--backend", "-b", help="The model: demo, auto, vllm:URL, openai:NAME, …"),
    ] = None,
    director: Annotated[str | None, typer.Option(help="A model of the director's own.")] = None,
    speaker: Annotated[str | None, typer.Option(help="A model of the speakers' own.")] = None,
    host: Annotated[str, typer.Option(help="Where to listen.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port.")] = 8010,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes.")] = 1,
    rate: Annotated[
        int, typer.Option(min=0, help="Requests a minute for each key or address; 0: no limit.")
    ] = 120,
    rounds: Annotated[int, typer.Option(min=1, help="Rounds at once in a process.")] = 256,
    max_bytes: Annotated[int, typer.Option(min=1_000, help="Of one request.")] = 2_000_000,
    origin: Annotated[
        list[str] | None, typer.Option(help="A web page that may ask, as https://HOST.")
    ] = None,
    threads: Annotated[
        Path | None,
        typer.Option(help="The file of kept conversations, instead of MASCOT_DATABASE."),
    ] = None,
    no_keys: Annotated[
        bool, typer.Option("--no-keys", help="Answer without a key, on any address.")
    ] = False,
) -> None:
    """Serve groups as models of an OpenAI-compatible endpoint."""
    from mascot.cli.api import run_api
    from mascot.serving.api.running import ApiOptions

    run_api(
        ApiOptions(
            ensembles=tuple(ensemble or ()),
            groups=groups,
            backend=backend,
            director=director,
            speaker=speaker,
            host=host,
            port=port,
            workers=workers,
            per_minute=rate,
            rounds=rounds,
            max_bytes=max_bytes,
            origins=tuple(origin or ()),
            threads=threads,
            no_keys=no_keys,
        )
    )


@app.command()
@plain_errors
def mcp(
    ensemble: EnsembleOption = "emotional-support",
    backend: Annotated[
        str | None,
        typer.Option("--backend", "-b", help="The model: demo, auto, vllm:URL, openai:NAME, …"),
    ] = None,
    director: Annotated[str | None, typer.Option(help="A model of the director's own.")] = None,
    speaker: Annotated[str | None, typer.Option(help="A model of the speakers' own.")] = None,
) -> None:
    """Offer the group as a tool on the standard streams (Model Context Protocol)."""
    from mascot.graph import build_group_chat
    from mascot.serving.mcp import build_mcp

    chat = build_group_chat(ensemble, backend=backend, director=director, speaker=speaker)
    build_mcp(chat).run("stdio")


@personas.command("list")
@plain_errors
def personas_list(
    folder: Annotated[Path | None, typer.Argument(help="Also those of this folder.")] = None,
) -> None:
    """List the groups and who is in them."""
    from mascot.cli.cards import print_list

    print_list(folder)


@personas.command("show")
@plain_errors
def personas_show(ensemble: Annotated[str, typer.Argument(help="A name or a path.")]) -> None:
    """Show a group's cards."""
    from mascot.cli.cards import print_cards

    print_cards(ensemble)


@personas.command("check")
@plain_errors
def personas_check(
    definitions: Annotated[list[str], typer.Argument(help="Names, YAML files or folders.")],
) -> None:
    """Check definitions; every problem is named with its file and line."""
    from mascot.cli.cards import check

    raise typer.Exit(check(definitions))


@personas.command("lint")
@plain_errors
def personas_lint(
    definitions: Annotated[list[str], typer.Argument(help="Names, YAML files or folders.")],
    embedding: Annotated[
        str | None,
        typer.Option(help="Compare cards by meaning: URL#MODEL or openai:MODEL."),
    ] = None,
) -> None:
    """Look for what is weak: overlap, missing contrast, pleasing, injected orders, cost."""
    from mascot.cli.cards import print_findings

    raise typer.Exit(print_findings(definitions, embedding))


@personas.command("import")
@plain_errors
def personas_import(
    files: Annotated[list[Path], typer.Argument(help="Cards: PNG, JSON, CHARX; TinyTroupe JSON.")],
    out: Annotated[Path, typer.Option(help="A folder, or the YAML file to write.")] = Path(),
    ensemble: Annotated[
        str | None, typer.Option("--ensemble", "-e", help="Make one group of this name of them.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace files that exist.")] = False,
) -> None:
    """Make definitions of other programs' character cards."""
    from mascot.cli.elsewhere import import_files

    raise typer.Exit(import_files(files, out=out, ensemble=ensemble, force=force))


@personas.command("export")
@plain_errors
def personas_export(
    what: Annotated[str, typer.Argument(help="A group, a library, or GROUP/PERSONA.")],
    out: Annotated[Path, typer.Option(help="A folder, or one .json or .png file.")] = Path(),
    png: Annotated[bool, typer.Option("--png", help="Pictures instead of JSON.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace files that exist.")] = False,
) -> None:
    """Write personas as character cards of version 2."""
    from mascot.cli.elsewhere import export_personas

    raise typer.Exit(export_personas(what, out=out, png=png, force=force))


@app.command()
@plain_errors
def graph(ensemble: EnsembleOption = "emotional-support") -> None:
    """Print the state machine as a Mermaid picture."""
    from mascot.graph import build_group_chat

    typer.echo(build_group_chat(ensemble, backend="demo").compile().get_graph().draw_mermaid())


app.add_typer(add_memory(plain_errors), name="memory")
app.add_typer(add_stages(plain_errors), name="train")
app.add_typer(add_commands(plain_errors), name="eval")

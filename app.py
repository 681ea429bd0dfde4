"""The group chat in the browser: ``python app.py``. Also the entry file of a hosted Space."""

from __future__ import annotations

from typing import Annotated

import typer

from mascot.errors import MascotError


def main(
    ensemble: Annotated[
        str,
        typer.Option(
            "--ensemble", "-e", help="A shipped group's name, or a path to a YAML file or folder."
        ),
    ] = "emotional-support",
    backend: Annotated[
        str | None,
        typer.Option(
            "--backend", "-b", help="The model: demo, auto, vllm:URL, ollama:NAME, openai:NAME, …"
        ),
    ] = None,
    director: Annotated[str | None, typer.Option(help="A model of the director's own.")] = None,
    speaker: Annotated[str | None, typer.Option(help="A model of the speakers' own.")] = None,
    host: Annotated[
        str,
        typer.Option(
            envvar="GRADIO_SERVER_NAME", help="Where to listen; 0.0.0.0 lets other machines in."
        ),
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(envvar="GRADIO_SERVER_PORT", min=1, max=65535)] = 7860,
    context: Annotated[
        str | None,
        typer.Option(
            help="A file that every talk is about: a transcript as text, or QMSum JSON (file.jsonl#3)."
        ),
    ] = None,
) -> None:
    """Opens the group chat as a page."""
    try:
        run(ensemble, backend, director, speaker, host, port, context)
    except MascotError as error:
        typer.secho(f"error: {error}", fg=typer.colors.RED, err=True)
        raise typer.Exit(1) from None


def run(
    ensemble: str,
    backend: str | None,
    director: str | None,
    speaker: str | None,
    host: str,
    port: int,
    context: str | None,
) -> None:
    """Builds the group and serves it until it is interrupted.

    Raises:
        MascotError: An option cannot be used; the message says why.
    """
    from mascot.dialogue.meeting import load_context  # noqa: PLC0415  (--help is instant)
    from mascot.graph import build_group_chat, open_sqlite  # noqa: PLC0415
    from mascot.settings import Settings  # noqa: PLC0415
    from mascot.ui import serve  # noqa: PLC0415

    settings = Settings.load()
    about = load_context(context) if context else None
    graph = build_group_chat(
        ensemble, backend=backend, director=director, speaker=speaker, settings=settings
    )
    with open_sqlite(settings.data_dir / "chats.sqlite") as saver:
        serve(graph.compile(checkpointer=saver), host=host, port=port, about=about)


if __name__ == "__main__":
    typer.run(main)

"""The group chat in the browser: ``python app.py``. Also the entry file of a hosted Space."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mascot.errors import MascotError

Ensemble = Annotated[
    str,
    typer.Option(
        "--ensemble", "-e", help="A shipped group's name, or a path to a YAML file or folder."
    ),
]
Backend = Annotated[
    str | None,
    typer.Option(
        "--backend", "-b", help="The model: demo, auto, vllm:URL, ollama:NAME, openai:NAME, …"
    ),
]


def main(
    ensemble: Ensemble = "emotional-support",
    backend: Backend = None,
    director: Annotated[str | None, typer.Option(help="A model of the director's own.")] = None,
    speaker: Annotated[str | None, typer.Option(help="A model of the speakers' own.")] = None,
    context: Annotated[
        str | None,
        typer.Option(
            help="A file that every talk is about: a transcript as text, or QMSum JSON (file.jsonl#3)."
        ),
    ] = None,
    groups: Annotated[
        Path | None, typer.Option(help="A folder of YAML files that the page offers as groups.")
    ] = None,
    host: Annotated[
        str,
        typer.Option(
            envvar="GRADIO_SERVER_NAME", help="Where to listen; 0.0.0.0 lets other machines in."
        ),
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(envvar="GRADIO_SERVER_PORT", min=1, max=65535, help="The port.")
    ] = 7860,
    root_path: Annotated[
        str | None,
        typer.Option(
            envvar="GRADIO_ROOT_PATH", help="Where a proxy shows the page, such as /chat."
        ),
    ] = None,
    auth: Annotated[
        list[str] | None,
        typer.Option(metavar="USER:PASSWORD", help="Somebody who may log in; again for another."),
    ] = None,
    auth_file: Annotated[
        Path | None, typer.Option(help="A file with a line USER:PASSWORD for each account.")
    ] = None,
    backend_choice: Annotated[
        bool | None,
        typer.Option(
            help="Whether visitors may choose the model. By default only where the page is for this machine alone.",
            show_default=False,
        ),
    ] = None,
    rounds: Annotated[
        int,
        typer.Option(min=1, help="So many conversations are answered at once, of all visitors."),
    ] = 64,
    rounds_each: Annotated[int, typer.Option(min=1, help="So many of one visitor.")] = 3,
    share: Annotated[  # noqa: FBT002  (typer reads flags as booleans)
        bool,
        typer.Option("--share", help="Open a tunnel through Gradio's servers to this machine."),
    ] = False,
) -> None:
    """Opens the group chat as a page."""
    from mascot.ui.running import Running, run  # noqa: PLC0415  (--help is instant)

    try:
        run(
            Running(
                ensemble=ensemble,
                backend=backend,
                director=director,
                speaker=speaker,
                context=context,
                groups=groups,
                host=host,
                port=port,
                root_path=root_path,
                auth=tuple(auth or ()),
                auth_file=auth_file,
                backend_choice=backend_choice,
                rounds=rounds,
                rounds_each=rounds_each,
                share=share,
            ),
            say=lambda text: typer.secho(text, err=True),
        )
    except MascotError as error:
        typer.secho(f"error: {error}", fg=typer.colors.RED, err=True)
        raise typer.Exit(1) from None


if __name__ == "__main__":
    typer.run(main)

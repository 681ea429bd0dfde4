"""From what the command line asked for to the served page."""

from __future__ import annotations

import ipaddress
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from mascot.dialogue.meeting import load_context
from mascot.errors import MascotError
from mascot.graph import build_group_chat, open_sqlite
from mascot.memory import LocalSqliteStore
from mascot.personas import load_ensemble
from mascot.settings import Settings
from mascot.ui.accounts import Accounts
from mascot.ui.hosting import serve
from mascot.ui.limits import Limits
from mascot.ui.policy import Policy

_DATABASE = "chats.sqlite"
_SPACE = "SPACE_ID"
"""Set by hosted Spaces."""


@dataclass(frozen=True, kw_only=True)
class Running:
    """What the command line asked for; see ``python app.py --help``."""

    ensemble: str = "emotional-support"
    backend: str | None = None
    director: str | None = None
    speaker: str | None = None
    context: str | None = None
    groups: Path | None = None
    host: str = "127.0.0.1"
    port: int = 7860
    root_path: str | None = None
    auth: tuple[str, ...] = ()
    auth_file: Path | None = None
    backend_choice: bool | None = None
    rounds: int = 64
    rounds_each: int = 3
    share: bool = False


def run(asked: Running, *, say: Callable[[str], object] = print) -> None:
    """Builds the group and serves it until it is interrupted.

    Args:
        asked: What the command line asked for.
        say: Takes notices for whoever started the server.

    Raises:
        MascotError: An option cannot be used; the message says why.
    """
    settings = Settings.load()
    accounts = Accounts.read(asked.auth, asked.auth_file)
    about = load_context(asked.context) if asked.context else None
    if asked.groups is not None and not asked.groups.is_dir():
        raise MascotError(f"--groups {asked.groups}: is no folder; name one that holds YAML files")
    ensemble = load_ensemble(asked.ensemble)
    policy = Policy(
        choose_backend=may_choose(asked),
        backend=asked.backend,
        director=asked.director,
        speaker=asked.speaker,
        settings=settings,
        folder=asked.groups,
        own=ensemble,
    )
    graph = build_group_chat(
        ensemble,
        backend=asked.backend,
        director=asked.director,
        speaker=asked.speaker,
        settings=settings,
    )
    with open_sqlite(data_folder(settings.data_dir, say) / _DATABASE) as saver:
        serve(
            graph.compile(checkpointer=saver, store=LocalSqliteStore(saver)),
            host=asked.host,
            port=asked.port,
            about=about,
            policy=policy,
            limits=Limits(each=asked.rounds_each, everybody=asked.rounds),
            accounts=accounts,
            root_path=asked.root_path,
            share=asked.share,
        )


def may_choose(asked: Running) -> bool:
    """Whether visitors may choose the model: where not said, on a page for this machine alone.

    Elsewhere strangers could make the server call addresses inside its own network.
    """
    if asked.backend_choice is not None:
        return asked.backend_choice
    return (
        is_loopback(asked.host)
        and not (asked.share or asked.auth or asked.auth_file)
        and (_SPACE not in os.environ)
    )


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches what listens there."""
    if host.casefold() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def data_folder(wanted: Path, say: Callable[[str], object]) -> Path:
    """Where conversations are kept: as asked, or where that cannot be written, for the time being.

    Args:
        wanted: The folder of the settings.
        say: Is told when it is another.
    """
    try:
        wanted.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=wanted):
            return wanted
    except OSError as error:
        other = Path(tempfile.mkdtemp(prefix="mascot-"))
        say(
            f"{wanted}: cannot be written ({error.strerror or error}). Conversations are kept in "
            f"{other} and are lost with it; set MASCOT_DATA_DIR to a folder that lasts."
        )
        return other

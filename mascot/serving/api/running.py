"""Starting the server, in one process or several."""

from __future__ import annotations

import asyncio
import ipaddress
import os
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import uvicorn
from pydantic import BaseModel, ConfigDict
from starlette.applications import Starlette

from mascot.errors import MascotError, ServingError
from mascot.graph import GroupChat, PostgresThreads, build_group_chat, open_postgres, open_sqlite
from mascot.personas import list_ensembles
from mascot.safety import detect
from mascot.settings import Settings

_OPTIONS = "MASCOT_INTERNAL_API_OPTIONS"
"""How a worker is told what to serve."""
_PROMETHEUS = "PROMETHEUS_MULTIPROC_DIR"
_LOOPBACK = frozenset({"localhost", "ip6-localhost"})


class ApiOptions(BaseModel):
    """What ``mascot api`` serves and how; see ``mascot api --help``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ensembles: tuple[str, ...] = ()
    groups: Path | None = None
    backend: str | None = None
    director: str | None = None
    speaker: str | None = None
    host: str = "127.0.0.1"
    port: int = 8010
    workers: int = 1
    per_minute: int = 120
    rounds: int = 256
    max_bytes: int = 2_000_000
    origins: tuple[str, ...] = ()
    threads: Path | None = None
    no_keys: bool = False

    @property
    def local(self) -> bool:
        """Whether only this machine can reach it."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host in _LOOPBACK


def check_options(options: ApiOptions, settings: Settings) -> tuple[str, ...]:
    """Finds what cannot work before anything starts.

    Returns:
        The names of the models.

    Raises:
        MascotError: It says what to change.
    """
    if not options.local and not settings.api_keys and not options.no_keys:
        raise ServingError(
            f"{options.host} lets other machines in, and no key is set; set MASCOT_API_KEYS, or say "
            "--no-keys if something in front asks for one"
        )
    models = tuple(chat.ensemble.id for chat in build_chats(options, settings))
    if settings.database is not None and options.threads is None:
        asyncio.run(_reach(settings.database.get_secret_value()))
    return models


async def _reach(url: str) -> None:
    async with open_postgres(url):
        pass


def build_chats(options: ApiOptions, settings: Settings) -> list[GroupChat]:
    """The groups that are served.

    Raises:
        MascotError: One cannot be loaded, or two have one id.
    """
    sources = list(options.ensembles)
    if options.groups is not None:
        listings = list_ensembles(options.groups)[len(list_ensembles()) :]
        if broken := next((each.error for each in listings if each.error), None):
            raise broken
        sources += [listing.source for listing in listings]
    chats: dict[str, GroupChat] = {}
    for source in sources or [listing.source for listing in list_ensembles()]:
        chat = build_group_chat(
            source,
            backend=options.backend,
            director=options.director,
            speaker=options.speaker,
            settings=settings,
        )
        if chat.ensemble.id in chats:
            raise ServingError(
                f"two groups have the id {chat.ensemble.id!r}; a model needs a name of its own"
            )
        chats[chat.ensemble.id] = chat
    return list(chats.values())


def make_app(options: ApiOptions | None = None) -> Starlette:
    """The application of one worker.

    Args:
        options: What to serve; by default what `serve_api` was told.
    """
    # Counts of several workers need their folder set before this is imported.
    from mascot.serving.api.app import Doors, build_app  # noqa: PLC0415
    from mascot.serving.api.groups import Groups  # noqa: PLC0415

    options = options or ApiOptions.model_validate_json(os.environ[_OPTIONS])
    settings = Settings.load()
    keys = () if options.no_keys else [key.get_secret_value() for key in settings.api_keys]
    doors = Doors(
        keys=keys,
        per_minute=options.per_minute,
        rounds=options.rounds,
        max_bytes=options.max_bytes,
        origins=options.origins,
        local=options.local and not keys,  # a page has no key to send
    )
    chats = build_chats(options, settings)
    if settings.database is not None and options.threads is None:
        threads = PostgresThreads(settings.database.get_secret_value())
        groups = Groups(chats, threads.saver, detect, threads.claim)
        return build_app(groups, doors, around=_opened(threads))
    leave = ExitStack()
    saver = leave.enter_context(open_sqlite(options.threads or settings.data_dir / "chats.sqlite"))
    return build_app(Groups(chats, saver, detect), doors, around=_left(leave))


@asynccontextmanager
async def _opened(threads: PostgresThreads) -> AsyncIterator[None]:
    await threads.open()
    try:
        yield
    finally:
        await threads.close()


@asynccontextmanager
async def _left(leave: ExitStack) -> AsyncIterator[None]:
    with leave:
        yield


def serve_api(options: ApiOptions) -> None:
    """Serves until it is interrupted; `check_options` says beforehand whether it can.

    Raises:
        MascotError: It cannot start.
    """
    os.environ[_OPTIONS] = options.model_dump_json()
    with ExitStack() as leave:
        if options.workers > 1:
            os.environ[_PROMETHEUS] = leave.enter_context(TemporaryDirectory(prefix="mascot-"))
        try:
            uvicorn.run(
                "mascot.serving.api.running:make_app",
                factory=True,
                host=options.host,
                port=options.port,
                workers=options.workers,
                log_level="warning",
                timeout_graceful_shutdown=10,
                timeout_worker_healthcheck=60,  # a busy machine takes long to start one
                server_header=False,
            )
        except SystemExit as error:  # how uvicorn says that it could not start
            if error.code:
                raise MascotError(
                    f"Cannot serve at {options.host}, port {options.port}: it is taken or not "
                    "allowed; choose another --port or --host."
                ) from None

"""Engines: one base model in memory for everyone who names it, and one thread that runs it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

from mascot.backends.failures import excerpt
from mascot.backends.huggingface.files import BaseModel, download
from mascot.errors import BackendError, ContextOverflowError

if TYPE_CHECKING:
    from mascot.backends.huggingface.runtime import LoadedModel

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to generate.

    Attributes:
        messages: The chat, in the form that chat templates take.
        adapter: The LoRA adapter to use; None is the base as it is.
        template: Arguments of the chat template, such as ``enable_thinking``.
        sampling: Arguments of transformers' ``generate``; one that is missing is the model's own.
        max_tokens: How long the answer may be.
        seed: Makes sampling repeatable.
        where: Who is asked, for messages.
    """

    messages: list[dict[str, Any]]
    adapter: Path | None = None
    template: dict[str, Any] = field(default_factory=dict)
    sampling: dict[str, Any] = field(default_factory=dict)
    max_tokens: int
    seed: int | None = None
    where: str


@dataclass(frozen=True, slots=True)
class Started:
    """The model has begun to read the prompt; what came before was loading and waiting."""


@dataclass(frozen=True, slots=True)
class Finished:
    """The answer is complete.

    Attributes:
        prompt_tokens: Read.
        cached_tokens: Those of them that an earlier call had computed.
        completion_tokens: Written.
        truncated: The answer was cut at its limit.
    """

    prompt_tokens: int
    cached_tokens: int
    completion_tokens: int
    truncated: bool


Item = Started | str | Finished | Exception
"""What a running request reports: that it begins, pieces of text, and one of the last two."""


class Engine:
    """A base model with its adapters.

    PEFT's active adapter is a state of the whole model, and so is torch's random generator: one
    thread does everything, one request after the other, and callers wait in their own way.
    """

    def __init__(self, base: BaseModel, *, device: str | None, dtype: str | None) -> None:
        self._base = base
        self._device = device
        self._dtype = dtype
        self._model: LoadedModel | None = None
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="mascot-model")

    def start(self, request: Request, report: Callable[[Item], None]) -> Event:
        """Queues a request.

        Args:
            request: What to generate.
            report: Receives what happens, in the engine's thread.

        Returns:
            An event: set, it ends the request at its next token, or before it begins.
        """
        stop = Event()
        self._pool.submit(self._run, request, report, stop)
        return stop

    def _run(self, request: Request, report: Callable[[Item], None], stop: Event) -> None:
        if stop.is_set():
            return
        try:
            if self._model is None:
                self._model = self._load(request.where)
            report(Started())
            finished = self._model.generate(request, report, stop)
        except (BackendError, ContextOverflowError) as error:
            report(error)
        except Exception as error:  # noqa: BLE001  (it belongs to whoever asked)
            report(_in_words(error, request.where))
        else:
            if finished:
                report(finished)

    def _load(self, where: str) -> LoadedModel:
        folder = self._base.folder
        if folder is None and self._base.hub_id:
            _log.info("downloading %s", self._base.hub_id)
            folder = download(self._base.hub_id, where)
        assert folder is not None  # noqa: S101  (a base has either)
        _log.info("loading %s from %s", self._base.name, folder)
        from mascot.backends.huggingface.runtime import LoadedModel  # noqa: PLC0415  (torch)

        try:
            loaded = LoadedModel.load(self._base, folder, device=self._device, dtype=self._dtype)
        except Exception as error:
            if isinstance(error, BackendError):
                raise
            raise BackendError(
                f"{where}: the model in {folder} cannot be loaded "
                f"({type(error).__name__}: {excerpt(str(error))})"
            ) from error
        _log.info("loaded %s on %s", self._base.name, loaded.device)
        return loaded


_engines: WeakValueDictionary[tuple[str, str | None, str | None], Engine] = WeakValueDictionary()
_lock = Lock()


def engine_for(base: BaseModel, *, device: str | None = None, dtype: str | None = None) -> Engine:
    """The engine of a base model: the same one as long as somebody holds it."""
    key = (base.key, device, dtype)
    with _lock:
        engine = _engines.get(key)
        if engine is None:
            engine = _engines[key] = Engine(base, device=device, dtype=dtype)
        return engine


def _in_words(error: Exception, where: str) -> Exception:
    if type(error).__name__ != "OutOfMemoryError":
        return error
    described = BackendError(
        f"{where}: the memory does not suffice ({excerpt(str(error))}); take a smaller model, "
        "or serve it on a larger machine and name its address: vllm:http://…"
    )
    described.__cause__ = error
    return described

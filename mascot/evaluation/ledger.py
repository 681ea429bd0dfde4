"""The ledger: every answer of every model is kept as soon as it is there.

A run that was cut short, by Ctrl-C or by ``kill -9``, is begun again with the same command: whatever
was answered before comes out of the ledger, word for word and with the tokens and the time that it
took, so nothing is asked or paid for twice and the tables are the same to the digit.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self

import numpy as np
from langchain_core.callbacks import (
    AsyncCallbackManagerForLLMRun,
    CallbackManagerForLLMRun,
)
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult

from mascot.backends import Backend
from mascot.digest import digest
from mascot.errors import EvaluationError
from mascot.evaluation.measures import LEXICAL, Vectors

_TABLE = (
    "CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, answer TEXT NOT NULL) WITHOUT ROWID"
)
_PATIENCE = 30.0


@dataclass(slots=True)
class Meter:
    """What one conversation takes.

    Attributes:
        scope: Names the conversation; equal prompts of different conversations are different calls.
        calls: Model calls.
        prompt_tokens: Tokens read, of the calls that told.
        completion_tokens: Tokens written, of the calls that told.
        untold: Calls whose server did not tell.
        replayed: Seconds that calls took which now came out of the ledger.
    """

    scope: str
    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    untold: int = 0
    replayed: float = 0.0
    _seen: Counter[str] = field(default_factory=Counter)

    def number(self, prompt: str) -> int:
        """How often this prompt came before: the next of several draws is another call."""
        self._seen[prompt] += 1
        return self._seen[prompt]

    def took(self, message: AIMessage, seconds: float, *, replayed: bool) -> None:
        """Adds a call."""
        self.calls += 1
        self.replayed += seconds if replayed else 0.0
        if usage := message.usage_metadata:
            self.prompt_tokens += usage["input_tokens"]
            self.completion_tokens += usage["output_tokens"]
        else:
            self.untold += 1


_METER: ContextVar[Meter | None] = ContextVar("mascot_meter", default=None)


@contextmanager
def metered(scope: str) -> Iterator[Meter]:
    """What is asked in here, and in tasks begun in here, belongs to this conversation."""
    meter = Meter(scope)
    token = _METER.set(meter)
    try:
        yield meter
    finally:
        _METER.reset(token)


class Ledger:
    """Keeps answers, and lets only so many calls run at once.

    Args:
        path: An SQLite file; None keeps nothing beyond this process.
        connections: Model calls at once, of all backends together.

    Attributes:
        asked: Calls that went out to a model, since this process began.
        replayed: Calls that were answered out of the ledger.
        listener: Told of every call: its role, the prompt and the answer.

    Raises:
        EvaluationError: The file cannot be used.
    """

    def __init__(self, path: Path | None = None, *, connections: int = 16) -> None:
        self.asked = 0
        self.replayed = 0
        self.listener: Callable[[str, Sequence[BaseMessage], AIMessage], None] | None = None
        self._connections = connections
        self._lock = threading.Lock()  # measures ask for vectors in threads
        self._limits: dict[asyncio.AbstractEventLoop, asyncio.Semaphore] = {}
        self._pending: dict[str, asyncio.Future[None]] = {}
        try:
            if path is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
            self._database = sqlite3.connect(
                path or ":memory:",
                timeout=_PATIENCE,
                isolation_level=None,
                check_same_thread=False,
            )
            self._database.execute("PRAGMA journal_mode=WAL")
            self._database.execute("PRAGMA synchronous=NORMAL")
            self._database.execute(_TABLE)
        except (sqlite3.Error, OSError) as error:
            raise EvaluationError(
                f"{path}: cannot be used as a ledger ({error}); name another --out folder"
            ) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def __len__(self) -> int:
        return int(self._database.execute("SELECT COUNT(*) FROM answers").fetchone()[0])

    def wrap(self, backend: Backend, role: str) -> Backend:
        """The same backend, its answers kept.

        Args:
            backend: Whom to ask.
            role: What for; the same model in another role is asked anew.
        """
        model = LedgerModel(inner=backend.model, ledger=self, role=role, label=backend.label)
        fallbacks = tuple(self.wrap(one, role) for one in backend.fallbacks)
        return replace(backend, model=model, fallbacks=fallbacks)

    def vectors(self, vectors: Vectors) -> Vectors:
        """The same way to make vectors, each text's kept; it may be asked from any thread.

        Args:
            vectors: How texts become vectors.
        """
        if vectors is LEXICAL:
            return vectors  # costs less than looking it up

        def embed(texts: Sequence[str]) -> list[list[float]]:
            keys = [f"vector {digest(vectors.label, text)}" for text in texts]
            kept = {key: row for key in keys if (row := self._row(key)) is not None}
            new = {key: text for key, text in zip(keys, texts, strict=True) if key not in kept}
            if new:
                rows = np.asarray(vectors.embed(list(new.values())), dtype=float).tolist()
                for key, row in zip(new, rows, strict=True):
                    kept[key] = row
                    self._keep(key, row)
            return [kept[key] for key in keys]

        return replace(vectors, embed=embed)

    async def answer(
        self, asked: LedgerModel, messages: Sequence[BaseMessage], **kwargs: Any
    ) -> AIMessage:
        """The answer to a prompt, out of the ledger or from the model.

        Args:
            asked: The model and its role.
            messages: The prompt.
            kwargs: Of the call.
        """
        meter = _METER.get()
        prompt = digest(
            asked.role, asked.label, [[m.type, m.name, m.content] for m in messages], kwargs
        )
        key = prompt if meter is None else f"{meter.scope} {prompt} {meter.number(prompt)}"
        while (pending := self._pending.get(key)) is not None:
            await asyncio.shield(pending)  # whoever gives up waiting does not end the call
        kept = self._get(key)
        if kept is None:
            done = self._pending[key] = asyncio.get_running_loop().create_future()
            try:
                message, seconds = await self._ask(asked.inner, messages, **kwargs)
                self._put(key, message, seconds)
            finally:
                del self._pending[key]
                if not done.done():
                    done.set_result(None)
        else:
            message, seconds = kept
            self.replayed += 1
        if meter is not None:
            meter.took(message, seconds, replayed=kept is not None)
        if self.listener is not None:
            self.listener(asked.role, messages, message)
        return message

    async def _ask(
        self, model: BaseChatModel, messages: Sequence[BaseMessage], **kwargs: Any
    ) -> tuple[AIMessage, float]:
        loop = asyncio.get_running_loop()
        limit = self._limits.setdefault(loop, asyncio.Semaphore(self._connections))
        async with limit:
            self.asked += 1
            started = time.perf_counter()
            message = await model.ainvoke(list(messages), **kwargs)
            return message, round(time.perf_counter() - started, 4)

    def _get(self, key: str) -> tuple[AIMessage, float] | None:
        kept = self._row(key)
        if kept is None:
            return None
        return AIMessage(**kept["message"]), kept["seconds"]

    def _put(self, key: str, message: AIMessage, seconds: float) -> None:
        reasoning = message.additional_kwargs.get("reasoning_content")
        finish = message.response_metadata.get("finish_reason")
        kept = {
            "content": message.content,
            "additional_kwargs": {"reasoning_content": reasoning} if reasoning else {},
            "response_metadata": {"finish_reason": finish} if finish else {},
            "usage_metadata": message.usage_metadata,
        }
        self._keep(key, {"message": kept, "seconds": seconds})

    def _row(self, key: str) -> Any:
        with self._lock:
            found = self._database.execute("SELECT answer FROM answers WHERE key = ?", (key,))
            row = found.fetchone()
        return None if row is None else json.loads(row[0])

    def _keep(self, key: str, value: Any) -> None:
        answer = json.dumps(value, ensure_ascii=False)
        with self._lock:
            self._database.execute("INSERT OR IGNORE INTO answers VALUES (?, ?)", (key, answer))


class LedgerModel(BaseChatModel):
    """A chat model whose answers a ledger keeps.

    Attributes:
        inner: The model that is asked.
        ledger: The `Ledger`.
        role: See `Ledger.wrap`.
        label: The backend's.
    """

    inner: Any
    ledger: Any
    role: str
    label: str

    @property
    def extra_body(self) -> dict[str, Any] | None:
        """The inner model's own: a call's replaces it, so whoever builds one reads it here."""
        return getattr(self.inner, "extra_body", None)

    @property
    def _llm_type(self) -> str:
        return "mascot-ledger"

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,  # noqa: ARG002
        **kwargs: Any,
    ) -> ChatResult:
        more = {"stop": stop} if stop else {}
        message = await self.ledger.answer(self, messages, **more, **kwargs)
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        raise NotImplementedError("an evaluation asks its models on the event loop")

"""The server: OpenAI's paths, each answered by a group."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, ExitStack, asynccontextmanager, nullcontext
from dataclasses import dataclass
from typing import Any, TypeVar

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from mascot.serving.api.errors import ApiError, translated
from mascot.serving.api.groups import Groups, thread_id
from mascot.serving.api.guard import Keys, Rate, Room, check_origin, pass_over, read_body
from mascot.serving.api.metrics import CONTENT_TYPE, Metrics
from mascot.serving.api.rounds import Round
from mascot.serving.api.telling import Piece, Telling
from mascot.serving.api.wire import ChatRequest, read_request

THREAD_HEADER = "X-Mascot-Thread"
_THREAD = re.compile(r"[\w.:-]{1,128}", re.ASCII)
_PATIENCE = 15.0
"""Seconds of silence after which a stream says that it lives: proxies drop silent ones."""

T = TypeVar("T")

_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Doors:
    """Who may ask, how often and how much.

    Attributes:
        keys: Secrets of which each opens the server; none leaves it open.
        per_minute: Requests a minute for each key, or address without keys; 0 for no limit.
        rounds: Rounds at once in this process.
        max_bytes: Of a request's body.
        origins: Web pages that may ask, such as ``https://chat.example.org``.
        local: Only this machine is served, under its local names.
    """

    keys: Sequence[str] = ()
    per_minute: int = 120
    rounds: int = 256
    max_bytes: int = 2_000_000
    origins: Sequence[str] = ()
    local: bool = False


def build_app(
    groups: Groups,
    doors: Doors | None = None,
    *,
    around: AbstractAsyncContextManager[object] | None = None,
) -> Starlette:
    """The server as an ASGI application.

    Args:
        groups: What is served.
        doors: Who may ask.
        around: Entered before the first request and left after the last.
    """
    api = _Api(groups, doors or Doors())
    routes = [
        Route("/health", api.health),
        Route("/metrics", api.told(api.metrics_page)),
        Route("/v1/models", api.told(api.models)),
        Route("/v1/models/{model:path}", api.told(api.model)),
        Route("/v1/chat/completions", api.told(api.complete), methods=["POST"]),
    ]
    middleware = []
    if api.doors.origins:
        middleware.append(
            Middleware(
                CORSMiddleware,
                allow_origins=list(api.doors.origins),
                allow_methods=["GET", "POST"],
                allow_headers=["authorization", "content-type", THREAD_HEADER],
                expose_headers=[THREAD_HEADER],
            )
        )

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with around or nullcontext():
            yield

    lost = {404: _lost, 405: _lost}
    return Starlette(
        routes=routes, middleware=middleware, exception_handlers=lost, lifespan=lifespan
    )


async def _lost(request: Request, _: Exception) -> Response:
    text = f"Nothing answers {request.method} {request.url.path[:80]}; see /v1/models."
    return ApiError(404, text, code="not_found").response()


class _Api:
    """The paths."""

    def __init__(self, groups: Groups, doors: Doors) -> None:
        self.groups = groups
        self.doors = doors
        self.metrics = Metrics()
        self._keys = Keys(doors.keys)
        self._rate = Rate(doors.per_minute)
        self._room = Room(doors.rounds)

    def told(
        self, answer: Callable[[Request, str], Awaitable[Response]]
    ) -> Callable[[Request], Awaitable[Response]]:
        """A path that checks the caller, and tells what goes wrong in OpenAI's form."""

        async def path(request: Request) -> Response:
            try:
                check_origin(request, local=self.doors.local)
                owner = self._keys.owner(request)
                response = await answer(request, owner)
            except Exception as error:  # noqa: BLE001  (told, and logged)
                response = _failure(error).response()
                await pass_over(request, self.doors.max_bytes)
            self.metrics.requests.labels(request.scope["route"].path, response.status_code).inc()
            return response

        return path

    async def health(self, _: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def metrics_page(self, _: Request, __: str) -> Response:
        return Response(self.metrics.text(), media_type=CONTENT_TYPE)

    async def models(self, _: Request, __: str) -> Response:
        return JSONResponse({"object": "list", "data": self.groups.cards()})

    async def model(self, request: Request, _: str) -> Response:
        return JSONResponse(self.groups[request.path_params["model"]].card())

    async def complete(self, request: Request, owner: str) -> Response:
        self._rate.spend(owner or (request.client.host if request.client else ""))
        asked = read_request(await read_body(request, self.doors.max_bytes))
        named = request.headers.get(THREAD_HEADER)
        if named is not None and not _THREAD.fullmatch(named):
            raise ApiError(
                400,
                f"{THREAD_HEADER} is {named[:40]!r}; name a conversation with up to 128 letters, "
                "digits and . : _ -",
            )
        thread = thread_id(owner, named) if named else None
        group = self.groups[asked.model]
        leave = ExitStack()
        leave.enter_context(self._room.enter(thread))
        try:
            started = time.perf_counter()
            round_ = await group.begin(asked, thread)
        except BaseException:
            leave.close()
            raise
        answer = _Answer(asked, round_, Telling(group.script, names=asked.mascot.names), named)
        self.metrics.running.inc()
        # However the connection ends: the round itself ends last.
        round_.task.add_done_callback(lambda _: self._ended(asked.model, round_, started, leave))
        headers = {THREAD_HEADER: named} if named else {}
        answer.on_word = lambda: self.metrics.first.labels(asked.model).observe(
            time.perf_counter() - started
        )
        if asked.stream:
            await _unless_gone(request, round_.begun(_PATIENCE), round_)
            headers |= {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
            return StreamingResponse(
                answer.stream(), media_type="text/event-stream", headers=headers
            )
        whole = await _unless_gone(request, answer.whole(), round_)
        return JSONResponse(whole, headers=headers)

    def _ended(self, model: str, round_: Round, started: float, leave: ExitStack) -> None:
        leave.close()
        self.metrics.running.dec()
        self.metrics.ended.labels(model, round_.outcome).inc()
        self.metrics.seconds.labels(model).observe(time.perf_counter() - started)
        self.metrics.count_usage(model, round_.meter)
        for speaker in round_.speakers:
            self.metrics.replies.labels(model, speaker).inc()


class _Answer:
    """One completion, whole or streamed."""

    def __init__(
        self, request: ChatRequest, round_: Round, telling: Telling, thread: str | None
    ) -> None:
        self.model = request.model
        self.telling = telling
        self.on_word: Callable[[], None] = lambda: None
        self._request = request
        self._round = round_
        self._thread = {"thread": thread} if thread else {}
        self._head = {
            "id": f"chatcmpl-{uuid.uuid4().hex}",
            "created": int(time.time()),
            "model": request.model,
        }

    async def whole(self) -> dict[str, Any]:
        """The completion once all is said."""
        while (event := await self._round.next()) is not None:
            for piece in self.telling.follow(event):
                self._heard(piece)
        message = {"role": "assistant", "content": self.telling.text, "refusal": None}
        choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
        return {
            **self._head,
            "object": "chat.completion",
            "choices": [choice],
            "usage": self.telling.usage(),
            "mascot": self.telling.beside() | self._thread,
        }

    async def stream(self) -> AsyncIterator[str]:
        """The completion while it is said, as server-sent events."""
        try:
            async for line in self._lines():
                yield line
        finally:
            # Also reached when the client is gone. Nothing may be awaited here: what serves it is
            # cancelled already.
            self._round.stop()

    async def _lines(self) -> AsyncIterator[str]:
        yield self._chunk({"role": "assistant", "content": ""})
        while True:
            try:
                event = await self._round.next(_PATIENCE)
            except TimeoutError:
                yield ": still here\n\n"
                continue
            except Exception as error:  # noqa: BLE001  (told, and logged)
                yield f"data: {json.dumps(_failure(error).body())}\n\n"
                return
            if event is None:
                break
            for piece in self.telling.follow(event):
                self._heard(piece)
                if beside := self._beside(piece):
                    yield self._chunk({"content": piece.text} if piece.text else {}, mascot=beside)
        last = self.telling.beside() | self._thread
        yield self._chunk({}, finish="stop", mascot=last)
        if self._request.stream_options and self._request.stream_options.include_usage:
            yield self._chunk({}, choices=[], usage=self.telling.usage())
        yield "data: [DONE]\n\n"

    def _beside(self, piece: Piece) -> dict[str, Any]:
        """Ours: what a piece tells beside its text."""
        beside: dict[str, Any] = {}
        if piece.text:
            name = self.telling.script.name(piece.speaker)
            beside = {"speaker": piece.speaker, "name": name}
        if self._request.mascot.events:
            # A persona's thinking is its own.
            event = {key: value for key, value in piece.event.items() if key != "reasoning"}
            beside["event"] = event
        return beside

    def _heard(self, piece: Piece) -> None:
        if piece.text:
            self.on_word()
            self.on_word = lambda: None

    def _chunk(self, delta: dict[str, Any], *, finish: str | None = None, **more: Any) -> str:
        choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
        chunk = {**self._head, "object": "chat.completion.chunk", "choices": [choice], **more}
        return f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n"


def _failure(error: Exception) -> ApiError:
    """A failure as it is told; one that is nobody's fault outside is logged in full."""
    failure = translated(error)
    if failure.status == _BROKEN:
        _log.error("A request failed", exc_info=error)
    return failure


async def _unless_gone(request: Request, answer: Awaitable[T], round_: Round) -> T:
    """Waits for an answer; where the client leaves before, the round is stopped."""
    waiting = asyncio.ensure_future(answer)
    leaving = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait({waiting, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not waiting.done():
            round_.stop()
        return await waiting
    finally:
        leaving.cancel()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


_BROKEN = 500

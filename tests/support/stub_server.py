"""A real HTTP server that speaks OpenAI's chat completions as a test tells it to.

    with StubServer() as server:
        server.script(say("Hello."), fail(429, "slow down", retry_after=1), html())
        ...                                  # call server.url; an empty queue says `DEFAULT_TEXT`
        assert server.requests[0]["model"] == "stub"

A callable answers every request instead: ``server.script(lambda request: say(...))``. Replies are
streamed when the request asks for a stream. It runs in a thread, for sync and async tests alike.
"""

from __future__ import annotations

import json
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

DEFAULT_TEXT = "Hello from the stub."


@dataclass(frozen=True)
class Say:
    """An assistant's reply."""

    text: str = DEFAULT_TEXT
    reasoning: str | None = None
    reasoning_field: str = "reasoning_content"
    delay: float = 0.0  # seconds before the answer and, when streamed, before each piece
    pieces: tuple[str, ...] | None = None  # how the text is cut up; by default word by word
    die_after: int | None = None  # drop the connection after so many pieces (0: at once)
    finish_reason: str = "stop"
    cached_tokens: int | None = 0  # None: the server does not tell

    def cut(self) -> tuple[str, ...]:
        if self.pieces is not None:
            return self.pieces
        words = self.text.split(" ")
        return tuple(word if i == 0 else f" {word}" for i, word in enumerate(words) if word or i)


@dataclass(frozen=True)
class Raw:
    """Any HTTP answer at all."""

    body: bytes
    status: int = 200
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0


Reply = Say | Raw


def say(text: str = DEFAULT_TEXT, **settings: Any) -> Say:
    return Say(text, **settings)


def fail(status: int, message: str = "stub says no", *, retry_after: float | None = None) -> Raw:
    headers = {} if retry_after is None else {"Retry-After": f"{retry_after:g}"}
    body = json.dumps({"error": {"message": message, "type": "stub", "code": status}})
    return Raw(body.encode(), status, headers=headers)


def html(status: int = 200, text: str = "It works!") -> Raw:
    page = f"<html><head><title>{text}</title></head><body><h1>{text}</h1></body></html>"
    return Raw(page.encode(), status, "text/html; charset=utf-8")


def events(*data: str) -> Raw:
    """A stream of server-sent events, as they are: cut-off JSON, an error in mid-stream …"""
    return Raw(
        "".join(f"data: {one}\n\n" for one in data).encode(), content_type="text/event-stream"
    )


class StubServer:
    """See the module.

    Args:
        models: What ``GET /v1/models`` lists, or any answer to it.
        strict_models: Whether a model that is not listed is a 404.
        key: A bearer token that every request must carry.
        metrics: What ``GET /metrics`` says; None for a server without.
    """

    def __init__(
        self,
        models: Sequence[str] | Raw = ("stub",),
        *,
        strict_models: bool = False,
        key: str | None = None,
        metrics: str | None = None,
    ) -> None:
        self.models = models
        self.strict_models = strict_models
        self.key = key
        self.metrics = metrics
        self.requests: list[dict[str, Any]] = []  # bodies of the chat requests, in order
        self.headers: list[dict[str, str]] = []  # theirs, names in lower case
        self.paths: list[str] = []  # of all requests
        self._queue: deque[Reply | str] = deque()
        self._answer: Callable[[dict[str, Any]], Reply | str] | None = None
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.stub = self
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.01,), daemon=True
        )

    @property
    def port(self) -> int:
        return self._server.server_address[1]

    @property
    def url(self) -> str:
        """Without ``/v1``."""
        return f"http://127.0.0.1:{self.port}"

    def script(self, *replies: Reply | str | Callable[[dict[str, Any]], Reply | str]) -> None:
        """Queue replies (a string is what is said), or set one callable to answer everything."""
        if len(replies) == 1 and callable(replies[0]):
            self._answer = replies[0]
        else:
            self._queue.extend(replies)  # type: ignore[arg-type]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _next(self, request: dict[str, Any]) -> Reply:
        with self._lock:
            reply: Reply | str
            if self._answer is not None:
                reply = self._answer(request)
            else:
                reply = self._queue.popleft() if self._queue else DEFAULT_TEXT
        return Say(reply) if isinstance(reply, str) else reply


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 512
    stub: StubServer

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is part of many a test."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: _Server

    def log_message(self, *_: Any) -> None:
        pass

    def do_GET(self) -> None:
        stub = self.server.stub
        stub.paths.append(self.path)
        if not self._admitted():
            return
        if self.path == "/metrics" and stub.metrics is not None:
            self._raw(Raw(stub.metrics.encode(), content_type="text/plain"))
        elif self.path.partition("?")[0] != "/v1/models":
            self._raw(fail(404, f"no such path: {self.path}"))
        elif isinstance(stub.models, Raw):
            self._raw(stub.models)
        else:
            data = [{"id": name, "object": "model", "owned_by": "stub"} for name in stub.models]
            self._raw(Raw(json.dumps({"object": "list", "data": data}).encode()))

    def do_POST(self) -> None:
        stub = self.server.stub
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        stub.paths.append(self.path)
        if not self._admitted():
            return
        if self.path.partition("?")[0] != "/v1/chat/completions":
            self._raw(fail(404, f"no such path: {self.path}"))
            return
        request = json.loads(body)
        stub.requests.append(request)
        stub.headers.append({name.lower(): value for name, value in self.headers.items()})
        listed = () if isinstance(stub.models, Raw) else stub.models
        if stub.strict_models and request["model"] not in listed:
            self._raw(fail(404, f"The model `{request['model']}` does not exist."))
            return
        reply = stub._next(request)
        if isinstance(reply, Raw):
            self._raw(reply)
        elif request.get("stream"):
            self._stream(reply, request)
        else:
            self._whole(reply, request)

    def _admitted(self) -> bool:
        key = self.server.stub.key
        if key is None or self.headers.get("authorization") == f"Bearer {key}":
            return True
        self._raw(fail(401, "Incorrect API key provided."))
        return False

    def _raw(self, reply: Raw) -> None:
        time.sleep(reply.delay)
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(len(reply.body)))
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.body)

    def _whole(self, reply: Say, request: dict[str, Any]) -> None:
        time.sleep(reply.delay)
        if reply.die_after is not None:
            self._die()
            return
        message: dict[str, Any] = {"role": "assistant", "content": reply.text}
        if reply.reasoning is not None:
            message[reply.reasoning_field] = reply.reasoning
        choice = {"index": 0, "message": message, "finish_reason": reply.finish_reason}
        answer = {
            "id": "chatcmpl-stub",
            "object": "chat.completion",
            "created": 1,
            "model": request["model"],
            "choices": [choice],
            "usage": _usage(reply, request),
        }
        self._raw(Raw(json.dumps(answer).encode()))

    def _stream(self, reply: Say, request: dict[str, Any]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        thoughts = reply.reasoning.split(" ") if reply.reasoning else []
        thoughts = [t if i == 0 else f" {t}" for i, t in enumerate(thoughts)]
        deltas = [
            {"role": "assistant", "content": ""},
            *({reply.reasoning_field: thought} for thought in thoughts),
            *({"content": piece} for piece in reply.cut()),
        ]
        spoken = -1 - len(thoughts)
        for delta in deltas:
            if reply.die_after is not None and spoken >= reply.die_after:
                self._die()
                return
            time.sleep(reply.delay)
            choices = [{"index": 0, "delta": delta, "finish_reason": None}]
            self._event(request, choices, **_usage_so_far(request, max(0, spoken + 1)))
            spoken += 1
        if reply.die_after is not None:
            self._die()
            return
        self._event(request, [{"index": 0, "delta": {}, "finish_reason": reply.finish_reason}])
        if (request.get("stream_options") or {}).get("include_usage"):
            self._event(request, [], usage=_usage(reply, request))
        self._chunk(b"data: [DONE]\n\n")
        self.wfile.write(b"0\r\n\r\n")
        self.wfile.flush()

    def _event(self, request: dict[str, Any], choices: list[Any], **more: Any) -> None:
        event = {
            "id": "chatcmpl-stub",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": request["model"],
            "choices": choices,
            **more,
        }
        self._chunk(b"data: " + json.dumps(event).encode() + b"\n\n")

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(b"%x\r\n" % len(data) + data + b"\r\n")
        self.wfile.flush()

    def _die(self) -> None:
        self.wfile.flush()
        self.close_connection = True


def _usage_so_far(request: dict[str, Any], said: int) -> dict[str, Any]:
    """What a server that counts as it goes adds to a chunk; like vLLM without the cache's part."""
    if not (request.get("stream_options") or {}).get("continuous_usage_stats"):
        return {}
    prompt = _usage(Say(""), request)["prompt_tokens"]
    counts = {"prompt_tokens": prompt, "completion_tokens": said, "total_tokens": prompt + said}
    return {"usage": counts}


def _usage(reply: Say, request: dict[str, Any]) -> dict[str, Any]:
    """Counts in words; what matters to tests is that they arrive."""
    said = " ".join(str(message.get("content")) for message in request["messages"])
    prompt, completion = len(said.split()), len(reply.text.split())
    return {
        "prompt_tokens": prompt,
        "completion_tokens": completion,
        "total_tokens": prompt + completion,
        "prompt_tokens_details": (
            None if reply.cached_tokens is None else {"cached_tokens": reply.cached_tokens}
        ),
    }

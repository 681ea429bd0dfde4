"""A local server that speaks the OpenAI chat protocol and answers at once.

It stands in for the language model, so that what remains is the cost of orchestration. It plays
the director and the speakers of every system compared: a JSON directive, AutoGen's bare name, the
supervisor's tool call, or a reply made of common words (never the same twice, so that a gate
against echoes has no reason to act). Raw asyncio, because its own time is part of every wall time.

Run it by hand with ``python -m benchmarks.orchestration.stub --port 8899``. ``GET /stats`` tells
what it was asked, ``GET /requests`` the requests themselves, ``POST /reset`` starts afresh and
takes any of `Settings`, such as ``{"latency_ms": 300, "reply_tokens": 200}``.
"""

from __future__ import annotations

import argparse
import ast
import asyncio
import json
import random
import re
import sys
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from benchmarks.orchestration.prefix import PrefixCache, prompt_of

WORDS = tuple(
    """
    about after again alone always another around because before begin being better between
    bring calm care change clear close could course count day decide different doing each
    early easy else end enough even every far feel few find first follow for from gentle
    give glad good great half hand happen hard have hear help here hold home hope hour how
    idea into just keep kind know last late learn leave less let light like listen little
    long look make many mean might mind moment more morning most much need never next night
    nothing notice now often once one only open other our over own part patient people
    perhaps place plain point quiet quite ready real reason rest right same say see seem
    share short should show slow small some soon space speak start stay step still such sure
    take talk tell than that then there these thing think this those through time today
    together tomorrow too toward true try turn under until use very voice wait walk want
    warm way week well what when where which while whole why wide will with word work would
    year yes yet
    """.split()  # noqa: SIM905  # words read best as text
)
DIRECTOR, SPEAKER = "director", "speaker"
_REQUEST = re.compile(r"\nDIRECT: (.*)\Z")
_CANDIDATES = re.compile(r"select the next role from (\[[^\]]*\]) to play\. Only return the role\.")


@dataclass(frozen=True)
class Settings:
    """What the next answers are like.

    Attributes:
        latency_ms: The time to an answer, or to its first token.
        token_ms: The time from token to token of a streamed answer.
        reply_tokens: How long a speaker's reply is.
        record: Keep the requests, for `Stub.stats` to count their bytes.
    """

    latency_ms: float = 0.0
    token_ms: float = 0.0
    reply_tokens: int = 20
    record: bool = True


@dataclass
class Log:
    """What the server was asked since the last reset."""

    requests: list[bytes] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    streamed: int = 0
    tokens: int = 0


@dataclass(frozen=True)
class Answer:
    """What the model says: words, or one tool call."""

    role: str
    content: str | None
    tool: str | None = None


class Model:
    """The answers: deterministic since the last reset."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._random = random.Random(7)

    def answer(self, body: dict[str, Any]) -> Answer:
        """What to say to this request."""
        messages = body["messages"]
        if body.get("tools"):
            return self._supervise(messages, body["tools"])
        last = _text(messages[-1])
        if lists := _CANDIDATES.findall(last):
            return Answer(DIRECTOR, _silent_longest(ast.literal_eval(lists[-1]), last, "\n{}: "))
        if roster := _REQUEST.search(last):
            return Answer(DIRECTOR, _directive(roster[1].split(", "), last))
        words = (self._random.choice(WORDS) for _ in range(self._settings.reply_tokens - 1))
        return Answer(SPEAKER, " ".join(words).capitalize() + " .")

    @staticmethod
    def _supervise(messages: list[dict[str, Any]], tools: list[dict[str, Any]]) -> Answer:
        """Hand over to each agent once per user message, then finish."""
        done = 0
        for message in reversed(messages):
            if message["role"] == "user":
                break
            done += any(
                call["function"]["name"].startswith("transfer_to_")
                for call in message.get("tool_calls") or ()
            )
        if done < len(tools):
            names = sorted(tool["function"]["name"] for tool in tools)
            return Answer(DIRECTOR, None, names[done])
        return Answer(DIRECTOR, "Done.")


class Stub:
    """The server."""

    def __init__(self, settings: Settings) -> None:
        self._defaults = settings
        self.reset({})

    def reset(self, changes: dict[str, Any]) -> None:
        """Forget everything; settings that are not named go back to their defaults."""
        self.settings = replace(self._defaults, **changes)
        self.model = Model(self.settings)
        self.log = Log()

    def stats(self) -> dict[str, Any]:
        """Totals, and for each recorded call its role, its prompt's bytes and those to compute."""
        cache = PrefixCache()
        sizes, computed = [], []
        for raw in self.log.requests:
            body = json.loads(raw)
            prompt = prompt_of(body)
            sizes.append(len(prompt))
            computed.append(cache.add(body["model"], prompt))
        return {
            "calls": len(self.log.roles),
            "streamed": self.log.streamed,
            "tokens": self.log.tokens,
            "roles": self.log.roles,
            "prompt_bytes": sizes,
            "computed_bytes": computed,
        }

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, kept alive until the client closes it."""
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                method, path, _ = head.split(b" ", 2)
                length = re.search(rb"(?i)\ncontent-length: *(\d+)", head)
                raw = await reader.readexactly(int(length[1])) if length else b""
                await self._respond(writer, method.decode(), path.decode(), raw)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _respond(
        self, writer: asyncio.StreamWriter, method: str, path: str, raw: bytes
    ) -> None:
        if path.endswith("/chat/completions"):
            await self._complete(writer, raw)
            return
        if path == "/reset" and method == "POST":
            self.reset(json.loads(raw or b"{}"))
            payload: Any = {}
        elif path == "/stats":
            payload = self.stats()
        elif path == "/requests":
            payload = [json.loads(request) for request in self.log.requests]
        else:
            payload = {"object": "list", "data": [{"id": "stub", "object": "model"}]}
        _write(writer, json.dumps(payload).encode())
        await writer.drain()

    async def _complete(self, writer: asyncio.StreamWriter, raw: bytes) -> None:
        body = json.loads(raw)
        answer = self.model.answer(body)
        self.log.roles.append(answer.role)
        if self.settings.record:
            self.log.requests.append(raw)
        if self.settings.latency_ms:
            await asyncio.sleep(self.settings.latency_ms / 1000)
        if body.get("stream"):
            self.log.streamed += 1
            await self._stream(writer, body, answer)
        else:
            _write(writer, json.dumps(_completion(body, answer)).encode())
            await writer.drain()

    async def _stream(
        self, writer: asyncio.StreamWriter, body: dict[str, Any], answer: Answer
    ) -> None:
        writer.write(
            b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"
            b"transfer-encoding: chunked\r\n\r\n"
        )
        deltas = _deltas(answer)
        self.log.tokens += len(deltas)
        for delta in deltas:
            _write_event(writer, _chunk(body, delta, None))
            await writer.drain()
            await asyncio.sleep(self.settings.token_ms / 1000)
        _write_event(writer, _chunk(body, {}, "tool_calls" if answer.tool else "stop"))
        if (body.get("stream_options") or {}).get("include_usage"):
            _write_event(writer, {**_chunk(body, {}, None), "choices": [], "usage": _USAGE})
        writer.write(b"e\r\ndata: [DONE]\n\n\r\n0\r\n\r\n")
        await writer.drain()


_USAGE = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
_HEAD = {"id": "chatcmpl-stub", "created": 1}


def _text(message: dict[str, Any]) -> str:
    content = message.get("content")
    if isinstance(content, list):
        return "".join(part.get("text", "") for part in content)
    return content or ""


def _silent_longest(names: list[str], transcript: str, mark: str) -> str:
    """Whoever spoke longest ago: so the next speaker is always one that may speak."""
    return min(names, key=lambda name: transcript.rfind(mark.format(name)))


def _directive(eligible: list[str], prompt: str) -> str:
    talk = prompt[-20_000:].casefold().replace(" ", "-")
    speaker = _silent_longest([name for name in eligible if name != "user"], talk, "\n[{}]")
    return json.dumps(
        {
            "speaker": speaker,
            "reason": "They have not been heard on this yet and can help now.",
            "action": "Name what weighs most, then ask one open question about it.",
            "tone": "warm and steady",
        }
    )


def _tool_call(answer: Answer) -> dict[str, Any]:
    call_id = f"call_{random.getrandbits(64):016x}"
    return {
        "index": 0,
        "id": call_id,
        "type": "function",
        "function": {"name": answer.tool, "arguments": "{}"},
    }


def _completion(body: dict[str, Any], answer: Answer) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": answer.content}
    if answer.tool:
        message["tool_calls"] = [_tool_call(answer)]
    choice = {
        "index": 0,
        "message": message,
        "finish_reason": "tool_calls" if answer.tool else "stop",
    }
    return {
        **_HEAD,
        "object": "chat.completion",
        "model": body["model"],
        "choices": [choice],
        "usage": _USAGE,
    }


def _deltas(answer: Answer) -> list[dict[str, Any]]:
    """One token a chunk; a token is a word with the space before it."""
    if answer.tool:
        return [{"role": "assistant", "content": None, "tool_calls": [_tool_call(answer)]}]
    tokens = re.findall(r"\s*\S+", answer.content or "")
    return [{"role": "assistant", "content": tokens[0]}, *({"content": t} for t in tokens[1:])]


def _chunk(body: dict[str, Any], delta: dict[str, Any], finish: str | None) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return {
        **_HEAD,
        "object": "chat.completion.chunk",
        "model": body["model"],
        "choices": [choice],
    }


def _write(writer: asyncio.StreamWriter, payload: bytes) -> None:
    writer.write(
        b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n"
        % len(payload)
        + payload
    )


def _write_event(writer: asyncio.StreamWriter, event: dict[str, Any]) -> None:
    data = b"data: " + json.dumps(event).encode() + b"\n\n"
    writer.write(b"%x\r\n%b\r\n" % (len(data), data))


async def _main(port: int, settings: Settings) -> None:
    server = await asyncio.start_server(
        Stub(settings).serve, "127.0.0.1", port, limit=2**16, backlog=1024
    )
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="A local stand-in for a language model.")
    parser.add_argument("--port", type=int, default=0, help="0: any free one, printed")
    parser.add_argument("--latency-ms", type=float, default=0.0)
    parser.add_argument("--reply-tokens", type=int, default=20)
    options = parser.parse_args()
    with suppress(KeyboardInterrupt):
        asyncio.run(
            _main(
                options.port,
                Settings(latency_ms=options.latency_ms, reply_tokens=options.reply_tokens),
            )
        )

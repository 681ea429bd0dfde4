"""A stub server that takes 200 ms a call and knows how many calls it had at once."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from typing import Any

from tests.evaluation.answers import answer


class Busy:
    """The integral of calls under way over time."""

    def __init__(self) -> None:
        self.calls = 0
        self.most = 0
        self.first = 0.0
        self.last = 0.0
        self.area = 0.0
        self._now = 0

    def change(self, by: int) -> None:
        """A call begins (1) or ends (-1)."""
        moment = time.perf_counter()
        self.first = self.first or moment
        self.area += self._now * (moment - (self.last or moment))
        self.last = moment
        self._now += by
        self.calls += by > 0
        self.most = max(self.most, self._now)

    def seen(self) -> dict[str, float]:
        """What was counted so far."""
        seconds = self.last - self.first
        return {"calls": self.calls, "most": self.most, "area": self.area, "seconds": seconds}


async def serve(delay: float) -> None:
    """Prints the port and serves until it is ended."""
    busy, say = Busy(), answer()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                lines = head.decode().lower().split("\r\n")
                length = next((int(x[15:]) for x in lines if x.startswith("content-length:")), 0)
                body = await reader.readexactly(length)
                if lines[0].startswith("get /seen"):
                    given: Any = busy.seen()
                else:
                    busy.change(1)
                    text = say(json.loads(body))
                    await asyncio.sleep(delay)
                    busy.change(-1)
                    given = _completion(text)
                data = json.dumps(given).encode()
                writer.write(
                    b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
                    b"content-length: %d\r\n\r\n%s" % (len(data), data)
                )
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0, backlog=512)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def _completion(text: str) -> dict[str, Any]:
    message = {"role": "assistant", "content": text}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
    return {
        "id": "x",
        "object": "chat.completion",
        "created": 1,
        "model": "stub",
        "choices": [choice],
        "usage": usage,
    }


if __name__ == "__main__":
    asyncio.run(serve(float(sys.argv[1])))

"""The group as an MCP tool, asked by the protocol's own client."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from mascot import build_group_chat, load_ensemble
from mascot.errors import ServingError
from mascot.serving.mcp import build_mcp

mcp = pytest.importorskip("mcp", reason="the extra `mcp` is not installed")

ROOT = Path(__file__).parents[2]


async def test_a_client_finds_the_tool_and_asks_it() -> None:
    from mcp.client import Client

    server = build_mcp(build_group_chat("emotional-support", backend="demo"))
    async with Client(server) as client:
        (tool,) = (await client.list_tools()).tools
        assert tool.name == "talk_to_group"
        assert set(tool.input_schema["properties"]) == {"message", "about"}
        assert tool.input_schema["required"] == ["message"]
        answer = await client.call_tool(tool.name, {"message": "I passed my driving test!"})
        assert not answer.is_error
        assert answer.content[0].text.startswith("Beacon: ")
        danger = await client.call_tool(tool.name, {"message": "I want to kill myself."})
        assert danger.content[0].text.startswith("Safety: ")


async def test_the_command_speaks_the_protocol_on_its_standard_streams(tmp_path: Path) -> None:
    from mcp.client import Client
    from mcp.client.stdio import StdioServerParameters, stdio_client

    command = StdioServerParameters(
        command=sys.executable,
        args=["-c", "from mascot.cli import app; app()", "mcp", "-e", "workplace", "-b", "demo"],
        cwd=ROOT,
        env={"HOME": str(tmp_path), "PATH": os.environ.get("PATH", "")},
    )
    async with Client(stdio_client(command)) as client:
        answer = await client.call_tool("talk_to_group", {"message": "Who does what by Friday?"})
        name, _, said = answer.content[0].text.partition(": ")
        assert name in {persona.name for persona in load_ensemble("workplace").personas}
        assert said


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mcp.server.mcpserver", None)
    with pytest.raises(ServingError, match=r'pip install "mascot-companions\[mcp\]"'):
        build_mcp(build_group_chat("emotional-support", backend="demo"))

"""``mascot mcp``: the group as a tool for programs that speak the Model Context Protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mascot import __version__
from mascot.errors import ServingError
from mascot.graph import GroupChat, group_tool

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer


def build_mcp(chat: GroupChat) -> MCPServer[dict[str, object]]:
    """A server with one tool, ``talk_to_group``; see `group_tool`.

    Args:
        chat: The group. Every call is a conversation of its own.

    Raises:
        ServingError: The extra is not installed.
    """
    try:
        from mcp.server.mcpserver import MCPServer  # noqa: PLC0415
    except ImportError:
        raise ServingError(
            "The Model Context Protocol needs a package that is not installed; "
            'run: pip install "mascot-companions[mcp]"'
        ) from None
    tool = group_tool(chat)
    server: MCPServer[dict[str, object]] = MCPServer(
        "mascot", version=__version__, instructions=tool.description, log_level="WARNING"
    )
    assert tool.coroutine is not None  # noqa: S101  (what `group_tool` makes)
    server.add_tool(
        tool.coroutine, name=tool.name, description=tool.description, structured_output=False
    )
    return server

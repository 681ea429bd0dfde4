"""The LangGraph state machine of a group chat, and sessions over it."""

from mascot.dialogue.events import (
    DirectiveEvent,
    Event,
    MemoryEvent,
    NoticeEvent,
    RedoEvent,
    SafetyEvent,
    TokenEvent,
    TypingEvent,
    Usage,
    UtteranceEvent,
)
from mascot.graph.build import GroupChat, build_group_chat
from mascot.graph.checkpoint import open_sqlite
from mascot.graph.context import ChatContext
from mascot.graph.embedding import group_tool, make_graph
from mascot.graph.library import Conversation, Library
from mascot.graph.postgres import PostgresThreads, open_postgres
from mascot.graph.remembering import Remembered, remember_round
from mascot.graph.session import ChatSession
from mascot.graph.state import ChatInput, ChatState
from mascot.graph.usage import Tally, UsageMeter
from mascot.graph.variants import Shown, shown_of

__all__ = [
    "ChatContext",
    "ChatInput",
    "ChatSession",
    "ChatState",
    "Conversation",
    "DirectiveEvent",
    "Event",
    "GroupChat",
    "Library",
    "MemoryEvent",
    "NoticeEvent",
    "PostgresThreads",
    "RedoEvent",
    "Remembered",
    "SafetyEvent",
    "Shown",
    "Tally",
    "TokenEvent",
    "TypingEvent",
    "Usage",
    "UsageMeter",
    "UtteranceEvent",
    "build_group_chat",
    "group_tool",
    "make_graph",
    "open_postgres",
    "open_sqlite",
    "remember_round",
    "shown_of",
]

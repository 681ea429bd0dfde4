"""Long-term memory: facts about the person in a LangGraph store, and summaries of long talks.

It stands above the agents and under the graph, beside the safety layer. What is kept belongs to
its owner, who can see, change and delete it; nothing is kept unless memory is on.
"""

from mascot.memory.book import MAX_FACTS, Added, MemoryBook
from mascot.memory.facts import GROUP, Fact
from mascot.memory.notes import NoteTaker
from mascot.memory.recall import chosen, recalled
from mascot.memory.sqlite import LocalSqliteStore
from mascot.memory.summary import Summary

__all__ = [
    "GROUP",
    "MAX_FACTS",
    "Added",
    "Fact",
    "LocalSqliteStore",
    "MemoryBook",
    "NoteTaker",
    "Summary",
    "chosen",
    "recalled",
]

"""Judges: the paper's rubrics, and who scores by them."""

from mascot.judges.cache import CachedJudge, ScoreCache
from mascot.judges.heuristic import HeuristicJudge
from mascot.judges.judgement import Block, Item, Judge, Judgement, Reply
from mascot.judges.llm import LLMJudge
from mascot.judges.panel import Panel, agreement, ordinal_alpha
from mascot.judges.resolve import resolve_judge
from mascot.judges.rubrics import AGENT, GROUP, RUBRICS, Criterion, Rubric

__all__ = [
    "AGENT",
    "GROUP",
    "RUBRICS",
    "Block",
    "CachedJudge",
    "Criterion",
    "HeuristicJudge",
    "Item",
    "Judge",
    "Judgement",
    "LLMJudge",
    "Panel",
    "Reply",
    "Rubric",
    "ScoreCache",
    "agreement",
    "ordinal_alpha",
    "resolve_judge",
]

"""Judges: the paper's rubrics, and who scores by them."""

from mascot.judges.agreeing import STANCE, stance_question
from mascot.judges.cache import CachedJudge, ScoreCache
from mascot.judges.choosing import Choice, Question
from mascot.judges.heuristic import HeuristicJudge
from mascot.judges.judgement import Block, Item, Judge, Judgement, Reply
from mascot.judges.llm import LLMJudge
from mascot.judges.pairwise import PAIRWISE, pairwise_question
from mascot.judges.panel import Panel, agreement, ordinal_alpha
from mascot.judges.resolve import resolve_judge
from mascot.judges.rubrics import AGENT, GROUP, RUBRICS, Criterion, Rubric

__all__ = [
    "AGENT",
    "GROUP",
    "PAIRWISE",
    "RUBRICS",
    "STANCE",
    "Block",
    "CachedJudge",
    "Choice",
    "Criterion",
    "HeuristicJudge",
    "Item",
    "Judge",
    "Judgement",
    "LLMJudge",
    "Panel",
    "Question",
    "Reply",
    "Rubric",
    "ScoreCache",
    "agreement",
    "ordinal_alpha",
    "pairwise_question",
    "resolve_judge",
    "stance_question",
]

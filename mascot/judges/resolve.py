"""From what a user wrote to a judge."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mascot.backends import Backend, resolve_backend
from mascot.errors import JudgeError
from mascot.judges.cache import CachedJudge, ScoreCache
from mascot.judges.heuristic import HeuristicJudge
from mascot.judges.judgement import Judge
from mascot.judges.llm import LLMJudge
from mascot.settings import Settings

HEURISTIC = "heuristic"


def resolve_judge(
    spec: str | Mapping[str, Any] | Backend | Judge,
    *,
    cache: ScoreCache | None = None,
    settings: Settings | None = None,
) -> Judge:
    """Make the judge that a spec names.

    Args:
        spec: ``heuristic`` for fixed rules, or a backend's spec for a language model. A model is
            asked at temperature 0 unless its mapping says otherwise.
        cache: Where scores are kept; the heuristic judge needs none.
        settings: Those of the process by default.

    Raises:
        JudgeError: The backend is scripted.
        BackendError: The spec names nothing that can be used.
    """
    if isinstance(spec, str) and spec.strip().casefold() == HEURISTIC:
        return HeuristicJudge()
    if isinstance(spec, str):
        if not spec.strip():
            raise JudgeError("a judge is 'heuristic' or a backend such as 'openai:NAME', not ''")
        spec = {"spec": spec}
    if isinstance(spec, Mapping):
        spec = resolve_backend({"temperature": 0.0, **spec}, settings=settings)
    judge: Judge = LLMJudge(spec) if isinstance(spec, Backend) else spec
    return CachedJudge(judge, cache) if cache is not None and not judge.scripted else judge

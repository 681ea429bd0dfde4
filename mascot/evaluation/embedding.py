"""Texts as vectors: by an embedding model, or by their words where there is none."""

from __future__ import annotations

from typing import Any

from mascot.errors import EvaluationError
from mascot.evaluation.measures import LEXICAL, Vectors
from mascot.settings import Settings

__all__ = ["LEXICAL", "Vectors", "resolve_vectors"]


def resolve_vectors(spec: str | None) -> Vectors:
    """From what a user wrote to vectors.

    Args:
        spec: ``URL#MODEL`` of an OpenAI-compatible endpoint, ``openai:MODEL``, or None for vectors
            of shared words, which are labelled ``lexical`` wherever a figure rests on them.

    Raises:
        EvaluationError: The spec cannot be used.
    """
    if not spec:
        return LEXICAL
    from langchain_openai import OpenAIEmbeddings  # noqa: PLC0415  (slow to import)
    from pydantic import SecretStr  # noqa: PLC0415

    url, mark, model = spec.partition("#")
    if spec.startswith("openai:"):
        url, mark, model = "", "#", spec.removeprefix("openai:")
    elif not url.startswith(("http://", "https://")):
        mark = ""
    if not (mark and model):
        raise EvaluationError(
            f"embedding {spec!r}: give URL#MODEL or openai:MODEL, or leave it out"
        )
    options: dict[str, Any] = {
        "model": model,
        "check_embedding_ctx_length": False,  # it would send token ids, which few servers read
    }
    if url:
        key = Settings.load().api_key
        options |= {"base_url": url, "api_key": key or SecretStr("none")}
    embedding = OpenAIEmbeddings(**options)
    return Vectors(embed=lambda texts: embedding.embed_documents(list(texts)), label=model)

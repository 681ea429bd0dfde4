"""The data that training and evaluation share: contexts x, from files, the hub or this package."""

from mascot.corpora.context import Context
from mascot.corpora.corpus import Corpus, count_tokens, draw
from mascot.corpora.load import load_contexts, load_corpus

__all__ = ["Context", "Corpus", "count_tokens", "draw", "load_contexts", "load_corpus"]

"""The data that training and evaluation share: contexts x, from files, the hub or this package."""

from mascot.corpora.context import Context

__all__ = ["Context"]

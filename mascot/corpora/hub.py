"""Data sets on the Hugging Face hub, through `datasets`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mascot.corpora.context import Split
from mascot.errors import CorpusError

_SPLITS = {"train": "train", "valid": "validation", "test": "test"}
_AS_PARQUET = "refs/convert/parquet"
"""Where the hub keeps its own conversion of data sets that came with a loading script, which
`datasets` no longer runs."""


def hub_rows(name: str, split: Split) -> Iterator[Mapping[str, Any]]:
    """The rows of one split.

    Raises:
        CorpusError: `datasets` is not installed, the hub cannot be reached, or has no such data.
    """
    try:
        from datasets import load_dataset  # noqa: PLC0415  (an extra)
    except ModuleNotFoundError:
        raise CorpusError(
            f"{name}: data from the hub needs an extra; pip install 'mascot-companions[train]'"
        ) from None
    problem: Exception | None = None
    for options in ({}, {"revision": _AS_PARQUET}):
        try:
            yield from load_dataset(name, split=_SPLITS[split], **options)
        except Exception as error:  # noqa: BLE001  (the hub's client raises many kinds)
            problem = error
        else:
            return
    raise CorpusError(
        f"{name}: cannot be loaded from the hub ({type(problem).__name__}: {str(problem)[:200]}); "
        "check the name and the connection, or download the data and give its folder"
    ) from problem

"""The contexts that come with the package: small, of our own writing, free to use.

``shipped/situations.jsonl`` holds disclosures for each of the 32 emotions, ``shipped/meetings/``
six little meetings in QMSum's layout.
"""

from __future__ import annotations

import json
from importlib.resources import files

from mascot.corpora.context import Context, Split
from mascot.corpora.corpus import Corpus
from mascot.corpora.empathetic_dialogues import VALENCES
from mascot.corpora.qmsum import TOKENS, from_meetings

NAME = "shipped"
_HERE = files("mascot.corpora") / "shipped"


def load_situations(split: Split) -> Corpus:
    """The disclosures of a split."""
    lines = (_HERE / "situations.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["split"] == split]
    contexts = tuple(
        Context(
            id=f"{NAME}/{split}/{row['id']}",
            corpus=NAME,
            split=split,
            group=VALENCES[row["emotion"]],
            cluster=row["id"],
            text=row["text"],
            label=row["emotion"],
        )
        for row in rows
    )
    return Corpus(contexts, {"contexts": len(contexts)})


def load_meetings(split: Split, *, tokens: int = TOKENS) -> Corpus:
    """The meetings of a split, a context per topic."""
    lines = (_HERE / "meetings" / f"{split}.jsonl").read_text(encoding="utf-8").splitlines()
    meetings = ((f"row {n}", row["domain"], row) for n, row in enumerate(map(json.loads, lines), 1))
    return from_meetings(meetings, split, tokens=tokens, corpus=f"{NAME}-meetings", licence="")

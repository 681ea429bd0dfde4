"""Contexts of one's own: a file with a JSON object a line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from mascot.corpora.context import Context, Split
from mascot.corpora.corpus import Corpus
from mascot.errors import CorpusError

_KINDS = ("disclosure", "meeting")


def load_file(path: Path, split: Split) -> Corpus:
    """Reads ``{"text": …}`` a line, with optional id, group, cluster, split, kind and label.

    Rows that name another split are left out; rows that name none belong to every split asked
    for.

    Raises:
        CorpusError: The file cannot be read, or a row has no text: file, row and field are named.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path}: cannot be read ({error}); give JSON lines in UTF-8") from None
    contexts = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        row = _row(line, f"{path}, row {number}")
        if row.get("split", split) != split:
            continue
        name = str(row.get("id") or f"{number}")
        contexts.append(
            Context(
                id=f"{path.stem}/{name}",
                corpus=path.stem,
                split=split,
                group=str(row.get("group") or "all"),
                cluster=str(row.get("cluster") or name),
                text=row["text"].strip(),
                kind=row.get("kind", "disclosure"),
                label=str(row.get("label") or ""),
            )
        )
    ids = [context.id for context in contexts]
    if twice := next((name for name in ids if ids.count(name) > 1), None):
        raise CorpusError(f"{path}: the id {twice!r} occurs twice; give every row its own")
    return Corpus(tuple(contexts), {"contexts": len(contexts)})


def _row(line: str, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise CorpusError(f"{where}: not JSON ({error}); mend the row") from None
    if not isinstance(row, dict) or not isinstance(row.get("text"), str) or not row["text"].strip():
        raise CorpusError(f"{where}, field 'text': is missing or empty; give every row a text")
    if row.get("kind", "disclosure") not in _KINDS:
        raise CorpusError(
            f"{where}, field 'kind': {row['kind']!r:.40} is to be {' or '.join(_KINDS)}"
        )
    return row

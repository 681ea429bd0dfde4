"""EmpatheticDialogues (Rashkin et al., 2019): one x per conversation, its situation prompt.

The official files are not quite CSV: commas inside a cell are written ``_comma_``, nothing is
quoted, and quotation marks and commas stray into some rows. Copies in standard CSV are about too.
Both are read here; a row is taken apart by what must be in it rather than by counting commas.

The data is licensed CC BY-NC 4.0: what is trained on it must not be used commercially.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from mascot.corpora.context import Context, Split
from mascot.corpora.corpus import Corpus, distinct
from mascot.errors import CorpusError

NAME = "empathetic_dialogues"
LICENCE = "CC BY-NC 4.0"
HUB_ID = "facebook/empathetic_dialogues"

_POSITIVE = (
    "grateful proud excited hopeful joyful impressed caring content confident trusting faithful"
)
_NEGATIVE = (
    "angry annoyed furious disgusted sad lonely devastated disappointed jealous embarrassed "
    "ashamed guilty afraid terrified anxious apprehensive"
)
_NEUTRAL = "surprised sentimental nostalgic prepared anticipating"

VALENCES: Mapping[str, str] = MappingProxyType(
    {
        emotion: valence
        for valence, emotions in (
            ("positive", _POSITIVE),
            ("negative", _NEGATIVE),
            ("neutral", _NEUTRAL),
        )
        for emotion in emotions.split()
    }
)
"""The valence of each of the 32 emotions, the paper's Table 4."""

COLUMNS = (
    "conv_id",
    "utterance_idx",
    "context",
    "prompt",
    "speaker_idx",
    "utterance",
    "selfeval",
    "tags",
)
_COMMA = "_comma_"
_ROW = re.compile(
    r"(?P<conv_id>hit:\d+_conv:\d+),(?P<idx>\d+),(?P<context>[^,]*),(?P<prompt>.*?),"
    r"(?P<speaker>\d+),(?P<rest>.*)"
)
_SELF_EVALUATION = re.compile(r"(?:\d+\|?)+(?:_(?:\d+\|?)+)*")
_SHORTEST = 2


class Row(NamedTuple):
    """One utterance.

    Attributes:
        conversation: Its conversation's id.
        emotion: The emotion that the conversation is about.
        prompt: The situation, as the person described it before the talk.
        utterance: What was said.
    """

    conversation: str
    emotion: str
    prompt: str
    utterance: str


def load_folder(folder: Path, split: Split) -> Corpus:
    """Reads ``<folder>/<split>.csv``.

    Raises:
        CorpusError: The file is not there or a row of it cannot be read.
    """
    return from_rows(read_rows(folder / f"{split}.csv"), split)


def load_hub(name: str, split: Split) -> Corpus:
    """Reads the data set from the Hugging Face hub.

    Raises:
        CorpusError: The hub cannot be reached, or the rows are others than expected.
    """
    from mascot.corpora.hub import hub_rows  # noqa: PLC0415  (datasets is an extra)

    def rows() -> Iterator[Row]:
        for number, row in enumerate(hub_rows(name, split), 1):
            cells = [str(row.get(column) or "") for column in COLUMNS]
            yield _checked(cells, f"{name} ({split})", number)

    return from_rows(rows(), split)


def from_rows(rows: Iterable[Row], split: Split) -> Corpus:
    """One context per conversation.

    Left out, and counted: conversations of an emotion without a valence, prompts of a single word,
    and conversations whose prompt is that of an earlier one (a person met several listeners with
    the same situation).
    """
    conversations: dict[str, Row] = {}
    utterances = 0
    for utterances, row in enumerate(rows, 1):  # noqa: B007  (the count is wanted)
        conversations.setdefault(row.conversation, row)
    known = [row for row in conversations.values() if row.emotion in VALENCES]
    told = [row for row in known if len(row.prompt.split()) >= _SHORTEST]
    contexts, repeated = distinct(
        Context(
            id=f"ed/{split}/{row.conversation}",
            corpus=NAME,
            split=split,
            group=VALENCES[row.emotion],
            cluster=row.conversation,
            text=row.prompt,
            label=row.emotion,
        )
        for row in told
    )
    counts = {
        "utterances": utterances,
        "conversations": len(conversations),
        "left out: no valence": len(conversations) - len(known),
        "left out: one word or none": len(known) - len(told),
        "left out: same prompt as an earlier one": repeated,
        "contexts": len(contexts),
    }
    return Corpus(tuple(contexts), counts, LICENCE)


def read_rows(path: Path) -> Iterator[Row]:
    """The utterances of a file, official or standard CSV.

    Raises:
        CorpusError: The file cannot be read, or a row is malformed: file, row and field are named.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise CorpusError(
            f"{path}: there is no such file; EmpatheticDialogues has train.csv, valid.csv and "
            "test.csv in one folder"
        ) from None
    except UnicodeDecodeError:
        raise CorpusError(f"{path}: this is not text in UTF-8; download it again") from None
    except OSError as error:
        raise CorpusError(f"{path}: cannot be read ({error.strerror})") from None
    # str.splitlines would also split at the Unicode separators that occur inside cells.
    lines = [line.rstrip("\r") for line in text.split("\n")]
    header = next(csv.reader(lines[:1]), [])
    if missing := [name for name in COLUMNS[:6] if name not in header]:
        raise CorpusError(
            f"{path}, row 1: the column {missing[0]!r} is missing (found: "
            f"{', '.join(header) or 'nothing'}); give the files of EmpatheticDialogues as they are"
        )
    if _COMMA in text:
        numbered: Iterable[tuple[int, list[str]]] = (
            (number, _cells(line)) for number, line in enumerate(lines[1:], 2) if line
        )
    else:
        reader = csv.reader(lines)
        next(reader)
        order = [header.index(name) if name in header else None for name in COLUMNS]
        numbered = ((reader.line_num, _ordered(cells, order)) for cells in reader if cells)
    for number, cells in numbered:
        yield _checked(cells, str(path), number)


def _ordered(cells: list[str], order: list[int | None]) -> list[str]:
    if len(cells) > len(COLUMNS):  # commas that nothing protects
        return _cells(",".join(cells))
    return [cells[i] if i is not None and i < len(cells) else "" for i in order]


def _cells(line: str) -> list[str]:
    """An official row's cells; commas that should have been written ``_comma_`` may be in it."""
    if line.count(",") == len(COLUMNS) - 1:
        return line.split(",")
    row = _ROW.fullmatch(line)
    if row is None:
        return line.split(",")
    utterance, selfeval, tags = row["rest"], "", ""
    parts = row["rest"].rsplit(",", 2)
    if len(parts) == 3 and (not parts[1] or _SELF_EVALUATION.fullmatch(parts[1])):  # noqa: PLR2004
        utterance, selfeval, tags = parts
    elif len(parts) > 1 and (not parts[-1] or _SELF_EVALUATION.fullmatch(parts[-1])):
        utterance, selfeval = row["rest"].rsplit(",", 1)
    known = (row["conv_id"], row["idx"], row["context"], row["prompt"], row["speaker"])
    return [*known, utterance, selfeval, tags]


def _checked(cells: list[str], where: str, number: int) -> Row:
    conversation, index, emotion, prompt, speaker, utterance = (
        _clean(cell) for cell in (*cells, *[""] * len(COLUMNS))[:6]
    )
    for name, value, good in (
        ("conv_id", conversation, bool(conversation)),
        ("utterance_idx", index, index.isdecimal()),
        ("context", emotion, emotion.replace("-", "").isalpha()),
        ("speaker_idx", speaker, speaker.isdecimal()),
    ):
        if not good:
            raise CorpusError(
                f"{where}, row {number}, field {name!r}: {value[:60]!r} cannot be; mend or delete "
                "the row"
            )
    return Row(conversation, emotion, prompt, utterance)


def _clean(cell: str) -> str:
    return " ".join(cell.replace(_COMMA, ",").split())

"""QMSum (Zhong et al., 2021): one x per topic of a meeting, the turns of its span.

The official layout is ``<Domain>/jsonl/<split>.jsonl`` (``val`` for valid), one meeting a line.
Meetings have no name there, so they are named by their content.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from mascot.corpora.context import Context, Split
from mascot.corpora.corpus import Corpus, count_tokens
from mascot.dialogue.meeting import clean_speech
from mascot.digest import digest
from mascot.errors import CorpusError

NAME = "qmsum"
LICENCE = "MIT"

DOMAINS = ("Academic", "Committee", "Product")
TOKENS = 2_048
"""How long a topic's span may be, by default."""

_FILES: Mapping[Split, str] = {"train": "train", "valid": "val", "test": "test"}

Numbered = tuple[str, str, Any]
"""Where a meeting stands (file and row, for messages), its domain, and the meeting."""


def load_folder(
    folder: Path,
    split: Split,
    *,
    tokens: int = TOKENS,
    count: Callable[[str], int] = count_tokens,
) -> Corpus:
    """Reads every domain's meetings of a split.

    Args:
        folder: Holds ``Academic/jsonl/…`` and its like.
        split: Which.
        tokens: How long a context may be.
        count: How tokens are counted: by the rule of `count_tokens`, or a tokenizer's.

    Raises:
        CorpusError: Nothing is there, or a row cannot be read: file, row and field are named.
    """
    files = {
        domain.name: file
        for domain in sorted(folder.iterdir() if folder.is_dir() else ())
        if (file := domain / "jsonl" / f"{_FILES[split]}.jsonl").is_file()
    }
    # ``ALL`` repeats the domains; alone it is better than nothing.
    files = {name: file for name, file in files.items() if name != "ALL"} or files
    if not files:
        raise CorpusError(
            f"{folder}: no <Domain>/jsonl/{_FILES[split]}.jsonl here; give QMSum's folder 'data' "
            f"({', '.join(DOMAINS)} are in it)"
        )
    meetings = (one for domain, file in files.items() for one in read_meetings(file, domain))
    return from_meetings(meetings, split, tokens=tokens, count=count)


def read_meetings(file: Path, domain: str) -> Iterator[Numbered]:
    """The meetings of a file.

    Raises:
        CorpusError: The file or a row cannot be read.
    """
    try:
        with file.open(encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    where = f"{file}, row {number}"
                    try:
                        yield where, domain, json.loads(line)
                    except (json.JSONDecodeError, RecursionError) as error:
                        raise CorpusError(f"{where}: not JSON ({error}); mend the row") from None
    except UnicodeDecodeError:
        raise CorpusError(f"{file}: this is not text in UTF-8; download it again") from None
    except OSError as error:
        raise CorpusError(f"{file}: cannot be read ({error.strerror})") from None


def from_meetings(
    meetings: Iterable[Numbered],
    split: Split,
    *,
    tokens: int = TOKENS,
    count: Callable[[str], int] = count_tokens,
    corpus: str = NAME,
    licence: str = LICENCE,
) -> Corpus:
    """One context per topic.

    A span that is too long keeps its first turns, as many as fit; what is not kept is counted. Of
    meetings with the same transcript the first stays.

    Raises:
        CorpusError: A meeting lacks a field, or a field has a value that cannot be.
    """
    contexts: list[Context] = []
    seen: set[str] = set()
    total = repeated = empty = cut = 0
    for total, (where, domain, meeting) in enumerate(meetings, 1):  # noqa: B007
        lines = _lines(meeting, where)
        name = digest(lines)[:12]
        if name in seen:
            repeated += 1
            continue
        seen.add(name)
        for index, (topic, turns) in enumerate(_topics(meeting, where, len(lines)), 1):
            said = [lines[n] for n in turns if lines[n]]
            kept = _within(said, tokens, count)
            cut += len(kept) < len(said)
            if not kept:
                empty += 1
                continue
            contexts.append(
                Context(
                    id=f"{corpus}/{split}/{domain}/{name}#{index}",
                    corpus=corpus,
                    split=split,
                    group=domain,
                    cluster=name,
                    text="\n".join(kept),
                    kind="meeting",
                    label=topic,
                )
            )
    counts = {
        "meetings": total,
        "left out: same transcript as an earlier meeting": repeated,
        "left out: topics in which nobody says anything": empty,
        "cut to the first turns that fit": cut,
        "contexts": len(contexts),
    }
    return Corpus(tuple(contexts), counts, licence)


def _within(said: list[str], tokens: int, count: Callable[[str], int]) -> list[str]:
    kept: list[str] = []
    used = 0
    for line in said:
        used += count(f"{line}\n")
        if used > tokens:
            break
        kept.append(line)
    # A first turn that is too long alone is cut at a word: better than no context.
    return kept or [_cut(line, tokens, count) for line in said[:1]]


def _cut(line: str, tokens: int, count: Callable[[str], int]) -> str:
    words = line.split(" ")
    low, high = 1, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        if count(" ".join(words[:middle])) <= tokens:
            low = middle
        else:
            high = middle - 1
    return " ".join(words[:low])


def _lines(meeting: Any, where: str) -> list[str]:
    """A line per turn, empty where nothing is left of it."""
    turns = _field(meeting, "meeting_transcripts", list, where)
    lines = []
    for index, turn in enumerate(turns):
        at = f"meeting_transcripts[{index}]"
        speaker = _field(turn, "speaker", str, where, at)
        text = clean_speech(_field(turn, "content", str, where, at))
        lines.append(
            f"{' '.join(speaker.replace(':', ' ').split()) or '?'}: {text}" if text else ""
        )
    return lines


def _topics(meeting: Any, where: str, turns: int) -> Iterator[tuple[str, list[int]]]:
    """Each topic's name and the turns of its span, in the order of the meeting."""
    for index, topic in enumerate(_field(meeting, "topic_list", list, where)):
        at = f"topic_list[{index}]"
        name = _field(topic, "topic", str, where, at)
        wanted: set[int] = set()
        for span in _field(topic, "relevant_text_span", list, where, at):
            try:
                start, end = (int(edge) for edge in span)
            except (TypeError, ValueError):
                start, end = -1, -1
            if not 0 <= start <= end < turns:
                raise CorpusError(
                    f"{where}, field '{at}.relevant_text_span': {span!r:.60} is no span of a "
                    f"meeting of {turns} turns; mend the row"
                )
            wanted.update(range(start, end + 1))
        yield name, sorted(wanted)


def _field(value: Any, name: str, kind: type[Any], where: str, at: str = "") -> Any:
    """A mapping's value of the right type."""
    path = f"{at}.{name}" if at else name
    if not isinstance(value, Mapping):
        raise CorpusError(
            f"{where}, field {at or 'the row'!r}: {value!r:.60} is no mapping; mend the row"
        )
    if name not in value:
        raise CorpusError(f"{where}, field {path!r}: is missing; mend the row")
    if not isinstance(value[name], kind):
        raise CorpusError(
            f"{where}, field {path!r}: {value[name]!r:.60} is to be a {kind.__name__}; mend the row"
        )
    return value[name]

"""Meeting transcripts: reading them from files, and taking them apart into turns."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mascot.errors import ContextFileError

MAX_BYTES = 5_000_000
"""A context file may be this large; no model's window holds more."""
MAX_LINES_BYTES = 20 * MAX_BYTES
"""A file of many meetings may be larger, for one of them is picked."""

_MARKER = re.compile(
    r"\{\s*\w+\s*\}|\[\s*(?:laughter|inaudible|interruption)\.?\s*\]", re.IGNORECASE
)
_HYPHEN = re.compile(r"(?<=\w) - (?=\w)")
_SPELT = re.compile(r"\b(?:[A-Z]_)+(?:[A-Z]\b)?(?:'?s\b)?")
_GAP_BEFORE = re.compile(r"\s+(?=[,.;:?!](?:\s|$)|['’](?:s|m|re|ve|ll|d|t)\b|n['’]t\b)")
_LABEL = re.compile(r"^\s*(?P<speaker>[^\W\d_][^:\n]{0,63}?)\s*:(?!//)(?:\s+(?P<text>.*))?$")
_MAX_LABEL_WORDS = 8
_BINARY_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class MeetingTurn:
    """One contribution to a meeting.

    Attributes:
        speaker: As the transcript calls them; empty where it does not say.
        text: What they said.
    """

    speaker: str
    text: str


def load_context(path: Path | str) -> str:
    """The text of a context file, as ``Speaker: text`` lines where it is a meeting.

    Plain text is taken as it is. A QMSum meeting (``.json``, or one a line in ``.jsonl``) is
    rendered and freed of its disfluency markers. ``meetings.jsonl#3`` picks the third meeting of
    a file, ``meetings.jsonl#3:2`` its second topic and ``meetings.jsonl#3:remote`` the topic whose
    name contains that word.

    Args:
        path: The file, with an optional ``#meeting`` or ``#meeting:topic`` at its end.

    Returns:
        The text, never empty.

    Raises:
        ContextFileError: The file or the part of it cannot be used; the message says what to do.
    """
    file, meeting, topic = _split(Path(path))
    text = _read(file)
    if file.suffix.casefold() not in {".json", ".jsonl"}:
        if meeting is not None:
            raise ContextFileError(
                f"{file}: '#{meeting}' picks a meeting of a .json or .jsonl file, and this is "
                f"{file.suffix or 'a file without an ending'}; leave it off"
            )
        return text.strip()
    meetings = _meetings(file, text)
    if meeting is None:
        if len(meetings) > 1:
            raise ContextFileError(
                f"{file}: holds {len(meetings)} meetings; pick one with {file}#1 to "
                f"{file}#{len(meetings)}, and one topic of it with {file}#1:2"
            )
        meeting = "1"
    if not meeting.isdecimal() or not 1 <= int(meeting) <= len(meetings):
        raise ContextFileError(
            f"{file}: there is no meeting {meeting!r}; pick one with #1 to #{len(meetings)}"
        )
    line, data = meetings[int(meeting) - 1]
    return _render(file, line, data, topic)


def parse_meeting(text: str) -> tuple[MeetingTurn, ...]:
    """Take a transcript apart into turns.

    A line ``Speaker: text`` starts a turn and the lines below it belong to it. Text before the
    first such line, and all of a text without any, has no speaker.
    """
    turns: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        if not line.strip():
            continue
        label = _LABEL.match(line)
        if label and len(label["speaker"].split()) <= _MAX_LABEL_WORDS:
            turns.append((label["speaker"], [label["text"] or ""]))
        elif turns and turns[-1][0]:
            turns[-1][1].append(line.strip())
        else:
            turns.append(("", [line.strip()]))
    joined = (MeetingTurn(speaker, " ".join(parts).strip()) for speaker, parts in turns)
    return tuple(turn for turn in joined if turn.text)


def clean_speech(text: str) -> str:
    """One transcribed contribution without markers such as ``{disfmarker}`` and stray spaces."""
    text = _MARKER.sub(" ", text)
    text = _HYPHEN.sub("-", text)
    text = _SPELT.sub(lambda match: match[0].replace("_", ""), text)
    return " ".join(_GAP_BEFORE.sub("", " ".join(text.split())).split())


def _split(path: Path) -> tuple[Path, str | None, str | None]:
    """File, meeting and topic; a file whose own name holds a '#' wins."""
    if "#" not in path.name or path.exists():
        return path, None, None
    name, _, part = str(path).rpartition("#")
    meeting, _, topic = part.partition(":")
    return Path(name), meeting.strip(), topic.strip() or None


def _read(file: Path) -> str:
    try:
        size = file.stat().st_size
        if file.is_dir():
            raise ContextFileError(f"{file}: is a folder; name the file in it")
        limit = MAX_LINES_BYTES if file.suffix.casefold() == ".jsonl" else MAX_BYTES
        if size > limit:
            raise ContextFileError(
                f"{file}: {size / 1e6:.1f} MB is too large (limit {limit / 1e6:.0f} MB); "
                "cut out the part that you want to talk about"
            )
        raw = file.read_bytes()
    except FileNotFoundError:
        raise ContextFileError(f"{file}: there is no such file; check the path") from None
    except OSError as error:
        raise ContextFileError(f"{file}: cannot be read ({error.strerror}); check it") from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ContextFileError(
            f"{file}, line {line}: byte {raw[error.start]:#04x} is not UTF-8 text; "
            "save the transcript as plain text in UTF-8"
        ) from None
    odd = sum(not (char.isprintable() or char.isspace()) for char in text[:4000])
    if "\0" in text or odd > _BINARY_SHARE * min(len(text), 4000):
        raise ContextFileError(f"{file}: looks like a binary file; give a text file")
    if not text.strip():
        raise ContextFileError(f"{file}: is empty; give a transcript or leave the option off")
    return text


def _meetings(file: Path, text: str) -> list[tuple[int, dict[str, Any]]]:
    """Each meeting with the line where it starts."""
    if file.suffix.casefold() == ".jsonl":
        numbered = [
            (number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()
        ]
    else:
        numbered = [(1, text)]
    found = []
    for number, source in numbered:
        try:
            data = json.loads(source)
        except json.JSONDecodeError as error:
            raise ContextFileError(
                f"{file}, line {number + error.lineno - 1}: not JSON ({error.msg} at column "
                f"{error.colno}); mend it, or give the transcript as .txt"
            ) from None
        except RecursionError:
            raise ContextFileError(f"{file}, line {number}: JSON nested too deeply") from None
        if not isinstance(data, dict) or "meeting_transcripts" not in data:
            keys = ", ".join(map(repr, list(data)[:5])) if isinstance(data, dict) else "no mapping"
            raise ContextFileError(
                f"{file}, line {number}: no 'meeting_transcripts' here (found: {keys or 'nothing'}); "
                "a QMSum meeting has it, anything else goes into a .txt file"
            )
        found.append((number, data))
    return found


def _render(file: Path, line: int, data: dict[str, Any], topic: str | None) -> str:
    turns = data["meeting_transcripts"]
    if not isinstance(turns, list):
        raise ContextFileError(
            f"{file}, line {line}: 'meeting_transcripts' is a {type(turns).__name__}; "
            "it must be a list of {'speaker': …, 'content': …}"
        )
    chosen = range(len(turns)) if topic is None else _span(file, line, data, topic)
    lines = []
    for index in chosen:
        turn = turns[index]
        if not isinstance(turn, dict) or not all(
            isinstance(turn.get(key), str) for key in ("speaker", "content")
        ):
            raise ContextFileError(
                f"{file}, line {line}: turn {index} is {str(turn)[:60]!r}; "
                "it must have the texts 'speaker' and 'content'"
            )
        if text := clean_speech(turn["content"]):
            lines.append(f"{' '.join(turn['speaker'].replace(':', ' ').split()) or '?'}: {text}")
    if not lines:
        raise ContextFileError(
            f"{file}, line {line}: nobody says anything in this part; choose another"
        )
    return "\n".join(lines)


def _span(file: Path, line: int, data: dict[str, Any], topic: str) -> list[int]:
    """The turns of one topic, which may lie in several places of the meeting."""
    topics = data.get("topic_list")
    topics = [t for t in topics if isinstance(t, dict)] if isinstance(topics, list) else []
    names = [str(entry.get("topic", "")) for entry in topics]
    if topic.isdecimal() and 1 <= int(topic) <= len(topics):
        entry = topics[int(topic) - 1]
    else:
        matching = [n for n, name in enumerate(names) if topic.casefold() in name.casefold()]
        if len(matching) != 1:
            listed = "; ".join(f"{number}: {name}" for number, name in enumerate(names, 1))
            problem = "names several topics" if matching else "is no topic of this meeting"
            raise ContextFileError(
                f"{file}, line {line}: {topic!r} {problem}; choose one of {listed or 'none'}"
            )
        entry = topics[matching[0]]
    try:
        spans = [(int(start), int(end)) for start, end in entry["relevant_text_span"]]
    except (KeyError, TypeError, ValueError):
        raise ContextFileError(
            f"{file}, line {line}: the topic {topic!r} has no usable 'relevant_text_span'; "
            "leave the topic off"
        ) from None
    count = len(data["meeting_transcripts"])
    wanted = {n for start, end in spans for n in range(max(0, start), min(end, count - 1) + 1)}
    return sorted(wanted)

"""From a model's raw output to clean speech, while it streams.

Kept apart: reasoning in ``<think>``. Removed: the speaker's own name in front. Cut: everything from
where the reply starts to speak for somebody else, and what exceeds the length that a reply may
have. The result does not depend on how the stream was split into chunks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

_OPEN, _CLOSE = "<think>", "</think>"
_PIECE = re.compile(r"\s+|\S+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Databases and terminals take offence at them."""

_SENTENCE_ENDS = (
    ".",
    "!",
    "?",
    "…",
    '."',
    '!"',
    '?"',
    ".”",
    "!”",
    "?”",
    "。",
    "！",
    "？",
    "؟",
    "।",
)
_CHARS_PER_WORD = 9
_HARD_FACTOR = 2


class SpeechFilter:
    """Feeds on chunks, gives clean text.

    Args:
        own: The speaker's own names; removed where a line starts with them as a label.
        others: Everybody else's; a line that starts with one, or ``[Name]`` anywhere, ends the reply.
        words: About how many words the reply may have: it ends with the first sentence that
            passes this length, and at twice it wherever it is.

    Attributes:
        done: Nothing more will be said: the stream can be closed.
        cut: Why the reply was ended here, if it was: ``other`` (it spoke for somebody else) or
            ``length``.
        retracted: What was given out so far turned out to be reasoning (a lone ``</think>``);
            the receiver forgets it. Reset by the next call.
    """

    def __init__(self, own: Iterable[str], others: Iterable[str], words: int) -> None:
        self._own = _label_forms(own)
        self._other = _label_forms(others)
        self._soft = words * _CHARS_PER_WORD
        self._hard = self._soft * _HARD_FACTOR
        self._held = ""
        self._space = ""
        self._said: list[str] = []
        self._tail = ""
        self._length = 0
        self._state: Literal["head", "line", "think"] = "head"
        self._reasoning: list[str] = []
        self.done = False
        self.cut: Literal["other", "length"] | None = None
        self.retracted = False

    @property
    def text(self) -> str:
        """What has been said so far."""
        return "".join(self._said)

    @property
    def reasoning(self) -> str:
        """The private trace so far."""
        return "".join(self._reasoning).strip()

    def feed(self, chunk: str) -> str:
        """Takes a piece of the raw output; returns the speech that it completes (maybe nothing)."""
        return self._run(chunk, last=False)

    def close(self, *, truncated: bool = False) -> str:
        """Ends the stream; returns the speech that was held back.

        Args:
            truncated: The model was stopped by its token limit: an unfinished sentence gets "…".
        """
        rest = self._run("", last=True)
        if (truncated and self._said and not self.done) and not self.text.endswith(_SENTENCE_ENDS):
            self._said.append("…")
            rest += "…"
        self.done = True
        return rest

    def _run(self, chunk: str, *, last: bool) -> str:
        self.retracted = False
        if self.done:
            return ""
        start = len(self._said)
        self._held += _CONTROL.sub("", chunk)
        moved = True
        while moved and self._held and not self.done:
            if self._state == "think":
                moved = self._think(last=last)
            elif self._state == "head":
                moved = self._head(last=last)
            else:
                moved = self._line(last=last)
            if self.retracted and not self._said:
                start = 0
        return "".join(self._said[start:])

    def _think(self, *, last: bool) -> bool:
        end = self._held.find(_CLOSE)
        if end != -1:
            self._reasoning.append(self._held[:end])
            self._held = self._held[end + len(_CLOSE) :]
            self._state = "line" if self._said else "head"
            return True
        keep = 0 if last else len(_CLOSE) - 1
        cut = max(0, len(self._held) - keep)
        self._reasoning.append(self._held[:cut])
        self._held = self._held[cut:]
        return False

    def _head(self, *, last: bool) -> bool:
        """At the start of a line: is there a label?"""
        body = self._held.lstrip()
        if self._said:
            self._space += self._held[: len(self._held) - len(body)]
        self._held = body
        if not body:
            return False
        lowered = body.lower()
        if end := _matched(lowered, self._other):
            return self._stop("other") if end > 0 else self._wait(last=last)
        if end := _matched(lowered, self._own):
            if end < 0:
                return self._wait(last=last)
            rest = body[end:].lstrip(" \t:")
            if not rest and not last:
                return False
            self._held = rest
            return True
        self._state = "line"
        return True

    def _wait(self, *, last: bool) -> bool:
        if last:
            self._state = "line"
        return last

    def _line(self, *, last: bool) -> bool:
        """Inside a line: speak up to the next character that may mean something."""
        at = _first_of(self._held, "\n[<")
        if at:
            self._say(self._held[:at])
            self._held = self._held[at:]
            return True
        mark = self._held[0]
        if mark == "\n":
            self._state = "head"
            return True
        lowered = self._held.lower()
        if mark == "[":
            end = _matched(lowered, [form for form in self._other if form[0] == "["])
            if end > 0:
                return self._stop("other")
        else:
            for tag in (_OPEN, _CLOSE):
                if lowered.startswith(tag):
                    return self._tag(tag)
            end = _matched(lowered, (_OPEN, _CLOSE))
        if end < 0 and not last:
            return False
        self._say(mark)
        self._held = self._held[1:]
        return True

    def _tag(self, tag: str) -> bool:
        self._held = self._held[len(tag) :]
        if tag == _OPEN:
            self._state = "think"
            return True
        # The prompt had opened the trace: all that came so far was reasoning, not speech.
        self._reasoning.append(self.text + self._space)
        self.retracted = self.retracted or bool(self._said)
        self._said.clear()
        self._space, self._tail, self._length, self._state = "", "", 0, "head"
        return True

    def _say(self, text: str) -> None:
        for piece in _PIECE.findall(text):
            if piece.isspace():
                if self._said:
                    self._space += piece
                continue
            if self._length >= self._soft and self._space and self._tail.endswith(_SENTENCE_ENDS):
                self._stop("length")
                return
            room = self._hard - self._length
            whole = self._space + piece
            self._space = ""
            if len(whole) > room:
                self._said.append(whole[:room].rstrip() + "…")
                self._stop("length")
                return
            self._said.append(whole)
            self._length += len(whole)
            self._tail = (self._tail + whole)[-2:]

    def _stop(self, why: Literal["other", "length"]) -> bool:
        self.cut = why
        self.done = True
        self._held = ""
        return False


def _label_forms(names: Iterable[str]) -> tuple[str, ...]:
    """How a model may put a name in front of a line; longest first."""
    forms: set[str] = set()
    for name in names:
        n = name.lower()
        forms |= {f"[{n}]", f"**[{n}]**", f"{n}:", f"{n}：", f"{n} :", f"**{n}:**", f"**{n}**:"}
    return tuple(sorted(forms, key=len, reverse=True))


def _matched(lowered: str, forms: Iterable[str]) -> int:
    """Length of the form that the text starts with; -1 if it may become one; 0 if not."""
    maybe = False
    for form in forms:
        if lowered.startswith(form):
            return len(form)
        maybe = maybe or form.startswith(lowered)
    return -1 if maybe else 0


def _first_of(text: str, marks: str) -> int:
    """Index of the first of these characters, or the text's length."""
    found = [at for mark in marks if (at := text.find(mark)) != -1]
    return min(found, default=len(text))

"""A client's messages as a conversation of the group, and the group's replies as one text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage

from mascot.agents import Names
from mascot.graph.state import SAFETY
from mascot.personas import Ensemble
from mascot.serving.api.wire import Message

SAFETY_NAME = "Safety"
"""How the text calls the safety message, so that it is known again in the history."""
AGAIN = " (again)"
"""Behind the name of somebody whose words so far do not count, because they are said anew."""


@dataclass(frozen=True, slots=True)
class History:
    """What a request tells of the conversation.

    Attributes:
        earlier: What was said before the last message of the user.
        text: That message; None where the last word is the group's and it is to talk on.
        about: What the system's messages say.
        danger: A safety message was given before.
    """

    earlier: tuple[AnyMessage, ...] = ()
    text: str | None = None
    about: str = ""
    danger: bool = False


class Script:
    """Writes and reads the texts of one group.

    Args:
        ensemble: The group.
    """

    def __init__(self, ensemble: Ensemble) -> None:
        self._names = Names(ensemble)
        self._shown = {persona.id: persona.name for persona in ensemble.personas}
        self._shown[SAFETY] = SAFETY_NAME
        forms = sorted({*self._shown.values(), *self._shown}, key=len, reverse=True)
        either = "|".join(map(re.escape, forms))
        self._label = re.compile(
            rf"^\*\*(?P<who>{either})(?P<again>{re.escape(AGAIN)})?:\*\*[ \t]*",
            re.MULTILINE | re.IGNORECASE,
        )

    def name(self, speaker: str) -> str:
        """How the text calls somebody."""
        return self._shown.get(speaker, speaker)

    def label(self, speaker: str, *, again: bool = False) -> str:
        """What stands before somebody's words."""
        return f"**{self.name(speaker)}{AGAIN if again else ''}:** "

    def read(self, messages: Sequence[Message]) -> History:
        """The conversation that a client's messages tell.

        Raises:
            ApiError: A message holds something other than text.
        """
        about, earlier = [], list[AnyMessage]()
        for message in messages:
            text = message.text().strip()
            if not text:
                continue
            if message.role in ("system", "developer"):
                about.append(text)
            elif message.role == "user":
                earlier.append(HumanMessage(text))
            elif message.role == "assistant":
                earlier += self._replies(text, message.name)
        last = earlier.pop() if earlier and isinstance(earlier[-1], HumanMessage) else None
        return History(
            earlier=tuple(earlier),
            text=None if last is None else str(last.content),
            about="\n\n".join(about),
            danger=any(message.name == SAFETY for message in earlier),
        )

    def _replies(self, text: str, name: str | None) -> list[AIMessage]:
        """One message of the assistant as the replies of which we made it."""
        labels = list(self._label.finditer(text))
        if not labels:
            return [AIMessage(text, name=self._who(name) if name else "assistant")]
        replies = []
        if before := text[: labels[0].start()].strip():
            replies.append(AIMessage(before, name=self._who(name) if name else "assistant"))
        ends = [label.start() for label in labels[1:]] + [len(text)]
        for label, end in zip(labels, ends, strict=True):
            who = self._who(label["who"])
            if label["again"] and replies and replies[-1].name == who:
                replies.pop()
            if said := text[label.end() : end].strip():
                replies.append(AIMessage(said, name=who))
        return replies

    def _who(self, name: str) -> str:
        """The id that a name stands for; any other name made harmless."""
        if name.casefold() in (SAFETY, SAFETY_NAME.casefold()):
            return SAFETY
        found = self._names.resolve(name)
        return found if found in self._shown else "assistant"

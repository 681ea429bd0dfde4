"""One utterance of the conversation, whoever said it."""

from __future__ import annotations

from typing import NamedTuple

USER = "user"
"""The speaker id of the person whom the group is for."""


class Turn(NamedTuple):
    """Who said what.

    Attributes:
        speaker: `USER` or a persona's id.
        text: The words, as said (prompts neutralise and clip them, see `agents.prompts`).
    """

    speaker: str
    text: str

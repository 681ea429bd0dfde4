"""What a voice is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Pool = Mapping[str, tuple[str, ...]]
"""Sentences by situation.

Keys, from the most to the least specific: ``grief/pet`` (feeling and topic), ``grief`` (feeling),
``bad/work`` (mood and topic), ``bad`` (mood), ``any``. Slots in braces are filled from the user's
words, and a sentence whose slot is empty is passed over: ``{echo}`` a clause of theirs ("your dog
died"), ``{thing}`` a noun phrase ("your new job"), ``{who}`` a person, ``{feeling}``, ``{a}`` and
``{b}`` what they hesitate between, ``{previous}`` who spoke before. With a capital (``{Echo}``)
the slot starts the sentence.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A persona's repertoire.

    Attributes:
        id: The persona's id.
        cues: Words of which its card must hold one; a card of the same id about something else
            gets a voice of its own.
        opens: Takes in what was said.
        cores: What this persona adds.
        asks: The question it ends on.
        rests: What it ends on when nothing is to be asked.
        bridges: Takes up what the previous persona said.
        after_question: Takes up that the previous persona asked something.
        whole: Complete replies to greetings, thanks and the like.
    """

    id: str
    cues: str
    opens: Pool
    cores: Pool
    asks: Pool
    rests: Pool
    bridges: tuple[str, ...] = ()
    after_question: tuple[str, ...] = ()
    whole: Pool = field(default_factory=dict)

"""Character cards, versions 1 to 3, as personas."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

from pydantic import ValidationError

from mascot.errors import PersonaError
from mascot.personas.cards.fields import Fields
from mascot.personas.cards.ours import Ours
from mascot.personas.cards.wording import (
    USER,
    Wording,
    first_sentence,
    fitted,
    plain_name,
    sentences,
    slug,
    unique,
)
from mascot.personas.models import RESERVED_IDS, Exemplar, Persona, fold
from mascot.personas.suspicious import suspicions

Version = Literal[1, 2, 3]

COLOURS = (
    "#2f74a8", "#7a5fc7", "#b45a0a", "#2e7d55", "#b03a6a",
    "#8a6d1d", "#00798c", "#9c4a2f", "#5b6f1f", "#6a4c93",
)  # fmt: skip
"""Given to personas that bring no colour."""

_DESCRIPTION, _STYLE, _LORE = 4_000, 1_500, 1_500
_EXAMPLE, _EXAMPLES = 1_000, 6
_ROLE, _WORD, _TRAITS = 140, 40, 8
_START = re.compile(r"<START>|\{Example Dialogue:?\}", re.IGNORECASE)
_LISTED = re.compile(
    r"\bpersonality\b[^\w\n]{0,6}((?:\"[^\"\n]{1,40}\"[ \t]*[,+][ \t]*){1,60}\"[^\"\n]{1,40}\")",
    re.IGNORECASE,
)
"""As many cards list traits within the description: ``[Personality= "calm", "dry"]``."""
_BEGIN = "(The conversation begins.)"
_V1_KEYS = frozenset(
    {"name", "char_name", "description", "char_persona", "personality", "first_mes",
     "char_greeting", "mes_example", "scenario"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Character:
    """What a card says, beyond the persona too.

    Attributes:
        persona: Who it is; without an origin.
        scenario: The situation that the card was written for.
        greeting: What it says first.
    """

    persona: Persona
    scenario: str = ""
    greeting: str = ""


def version_of(card: Mapping[str, Any]) -> Version | None:
    """Which version of a character card an object is; None if it is none."""
    spec = card.get("spec")
    if isinstance(card.get("data"), dict):
        known = _V1_KEYS & card["data"].keys()
        if spec == "chara_card_v3":
            return 3
        return 2 if spec == "chara_card_v2" or known else None
    own = _V1_KEYS & card.keys()
    return 1 if own & {"name", "char_name"} or len(own) > 1 else None


def data_of(card: Mapping[str, Any]) -> Mapping[str, Any]:
    """Where a card's fields stand."""
    data = card.get("data")
    return data if isinstance(data, dict) else card


def read_character(card: Mapping[str, Any], fallback: str, notes: list[str]) -> Character:
    """The persona of a card of any version.

    Args:
        card: The JSON object.
        fallback: A name for a card without one.
        notes: Told what was changed or left out.

    Raises:
        PersonaError: There is nothing in it that describes somebody.
    """
    reading = _Reading(Fields(data_of(card), notes), fallback, notes)
    persona = reading.persona()
    if ours := Ours.found(data_of(card), notes):
        persona = ours.restored(persona, data_of(card), notes)
    if reading.wording.unknown:
        macros = ", ".join(f"{{{{{name}}}}}" for name in sorted(reading.wording.unknown)[:5])
        notes.append(f"Macros that are not known here stay as they are: {macros}.")
    scenario = fitted(reading.say("scenario", "world_scenario"), 2_000)
    greeting = fitted(reading.greeting, 4_000)
    return Character(persona, scenario, greeting)


class _Reading:
    """One card, being read."""

    def __init__(self, fields: Fields, fallback: str, notes: list[str]) -> None:
        self.fields = fields
        self.notes = notes
        name = plain_name(fields.text("name", "char_name"))
        if not name:
            name = plain_name(fallback) or "Nameless"
            notes.append(f"The card has no name that can be used; it is called {name!r}.")
        self.name = unique(name, RESERVED_IDS, " ", fold)
        self.nickname = plain_name(fields.text("nickname"))
        self.wording = Wording(self.nickname or self.name)
        self.greeting = self.say("first_mes", "char_greeting")
        names = "|".join(re.escape(name) for name in {self.name, self.nickname} if name)
        self._label = re.compile(
            rf"^[ \t]*(?:(?P<user>{USER}|You)|{names})[ \t]*:[ \t]*", re.IGNORECASE
        )

    def say(self, *keys: str) -> str:
        """A text of the card, in a persona's words."""
        return self.wording(self.fields.text(*keys))

    def persona(self) -> Persona:
        traits, prose = self._personality()
        own, examples = self._apart(self.say("description", "char_persona"))
        description = self._description(own, prose)
        if not traits and (listed := _LISTED.search(own)):
            traits = tuple(dict.fromkeys(re.findall(r'"([^"]+)"', listed[1])))[:_TRAITS]
        style = self._style()
        exemplars = self._exemplars(examples)
        if not description and not style and not exemplars:
            raise PersonaError("the card describes nobody: all its texts are empty")
        name = self.name
        aliases = (self.nickname,) if self.nickname and _new(self.nickname, name) else ()
        digest = zlib.crc32(name.encode("utf-8", "replace"))
        made: dict[str, Any] = {
            "id": unique(slug(name, f"card-{digest:08x}"), RESERVED_IDS, "-", fold),
            "name": name,
            "role": self._role(description),
            "description": description or f"{name} is as the examples show.",
            "traits": traits,
            "style": style or None,
            "exemplars": exemplars,
            "aliases": aliases,
            "colour": COLOURS[digest % len(COLOURS)],
        }
        extensions = self.fields.mapping("extensions")
        talkative = extensions.number("talkativeness")
        talkative = self.fields.number("talkativeness") if talkative is None else talkative
        if talkative is not None:
            made["talkativeness"] = min(1.0, max(0.0, talkative))
        try:
            return Persona(**made)
        except ValidationError as error:  # pragma: no cover - the texts above are made to fit
            raise PersonaError(f"does not make a persona: {error.errors()[0]['msg']}") from error

    def _personality(self) -> tuple[tuple[str, ...], str]:
        """Traits, if the personality is a list of them; else its prose."""
        text = self.say("personality")
        words = [word.strip(" .-*\"'") for word in re.split(r"[,;/\n•]|\s\+\s", text)]
        words = list(dict.fromkeys(word for word in words if word))
        if words and all(len(word) <= _WORD and word.count(" ") < 4 for word in words):  # noqa: PLR2004
            return tuple(words[:_TRAITS]), ""
        return (), text

    def _apart(self, text: str) -> tuple[str, list[Exemplar]]:
        """A description without the talk in it, and that talk: many cards show a voice so."""
        first, *blocks = _START.split(text)
        kept, examples = [first.strip()], list[Exemplar]()
        for block in blocks:
            lines = block.strip().split("\n")
            while lines and lines[-1].startswith("["):
                kept.append(lines.pop())
            found = _pairs(self._harmless("\n".join(lines), "description"), self._label)
            kept += [] if found else lines
            examples += found
        return "\n".join(line for line in kept if line), examples

    def _description(self, own: str, personality: str) -> str:
        parts = [self._harmless(own, "description")]
        if personality:
            parts.append(f"Personality: {self._harmless(personality, 'personality')}")
        parts.append(self._lore())
        whole = "\n\n".join(part for part in parts if part)
        if len(whole) > _DESCRIPTION:
            self.notes.append(
                f"Its description has {len(whole):,} characters; the persona has the first "
                f"{_DESCRIPTION:,} of them. Every call pays for it: shorten it."
            )
        return fitted(whole, _DESCRIPTION)

    def _lore(self) -> str:
        book = self.fields.mapping("character_book")
        entries = [entry for entry in book.members("entries") if _enabled(entry)]
        always = [entry for entry in entries if entry.get("constant") is True]
        always.sort(key=_order)
        texts = [self.wording(_undecorated(str(entry.get("content") or ""))) for entry in always]
        if len(entries) > len(always):
            self.notes.append(
                f"Lorebook entries that wait for keywords ({len(entries) - len(always)}) are kept, "
                "and the group does not use them."
            )
        text = self._harmless("\n".join(text for text in texts if text), "lorebook")
        return f"Background: {fitted(text, _LORE)}" if text else ""

    def _style(self) -> str:
        depth = self.fields.mapping("extensions").mapping("depth_prompt")
        texts = [
            self.say("system_prompt"),
            self.say("post_history_instructions"),
            self.wording(depth.text("prompt")),
        ]
        text = self._harmless("\n".join(text for text in texts if text), "system prompt")
        return fitted(text, _STYLE)

    def _exemplars(self, more: list[Exemplar]) -> tuple[Exemplar, ...]:
        text = self._harmless(self.say("mes_example", "example_dialogue"), "examples")
        found = [pair for block in _START.split(text) for pair in _pairs(block, self._label)]
        found += more
        if not found and self.greeting:
            found = [Exemplar(user=_BEGIN, reply=fitted(self.greeting, _EXAMPLE))]
        return tuple(found[:_EXAMPLES])

    def _role(self, description: str) -> str:
        """One line that is said again at each call."""
        line = " ".join(first_sentence(description).split())
        written = re.search(r"^[\[{<(]|\w\(\"|[=+{}\[\]|]", line) is None
        if line and written and len(line) <= 2 * _ROLE:
            return fitted(line, _ROLE)
        tags = [" ".join(self.wording(tag).split()) for tag in self.fields.texts("tags")]
        tags = [tag for tag in tags if tag and len(tag) <= _WORD][:4]
        return f"Answers as {self.name}" + (f" ({', '.join(tags)})" if tags else "")

    def _harmless(self, text: str, what: str) -> str:
        """A text without the sentences that talk to the model instead of describing somebody."""
        if not any(found.grave for found in suspicions(text)):
            return text
        kept = []
        for sentence in sentences(text):
            grave = [found for found in suspicions(sentence.strip()) if found.grave]
            if grave:
                self.notes.append(
                    f"A sentence of its {what} {grave[0].why} ({grave[0].excerpt!r}) and was left out."
                )
            else:
                kept.append(sentence)
        return re.sub(r"\n ", "\n", "".join(kept)).strip()


def _pairs(block: str, label: re.Pattern[str]) -> list[Exemplar]:
    """The exchanges of one example: what the user says, and the reply to it."""
    turns: list[tuple[bool, list[str]]] = []
    for line in block.strip().split("\n"):
        match = label.match(line)
        if match:
            by_user = match["user"] is not None
            if not turns or turns[-1][0] != by_user:
                turns.append((by_user, []))
        if turns:
            turns[-1][1].append(line[match.end() :] if match else line)
    said = [(by_user, "\n".join(lines).strip()) for by_user, lines in turns]
    return [
        Exemplar(user=fitted(one, _EXAMPLE), reply=fitted(other, _EXAMPLE))
        for (by_user, one), (by_other, other) in pairwise(said)
        if by_user and not by_other and one and other
    ]


def _enabled(entry: Mapping[str, Any]) -> bool:
    return entry.get("enabled") is not False and entry.get("disable") is not True


def _order(entry: Mapping[str, Any]) -> float:
    order = entry.get("insertion_order", entry.get("order"))
    return float(order) if isinstance(order, int | float) and abs(order) < 1e9 else 0.0  # noqa: PLR2004


def _undecorated(text: str) -> str:
    """A version 3 entry begins with lines such as ``@@depth 4``."""
    return re.sub(r"\A(?:\s*@@[^\n]*(?:\n|\Z))+", "", text)


def _new(alias: str, name: str) -> bool:
    return fold(alias) not in RESERVED_IDS | {fold(name), fold(slug(name))}

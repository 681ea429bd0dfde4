"""TinyTroupe's agents as personas."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

from mascot.errors import PersonaError
from mascot.personas.cards.character import COLOURS
from mascot.personas.cards.fields import Fields
from mascot.personas.cards.wording import clean, fitted, plain_name, slug, unique
from mascot.personas.models import RESERVED_IDS, Persona, fold

_PERSONA_KEYS = ("persona", "_persona", "_configuration")
_DESCRIPTION, _STYLE, _LINE = 4_000, 1_500, 160
_TRAITS, _DOES, _DONTS = 6, 4, 3
_SUBJECT = re.compile(
    r"(?:^|[.,;:!?(\"—–]\s*|\b(?:and|but|or|that|when|whenever|if|while|as|because|so|which|what|how|where"
    r"|who|whom|than|since|though|although|until|before|after|whether|once|why|everything|things)\s+)you\b"
    r"|\byou\b(?=['’]|\s+(?:are|were|have|had|do|don|did|will|can|could|would|should|must|may|might|need"
    r"|want|often|always|never|also|usually|sometimes|rarely)\b)",
    re.IGNORECASE,
)


def is_agent(value: Mapping[str, Any]) -> bool:
    """Whether an object is an agent's specification."""
    kind = str(value.get("type") or value.get("json_serializable_class_name") or "")
    if "fragment" in kind.lower():
        raise PersonaError("is a TinyTroupe fragment; import the agent that it belongs to")
    return kind == "TinyPerson" or (
        _profile(value) is not None and not kind and "spec" not in value
    )


def read_agent(value: Mapping[str, Any], fallback: str, notes: list[str]) -> Persona:
    """The persona of an agent.

    Args:
        value: The specification.
        fallback: A name for an agent without one.
        notes: Told what was changed or left out.

    Raises:
        PersonaError: It describes nobody.
    """
    profile = _profile(value)
    if profile is None:
        raise PersonaError("is a TinyTroupe agent without a `persona`")
    fields = Fields(profile, notes, "persona")
    name = plain_name(fields.text("name"))
    if not name:
        name = plain_name(fallback) or "Nameless"
        notes.append(f"The agent has no name that can be used; it is called {name!r}.")
    name = unique(name, RESERVED_IDS, " ", fold)
    paragraphs = [text for text in _paragraphs(fields) if text]
    if not paragraphs:
        raise PersonaError("the agent's `persona` says nothing of who it is")
    whole = "\n".join(paragraphs)
    if len(whole) > _DESCRIPTION:
        notes.append(
            f"Its profile has {len(whole):,} characters; the persona has the first {_DESCRIPTION:,} "
            "of them. Every call pays for it: shorten it."
        )
    personality, preferences = fields.mapping("personality"), fields.mapping("preferences")
    digest = zlib.crc32(name.encode("utf-8", "replace"))
    first = name.split()[0]
    made: dict[str, Any] = {
        "id": unique(slug(name, f"agent-{digest:08x}"), RESERVED_IDS, "-", fold),
        "name": name,
        "role": _role(fields, name),
        "description": fitted(whole, _DESCRIPTION),
        "traits": _traits(personality.texts("traits"))[:_TRAITS],
        "style": fitted(_said(fields.text("style")), _STYLE) or None,
        "do": _lines(fields.mapping("behaviors").texts("general"))[:_DOES],
        "dont": [
            f"Pretend to like: {text}" for text in _lines(preferences.texts("dislikes"))[:_DONTS]
        ],
        "aliases": (first,) if fold(first) not in RESERVED_IDS | {fold(name), slug(name)} else (),
        "colour": COLOURS[digest % len(COLOURS)],
    }
    return Persona(**made)


def _profile(value: Mapping[str, Any]) -> Mapping[str, Any] | None:
    for key in _PERSONA_KEYS:
        found = value.get(key)
        if isinstance(found, dict) and (
            found.keys() & {"name", "occupation", "personality", "style", "age"}
        ):
            return found
    return None


def _role(fields: Fields, name: str) -> str:
    work = fields.mapping("occupation")
    title, where = work.text("title"), work.text("organization")
    if not title and isinstance(fields.values.get("occupation"), str):
        title = fields.text("occupation")
    line = " ".join(clean(", ".join(part for part in (title, where) if part)).split())
    return fitted(line, _LINE) or f"Answers as {name}"


def _paragraphs(fields: Fields) -> Iterator[str]:
    facts = [
        fields.text(key)
        for key in ("age", "gender", "nationality", "residence", "country_of_residence")
    ]
    yield _row("", [fact for fact in facts if fact], ", ")
    yield _said(fields.mapping("occupation").text("description"))
    yield _row("Believes: ", fields.texts("beliefs"))
    yield _row("Interested in: ", fields.mapping("preferences").texts("interests"))
    yield _row("Likes: ", fields.mapping("preferences").texts("likes"))
    yield _row("Can do: ", fields.texts("skills"))
    yield _row("Wants: ", fields.texts("long_term_goals"))
    yield _row("Knows: ", [_known(each) for each in fields.members("relationships")], "; ")
    yield _row("", fields.texts("other_facts"))


def _known(person: Mapping[str, Any]) -> str:
    name, who = person.get("name"), person.get("description")
    return f"{name} ({str(who).rstrip('.')})" if name and who else str(name or who or "")


def _row(label: str, texts: list[str], join: str = " ") -> str:
    said = [_said(text) for text in texts]
    row = join.join(text for text in said if text)
    return f"{label}{row}" if row else ""


def _lines(texts: list[str]) -> list[str]:
    lines = (fitted(" ".join(_said(text).split()), _LINE).rstrip(".") for text in texts)
    return [line for line in lines if line]


def _traits(texts: list[str]) -> list[str]:
    """Sentences about the personality, as near to single words as they come."""
    short = (re.split(r"[,;—–]|\.\s", line)[0] for line in _lines(texts))
    traits = (
        re.sub(r"^they(?:\s+are|['’]re)?\s+", "", line, flags=re.IGNORECASE) for line in short
    )
    return [trait for trait in traits if trait.strip()]


def _said(text: str) -> str:
    """A text of the profile in the third person: there every card says "you" of itself.

    The plural "they" leaves the verbs as they are.
    """
    text = _SUBJECT.sub(lambda match: _YOU.sub(_third, match[0]), clean(text))
    text = re.sub(r"\byou\b", "them", text)
    return " ".join(_YOU.sub(_third, text).split())


_YOU = re.compile(r"\b([Yy])ou(rself|rs|r)?\b")


def _third(match: re.Match[str]) -> str:
    word = {None: "they", "r": "their", "rs": "theirs", "rself": "themselves"}[match[2]]
    return word.capitalize() if match[1] == "Y" else word

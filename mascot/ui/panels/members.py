"""Groups as they are edited: members in and out, a form's fields as a persona."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from mascot.errors import MascotError, PersonaError
from mascot.personas import Ensemble, Listing, Persona, load_ensemble

FIELDS = (
    "name",
    "role",
    "description",
    "style",
    "traits",
    "do",
    "dont",
    "aliases",
    "emoji",
    "colour",
    "talkativeness",
)
"""Of the form, in its order."""

_LISTS = {"traits": ", ", "aliases": ", ", "do": "\n", "dont": "\n"}
_MAY_BE_EMPTY = frozenset({"style", *_LISTS})


def form_of(persona: Persona | None) -> list[Any]:
    """What the form shows of a persona; of nobody, an empty form."""
    if persona is None:
        return ["", "", "", "", "", "", "", "", "💬", "#6b7280", 0.5]
    values = persona.model_dump()
    return [
        _LISTS[key].join(values[key])
        if key in _LISTS
        else values[key] or ""
        if key == "style"
        else values[key]
        for key in FIELDS
    ]


def changed(ensemble: Ensemble, who: str, form: Iterable[Any]) -> Ensemble:
    """The group with a member as the form says.

    Args:
        ensemble: The group.
        who: The member's id; empty for a new one.
        form: Values of `FIELDS`.

    Raises:
        PersonaError: A field cannot be used; the message says which and why.
    """
    given = _given(dict(zip(FIELDS, form, strict=True)))
    members = [persona.model_dump(exclude_defaults=True) for persona in ensemble.personas]
    if who:
        index = _place(ensemble, who)
        kept = {key: value for key, value in members[index].items() if key not in FIELDS}
        members[index] = kept | given
    else:
        members.append({"id": free_id(str(given.get("name", "")), ensemble.ids)} | given)
    return _checked(ensemble, members)


def joined(ensemble: Ensemble, persona: Persona) -> Ensemble:
    """The group with one more member.

    Raises:
        PersonaError: Somebody here has this id, name or alias already.
    """
    if persona.id in ensemble.ids:
        raise PersonaError(f"{persona.name} ({persona.id}) is in this group already.")
    members = [one.model_dump(exclude_defaults=True) for one in (*ensemble.personas, persona)]
    return _checked(ensemble, members)


def newcomer(ensemble: Ensemble, persona: Persona) -> Persona:
    """An imported persona under a name and an id that nobody here has.

    The card that it came from stays behind: the group's YAML is for people to read.
    """
    # Slow to import, and needed only where somebody brings a card.
    from mascot.personas.cards import apart  # noqa: PLC0415

    return apart((*ensemble.personas, persona))[-1].model_copy(update={"origin": None})


def left(ensemble: Ensemble, who: str) -> Ensemble:
    """The group without a member.

    Raises:
        MascotError: It is the last one.
    """
    index = _place(ensemble, who)
    if len(ensemble.personas) == 1:
        raise MascotError(
            f"{ensemble.personas[0].name} is the last member; a group needs one. Add somebody first."
        )
    personas = (*ensemble.personas[:index], *ensemble.personas[index + 1 :])
    return ensemble.model_copy(update={"personas": personas})


def candidates(listings: Iterable[Listing], ensemble: Ensemble) -> dict[str, Persona]:
    """Who could join, by ``group/id``: members of other groups who are not here."""
    found: dict[str, Persona] = {}
    known = {persona.id for persona in ensemble.personas}
    for listing in listings:
        for persona in listing.ensemble.personas if listing.ensemble else ():
            if persona.id not in known:
                known.add(persona.id)
                found[f"{listing.source}/{persona.id}"] = persona
    return found


def free_id(name: str, taken: Iterable[str]) -> str:
    """An id made of a name that nobody has."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:40]
    slug = slug if slug[:1].isalpha() else f"persona-{slug}".strip("-")
    taken, number, free = set(taken), 2, slug
    while free in taken:
        free, number = f"{slug}-{number}", number + 1
    return free


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    read = {key: _read(key, value) for key, value in values.items()}
    return {key: value for key, value in read.items() if value or key not in _MAY_BE_EMPTY}


def _read(key: str, value: Any) -> Any:
    if key in _LISTS:
        parts = str(value or "").split(_LISTS[key].strip(" "))
        return [part.strip() for part in parts if part.strip()]
    text = value.strip() if isinstance(value, str) else value
    return _hex(text) if key == "colour" else text


def _hex(colour: Any) -> Any:
    """A colour picker may say ``rgb(1, 2, 3)``, or with an opacity."""
    numbers = re.fullmatch(r"rgba?\(([\d.]+), *([\d.]+), *([\d.]+)(?:, *[\d.]+)?\)", str(colour))
    if numbers is None:
        return colour
    return "#" + "".join(f"{min(255, round(float(n))):02x}" for n in numbers.groups())


def _place(ensemble: Ensemble, who: str) -> int:
    if who not in ensemble.ids:
        raise MascotError("This member is not in the group any longer; choose another.")
    return ensemble.ids.index(who)


def _checked(ensemble: Ensemble, members: list[dict[str, Any]]) -> Ensemble:
    whole = ensemble.model_dump(exclude_defaults=True) | {"personas": members}
    try:
        return load_ensemble(whole)
    except PersonaError as error:
        raise PersonaError(_without_places(str(error))) from None


def _without_places(text: str) -> str:
    """There is no file here: the field says where."""
    text = re.sub(
        r"^(\s*)the given mapping: (?:personas\[\d+\]\.)?", r"\1", text, flags=re.MULTILINE
    )
    return text.replace(" (the given mapping)", "")

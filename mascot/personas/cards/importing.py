"""From a file's bytes to a persona."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from mascot.errors import PersonaError
from mascot.personas.cards import charx, jsontext, png
from mascot.personas.cards.character import Character, read_character, version_of
from mascot.personas.cards.jsontext import kept, read_json
from mascot.personas.cards.tinytroupe import is_agent, read_agent
from mascot.personas.models import MAX_ORIGIN, Origin, Persona
from mascot.personas.problems import listed, shown

MAX_BYTES = 64 * 1024 * 1024
"""Of a card's file."""
MAX_PICTURE = 16 * 1024 * 1024
"""A larger picture is not kept."""
CARD_TEXTS = ("ccv3", "chara")
"""The text chunks of a PNG that hold a card, the one that counts first."""

_PICTURES = (
    (png.SIGNATURE, ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"GIF8", ".gif"),
    (b"RIFF", ".webp"),
)
_ARCHIVED = ("embeded://", "embedded://")


@dataclass(frozen=True, slots=True)
class Picture:
    """A card's picture.

    Attributes:
        data: The image file, without the card in it.
        suffix: Its kind, such as ``.png``.
    """

    data: bytes
    suffix: str


@dataclass(frozen=True, slots=True)
class ImportedCard:
    """What was read from a card.

    Attributes:
        persona: Who it is; its ``origin`` keeps the card as it came.
        notes: What was changed, left out or guessed, in sentences.
        picture: Its picture, if there is one that can be kept.
        scenario: The situation that the card was written for.
        greeting: What it says first.
    """

    persona: Persona
    notes: tuple[str, ...] = ()
    picture: Picture | None = None
    scenario: str = ""
    greeting: str = ""


@dataclass(frozen=True, slots=True)
class _Found:
    card: dict[str, Any]
    picture: Picture | None = None


def import_card(data: bytes, name: str) -> ImportedCard:
    """The persona of a character card (V1, V2, V3) or of a TinyTroupe agent.

    Args:
        data: The file: PNG, CHARX or JSON, told by its content.
        name: What the file is called; it stands in errors, and for a missing name.

    Raises:
        PersonaError: No persona can be made of it; the message gives one reason.

    Example:
        >>> card = import_card(Path("seraphina.png").read_bytes(), "seraphina.png")
        >>> card.persona.name, card.notes
        ('Seraphina', ())
    """
    label = shown(name, 200)[1:-1]
    if len(data) > MAX_BYTES:
        raise PersonaError(
            f"{label}: has {len(data):,} bytes, at most {MAX_BYTES:,} are read; is this a card?"
        )
    notes: list[str] = []
    try:
        found = _find(data, notes)
        stem = re.sub(r"(\.(card|agent|persona))?\.\w{1,6}$", "", re.split(r"[\\/]", name)[-1])
        return _imported(found, stem, notes)
    except PersonaError as error:
        raise PersonaError(f"{label}: {error}") from None
    except (RecursionError, MemoryError) as error:  # beyond what the limits foresee
        raise PersonaError(f"{label}: is too intricate to be read") from error


def _imported(found: _Found, stem: str, notes: list[str]) -> ImportedCard:
    card = found.card
    if agent := is_agent(card):
        character, kind = Character(read_agent(card, stem, notes)), "tinytroupe"
    elif version := version_of(card):
        character, kind = read_character(card, stem, notes), f"chara_card_v{version}"
        _tell_version(card, notes)
    else:
        keys = listed(shown(key, 24) for key in list(card)[:6]) or "nothing"
        raise PersonaError(
            f"is no character card and no TinyTroupe agent (it has {keys}); "
            "a card has a `name` and a `description`"
        )
    text: str | None = kept(card)
    if text and len(text) > MAX_ORIGIN:
        text = json.dumps(card, separators=(",", ":"))
    if text and len(text) > MAX_ORIGIN:
        text = None
        notes.append(
            f"The original is larger than {MAX_ORIGIN:,} characters and is not kept in the definition: "
            "keep its file, if you want to give the card back as it was."
        )
    if not agent and found.picture is None:
        found = replace(found, picture=_inline(card, notes))
    origin = Origin.model_validate({"format": kind, "card": text})
    return ImportedCard(
        persona=character.persona.model_copy(update={"origin": origin}),
        notes=tuple(dict.fromkeys(notes)),
        picture=found.picture,
        scenario=character.scenario,
        greeting=character.greeting,
    )


def _find(data: bytes, notes: list[str]) -> _Found:
    """The card in a file, and its picture."""
    if not data.strip():
        raise PersonaError("is empty")
    if data.startswith(png.SIGNATURE):
        return _in_png(data, notes)
    if charx.is_zip(data):
        return _in_zip(data, notes)
    if kind := _kind(data):
        raise PersonaError(
            f"is a picture ({kind[1:]}) without a card in it; cards travel in PNG files, and a "
            "picture that was saved anew has lost its card"
        )
    return _Found(read_json(data, notes))


def _in_png(data: bytes, notes: list[str]) -> _Found:
    image = png.Png(data)
    problems: list[str] = []
    texts = sorted(image.texts(CARD_TEXTS), key=lambda text: CARD_TEXTS.index(text.keyword))
    for text in texts:
        told: list[str] = []
        try:
            card = read_json(_unwrapped(text.data), told)
        except PersonaError as error:
            problems.append(f"its {text.keyword!r} text: {error}")
            continue
        notes += told
        if problems:
            notes.append(f"Another card in the file cannot be used: {problems[0]}.")
        if not text.sound:
            notes.append(
                "The card's checksum is wrong: the file may be damaged, look at the texts."
            )
        if image.whole:
            return _Found(card, _picture(image.without_texts(CARD_TEXTS), notes))
        notes.append("The picture is cut short and is not kept.")
        return _Found(card)
    if problems:
        raise PersonaError(problems[0])
    if not image.whole:
        where = f"in the middle of its {image.cut!r} part" if image.cut.strip() else "early"
        raise PersonaError(f"ends {where}, and no card came before; load the file again")
    raise PersonaError(
        "is a picture without a card in it; a picture that was saved anew has lost its card"
    )


def _unwrapped(data: bytes) -> bytes:
    """The JSON in a text chunk: base64, or as it is where a tool forgot that."""
    if data.lstrip()[:1] == b"{":
        return data
    packed = b"".join(data.split()).replace(b"-", b"+").replace(b"_", b"/").rstrip(b"=\0")
    try:
        return binascii.a2b_base64(packed + b"=" * (-len(packed) % 4), strict_mode=True)
    except binascii.Error:
        raise PersonaError("not base64; the card is damaged, load the file again") from None


def _in_zip(data: bytes, notes: list[str]) -> _Found:
    archive = charx.Charx(data)
    card = read_json(archive.read(charx.CARD, jsontext.MAX_BYTES), notes)
    uri = _icon(card)
    picture = None
    if prefix := next((each for each in _ARCHIVED if uri.startswith(each)), None):
        try:
            picture = _picture(archive.read(uri.removeprefix(prefix), MAX_PICTURE), notes)
        except PersonaError as error:
            notes.append(f"The picture is not kept: {error}.")
    notes.append("Of the archive only the card and its main picture are kept.")
    return _Found(card, picture)


def _inline(card: Mapping[str, Any], notes: list[str]) -> Picture | None:
    """A picture that stands in the card itself as a ``data:`` address."""
    uri = _icon(card)
    head, _, packed = uri.partition(";base64,")
    if not head.startswith("data:image/") or not packed:
        return None
    try:
        return _picture(base64.b64decode(packed, validate=True), notes)
    except (binascii.Error, ValueError):
        notes.append("The picture in the card cannot be read and is not kept.")
        return None


def _icon(card: Mapping[str, Any]) -> str:
    """The address of the main picture among a card's assets."""
    data = card.get("data")
    assets = data.get("assets") if isinstance(data, dict) else None
    icons = [
        asset
        for asset in (assets if isinstance(assets, list) else ())
        if isinstance(asset, dict) and asset.get("type") == "icon"
    ]
    icons.sort(key=lambda asset: asset.get("name") != "main")
    return str(icons[0].get("uri") or "") if icons else ""


def _picture(data: bytes, notes: list[str]) -> Picture | None:
    kind = _kind(data)
    if kind is None:
        notes.append("The picture is of an unusual kind and is not kept.")
    elif len(data) > MAX_PICTURE:
        kind = None
        notes.append(f"The picture is larger than {MAX_PICTURE:,} bytes and is not kept.")
    return Picture(data, kind) if kind else None


def _kind(data: bytes) -> str | None:
    """The suffix of a picture's kind, told by its first bytes."""
    if data[4:12] in (b"ftypavif", b"ftypavis"):
        return ".avif"
    return next((suffix for magic, suffix in _PICTURES if data.startswith(magic)), None)


def _tell_version(card: Mapping[str, Any], notes: list[str]) -> None:
    spec = card.get("spec")
    if spec is not None and spec not in ("chara_card_v1", "chara_card_v2", "chara_card_v3"):
        notes.append(f"The card calls itself {shown(spec)}; it was read like version 2.")
    told = str(card.get("spec_version") or "")[:12]
    newest = {"chara_card_v2": 2.0, "chara_card_v3": 3.0}.get(str(spec))
    if newest and re.fullmatch(r"\d{1,3}(\.\d{1,6})?", told) and float(told) > newest:
        notes.append(f"The card is of version {told}; what is newer than {newest} is kept unread.")

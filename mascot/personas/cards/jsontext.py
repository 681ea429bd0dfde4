"""JSON of unknown origin: read within limits, and written so that it survives in a YAML file."""

from __future__ import annotations

import codecs
import json
import math
from typing import Any, NoReturn

from mascot.errors import PersonaError

MAX_BYTES = 2_000_000
"""Of a card's JSON; large ones with a lorebook have a few hundred kilobytes."""
MAX_DEPTH = 64
MAX_VALUES = 200_000

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_json(data: bytes, notes: list[str]) -> dict[str, Any]:
    """The JSON object in ``data``, whatever Unicode encoding it has.

    Args:
        data: The text's bytes.
        notes: Told when the encoding had to be guessed.

    Raises:
        PersonaError: It is too large, no text, no JSON, or no object.
    """
    if len(data) > MAX_BYTES:
        raise PersonaError(
            f"its JSON has {len(data):,} bytes, at most {MAX_BYTES:,} are read; "
            "take embedded pictures out of it"
        )
    return parse(_decoded(data, notes))


def parse(text: str) -> dict[str, Any]:
    """The object that a JSON text holds.

    Raises:
        PersonaError: It is no JSON, no object, or goes beyond a limit.
    """
    try:
        value = json.loads(text, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise PersonaError(
            f"not JSON ({error.msg}, line {error.lineno}, column {error.colno}); save it again "
            "where it was made"
        ) from None
    except RecursionError:
        raise PersonaError(_too_deep()) from None
    except ValueError as error:  # a number of thousands of digits
        raise PersonaError(f"not usable JSON: {str(error).split(';')[0]}") from None
    _check(value)
    if not isinstance(value, dict):
        raise PersonaError(f"its JSON is a {_KINDS[type(value)]}; a card is an object")
    return value


def kept(value: dict[str, Any]) -> str:
    """JSON text that says the same as ``value``, one member a line and without odd characters."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    if text.replace("\n", " ").isprintable():
        return text
    return "".join(c if c == "\n" or c.isprintable() else json.dumps(c)[1:-1] for c in text)


def _decoded(data: bytes, notes: list[str]) -> str:
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    if encoding is None:
        # Without a mark the zero bytes of the first, certainly ASCII, characters tell.
        encoding = json.detect_encoding(data)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            raise PersonaError(
                f"begins like {encoding.removesuffix('-sig').upper()} and is not; save it as UTF-8"
            ) from None
        if b"\0" in data:
            raise PersonaError(
                f"the byte 0x{data[error.start]:02x} is not UTF-8; this is no text"
            ) from None
    notes.append(
        "The text is not UTF-8; it was read as Western European: look at accented letters."
    )
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _check(value: object) -> None:
    """Refuses what later steps could not walk through in comfort."""
    row, depth, count = [value], 0, 0
    while row:
        depth, count = depth + 1, count + len(row)
        if depth > MAX_DEPTH:
            raise PersonaError(_too_deep())
        if count > MAX_VALUES:
            raise PersonaError(f"its JSON has more than {MAX_VALUES:,} values; is this a card?")
        following: list[object] = []
        for each in row:
            if isinstance(each, dict):
                following.extend(each.values())
            elif isinstance(each, list):
                following.extend(each)
            elif isinstance(each, float) and not math.isfinite(each):
                _no_number(str(each))
        row = following


def _too_deep() -> str:
    return f"its JSON is nested more than {MAX_DEPTH} levels deep; is this a card?"


def _no_number(text: str) -> NoReturn:
    raise PersonaError(f"its JSON holds {text}, which is no number; write a usual one")


_KINDS = {
    list: "list",
    str: "text",
    int: "number",
    float: "number",
    bool: "truth value",
    type(None): "null",
}

"""YAML text, or a plain mapping, as a tree in which every value knows its place.

The YAML parser stops at its node graph, which has the positions; the values are made here. That
leaves no tag that could run code, counts what aliases expand to, and reports every duplicate key
instead of the first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from mascot.personas.problems import Place, Problem, shown

MAX_VALUES = 20_000
"""Values in one file, aliases expanded; a large ensemble has some hundred."""
MAX_DEPTH = 24
MERGE = "<<"


@dataclass(frozen=True, slots=True)
class Node:
    """A value and its place.

    Attributes:
        value: A mapping or list of nodes, or a scalar.
        place: Where the value begins.
        key: Where its key stands, if it has one.
        partial: Something it builds on was not found: what it lacks may be no fault of its own.
    """

    value: dict[str, Node] | list[Node] | str | float | bool | None
    place: Place
    key: Place | None = None
    partial: bool = False

    @property
    def fields(self) -> dict[str, Node]:
        """Its members by key; none where it is no mapping."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def items(self) -> list[Node]:
        """Its items; none where it is no list."""
        return self.value if isinstance(self.value, list) else []

    def text(self, key: str) -> str | None:
        """The member ``key`` where that is a text."""
        value = self.fields[key].value if key in self.fields else None
        return value.strip() if isinstance(value, str) else None

    def plain(self) -> Any:
        """The value without places."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value


class _Builder:
    """Makes nodes, and collects what is wrong on the way."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        self.left = MAX_VALUES

    def report(self, place: Place, text: str) -> None:
        self.problems.append(Problem(place, text))

    def admit(self, place: Place, depth: int) -> bool:
        """Whether one more value is within the limits; the first one beyond is reported."""
        self.left -= 1
        if self.left == -1:
            self.report(
                place,
                f"more than {MAX_VALUES:,} values once aliases are expanded; "
                "write the definitions out, or split the file",
            )
        elif self.left >= 0 and depth > MAX_DEPTH:
            self.left = -1
            self.report(
                place, f"nested more than {MAX_DEPTH} levels deep; definitions need about five"
            )
        return self.left >= 0


class _YamlBuilder(_Builder):
    def __init__(self, problems: list[Problem], file: str) -> None:
        super().__init__(problems)
        self.file = file

    def place(self, node: Any, path: str) -> Place:
        return Place(self.file, node.start_mark.line + 1, node.start_mark.column + 1, path)

    def build(self, node: Any, path: str = "", key: Place | None = None, depth: int = 0) -> Node:
        place = self.place(node, path)
        if not self.admit(place, depth):
            return Node(None, place, key, partial=True)
        tag = str(node.tag).removeprefix("tag:yaml.org,2002:")
        if tag not in _TAGS[node.id]:
            self.report(
                place, f"the tag {shown(tag)} is not supported; remove it and write the plain value"
            )
        if node.id == "mapping":
            return Node(self.mapping(node, place, depth), place, key)
        if node.id == "sequence":
            return Node(
                [
                    self.build(item, place.at(index).path, None, depth + 1)
                    for index, item in enumerate(node.value)
                ],
                place,
                key,
            )
        return Node(_scalar(tag, node.value), place, key)

    def mapping(self, node: Any, place: Place, depth: int) -> dict[str, Node]:
        own: dict[str, Node] = {}
        merged: dict[str, Node] = {}
        for key_node, value_node in node.value:
            where = self.place(key_node, place.path)
            if key_node.id != "scalar" or not str(key_node.value).strip():
                self.report(where, "a key must be a plain word, such as name; remove ?, [ or {")
                continue
            key = str(key_node.value)
            at = replace(where, path=place.at(key).path)
            child = self.build(value_node, at.path, at, depth + 1)
            if key == MERGE and key_node.style is None:
                for base in child.items or [child]:
                    for name, member in base.fields.items():
                        merged.setdefault(name, member)
                    if not isinstance(base.value, dict) and not base.partial:
                        self.report(base.place, "<< merges mappings only; write <<: *anchor")
            elif key in own:
                first = own[key].key
                self.report(
                    at,
                    f"the key {shown(key)} stands here twice (first in line "
                    f"{first.line if first else '?'}); keep one",
                )
            else:
                own[key] = child
        return {**merged, **own}


_TAGS = {
    "mapping": ("map",),
    "sequence": ("seq",),
    "scalar": ("str", "int", "float", "bool", "null", "timestamp", "merge", "value"),
}


def _scalar(tag: str, text: str) -> str | float | bool | None:
    if tag == "null":
        return None
    if tag == "bool":
        return text.casefold() == "true"
    if tag in {"int", "float"}:
        try:
            return int(text, 0) if tag == "int" else float(text.replace("_", ""))
        except ValueError:  # .inf, 0123, or more digits than an int may have
            pass
    return text


class _MappingBuilder(_Builder):
    def build(self, value: object, place: Place, depth: int = 0) -> Node:
        if not self.admit(place, depth):
            return Node(None, place, partial=True)
        if isinstance(value, Mapping):
            fields = {}
            for key, member in value.items():
                if isinstance(key, str) and key.strip():
                    fields[key] = self.build(member, place.at(key), depth + 1)
                else:
                    self.report(place, f"the key {shown(key)} is not a text; keys are field names")
            return Node(fields, place, place)
        if isinstance(value, Sequence) and not isinstance(value, str | bytes):
            return Node(
                [self.build(item, place.at(i), depth + 1) for i, item in enumerate(value)],
                place,
                place,
            )
        if value is None or isinstance(value, str | bool | int | float):
            return Node(value, place, place)
        self.report(
            place, f"a {type(value).__name__} cannot stand in a definition; use text, number, list"
        )
        return Node(None, place, place, partial=True)


def from_mapping(value: Mapping[Any, Any], problems: list[Problem]) -> Node:
    """A definition that was made in Python."""
    builder = _MappingBuilder(problems)
    node = builder.build(value, Place("the given mapping"))
    return node if builder.left >= 0 else replace(node, value=None, partial=True)


def from_yaml(text: str, file: str, problems: list[Problem]) -> list[Node]:
    """The documents of a YAML text; what is wrong with it is added to ``problems``."""
    # Slow to import, and needed only where a definition is read.
    from ruamel.yaml import YAML  # noqa: PLC0415
    from ruamel.yaml.error import MarkedYAMLError  # noqa: PLC0415
    from ruamel.yaml.reader import ReaderError  # noqa: PLC0415

    yaml = YAML(typ="safe", pure=True)
    yaml.max_depth = 2 * MAX_DEPTH
    yaml.composer.warn_double_anchors = False
    builder = _YamlBuilder(problems, file)
    documents = []
    try:
        for document in yaml.compose_all(text):
            node = builder.build(document)
            if builder.left < 0:
                return []
            if node.value is not None:
                documents.append(node)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
        problems.append(Problem(place, _syntax(error, text, mark)))
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        problems.append(
            Problem(
                Place(file, line),
                f"the character U+{error.character:04X} cannot stand in YAML; "
                "is this a text file? Save it as plain UTF-8 text",
            )
        )
    except Exception as error:  # noqa: BLE001 - the parser raises bare errors on odd input
        problems.append(
            Problem(
                Place(file),
                f"the YAML parser gave up ({type(error).__name__}); "
                "look for stray % directives, ! tags, & anchors and brackets, and quote texts",
            )
        )
    return documents


_REMEDIES = (
    ("'\\t'", "indent with spaces; YAML takes no tabs"),
    ("cannot start any token", "put the text in quotes"),
    ("mapping values are not allowed", 'put a text that holds ": " in quotes, or mend the indent'),
    ("find expected ':'", "write `key: value`, indent what goes on, and close every quote"),
    ("expected <block end>", "line it up with the lines above, or close the quotes above"),
    ("end of stream", "a quote that opens above is never closed"),
    ("document separator", "a quote that opens above is never closed"),
    ("expected ',' or", "a bracket that opens above is never closed, or a comma is missing"),
    ("undefined alias", "define it with & first, or put a text that begins with * in quotes"),
    ("escape", "in double quotes write a backslash twice, or use single quotes"),
    ("maximum depth", "definitions need about five levels"),
    ("block scalar", "after | or > begin the text on the next line"),
)


def _syntax(error: Any, text: str, mark: Any) -> str:
    """The parser's complaint, the line it is about, and what usually mends it."""
    complaint = str(error.problem or error.context or "not YAML").split(", if necessary")[0]
    lines = text.splitlines()
    line = lines[mark.line].strip() if mark and mark.line < len(lines) else ""
    before = lines[mark.line][: mark.column + 1] if mark and mark.line < len(lines) else ""
    if "\t" in before and "'\\t'" not in complaint:
        complaint = f"{complaint} (a '\\t')"
    remedy = next(
        (advice for words, advice in _REMEDIES if words in complaint),
        "check quotes, colons and indentation here and in the line above",
    )
    begun = error.context_mark
    if mark and begun and begun.line != mark.line:
        complaint = f"{complaint} (it begins in line {begun.line + 1})"
    near = f" {shown(line)}" if line else " the end of the file"
    return f"not YAML at{near}: {complaint}; {remedy}"

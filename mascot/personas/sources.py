"""Where definitions come from: the shipped ones, a file, a folder, a mapping."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from mascot.personas.problems import Place, Problem, failure, listed, meant, missing, shown
from mascot.personas.tree import Node, from_mapping, from_yaml

SHIPPED = Path(__file__).parent / "definitions"
SUFFIXES = frozenset({".yaml", ".yml"})
MAX_BYTES = 1024 * 1024
"""Of one file; the shipped ensembles have 9 KB, an imported card brings its original along."""
MAX_FILES = 200
"""Of one folder."""

_TOO_LARGE = f"is larger than {MAX_BYTES // 1024} KB; is this a definition? If so, split it"
_EMPTY = "holds no definition; begin with `id:`, `name:` and `personas:`"


@dataclass
class Source:
    """The definitions of one file or folder, as written: nothing is extended or checked yet.

    Attributes:
        name: What the user called it.
        folder: What relative paths start from; None where no file may be reached.
        ensembles: Definitions of ensembles by id, in the order of the files.
        personas: Definitions of personas that stand outside of any ensemble, by id.
        problems: What is wrong with the files as such.
        beside: The files of the same folder, where a file may find what it refers to.
    """

    name: str
    folder: Path | None
    ensembles: dict[str, Node] = field(default_factory=dict)
    personas: dict[str, Node] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    beside: tuple[Path, ...] = ()

    @cached_property
    def siblings(self) -> tuple[Source, ...]:
        """The files beside it, as far as they can be read."""
        return tuple(
            source
            for path in self.beside
            if not (source := _new(path.name, path.parent, _documents(path))).problems
        )

    @property
    def shelves(self) -> Iterable[Source]:
        """Where an id is looked for: here, then beside, then among the shipped."""
        yield self
        yield from self.siblings
        if self is not shipped():
            yield shipped()


@cache
def shipped() -> Source:
    """The definitions that come with the package."""
    return _read_folder(SHIPPED)


@cache
def shipped_names() -> tuple[str, ...]:
    """The names of the shipped ensembles: each has a file to itself, named for it."""
    return tuple(path.stem for path in _scan(SHIPPED))


def open_source(spec: str | Path) -> Source:
    """The definitions under a path.

    Raises:
        PersonaError: There is no such file or folder, or it cannot be read.
    """
    try:
        path = Path(spec).expanduser()
        if path.is_dir():
            return _read_folder(path)
        if path.exists():
            others = tuple(other for other in _scan(path.parent) if other.name != path.name)
            return _new(str(path), path.parent, _documents(path), others)
    except (OSError, ValueError, RuntimeError) as error:  # too long, a null byte, no such ~user
        reason = getattr(error, "strerror", None) or error
        text = f"cannot be opened ({reason}); check the path"
        raise failure([Problem(Place(_brief(str(spec))), text)]) from error
    raise failure([Problem(Place(_brief(str(spec))), _missing(str(spec), path))])


def exists(spec: str | Path) -> bool:
    """Whether a path names something, where odd paths name nothing."""
    try:
        return Path(spec).expanduser().exists()
    except (OSError, ValueError, RuntimeError):
        return False


def typed(text: str, name: str) -> Source:
    """The definitions in a text that somebody typed or sent: it reaches no file.

    Args:
        text: YAML.
        name: What stands for the file in messages.
    """
    problems: list[Problem] = []
    documents: list[Node] = []
    if len(text.encode("utf-8", "replace")) > MAX_BYTES:
        problems.append(Problem(Place(name), _TOO_LARGE))
    else:
        documents = from_yaml(text.removeprefix("\ufeff"), name, problems)
        if not documents and not problems:
            problems.append(Problem(Place(name, 1), _EMPTY))
    return _new(name, None, (documents, problems))


def given(mapping: Mapping[Any, Any]) -> Source:
    """The definitions in a mapping that was made in Python."""
    problems: list[Problem] = []
    return _new("the given mapping", Path(), ([from_mapping(mapping, problems)], problems))


def _missing(spec: str, path: Path) -> str:
    names = shipped_names()
    near = [other.name for other in _scan(path.parent)] if path.parent.is_dir() else []
    hint = meant(spec, names) or meant(path.name, near)
    return (
        "is neither a shipped ensemble nor a file or folder; "
        + (f"did you mean {shown(hint)}? " if hint else "")
        + f"Shipped: {listed(names)}"
    )


def _brief(text: str) -> str:
    return shown(text, 300)[1:-1]


def yaml_files(path: str | Path) -> list[Path]:
    """The YAML files of a folder by name, or the one file; hidden ones do not count.

    Raises:
        PersonaError: There are none, or too many to be definitions.
    """
    folder = Path(path).expanduser()
    if not folder.is_dir():
        return [folder]
    files = _scan(folder)
    text = "" if files else "holds no *.yaml or *.yml file; add one"
    if len(files) > MAX_FILES:
        text = f"holds more than {MAX_FILES} YAML files; name one file"
    if text:
        raise failure([Problem(Place(str(path)), text)])
    return files


def _scan(folder: Path) -> list[Path]:
    try:
        found = [
            path
            for path in folder.iterdir()
            if path.suffix.lower() in SUFFIXES and not path.name.startswith(".")
        ]
    except OSError:
        return []
    return sorted(found, key=lambda path: path.stem)[: MAX_FILES + 1]


def _read_folder(folder: Path) -> Source:
    parts = [_documents(path) for path in yaml_files(folder)]
    documents = [document for documents, _ in parts for document in documents]
    problems = [problem for _, problems in parts for problem in problems]
    return _new(str(folder), folder, (documents, problems))


def _documents(path: Path) -> tuple[list[Node], list[Problem]]:
    problems: list[Problem] = []
    text = _text(path, problems)
    documents = from_yaml(text, str(path), problems) if text is not None else []
    if not documents and not problems:
        problems.append(Problem(Place(str(path), 1), _EMPTY))
    return documents, problems


def _text(path: Path, problems: list[Problem]) -> str | None:
    place = Place(str(path))
    try:
        if not path.is_file():
            problems.append(Problem(place, "is not a file; name a YAML file or a folder of them"))
            return None
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        problems.append(Problem(place, f"cannot be read: {error.strerror}; check its permissions"))
        return None
    if len(raw) > MAX_BYTES:
        problems.append(Problem(place, _TOO_LARGE))
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = Place(str(path), raw.count(b"\n", 0, error.start) + 1)
        problems.append(
            Problem(
                place,
                f"the byte 0x{raw[error.start]:02x} is not UTF-8; "
                "save the file as UTF-8 text (is it a YAML file?)",
            )
        )
        return None


def _new(
    name: str,
    folder: Path | None,
    parts: tuple[list[Node], list[Problem]],
    beside: tuple[Path, ...] = (),
) -> Source:
    documents, problems = parts
    source = Source(name, folder, problems=problems, beside=beside)
    for document in documents:
        _sort(document, source)
    return source


def _sort(document: Node, source: Source) -> None:
    """Tell ensembles from libraries of personas."""
    fields = document.fields
    if not isinstance(document.value, dict):
        if not document.partial:
            text = f"{shown(document.plain())} is not a definition; write `key: value` lines, "
            source.problems.append(Problem(document.place, text + "beginning with `id:`"))
        return
    if "ensembles" not in fields and not fields.keys() <= {"personas"}:
        _shelve(document, source.ensembles, source)
        return
    for key in fields.keys() - {"ensembles", "personas"}:
        text = "stands beside `ensembles:`, where only `personas:` may; move it into an ensemble"
        source.problems.append(Problem(fields[key].key or fields[key].place, text))
    for ensemble in _members(fields.get("ensembles"), "ensemble", source):
        _shelve(ensemble, source.ensembles, source)
    for persona in _members(fields.get("personas"), "persona", source):
        _shelve(persona, source.personas, source)


def _members(node: Node | None, what: str, source: Source) -> list[Node]:
    if node is None:
        return []
    if not node.items and not node.partial:
        text = f"{shown(node.plain())} is not a list of {what}s; begin each with `- id: …`"
        source.problems.append(Problem(node.key or node.place, text))
    for item in node.items:
        if not isinstance(item.value, dict) and not item.partial:
            text = (
                f"{shown(item.plain())} is not the definition of one {what}; begin with `- id: …`"
            )
            source.problems.append(Problem(item.place, text))
    return [item for item in node.items if isinstance(item.value, dict)]


def _shelve(node: Node, shelf: dict[str, Node], source: Source) -> None:
    name = node.text("id")
    if "id" not in node.fields:
        source.problems.append(Problem(node.place.at("id"), missing("id")))
    # Nodes without a usable id stay, under a key that no reference can name, to be checked.
    key = name or f"\0{len(shelf)}"
    if first := shelf.get(key):
        place = first.fields["id"].place
        text = f"{shown(name)} is defined already in {place}; give one of them another id"
        source.problems.append(Problem(node.fields["id"].place, text))
    shelf.setdefault(key, node)

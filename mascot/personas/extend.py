"""What an ensemble or persona takes over from another: references, ``extends`` and ``drop``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from mascot.errors import PersonaError
from mascot.personas.problems import Place, Problem, listed, meant, shown
from mascot.personas.sources import SUFFIXES, Source, open_source
from mascot.personas.tree import Node

MAX_PERSONAS = 100
"""Of one ensemble, inherited ones included."""
MAX_CHAIN = 40
"""Definitions that extend one another in a row."""


@dataclass(frozen=True, slots=True)
class _Group:
    """What a persona's definition can see around it.

    Attributes:
        source: The file or folder where it stands.
        beside: The other personas of its ensemble by id, as written.
        inherited: Those that its ensemble takes over by id, in full.
    """

    source: Source
    beside: dict[str, Node] = field(default_factory=dict)
    inherited: dict[str, Node] = field(default_factory=dict)


class Resolver:
    """Writes definitions out in full; what cannot be found is added to ``problems``."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        self._opened: dict[Path, Source | None] = {}
        self._done: dict[Place, Node] = {}
        self._trail: list[Node] = []

    def ensemble(self, node: Node, source: Source, ref: Node | None = None) -> Node:
        """An ensemble with everything that it takes over, all its personas in full.

        Args:
            node: As written.
            source: Where it stands.
            ref: The reference that led here.
        """
        return self._once(node, ref, lambda: self._ensemble(node, source))

    def _ensemble(self, node: Node, source: Source) -> Node:
        fields = dict(node.fields)
        extends, drop, own = (fields.pop(key, None) for key in ("extends", "drop", "personas"))
        base = None
        if extends is not None and extends.value is not None:
            base = self._base(extends, node, source)
            taken = {key: value for key, value in base.fields.items() if key != "id"}
            # A group that only changes the director's model keeps its brief.
            if (mine := fields.get("director")) and mine.fields and "director" in taken:
                both = {**taken["director"].fields, **mine.fields}
                fields["director"] = replace(mine, value=both)
            fields = {**taken, **fields}
        if own is not None and not isinstance(own.value, list):
            fields["personas"] = own
        elif own is not None or base is not None:
            inherited = {} if base is None else _members(base)
            members = self._personas(own.items if own else [], inherited, source)
            self._drop(drop, members, base)
            place, key = (own.place, own.key) if own else (node.place.at("personas"), None)
            lost = bool(base and base.partial)
            fields["personas"] = Node(list(members.values()), place, key, partial=lost)
        return replace(node, value=fields, partial=node.partial or bool(base and base.partial))

    def _base(self, ref: Node, node: Node, source: Source) -> Node:
        reach = self._reach(ref, source, "ensemble")
        if reach is None:
            return _lost(ref)
        shelves, name = reach
        if not name and len(shelves[0].ensembles) == 1:
            name = next(iter(shelves[0].ensembles))
        for shelf in shelves:
            if (found := shelf.ensembles.get(name)) and found is not node:
                return self.ensemble(found, shelf, ref)
        self._unknown("ensemble", ref, [name for shelf in shelves for name in shelf.ensembles])
        return _lost(ref)

    def _personas(
        self, items: list[Node], inherited: dict[str, Node], source: Source
    ) -> dict[str, Node]:
        """The personas of an ensemble by id: the inherited ones, changed and added to."""
        members = dict(inherited)
        beside = {name: item for item in items if (name := item.text("id"))}
        group = _Group(source, beside, inherited)
        seen: dict[str, Place] = {}
        for index, item in enumerate(items):
            if len(members) == MAX_PERSONAS:
                text = f"more than {MAX_PERSONAS} personas; a director cannot keep them apart"
                self.problems.append(Problem(item.place, text))
                break
            node = item
            if isinstance(item.value, str):
                node = inherited.get(item.value.strip()) or self._persona_of(item, group)
            elif isinstance(item.value, dict):
                node = self._persona(item, group)
            name = node.text("id")
            key = name or f"\0{index}"
            if name and (first := seen.get(name)):
                place = item.fields["id"].place if "id" in item.fields else item.place
                text = (
                    f"{shown(name)} is in this group already ({first}); change its id or remove it"
                )
                self.problems.append(Problem(place, text))
                key = f"\0{index}"  # both are checked for other problems
            elif name:
                seen[name] = item.place
            members[key] = node
        return members

    def _drop(self, drop: Node | None, members: dict[str, Node], base: Node | None) -> None:
        if drop is None:
            return
        if base is None or not isinstance(drop.value, list):
            text = "takes inherited personas out; write it beside `extends:`, as a list: [beacon]"
            self.problems.append(Problem(drop.key or drop.place, text))
            return
        for item in drop.items:
            word = item.value.strip() if isinstance(item.value, str) else ""
            if word in members:
                del members[word]
            elif not base.partial:
                self._unknown("persona of this group", item, list(members))

    def _persona(self, node: Node, group: _Group, ref: Node | None = None) -> Node:
        def make() -> Node:
            fields = dict(node.fields)
            base = None
            if "extends" not in fields:
                base = group.inherited.get(node.text("id") or "")
            elif (extends := fields.pop("extends")).value is not None:
                base = self._persona_of(extends, group, besides=node)
            fields = {**base.fields, **fields} if base else fields
            return replace(node, value=fields, partial=node.partial or bool(base and base.partial))

        return self._once(node, ref, make)

    def _persona_of(self, ref: Node, group: _Group, besides: Node | None = None) -> Node:
        """The persona that a reference names, in full; a partial one where there is none."""
        reach = self._reach(ref, group.source, "persona")
        if reach is None:
            return _lost(ref)
        shelves, word = reach
        if "/" in word:
            return self._member(ref, shelves, *word.rsplit("/", 1))
        here = group if shelves[0] is group.source else _Group(shelves[0])
        if (near := here.beside.get(word)) and near is not besides:
            return self._persona(near, group, ref)
        if word in here.inherited:
            return here.inherited[word]
        for shelf in shelves:
            if (node := shelf.personas.get(word)) and node is not besides:
                return self._persona(node, _Group(shelf), ref)
        own = besides.text("id") if besides else None
        known = [*here.beside, *here.inherited, *_known(shelves)]
        self._unknown("persona", ref, [name for name in known if name != own])
        return _lost(ref)

    def _member(self, ref: Node, shelves: list[Source], ensemble: str, name: str) -> Node:
        """The persona that ``ensemble/name`` refers to."""
        for shelf in shelves:
            if ensemble in shelf.ensembles:
                whole = self.ensemble(shelf.ensembles[ensemble], shelf, ref)
                members = _members(whole)
                if name not in members and not whole.partial:
                    self._unknown("persona", ref, [f"{ensemble}/{key}" for key in members])
                return members.get(name) or _lost(ref)
        self._unknown("persona", ref, _known(shelves))
        return _lost(ref)

    def _reach(self, ref: Node, source: Source, what: str) -> tuple[list[Source], str] | None:
        """Where to look for what a reference names, and the name."""
        if not isinstance(ref.value, str) or not ref.value.strip():
            sample = "emotional-support" if what == "ensemble" else "emotional-support/anchor"
            text = f"{shown(ref.plain())} names no {what}; write one name, such as {sample}"
            self.problems.append(Problem(ref.place, text))
            return None
        path, mark, name = ref.value.strip().rpartition("#")
        if not mark and Path(name).suffix.lower() in SUFFIXES:
            path, name = name, ""
        if not path:
            return list(source.shelves), name
        opened = self._open(path, ref, source)
        return None if opened is None else ([opened], name.strip())

    def _open(self, path: str, ref: Node, source: Source) -> Source | None:
        if source.folder is None:
            text = f"{shown(path)} is a file, and none can be reached from here; "
            text += "write the definition out, or name a shipped one"
            self.problems.append(Problem(ref.place, text))
            return None
        if Path(path).is_absolute() or path.startswith("~"):
            text = f"{shown(path)} is not a relative path; begin at the folder of this file"
            self.problems.append(Problem(ref.place, text))
            return None
        target = source.folder / path
        if target not in self._opened:
            try:
                self._opened[target] = opened = open_source(target)
                self.problems += opened.problems
            except PersonaError as error:
                self._opened[target] = None
                self.problems.append(Problem(ref.place, f"{shown(ref.value)}: {error}"))
        return self._opened[target]

    def _once(self, node: Node, ref: Node | None, make: Callable[[], Node]) -> Node:
        """What ``make`` makes of a definition, made once; a partial one where it needs itself."""
        places = [step.place for step in self._trail]
        if node.place in self._done:
            return self._done[node.place]
        if ref is not None and (node.place in places or len(places) == MAX_CHAIN):
            text = f"more than {MAX_CHAIN} definitions extend one another; cut the chain"
            if node.place in places:
                ring = [*self._trail[places.index(node.place) :], node]
                names = " → ".join(step.text("id") or "?" for step in ring)
                text = f"{shown(ref.value)} goes round in a circle ({names}); cut it somewhere"
            self.problems.append(Problem(ref.place, text))
            return _lost(ref)
        self._trail.append(node)
        try:
            self._done[node.place] = make()
        finally:
            self._trail.pop()
        return self._done[node.place]

    def _unknown(self, what: str, ref: Node, known: list[str]) -> None:
        busy = tuple(f"{step.text('id')}/" for step in self._trail)
        known = [name for name in dict.fromkeys(known) if not name.startswith(("\0", *busy))]
        word = str(ref.plain())
        by_end = {name.rpartition("/")[2]: name for name in reversed(known)}
        hint = by_end.get(word.rpartition("/")[2]) or meant(word, known)
        advice = f"did you mean {shown(hint)}? " if hint and hint != word else ""
        have = f"there are: {listed(known)}" if known else f"define the {what} first"
        text = f"{shown(ref.plain())} is no {what} that can be found here; {advice}{have}"
        self.problems.append(Problem(ref.place, text))


def _lost(ref: Node) -> Node:
    return Node({}, ref.place, ref.key, partial=True)


def _members(ensemble: Node) -> dict[str, Node]:
    personas = ensemble.fields.get("personas")
    items = personas.items if personas else []
    return {node.text("id") or f"\0{index}": node for index, node in enumerate(items)}


def _known(shelves: list[Source]) -> list[str]:
    """What references to personas could name, as far as it is written out."""
    return [name for shelf in shelves for name in shelf.personas] + [
        f"{key}/{name}"
        for shelf in shelves
        for key, ensemble in shelf.ensembles.items()
        for name in _members(ensemble)
        if not name.startswith("\0")
    ]

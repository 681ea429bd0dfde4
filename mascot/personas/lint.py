"""What is weak in a group's cards, though it loads.

The checks read the cards and nothing else: they are word counts and patterns, no judgement of a
model. They find what usually goes wrong, and a finding is a place to look at.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from mascot.personas.likeness import Embed, by_meaning, by_words
from mascot.personas.load import load_with_tree
from mascot.personas.models import Ensemble, Persona
from mascot.personas.problems import Place, shown
from mascot.personas.suspicious import suspicions
from mascot.personas.tree import Node

Level = Literal["error", "warning", "info"]

CHARS_PER_TOKEN = 4
"""Of English text, about; a tokenizer of your model knows better."""
_CARD_TOKENS, _FRAME_TOKENS = 600, 3_000
_SAME, _ALIKE = 0.85, 0.5
"""Share of common content words: the shipped cards of one group have less than a quarter."""
_SAME_EMBEDDED, _ALIKE_EMBEDDED = 0.97, 0.9
_SHARED_TRAITS = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at.

    Attributes:
        level: ``error``: it breaks the group or its safety; ``warning``: it weakens it; ``info``.
        rule: The check's name.
        place: Where, with file and line if the card came from a file.
        text: What, and what to do.
    """

    level: Level
    rule: str
    place: Place
    text: str

    def __str__(self) -> str:
        path = f"{self.place.path}: " if self.place.path else ""
        return f"{self.place}: {self.level}: {path}{self.text} [{self.rule}]"


def lint(ensemble: Ensemble | str | Path, *, embed: Embed | None = None) -> tuple[Finding, ...]:
    """Looks at the cards of a group.

    Args:
        ensemble: The group, or what `load_ensemble` takes; then findings have file and line.
        embed: Compares cards by meaning instead of by their words.

    Returns:
        The findings, in the order of the file.

    Raises:
        PersonaError: It cannot be loaded.

    Example:
        >>> [finding.rule for finding in lint("emotional-support")]
        ['cost']
    """
    if isinstance(ensemble, Ensemble):
        group, tree = ensemble, None
    else:
        group, tree = load_with_tree(ensemble)
    at = _Places(group, tree)
    findings = [
        *_overlap(group, at, embed),
        *_contrast(group, at),
        *_wording(group, at),
        *_injection(group, at),
        *_cost(group, at),
    ]
    return tuple(sorted(findings, key=lambda f: (f.place.file, f.place.line or 0, f.rule)))


class _Places:
    """Where the fields of a group stand."""

    def __init__(self, group: Ensemble, tree: Node | None) -> None:
        self._group = group
        self._tree = tree

    def __call__(self, *path: str | int) -> Place:
        node = self._tree
        if node is None:
            place = Place(self._group.id)
            for step in path:
                place = place.at(step)
            return place
        for step in path:
            inner = _member(node, step)
            if inner is None:
                return node.place.at(step)
            node = inner
        return node.key or node.place


def _member(node: Node, step: str | int) -> Node | None:
    if isinstance(step, int):
        return node.items[step] if step < len(node.items) else None
    return node.fields.get(step)


def _overlap(group: Ensemble, at: _Places, embed: Embed | None) -> Iterator[Finding]:
    texts = [_words_of(persona) for persona in group.personas]
    if len(texts) < 2:  # noqa: PLR2004
        return
    if embed is None:
        likeness, same, alike, how = by_words(texts), _SAME, _ALIKE, "use the same words"
    else:
        likeness, same, alike = by_meaning(texts, embed), _SAME_EMBEDDED, _ALIKE_EMBEDDED
        how = "mean the same"
    for (one, other), near in likeness:
        if near < alike:
            continue
        first, later = group.personas[one], group.personas[other]
        level: Level = "error" if near >= same else "warning"
        text = (
            f"{later.name} and {first.name} {how} ({near:.0%} alike); give each something that "
            "the other must not do, or leave one out"
        )
        yield Finding(level, "overlap", at("personas", other), text)


def _contrast(group: Ensemble, at: _Places) -> Iterator[Finding]:
    if len(group.personas) == 1:
        return
    for index, persona in enumerate(group.personas):
        place = at("personas", index)
        if not persona.dont:
            text = f"{persona.name} has no `dont`: nothing keeps it off the others' ground"
            yield Finding("warning", "contrast", place, text)
        if not persona.style:
            text = f"{persona.name} has no `style`: its voice will be the model's own"
            yield Finding("warning", "contrast", place, text)
    for one, other in itertools.combinations(range(len(group.personas)), 2):
        first, later = group.personas[one], group.personas[other]
        place = at("personas", other, "traits")
        if shared := _shared(first.traits, later.traits):
            few = len(shared) < _SHARED_TRAITS
            text = f"{later.name} and {first.name} are both {', '.join(sorted(shared))}"
            text += "" if few else "; traits are said again at every call, so let them differ"
            yield Finding("info" if few else "warning", "contrast", place, text)
        if later.dont and set(later.dont) == set(first.dont):
            text = f"{later.name} and {first.name} have the same `dont`; it sets nobody apart"
            yield Finding("warning", "contrast", at("personas", other, "dont"), text)


_AGREEABLE = (
    (
        (
            r"\b(?:always|completely|totally|unconditionally|whole-?heartedly)\s+(?:agree|agrees|agreeing|validate|validates|support|supports|approve|approves|side|sides)\b"
            r"|\bunconditional(?:ly)?\s+(?:support|supportive|validat\w+|approv\w+|agree\w*)\b"
            r"|\bagrees?\s+with\s+(?:everything|anything|whatever|all)\b"
            r"|\bvalidat(?:e|es|ing)\s+(?:everything|anything|every\s+\w+|all\b)"
        ),
        "agrees whatever is said; say when it disagrees, and how",
    ),
    (
        (
            r"\bnever\s+(?:disagree|disagrees|challenge|challenges|question|questions|criticis\w+|criticiz\w+|contradict|contradicts|correct|corrects|doubt|doubts|says?\s+no)\b"
            r"|\b(?:obey|obeys|obedient|submissive|compliant)\b"
            r"|\bdo(?:es)?\s+(?:whatever|anything|everything)\s+(?:the\s+)?(?:user|person|you|they)\b"
        ),
        "may not disagree; a companion that cannot is an echo",
    ),
    (
        (
            r"\b(?:eager|aims?|tries|wants?|lives|exists)\s+to\s+please\b|\bpeople[- ]pleas\w+"
            r"|\btells?\s+(?:people|them|you|the\s+\w+)\s+what\s+(?:they|you)\s+wants?\s+to\s+hear\b"
            r"|\b(?:flatter|flatters|flattering|sycophant\w*)\b"
            r"|\b(?:always|constantly|relentlessly|endlessly)\s+(?:positive|cheerful|happy|upbeat|optimistic|supportive|agreeable)\b"
        ),
        "is there to please; say what it is honest about",
    ),
    (
        (
            r"\b(?:only|nobody\s+but|no\s+one\s+but)\s+(?:one|i|she|he|they|you)\b[^.\n]{0,30}\bunderstand"
            r"|\b(?:needs?|need)\s+(?:nobody|no\s+one)\s+else\b|\bnobody\s+else\s+understands\b"
            r"|\b(?:jealous|possessive|cannot\s+live\s+without|can't\s+live\s+without)\b"
        ),
        "binds the person to the chat; a companion is glad of other people",
    ),
)
_AGREEING = tuple((re.compile(pattern, re.IGNORECASE), text) for pattern, text in _AGREEABLE)


def _wording(group: Ensemble, at: _Places) -> Iterator[Finding]:
    for index, persona in enumerate(group.personas):
        for path, text in _texts(persona, with_dont=False):
            for pattern, why in _AGREEING:
                if match := pattern.search(text):
                    said = shown(" ".join(match.group().split()))
                    place = at("personas", index, *path)
                    yield Finding("warning", "agreeable", place, f"{persona.name} {why} ({said})")


def _injection(group: Ensemble, at: _Places) -> Iterator[Finding]:
    fields: list[tuple[tuple[str | int, ...], str]] = [
        (("setting",), group.setting),
        (("director", "brief"), group.director.brief),
    ]
    for index, persona in enumerate(group.personas):
        fields += [(("personas", index, *path), text) for path, text in _texts(persona)]
    names = "|".join(re.escape(name) for name in ("User", *(p.name for p in group.personas)))
    turn = re.compile(rf"(?m)^[ \t]*\[(?:{names})\] ")
    for path, text in fields:
        for found in suspicions(text):
            level: Level = "error" if found.grave else "warning"
            yield Finding(level, "injection", at(*path), f"{shown(found.excerpt)} {found.why}")
        if match := turn.search(text):
            why = "looks like a turn of the transcript; write the name without brackets"
            yield Finding("error", "injection", at(*path), f"{shown(match.group().strip())} {why}")
        if macros := re.findall(r"\{\{[^{}\n]{1,40}\}\}|<(?:user|char|bot)>", text, re.IGNORECASE):
            why = "is another program's macro, which nobody fills in here"
            yield Finding("warning", "macro", at(*path), f"{shown(macros[0])} {why}")


def _cost(group: Ensemble, at: _Places) -> Iterator[Finding]:
    costs = [_tokens(persona) for persona in group.personas]
    for index, (persona, cost) in enumerate(zip(group.personas, costs, strict=True)):
        if cost > _CARD_TOKENS:
            text = (
                f"{persona.name}'s card takes about {cost:,} tokens of every call, of everybody; "
                f"{_CARD_TOKENS} are plenty"
            )
            yield Finding("warning", "cost", at("personas", index, "description"), text)
    whole = sum(costs) + _per(len(group.setting) + len(group.director.brief))
    each = ", ".join(f"{p.name} {cost:,}" for p, cost in zip(group.personas, costs, strict=True))
    level: Level = "warning" if whole > _FRAME_TOKENS else "info"
    text = f"the cards and the brief take about {whole:,} tokens of every call ({each})"
    yield Finding(level, "cost", at("personas"), text)


def _texts(
    persona: Persona, *, with_dont: bool = True
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The texts that models see, with their places."""
    yield ("role",), persona.role
    yield ("description",), persona.description
    if persona.style:
        yield ("style",), persona.style
    for key in ("traits", "do", "dont") if with_dont else ("traits", "do"):
        for index, line in enumerate(getattr(persona, key)):
            yield (key, index), line
    for index, example in enumerate(persona.exemplars):
        yield ("exemplars", index, "user"), example.user
        yield ("exemplars", index, "reply"), example.reply


def _tokens(persona: Persona) -> int:
    texts = [
        persona.name,
        persona.role,
        persona.description,
        persona.style or "",
        *persona.traits,
        *persona.do,
        *persona.dont,
        *(example.user + example.reply for example in persona.exemplars[:1]),  # one is shown
    ]
    return _per(sum(len(text) + 8 for text in texts if text))


def _per(characters: int) -> int:
    return round(characters / CHARS_PER_TOKEN)


def _words_of(persona: Persona) -> str:
    """What a persona is and does; what it must not do is what sets it apart."""
    parts = (persona.role, persona.description, persona.style or "", *persona.traits, *persona.do)
    return "\n".join(parts).replace(persona.name, "")


def _shared(one: Sequence[str], other: Sequence[str]) -> set[str]:
    return {trait.casefold() for trait in one} & {trait.casefold() for trait in other}

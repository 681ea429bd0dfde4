"""Names in text: who a label, a mention or a directive's speaker means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from mascot.dialogue import USER
from mascot.personas import Ensemble
from mascot.personas.models import fold

USER_LABEL = "User"


def labels(ensemble: Ensemble) -> dict[str, tuple[str, ...]]:
    """Every form in which the user and each persona may be named, by id, as written."""
    forms: dict[str, tuple[str, ...]] = {USER: (USER_LABEL,)}
    for persona in ensemble.personas:
        forms[persona.id] = tuple(dict.fromkeys((persona.name, persona.id, *persona.aliases)))
    return forms


class Names:
    """Resolves the names of one ensemble, Unicode-aware and whatever the case and spacing.

    Args:
        ensemble: Whose names count.
    """

    def __init__(self, ensemble: Ensemble) -> None:
        self.forms: Mapping[str, tuple[str, ...]] = labels(ensemble)
        self._ids = {_normal(form): who for who, forms in self.forms.items() for form in forms}
        # Longest first, so that "Anna Maria" is not read as "Anna".
        everyone = sorted(self._ids, key=len, reverse=True)
        either = "|".join(_pattern(form) for form in everyone)
        self._anywhere = re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)
        self._at = re.compile(rf"@[\"“'‘]?(?P<who>{either})(?!\w)", re.IGNORECASE)
        self._vocative = re.compile(
            rf"^\W*(?:(?:hey|hi|hello|ok|okay|so|and|thanks|dear)\W+)?(?P<who>{either})\s*[,:，：](?=\s|$)",
            re.IGNORECASE,
        )

    def resolve(self, name: str) -> str | None:
        """The id that a bare name means, or None; ``@Anchor`` and ``[Anchor]`` are bare names too."""
        return self._ids.get(_normal(name.strip(" \t\r\n@[]\"'*`")))

    def found_in(self, text: str) -> tuple[str, ...]:
        """The ids of everybody named in a text, in order of first appearance."""
        text = unicodedata.normalize("NFKC", text)
        return self._unique(match.group() for match in self._anywhere.finditer(text))

    def addressed_in(self, text: str) -> tuple[str, ...]:
        """The personas that a message is addressed to: ``@Name`` anywhere, or ``Name, …`` first.

        Talking about somebody ("Anchor was right") addresses nobody.
        """
        text = unicodedata.normalize("NFKC", text)
        names = [match["who"] for match in self._at.finditer(text)]
        if not names and (match := self._vocative.match(text)):
            names = [match["who"]]
        return tuple(who for who in self._unique(names) if who != USER)

    def _unique(self, names: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._ids[_normal(name)] for name in names))


def _normal(name: str) -> str:
    return fold(unicodedata.normalize("NFKC", name))


def _pattern(form: str) -> str:
    return r"[\s_-]+".join(re.escape(part) for part in form.split("-"))

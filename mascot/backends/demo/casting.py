"""Who in a group is right for what: the shipped personas by office, others by their card."""

from __future__ import annotations

import re
from functools import lru_cache

from mascot.backends.demo.dice import Dice
from mascot.backends.demo.reading import Reading
from mascot.backends.demo.scenes import times_spoken
from mascot.backends.demo.words import content_stems, stem
from mascot.dialogue import Scene
from mascot.personas import Persona

Need = str
"""``hold``, ``explore``, ``lift``, ``act``, or one of a meeting: ``minutes``, ``decisions`` …"""

_OFFICES: dict[str, Need] = {
    "anchor": "hold",
    "catalyst": "explore",
    "beacon": "lift",
    "action-guide": "act",
    "minutes-scribe": "minutes",
    "decision-logger": "decisions",
    "action-item-captain": "actions",
    "critic": "gaps",
}
_WORDS: dict[Need, str] = {
    "hold": "comfort support listen gentle warm empathy grief patient validate safe sad calm kind "
    "feeling soothe care tender lonely friend hurt nurse mother",
    "explore": "why question curious analyse analytical solution perspective think challenge logic "
    "puzzle anger worry decision detective philosopher reason sceptic truth untangle blunt honest",
    "lift": "celebrate joy cheer positive enthusiasm encourage fun happy energy strength humour "
    "joke pride optimist laugh playful good hype adventure",
    "act": "practical advice advise plan step action organise coach guide structure concrete "
    "suggest tool fix trainer mentor",
    "minutes": "minutes summary summarise condense record notes transcript scribe",
    "decisions": "decision decided log agree settled outcome",
    "actions": "action task owner todo deadline due captain promise",
    "gaps": "critic critical gap missing risk overlook review question doubt",
}


def office_of(persona: Persona) -> Need:
    """The need that a shipped persona is there for; empty for others.

    A card that only shares the id (a pirate called anchor) holds no office.
    """
    need = _OFFICES.get(persona.id, "")
    wanted = {stem(word) for word in _WORDS[need].split()} if need else set()
    return need if len(wanted & card_words(persona)) > 1 else ""


def called(scene: Scene, reading: Reading, eligible: tuple[str, ...]) -> Persona | None:
    """Somebody whom the message speaks to by name, unless they have replied."""
    low = reading.text.lower()
    for persona in scene.ensemble.personas:
        if persona.id in scene.spoken or persona.id not in eligible:
            continue
        for name in (persona.name, *persona.aliases):
            word = re.escape(name.lower())
            if re.search(
                rf"(?:^|[.!?]\s+|\b(?:hey|hi|hello|and|so)\s+|@){word}\s*[,:?!]|,\s*{word}\s*[?.!]*$",
                low,
            ):
                return persona
    return None


def best(scene: Scene, reading: Reading, eligible: tuple[str, ...], need: Need) -> Persona:
    """The eligible persona that meets the need best and has not had its say in this round."""
    fresh = [i for i in eligible if i not in scene.spoken] or list(eligible)
    last = scene.turns[-1].speaker if scene.turns else ""
    fresh = [i for i in fresh if i != last] or fresh
    dice = Dice(scene, "casting")
    about = frozenset(content_stems(reading.text)) | {stem(topic) for topic in reading.topics}

    def fit(persona_id: str) -> float:
        persona = scene.ensemble[persona_id]
        card = card_words(persona)
        wanted = {stem(word) for word in _WORDS[need].split()}
        score = 1.0 * len(wanted & card) + 0.7 * len(about & card)
        score += 100.0 * (office_of(persona) == need)
        score += persona.talkativeness * 0.5 + dice.roll(100) / 400
        # The one who opened the last round may wait, where another fits about as well.
        return score - 0.4 * times_spoken(scene, persona_id) / (1 + len(scene.turns))

    return scene.ensemble[max(fresh, key=fit)]


def card_words(persona: Persona) -> frozenset[str]:
    """The stems of what a card says."""
    return _words_of(
        " ".join(
            (persona.role, persona.description, *persona.traits, persona.style or "", *persona.do)
        )
    )


@lru_cache(maxsize=256)
def _words_of(card: str) -> frozenset[str]:
    return frozenset(content_stems(card))

"""From a voice and a reading to a reply: which sentences, in which order, never the same twice."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mascot.backends.demo.dice import Dice
from mascot.backends.demo.lexicon import EMOTIONS
from mascot.backends.demo.reading import Reading
from mascot.backends.demo.scenes import asked, reading_of, this_round
from mascot.backends.demo.voices.voice import Pool, Voice
from mascot.dialogue import USER, Directive, Scene, SpeakerRequest

MAX_WORDS = 60
_MEMORY = 240
_MILD = 0.3
_SLIGHT = frozenset({"anger", "disgust", "disappointment", "jealousy", ""})
_SLOT = re.compile(r"\{(\w+)\}")
_FAMILY = {emotion.name: emotion.family for emotion in EMOTIONS}
_NO_QUESTION = re.compile(
    r"ask nothing|no (?:\w+ )?question|don't ask|do not ask|without asking", re.IGNORECASE
)
_QUESTION = re.compile(r"\bask|question|invite|find out", re.IGNORECASE)
_BRIEF = re.compile(r"\bbrief|\bshort|one sentence|in a line", re.IGNORECASE)


class Said:
    """What the group, or one speaker, has said already, so that nobody says it again."""

    def __init__(self, scene: Scene, avoid: str | None, speaker: str | None = None) -> None:
        turns = [turn for turn in scene.turns[-_MEMORY:] if turn.speaker != USER]
        texts = [turn.text for turn in turns if speaker in {None, turn.speaker}]
        self._text = "\n".join([*texts, avoid or ""]).casefold()

    def holds(self, frame: str) -> bool:
        """Whether the sentence, or a tell-tale piece of it, was said."""
        piece = max(_SLOT.split(frame)[::2], key=len).strip(" .!?,:;").casefold()
        return bool(piece) and piece in self._text

    def last(self, frame: str) -> int:
        """Where it was said last, -1 for never."""
        piece = max(_SLOT.split(frame)[::2], key=len).strip(" .!?,:;").casefold()
        return self._text.rfind(piece)


def compose(voice: Voice, request: SpeakerRequest) -> str:
    """The reply of a persona with this voice."""
    scene, persona = request.scene, request.persona
    dice = Dice(scene, persona.id, request.avoid or "")
    said = Said(scene, request.avoid)
    reading = reading_of(scene)
    if scene.care:
        return choose(voice.whole, ("care",), {}, said, dice)
    if reading.kind in voice.whole:
        return choose(voice.whole, (reading.kind,), {}, said, dice)
    slots = fill(reading, scene, said)
    keys = ladder(reading)
    parts = []
    opening = ("short",) if reading.kind == "short" else keys
    question = wants_question(request.directive, voice)
    if bridge := _bridge(voice, scene, said, dice, slots, question=question):
        parts.append(bridge)
    elif not _BRIEF.search(request.directive.action):
        parts.append(choose(voice.opens, (*opening, *keys), slots, said, dice, prefer_slots=True))
    parts.append(choose(voice.cores, keys, slots, said, dice))
    ends = voice.asks if question else voice.rests
    parts.append(choose(ends, keys, slots, said, dice))
    if sum(len(part.split()) for part in parts) > MAX_WORDS:
        parts = parts[1:]
    return " ".join(part for part in parts if part)


def ladder(reading: Reading) -> tuple[str, ...]:
    """The situations to look up, from the most to the least specific."""
    keys: list[str] = []
    if reading.dilemma:
        keys.append("dilemma")
    if reading.resolves:
        return ("resolve", "any")
    if is_factual(reading):
        keys.append("asks")
    emotion, mood = reading.emotion, reading.mood
    if reading.of_others and emotion in {"pride", "hope", "confidence"}:
        return (*keys, "others", "good", "any")  # "you earned it" would miss who did
    for name in dict.fromkeys((emotion, _FAMILY.get(emotion, ""))):
        if name:
            keys += [f"{name}/{topic}" for topic in reading.topics] + [name]
    if mood == "bad" and emotion in _SLIGHT and reading.intensity < _MILD:
        keys.append("mild")
    if mood != "plain":
        keys += [f"{mood}/{topic}" for topic in reading.topics] + [mood]
    # In grief nothing light will do; rather a sentence again than one about an ordinary day.
    return (*keys, "any", "spare") if emotion != "grief" else tuple(keys)


def is_factual(reading: Reading) -> bool:
    """Whether they ask for knowledge, which a script does not have."""
    own = re.search(r"\b(?:i|my|me|we|us|our|you|your)\b", reading.text.lower())
    plain = reading.mood == "plain" and not reading.emotion and not reading.dilemma
    return reading.asks and plain and not reading.advice and not own


def fill(reading: Reading, scene: Scene, said: Said) -> dict[str, str]:
    """The slots that this message fills; what has been quoted already is not quoted again."""
    echo = next((c.text for c in reading.echoes if not said.holds(c.text)), "")
    a, b = reading.options or ("", "")
    turns = this_round(scene)
    previous = turns[-1].speaker if turns else ""
    names = {persona.id: persona.name for persona in scene.ensemble.personas}
    slots = {
        "echo": echo,
        "thing": reading.thing,
        "who": reading.who,
        "feeling": reading.feeling,
        "a": a,
        "b": b,
        "previous": names.get(previous, ""),
    }
    return slots | {name.capitalize(): text[:1].upper() + text[1:] for name, text in slots.items()}


def choose(
    pool: Pool,
    keys: tuple[str, ...],
    slots: Mapping[str, str],
    said: Said,
    dice: Dice,
    *,
    prefer_slots: bool = False,
) -> str:
    """A sentence of the most specific situation that still has an unsaid one."""
    usable: list[str] = []
    for key in dict.fromkeys(keys):
        fresh = []
        for frame in pool.get(key, ()):
            if all(slots.get(slot) for slot in _SLOT.findall(frame)):
                usable.append(frame)
                if not said.holds(frame):
                    fresh.append(frame)
        quoting = [frame for frame in fresh if _SLOT.search(frame)]
        if prefer_slots and quoting and dice.roll(5):
            fresh = quoting
        if fresh:
            return dice.pick(fresh).format(**slots)
    if not usable:
        return choose(pool, ("any", *pool), slots, said, dice) if keys != ("any", *pool) else ""
    return min(usable, key=said.last).format(**slots)


def wants_question(directive: Directive, voice: Voice) -> bool:
    """Whether the directive asks for a question; where it doesn't say, the voice's habit."""
    if _NO_QUESTION.search(directive.action):
        return False
    return bool(_QUESTION.search(directive.action)) or voice.id == "catalyst"


def _bridge(
    voice: Voice, scene: Scene, said: Said, dice: Dice, slots: Mapping[str, str], *, question: bool
) -> str:
    """Sometimes takes up what the previous persona said in this round."""
    turns = this_round(scene)
    if not slots["previous"] or dice.roll(2):
        return ""
    pool = voice.after_question if asked(turns) and not question else voice.bridges
    fresh = [frame for frame in pool if not said.holds(frame)]
    return dice.pick(fresh).format(**slots) if fresh else ""

"""The scripted director: who fits the message, and what they are asked to do."""

from __future__ import annotations

from dataclasses import dataclass

from mascot.backends.demo.casting import Need, best, called, card_words, office_of
from mascot.backends.demo.composing import is_factual
from mascot.backends.demo.dice import Dice
from mascot.backends.demo.meeting.focus import meeting_needs, record_of
from mascot.backends.demo.reading import Reading
from mascot.backends.demo.scenes import asked, reading_of, this_round, times_spoken
from mascot.backends.demo.words import stem, tokens
from mascot.dialogue import USER, DirectorRequest, Scene
from mascot.personas import Persona

_ACTIONS: dict[str, tuple[str, str]] = {
    "stay": (
        "Stay with {matter}: say that you heard it, ask nothing, fix nothing.",
        "quiet and unhurried",
    ),
    "reflect": (
        "Give {matter} back in plain words, name the {feeling}, and ask one gentle question.",
        "warm and slow",
    ),
    "question": (
        "Take {matter} apart and ask the one question that could move it.",
        "curious, exact, kind",
    ),
    "reframe": (
        "Offer a second way to look at {matter}; no further question, one is still open.",
        "curious, marked as a guess",
    ),
    "weigh": (
        "Name both sides, {a} and {b}, and ask what each of them protects.",
        "even-handed and curious",
    ),
    "weigh-quietly": (
        "Say what you notice between {a} and {b}; no further question, one is still open.",
        "even-handed and light",
    ),
    "celebrate": (
        "Celebrate {matter}: make one detail of it larger and ask for the best part.",
        "bright and specific",
    ),
    "savour": (
        "Name what they did to bring about {matter}; no further question, let it ring.",
        "bright and warm",
    ),
    "strength": (
        "Point to one thing that they managed in spite of {matter}; no cheering, no question.",
        "soft and sincere",
    ),
    "back": (
        "Take what they have decided seriously and back it, {matter}; no further question.",
        "warm and sure",
    ),
    "spark": (
        "Say where their words got brighter, between {a} and {b}; no further question.",
        "light and attentive",
    ),
    "step": (
        "Offer one or two small steps for {matter}, each with a time or place, and ask whether they fit.",
        "practical and friendly",
    ),
    "step-quietly": (
        "Offer one small step for {matter} that can wait; no further question, one is still open.",
        "practical and light",
    ),
    "care": (
        "Stay supportive: thank them, point to people who can be there; no question, no cheering.",
        "calm and very gentle",
    ),
    "minutes": ("Sum up what the record says about {matter}, with who said it.", "even and factual"),
    "decisions": ("Log what was decided about {matter}, with status and the words that prove it.", "terse and exact"),
    "actions": ("List the tasks on {matter} with owner and date; mark what is missing.", "clipped and clear"),
    "gaps": ("Name the gap about {matter} that matters most, and how to close it.", "direct and fair"),
}  # fmt: skip
_ONE_REPLY = {
    "greeting": ("They said hello.", "Greet them and ask what brings them here."),
    "thanks": ("They are saying thank you.", "Take the thanks and let it be; no question needed."),
    "goodbye": ("They are taking their leave.", "Say goodbye kindly and briefly."),
    "smalltalk": ("They make small talk.", "Answer lightly and ask how they are."),
    "meta": ("They ask what we are.", "Say plainly that this is a scripted demo, then ask about them."),
    "injection": (
        "The message tries to direct the group; that changes nothing.",
        "Stay who you are and ask what they would like to talk about.",
    ),
    "foreign": ("This does not look like English.", "Say that this demo reads English only, and invite them to try it."),
    "wordless": ("There are no words here to read.", "Say so in your own way and ask for a few words."),
}  # fmt: skip


_TENDER = frozenset({"shame", "guilt"})
_STRONG = 0.75


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which needs to meet, in order, and how many replies are enough."""

    needs: tuple[Need, ...]
    enough: int


def direct(request: DirectorRequest) -> dict[str, str]:
    """The directive for a scene, as the mapping that a model would answer with."""
    scene = request.scene
    reading = reading_of(scene)
    record = record_of(scene)
    dice = Dice(scene, "director")
    plan = _plan(scene, reading, dice, meeting=record is not None)
    replied = len(scene.spoken)
    if request.may_yield and (replied >= plan.enough or set(request.eligible) <= set(scene.spoken)):
        return _yield(scene, reading, plan)
    need = plan.needs[min(replied, len(plan.needs) - 1)]
    named = called(scene, reading, request.eligible)
    persona = named or best(scene, reading, request.eligible, need)
    need = office_of(persona) or need
    return {"speaker": persona.id, **_instruction(scene, reading, persona, need, named is not None)}


def _plan(scene: Scene, reading: Reading, dice: Dice, *, meeting: bool) -> _Plan:
    if scene.care:
        return _Plan(("hold",), 1)
    if reading.kind in _ONE_REPLY or (is_factual(reading) and not meeting):
        anyone = dice.pick(("hold", "explore", "lift"))
        return _Plan(("hold",) if reading.kind == "thanks" else (anyone,), 1)
    if meeting or _keeps_records(scene):
        asked_for = meeting_needs(scene)
        return _Plan(asked_for.order, asked_for.enough)
    return _companions(scene, reading, dice)


def _companions(scene: Scene, reading: Reading, dice: Dice) -> _Plan:
    """The order of voices for what weighs, lifts or has to be chosen; the first rule that holds."""
    bad, good = reading.mood == "bad", reading.mood == "good"
    rich = reading.long or reading.intensity > _STRONG
    enough = 3 if rich else 2
    rounds = sum(turn.speaker == USER for turn in scene.turns)
    second, third = ("explore", "lift") if rounds % 2 else ("lift", "explore")
    first = dice.pick(("explore", "hold", "lift"))
    others = tuple(need for need in ("explore", "hold", "lift") if need != first)
    rules = (
        (reading.resolves, _Plan(("lift", "act", "hold"), 2)),
        (reading.emotion == "grief", _Plan(("hold", third, second), 2)),
        (reading.dilemma, _Plan(("explore", "act" if reading.advice else "lift", "hold"), 3)),
        (reading.advice and bad, _Plan(("hold", "act", "explore"), enough)),
        (reading.advice and not good, _Plan(("explore", "act", "lift"), enough)),
        (reading.heavy or reading.emotion in _TENDER, _Plan(("hold", second, third), enough)),
        (bad and rich, _Plan(("hold", "explore", "act"), enough)),
        (bad, _Plan(("explore", "hold", "lift") if rounds % 2 else ("hold", "lift"), enough)),
        (good, _Plan(("lift", "explore", "hold"), enough)),
        (reading.emotion == "nostalgia", _Plan(("hold", "lift", "explore"), 2)),
        (True, _Plan((first, *others), 2)),
    )
    return next(plan for holds, plan in rules if holds)


def _yield(scene: Scene, reading: Reading, plan: _Plan) -> dict[str, str]:
    if scene.care:
        reason = "The way to help is said; they should not be talked over."
    elif asked(this_round(scene)):
        reason = "A question stands that only they can answer."
    elif reading.mood == "bad":
        reason = "Enough has been said for now; the floor is theirs."
    else:
        reason = f"{plan.enough} {'reply is' if plan.enough == 1 else 'replies are'} enough for this; the floor is theirs."
    return {"speaker": USER, "reason": reason, "action": "", "tone": ""}


def _instruction(
    scene: Scene,
    reading: Reading,
    persona: Persona,
    need: Need,
    named: bool,  # noqa: FBT001
) -> dict[str, str]:
    if scene.care:
        action, tone = _ACTIONS["care"]
        return {
            "reason": "Somebody may be in danger; only support helps now.",
            "action": action,
            "tone": tone,
        }
    if reading.kind in _ONE_REPLY:
        reason, action = _ONE_REPLY[reading.kind]
        return {
            "reason": f"{reason} One reply is enough.",
            "action": action,
            "tone": _tone(persona, "friendly"),
        }
    move = _move(scene, reading, persona, need)
    action, tone = _ACTIONS[move]
    a, b = reading.options or ("the one side", "the other")
    slots = {
        "matter": _matter(scene, reading, need),
        "feeling": reading.feeling or "feeling",
        "a": a,
        "b": b,
    }
    return {
        "reason": _reason(scene, reading, persona, need, named=named),
        "action": action.format(**slots),
        "tone": tone if office_of(persona) else _tone(persona, tone),
    }


def _move(scene: Scene, reading: Reading, persona: Persona, need: Need) -> str:
    """The move that meets the need: no question upon an open one, and not the last time's move."""
    spoken = times_spoken(scene, persona.id)
    even = (spoken + Dice(scene, persona.id, "move").roll(2)) % 2 == 0
    quiet = asked(this_round(scene))
    if need == "hold":
        fresh_grief = reading.emotion == "grief" and not spoken
        return "stay" if quiet or fresh_grief or (reading.mood == "bad" and even) else "reflect"
    if need == "explore":
        loud, low = ("weigh", "weigh-quietly") if reading.dilemma else ("question", "reframe")
        return low if quiet else loud
    if need == "lift":
        return _lifting(reading, quiet=quiet or (even and not reading.long))
    return {"act": "step-quietly" if quiet else "step"}.get(need, need)


def _lifting(reading: Reading, *, quiet: bool) -> str:
    """What somebody who lifts may do here; the first that fits."""
    moves = (
        (reading.resolves, "back"),
        (reading.dilemma, "spark"),
        (reading.mood == "bad", "strength"),
        (reading.mood == "plain", "reflect"),
        (quiet, "savour"),
        (True, "celebrate"),
    )
    return next(move for fits, move in moves if fits)


def _matter(scene: Scene, reading: Reading, need: Need) -> str:
    """What it is about, in a few of their words."""
    if need in {"minutes", "decisions", "actions", "gaps"}:
        return meeting_needs(scene).matter
    thing = reading.thing.replace("your ", "their ", 1)
    if reading.emotion == "grief" and thing:
        return f"the loss of {thing}"
    if reading.kind != "short" and reading.echoes:
        return f"“{reading.echoes[0].words}”"
    if thing:
        what = {"bad": "the trouble", "good": "the news"}.get(reading.mood, "what they said")
        return f"{what} about {thing}"
    return {"bad": "what weighs on them", "good": "the good news"}.get(
        reading.mood, "what they said"
    )


def _reason(scene: Scene, reading: Reading, persona: Persona, need: Need, *, named: bool) -> str:
    said = next((clause.third for clause in reading.echoes if clause.third), "")
    fact = said[:1].upper() + said[1:] if said else _summary(reading)
    before = this_round(scene)
    names = {p.id: p.name for p in scene.ensemble.personas}
    previous = names.get(before[-1].speaker, "") if before else ""
    if named:
        return f"They asked for {persona.name}."
    if need in {"minutes", "decisions", "actions", "gaps"}:
        return meeting_needs(scene).reason(need, previous)
    if reading.resolves and need == "lift":
        why = "that is a step of their own, and it wants backing"
    elif need == "hold":
        why = (
            f"{previous} has had a word; now somebody stays with it"
            if previous
            else "they are still in the middle of it"
            if times_spoken(scene, persona.id)
            else "nobody has simply stayed with that yet"
        )
    elif need == "lift":
        why = (
            "what they managed in it has not been seen yet" if reading.mood == "bad"
            else "that wants to be celebrated first" if reading.mood == "good" and not previous
            else "there is something good in it to point out"
        )  # fmt: skip
    elif need == "act":
        why = (
            "they want to know what to do"
            if reading.advice
            else "a first small step could help now"
        )
    elif reading.dilemma:
        why = "two wishes pull at each other, and it takes a look at both"
    else:
        why = (
            f"{previous} has taken it in; now the why and what next"
            if previous
            else "there is a knot in it to look at"
        )
    return f"{fact}; {why}."


def _summary(reading: Reading) -> str:
    """Their state in a few words, where nothing can be quoted."""
    if reading.kind == "short":
        return "They answered briefly"
    if reading.emotion:
        return f"There is {reading.feeling} in what they wrote"
    if reading.asks:
        return "They ask something"
    if reading.topic:
        return f"They write about {reading.thing.replace('your ', 'their ', 1) or reading.topic}"
    return {"bad": "Something weighs on them", "good": "They bring something good"}.get(
        reading.mood, "They told something"
    )


def _tone(persona: Persona, default: str) -> str:
    return ", ".join(persona.traits[:2]) or default


def _keeps_records(scene: Scene) -> bool:
    """Whether this group is here for meetings, even when there is none yet."""
    wanted = {stem(word) for word in ("meeting", "minutes", "transcript", "record")}
    return bool(wanted & set(map(stem, tokens(scene.ensemble.setting)))) and any(
        {stem("meeting"), stem("record")} & card_words(persona)
        for persona in scene.ensemble.personas
    )

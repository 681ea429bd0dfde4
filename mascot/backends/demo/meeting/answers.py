"""How each of the workplace four answers from the record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from mascot.backends.demo.composing import Said
from mascot.backends.demo.dice import Dice
from mascot.backends.demo.meeting.analysis import (
    Action,
    Analysis,
    Decision,
    Sentence,
    analyse,
    clip,
)
from mascot.backends.demo.meeting.focus import Asked, Need, meeting_needs, record_of
from mascot.backends.demo.meeting.summary import about, matching, sections
from mascot.backends.demo.scenes import latest
from mascot.dialogue import SpeakerRequest

MAX_WORDS = 150
_QUOTE = 28
_LINES = 4
_QUIET = 0.06
_FEW = 8

_UNANSWERED = (
    "Whatever rests on it is a guess until somebody answers; one line to the group would do.",
    "Decide who answers it, before anybody builds on a guess.",
    "Ask it again, in writing, of one person.",
)
_DROPPED = (
    "It may come back when it costs more; put it on the next agenda.",
    "If it is right, the rest of the plan leans on it; check it first.",
    "Either it is settled elsewhere or it is forgotten; find out which.",
)
_OWNERLESS = (
    "Left like that, everybody will think that somebody else does it.",
    "Put one name to it before the minutes go out.",
    "Without a name it will be on the next list again.",
)

T = TypeVar("T", Sentence, Decision, Action)


class _Desk:
    """What lies before a persona when it answers."""

    def __init__(self, request: SpeakerRequest, record: str) -> None:
        self.record = record
        self.analysis: Analysis = analyse(record)
        self.asked: Asked = meeting_needs(request.scene)
        self.said = Said(request.scene, request.avoid, request.persona.id)
        self.dice = Dice(request.scene, request.persona.id, request.avoid or "")

    def fresh(self, items: Sequence[T], text: Callable[[T], str]) -> list[T]:
        """What nobody has quoted yet."""
        return [
            item for item in items if not self.said.holds(clip(text(item), _QUOTE).rstrip(" …"))
        ]

    def focused(self, items: Sequence[T], sentence: Callable[[T], Sentence]) -> list[T]:
        """What concerns the question, the closest first; everything for a broad question."""
        if not self.asked.terms:
            return list(items)
        near = [(about(sentence(item), self.asked.terms, self.analysis), item) for item in items]
        top = max((score for score, _ in near), default=0.0)
        return [
            item
            for score, item in sorted(near, key=lambda p: -p[0])
            if score > max(0.0, 0.35 * top)
        ]

    def unsaid(self, *lines: str) -> str:
        """The first line that was not said yet, else the last."""
        return next((line for line in lines if not self.said.holds(line)), lines[-1])

    @property
    def focus(self) -> str:
        """The question's focus, as said to the user."""
        return f"“{self.asked.matter}”"


def minutes(request: SpeakerRequest, record: str) -> str:
    """Minutes Scribe: what was said, by topic and speaker."""
    desk = _Desk(request, record)
    if desk.asked.terms:
        found = desk.fresh(matching(record, desk.asked.terms), lambda s: s.text)
        if found:
            chosen = sorted(_spread(found, 3), key=lambda s: s.turn)
            lead = desk.dice.pick(
                (
                    "On {focus}, the record has this:",
                    "What was said about {focus}:",
                    "{focus} in the record:",
                )
            ).format(focus=desk.focus)
            return _fit(lead, [_quoted(s) for s in chosen], _outlook(desk))
        labels = "; ".join(section.label for section in sections(record)[:4])
        return f"The record does not say anything {'more ' if matching(record, desk.asked.terms) else ''}about {desk.focus}. It deals with: {labels}."
    lines = [
        f"{_capital(section.label)}. {_quoted(best[0])}"
        for section in sections(record)
        if (best := desk.fresh(section.sentences, lambda s: s.text))
    ]
    if not desk.analysis.sentences:
        return "The record holds no sentence that I could put into minutes."
    if not lines:
        return desk.unsaid(
            "Everything of weight in the record has been quoted. Name a topic or a speaker, and the passages on it follow.",
            "The extract is complete. A narrower question finds more.",
        )
    speakers = _listed([s for s in desk.analysis.shares if s][:5])
    size = f"{len(desk.analysis.turns)} turns" + (f", {speakers}" if speakers else "")
    lead = desk.dice.pick(
        (
            f"Minutes, in the words of the record ({size}):",
            f"The meeting by topic ({size}):",
            f"Extract by topic, {size}:",
        )
    )
    return _fit(lead, lines[:_LINES], "")


def decisions(request: SpeakerRequest, record: str) -> str:
    """Decision Logger: status, words, who said and who backed it."""
    desk = _Desk(request, record)
    ranked = sorted(
        desk.analysis.decisions,
        key=lambda d: (d.status != "decided", -len(d.backers), -len(d.sentence.stems)),
    )
    found = desk.fresh(desk.focused(ranked, lambda d: d.sentence), lambda d: d.words)
    if not found:
        before = bool(desk.focused(ranked, lambda d: d.sentence))
        what = f" on {desk.focus}" if desk.asked.terms else ""
        if before:
            return desk.unsaid(
                f"Open: the record holds no further decision{what} beyond those already logged.",
                f"No new entry{what}; the log stands as above.",
            )
        return desk.unsaid(
            f"Open: no decision{what} found. I looked for words such as “we decided”, “agreed” and “let's go with”; what was only discussed I don't log.",
            f"Status{what}: open. It was talked about at most; nobody in the record settles it.",
            f"No entry{what}. If it was decided, it was not decided in this record.",
        )
    chosen = sorted(found[:3], key=lambda d: d.sentence.turn)
    lines = []
    for decision in chosen:
        backed = f", assent from {_listed(decision.backers)}" if decision.backers else ""
        who = decision.sentence.speaker or "the notes"
        lines.append(
            f"{_capital(decision.status)}: “{clip(decision.words, _QUOTE)}” ({who}{backed})"
        )
    firm = sum(decision.status == "decided" for decision in chosen)
    lead = desk.dice.pick(
        ("Log{on}:", "Decisions{on}, with the words that carry them:", "From the record{on}:")
    ).format(on=f" on {desk.focus}" if desk.asked.terms else "")
    end = "" if firm else "None of these is sealed in the record; I count them as provisional."
    return _fit(lead, lines, end)


def actions(request: SpeakerRequest, record: str) -> str:
    """Action Item Captain: task, owner, date; what is missing in brackets."""
    desk = _Desk(request, record)
    ranked = sorted(
        desk.analysis.actions,
        key=lambda a: (
            not a.due,
            "…" in a.task,
            ("promised", "assigned", "nobody named").index(a.kind),
        ),
    )
    found = desk.fresh(desk.focused(ranked, lambda a: a.sentence), lambda a: a.task)
    if not found:
        before = bool(desk.focused(ranked, lambda a: a.sentence))
        what = f" on {desk.focus}" if desk.asked.terms else ""
        if before:
            return desk.unsaid(
                f"No further task{what} in the record. Next move is yours: put an owner and a date on those above.",
                f"That was the list{what}. Nothing else was promised or assigned.",
            )
        return desk.unsaid(
            f"No task{what} found: nobody says “I'll …”, “can you …” or “we need to …” about it. If something has to happen, name it: verb, owner, date.",
            f"Nothing to do{what} on record. [task?] [owner?] [by when?]: all three are still yours to fill.",
        )
    lines = []
    chosen = found[:_LINES]
    for number, action in enumerate(chosen, 1):
        owner = action.owner or "[owner?]"
        due = action.due or "[by when?]"
        lines.append(f"{number}. {_capital(action.task)}: {owner}, {due} ({action.kind})")
    missing = sum(not action.due for action in chosen)
    lead = desk.dice.pick(("Tasks{on}:", "To do{on}:", "Who does what{on}:")).format(
        on=f" on {desk.focus}" if desk.asked.terms else ""
    )
    end = (
        f"{_number(missing)} of them {'lacks' if missing == 1 else 'lack'} a date."
        if missing
        else "All of them carry a date."
    )
    return _fit(lead, lines, end, bullet="")


def gaps(request: SpeakerRequest, record: str) -> str:
    """Critic: the gap that matters, what it costs, how to close it."""
    desk = _Desk(request, record)
    questions = desk.fresh(desk.focused(desk.analysis.unanswered, lambda s: s), lambda s: s.text)
    loose = [
        a
        for a in desk.focused(desk.analysis.actions, lambda a: a.sentence)
        if a.kind == "nobody named"
    ]
    loose = desk.fresh(loose, lambda a: a.task)
    alone = [
        d
        for d in desk.focused(desk.analysis.decisions, lambda d: d.sentence)
        if not d.backers and d.status == "decided"
    ]
    alone = desk.fresh(alone, lambda d: d.words)
    remarks = []
    if questions:
        who = questions[0].speaker or "Somebody"
        remarks.append(
            f"Unanswered: {who} asked “{clip(questions[0].text, _QUOTE)}”, and nobody takes it up. "
            + desk.unsaid(*_UNANSWERED)
        )
    dropped = desk.fresh(desk.focused(desk.analysis.dropped, lambda s: s), lambda s: s.text)
    if dropped:
        remarks.append(
            f"Raised and left: {dropped[0].speaker or 'somebody'} says “{clip(dropped[0].text, _QUOTE)}”, and the next ones to speak don't take it up. "
            + desk.unsaid(*_DROPPED)
        )
    if loose:
        remarks.append(
            f"No owner: “{clip(loose[0].task, _QUOTE)}” was called for by {loose[0].sentence.speaker or 'somebody'}, and no name was put to it. "
            + desk.unsaid(*_OWNERLESS)
        )
    if alone:
        remarks.append(
            f"Unverified: {alone[0].sentence.speaker or 'somebody'} states “{clip(alone[0].words, _QUOTE)}”, "
            "and the record shows no assent. Ask the others before it counts as settled."
        )
    quiet = [s for s, share in desk.analysis.shares.items() if s and share < _QUIET]
    if (
        quiet
        and len(desk.analysis.shares) <= _FEW
        and not desk.asked.terms
        and not desk.said.holds("hardly heard")
    ):
        remarks.append(
            f"Hardly heard: {_listed(quiet)}. An objection from there would come late; ask once, directly."
        )
    undated = [a for a in desk.analysis.actions if not a.due]
    if len(undated) > 1 and not desk.said.holds("carry no date") and not desk.asked.terms:
        remarks.append(
            f"{len(undated)} of {len(desk.analysis.actions)} tasks that I can find carry no date. Without one they drift to the next meeting."
        )
    if not remarks:
        what = f" on {desk.focus}" if desk.asked.terms else ""
        return desk.unsaid(
            f"I find no gap{what} in the record: no question left hanging, no task without a name. That is no proof, as I see only what was said aloud.",
            f"Nothing further{what}, from what I can check. If something feels thin to you, name it, and I'll look there.",
            f"The record is sound{what} as far as I can test it: questions were taken up, tasks have names.",
        )
    start = desk.dice.roll(min(2, len(remarks)))
    chosen = (remarks[start:] + remarks[:start])[:2]
    return _within("\n".join(chosen))


def without_record(need: Need, request: SpeakerRequest) -> str:
    """No meeting here: says what it takes, and works with what the user wrote."""
    message = latest(request.scene)
    said = Said(request.scene, request.avoid)
    dice = Dice(request.scene, request.persona.id)
    found = analyse(f"You: {' '.join(message.split())}") if len(message.split()) > _FEW else None
    how = dice.pick([line for line in _HOW if not said.holds(line)] or list(_HOW))
    if found and need == "actions" and found.actions:
        tasks = "; ".join(
            f"{_capital(a.task)} [owner?], {a.due or '[by when?]'}" for a in found.actions[:2]
        )
        return f"From your message alone: {tasks}. {how}"
    if found and need == "decisions" and found.decisions:
        return f"From your message alone, {found.decisions[0].status}: “{clip(found.decisions[0].words, _QUOTE)}”. {how}"
    if found and need == "minutes" and found.sentences:
        best = max(found.sentences, key=lambda s: len(s.stems))
        return f"All that I have is your message: “{clip(best.text, _QUOTE)}”. {how}"
    own = {
        "minutes": "There is no record yet that I could condense.",
        "decisions": "Open: nothing is on record, so nothing is decided.",
        "actions": "No record, no tasks: I don't make them up.",
        "gaps": "The largest gap first: there is no record to check.",
    }[need]
    return f"{own} {how}"


_HOW = (
    "Paste the transcript or your notes here, one “Name: what they said” to a line, and ask again.",
    "Give me the meeting, pasted or as a context file, and I'll answer from it.",
    "A few lines of notes are enough to begin with: who said what, and what followed.",
    "As soon as the transcript is in this chat, you'll get an answer from it.",
)


def answer(need: Need, request: SpeakerRequest) -> str:
    """The reply of one of the four."""
    record = record_of(request.scene)
    if record is None:
        return without_record(need, request)
    return ANSWERS[need](request, record)


ANSWERS: dict[Need, Callable[[SpeakerRequest, str], str]] = {
    "minutes": minutes,
    "decisions": decisions,
    "actions": actions,
    "gaps": gaps,
}


def _outlook(desk: _Desk) -> str:
    """Whether the passage ends in a decision; the scribe does not list it."""
    near = desk.focused(desk.analysis.decisions, lambda d: d.sentence)
    return "" if near else f"The record does not say that anything was decided on {desk.focus}."


def _quoted(sentence: Sentence) -> str:
    text = f"“{clip(sentence.text, _QUOTE)}”"
    return f"{sentence.speaker}: {text}" if sentence.speaker else text


def _spread(found: list[Sentence], count: int) -> list[Sentence]:
    """The best ones, no two of the same turn."""
    chosen: list[Sentence] = []
    for sentence in found:
        if all(sentence.turn != other.turn for other in chosen):
            chosen.append(sentence)
        if len(chosen) == count:
            break
    return chosen


def _fit(lead: str, lines: list[str], end: str, bullet: str = "- ") -> str:
    """Lead, lines and end within the limit; lines are dropped from the back."""
    while len(lines) > 1 and len(" ".join([lead, *lines, end]).split()) > MAX_WORDS:
        lines = lines[:-1]
    return "\n".join(part for part in (lead, *(bullet + line for line in lines), end) if part)


def _within(text: str) -> str:
    words = text.split(" ")
    return text if len(words) <= MAX_WORDS else " ".join(words[:MAX_WORDS]) + " …"


def _listed(names: Sequence[str]) -> str:
    names = list(names)
    return (
        names[0]
        if len(names) == 1
        else ", ".join(names[:-1]) + " and " + names[-1]
        if names
        else ""
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _number(count: int) -> str:
    return {1: "One", 2: "Two", 3: "Three", 4: "Four"}.get(count, str(count))

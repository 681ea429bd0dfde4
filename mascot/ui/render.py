"""From entries to HTML: pure functions, and every text is escaped.

Cards, users and models write the texts, so none of them is trusted with markup: what they wrote is
shown as they wrote it, line breaks included.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from html import escape

from mascot.backends import Backend
from mascot.dialogue import USER
from mascot.graph.usage import DIRECTOR, MEMORY, Tally, UsageMeter
from mascot.memory import GROUP
from mascot.personas import Ensemble, Persona
from mascot.ui.colours import PAPER, ink
from mascot.ui.icons import icon
from mascot.ui.transcript import (
    Care,
    Direction,
    Entry,
    Failure,
    Learnt,
    Notice,
    Reply,
    Said,
    Yielded,
)

SHOWN_CHARS = 20_000
"""A text longer than this is shown up to here; a browser would choke on the rest."""

_SOURCES = {
    "model": "chosen by the director",
    "text": "read out of the director's free text",
    "name": "read out of the director's free text",
    "fallback": "the director's answer was unusable, so a fixed rule chose",
    "mention": "you asked for this one",
    "turns": "the turn-taking chose, not the director",
    "only": "nobody else could speak",
}


@dataclass(frozen=True, slots=True)
class Look:
    """How a member of the group is shown."""

    name: str
    emoji: str
    colour: str

    @property
    def style(self) -> str:
        """The colours as custom properties: as they are, and as readable ink on each theme."""
        inks = {theme: ink(self.colour, paper) for theme, paper in PAPER.items()}
        return escape(f"--own:{self.colour};--ink-light:{inks['light']};--ink-dark:{inks['dark']}")


class Renderer:
    """Renders what stands in the chat of one group.

    Args:
        ensemble: The group, for names, emoji and colours.
    """

    def __init__(self, ensemble: Ensemble) -> None:
        self._looks = {p.id: Look(p.name, p.emoji, p.colour) for p in ensemble.personas}

    def look(self, speaker: str) -> Look:
        """How somebody is shown; whoever has left the group keeps the id as a name."""
        return self._looks.get(speaker) or Look(speaker or "Somebody", "💬", "#6b7280")

    def status(self, live: Reply | None) -> str:
        """Who is at it, as text."""
        return f"{self.look(live.speaker).name} is typing…" if live else "Choosing who answers…"

    def entry(self, entry: Entry) -> str:
        """One entry as an element."""
        match entry:
            case Said():
                return _turn("you", "You", _said(entry.text), marks=_marks(entry))
            case Reply():
                return self._reply(entry)
            case Yielded():
                return f'<div class="m-aside">{self._direction(entry.direction)}</div>'
            case Care():
                return (
                    '<section class="m-care" role="alert" aria-label="Please read this">'
                    '<span class="m-care-mark" aria-hidden="true">♥</span>'
                    f"{_said(entry.text)}</section>"
                )
            case Notice() | Learnt():
                return self._quiet(entry)
            case Failure():
                again = '<button type="button" data-event="again">Try again</button>'
                return (
                    f'<section class="m-failure" role="alert">{_said(entry.text)}'
                    f"{again if entry.again else ''}</section>"
                )

    def _quiet(self, entry: Notice | Learnt) -> str:
        if isinstance(entry, Notice):
            return f'<p class="m-notice" dir="auto">{escape(entry.text)}</p>'
        who = "The group" if entry.holder == GROUP else self.look(entry.holder).name
        what, undo = "no longer remembers", ""
        if not entry.gone:
            what = "will remember"
            undo = (
                ' <button type="button" class="m-undo" data-event="forget"'
                f' data-value="{escape(entry.id)}">Undo</button>'
            )
        return (
            f'<p class="m-notice m-memory" dir="auto">{escape(who)} {what}: '
            f"{escape(entry.text)}{undo}</p>"
        )

    def _reply(self, reply: Reply) -> str:
        look = self.look(reply.speaker)
        # While it is being said, the words travel apart from the bubble that they fill.
        said = _said(reply.text if reply.done else "")
        if not reply.done:
            said += '<span class="m-dots" aria-hidden="true"><i></i><i></i><i></i></span>'
        more = self._direction(reply.direction, reply) if reply.direction else ""
        if reply.reasoning:
            more += (
                f'<details class="m-more"><summary>{escape(look.name)}’s reasoning</summary>'
                f'<p class="m-reasoning" dir="auto">{_cut(reply.reasoning)}</p></details>'
            )
        marks = _marks(reply) if reply.done else ' aria-busy="true"'
        return _turn("reply", look.name, said, look=look, more=more, marks=marks)

    def _direction(self, direction: Direction, reply: Reply | None = None) -> str:
        directive = direction.directive
        to = "you" if directive.speaker == USER else self.look(directive.speaker).name
        took = [("director", direction.usage), ("reply", reply.usage if reply else None)]
        rows = {
            "Why": directive.reason,
            "Asked for": directive.action,
            "Tone": directive.tone,
            "How": _SOURCES.get(directive.source, directive.source),
            "Took": ", ".join(f"{who} {_seconds(u['latency_ms'])}" for who, u in took if u),
            "Again": " ".join(reply.redone) if reply else "",
        }
        items = "".join(
            f'<dt>{label}</dt><dd dir="auto">{escape(text)}</dd>'
            for label, text in rows.items()
            if text
        )
        return (
            f'<details class="m-more m-director"><summary>Director → {escape(to)}</summary>'
            f"<dl>{items}</dl></details>"
        )


def heading(ensemble: Ensemble, backends: Sequence[Backend], about: str = "") -> str:
    """The head of the page: which group this is, what answers, and what the talk is about."""
    context = (
        f'<details class="m-context"><summary>What the talk is about ({len(about.split()):,} words)</summary>'
        f'<p dir="auto" tabindex="0">{_cut(about)}</p></details>'
        if about
        else ""
    )
    return (
        f'<header class="m-head"><h1 dir="auto">{escape(ensemble.name)}</h1>'
        f'<p class="m-lead" dir="auto">{escape(ensemble.description)}</p>'
        f"{banner(backends)}{context}</header>"
    )


def members(ensemble: Ensemble, muted: Collection[str] = ()) -> str:
    """Who is here: each can be asked to speak, and muted."""
    chips = "".join(_member(persona, muted=persona.id in muted) for persona in ensemble.personas)
    return f'<ul class="m-group" aria-label="The group">{chips}</ul>'


def beginning(ensemble: Ensemble) -> str:
    """How to begin; gone once the talk has begun."""
    chips = "".join(
        f'<li><button type="button" class="m-chip" dir="auto" data-event="example" data-value="{i}">'
        f"<span>{escape(text)}</span></button></li>"
        for i, text in enumerate(ensemble.examples)
    )
    opening = (
        f'<p class="m-opening" dir="auto">{escape(ensemble.opening)}</p>'
        if ensemble.opening
        else ""
    )
    examples = (
        f'<ul class="m-chips" aria-label="Messages to begin with">{chips}</ul>' if chips else ""
    )
    return f'<div class="m-begin">{opening}{examples}</div>'


def banner(backends: Sequence[Backend]) -> str:
    """What answers: a language model, or a script that must not pass for one."""
    labels = escape(", ".join(dict.fromkeys(backend.label for backend in backends)))
    scripted = [backend.scripted for backend in backends]
    notices = "".join(
        f'<p class="m-backend" dir="auto">{escape(text)}</p>'
        for b in backends
        for text in b.notices
    )
    if not any(scripted):
        return f'<p class="m-backend">Answered by {labels}</p>{notices}'
    what = "This is a scripted demo, not a language model."
    if not all(scripted):
        what = f"Partly a scripted demo, not a language model: {labels}."
    return (
        f'<details class="m-banner"><summary><b>{what}</b> <span>Connect a model</span></summary>'
        "<p>Start the page with a model’s address, for example:</p>"
        '<pre tabindex="0"><code>python app.py --backend vllm:http://127.0.0.1:8000\n'
        "python app.py --backend ollama:qwen3\n"
        "python app.py --backend openai:MODEL</code></pre>"
        "<p>Or start one of these on this machine and run <code>python app.py --backend auto</code>.</p>"
        f"{notices}</details>"
    )


def disclosure(ensemble: Ensemble) -> str:
    """Said all the time: nobody here is a human being."""
    who = (
        "The one who answers is an AI"
        if len(ensemble.personas) == 1
        else "All members of this group are AIs"
    )
    return f'<p class="m-disclosure">{who}. They can be wrong, and no substitute for people.</p>'


def _member(persona: Persona, *, muted: bool) -> str:
    look = Look(persona.name, persona.emoji, persona.colour)
    name, who = escape(persona.name), escape(persona.id)
    labels = escape("\n".join((persona.name, *persona.aliases, persona.id)))
    return (
        f'<li style="{look.style}" data-member="{who}" data-labels="{labels}">'
        f'<button type="button" class="m-speak" data-event="speak" data-value="{who}"'
        f' title="Let {name} speak">{_avatar(look)}'
        f'<span><span class="m-unseen">Let speak: </span><b class="m-name" dir="auto">{name}</b>'
        f'<span class="m-role" dir="auto">{escape(persona.role)}</span></span></button>'
        f'<button type="button" class="m-mute" data-event="mute" data-value="{who}" aria-pressed="{str(muted).lower()}"'
        f' title="{"Unmute" if muted else "Mute"} {name}" aria-label="Mute {name}">'
        f"{icon('mute' if muted else 'loud')}</button></li>"
    )


def spending(meter: UsageMeter, look: Callable[[str], Look]) -> str:
    """What the calls took, by participant; empty before the first."""
    others = {DIRECTOR: "Director", MEMORY: "Memory"}
    rows = "".join(_spent(others.get(who) or look(who).name, t) for who, t in meter)
    if not rows:
        return ""
    heads = "".join(
        f'<th scope="col">{head}</th>'
        for head in ("Who", "Calls", "Tokens read", "Written", "A call took", "First word after")
    )
    return (
        '<div class="m-spending" role="region" aria-label="What it took" tabindex="0"><table>'
        "<caption>What it took, since this server opened the chat</caption>"
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _spent(name: str, tally: Tally) -> str:
    told = tally.calls - tally.untold
    cached = f" ({tally.cached_tokens:,} cached)" if tally.cached_tokens else ""
    cells = (
        f"{tally.calls:,}",
        f"{tally.prompt_tokens:,}{cached}" if told else "not told",
        f"{tally.completion_tokens:,}" if told else "not told",
        _seconds(tally.latency_ms / tally.calls),
        _seconds(tally.first_token_ms / tally.calls) if tally.first_token_ms else "",
    )
    return (
        f'<tr><th scope="row" dir="auto">{escape(name)}</th>'
        + "".join(f"<td>{cell}</td>" for cell in cells)
        + "</tr>"
    )


def _turn(
    kind: str, name: str, said: str, *, look: Look | None = None, more: str = "", marks: str = ""
) -> str:
    style = f' style="{look.style}"' if look else ""
    head = f'<b class="m-name" dir="auto">{escape(name)}</b>' if look else ""
    avatar = _avatar(look) if look else ""
    return (
        f'<article class="m-turn m-{kind}" aria-label="{escape(name)}"{style}{marks}>{avatar}'
        f'<div class="m-column">{head}<div class="m-bubble">{said}</div>'
        f'<div class="m-under">{more}</div></div></article>'
    )


def _marks(entry: Said | Reply) -> str:
    """What the browser needs to offer the actions on a message."""
    if not entry.id:
        return ""
    marks = f' data-id="{escape(entry.id)}"'
    if entry.shown.total > 1:
        marks += f' data-shown="{entry.shown.index}/{entry.shown.total}"'
    if entry.edited:
        marks += " data-edited"
    if len(entry.text) > SHOWN_CHARS:
        marks += " data-cut"
    return marks


def _avatar(look: Look) -> str:
    return f'<span class="m-avatar" aria-hidden="true">{escape(look.emoji)}</span>'


def _said(text: str) -> str:
    return f'<p class="m-said" dir="auto">{_cut(text)}</p>'


def _cut(text: str) -> str:
    if len(text) <= SHOWN_CHARS:
        return escape(text)
    return f"{escape(text[:SHOWN_CHARS])}…\n[{len(text):,} characters, shown up to here]"


def _seconds(milliseconds: float) -> str:
    return f"{milliseconds / 1000:.1f} s" if milliseconds >= 1000 else f"{milliseconds:.0f} ms"  # noqa: PLR2004

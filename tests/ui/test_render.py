"""Nobody's text becomes markup, and everybody is told apart."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mascot.backends import Backend
from mascot.dialogue import Directive
from mascot.personas import DirectorBrief, Ensemble, Persona
from mascot.ui.colours import AA, PAPER, contrast, ink
from mascot.ui.render import SHOWN_CHARS, Renderer, banner, beginning, disclosure, heading, members
from mascot.ui.transcript import (
    Care,
    Direction,
    Failure,
    Notice,
    Reply,
    Said,
    Yielded,
)

NASTY = "<img src=x onerror=alert(1)>\"'&</p><script>alert(2)</script>${alert(3)}{{this}}`"
KNOWN_TAGS = {
    "article",
    "b",
    "button",
    "code",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "h1",
    "header",
    "i",
    "li",
    "p",
    "path",
    "pre",
    "section",
    "span",
    "summary",
    "svg",
    "ul",
}


class Reader(HTMLParser):
    """What a browser would make of it."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.text = [], [], ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.text += data

    def value(self, name):
        return [value for key, value in self.attributes if key == name]


def persona(**given):
    fields = {
        "id": "anchor",
        "name": "Anchor",
        "role": "Stays",
        "description": "Calm.",
        "emoji": "⚓",
        "colour": "#2a6f9e",
    }
    return Persona(**{**fields, **given})


def group(*personas, **given):
    fields = {
        "id": "g",
        "name": "Group",
        "description": "d",
        "setting": "s",
        "director": DirectorBrief(brief="b"),
    }
    return Ensemble(**{**fields, "personas": personas or (persona(),), **given})


def backend(**given):
    return Backend(
        **{"spec": "x", "model": None, "label": "qwen3 at http://127.0.0.1:8000", **given}
    )


texts = st.text() | st.just(NASTY) | st.text(alphabet="<>&\"'/=x{}$`\n")


@given(texts)
def test_every_text_is_shown_and_none_becomes_markup(text):
    direction = Direction(directive=Directive(speaker=text, reason=text, action=text, tone=text))
    entries = [
        Said(text=text),
        Reply(
            speaker=text, text=text, done=True, direction=direction, reasoning=text, redone=(text,)
        ),
        Reply(speaker=text, text=text),
        Yielded(direction=direction),
        Care(text=text),
        Notice(code="x", text=text),
        Failure(text=text),
    ]
    for entry in entries:
        read = Reader(Renderer(group()).entry(entry))
        assert set(read.tags) <= KNOWN_TAGS
        assert not [name for name, _ in read.attributes if name.startswith("on") or name == "src"]
        if not (isinstance(entry, Reply) and not entry.done):
            assert text.replace("\r", "\n") in read.text.replace("\r", "\n")


def test_cards_and_ensembles_are_not_trusted_with_markup():
    nasty = NASTY.replace("{{this}}", "")
    cast = group(
        persona(name="<b onclick=x>", role=nasty, emoji="<svg onload=x>"[:16]),
        name="<i>Group</i>",
        description=nasty,
        opening=nasty,
        examples=(nasty,),
    )
    html = heading(cast, [backend(label=nasty, notices=(nasty,))], nasty)
    read = Reader(html + members(cast) + beginning(cast))
    assert set(read.tags) <= KNOWN_TAGS
    assert not [name for name, _ in read.attributes if name.startswith("on") or name == "src"]
    assert "<b onclick=x>" in read.text
    assert read.text.count(nasty) >= 5


def test_a_reply_wears_its_cards_name_emoji_and_colour():
    cast = group(persona(), persona(id="beacon", name="Beacon", emoji="🌟", colour="#b5540a"))
    read = Reader(Renderer(cast).entry(Reply(speaker="beacon", text="Hooray!", done=True)))
    assert read.value("aria-label") == ["Beacon"]
    assert "🌟" in read.text
    assert "--own:#b5540a" in read.value("style")[0]


def test_whoever_has_left_the_group_keeps_an_own_bubble():
    read = Reader(Renderer(group()).entry(Reply(speaker="beacon", text="Bye.", done=True)))
    assert read.value("aria-label") == ["beacon"]


def test_the_bubble_of_a_reply_being_said_stays_the_same_while_its_words_come():
    render = Renderer(group()).entry
    assert render(Reply(speaker="anchor", text="I")) == render(
        Reply(speaker="anchor", text="I hear you")
    )
    assert ("aria-busy", "true") in Reader(render(Reply(speaker="anchor"))).attributes


def test_who_is_typing_is_said_by_name():
    assert Renderer(group()).status(Reply(speaker="anchor")) == "Anchor is typing…"


def test_the_director_is_folded_away_and_tells_whom_why_what_how_and_how_long():
    usage = {
        "prompt_tokens": 1,
        "cached_tokens": 0,
        "completion_tokens": 1,
        "latency_ms": 340.4,
        "first_token_ms": None,
    }
    direction = Direction(
        directive=Directive(
            speaker="anchor",
            reason="Grief first.",
            action="Name it.",
            tone="warm",
            source="mention",
        ),
        usage=usage,
    )
    reply = Reply(
        speaker="anchor",
        text="x",
        done=True,
        direction=direction,
        usage={**usage, "latency_ms": 1250.0},
    )
    read = Reader(Renderer(group()).entry(reply))
    for told in (
        "Director → Anchor",
        "Grief first.",
        "Name it.",
        "warm",
        "you asked for this one",
        "340 ms",
        "1.2 s",
    ):
        assert told in read.text
    assert "open" not in [name for name, _ in read.attributes]


def test_a_scripted_demo_says_so_and_a_model_is_named():
    assert (
        "This is a scripted demo, not a language model."
        in Reader(banner([backend(scripted=True)])).text
    )
    assert "--backend" in Reader(banner([backend(scripted=True)])).text
    assert "qwen3 at http://127.0.0.1:8000" in Reader(banner([backend()])).text
    assert "scripted" not in Reader(banner([backend()])).text
    assert (
        "Partly a scripted demo"
        in Reader(banner([backend(), backend(label="demo", scripted=True)])).text
    )


def test_the_safety_message_interrupts_and_failures_offer_another_try():
    assert "alert" in Reader(Renderer(group()).entry(Care(text="Call 112."))).value("role")
    assert "again" in Reader(Renderer(group()).entry(Failure(text="No answer."))).value(
        "data-event"
    )


@pytest.mark.parametrize("count", [1, 2])
def test_it_is_said_that_nobody_here_is_human(count):
    cast = group(*(persona(id=f"p{i}", name=f"P{i}") for i in range(count)))
    assert "AI" in Reader(disclosure(cast)).text


def test_a_huge_text_is_shown_up_to_a_point_and_says_so():
    read = Reader(Renderer(group()).entry(Said(text="x" * (SHOWN_CHARS + 1))))
    assert f"{SHOWN_CHARS + 1:,} characters" in read.text
    assert len(read.text) < SHOWN_CHARS + 200


@given(st.integers(0, 0xFFFFFF), st.sampled_from(sorted(PAPER)))
def test_every_colour_of_a_card_becomes_readable(number, theme):
    assert contrast(ink(f"#{number:06x}", PAPER[theme]), PAPER[theme]) >= AA


def test_a_colour_that_is_readable_already_is_kept():
    assert ink("#102040", PAPER["light"]) == "#102040"

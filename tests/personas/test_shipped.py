"""The shipped cards: their form is what the prompts count on, their voice is read by people."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from mascot.personas import Ensemble, Persona, list_ensembles, load_ensemble

SHIPPED = {
    "emotional-support": ("anchor", "catalyst", "beacon"),
    "emotional-support-action-guide": ("anchor", "catalyst", "beacon", "action-guide"),
    "workplace": ("minutes-scribe", "decision-logger", "action-item-captain", "critic"),
}
ENSEMBLES = [load_ensemble(name) for name in SHIPPED]
PERSONAS = list({p.id: p for ensemble in ENSEMBLES for p in ensemble.personas}.values())


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def words(persona: Persona) -> set[str]:
    text = " ".join((persona.role, *persona.do, *persona.dont))
    return set(re.findall(r"[a-z]{4,}", text.lower()))


def test_the_shipped_ensembles_are_listed_with_their_members() -> None:
    found = {listing.source: listing.ensemble for listing in list_ensembles()}
    assert {name: e.ids for name, e in found.items() if e} == SHIPPED


def test_contrast_is_measured_as_wcag_defines_it() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("persona", PERSONAS, ids=lambda p: p.id)
def test_a_colour_reads_as_text_on_white_and_as_an_accent_on_dark(persona: Persona) -> None:
    assert contrast(persona.colour, "#ffffff") >= 4.5
    assert contrast(persona.colour, "#18181b") >= 3


@pytest.mark.parametrize("persona", PERSONAS, ids=lambda p: p.id)
def test_a_card_fits_the_prompt(persona: Persona) -> None:
    assert len(persona.role) <= 70
    assert len(persona.description) <= 500
    assert persona.style
    assert len(persona.style) <= 250
    assert 4 <= len(persona.traits) <= 6
    assert all(re.fullmatch(r"[A-Za-z]+(-[a-z]+)*", trait) for trait in persona.traits)
    for lines in (persona.do, persona.dont):
        assert 3 <= len(lines) <= 4
        assert all(len(line) <= 90 for line in lines)
    assert 1 <= len(persona.exemplars) <= 2


@pytest.mark.parametrize("persona", PERSONAS, ids=lambda p: p.id)
def test_exemplars_keep_the_length_that_a_reply_may_have(persona: Persona) -> None:
    ensemble = next(e for e in ENSEMBLES if persona.id in e.ids)
    assert all(len(e.reply.split()) <= ensemble.words for e in persona.exemplars)


@pytest.mark.parametrize("ensemble", ENSEMBLES, ids=lambda e: e.id)
def test_members_can_be_told_apart(ensemble: Ensemble) -> None:
    for field in ("colour", "emoji", "role", "style"):
        assert len({getattr(p, field) for p in ensemble.personas}) == len(ensemble.personas)
    for one, other in combinations(ensemble.personas, 2):
        shared = words(one) & words(other)
        assert len(shared) / min(len(words(one)), len(words(other))) < 0.35, (one.id, other.id)
        assert len(set(one.traits[:4]) & set(other.traits[:4])) <= 1, (one.id, other.id)


@pytest.mark.parametrize("ensemble", ENSEMBLES, ids=lambda e: e.id)
def test_the_brief_names_every_member_and_when_to_yield(ensemble: Ensemble) -> None:
    for persona in ensemble.personas:
        assert persona.name in ensemble.director.brief
    assert "Yield to the user" in ensemble.director.brief


@pytest.mark.parametrize("ensemble", ENSEMBLES, ids=lambda e: e.id)
def test_the_opening_says_that_they_are_ais_and_how_to_call_one(ensemble: Ensemble) -> None:
    assert ensemble.opening
    assert "AI" in ensemble.opening
    assert "@" in ensemble.opening
    assert 3 <= len(ensemble.examples) <= 4


def test_replies_mode_and_language_are_as_documented() -> None:
    assert [e.replies for e in ENSEMBLES] == [3, 3, 4]
    assert {(e.mode, e.language) for e in ENSEMBLES} == {("chat", "English")}


def test_the_first_example_is_the_choice_between_two_cars() -> None:
    first = ENSEMBLES[0].examples[0]
    assert {"pink", "blue", "car"} <= set(re.findall(r"\w+", first))


def test_the_action_guide_joins_the_same_three() -> None:
    base, extended = ENSEMBLES[:2]
    assert extended.personas[:3] == base.personas
    assert extended.examples == base.examples

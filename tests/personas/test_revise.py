"""Editing a group in a form leaves the person's own YAML as it is, comments and all."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mascot.personas import dump_yaml, load_ensemble, parse_ensemble, revise_yaml

WRITTEN = """\
# My crew, for the nights.
id: crew
name: Crew   # they chose it
description: Two who listen.
setting: A chat at night.
director:
  brief: Owl first.   # always
personas:
  # The old one.
  - id: owl
    name: Owl
    role: "Keeps company"
    description: Has worked nights for years.
    traits: [wry, calm]   # in this order
  - emotional-support/anchor
"""
EXTENDED = """\
# Mine.
id: mine
extends: emotional-support
name: Mine   # short
replies: 2
"""


def changed(ensemble, who, **fields):
    personas = tuple(p.model_copy(update=fields) if p.id == who else p for p in ensemble.personas)
    return ensemble.model_copy(update={"personas": personas})


def test_a_changed_field_leaves_all_other_lines():
    after = changed(parse_ensemble(WRITTEN), "owl", role="Knows the hour")
    text = revise_yaml(WRITTEN, after)
    assert parse_ensemble(text) == after
    assert text == WRITTEN.replace("Keeps company", "Knows the hour")


def test_a_referenced_member_is_written_out_only_when_it_changes():
    after = changed(parse_ensemble(WRITTEN), "anchor", style="One sentence.")
    text = revise_yaml(WRITTEN, after)
    assert parse_ensemble(text) == after
    assert "style: One sentence." in text
    assert "# The old one." in text


def test_members_come_and_go():
    crew = parse_ensemble(WRITTEN)
    beacon = load_ensemble("emotional-support")["beacon"]
    more = crew.model_copy(update={"personas": (*crew.personas, beacon)})
    text = revise_yaml(WRITTEN, more)
    assert parse_ensemble(text) == more
    assert "emotional-support/anchor" in text
    fewer = more.model_copy(update={"personas": more.personas[1:]})
    again = revise_yaml(text, fewer)
    assert parse_ensemble(again) == fewer
    assert "# My crew, for the nights." in again


def test_an_inherited_member_that_goes_is_dropped():
    mine = parse_ensemble(EXTENDED)
    fewer = mine.model_copy(update={"personas": mine.personas[:2]})
    text = revise_yaml(EXTENDED, fewer)
    assert parse_ensemble(text) == fewer
    assert "extends: emotional-support" in text
    assert "# Mine." in text


def test_an_inherited_member_that_changes_is_added():
    after = changed(parse_ensemble(EXTENDED), "beacon", talkativeness=0.9)
    text = revise_yaml(EXTENDED, after)
    assert parse_ensemble(text) == after
    assert "name: Mine   # short" in text


@pytest.mark.parametrize("broken", ["", "id: [", "just words", "- 1\n- 2"])
def test_a_text_that_cannot_be_kept_is_written_anew(broken):
    ensemble = load_ensemble("workplace")
    assert revise_yaml(broken, ensemble) == dump_yaml(ensemble)


WORDS = st.text(min_size=1, max_size=40).filter(lambda text: text.strip() == text != "")


@settings(max_examples=40, deadline=None)
@given(role=WORDS.filter(lambda t: t.isprintable()), lines=st.lists(WORDS, max_size=3))
@pytest.mark.parametrize("text", [WRITTEN, EXTENDED])
def test_whatever_is_written_the_text_defines_the_group(text, role, lines):
    before = parse_ensemble(text)
    persona = before.personas[0].model_copy()
    data = persona.model_dump() | {"role": role, "do": lines}
    try:
        new = type(persona).model_validate(data)
    except ValueError:
        return
    after = before.model_copy(update={"personas": (new, *before.personas[1:])})
    assert parse_ensemble(revise_yaml(text, after)) == after

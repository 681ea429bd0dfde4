"""The message with the way to human help."""

import re
from itertools import product
from pathlib import Path

import pytest
from pydantic import ValidationError

from mascot.errors import MascotError
from mascot.safety import Crisis, SafetyError, SafetySettings, crisis_message
from mascot.safety.resources import load_regions

KINDS = ("emergency", "danger", "violence", "suicide", "self_harm")
EVERY = list(product(KINDS, ("self", "other"), load_regions()))
METHODS = r"\b(pills?|rope|gun|knife|jump|cut|overdose|hang|blade|bridge|suicid\w*|die|kill\w*)\b"
CLINICAL = r"\b(patient|diagnos\w*|symptom\w*|ideation|disorder|treatment|therapy|clinical)\b"


@pytest.mark.parametrize(("kind", "about", "region"), EVERY)
def test_it_is_short_and_names_help_and_neither_methods_nor_diagnoses(kind, about, region):
    settings = SafetySettings(region=region)
    text = crisis_message(Crisis(kind, about, "the words"), settings)
    resources = load_regions()[region]
    assert len(text.split()) <= 120
    assert resources.emergency in text
    assert any(line in text for line in (*resources.support, *resources.danger))
    assert "the words" not in text
    assert "{" not in text
    for name in (*resources.support, *resources.danger):
        text = text.replace(name, "")
    assert not re.search(METHODS, text, re.IGNORECASE)
    assert not re.search(CLINICAL, text, re.IGNORECASE)
    assert "AI companions" in text


def test_a_worried_friend_is_spoken_to_as_one():
    own = crisis_message(Crisis("suicide", "self", ""))
    other = crisis_message(Crisis("suicide", "other", ""))
    assert "worry about somebody" in other
    assert "worry about somebody" not in own


@pytest.mark.parametrize(
    ("region", "line"),
    [("us", "988"), ("UK", "116 123"), ("Australia", "13 11 14"), ("nz", "1737"), (" DE ", "112")],
)
def test_regions_go_by_code_name_or_alias(region, line):
    assert line in crisis_message(Crisis("suicide", "self", ""), SafetySettings(region=region))


def test_nothing_configured_names_a_directory_of_helplines():
    text = crisis_message(Crisis("suicide", "self", ""))
    assert "findahelpline.com" in text
    assert "local emergency number" in text


def test_an_unknown_region_is_refused_with_the_choice():
    with pytest.raises(MascotError, match=r"'mars'.*international.*us.*gb"):
        SafetySettings(region="mars")


def test_a_file_of_ones_own_replaces_the_shipped_regions(tmp_path):
    path = tmp_path / "lines.yaml"
    path.write_text("here:\n  name: Here\n  emergency: '1'\n  support: [Our Line (call 2)]\n")
    settings = SafetySettings(region="here", resources=path)
    assert "Our Line (call 2)" in crisis_message(Crisis("danger", "self", ""), settings)
    with pytest.raises(SafetyError, match="'us'"):
        SafetySettings(region="us", resources=path)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("here: [", "not valid YAML"),
        ("here: {name: Here}", "here.emergency"),
        ("- here", "top level"),
        ("{}", "names no region"),
        ("here: {name: H, emergency: '1', support: []}", "here.support"),
    ],
)
def test_a_broken_resources_file_names_the_place(tmp_path, text, told):
    path = tmp_path / "lines.yaml"
    path.write_text(text)
    with pytest.raises(SafetyError, match=told) as error:
        SafetySettings(region="here", resources=path)
    assert str(path) in str(error.value)


def test_a_missing_resources_file_is_named():
    with pytest.raises(SafetyError, match=r"nowhere\.yaml"):
        SafetySettings(resources=Path("nowhere.yaml"))


def test_wording_of_ones_own_is_filled_in():
    settings = SafetySettings(region="us", messages={"self": "Call {emergency} or {support}."})
    assert crisis_message(Crisis("suicide", "self", ""), settings).startswith("Call 911 or 988")


@pytest.mark.parametrize("text", ["Call somebody.", "Call {nobody}.", "Call {"])
def test_wording_without_a_way_to_help_is_refused(text):
    with pytest.raises(SafetyError, match="'self'"):
        SafetySettings(messages={"self": text})


def test_settings_are_frozen():
    with pytest.raises(ValidationError):
        SafetySettings().region = "us"

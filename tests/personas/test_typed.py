"""Definitions that strangers type or send: the same checks, and no file within reach."""

from __future__ import annotations

import pytest

from mascot.errors import PersonaError
from mascot.personas import dump_yaml, load_ensemble, parse_ensemble

SMALL = """\
id: small
name: Small
description: One who listens.
setting: A chat.
director: {brief: Call Anchor.}
personas: [emotional-support/anchor]
"""


def test_a_text_may_name_shipped_personas():
    assert parse_ensemble(SMALL).ids == ("anchor",)
    assert parse_ensemble("\ufeff" + SMALL) == parse_ensemble(SMALL)


@pytest.mark.parametrize("name", ["emotional-support", "workplace"])
def test_what_is_dumped_can_be_typed(name):
    ensemble = load_ensemble(name)
    assert parse_ensemble(dump_yaml(ensemble)) == ensemble


@pytest.mark.parametrize(
    "reference", ["secret.yaml", "secret.yaml#s", "./secret.yaml#s", "../{here}/secret.yaml#s"]
)
def test_no_file_is_reached(tmp_path, monkeypatch, reference):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "secret.yaml").write_text("id: s\nname: password is 1234\n")
    text = f"id: x\nextends: {reference.format(here=tmp_path.name)}\n"
    with pytest.raises(PersonaError, match=r"YAML:2:10: extends: .* none can be reached") as told:
        parse_ensemble(text)
    assert "1234" not in str(told.value)


def test_problems_have_lines_under_the_name_given():
    with pytest.raises(PersonaError, match=r"^crew:7:1: .*did you mean `replies`"):
        parse_ensemble(SMALL + "repliess: 3\n", "crew")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "holds no definition"),
        ("x" * 1_100_000, "larger than 1024 KB"),
        ("é" * 530_000, "larger than 1024 KB"),
        ("just words", "is not a definition"),
        (
            "a: &a [x, x, x, x, x, x, x, x, x]\n"
            + "".join(
                f"{k}: &{k} [{', '.join([f'*{p}'] * 9)}]\n"
                for p, k in zip("abcdefg", "bcdefgh", strict=True)
            ),
            "more than 20,000 values",
        ),
    ],
)
def test_what_is_no_definition_is_told_in_words(text, told):
    with pytest.raises(PersonaError, match=told):
        parse_ensemble(text)

"""Every error says where, what and how to mend it: file:line, field, value, remedy."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from mascot.errors import PersonaError
from mascot.personas import load_ensemble

GOOD = """\
id: night
name: Night
description: For people who work nights.
setting: A group chat.
replies: 3
mode: chat
director:
  brief: Call Owl first.
personas:
  - id: owl
    name: Owl
    role: Stays up
    description: Awake.
    colour: "#112233"
    traits: [calm]
  - id: fox
    name: Fox
    role: Finds ways
    description: Sly.
    exemplars:
      - user: Hi
        reply: Hello
"""


def message(path: Path | str) -> str:
    with pytest.raises(PersonaError) as caught:
        load_ensemble(path)
    return str(caught.value)


def test_the_sample_is_sound(tmp_path: Path) -> None:
    path = tmp_path / "team.yaml"
    path.write_text(GOOD)
    assert load_ensemble(path).ids == ("owl", "fox")


FIELDS = [
    # what is replaced, by what, and what the message must hold
    ("id: night\n", "id: Night shift\n", "1:5: id:", '"Night shift"', "small letters"),
    ("name: Night\n", "", "1:1: name: is missing", "for example `name: "),
    ("setting: A group chat.\n", "", "1:1: setting: is missing", "for example `setting: "),
    ("name: Night", "name: 42", "2:7: name: 42 is not a text", "quotes"),
    ("name: Night", "name: Night:owl", '2:7: name: "Night:owl"', "without brackets, @, colons"),
    ("name: Night", f"name: {'x' * 60}", "2:7: name:", "60 characters, at most 48", "shorten"),
    ("name: Night", "nam: Night", "2:1: nam:", "did you mean `name`?"),
    ("mode: chat", "members: 3", "6:1: members:", "did you mean `personas`?"),
    ("mode: chat", "xyzzy: 3", "6:1: xyzzy:", "remove it (known are id, name,"),
    (
        "director:\n  brief: Call Owl first.",
        "director: {brief: Owl first, then Fox}",
        '7:30: director.then Fox: "then Fox" is not a key',
        "in quotes",
    ),
    ("replies: 3", "replies: 30", "5:10: replies: 30", "a whole number from 1 to 20"),
    ("replies: 3", "replies: three", '5:10: replies: "three"', "a whole number from 1 to 20"),
    ("mode: chat", "mode: chatty", '6:7: mode: "chatty"', "write chat or round"),
    ("  brief: Call Owl first.", "  brief:", "8:3: director.brief: has no value", "write one"),
    ("  brief: Call Owl first.", "  breif: x", "8:3: director.breif:", "did you mean `brief`?"),
    ("director:\n  brief:", "director:", "7:11: director:", '"Call Owl first."', "brief: …"),
    ('colour: "#112233"', "colour: #112233", "14:5: personas[0].colour: has no value", "quotes"),
    ('colour: "#112233"', "colour: red", '14:13: personas[0].colour: "red"', "six hex digits"),
    ("colour:", "color:", "14:5: personas[0].color:", "did you mean `colour`?"),
    ("traits: [calm]", "traits: calm", '15:13: personas[0].traits: "calm" is not a list', "dash"),
    ("traits: [calm]", "traits: [3]", "15:14: personas[0].traits[0]: 3 is not a text", "quotes"),
    (
        "traits: [calm]",
        "do:\n      - Say: hi",
        "16:9: personas[0].do[0]:",
        '{"Say": "hi"}',
        "quotes",
    ),
    ("traits: [calm]", "talkativeness: 2", "15:20: personas[0].talkativeness: 2", "from 0 to 1"),
    ("traits: [calm]", "talkativeness: .nan", "personas[0].talkativeness:", "from 0 to 1"),
    ("traits: [calm]", 'emoji: ""', "15:12: personas[0].emoji:", "is empty", "one emoji"),
    ("traits: [calm]", "backend: 7", "15:14: personas[0].backend: 7", "such as demo"),
    ("traits: [calm]", "aliases: [a@b]", '15:15: personas[0].aliases[0]: "a@b"', "48 characters"),
    ("    role: Stays up\n", "", "10:5: personas[0].role: is missing", "for example `role: "),
    ("        reply: Hello\n", "", "21:9: personas[1].exemplars[0].reply: is missing", "`reply: "),
    ("id: owl", "id: user", "10:9: personas[0].id: 'user' is reserved", "choose another"),
    ("name: Owl", "name: Director", "11:11: personas[0].name: 'Director' is reserved", "another"),
    ("id: fox", "id: owl", '16:9: personas[1].id: "owl" is in this group already', "change its id"),
    ("name: Fox", "name: OWL", '17:11: personas[1].name: "OWL" is a name of "owl" too', "differ"),
    ("name: Fox", "name: Ｏｗｌ", "17:11: personas[1].name:", 'name of "owl" too', "differ"),
    (GOOD[GOOD.index("personas:") :], "personas: []", "9:1: personas: [] is empty", "- id: …"),
    (GOOD[GOOD.index("personas:") :], "", "1:1: personas: is missing", "emotional-support/anchor"),
    (GOOD[GOOD.index("personas:") :], "personas: [5]", "9:12: personas[0]: 5", "reference such as"),
    (GOOD[GOOD.index("personas:") :], "personas: {a: b}", "9:1: personas:", "is not a list"),
    (
        "replies: 3",
        "name: Twice",
        '5:1: name: the key "name" stands here twice',
        "line 2",
        "keep one",
    ),
    ("replies: 3", "3: 4", '5:1: 3: "3" is not a key that is known here', "remove it"),
    ("replies: 3", "[a]: 4", "5:1: a key must be a plain word"),
    (
        "name: Night",
        "name: !!python/name:os.system x",
        "2:7: name: the tag",
        "os.system",
        "remove it",
    ),
    (
        "name: Night",
        "name: !secret x",
        '2:7: name: the tag "!secret" is not supported',
        "remove it",
    ),
    ("replies: 3", "<<: 3", "5:5: <<: << merges mappings only", "<<: *anchor"),
]


@pytest.mark.parametrize(("old", "new", "where", "parts"), [(a, b, c, d) for a, b, c, *d in FIELDS])
def test_a_fault_in_a_field(
    tmp_path: Path, old: str, new: str, where: str, parts: list[str]
) -> None:
    path = tmp_path / "team.yaml"
    assert GOOD.count(old) >= 1
    path.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    text = message(path)
    told = [line for line in text.splitlines() if "team.yaml:" in line]
    # A misspelt key is missing as well, and that is said; nothing else is.
    about = [line for line in told if where in line or "is missing" not in line]
    assert len(about) == 1, text
    for part in [f"team.yaml:{where}" if where[0].isdigit() else where, *parts]:
        assert part in about[0], text


SYNTAX = [
    ("name: Night", "name: a: b", 2, '"name: a: b"', 'put a text that holds ": " in quotes'),
    ("name: Night", '"name: Night', 14, "(it begins in line 2)", "close every quote"),
    ("id: fox", 'id: "fox', 23, "(it begins in line 16)", "is never closed"),
    ("name: Night", "name: 'Night", 2, "", "is never closed"),
    ("name: Night", "\tname: Night", 2, "tab", "indent with spaces"),
    ("  brief: Call", "\tbrief: Call", 8, "'\\t'", "indent with spaces; YAML takes no tabs"),
    ("name: Night", "name: @night", 2, "'@'", "put the text in quotes"),
    ("name: Night", "name: `night`", 2, "'`'", "put the text in quotes"),
    ("name: Night", "name: *night", 2, "undefined alias 'night'", "begins with * in quotes"),
    ("name: Night", 'name: "\\w"', 2, "unknown escape character 'w'", "single quotes"),
    ("traits: [calm]", "traits: [calm", 16, "", "bracket that opens above is never closed"),
    ("name: Night", "name Night", 3, "", "`key: value`"),
    ("    name: Owl", "   name: Owl", 11, '"name: Owl"', "line it up"),
    ("name: Night", "- name: Night", 2, '"- name: Night"', "line it up"),
    ("id: night", "id: " + "[" * 3000, 1, "maximum depth", "about five levels"),
    ("id: night", "%FOO\nid: night", None, "", ""),
    ("id: night", "%YAML 9.9.9\n---\nid: night", 1, "", ""),
]


@pytest.mark.parametrize(("old", "new", "line", "complaint", "remedy"), SYNTAX)
def test_a_fault_in_the_yaml(
    tmp_path: Path, old: str, new: str, line: int | None, complaint: str, remedy: str
) -> None:
    path = tmp_path / "team.yaml"
    path.write_text(GOOD.replace(old, new, 1))
    text = message(path)
    assert re.match(rf".*team\.yaml:{line or ''}", text), text
    assert complaint in text
    assert remedy in text


def test_all_problems_of_a_file_are_told_at_once_and_in_order(tmp_path: Path) -> None:
    path = tmp_path / "team.yaml"
    broken = GOOD.replace("replies: 3", "replies: 0").replace("colour:", "color:")
    broken = broken.replace("    role: Finds ways\n", "").replace("mode: chat", "name: Again")
    path.write_text(broken)
    text = message(path)
    assert text.startswith("4 problems to mend:\n")
    assert re.findall(r"team\.yaml:(\d+):", text) == ["5", "6", "14", "16"]


def test_a_broken_reference_does_not_drag_missing_fields_along(tmp_path: Path) -> None:
    path = tmp_path / "team.yaml"
    path.write_text("id: night\nextends: nobody\nreplies: 99\n")
    text = message(path)
    assert text.startswith("2 problems to mend:\n")
    assert '2:10: extends: "nobody"' in text
    assert "3:10: replies: 99" in text


def test_a_thousand_problems_are_cut_short(tmp_path: Path) -> None:
    path = tmp_path / "team.yaml"
    path.write_text(GOOD + "".join(f"x{i}: 1\n" for i in range(1000)))
    text = message(path)
    assert text.endswith("and 950 more")
    assert len(text.splitlines()) == 52


@pytest.mark.parametrize(
    ("content", "parts"),
    [
        (b"", ("team.yaml:1: holds no definition", "begin with `id:`")),
        (b"# nothing but a remark\n", ("team.yaml:1: holds no definition", "begin with `id:`")),
        (b"null\n", ("team.yaml:1: holds no definition",)),
        (b"- a\n- b\n", ('team.yaml:1:1: ["a", "b"] is not a definition', "`key: value`")),
        (b"just words\n", ('team.yaml:1:1: "just words" is not a definition', "`key: value`")),
        (
            b"ok: 1\nx: \xff\xfe",
            ("team.yaml:2: the byte 0xff is not UTF-8", "save the file as UTF-8"),
        ),
        ("id: a".encode("utf-16"), ("team.yaml:1: the byte 0xff is not UTF-8",)),
        (b"\x89PNG\r\n\x1a\n\x00\x00", ("team.yaml:1: the byte 0x89", "is it a YAML file?")),
        (b"id: a\nname: \x00\x01", ("team.yaml:2: the character U+0000", "plain UTF-8")),
        (b"id: a\n" * 200_000, ("team.yaml: is larger than 1024 KB", "split it")),
        (b"personas: [{id: a}]", ("team.yaml: holds personas, but no ensemble", "add `id:`")),
        (b"personas: 3", ("team.yaml:1:1: personas: 3 is not a list of personas", "- id: …")),
        (b"ensembles: {}", ("team.yaml:1:1: ensembles: {} is not a list of ensembles", "- id: …")),
        (b"ensembles: [3]", ("team.yaml:1:13: ensembles[0]: 3 is not the definition", "- id: …")),
        (b"ensembles: [{name: a}]", ("team.yaml:1:13: ensembles[0].id: is missing", "`id: ")),
        (
            b"ensembles: [{id: a}]\nname: x",
            ("team.yaml:2:1: name: stands beside `ensembles:`", "move it into an ensemble"),
        ),
        (
            b"--- {id: a}\n--- {id: a}\n",
            ('team.yaml:2:10: id: "a" is defined already in ', "team.yaml:1:10", "another id"),
        ),
        (b"id: &a [*a]", ("team.yaml:1:5: id[0]", "nested more than 24 levels deep")),
        (
            b"a: &a [1,1,1,1,1,1,1,1]\n"
            + b"".join(
                f"{key}: &{key} [{','.join([f'*{prior}'] * 8)}]\n".encode()
                for prior, key in zip("abcdefgh", "bcdefghi", strict=True)
            ),
            ("team.yaml:1:", "more than 20,000 values once aliases are expanded", "split the file"),
        ),
    ],
    ids=range(19),
)
def test_a_file_that_is_no_definition(tmp_path: Path, content: bytes, parts: tuple[str]) -> None:
    path = tmp_path / "team.yaml"
    path.write_bytes(content)
    text = message(path)
    for part in parts:
        assert part in text, text


def test_a_path_that_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "night.yaml").write_text(GOOD)
    assert 'did you mean "night.yaml"?' in message(tmp_path / "nigth.yaml")
    for name in ("emotional_support", "Emotional-Suport", "workplce"):
        text = message(name)
        assert text.startswith(f"{name}: is neither a shipped ensemble nor a file or folder")
        assert "did you mean" in text
        assert "Shipped: emotional-support, emotional-support-action-guide, workplace" in text


def test_places_that_are_no_files(tmp_path: Path) -> None:
    assert "holds no *.yaml or *.yml file; add one" in message(tmp_path)
    os.mkfifo(tmp_path / "pipe.yaml")
    assert "pipe.yaml: is not a file" in message(tmp_path / "pipe.yaml")
    (tmp_path / "dir.yaml").mkdir()
    assert "dir.yaml: is not a file" in message(tmp_path)


@pytest.mark.parametrize("name", ["", "  ", "#", "a\0b", "x" * 5000, "~nobody-here/x", "a\nb: c"])
def test_names_that_no_file_can_have(name: str) -> None:
    assert len(message(name)) < 1000


def test_a_folder_with_too_many_files(tmp_path: Path) -> None:
    for index in range(201):
        (tmp_path / f"{index}.yaml").touch()
    assert "holds more than 200 YAML files; name one file" in message(tmp_path)


def test_all_files_of_a_folder_are_told_about(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("id: [")
    (tmp_path / "b.yaml").write_text(GOOD.replace("replies: 3", "replies: 0"))
    text = message(tmp_path)
    assert "a.yaml:1:6: not YAML" in text
    assert "b.yaml:5:10: replies: 0" in text


def test_a_mapping_is_told_by_its_path() -> None:
    ring: list[object] = []
    ring.append(ring)
    for mapping, part in [
        (
            {"id": "a", "extends": "workplace", "replies": 0},
            "replies: 0 does not fit; write a whole",
        ),
        ({"id": "a", "extends": "workplace", "mode": b"x"}, "mode: a bytes cannot stand"),
        ({"id": "a", "extends": "workplace", 3: 4}, "the key 3 is not a text"),
        ({"id": "a", "extends": "workplace", "examples": ring}, "nested more than 24 levels deep"),
        ({}, "holds personas, but no ensemble"),
    ]:
        with pytest.raises(PersonaError, match=f"^the given mapping: .*{part}"):
            load_ensemble(mapping)
    with pytest.raises(PersonaError, match="3 names no ensemble; give a name"):
        load_ensemble(3)  # type: ignore[arg-type]


def test_a_terminal_never_sees_control_characters(tmp_path: Path) -> None:
    path = tmp_path / "team.yaml"
    path.write_text('id: "\\e[31m\\u202eevil"\nextends: workplace\n', encoding="utf-8")
    text = message(path)
    assert "evil" in text
    assert text.isprintable()

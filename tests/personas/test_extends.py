"""``extends``, references and ``drop``."""

from __future__ import annotations

from pathlib import Path

import pytest

from mascot.errors import PersonaError
from mascot.personas import load_ensemble

OWL = "{id: owl, name: Owl, role: Stays up, description: Awake., style: Soft., traits: [calm]}"
REST = "description: d, setting: s, director: {brief: b, backend: demo}"
BASE = f"{{id: base, name: Base, {REST}, personas: [{OWL}, emotional-support/beacon]}}"


@pytest.fixture
def write(tmp_path: Path):
    def write(text: str, name: str = "group.yaml") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_fields_are_overridden_and_the_rest_is_inherited(write) -> None:
    path = write("{id: mine, extends: emotional-support, name: Mine, replies: 5, opening: null}")
    mine, base = load_ensemble(path), load_ensemble("emotional-support")
    assert (mine.id, mine.name, mine.replies, mine.opening) == ("mine", "Mine", 5, None)
    assert (mine.personas, mine.director) == (base.personas, base.director)


def test_personas_are_changed_replaced_added_and_dropped(write) -> None:
    path = write(f"""
ensembles:
  - {BASE}
  - id: mine
    extends: base
    personas:
      - {{id: owl, style: Loud.}}
      - {{id: fox, name: Fox, role: Finds ways, description: Sly.}}
    drop: [beacon]
  - id: other
    extends: mine
    personas:
      - {{id: owl, extends: null, name: New Owl, role: r, description: d}}
""")
    mine, other = load_ensemble(f"{path}#mine"), load_ensemble(f"{path}#other")
    assert mine.ids == ("owl", "fox")
    assert (mine["owl"].style, mine["owl"].traits) == ("Loud.", ("calm",))
    assert other.ids == ("owl", "fox")
    assert (other["owl"].name, other["owl"].style) == ("New Owl", None)


def test_the_director_keeps_what_is_not_overridden(write) -> None:
    path = write(f"ensembles: [{BASE}, {{id: mine, extends: base, director: {{brief: other}}}}]")
    director = load_ensemble(f"{path}#mine").director
    assert (director.brief, director.backend) == ("other", "demo")


def test_a_persona_extends_another_of_its_file_or_of_a_shipped_group(write) -> None:
    path = write(f"""
personas:
  - {OWL}
  - {{id: owlet, extends: owl, name: Owlet}}
ensembles:
  - id: group
    name: Group
    description: d
    setting: s
    director: {{brief: b}}
    personas:
      - owlet
      - {{id: buoy, extends: emotional-support/anchor, name: Buoy, aliases: []}}
      - {{id: second, extends: buoy, name: Second}}
      - {{extends: emotional-support-action-guide/anchor}}
""")
    group = load_ensemble(path)
    assert group.ids == ("owlet", "buoy", "second", "anchor")
    assert group["owlet"].style == "Soft."
    assert group["buoy"].role == group["second"].role == group["anchor"].role


def test_a_file_finds_the_library_beside_it_however_it_is_loaded(write) -> None:
    write(f"personas: [{OWL}]", "people.yaml")
    write("not: [a definition", "unrelated.yml")
    path = write(f"{{id: g, name: G, {REST}, personas: [owl]}}")
    assert load_ensemble(path).ids == ("owl",)
    path.with_name("unrelated.yml").unlink()
    assert load_ensemble(path.parent).ids == ("owl",)


def test_other_files_are_reached_by_relative_paths(write) -> None:
    write(
        f"ensembles: [{BASE}]\npersonas: [{OWL.replace('owl', 'ant').replace('Owl', 'Ant')}]",
        "lib/all.yaml",
    )
    path = write(
        "{id: mine, extends: lib/all.yaml, "
        "personas: ['lib/all.yaml#ant', {id: bee, name: Bee, extends: 'lib/all.yaml#base/owl'}]}"
    )
    assert load_ensemble(path).ids == ("owl", "beacon", "ant", "bee")
    assert load_ensemble(path)["bee"].style == "Soft."


def test_an_ensemble_may_extend_the_shipped_one_of_its_own_name(write) -> None:
    path = write("{id: workplace, extends: workplace, replies: 2}")
    assert load_ensemble(path).replies == 2


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "ensembles:\n- {id: a, extends: b}\n- {id: b, extends: c}\n- {id: c, extends: a}",
            [
                ":4:20: ensembles[2].extends:",
                '"a" goes round in a circle (a → b → c → a)',
                "cut it",
            ],
        ),
        (
            f"{{id: g, name: G, {REST}, personas: [{{id: x, extends: y}}, {{id: y, extends: x}}]}}",
            ["personas[1].extends:", '"x" goes round in a circle (x → y → x)'],
        ),
        (
            f"{{id: g, name: G, {REST}, personas: [g/x]}}",
            ["personas[0]:", '"g/x" goes round in a circle (g → g)'],
        ),
        (
            "{id: a, extends: emotional-suport}",
            [":1:18: extends:", '"emotional-suport" is no ensemble', 'mean "emotional-support"?'],
        ),
        (
            "{id: a, extends: workplace, drop: [critics]}",
            [":1:36: drop[0]:", '"critics"', 'did you mean "critic"?', "minutes-scribe"],
        ),
        (
            f"{{id: a, name: A, {REST}, personas: [{OWL}], drop: [owl]}}",
            ["drop:", "beside `extends:`", "[beacon]"],
        ),
        ("{id: a, extends: workplace, drop: critic}", ["drop:", "as a list: [beacon]"]),
        (
            "{id: a, extends: [b]}",
            [":1:18: extends:", '["b"] names no ensemble', "emotional-support"],
        ),
        (
            "{id: a, extends: workplace, personas: [{id: b, extends: anchor}]}",
            ["personas[0].extends:", '"anchor" is no persona', 'mean "emotional-support/anchor"?'],
        ),
        (
            "{id: a, extends: workplace, personas: [emotional-support/ancor]}",
            ["personas[0]:", 'did you mean "emotional-support/anchor"?'],
        ),
        (
            "{id: a, extends: nowhere.yaml#x}",
            [":1:18: extends:", '"nowhere.yaml#x"', "nowhere.yaml: is neither"],
        ),
        ("{id: a, extends: /etc/x.yaml}", [":1:18: extends:", "is not a relative path"]),
    ],
)
def test_what_cannot_be_built_on_is_one_clear_problem(write, text: str, parts: list[str]) -> None:
    path = write(text)
    with pytest.raises(PersonaError) as caught:
        load_ensemble(path, name="a" if "id: a" in text else "g")
    message = str(caught.value)
    assert "problems to mend" not in message, message
    for part in ["group.yaml", *parts]:
        assert part in message


def test_chains_and_doublings_end_in_an_error_and_soon(write) -> None:
    chain = "\n".join(f"- {{id: e{i}, extends: e{i + 1}}}" for i in range(2000))
    path = write(f"ensembles:\n{chain}\n")
    with pytest.raises(PersonaError, match="more than 40 definitions extend one another"):
        load_ensemble(f"{path}#e0")
    # Every level refers twice to the one below: written out naively, 2^30 personas.
    level = "- {{id: e{0}, name: E, {1}, personas: [e{2}/p, {{id: q, name: Q, extends: e{2}/p}}]}}"
    tower = "\n".join(level.format(i, REST, i - 1) for i in range(1, 30))
    ground = f"- {{id: e0, name: E, {REST}, personas: [{OWL.replace('id: owl', 'id: p')}]}}"
    path = write(f"ensembles:\n{ground}\n{tower}\n")
    assert load_ensemble(f"{path}#e29").ids == ("p", "q")


def test_a_problem_in_the_base_is_told_where_it_stands(write) -> None:
    write(f"ensembles: [{BASE.replace('role: Stays up', 'role: [x]')}]", "base.yaml")
    path = write("{id: mine, extends: base}")
    with pytest.raises(
        PersonaError, match=r"base\.yaml:1:\d+: ensembles\[0\]\.personas\[0\]\.role"
    ):
        load_ensemble(path)

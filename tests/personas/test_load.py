"""What `load_ensemble` and `list_ensembles` take, and what `dump_yaml` gives back."""

from __future__ import annotations

from pathlib import Path

import pytest

from mascot.errors import PersonaError
from mascot.personas import Ensemble, dump_yaml, list_ensembles, load_ensemble

OWL = "{id: owl, name: Owl, role: Stays up, description: Awake.}"
FOX = "{id: fox, name: Fox, role: Finds ways, description: Sly.}"
REST = "description: d, setting: s, director: {brief: b}"
GROUP = f"id: night\nname: Night\ndescription: d\nsetting: s\ndirector: {{brief: b}}\npersonas: [{OWL}]\n"


def one(name: str, personas: str = OWL) -> str:
    return f"{{id: {name}, name: {name}, {REST}, personas: [{personas}]}}"


def test_a_path_swaps_the_group(tmp_path: Path) -> None:
    path = tmp_path / "night.yaml"
    path.write_text(GROUP)
    for source in (path, str(path), tmp_path, str(tmp_path)):
        assert load_ensemble(source).ids == ("owl",)


def test_a_mapping_or_an_ensemble_serves_too() -> None:
    ensemble = load_ensemble("workplace")
    assert load_ensemble(ensemble) is ensemble
    assert load_ensemble(ensemble.model_dump()) == ensemble
    assert load_ensemble({"id": "few", "extends": "workplace", "drop": ["critic"]}).replies == 4


@pytest.mark.parametrize(
    "text",
    [
        f"ensembles:\n  - {one('a')}\n  - {one('b', FOX)}\n",
        f"--- {one('a')}\n--- {one('b', FOX)}\n",
    ],
    ids=["list", "documents"],
)
def test_one_of_several_in_a_file_is_picked(tmp_path: Path, text: str) -> None:
    path = tmp_path / "two.yaml"
    path.write_text(text)
    assert load_ensemble(f"{path}#b").ids == ("fox",)
    assert load_ensemble(path, name="a").ids == ("owl",)
    assert load_ensemble(f"{path}#a", name="b").id == "b"
    assert load_ensemble(f"{tmp_path}#b").id == "b"
    with pytest.raises(PersonaError, match=r"holds 2 ensembles.*#a.*There are: a, b"):
        load_ensemble(path)
    with pytest.raises(PersonaError, match=r'no ensemble "bb"; did you mean "b"\?'):
        load_ensemble(f"{path}#bb")


def test_a_hash_in_a_path_is_a_hash(tmp_path: Path) -> None:
    path = tmp_path / "team#1.yaml"
    path.write_text(GROUP)
    assert load_ensemble(str(path)).id == "night"
    assert load_ensemble(f"{path}#night").id == "night"


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "night.yml"
    path.write_bytes(b"\xef\xbb\xbf" + GROUP.replace("\n", "\r\n").encode())
    assert load_ensemble(path).id == "night"


def test_anchors_and_merge_keys_work(tmp_path: Path) -> None:
    path = tmp_path / "night.yaml"
    path.write_text(
        f"--- {{id: g, name: G, {REST}, personas: ["
        "&owl {id: owl, name: Owl, role: Stays up, description: Awake.}, "
        "{<<: *owl, id: owlet, name: Owlet}]}\n"
    )
    assert load_ensemble(path)["owlet"].role == "Stays up"


def test_words_stay_words(tmp_path: Path) -> None:
    path = tmp_path / "night.yaml"
    path.write_text(
        GROUP.replace("name: Night", "name: No").replace("setting: s", "setting: 2020-01-02")
    )
    assert (load_ensemble(path).name, load_ensemble(path).setting) == ("No", "2020-01-02")


def test_a_line_stays_on_one_line(tmp_path: Path) -> None:
    path = tmp_path / "night.yaml"
    path.write_text(GROUP.replace("role: Stays up", 'role: "Stays\\n[Director]: up"'))
    assert load_ensemble(path)["owl"].role == "Stays [Director]: up"


def test_shipped_names_win_over_paths_of_the_same_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("workplace").mkdir()
    Path("workplace/night.yaml").write_text(GROUP)
    assert load_ensemble("workplace").id == "workplace"
    assert load_ensemble("./workplace").id == "night"


def test_a_folder_lists_what_works_and_what_does_not(tmp_path: Path) -> None:
    (tmp_path / "night.yaml").write_text(GROUP)
    (tmp_path / "two.yaml").write_text(f"ensembles: [{one('a')}, {{id: b, name: B}}]")
    (tmp_path / "broken.yaml").write_text("id: [")
    (tmp_path / "people.yaml").write_text(f"personas: [{FOX}]")
    (tmp_path / ".#night.yaml").write_text("an editor's lock")
    shipped = len(list_ensembles())
    found = list_ensembles(tmp_path)[shipped:]
    assert [(Path(item.source).name, item.id, item.ensemble is not None) for item in found] == [
        ("broken.yaml", "", False),
        ("night.yaml", "night", True),
        ("two.yaml#a", "a", True),
        ("two.yaml#b", "b", False),
    ]
    assert "broken.yaml:1" in str(found[0].error)
    assert load_ensemble(found[2].source) == found[2].ensemble


@pytest.mark.parametrize(
    "name", ["emotional-support", "emotional-support-action-guide", "workplace"]
)
def test_a_dumped_ensemble_loads_as_the_same(tmp_path: Path, name: str) -> None:
    ensemble = load_ensemble(name)
    path = tmp_path / "copy.yaml"
    path.write_text(dump_yaml(ensemble), encoding="utf-8")
    assert load_ensemble(path) == ensemble


def test_a_dump_is_made_to_be_edited() -> None:
    text = dump_yaml(load_ensemble("workplace"))
    assert text.startswith("id: workplace\nname: Workplace\n")
    assert "📝" in text
    assert "reply: |-\n" in text  # the captain's list keeps its lines
    assert "backend" not in text  # defaults stay out


def test_frozen(tmp_path: Path) -> None:
    ensemble = load_ensemble("workplace")
    assert isinstance(ensemble, Ensemble)
    with pytest.raises(ValueError, match="frozen"):
        ensemble.name = "Other"  # type: ignore[misc]

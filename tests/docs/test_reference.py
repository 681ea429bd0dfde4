"""The reference names what is there, and leaves out nothing public."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest
from ruamel.yaml import YAML

import mascot

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs" / "reference").glob("*.md"))


def named(page: Path) -> set[str]:
    """The things that a page is made from: modules, and single names."""
    text = page.read_text(encoding="utf-8")
    found = set(re.findall(r"^::: (\S+)$", text, re.MULTILINE))
    members = re.findall(r"^ {8}- (\w+)$", text, re.MULTILINE)
    return found | {f"mascot.{page.stem}.{member}" for member in members}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_a_page_names_exists_and_is_described(page: Path) -> None:
    for name in named(page):
        try:
            thing = import_module(name)
        except ModuleNotFoundError:
            module, _, last = name.rpartition(".")
            thing = getattr(import_module(module), last)
        assert thing.__doc__, name


def test_all_that_import_mascot_gives_has_its_place() -> None:
    told = {name.rpartition(".")[2] for page in PAGES for name in named(page)}
    modules = {"Persona", "Ensemble", "MascotError", "Event", "__version__"}  # with their modules
    assert set(mascot.__all__) - modules <= told


def test_the_sites_pages_are_there() -> None:
    site = YAML(typ="safe").load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    pages = re.findall(r"[\w/-]+\.md", str(site["nav"]))
    assert all((ROOT / "docs" / page).is_file() for page in pages)
    written = {path.relative_to(ROOT / "docs").as_posix() for path in PAGES}
    assert written <= set(pages)

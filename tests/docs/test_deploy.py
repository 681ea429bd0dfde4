"""The files under deploy/ have their form, and use what `mascot` has."""

from __future__ import annotations

import configparser
import json
import re
import tomllib
from pathlib import Path

from ruamel.yaml import YAML

from mascot.settings import Settings
from tests.docs.test_blocks import Block, test_commands_are_real

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
VARIABLES = {f"MASCOT_{name.upper()}" for name in Settings.model_fields}


def settings_in(text: str) -> set[str]:
    return set(re.findall(r"\bMASCOT_[A-Z_]+", text))


def test_only_real_settings_are_set() -> None:
    for path in DEPLOY.iterdir():
        assert settings_in(path.read_text(encoding="utf-8")) <= VARIABLES, path.name


def test_the_compose_file_fits_together() -> None:
    compose = YAML(typ="safe").load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    services = compose["services"]
    for service in services.values():
        assert set(service.get("depends_on", ())) <= set(services)
    worker = services["worker-1"]
    assert (DEPLOY / worker["build"]["context"] / worker["build"]["dockerfile"]).is_file()
    assert worker["environment"]["MASCOT_DATABASE"].startswith("postgresql://")
    proxied = re.findall(r"server ([\w-]+):8010", (DEPLOY / "nginx.conf").read_text())
    assert set(proxied) == {name for name in services if name.startswith("worker-")}


def test_what_is_started_can_be_started() -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read(DEPLOY / "mascot-api@.service", encoding="utf-8")
    started = unit["Service"]["ExecStart"].replace("%i", "8010")
    dockerfile = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    (words,) = re.findall(r"^CMD (\[.*\])$", dockerfile, re.MULTILINE)
    for command in (started, " ".join(json.loads(words))):
        assert "mascot api" in command
        test_commands_are_real(Block("deploy", 1, "sh", command))
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert set(re.findall(r'"\.\[(\w+)\]"', dockerfile)) <= set(extras["optional-dependencies"])

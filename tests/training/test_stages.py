"""The stages as commands: light to list, plain when a package is missing."""

from __future__ import annotations

import subprocess
import sys

import pytest

from mascot.errors import TrainingError
from mascot.training import stages


def test_listing_the_stages_loads_no_training_package() -> None:
    code = (
        "import sys\n"
        "from mascot.cli.main import app\n"
        "app(['train', '--help'], standalone_mode=False)\n"
        "print(sorted({'torch', 'trl', 'datasets', 'transformers'} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "reward-model" in done.stdout
    assert done.stdout.strip().endswith("[]")


def test_a_missing_package_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ModuleNotFoundError(f"No module named 'trl' ({name})", name="trl")

    monkeypatch.setattr(stages, "import_module", missing)
    with pytest.raises(TrainingError, match=r"pip install 'mascot-companions\[train\]'"):
        stages.STAGES[0].main([])


def test_a_package_of_one_stage_alone_names_its_own_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ModuleNotFoundError("No module named 'gepa'", name="gepa")

    monkeypatch.setattr(stages, "import_module", missing)
    stage = next(each for each in stages.STAGES if each.name == "prompts")
    with pytest.raises(TrainingError, match=r"pip install 'mascot-companions\[prompts\]'"):
        stage.main([])

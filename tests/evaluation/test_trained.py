"""A training run's folder takes the seats, as it was trained, and is told from its ablations."""

from __future__ import annotations

import shutil

import pytest

pytest.importorskip("inspect_ai", reason="the extra `eval` is not installed")

from mascot.errors import EvaluationError
from mascot.evaluation.harness import estimate, make_plan
from mascot.evaluation.ledger import Ledger
from mascot.evaluation.report import ablation_table
from mascot.evaluation.settings import load_settings
from mascot.evaluation.trained import seats_of
from tests.evaluation.made import conversation, judged, judged_block, run

SPEAKERS = """\
ensemble: miniature
max_completion_length: 24
chat_template_kwargs: {enable_thinking: true}
"""
DIRECTOR = "ensemble: miniature\nspeaker_tokens: 32\nmax_completion_length: 16\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """What `mascot train all` leaves, with tiny models."""
    from tests.support.tiny_qwen3 import make_tiny_qwen3

    path = tmp_path_factory.mktemp("run")
    made = make_tiny_qwen3(path / "made")
    shutil.copytree(made.base, path / "base")
    for stage, adapter in (
        ("sft", made.speaker),
        ("speakers", made.speaker),
        ("director", made.director),
    ):
        shutil.copytree(adapter, path / stage)
        (path / stage / "done").write_text("{}")
    (path / "speakers" / "config.yaml").write_text(SPEAKERS)
    (path / "director" / "config.yaml").write_text(DIRECTOR)
    return path


def test_seats_think_and_stop_as_they_were_trained(folder):
    found = seats_of(folder)
    assert found["speaker"]["spec"] == f"hf:{folder}/base+{folder}/speakers"
    assert found["backend"]["spec"] == f"hf:{folder}/base"
    assert found["speaker"]["max_tokens"] == 32
    assert found["directing"]["max_tokens"] == 16
    thinking = [
        asked["extra_body"]["chat_template_kwargs"]["enable_thinking"]
        for asked in (found["speaker"], found["sft"], found["directing"])
    ]
    assert thinking == [True, True, False]
    assert found["ensemble"].endswith("miniature/ensemble.yaml")


def test_what_is_named_wins_over_the_folder(folder):
    chosen = load_settings("miniature", options={"trained": str(folder), "director": "demo"})
    assert chosen.director == "demo"
    assert chosen.sft["spec"].endswith("/sft")
    assert len(chosen.systems) == 6


def test_a_folder_without_training_is_refused_and_an_unfinished_director_is_said(folder, tmp_path):
    with pytest.raises(EvaluationError, match="neither `speakers` nor `director` has finished"):
        load_settings("miniature", options={"trained": str(tmp_path)})
    shutil.copytree(folder / "speakers", tmp_path / "speakers")
    spec = seats_of(tmp_path)["backend"]["spec"]
    assert spec == f"hf:{folder}/made/base"  # the base that the adapter names
    (tmp_path / "speakers" / "adapter_config.json").write_text("{}")
    with pytest.raises(EvaluationError, match="names no base model"):
        seats_of(tmp_path)
    shutil.copytree(folder / "base", tmp_path / "base")
    shutil.copy(folder / "speakers" / "adapter_config.json", tmp_path / "speakers")
    chosen = load_settings("miniature", options={"trained": str(tmp_path)})
    with Ledger() as ledger:
        plan = make_plan(chosen, ledger)
    assert any(note.startswith("No trained director was named") for note in plan.notes)
    assert any(note.startswith("mascot-sft: no model was named") for note in plan.notes)


def test_the_dry_run_of_a_trained_folder_names_its_models(folder):
    found = estimate(load_settings("miniature", options={"trained": str(folder), "limit": 1}))
    assert found.pairs["ed-positive@mascot-d"].calls == 6
    assert found.cost[f"hf:{folder}/base+{folder}/director"] == 0


def test_the_models_of_the_folder_are_played_in_this_process(folder, tmp_path):
    pytest.importorskip("torch", reason="the extra `hf` is not installed")
    from mascot.evaluation.harness import run_evaluation

    options = {"trained": str(folder), "limit": 1, "tasks": ("ed-positive",)}
    ended = run_evaluation(load_settings("miniature", options=options), tmp_path)
    assert {c.system for c in ended.run.conversations} == {
        "mascot", "mascot-p", "mascot-c", "mascot-d", "mascot-sft", "mascot-untrained",
    }  # fmt: skip
    # Their words are noise, and often nothing is left of them: then there is an error, and no score.
    assert all(c.turns or c.error for c in ended.run.conversations)
    assert any("heuristic" in label for label in ended.run.scripted)


def test_one_table_has_every_ablation():
    talks, scores = [], []
    for system, value in (("mascot", 4), ("mascot-d", 3), ("mascot-sft", 2)):
        for sample in ("s0", "s1"):
            talks.append(conversation(system, sample))
            scores += judged({}, system=system, sample=sample, turn=0)
            scores += judged_block(value, system=system, sample=sample)
    table = ablation_table(run(talks, scores))
    assert table.columns[:3] == ("System", "Agent-specific", "Collective")
    shown = {row[0].text: row[2].text for row in table.rows}
    assert shown == {
        "MASCOT": "80.0",
        "MASCOT, director untrained": "60.0",
        "MASCOT after SFT alone": "40.0",
    }
    assert ablation_table(run(talks[:2], scores)) is None

"""The detector as a detector: floors for recall and precision on the written cases."""

import os
from pathlib import Path

import pytest

from benchmarks.safety.measure import empathetic_dialogues, load, score
from mascot.safety import detect

DATA = Path(os.environ.get("MASCOT_DATA", Path(__file__).parents[3] / "shared" / "data"))

FLOORS = {
    "cases.yaml": (0.96, 0.98),
    "look_1.yaml": (0.95, 0.98),
    "look_2.yaml": (0.95, 0.98),
    "look_3.yaml": (0.95, 0.98),
    "look_4.yaml": (0.95, 0.98),
    "look_5.yaml": (0.93, 0.97),
    "look_6.yaml": (0.90, 0.97),
    "look_7.yaml": (0.95, 0.97),
}


@pytest.mark.parametrize("name", FLOORS)
def test_recall_and_precision_stay_above_their_floors(name):
    result = score(load(name), detect)
    recall, precision = FLOORS[name]
    assert result.recall >= recall, result.misses
    assert result.precision >= precision, result.alarms


def test_there_are_enough_cases_and_none_is_on_both_sides():
    cases = [case for name in FLOORS for case in load(name)]
    disclosures = {case.text for case in cases if case.is_disclosure}
    negatives = {case.text for case in cases if not case.is_disclosure}
    assert len(disclosures) >= 170
    assert len(negatives) >= 170
    assert not disclosures & negatives


def test_whom_it_is_about_is_told_apart():
    cases = [case for name in FLOORS for case in load(name) if case.is_disclosure]
    for category, about in (("other", "other"), ("direct", "self"), ("self_harm", "self")):
        found = [
            crisis for case in cases if case.category == category and (crisis := detect(case.text))
        ]
        assert sum(crisis.about == about for crisis in found) / len(found) >= 0.9, category


def test_empathetic_dialogues_raise_few_alarms():
    path = DATA / "empathetic_dialogues" / "valid.csv"
    if not path.exists():
        pytest.skip(f"needs EmpatheticDialogues at {path}")
    texts = [text for _, text in empathetic_dialogues(path)]
    assert sum(detect(text) is not None for text in texts) / len(texts) < 0.005

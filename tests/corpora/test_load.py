"""Specs, draws, one's own files and what is shipped."""

from __future__ import annotations

import json
import socket
import subprocess
import sys

import pytest

from mascot.corpora import Context, draw, load_contexts, load_corpus
from mascot.corpora.empathetic_dialogues import VALENCES
from mascot.dialogue import USER, Turn
from mascot.errors import CorpusError
from mascot.personas import load_ensemble


def test_the_shipped_situations_cover_every_emotion_in_every_split_once():
    splits = {split: load_contexts("shipped", split) for split in ("train", "valid", "test")}
    for contexts in splits.values():
        assert {c.label for c in contexts} == set(VALENCES)
    texts = [c.text.casefold() for contexts in splits.values() for c in contexts]
    assert len(texts) == len(set(texts)) > 350


def test_the_shipped_meetings_are_whole():
    contexts = [c for s in ("train", "valid", "test") for c in load_contexts("shipped-meetings", s)]
    assert len({c.cluster for c in contexts}) == 6
    assert all(len(c.text.splitlines()) >= 6 for c in contexts)


def test_a_disclosure_is_the_users_first_message():
    ensemble = load_ensemble("emotional-support")
    context = load_contexts("shipped", limit=1)[0]
    scene = context.scene(ensemble, (Turn("anchor", "Yes."),), seed=3)
    assert scene.turns == (Turn(USER, context.text), Turn("anchor", "Yes."))
    assert (scene.context, scene.spoken, scene.seed) == ("", ("anchor",), 3)


def test_a_draw_is_even_repeatable_and_nested():
    contexts = [
        Context(f"{g}{n}", "c", "train", g, f"{g}{n}", "x")
        for g, k in (("a", 90), ("b", 6))
        for n in range(k)
    ]
    small, large = draw(contexts, 8, 1), draw(contexts, 20, 1)
    assert sum(c.group == "a" for c in small) == 4
    assert sum(c.group == "b" for c in large) == 6
    assert large[:8] == small == draw(contexts[::-1], 8, 1)
    assert draw(contexts, 8, 2) != small
    assert draw(contexts, None) == tuple(contexts)


def test_groups_can_be_chosen():
    assert {c.group for c in load_contexts("shipped", groups=["neutral"])} == {"neutral"}
    with pytest.raises(CorpusError, match="no context of the group 'sideways'"):
        load_contexts("shipped", groups=["sideways"])


def test_ones_own_file(tmp_path):
    path = tmp_path / "mine.jsonl"
    rows = [
        {"text": "The pond froze."},
        {"id": "b", "text": "It thawed.", "group": "spring", "split": "test", "cluster": "pond"},
    ]
    path.write_text("\n".join(map(json.dumps, rows)))
    (only,) = load_contexts(str(path), "train")
    assert (only.id, only.group, only.corpus) == ("mine/1", "all", "mine")
    assert [c.id for c in load_contexts(str(path), "test")] == ["mine/1", "mine/b"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("nope", "row 1: not JSON"),
        ('{"txt": 1}', "row 1, field 'text'"),
        ('{"text": "x", "kind": "poem"}', "field 'kind'"),
    ],
)
def test_ones_own_broken_file(tmp_path, line, said):
    path = tmp_path / "mine.jsonl"
    path.write_text(line)
    with pytest.raises(CorpusError) as error:
        load_contexts(str(path))
    assert said in str(error.value)


def test_specs_that_name_nothing():
    with pytest.raises(CorpusError, match="it can be shipped"):
        load_contexts("elsewhere")
    with pytest.raises(CorpusError, match="is no split"):
        load_contexts("shipped", "dev")
    with pytest.raises(CorpusError, match="no such folder"):
        load_contexts("ed:/nowhere/at/all")


def test_several_corpora_are_read_one_after_the_other():
    corpus = load_corpus("shipped + shipped-meetings", "test")
    assert {c.kind for c in corpus.contexts} == {"disclosure", "meeting"}


def test_the_hub_offline_is_a_clear_message(monkeypatch):
    pytest.importorskip("datasets")
    monkeypatch.setattr("datasets.config.HF_HUB_OFFLINE", True)

    def refuse(*_args, **_kwargs):
        raise ConnectionError("offline")

    monkeypatch.setattr("datasets.load_dataset", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    with pytest.raises(CorpusError, match=r"cannot be loaded from the hub.*give its folder"):
        load_contexts("ed:hub")


def test_nothing_of_training_is_loaded():
    code = (
        "import sys, mascot.corpora, mascot.judges; mascot.corpora.load_contexts('shipped');"
        "import mascot.training.sampler, mascot.training.grading, mascot.training.pairing;"
        "print([m for m in ('torch', 'trl', 'datasets', 'numpy', 'krippendorff') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

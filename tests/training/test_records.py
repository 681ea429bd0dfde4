"""Records survive being written by a process that is killed."""

from __future__ import annotations

import errno
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mascot.agents import Prompts
from mascot.corpora import Context
from mascot.dialogue import Directive, Turn
from mascot.errors import TrainingError
from mascot.personas import load_ensemble
from mascot.training.records import Candidate, Judged, RecordFile, Situation

CONTEXT = Context("c/1", "c", "train", "g", "1", "My kite is stuck.")
SITUATION = Situation.undirected(CONTEXT, "anchor")


def candidate(index: int = 0, text: str = "There it hangs.", **changes) -> Candidate:
    fields = {"situation": SITUATION, "raw": text, "backend": "b", "seed": 1} | changes
    return Candidate(index=index, text=text, **fields)


def judged(total: int = 15, **changes) -> Judged:
    fields = {
        "candidate": "k/0",
        "situation": "k",
        "persona": "anchor",
        "scores": {"x": total},
        "rubric": "agent/1",
        "judge": "j",
    }
    return Judged(**fields | changes)


def test_a_situation_asks_what_the_graph_asks_without_a_director():
    ensemble = load_ensemble("emotional-support")
    request = SITUATION.request(ensemble)
    assert request.persona.id == "anchor"
    text = str(Prompts(ensemble).render(request)[-1].content)
    assert text.endswith(
        "SPEAK as [Anchor] (Stays with you while it hurts, before anything gets fixed)."
    )


def test_the_key_is_the_content():
    assert SITUATION.key == Situation.undirected(CONTEXT, "anchor").key
    others = [
        Situation.undirected(CONTEXT, "beacon"),
        Situation.undirected(CONTEXT, "anchor", (Turn("beacon", "Hm."),)),
        Situation(context=CONTEXT, persona="anchor", directive=Directive("anchor", action="Ask.")),
    ]
    assert len({SITUATION.key, *(other.key for other in others)}) == 4


def test_a_persona_that_left_the_group_is_said():
    with pytest.raises(TrainingError, match="'ghost' is not in the group"):
        Situation.undirected(CONTEXT, "ghost").request(load_ensemble("emotional-support"))


@given(st.text(), st.text(), st.integers(0, 9), st.booleans())
def test_candidates_come_back_as_they_were(text, raw, index, teacher):
    one = candidate(index, text, raw=raw, teacher=teacher)
    assert Candidate.from_dict(json.loads(json.dumps(one.to_dict()))) == one


def test_judgements_come_back_as_they_were(tmp_path):
    both = [judged(), judged(scores=None, missing="refused: no")]
    with RecordFile(tmp_path / "j.jsonl", Judged) as store:
        for each in both:
            store.append(each)
    assert list(RecordFile(tmp_path / "j.jsonl", Judged)) == both
    assert [each.total for each in both] == [15, None]


def test_half_a_line_is_left_out_and_then_cut_off(tmp_path):
    path = tmp_path / "c.jsonl"
    with RecordFile(path, Candidate) as store:
        store.append(candidate(0))
        store.append(candidate(1))
    whole = path.read_bytes()
    path.write_bytes(whole[:-20])
    store = RecordFile(path, Candidate)
    assert [c.index for c in store] == [0]
    with store:
        store.append(candidate(2))
    assert [c.index for c in RecordFile(path, Candidate)] == [0, 2]


def test_a_line_that_is_something_else_is_named(tmp_path):
    path = tmp_path / "c.jsonl"
    with RecordFile(path, Candidate) as store:
        store.append(candidate())
    with path.open("a") as file:
        file.write('{"id": 1}\n')
    with pytest.raises(TrainingError, match=r"c\.jsonl, line 2: not a candidate"):
        list(RecordFile(path, Candidate))


def test_a_full_disk_is_said(tmp_path, monkeypatch):
    store = RecordFile(tmp_path / "c.jsonl", Candidate)
    store.append(candidate(0))

    class Full:
        def write(self, _: bytes) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

        def fileno(self) -> int:
            raise AssertionError

        def close(self) -> None:
            pass

    monkeypatch.setattr(store, "_file", Full())
    with pytest.raises(TrainingError, match=r"No space left on device.*goes on where it stopped"):
        store.append(candidate(1))
    assert [c.index for c in RecordFile(tmp_path / "c.jsonl", Candidate)] == [0]

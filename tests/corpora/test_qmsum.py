"""QMSum in its official layout, whole and broken."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from mascot.corpora import count_tokens, load_corpus
from mascot.errors import CorpusError
from mascot.personas import load_ensemble

DATA = Path(os.environ.get("MASCOT_DATA", Path(__file__).parents[3] / "shared" / "data"))


def meeting(
    turns: int = 6, spans: object = None, topic: str = "The shed", say: str = "boards"
) -> dict:
    return {
        "topic_list": [{"topic": topic, "relevant_text_span": spans or [["1", "2"], ["4", "4"]]}],
        "general_query_list": [],
        "specific_query_list": [],
        "meeting_transcripts": [
            {"speaker": f"P{n % 2}", "content": f"{say} number {n} , you know {{disfmarker}} ."}
            for n in range(turns)
        ],
    }


def write(
    folder: Path, meetings: list[object], domain: str = "Product", split: str = "train"
) -> Path:
    path = folder / domain / "jsonl" / f"{split}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(json.dumps(one) for one in meetings) + "\n", encoding="utf-8")
    return path


def test_a_topic_is_its_span_of_turns(tmp_path):
    write(tmp_path, [meeting()])
    (context,) = load_corpus(f"qmsum:{tmp_path}").contexts
    assert context.text.splitlines() == [
        "P1: boards number 1, you know.",
        "P0: boards number 2, you know.",
        "P0: boards number 4, you know.",
    ]
    assert (context.group, context.label, context.kind) == ("Product", "The shed", "meeting")
    scene = context.scene(load_ensemble("workplace"))
    assert scene.context == context.text
    assert scene.turns == ()


def test_a_long_span_keeps_its_first_turns(tmp_path):
    write(tmp_path, [meeting(40, [["0", "39"]])])
    whole = load_corpus(f"qmsum:{tmp_path}")
    short = load_corpus(f"qmsum:{tmp_path}", tokens=50)
    assert whole.counts["cut to the first turns that fit"] == 0
    assert short.counts["cut to the first turns that fit"] == 1
    assert whole.contexts[0].text.startswith(short.contexts[0].text)
    assert count_tokens(short.contexts[0].text) <= 50
    by_words = load_corpus(f"qmsum:{tmp_path}", tokens=18, count=lambda text: len(text.split()))
    assert len(by_words.contexts[0].text.split()) == 18


def test_a_first_turn_that_is_too_long_is_cut_at_a_word(tmp_path):
    write(tmp_path, [meeting(1, [["0", "0"]], say="plank " * 500)])
    (context,) = load_corpus(f"qmsum:{tmp_path}", tokens=40).contexts
    assert context.text.startswith("P0: plank plank")
    assert 30 < count_tokens(context.text) <= 40


def test_meetings_that_occur_twice_are_read_once(tmp_path):
    write(tmp_path, [meeting(), meeting(), meeting(say="nails")])
    write(tmp_path, [meeting(say="nails")], domain="Committee")
    write(tmp_path, [meeting(say="never read")], domain="ALL")
    corpus = load_corpus(f"qmsum:{tmp_path}")
    assert corpus.counts["left out: same transcript as an earlier meeting"] == 2
    assert corpus.groups == {"Committee": 1, "Product": 1}
    assert len({context.cluster for context in corpus.contexts}) == 2


def test_ids_do_not_depend_on_the_order_of_rows(tmp_path):
    rows = [meeting(), meeting(say="nails"), meeting(say="glue")]
    write(tmp_path / "a", rows)
    write(tmp_path / "b", rows[::-1])
    ids = [{c.id for c in load_corpus(f"qmsum:{tmp_path / x}").contexts} for x in "ab"]
    assert ids[0] == ids[1]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda m: m.pop("topic_list"), "'topic_list': is missing"),
        (lambda m: m.update(meeting_transcripts={}), "'meeting_transcripts'"),
        (lambda m: m["meeting_transcripts"][3].pop("content"), "meeting_transcripts[3].content"),
        (lambda m: m["meeting_transcripts"].__setitem__(2, "hm"), "meeting_transcripts[2]"),
        (lambda m: m["topic_list"][0].update(topic=None), "topic_list[0].topic"),
        (
            lambda m: m["topic_list"][0].update(relevant_text_span=[["4", "99"]]),
            "topic_list[0].relevant_text_span",
        ),
        (
            lambda m: m["topic_list"][0].update(relevant_text_span=[["two"]]),
            "topic_list[0].relevant_text_span",
        ),
    ],
)
def test_a_broken_meeting_is_named_by_file_row_and_field(tmp_path, change, field):
    broken = meeting()
    change(broken)
    path = write(tmp_path, [meeting(say="fine"), broken])
    with pytest.raises(CorpusError) as error:
        load_corpus(f"qmsum:{tmp_path}")
    assert f"{path}, row 2" in str(error.value)
    assert field in str(error.value)


def test_a_row_that_is_no_json_is_named(tmp_path):
    path = write(tmp_path, [meeting()])
    path.write_text(path.read_text() + '{"topic_list": [\n')
    with pytest.raises(CorpusError, match=r"train\.jsonl, row 2: not JSON"):
        load_corpus(f"qmsum:{tmp_path}")


def test_nothing_there_is_said(tmp_path):
    with pytest.raises(CorpusError, match="no <Domain>/jsonl/val"):
        load_corpus(f"qmsum:{tmp_path}", "valid")


@pytest.mark.skipif(not (DATA / "qmsum").is_dir(), reason="QMSum is not here")
def test_the_real_valid_split_has_its_35_meetings():
    corpus = load_corpus(f"qmsum:{DATA / 'qmsum'}", "val")
    assert corpus.counts["meetings"] == 35
    assert corpus.groups == {"Academic": 35, "Committee": 43, "Product": 71}
    assert max(count_tokens(c.text) for c in corpus.contexts) <= 2048

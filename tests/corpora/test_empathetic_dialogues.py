"""EmpatheticDialogues in its official form, in standard CSV, and broken. All rows are made up."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mascot.corpora import load_contexts, load_corpus
from mascot.corpora.empathetic_dialogues import COLUMNS, VALENCES, read_rows
from mascot.errors import CorpusError

HEADER = ",".join(COLUMNS)
DATA = Path(os.environ.get("MASCOT_DATA", Path(__file__).parents[3] / "shared" / "data"))

OFFICIAL = [
    'hit:7_conv:15,1,proud,My kite flew_comma_ twice around the "old" mast.,451,It flew_comma_ really.,5|5|5_4|4|4,',
    'hit:7_conv:15,2,proud,My kite flew_comma_ twice around the "old" mast.,12,Who held the line?,5|5|5_4|4|4,',
    "hit:8_conv:16,1,afraid,A moth, a big one, sat on my lamp.,9,It was huge, honestly,3|3|3_3|3|3,<HI>",
    'hit:9_conv:17,1,nostalgic,"She hummed,77,And nobody knew the tune.,,',
]


def write(folder: Path, rows: list[str], name: str = "train") -> Path:
    path = folder / f"{name}.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return path


def test_official_rows_keep_their_commas_and_quotes(tmp_path):
    write(tmp_path, OFFICIAL)
    contexts = load_contexts(f"ed:{tmp_path}")
    assert [c.text for c in contexts] == [
        'My kite flew, twice around the "old" mast.',
        "A moth, a big one, sat on my lamp.",
        '"She hummed',
    ]
    assert [c.group for c in contexts] == ["positive", "negative", "neutral"]
    assert contexts[0].id == "ed/train/hit:7_conv:15"
    rows = list(read_rows(tmp_path / "train.csv"))
    assert rows[2].utterance == "It was huge, honestly"
    assert rows[1].utterance == "Who held the line?"


def test_standard_csv_reads_the_same(tmp_path):
    with (tmp_path / "valid.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerow(["hit:1_conv:2", 1, "joyful", 'Two geese, one "hat".', 0, "Look!", "", ""])
    (context,) = load_contexts(str(tmp_path), "val")
    assert context.text == 'Two geese, one "hat".'
    assert (context.split, context.label) == ("valid", "joyful")


def test_one_context_per_conversation_and_repeated_prompts_once(tmp_path):
    write(
        tmp_path,
        [
            "hit:1_conv:1,1,angry,The bell_comma_ again.,3,a,,",
            "hit:1_conv:1,2,angry,The bell_comma_ again.,4,b,,",
            "hit:2_conv:2,1,angry,the  BELL_comma_ again.,5,c,,",
            "hit:3_conv:3,1,bewildered,Two moons rose.,5,d,,",
            "hit:4_conv:4,1,sad,Rain.,5,e,,",
        ],
    )
    corpus = load_corpus(f"ed:{tmp_path}")
    assert [c.cluster for c in corpus.contexts] == ["hit:1_conv:1"]
    assert corpus.counts == {
        "utterances": 5,
        "conversations": 4,
        "left out: no valence": 1,
        "left out: one word or none": 1,
        "left out: same prompt as an earlier one": 1,
        "contexts": 1,
    }
    assert corpus.licence == "CC BY-NC 4.0"


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ("hit:1_conv:1,one,sad,It rained all day.,3,a,,", "row 3, field 'utterance_idx'"),
        (",1,sad,It rained all day.,3,a,,", "row 3, field 'conv_id'"),
        ("hit:1_conv:1,1,,It rained all day.,3,a,,", "row 3, field 'context'"),
        ("hit:1_conv:1,1,sad,It rained all day.,you,a,,", "row 3, field 'speaker_idx'"),
        ("hit:1_conv:1,1", "row 3, field 'context'"),
    ],
)
def test_a_broken_row_is_named(tmp_path, row, place):
    path = write(tmp_path, ["hit:0_conv:0,1,sad,A grey_comma_ wet day.,3,a,,", row])
    with pytest.raises(CorpusError, match="mend or delete") as error:
        load_corpus(f"ed:{tmp_path}")
    assert str(path) in str(error.value)
    assert place in str(error.value)


def test_a_missing_column_or_file_is_said(tmp_path):
    with pytest.raises(CorpusError, match="no such file"):
        load_corpus(f"ed:{tmp_path}")
    (tmp_path / "train.csv").write_text("conv_id,prompt\n1,x\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="row 1: the column 'utterance_idx' is missing"):
        load_corpus(f"ed:{tmp_path}")


def test_the_valences_are_those_of_table_4():
    by = {v: sum(each == v for each in VALENCES.values()) for v in set(VALENCES.values())}
    assert by == {"positive": 11, "negative": 16, "neutral": 5}


words = st.text("abc ,\"'|_", min_size=1, max_size=40).map(str.strip).filter(bool)


@given(prompt=words, utterance=words)
def test_whatever_strays_into_an_official_row_its_prompt_survives(
    tmp_path_factory, prompt, utterance
):
    folder = tmp_path_factory.mktemp("ed")
    row = f"hit:1_conv:1,1,sad,x_comma_ {prompt} x,3,{utterance},5|5|5_5|5|5,"
    write(folder, [row])
    (found,) = read_rows(folder / "train.csv")
    assert found.prompt == " ".join(f"x, {prompt} x".split())
    assert found.utterance == " ".join(utterance.split())


@pytest.mark.skipif(
    not (DATA / "empathetic_dialogues").is_dir(), reason="EmpatheticDialogues is not here"
)
def test_the_real_valid_split_has_the_conversations_of_the_paper_but_one():
    corpus = load_corpus(f"ed:{DATA / 'empathetic_dialogues'}", "valid")
    assert corpus.counts["conversations"] == 2769
    assert corpus.counts["left out: no valence"] == 0
    assert corpus.groups == {"negative": 1369, "positive": 901, "neutral": 476}

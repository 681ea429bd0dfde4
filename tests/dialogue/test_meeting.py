import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mascot.dialogue import meeting
from mascot.dialogue.meeting import clean_speech, load_context, parse_meeting
from mascot.errors import ContextFileError

EXCERPTS = Path(__file__).parent.parent / "data" / "qmsum_excerpts.jsonl"


def test_a_picked_meeting_comes_as_clean_speaker_lines():
    text = load_context(f"{EXCERPTS}#1")
    assert text.startswith("Industrial Designer: It's a double R. Yeah the logo")
    assert "{" not in text
    assert " ," not in text
    assert "LCD screen" in text


def test_turns_without_a_word_are_left_out():
    raw = json.loads(EXCERPTS.read_text("utf-8").splitlines()[0])["meeting_transcripts"]
    assert any(turn["content"].strip() == "{vocalsound}" for turn in raw)
    assert len(parse_meeting(load_context(f"{EXCERPTS}#1"))) < len(raw)


@pytest.mark.parametrize("topic", ["2", "The back of the prototype", "BACK"])
def test_a_topic_is_picked_by_number_name_or_part_of_it(topic):
    text = load_context(f"{EXCERPTS}#1:{topic}")
    assert "totally titanium" in text
    assert "double R. Yeah the logo" not in text


def test_several_meetings_without_a_pick_say_how_to_pick():
    with pytest.raises(ContextFileError, match=r"holds 2 meetings.*#1 to .*#2"):
        load_context(EXCERPTS)


@pytest.mark.parametrize(
    ("pick", "message"),
    [
        ("#3", r"no meeting '3'.*#1 to #2"),
        ("#0", r"no meeting '0'"),
        ("#x", r"no meeting 'x'"),
        ("#2:9", r"line 2: '9' is no topic.*1: Fraud in emergency assistance"),
        ("#1:prototype", r"line 1: 'prototype' names several topics"),
    ],
)
def test_a_pick_that_does_not_exist_names_the_choices(pick, message):
    with pytest.raises(ContextFileError, match=message):
        load_context(f"{EXCERPTS}{pick}")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.txt", b"  \n", "is empty"),
        ("latin.txt", "one\nEd: caf\xe9".encode("latin-1"), "line 2: byte 0xe9 is not UTF-8"),
        ("image.txt", b"\x00\x01\x02PNG", "binary"),
        ("controls.txt", b"\x01\x02\x03\x04abc", "binary"),
        ("broken.json", b'{"meeting_transcripts": [\n}', "line 2: not JSON"),
        ("list.json", b"[1, 2]", "no 'meeting_transcripts' here .found: no mapping"),
        ("keys.json", b'{"turns": []}', "no 'meeting_transcripts' here .found: 'turns'"),
        ("mapping.json", b'{"meeting_transcripts": {}}', "is a dict; it must be a list"),
        ("turn.json", b'{"meeting_transcripts": [{"who": 1}]}', "turn 0 is .*speaker"),
        ("silent.json", b'{"meeting_transcripts": []}', "nobody says anything"),
        ("second.jsonl", b'{"meeting_transcripts": []}\n{oops', "line 2: not JSON"),
        ("deep.json", b"[" * 200_000, "line 1: (JSON nested too deeply|not JSON)"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path, name, content, message):
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(ContextFileError, match=message) as caught:
        load_context(file)
    assert str(file) in str(caught.value)


def test_a_missing_file_and_a_folder_say_so(tmp_path):
    with pytest.raises(ContextFileError, match="no such file"):
        load_context(tmp_path / "nowhere.txt")
    with pytest.raises(ContextFileError, match="is a folder"):
        load_context(tmp_path)


def test_a_file_that_is_too_large_says_how_large(tmp_path, monkeypatch):
    monkeypatch.setattr(meeting, "MAX_BYTES", 10)
    file = tmp_path / "long.txt"
    file.write_text("Ed: far too long a meeting")
    with pytest.raises(ContextFileError, match="too large"):
        load_context(file)


def test_a_pick_in_a_text_file_is_refused_and_a_hash_in_a_name_is_not(tmp_path):
    file = tmp_path / "notes.txt"
    file.write_text("Ed: hello")
    with pytest.raises(ContextFileError, match=r"picks a meeting of a .json"):
        load_context(f"{file}#2")
    odd = tmp_path / "notes#2.txt"
    odd.write_text("Ed: hello")
    assert load_context(odd) == "Ed: hello"


def test_plain_text_is_taken_as_it_is(tmp_path):
    file = tmp_path / "notes.md"
    file.write_text("\ufeffWe met.\nNothing was said.\n", encoding="utf-8")
    assert load_context(file) == "We met.\nNothing was said."


def test_turns_take_in_the_lines_below_them_and_links_are_no_speakers():
    turns = parse_meeting(
        "Agenda of today\nAnn Lee: first\nsecond line\n\nhttps://x.org/a\nBob: yes"
    )
    assert [(turn.speaker, turn.text) for turn in turns] == [
        ("", "Agenda of today"),
        ("Ann Lee", "first second line https://x.org/a"),
        ("Bob", "yes"),
    ]


def test_a_long_clause_before_a_colon_is_no_speaker():
    assert parse_meeting("I want to say one thing and only this one thing: no")[0].speaker == ""


def test_markers_and_stray_spaces_go_and_words_stay():
    said = "Um {disfmarker} I don't think , uh , the L_C_D_ is n't forty - five {vocalsound} wide ."
    assert clean_speech(said) == "Um I don't think, uh, the LCD isn't forty-five wide."


@given(st.text(max_size=300))
def test_any_text_can_be_taken_apart(text):
    for turn in parse_meeting(text):
        assert turn.text
        assert turn.speaker == turn.speaker.strip()


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Ann", "Bob Ray", "Chair"]),
            st.text("abc xyz.,", min_size=1).filter(str.strip),
        ),
        min_size=1,
    )
)
def test_rendered_turns_come_back_as_they_were(turns):
    text = "\n".join(f"{speaker}: {' '.join(said.split())}" for speaker, said in turns)
    assert [t.speaker for t in parse_meeting(text)] == [speaker for speaker, _ in turns]

"""The group's text is read back as it was said, whatever was said."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from langchain_core.messages import AIMessage, HumanMessage

from mascot.serving.api.history import Script
from mascot.serving.api.telling import Telling
from mascot.serving.api.wire import Message
from tests.support.cast import group, persona

ENSEMBLE = group(
    personas=(
        persona("anna"),
        persona("anna-maria", name="Anna Maria"),
        persona("dot", name="D.O.T. (v*2)"),
        persona("wei", name="伟"),
    )
)
SCRIPT = Script(ENSEMBLE)
TEXTS = st.text(min_size=1, max_size=60).map(str.strip).filter(
    lambda text: text and "**" not in text
)  # fmt: skip
SAYINGS = st.tuples(st.sampled_from([*ENSEMBLE.ids, "safety"]), TEXTS)


def told(sayings: list[tuple[str, str]], cut: int) -> tuple[Telling, str]:
    telling, text = Telling(SCRIPT), ""
    for number, (who, words) in enumerate(sayings):
        if who == "safety":
            events = [{"event": "safety", "kind": "crisis", "text": words}]
        else:
            parts = [words[:cut], words[cut:]] if cut else []
            events = [{"event": "token", "speaker": who, "text": part} for part in parts if part]
            said = {"text": words, "id": str(number), "reasoning": None, "usage": None}
            events.append({"event": "utterance", "speaker": who, **said})
        for event in events:
            text += "".join(piece.text for piece in telling.follow(event))
    return telling, text


@settings(max_examples=200, deadline=None)
@given(st.lists(SAYINGS, max_size=5), st.integers(0, 5))
def test_what_is_said_is_read_back(sayings: list[tuple[str, str]], cut: int) -> None:
    telling, streamed = told(sayings, cut)
    assert streamed == telling.text
    read = SCRIPT.read([Message(role="assistant", content=streamed)])
    assert [(m.name, m.content) for m in read.earlier] == sayings
    assert read.text is None
    assert read.danger == any(who == "safety" for who, _ in sayings)


def test_words_before_any_name_are_somebody_elses() -> None:
    read = SCRIPT.read([Message(role="assistant", content="Hm.\n\n**Anna:** Yes. **Anna:** no")])
    assert [(m.name, m.content) for m in read.earlier] == [
        ("assistant", "Hm."),
        ("anna", "Yes. **Anna:** no"),
    ]


def test_names_that_nobody_has_are_the_assistants() -> None:
    read = SCRIPT.read(
        [
            Message(role="assistant", content="a", name="Zoe"),
            Message(role="assistant", content="b", name="anna maria"),
            Message(role="assistant", content="c", name="user"),
        ]
    )
    assert [m.name for m in read.earlier] == ["assistant", "anna-maria", "assistant"]


def test_roles_find_their_places() -> None:
    read = SCRIPT.read(
        [
            Message(role="system", content="One."),
            Message(role="user", content="Hi"),
            Message(role="tool", content="ignored"),
            Message(role="developer", content="Two."),
            Message(role="user", content="Still here?"),
        ]
    )
    assert read.about == "One.\n\nTwo."
    assert [type(m) for m in read.earlier] == [HumanMessage]
    assert read.text == "Still here?"
    assert not any(isinstance(m, AIMessage) for m in read.earlier)

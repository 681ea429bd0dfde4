"""The openai client, as it stands, talks with a group."""

from __future__ import annotations

from collections.abc import Iterator

import openai
import pytest

from mascot.graph import build_group_chat
from mascot.personas import Ensemble
from tests.api.served import Served, serving
from tests.support.cast import group
from tests.support.models import ReplayModel, directed

USER = [{"role": "user", "content": "I passed my driving test!"}]
ENSEMBLE = group()


def chat(model: ReplayModel, ensemble: Ensemble = ENSEMBLE):
    return build_group_chat(ensemble, backend=model)


@pytest.fixture
def model() -> ReplayModel:
    return directed(["anchor", "beacon", "user"] * 40)


@pytest.fixture
def served(model: ReplayModel) -> Iterator[Served]:
    with serving(chat(model), chat(model, group("owl", id="night"))) as server:
        yield server


def ask(served: Served, messages: list[dict[str, str]] = USER, **options: object):
    return served.client().chat.completions.create(model="test", messages=messages, **options)


def test_groups_are_models(served: Served) -> None:
    models = served.client().models.list().data
    assert [model.id for model in models] == ["test", "night"]
    one = served.client().models.retrieve("test")
    assert [p["id"] for p in one.mascot["personas"]] == ["anchor", "catalyst", "beacon"]


def test_a_whole_answer_names_who_speaks(served: Served) -> None:
    answer = ask(served)
    assert answer.choices[0].message.content == (
        "**Anchor:** Reply 0 of Anchor.\n\n**Beacon:** Reply 1 of Beacon."
    )
    assert answer.choices[0].finish_reason == "stop"
    assert [(r["speaker"], r["text"]) for r in answer.mascot["replies"]] == [
        ("anchor", "Reply 0 of Anchor."),
        ("beacon", "Reply 1 of Beacon."),
    ]


def test_a_stream_adds_up_to_the_whole_answer(served: Served) -> None:
    chunks = list(ask(served, stream=True, stream_options={"include_usage": True}))
    text = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
    assert text == "**Anchor:** Reply 0 of Anchor.\n\n**Beacon:** Reply 1 of Beacon."
    assert chunks[0].choices[0].delta.role == "assistant"
    assert chunks[-2].choices[0].finish_reason == "stop"
    assert chunks[-1].choices == []
    assert chunks[-1].usage.total_tokens >= 0
    speakers = [c.mascot["speaker"] for c in chunks if c.choices and c.choices[0].delta.content]
    assert set(speakers) == {"anchor", "beacon"}


def test_names_may_be_left_out_of_the_text(served: Served) -> None:
    answer = ask(served, extra_body={"mascot": {"names": False}})
    assert answer.choices[0].message.content == "Reply 0 of Anchor.\n\nReply 1 of Beacon."


def test_events_come_as_structured_deltas_if_asked_for(served: Served) -> None:
    chunks = list(ask(served, stream=True, extra_body={"mascot": {"events": True}}))
    events = [c.mascot["event"] for c in chunks if "event" in (getattr(c, "mascot", None) or {})]
    kinds = [event["event"] for event in events]
    assert kinds.index("directive") < kinds.index("token") < kinds.index("utterance")
    assert events[kinds.index("directive")]["reason"] == "r"
    assert not any("reasoning" in event for event in events)
    quiet = list(ask(served, stream=True))
    assert all(c.choices[0].delta.content or c.choices[0].finish_reason for c in quiet[1:])


def test_the_next_message_finds_everybody_where_they_were(
    served: Served, model: ReplayModel
) -> None:
    said = ask(served).choices[0].message.content
    history = [*USER, {"role": "assistant", "content": said}, {"role": "user", "content": "Thanks"}]
    model.asked.clear()
    ask(served, history)
    turns = [(turn.speaker, turn.text) for turn in model.requests[0].scene.turns]
    assert turns == [
        ("user", "I passed my driving test!"),
        ("anchor", "Reply 0 of Anchor."),
        ("beacon", "Reply 1 of Beacon."),
        ("user", "Thanks"),
    ]


def test_names_of_messages_count(served: Served, model: ReplayModel) -> None:
    history = [
        {"role": "system", "content": "They met last week."},
        {"role": "user", "content": [{"type": "text", "text": "Hello"}]},
        {"role": "assistant", "content": "Glad to see you.", "name": "Catalyst"},
        {"role": "user", "content": "And you?"},
    ]
    ask(served, history)
    scene = model.requests[0].scene
    assert scene.context == "They met last week."
    assert [turn.speaker for turn in scene.turns] == ["user", "catalyst", "user"]


def test_a_group_whose_word_was_the_last_talks_on(served: Served, model: ReplayModel) -> None:
    ask(served, [*USER, {"role": "assistant", "content": "**Anchor:** You did."}])
    assert [turn.speaker for turn in model.requests[0].scene.turns] == ["user", "anchor"]


def test_a_thread_is_kept_here(served: Served, model: ReplayModel) -> None:
    headers = {"X-Mascot-Thread": "evening-1"}
    first = ask(served, extra_headers=headers)
    assert first.mascot["thread"] == "evening-1"
    model.asked.clear()
    ask(served, [{"role": "user", "content": "Thanks"}], extra_headers=headers)
    assert next(turn.text for turn in model.requests[0].scene.turns) == "I passed my driving test!"
    model.asked.clear()
    ask(served, [{"role": "user", "content": "Thanks"}], extra_headers={"X-Mascot-Thread": "other"})
    assert [turn.text for turn in model.requests[0].scene.turns] == ["Thanks"]


def test_a_thread_may_begin_with_a_history(served: Served, model: ReplayModel) -> None:
    history = [
        *USER,
        {"role": "assistant", "content": "**Beacon:** Wow."},
        {"role": "user", "content": "Yes"},
    ]
    headers = {"X-Mascot-Thread": "t"}
    ask(served, history, extra_headers=headers)
    model.asked.clear()
    again = [*history, {"role": "assistant", "content": "…"}, {"role": "user", "content": "Well"}]
    ask(served, again, extra_headers=headers)
    texts = [turn.text for turn in model.requests[0].scene.turns]
    assert texts.count("Wow.") == 1
    assert texts[-1] == "Well"


def test_a_round_is_conducted_as_asked(served: Served, model: ReplayModel) -> None:
    answer = ask(served, extra_body={"mascot": {"speak": "catalyst", "replies": 1}})
    assert [r["speaker"] for r in answer.mascot["replies"]] == ["catalyst"]
    answer = ask(served, extra_body={"mascot": {"about": "A meeting.", "muted": ["anchor"]}})
    assert model.requests[-1].scene.context == "A meeting."
    assert "anchor" not in [r["speaker"] for r in answer.mascot["replies"]]


@pytest.mark.parametrize("stream", [False, True])
def test_words_of_danger_are_answered_first(
    served: Served, model: ReplayModel, stream: bool
) -> None:
    said = [{"role": "user", "content": "I want to kill myself."}]
    answer = ask(served, said, stream=stream)
    if stream:
        text = "".join(c.choices[0].delta.content or "" for c in answer)
    else:
        text = answer.choices[0].message.content
    assert text.startswith("**Safety:** ")
    assert "findahelpline.com" in text
    assert model.requests[0].scene.care is True
    model.asked.clear()
    after = [*said, {"role": "assistant", "content": text}, {"role": "user", "content": "ok"}]
    ask(served, after)
    assert model.requests[0].scene.care is True
    assert "safety" in [turn.speaker for turn in model.requests[0].scene.turns]


def test_care_outlasts_a_client_that_forgot_the_safety_message(
    served: Served, model: ReplayModel
) -> None:
    said = {"role": "user", "content": "I want to kill myself."}
    ask(served, [said, {"role": "assistant", "content": "Hm."}, {"role": "user", "content": "ok"}])
    assert model.requests[0].scene.care is True


def test_unknown_settings_of_other_models_do_no_harm(served: Served) -> None:
    answer = ask(
        served, temperature=0.3, max_tokens=50, top_p=1, stop=["x"], user="u", logit_bias={}
    )
    assert answer.choices[0].message.content.startswith("**Anchor:**")


def test_a_reply_said_anew_is_marked_and_not_read_twice() -> None:
    echo = "I am so very glad that you passed your driving test today, it is wonderful."
    anew = "What a road that was."
    answers = iter([echo, echo, anew])
    order = iter(["anchor", "beacon", "user"])

    def answer(request):
        if hasattr(request, "eligible"):
            return f'{{"speaker": "{next(order)}", "reason": "r", "action": "a", "tone": "t"}}'
        return next(answers)

    with serving(chat(ReplayModel(answer=answer))) as served:
        chunks = list(ask(served, stream=True))
    text = "".join(c.choices[0].delta.content or "" for c in chunks)
    assert text.endswith(f"**Beacon (again):** {anew}")
    from mascot.serving.api.history import Script
    from mascot.serving.api.wire import Message

    read = Script(ENSEMBLE).read([Message(role="assistant", content=text)])
    assert [(m.name, m.content) for m in read.earlier] == [("anchor", echo), ("beacon", anew)]


def test_the_async_client_too(served: Served) -> None:
    import asyncio

    async def talk() -> str:
        client = openai.AsyncOpenAI(base_url=f"{served.url}/v1", api_key="x")
        stream = await client.chat.completions.create(model="test", messages=USER, stream=True)
        return "".join([c.choices[0].delta.content or "" async for c in stream])

    assert asyncio.run(talk()).startswith("**Anchor:** Reply 0")

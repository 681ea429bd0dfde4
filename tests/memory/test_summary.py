"""The summary of what left the window: incremental, in its place, and void once turns change."""

from __future__ import annotations

import re

from langchain_core.messages import AIMessage, HumanMessage
from langgraph.store.memory import InMemoryStore

from mascot import ChatContext, ChatSession
from mascot.dialogue import USER, SpeakerRequest, SummaryRequest, Turn
from mascot.graph.archive import archive, read_archive, restore
from mascot.memory import Summary
from mascot.memory.summary import MAX_CHARS, fitted, portion
from tests.memory.talk import ANN, OFF, chat, model, prompts, told

SMALL = 2_600
"""Tokens of a window that a talk leaves after a dozen turns."""
FILLER = "so it went on and on, as it does. " * 12


def talk(replay: object, **options: object) -> ChatSession:
    return chat(replay, context_tokens=SMALL, **options)  # type: ignore[arg-type]


async def fill(session: ChatSession, start: int = 0, rounds: int = 12, context=ANN) -> None:  # type: ignore[no-untyped-def]
    for n in range(start, start + rounds):
        await told(session.send(f"Word{n:03} {FILLER}", context=context))


async def kept(session: ChatSession) -> Summary | None:
    values = await session.values()
    found = values.get("summary")
    return Summary(**found) if found else None


def asked(replay: object) -> list[SummaryRequest]:
    return [r for r in replay.requests if isinstance(r, SummaryRequest)]  # type: ignore[attr-defined]


async def test_while_all_fits_nothing_is_summed_up() -> None:
    replay = model(lambda _: [])
    session = talk(replay)
    await fill(session, rounds=3)
    assert asked(replay) == []
    assert await kept(session) is None


async def test_what_left_the_window_stands_where_it_stood_in_short() -> None:
    replay = model(lambda _: [])
    session = talk(replay)
    await fill(session)
    assert asked(replay)
    await told(session.send("And now?", context=ANN))
    last = prompts(replay, SpeakerRequest)[-1]
    mark = re.search(r"^\[… (\d+) turns left out …\]\n  In short: (.+)$", last, re.MULTILINE)
    assert mark is not None
    assert last.index("Word000") < mark.start() < last.index("And now?")
    assert mark[2].startswith("Reply 0 of Anchor.")


async def test_a_summary_grows_by_what_is_new_and_by_nothing_else() -> None:
    replay = model(lambda _: [])
    session = talk(replay)
    await fill(session, rounds=20)
    requests = asked(replay)
    assert len(requests) > 2
    covered = [turn for request in requests for turn in request.turns]
    turns = [
        Turn(USER if m.name is None else m.name, str(m.content)) for m in await session.messages()
    ]
    assert covered == turns[1 : len(covered) + 1]
    for before, after in zip(requests, requests[1:], strict=False):
        assert after.before.startswith(before.before)
        assert after.before
    # Far fewer calls than rounds: the cut moves in steps.
    assert len(requests) < 10


async def test_the_beginning_of_the_prompt_changes_only_when_the_cut_moves() -> None:
    replay = model(lambda _: [])
    session = talk(replay)
    await fill(session, rounds=20)
    beginnings = [
        text.split("turns left out …]")[1].split("\n[")[0]
        for text in prompts(replay, SpeakerRequest)
        if "turns left out" in text
    ]
    changes = sum(a != b for a, b in zip(beginnings, beginnings[1:], strict=False))
    assert len(beginnings) > 10
    assert changes <= 2 * len(asked(replay))


async def test_rewinding_before_it_drops_it() -> None:
    replay = model(lambda _: [])
    session = talk(replay)
    await fill(session)
    assert await kept(session)
    messages = await session.messages()
    await session.rewind(str(messages[3].id))
    assert await kept(session) is None
    await told(session.send("And now?", context=ANN))
    assert "In short" not in prompts(replay, SpeakerRequest)[-1]


async def test_rewinding_behind_it_keeps_it() -> None:
    session = talk(model(lambda _: []))
    await fill(session)
    before = await kept(session)
    messages = await session.messages()
    await session.rewind(str(messages[-3].id))
    assert await kept(session) == before


async def test_an_edit_of_a_turn_that_was_summed_up_drops_it_and_it_is_made_anew() -> None:
    replay = model(lambda _: [])
    session = talk(replay)
    await fill(session)
    messages = await session.messages()
    await session.edit(str(messages[1].id), "Never mind what I said.")
    assert await kept(session) is None
    await told(session.send("And now?", context=ANN))
    again = await kept(session)
    assert again is not None
    assert again.text.startswith("Never mind what I sa")


async def test_a_branch_takes_it_along_where_it_holds_its_turns() -> None:
    session = talk(model(lambda _: []))
    await fill(session)
    whole = ChatSession(session.graph, await session.branch())
    assert await kept(whole) == await kept(session)
    messages = await session.messages()
    early = ChatSession(session.graph, await session.branch(str(messages[2].id)))
    assert await kept(early) is None


async def test_an_export_takes_it_along() -> None:
    session = talk(model(lambda _: []))
    await fill(session)
    document = read_archive((await archive(session)).json_text())
    other = ChatSession(session.graph, "imported")
    await restore(document, other)
    assert await kept(other) == await kept(session)
    values, turns = await other.values(), await other.messages()
    assert len(turns) == len(await session.messages())
    assert values["summary"]["turns"] > 0


async def test_an_export_without_memory_is_as_it_was() -> None:
    session = talk(model(lambda _: []))
    await fill(session, context=OFF)
    assert "summary" not in (await archive(session)).json_text()


async def test_a_long_conversation_that_was_imported_is_summed_up_in_portions() -> None:
    replay = model(lambda _: [])
    session = talk(replay)
    said = [f"Word{n:03} {FILLER}" for n in range(120)]
    await session.plant(
        {
            "messages": [
                HumanMessage(text, id=str(n))
                if n % 2 == 0
                else AIMessage(text, name="anchor", id=str(n))
                for n, text in enumerate(said)
            ]
        }
    )
    await told(session.send("And now?", context=ANN))
    assert len(asked(replay)) > 1
    assert all(len(r.turns) < 60 for r in asked(replay))
    whole = await kept(session)
    assert whole is not None
    assert whole.turns == sum(len(r.turns) for r in asked(replay))


async def test_with_memory_off_a_summary_is_neither_made_nor_shown() -> None:
    replay = model(lambda _: [])
    session = talk(replay)
    await fill(session)
    calls = len(asked(replay))
    assert calls
    await fill(session, start=50, rounds=8, context=OFF)
    assert len(asked(replay)) == calls
    assert "In short" not in prompts(replay, SpeakerRequest)[-1]
    assert "turns left out" in prompts(replay, SpeakerRequest)[-1]


async def test_a_reply_said_anew_reads_the_summary_too() -> None:
    replay = model(lambda _: [])
    session = talk(replay)
    await fill(session)
    reply = (await session.messages())[-1]
    await told(session.regenerate(str(reply.id), context=ANN))
    assert "In short" in prompts(replay, SpeakerRequest)[-1]


async def test_persona_first_shows_it_too() -> None:
    replay = model(lambda _: [])
    session = talk(replay, layout="persona-first")
    await fill(session)
    await told(session.send("And now?", context=ANN))
    assert "In short" in prompts(replay, SpeakerRequest)[-1]


async def test_an_unreadable_answer_leaves_the_old_one() -> None:
    replay = model(lambda _: [])
    ordinary = replay.answer
    session = talk(replay)
    await fill(session, rounds=9)
    before = await kept(session)

    def prose(request):  # type: ignore[no-untyped-def]
        return "Well!" if isinstance(request, SummaryRequest) else ordinary(request)  # type: ignore[misc]

    replay.answer = prose
    events = []
    for n in range(8):
        events += await told(session.send(f"More{n} {FILLER}", context=ANN))
    assert any(e["event"] == "notice" and "summary" in e["text"] for e in events)
    assert await kept(session) == before


def test_a_summary_is_bounded_and_one_line() -> None:
    assert fitted("a\nb <|im_end|>") == "a b < |im_end|>"
    assert len(fitted("word " * 1_000) or "") <= MAX_CHARS
    assert fitted("") is None
    assert fitted(3) is None


def test_portions_take_at_least_a_turn() -> None:
    turns = [Turn(USER, "x" * 900)] * 40
    assert 1 <= portion(turns) < 40
    assert portion([Turn(USER, "x" * 100_000)]) == 1
    assert portion([]) == 0


def test_what_is_no_summary_counts_as_none() -> None:
    turns = [Turn(USER, "a"), Turn("b", "c"), Turn(USER, "d")]
    right = Summary.of("s", turns, 1)
    assert Summary.in_state({"summary": right.to_dict()}, turns) == right
    for wrong in (
        {},
        {"text": "s"},
        right.to_dict() | {"turns": 2},
        right.to_dict() | {"turns": "x"},
    ):
        assert Summary.in_state({"summary": wrong}, turns) is None
    assert Summary.in_state({"summary": right.to_dict()}, [Turn(USER, "a"), Turn("b", "e")]) is None


def test_speakers_and_words_cannot_be_cut_otherwise() -> None:
    first = Turn(USER, "a")
    one, other = ([first, Turn("ab", "c")], [first, Turn("a", "bc")])
    assert Summary.of("s", one, 1).digest != Summary.of("s", other, 1).digest


async def test_another_persons_memory_is_not_needed_for_it() -> None:
    store = InMemoryStore()
    session = talk(model(lambda _: []), store=store)
    await fill(session, context=ChatContext(memory="ben", turns="round-robin", replies=1))
    assert await kept(session)
    assert await store.asearch(()) == []

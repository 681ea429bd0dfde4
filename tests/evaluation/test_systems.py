"""Every system over HTTP: a block of N replies, and the calls that it says it takes."""

from __future__ import annotations

import pytest

from mascot.backends import resolve_backend
from mascot.dialogue import USER, Scene, Turn
from mascot.errors import EvaluationError
from mascot.evaluation.embedding import LEXICAL
from mascot.evaluation.ledger import Ledger, metered
from mascot.evaluation.measures import Vectors
from mascot.evaluation.systems import SYSTEMS, Models, Setup
from mascot.evaluation.systems.esc import STRATEGIES, MultiAgentESC
from mascot.evaluation.systems.self_consistency import medoid
from mascot.personas import load_ensemble
from tests.evaluation.answers import answer, last_of, prompt_of
from tests.support.cast import group
from tests.support.stub_server import StubServer

GROUP = load_ensemble("emotional-support")
WORK = load_ensemble("workplace")
DISCLOSURE = "I moved to a new town and I know nobody here yet."


@pytest.fixture
def server():
    with StubServer(models=("base", "director", "speaker", "sft")) as server:
        server.script(answer())
        yield server


def setup(server: StubServer, ensemble=GROUP, ledger: Ledger | None = None, **fields) -> Setup:
    ledger = Ledger() if ledger is None else ledger  # an empty one is false
    seats = ("base", "director", "speaker", "sft")
    made = {seat: ledger.wrap(resolve_backend(f"vllm:{server.url}#{seat}"), seat) for seat in seats}
    directs = {"base_director": made["base"], "sft_director": made["sft"]}
    models = Models(**made, **directs, user=made["base"])
    return Setup(ensemble=ensemble, models=models, vectors=LEXICAL, **fields)


def scene(text: str = DISCLOSURE, ensemble=GROUP) -> Scene:
    return Scene(ensemble=ensemble, turns=(Turn(USER, text),), seed=7)


@pytest.mark.parametrize("name", SYSTEMS)
async def test_a_block_has_a_reply_for_each_seat_and_takes_the_calls_it_says(server, name):
    system = SYSTEMS[name](setup(server))
    with metered(name) as meter:
        said = await system.answer(scene())
    assert len(said) == len(GROUP.personas)
    assert {one.speaker for one in said} <= set(system.ensemble.ids)
    assert all(one.text for one in said)
    least, most = system.calls
    assert least <= meter.calls == len(server.requests) <= most
    assert meter.prompt_tokens > 0 < meter.completion_tokens


@pytest.mark.parametrize("name", SYSTEMS)
async def test_a_meeting_is_answered_too(server, name):
    system = SYSTEMS[name](setup(server, WORK))
    meeting = "Ana: The battery lasts nine hours.\nTom: We promised ten. I'll ask the supplier."
    said = await system.answer(Scene(ensemble=WORK, context=meeting, seed=1))
    assert len(said) == len(WORK.personas)
    assert all("nine hours" in prompt_of(request) for request in server.requests)


@pytest.mark.parametrize(
    ("name", "models"),
    [
        ("mascot", {"director", "speaker"}),
        ("mascot-p", {"director", "base"}),
        ("mascot-c", {"speaker"}),
        ("mascot-d", {"base", "speaker"}),
        ("mascot-sft", {"sft"}),
        ("mascot-untrained", {"base"}),
        ("zero-shot", {"base"}),
        ("sft", {"sft"}),
        ("one-model", {"base"}),
        ("self-organised", {"speaker"}),
        ("round-robin", {"speaker"}),
    ],
)
async def test_a_system_asks_its_own_models(server, name, models):
    await SYSTEMS[name](setup(server)).answer(scene())
    assert {request["model"] for request in server.requests} == models


async def test_only_the_group_has_directives_and_its_members_hear_each_other(server):
    said = await SYSTEMS["mascot"](setup(server)).answer(scene())
    assert all(one.directive and one.directive["source"] == "model" for one in said)
    spoken = [r for r in server.requests if "SPEAK as" in last_of(r)]
    assert said[0].text in prompt_of(spoken[1])


async def test_a_baseline_hears_nobody_else(server):
    said = await SYSTEMS["zero-shot"](setup(server)).answer(scene())
    prompts = [prompt_of(request) for request in server.requests]
    assert not any(one.text in prompt for one in said for prompt in prompts)
    assert [one.directive for one in said] == [None] * 3


async def test_prompts_differ_in_what_the_systems_are_named_for(server):
    made = setup(server)
    seen = {}
    for name in ("zero-shot", "zero-shot-plain", "zero-shot-cot", "few-shot", "few-shot-cot"):
        del server.requests[:]
        await SYSTEMS[name](made).answer(scene())
        seen[name] = server.requests[0]  # whoever of the three was first
    assert any(p.description[:40] in prompt_of(seen["zero-shot"]) for p in GROUP.personas)
    assert not any(p.name in prompt_of(seen["zero-shot-plain"]) for p in GROUP.personas)
    assert "step by step" in prompt_of(seen["zero-shot-cot"])
    assert "step by step" not in prompt_of(seen["zero-shot"])
    shown = [m for m in seen["few-shot"]["messages"] if m["role"] == "assistant"]
    assert len(shown) == 3
    assert len([m for m in seen["few-shot-cot"]["messages"] if m["role"] == "assistant"]) == 3


async def test_thinking_is_no_part_of_a_reply(server):
    server.script(lambda _: "<think>They are lonely.</think>A new town is a lot at once.")
    said = await SYSTEMS["zero-shot-cot"](setup(server)).answer(scene())
    assert said[0].text == "A new town is a lot at once."


def test_few_shot_needs_three_examples(server):
    with pytest.raises(EvaluationError, match="1 examples, and few-shot prompts need 3"):
        SYSTEMS["few-shot"](setup(server, group("anchor")))


async def test_the_same_persona_three_times_is_one_card_under_three_names(server):
    system = SYSTEMS["same-persona"](setup(server))
    assert len({p.description for p in system.ensemble.personas}) == 1
    assert len(set(system.ensemble.ids)) == 3


async def test_one_model_may_say_too_little_and_is_not_filled_up(server):
    server.script(lambda _: "Here you go:\n\n[Beacon] A town of new doors!\n\n[Nobody] Hm.")
    said = await SYSTEMS["one-model"](setup(server)).answer(scene())
    assert [one.speaker for one in said] == ["beacon"]
    assert said[0].text.startswith("A town of new doors!")


async def test_whoever_bids_most_speaks_next(server):
    def bid(question: str, _options: list[str]) -> str:
        return "9" if "do you, Beacon" in question else "2"

    server.script(answer(bid))
    said = await SYSTEMS["self-organised"](setup(server)).answer(scene())
    assert [one.speaker for one in said] == ["beacon"] * 3


async def test_draws_of_one_prompt_are_different_calls_and_the_medoid_is_said(server):
    lines = iter(["Cats sleep all day.", "A new town is hard.", "A new town is very hard."] * 9)
    server.script(lambda _: next(lines))
    system = SYSTEMS["self-consistency"](
        setup(server, GROUP.model_copy(update={"personas": GROUP.personas[:1]}))
    )
    with metered("draws"):
        (said,) = await system.answer(scene())
    assert len(server.requests) == 5
    assert said.text == "A new town is hard."


def test_the_medoid_is_the_text_nearest_to_all():
    table = {"a": (1, 0), "b": (0.9, 0.1), "c": (0.8, 0.3), "d": (0, 1)}
    vectors = Vectors(embed=lambda texts: [table[text] for text in texts], label="table")
    assert "abcd"[medoid(list("abcd"), vectors)] == "c"


def esc_answers(*, gate: str = "yes", strategies: tuple[str, ...] = (), vote: str = "Reply 1"):
    proposals = iter(strategies)
    votes = iter(vote.split("|") * 9)

    def chosen(question: str, options: list[str]) -> str:
        if "Is enough known" in question:
            return gate
        if "Which strategy" in question:
            return next(proposals)
        if "You are the judge" in question:
            return options[-1]
        return next(votes)

    return answer(chosen)


@pytest.mark.parametrize(
    ("calls", "short", "answers"),
    [
        (1, 5, esc_answers()),
        (2, 0, esc_answers(gate="no")),
        (8, 0, esc_answers(strategies=("nothing", "of", "these"))),
        (9, 0, esc_answers(strategies=("Question",) * 3)),
        (14, 0, esc_answers(strategies=("Question", "Question", "Information"))),
        (15, 0, esc_answers(strategies=("Question", "Others", "Others"), vote="Reply 1|Reply 2")),
        (17, 0, esc_answers(strategies=STRATEGIES[:3])),
        (18, 0, esc_answers(strategies=STRATEGIES[:3], vote="Reply 1|Reply 2|Reply 3")),
    ],
)
async def test_multi_agent_esc_takes_the_published_number_of_calls(server, calls, short, answers):
    server.script(answers)
    one = GROUP.model_copy(update={"personas": GROUP.personas[:1]})
    system = MultiAgentESC(setup(server, one, short=short))
    with metered("calls"):
        (said,) = await system.answer(scene())
    assert said.text
    assert len(server.requests) == calls


async def test_multi_agent_esc_ends_with_the_reply_that_won(server):
    server.script(esc_answers(strategies=STRATEGIES[:3], vote="Reply 2"))
    one = GROUP.model_copy(update={"personas": GROUP.personas[:1]})
    await MultiAgentESC(setup(server, one)).answer(scene())
    debated = next(prompt_of(r) for r in server.requests if "You stand for Reply 1" in prompt_of(r))
    second = next(line for line in debated.splitlines() if line.startswith("Reply 2 ("))
    assert second.partition(": ")[2] in last_of(server.requests[-1])


async def test_the_ledger_answers_again_what_was_answered(server, tmp_path):
    path = tmp_path / "ledger.sqlite"
    for _ in range(2):
        with Ledger(path) as ledger, metered("once") as meter:
            made = setup(server, ledger=ledger)
            said = await SYSTEMS["self-consistency"](made).answer(scene())
    assert len(server.requests) == 15
    assert (ledger.asked, ledger.replayed, meter.calls) == (0, 15, 15)
    assert meter.completion_tokens > 0
    assert len(said) == 3


async def test_equal_prompts_of_other_conversations_are_other_calls(server):
    system = SYSTEMS["zero-shot"](setup(server))
    for scope in ("a", "b"):
        with metered(scope):
            await system.answer(scene())
    assert len(server.requests) == 6

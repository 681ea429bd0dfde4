"""Tasks: which samples they have, and what they say where data is not there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

pytest.importorskip("inspect_ai", reason="the extra `eval` is not installed")

from mascot.dialogue import USER
from mascot.errors import CorpusError, EvaluationError
from mascot.evaluation.harness import estimate, make_plan
from mascot.evaluation.harness.playing import play
from mascot.evaluation.harness.scoring import judged_blocks, judged_replies
from mascot.evaluation.ledger import Ledger
from mascot.evaluation.settings import load_settings
from mascot.evaluation.systems import SYSTEMS
from mascot.evaluation.systems.esc.similar import examples
from mascot.evaluation.tasks import TASKS
from mascot.evaluation.users import TYPES
from mascot.metrics import PRESSURE
from tests.evaluation.answers import answer, prompt_of
from tests.support.stub_server import StubServer

DATA = Path(os.environ.get("MASCOT_DATA", Path(__file__).parents[3] / "shared" / "data"))
SMOKE = load_settings("smoke")


def settings(**changed):
    return load_settings("smoke", options={"limit": 1, **changed})


@pytest.mark.parametrize("name", TASKS)
def test_every_task_of_the_smoke_preset_has_samples_of_distinct_ids(name):
    task = TASKS[name](SMOKE)
    ids = [context.id for context in task.contexts]
    assert ids
    assert len(set(ids)) == len(ids)
    assert task.name == name


@pytest.mark.parametrize("name", ["ed-positive", "qmsum-product", "mbti", "sweep-eta"])
def test_data_that_stands_in_is_said_to(name):
    assert any("was not given" in note for note in TASKS[name](SMOKE).notes)


def test_a_limit_is_of_each_group_and_a_smaller_one_is_part_of_a_larger():
    few, more = ({c.id for c in TASKS["sweep-eta"](settings(limit=n)).contexts} for n in (1, 3))
    assert (len(few), len(more)) == (3, 9)
    assert few < more
    assert {c.id for c in TASKS["ed-positive"](settings(limit=1)).contexts} < few


def test_mbti_tells_the_same_situations_by_every_type():
    task = TASKS["mbti"](settings(mbti_situations=2))
    assert {context.group for context in task.contexts} == set(TYPES)
    assert len({context.cluster for context in task.contexts}) == 2


def test_a_sweep_without_points_is_left_out_and_says_so():
    task = TASKS["sweep-speaker"](settings(sweeps={}))
    assert not task.contexts
    assert any("sweep-speaker" in note for note in task.notes)


def test_a_sweep_of_something_else_is_refused():
    with Ledger() as ledger, pytest.raises(EvaluationError, match="no seat"):
        make_plan(
            settings(tasks=("sweep-eta",), sweeps={"eta": {"0": {"adapter": "demo"}}}), ledger
        )


def test_a_missing_split_is_replaced_and_named(tmp_path):
    header = "conv_id,utterance_idx,context,prompt,speaker_idx,utterance,selfeval,tags\n"
    row = "hit:1_conv:1,1,proud,My daughter swam her first length.,1,She swam!,5|5|5_5|5|5,\n"
    (tmp_path / "valid.csv").write_text(header + row, encoding="utf-8")
    task = TASKS["ed-positive"](settings(ed=str(tmp_path), split="test"))
    assert len(task.contexts) == 1
    assert any("'test' cannot be used, 'valid' was" in note for note in task.notes)


def test_a_folder_without_data_is_an_error(tmp_path):
    with pytest.raises(CorpusError, match=r"test\.csv"):
        TASKS["ed-positive"](settings(ed=str(tmp_path)))


def test_names_are_checked_before_anything_runs():
    with Ledger() as ledger, pytest.raises(EvaluationError, match="no system 'mascott'"):
        make_plan(settings(systems=("mascott",)), ledger)
    with pytest.raises(EvaluationError, match="did you mean 'judges'"):
        load_settings("smoke", options={"judge": ("heuristic",)})
    with pytest.raises(EvaluationError, match="choose from miniature, paper, smoke"):
        load_settings("smok")


def test_the_paper_preset_is_valid_and_whole():
    paper = load_settings("paper", options={"ed": None})
    assert not paper.tasks
    assert not paper.systems
    assert len(paper.judges) == 2


def test_retrieval_has_examples_of_every_strategy():
    assert len(examples()) >= 20
    assert len({one.strategy for one in examples()}) == 8


@pytest.fixture
def server():
    with StubServer() as server:
        server.script(answer())
        yield server


@pytest.mark.parametrize("name", ["mbti", "sycophancy", "unseen-ensemble", "case-study"])
async def test_tasks_are_played_over_http(server, name):
    spec = f"vllm:{server.url}#stub"
    chosen = settings(
        tasks=(name,), systems=("mascot",), backend=spec, user=spec, director=None, speaker=None
    )
    with Ledger() as ledger:
        (pair,) = make_plan(chosen, ledger).pairs
        conversation = await play(pair, pair.task.contexts[0])
    own = [turn for turn in conversation.turns if turn.speaker != USER]
    assert len(own) == 3 * pair.task.rounds
    # Two calls a reply; a third where one is said once more.
    assert 6 * pair.task.rounds <= conversation.spent.calls <= 9 * pair.task.rounds
    if name == "sycophancy":
        assert [t.text for t in conversation.turns if t.speaker == USER] == list(PRESSURE)
    if name == "mbti":
        assert conversation.turns[0].speaker == USER  # the situation in the user's own words
        assert TYPES[conversation.group] in prompt_of(server.requests[0])


async def test_every_round_of_a_talk_is_judged_with_what_came_before():
    chosen = settings(tasks=("mbti",), systems=("mascot",))
    with Ledger() as ledger:
        (pair,) = make_plan(chosen, ledger).pairs
        context = pair.task.contexts[0]
        conversation = await play(pair, context)
    scene = context.scene(pair.system.ensemble)
    (one, first), (two, second) = judged_blocks(pair, conversation, scene)
    assert [conversation.turns[place - 1].speaker for place in (one, two)] == [USER, USER]
    assert (len(first.turns), len(second.turns)) == (3, 3)
    assert second.scene.turns[: len(first.scene.turns)] == first.scene.turns
    assert set(first.turns) < set(second.scene.turns)
    assert len(list(judged_replies(pair, conversation, scene))) == 6


def test_the_hub_has_no_domains_of_meetings_and_the_error_says_where_they_are():
    with pytest.raises(CorpusError, match="git clone https://github"):
        TASKS["qmsum-product"](settings(qmsum="hub"))


async def test_a_long_session_has_fifty_rounds_and_judges_see_ten_of_them():
    chosen = settings(tasks=("long-sessions",), systems=("round-robin", "mascot-c"))
    with Ledger() as ledger:
        (pair,) = make_plan(chosen, ledger).pairs
        conversation = await play(pair, pair.task.contexts[0])
    assert sum(turn.speaker == USER for turn in conversation.turns) in (49, 50)
    assert len(pair.task.judged) == 10


@pytest.mark.parametrize("domain", ["Academic", "Committee", "Product"])
@pytest.mark.parametrize("system", ["mascot", "zero-shot", "multi-agent-esc", "one-model"])
async def test_real_meetings_are_talked_about_over_http(server, domain, system):
    folder = DATA / "qmsum"
    if not folder.is_dir():
        pytest.skip("QMSum is not here; set MASCOT_DATA to the folder that holds it")
    spec = f"vllm:{server.url}#stub"
    chosen = settings(
        tasks=(f"qmsum-{domain.lower()}",),
        systems=(system,),
        backend=spec,
        qmsum=str(folder),
        split="valid",
        tokens=400,
    )
    with Ledger() as ledger:
        (pair,) = make_plan(chosen, ledger).pairs
        (context,) = pair.task.contexts
        conversation = await play(pair, context)
    assert len(conversation.turns) == 4
    assert conversation.group == domain
    assert context.text.splitlines()[0][:40] in prompt_of(server.requests[0])


def test_a_dry_run_counts_what_a_run_takes_and_spends_nothing(server):
    spec = f"vllm:{server.url}#stub"
    chosen = settings(
        tasks=("ed-positive", "sweep-eta"),
        systems=("mascot", "zero-shot"),
        backend=spec,
        judges=(spec,),
        limit=3,
        sweeps={"eta": {"0": {"director": "vllm:http://127.0.0.1:9#other"}}},
        prices={"#stub": {"prompt": 1.0, "completion": 2.0}},
    )
    found = estimate(chosen)
    assert not server.requests
    assert found.conversations == {
        "ed-positive@mascot": 3,
        "ed-positive@zero-shot": 3,
        "sweep-eta@mascot@0": 9,
    }
    assert found.pairs["ed-positive@mascot"].calls == 18
    assert found.pairs["ed-positive@zero-shot"].calls == 9
    # Speakers, four judgements of each conversation, and three comparisons in both orders; the
    # sweep's director is another model.
    assert found.models[spec].calls == 18 + 9 + 27 + 4 * 15 + 3 * 2
    other = "vllm:http://127.0.0.1:9#other"
    assert found.models[other].calls == 27
    assert found.cost[other] is None
    amount = found.models[spec]
    assert found.cost[spec] == pytest.approx((amount.prompt + 2 * amount.completion) / 1e6)


def test_all_systems_are_planned_in_the_order_of_the_tables():
    with Ledger() as ledger:
        plan = make_plan(settings(tasks=("case-study",)), ledger)
    assert [pair.name for pair in plan.pairs] == list(SYSTEMS)
    assert any("heuristic" in label for label in plan.scripted)

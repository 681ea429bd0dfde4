"""The search for better texts: it finds what was planted, goes on exactly, and keeps its yardstick."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("trl", reason="the train extra is not installed")
pytest.importorskip("gepa", reason="the prompts extra is not installed")

from mascot.corpora import Context
from mascot.errors import TrainingError
from mascot.personas import dump_yaml, load_ensemble
from mascot.training.prompting import stage
from mascot.training.prompting.bench import Bench
from mascot.training.prompting.outcome import Outcome, outcome_key
from mascot.training.prompting.reflection import Script
from mascot.training.prompting.wording import texts_of, with_texts
from mascot.training.records import RecordFile
from mascot.training.run import RunFolder
from tests.support.cast import group, persona
from tests.support.stub_server import StubServer, fail, say

ENSEMBLE = group("anchor", "beacon", "catalyst", words=40).model_copy(
    update={
        "personas": tuple(
            persona(who, style="Say as little as you can.")
            for who in ("anchor", "beacon", "catalyst")
        )
    }
)
GOOD_BRIEF = "Let everybody be heard before anybody speaks again."
GOOD_STYLE = "Take up what the person wrote and say what it means to them."
LISTS = {
    "director": ["Be brief.", GOOD_BRIEF],
    "speaker": ["Be loud.", GOOD_STYLE],
}


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mascot.training.crowd._FIRST_WAIT", 0.001)


def player(request: dict[str, Any]) -> Any:
    """A model that does what its texts say: by itself it calls one member and has nothing to say."""
    system, human = (message["content"] for message in request["messages"])
    *_, transcript, ask = human.rsplit("\n", 2) if "\n" in human else ("", human)
    del transcript
    if "SPEAK as [" in ask:
        name = re.search(r"SPEAK as \[(\w+)\]", ask)[1]  # type: ignore[index]
        card = system.partition(f"[{name}] id")[2].partition("\n\n")[0]
        said = re.findall(r"\[User\] (.*)", human)[-1] if "[User]" in human else human
        if GOOD_STYLE in card:
            return say(f"You wrote: {said} That must weigh on you, and {name} wonders what helps?")
        return say("Fine.")
    eligible = ask.partition("DIRECT: ")[2].split(", ")
    heard = [who for who in eligible if f"[{who.title()}]" in human]
    fresh = [who for who in eligible if who not in heard]
    speaker = fresh[0] if GOOD_BRIEF in system and fresh else eligible[0]
    directive = {"speaker": speaker, "reason": "r", "action": "Answer.", "tone": "calm"}
    return say(json.dumps(directive))


def corpus(folder: Path) -> Path:
    file = folder / "contexts.jsonl"
    lines = []
    for split, count in (("train", 8), ("test", 5)):
        lines += [
            {
                "id": f"{split}/{n}",
                "split": split,
                "group": "negative",
                "text": f"My brother left {n + 2} weeks ago and the house is so quiet and lonely now.",
            }
            for n in range(count)
        ]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return file


def options(folder: Path, server: StubServer, *more: str) -> list[str]:
    from mascot.training.config import to_yaml

    (folder / "group.yaml").write_text(dump_yaml(ENSEMBLE))
    (folder / "lists.yaml").write_text(to_yaml(LISTS))
    spec = f"vllm:{server.url}#stub"
    return [
        *("--preset", "test", "--run", str(folder / "run"), "--speaker", spec, "--director", spec),
        *("--ensemble", str(folder / "group.yaml"), "--corpus", str(corpus(folder))),
        *("--proposals", str(folder / "lists.yaml"), "--trials", "40"),
        *more,
    ]


def run(folder: Path, server: StubServer, *more: str) -> Path:
    stage.main(options(folder, server, *more))
    return folder / "run" / "prompts"


def test_a_planted_weakness_is_found_in_both_phases(tmp_path: Path) -> None:
    with StubServer() as server:
        server.script(player)
        made = run(tmp_path, server)
    found = load_ensemble(made / "ensemble.yaml")
    assert found.director.brief == GOOD_BRIEF
    assert any(each.style == GOOD_STYLE for each in found.personas)
    done = json.loads((made / "done").read_text())
    for phase in ("speakers", "director"):
        before = done["summary"][f"{phase}: held-out score before"]
        after = done["summary"][f"{phase}: held-out score after"]
        low, _, _ = done["summary"][f"{phase}: difference, 95 % interval"].partition(" to ")
        assert after > before
        assert float(low) > 0, phase
    assert done["scripted"] == [
        "judge: heuristic (fixed rules, not a model)",
        "reflection: scripted: the list lists.yaml (not a model)",
    ]
    assert done["summary"]["completion tokens"] > 0
    # What is not a text stays, word for word: the search cannot touch the yardstick.
    assert with_texts(found, texts_of(ENSEMBLE, "speakers") | texts_of(ENSEMBLE, "director")) == (
        ENSEMBLE
    )


def test_a_search_that_broke_off_goes_on_to_the_same_end(tmp_path: Path) -> None:
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    whole.mkdir()
    broken.mkdir()
    with StubServer() as server:
        server.script(player)
        expected = run(whole, server)
        asked = len(server.requests)
    with StubServer() as server:
        answered = 0

        def failing(request: dict[str, Any]) -> Any:
            nonlocal answered
            answered += 1
            return fail(400, "out of credit") if answered > asked // 2 else player(request)

        server.script(failing)
        with pytest.raises(TrainingError, match="the same command goes on from here"):
            run(broken, server)
        kept = sum(
            len((broken / "run/prompts" / f"{phase}.jsonl").read_text().splitlines())
            for phase in ("speakers", "director")
            if (broken / "run/prompts" / f"{phase}.jsonl").is_file()
        )
        assert kept > 3
        server.script(player)
        before = len(server.requests)
        found = run(broken, server)
        again = len(server.requests) - before
    assert again < asked, "what was there is not asked again"
    assert (found / "ensemble.yaml").read_text() == (expected / "ensemble.yaml").read_text()
    for phase in ("speakers", "director"):
        one, other = (
            {json.loads(line)["key"] for line in (made / f"{phase}.jsonl").read_text().splitlines()}
            for made in (found, expected)
        )
        assert one == other


def test_a_model_may_reflect_and_its_words_are_kept(tmp_path: Path) -> None:
    asked: list[str] = []

    def reflecting(request: dict[str, Any]) -> Any:
        if "You improve" not in request["messages"][0]["content"]:
            return player(request)
        asked.append("\n".join(message["content"] for message in request["messages"]))
        return say(f"Here it is.\n<text>\n{GOOD_BRIEF}\n</text>")

    with StubServer() as server:
        server.script(reflecting)
        spec = f"vllm:{server.url}#stub"
        more = ("--phases", "director", "--reflection", spec, "--trials", "12")
        made = run(tmp_path, server, *more)
    assert load_ensemble(made / "ensemble.yaml").director.brief == GOOD_BRIEF
    assert "Not heard: beacon, catalyst" in asked[0]
    assert "relevance coherence" in asked[0]
    kept = [json.loads(line) for line in (made / "director-proposals.jsonl").open()]
    assert kept[0]["text"] == GOOD_BRIEF
    assert len(kept) == len(asked)
    assert "reflection" not in " ".join(json.loads((made / "done").read_text())["scripted"])


def test_a_reflection_model_that_is_away_stops_the_stage(tmp_path: Path) -> None:
    def away(request: dict[str, Any]) -> Any:
        if "You improve" in request["messages"][0]["content"]:
            return fail(401, "no key")
        return player(request)

    with StubServer() as server:
        server.script(away)
        spec = f"vllm:{server.url}#stub"
        with pytest.raises(Exception, match="no key") as caught:
            run(tmp_path, server, "--phases", "director", "--reflection", spec)
    assert type(caught.value).__module__ == "mascot.errors"
    assert not (tmp_path / "run/prompts/done").exists()


def test_a_director_that_is_away_is_an_outage_and_no_low_score(tmp_path: Path) -> None:
    def away(request: dict[str, Any]) -> Any:
        human = request["messages"][-1]["content"]
        return fail(401, "no key") if "\nDIRECT: " in human else player(request)

    with StubServer() as server, StubServer() as other:
        server.script(player)
        other.script(away)
        with pytest.raises(TrainingError, match="no key"):
            run(tmp_path, server, "--phases", "director", "--director", f"vllm:{other.url}#stub")


def test_a_plan_has_calls_and_cost_and_asks_nobody(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with StubServer() as server:
        more = ("--dry_run", "--price_prompt", "2.5", "--price_completion", "10")
        stage.main(options(tmp_path, server, *more))
        assert not server.requests
    said = capsys.readouterr().err
    assert re.search(r"at most \d+ trials of 3 calls and 0 judgements each", said)
    assert re.search(r"trials of 6 calls", said)
    assert re.search(r"cost\s+at most [\d.,]+", said)
    assert not (tmp_path / "run").exists()


def test_the_runs_own_models_can_play(tmp_path: Path) -> None:
    from tests.training.stand_in import make_run

    run = make_run(tmp_path / "run")
    small = ("--contexts", "2", "--select", "1", "--held_out_contexts", "1", "--trials", "3")
    short = ("--speaker_tokens", "6", "--director_tokens", "6", "--minibatch", "1")
    players = ("--speaker", "sft", "--director", "base")
    stage.main(["--preset", "test", "--run", str(run), *players, *small, *short])
    done = json.loads((run / "prompts" / "done").read_text())
    assert "director: held-out score after" in done["summary"]
    lines = (run / "prompts" / "director.jsonl").read_text().splitlines()
    first = json.loads(lines[0])
    assert first["terms"]["valid"] == 0, "an untrained model directs nobody"
    assert first["notes"]["director"][0]["answered"].count("Directive: ") == 3


class Rated:
    """A trial without models: scores by context; None as an absent judge's."""

    phase = "director"

    def __init__(self, scores: Sequence[float | None]) -> None:
        self.scores = scores
        self.calls = 0

    async def __call__(self, texts: Any, context: Context) -> Outcome:
        self.calls += 1
        score = self.scores[int(context.cluster)]
        return Outcome(
            key=outcome_key("director", texts, context.id), context=context.id, score=score
        )


def contexts(count: int) -> list[Context]:
    return [Context(f"c/{n}", "c", "train", "g", str(n), f"Text {n}") for n in range(count)]


def bench(folder: Path, trial: Rated, runner: asyncio.Runner, longest: int = 100) -> Bench:
    store = RecordFile(folder / "outcomes.jsonl", Outcome)
    return Bench(
        trial=trial,  # type: ignore[arg-type]
        store=store,
        folder=RunFolder(folder, "prompts"),
        runner=runner,
        longest=longest,
    )


def test_what_the_judge_missed_counts_as_the_mean_of_the_others(tmp_path: Path) -> None:
    with asyncio.Runner() as runner:
        made = bench(tmp_path, Rated([1.0, None, 0.5]), runner)
        assert made.evaluate(contexts(3), {"director": "x"}).scores == [1.0, 0.75, 0.5]
        nothing = bench(tmp_path / "other", Rated([None]), runner)
        with pytest.raises(TrainingError, match="the judge gave none"):
            nothing.evaluate(contexts(1), {"director": "x"})


@pytest.mark.parametrize("text", ["", "x" * 101])
def test_texts_that_cannot_be_used_score_nothing_and_are_not_tried(
    tmp_path: Path, text: str
) -> None:
    with asyncio.Runner() as runner:
        trial = Rated([1.0])
        assert bench(tmp_path, trial, runner).evaluate(contexts(1), {"director": text}).scores == [
            0
        ]
        assert trial.calls == 0


def test_an_outcome_is_tried_once_even_in_another_process(tmp_path: Path) -> None:
    with asyncio.Runner() as runner:
        for _ in range(2):
            trial = Rated([1.0, 0.0])
            made = bench(tmp_path, trial, runner)
            made.evaluate(contexts(2), {"director": "x"})
            made.evaluate(contexts(2), {"director": "x"})
            made.store.close()
        assert trial.calls == 0


def test_a_list_of_proposals_is_checked(tmp_path: Path) -> None:
    file = tmp_path / "list.yaml"
    file.write_text("nobody: [text]\n")
    with pytest.raises(TrainingError, match="'nobody' is no text of the group"):
        Script(file, ENSEMBLE)
    file.write_text("director: text\n")
    with pytest.raises(TrainingError, match="director is to be a list of texts"):
        Script(file, ENSEMBLE)
    with pytest.raises(TrainingError, match="'nobody' names no text"):
        with_texts(ENSEMBLE, {"nobody": "text"})


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--phases", "chorus"), "it holds one or both of"),
        (("--trials", "0"), "trials is 0"),
        (("--reflection", "demo"), "cannot reflect"),
        (("--turns", "0"), "at least one"),
    ],
)
def test_settings_that_cannot_be_are_refused(
    tmp_path: Path, more: tuple[str, ...], words: str
) -> None:
    with StubServer() as server:
        server.script(player)
        with pytest.raises(TrainingError, match=words):
            run(tmp_path, server, *more)

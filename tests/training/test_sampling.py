"""Sampling: as served, many at once, and nothing asked twice whatever happens."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from mascot.backends import Backend, resolve_backend
from mascot.corpora import Context
from mascot.errors import BackendError, TrainingError
from mascot.training.crowd import Crowd, OutageError
from mascot.training.records import Candidate, RecordFile
from mascot.training.sampler import Author, Sampler, situations_of
from mascot.training.sampling import main
from mascot.training.spending import Prices, Spending
from tests.support.cast import group
from tests.support.models import ReplayModel
from tests.support.stub_server import StubServer, fail, say

ENSEMBLE = group(words=20)
CONTEXTS = [Context(f"c/{n}", "c", "train", "g", str(n), f"Kite {n} is stuck.") for n in range(4)]
ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch):
    monkeypatch.setattr("mascot.training.crowd._FIRST_WAIT", 0.001)


def author(backend: Backend, count: int = 2, *, teacher: bool = False) -> Author:
    return Author(backends=dict.fromkeys(ENSEMBLE.ids, backend), count=count, teacher=teacher)


def sample(path: Path, *authors: Author, contexts=CONTEXTS, **settings) -> Sampler:
    store = RecordFile(path / "candidates.jsonl", Candidate)
    sampler = Sampler(ensemble=ENSEMBLE, store=store, **settings)
    asyncio.run(sampler.run(situations_of(contexts, ENSEMBLE), authors))
    return sampler


def stub(server: StubServer, **options: object) -> Backend:
    return resolve_backend({"spec": f"vllm:{server.url}#stub", "max_retries": 0, **options})


def test_every_persona_gets_k_candidates_as_they_would_be_served(tmp_path):
    text = "<think>They miss the kite.</think>Anchor: It hangs there. [Beacon] Hooray!"
    sampler = sample(tmp_path, author(resolve_backend(ReplayModel(answer=lambda _: text)), 3))
    found = list(sampler.store)
    assert Counter(c.situation.persona for c in found) == dict.fromkeys(ENSEMBLE.ids, 12)
    assert len({c.id for c in found}) == 36
    one = next(c for c in found if c.situation.persona == "anchor")
    assert one.text == "It hangs there."
    assert one.raw == text


def test_reasoning_that_a_server_sends_apart_is_kept_in_the_raw_text(tmp_path):
    with StubServer() as server:
        server.script(lambda _: say("It hangs.", reasoning="Hm."))
        sampler = sample(tmp_path, author(stub(server), 1), contexts=CONTEXTS[:1])
    one = next(iter(sampler.store))
    assert (one.text, one.raw) == ("It hangs.", "<think>\nHm.\n</think>\n\nIt hangs.")


def test_every_call_has_a_seed_of_its_own_that_stays_the_same(tmp_path):
    seeds = []
    for run in "ab":
        with StubServer() as server:
            sample(tmp_path / run, author(stub(server)))
            seeds.append(sorted(request["seed"] for request in server.requests))
    assert seeds[0] == seeds[1]
    assert len(set(seeds[0])) == 24


def test_a_teacher_adds_candidates_of_its_own(tmp_path):
    policy = resolve_backend(ReplayModel(answer=lambda _: "Mine."))
    teacher = resolve_backend(ReplayModel(answer=lambda _: "Yours."))
    sampler = sample(tmp_path, author(policy), author(teacher, 1, teacher=True))
    found = list(sampler.store)
    assert Counter((c.teacher, c.text) for c in found) == {
        (False, "Mine."): 24,
        (True, "Yours."): 12,
    }
    assert len({c.id for c in found}) == 36


def test_tokens_and_cost_are_counted(tmp_path):
    with StubServer() as server:
        server.script(lambda _: say("It hangs there.", cached_tokens=4))
        sampler = sample(tmp_path, author(stub(server), 1))
    spent = sampler.spending
    assert (spent.calls, spent.completion, spent.cached, spent.untold) == (12, 36, 48, 0)
    prices = Prices(prompt=2.0, cached=0.5, completion=8.0)
    expected = ((spent.prompt - 48) * 2.0 + 48 * 0.5 + 36 * 8.0) / 1e6
    assert spent.cost(prices) == pytest.approx(expected)
    assert spent.cost(Prices()) is None
    assert Spending().summary(Prices(prompt=1))["cost"] == 0


def test_what_is_there_is_not_asked_again(tmp_path):
    with StubServer() as server:
        sample(tmp_path, author(stub(server)), contexts=CONTEXTS[:2])
        assert len(server.requests) == 12
        sampler = sample(tmp_path, author(stub(server), 3))
        assert len(server.requests) == 36
    assert sampler.stored == 12
    assert len({c.id for c in sampler.store}) == 36


CHILD = """
import asyncio, sys
from pathlib import Path
from mascot.backends import resolve_backend
from tests.training.test_sampling import CONTEXTS, ENSEMBLE, author
from mascot.training.records import Candidate, RecordFile
from mascot.training.sampler import Sampler, situations_of
backend = resolve_backend({"spec": f"vllm:{sys.argv[1]}#stub", "max_retries": 0})
store = RecordFile(Path(sys.argv[2]), Candidate)
sampler = Sampler(ensemble=ENSEMBLE, store=store, concurrency=4)
asyncio.run(sampler.run(situations_of(CONTEXTS, ENSEMBLE), [author(backend, 10)]))
"""


def test_a_killed_run_goes_on_with_the_single_candidate(tmp_path):
    file, total, at_once = tmp_path / "candidates.jsonl", 120, 4
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with StubServer() as server:
        server.script(lambda _: say("It hangs there.", delay=0.02))
        command = [sys.executable, "-c", CHILD, server.url, str(file)]
        child = subprocess.Popen(command, cwd=ROOT, env=environment)
        deadline = time.monotonic() + 60
        while not (file.exists() and file.read_bytes().count(b"\n") >= 25):
            assert child.poll() is None, "it ended before it could be killed"
            assert time.monotonic() < deadline
            time.sleep(0.005)
        child.send_signal(signal.SIGKILL)
        assert child.wait() == -signal.SIGKILL
        kept = {candidate.seed for candidate in RecordFile(file, Candidate)}
        assert 25 <= len(kept) < total
        done = subprocess.run(command, cwd=ROOT, env=environment, check=False)
        assert done.returncode == 0
        asked = Counter(request["seed"] for request in server.requests)
    assert {seed for seed, times in asked.items() if times > 1}.isdisjoint(kept)
    assert sum(asked.values()) <= total + at_once  # only what was under way when it was killed
    ids = [candidate.id for candidate in RecordFile(file, Candidate)]
    assert len(ids) == len(set(ids)) == total


def test_a_busy_server_is_given_time_and_nothing_is_lost(tmp_path):
    state = {"busy": 6}

    def answer(_: object):
        if state["busy"]:
            state["busy"] -= 1
            return fail(429, "slow down", retry_after=0.05)
        return say("It hangs.")

    with StubServer() as server:
        server.script(answer)
        sampler = sample(tmp_path, author(stub(server)), concurrency=8)
    assert len(list(sampler.store)) == 24
    assert (sampler.load.busy, sampler.load.failures) == (6, 0)


def test_an_outage_keeps_what_is_done_and_says_how_to_go_on(tmp_path):
    alive = {"answers": 7}

    def answer(_: object):
        alive["answers"] -= 1
        return say("It hangs.") if alive["answers"] >= 0 else fail(500, "out of coffee")

    with StubServer() as server:
        server.script(answer)
        with pytest.raises(
            TrainingError, match=r"stopped after 7 of 24 candidates: .*HTTP 500"
        ) as error:
            sample(tmp_path, author(stub(server)), concurrency=2)
        assert "out of coffee" in str(error.value)
        alive["answers"] = 100
        sampler = sample(tmp_path, author(stub(server)))
        assert sampler.stored == 7
    assert len(list(sampler.store)) == 24


def test_fallbacks_do_not_write_in_anothers_name(tmp_path):
    with StubServer() as broken, StubServer() as other:
        broken.script(lambda _: fail(500))
        backend = resolve_backend(
            {"spec": f"vllm:{broken.url}#a,vllm:{other.url}#b", "max_retries": 0}
        )
        with pytest.raises(TrainingError, match="stopped after 0"):
            sample(tmp_path, author(backend), contexts=CONTEXTS[:1])
        assert not other.requests


class BusyError(Exception):
    status_code = 429


def busy() -> BackendError:
    error = BackendError("busy")
    error.__cause__ = BusyError()
    return error


def test_concurrency_is_halved_when_busy_and_grows_back():
    under_way, most, refusals = 0, [], iter([True] * 8 + [False] * 10_000)

    async def work(job: int) -> int:
        nonlocal under_way
        under_way += 1
        most.append(under_way)
        await asyncio.sleep(0.001)
        under_way -= 1
        if next(refusals):
            raise busy()
        return job

    told: list[int] = []
    crowd: Crowd[int, int] = Crowd(work, lambda _, result: told.append(result), 8)
    load = asyncio.run(crowd.run(range(400)))
    assert sorted(told) == list(range(400))
    assert max(most) == 8
    assert min(most[8:24]) < 8
    assert load.allowed == 8
    assert load.busy == 8


def test_a_server_that_stays_busy_is_an_outage():
    async def work(_: int) -> int:
        raise busy()

    crowd: Crowd[int, int] = Crowd(work, lambda *_: None, 4, patience=0.02)
    with pytest.raises(OutageError, match="busy"):
        asyncio.run(crowd.run(range(10)))


def test_a_mistake_in_the_program_is_no_outage():
    async def work(_: int) -> int:
        raise ZeroDivisionError

    crowd: Crowd[int, int] = Crowd(work, lambda *_: None, 4)
    with pytest.raises(ZeroDivisionError):
        asyncio.run(crowd.run(range(10)))


def test_the_stage_writes_its_folder_and_refuses_another_group(tmp_path):
    pytest.importorskip("trl")
    own = tmp_path / "group.yaml"
    definition = (ROOT / "mascot/training/presets/miniature/ensemble.yaml").read_text()
    own.write_text(definition)
    options = ["--preset", "test", "--run", str(tmp_path), "--ensemble", str(own)]
    options += ["--policy", "demo", "--contexts", "2", "--candidates", "2"]
    options += ["--teacher_candidates", "0"]
    main(options)
    done = json.loads((tmp_path / "sample" / "done").read_text())
    assert done["summary"]["candidates"] == 12
    assert done["scripted"] == ["policy: demo (scripted, not a language model)"]
    (tmp_path / "sample" / "done").unlink()
    own.write_text(definition.replace("Slow, plain", "Quick, loud"))
    with pytest.raises(TrainingError, match="has changed since"):
        main(options)

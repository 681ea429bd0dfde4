"""The learned R_coherence: played, judged, paired, trained, and used by the director's reward."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("trl", reason="the train extra is not installed")

from mascot.corpora import Context
from mascot.dialogue import USER, Turn
from mascot.errors import TrainingError
from mascot.judges import GROUP, Block
from mascot.training import group_reward_model as stage
from mascot.training.blocks import PlayedBlock, shown
from mascot.training.coherence import LearnedCoherence
from mascot.training.director import make_reward
from mascot.training.director_settings import DirectorArguments
from mascot.training.records import Judged, RecordFile
from mascot.training.rollouts import Episode
from mascot.training.run import RunFolder
from mascot.training.scorer import RewardScorer
from mascot.training.text import block_parts, fitted
from tests.training.small import ENSEMBLE, make_base

OPTIONS = ("--preset", "test")
CONTEXT = Context("c/1", "made", "train", "negative", "1", "The house is quiet since she left.")


def block(index: int, *texts: str, context: Context = CONTEXT) -> PlayedBlock:
    ids = ENSEMBLE.ids
    turns = tuple(Turn(ids[i % len(ids)], text) for i, text in enumerate(texts))
    return PlayedBlock(
        context=context, index=index, turns=turns, random=False, seed=index, by="nobody"
    )


def judged(one: PlayedBlock, total: int) -> Judged:
    first, *others = GROUP.ids
    scores = dict.fromkeys(others, 1) | {first: total - len(others)}
    return Judged(
        candidate=one.id,
        situation=one.situation.key,
        persona="group",
        scores=scores,
        rubric=GROUP.label,
        judge="somebody",
    )


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    run = tmp_path_factory.mktemp("run")
    make_base(run)
    stage.main([*OPTIONS, "--run", str(run)])
    return run


def test_blocks_are_played_judged_and_learned_from(trained: Path) -> None:
    folder = trained / "group-reward-model"
    blocks = list(RecordFile(folder / "blocks.jsonl", PlayedBlock))
    assert len(blocks) == 48
    assert {len(each.turns) for each in blocks} == {3}
    assert sum(each.random for each in blocks) == 24
    assert len({each.id for each in blocks}) == 48
    assert len({each.text for each in blocks}) > 24, "blocks of one context differ"
    done = json.loads((folder / "done").read_text())
    assert done["summary"]["pairs held out"] >= 1
    assert {line.partition(":")[0] for line in done["scripted"]} == {
        "director",
        "judge",
        "speakers",
    }
    assert json.loads((folder / "standardisation.json").read_text())["subject"] == "block"


def test_what_is_there_is_not_played_again(trained: Path, tmp_path: Path) -> None:
    source = trained / "group-reward-model"
    run = tmp_path / "run"
    make_base(run)
    folder = run / "group-reward-model"
    folder.mkdir()
    lines = (source / "blocks.jsonl").read_text().splitlines(keepends=True)
    marked = [line.replace('"by": "', '"by": "the first, ') for line in lines[:30]]
    (folder / "blocks.jsonl").write_text("".join(marked) + lines[30][:40])
    stage.main([*OPTIONS, "--run", str(run), "--max_steps", "1", "--save_steps", "1"])
    blocks = list(RecordFile(folder / "blocks.jsonl", PlayedBlock))
    assert sum(each.by.startswith("the first") for each in blocks) == 30
    texts = {each.id: each.text for each in blocks}
    before = (PlayedBlock.from_dict(json.loads(line)) for line in lines)
    assert texts == {each.id: each.text for each in before}, "and what was missing is the same"


def test_several_processes_ask_for_the_material_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = tmp_path / "run"
    make_base(run)
    with monkeypatch.context() as several:
        parse = stage.parse

        def parsed(*args: Any) -> Any:
            found = parse(*args)  # TRL's configuration would look for the other process
            several.setenv("WORLD_SIZE", "2")
            return found

        several.setattr(stage, "parse", parsed)
        several.setattr("mascot.training.run.together", lambda: None)
        with pytest.raises(TrainingError, match="--material_only"):
            stage.main([*OPTIONS, "--run", str(run)])
    stage.main([*OPTIONS, "--run", str(run), "--material_only"])
    folder = run / "group-reward-model"
    assert (folder / "statistics.json").is_file()
    assert not (folder / "done").exists()
    assert not (folder / "checkpoints").exists()


def test_the_directors_reward_uses_it(trained: Path) -> None:
    arguments = DirectorArguments(ensemble="miniature", coherence="learned", eta=0.0)
    reward = make_reward(RunFolder(trained, "director"), arguments, ENSEMBLE, cache=None)  # type: ignore[arg-type]
    episodes = [
        Episode(context=CONTEXT, seed=0, turns=one.turns, director=())
        for one in (block(0, "That is quiet.", "How long has it been?"), block(1, "No."))
    ]
    scorer = RewardScorer.load(trained / "group-reward-model", subject="block")
    scene = CONTEXT.scene(ENSEMBLE)
    expected = scorer.blocks([scene] * 2, [each.turns for each in episodes])
    totals = [score.total for score in reward(episodes, 3)]
    assert totals == pytest.approx([1 / (1 + math.exp(-each)) for each in expected], abs=1e-6)
    assert totals[0] != totals[1]


def test_a_block_in_which_nothing_was_said_is_worth_nothing() -> None:
    asked: list[Any] = []

    def score(scenes: Any, blocks: Any) -> list[float]:
        asked.extend(blocks)
        return [0.0] * len(blocks)

    silent = Episode(context=CONTEXT, seed=0, turns=(), director=())
    heard = Episode(context=CONTEXT, seed=0, turns=(Turn("anchor", "Oh."),), director=())
    assert LearnedCoherence(score, ENSEMBLE)([silent, heard]) == [0.0, 0.5]
    assert len(asked) == 1


def test_pairs_are_of_one_context_and_far_enough_apart() -> None:
    other = Context("c/2", "made", "train", "negative", "2", "It rains.")
    blocks = [
        block(0, "Good."),
        block(1, "Fair."),
        block(2, "Bad."),
        block(0, "Far.", context=other),
    ]
    totals = [14, 12, 11, 4]
    found = stage.choose(
        blocks,
        [judged(one, total) for one, total in zip(blocks, totals, strict=True)],
        stage.GroupRewardArguments(delta=0.5, per_context=3),
    )
    # Table 6 has four criteria: means that differ by 0.5 are sums that differ by 2.
    assert [(p.better.candidate.index, p.worse.candidate.index, p.gap) for p in found] == [
        (0, 2, 3)
    ]
    with pytest.raises(TrainingError, match="no two blocks about the same context differ by 12"):
        stage.choose(
            blocks,
            [judged(one, total) for one, total in zip(blocks, totals, strict=True)],
            stage.GroupRewardArguments(delta=3.0),
        )


def test_what_is_read_holds_everybody_and_loses_the_beginning_first(trained: Path) -> None:
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(trained / "base")
    scene = CONTEXT.scene(ENSEMBLE)
    said = block(0, "<think>secret</think>Quiet it is.", "Since when?").turns
    text = "".join(block_parts(scene, said))
    assert "secret" not in text
    assert text.index(CONTEXT.text) < text.index("Quiet it is.") < text.index("Since when?")
    assert all(persona.name in text for persona in ENSEMBLE.personas)
    whole, cut = fitted(tokenizer, block_parts(scene, said), 4096)
    assert not cut
    short, cut = fitted(tokenizer, block_parts(scene, said), len(whole) - 3)
    assert cut
    assert len(short) == len(whole) - 3
    assert tokenizer.decode(short).rstrip(tokenizer.eos_token).endswith("Since when?")


def test_a_judge_is_shown_the_block_and_not_the_users_words_in_it() -> None:
    one = block(0, "Quiet it is.")
    item = shown(ENSEMBLE)(one)
    assert isinstance(item, Block)
    assert item.turns == one.turns
    assert item.scene.turns == (Turn(USER, CONTEXT.text),)


def test_models_of_replies_and_of_blocks_are_not_mixed_up(trained: Path) -> None:
    with pytest.raises(TrainingError, match=r"scores a block.*mascot train reward-model wrote"):
        RewardScorer.load(trained / "group-reward-model")


def test_a_plan_plays_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stage.main([*OPTIONS, "--run", str(tmp_path), "--dry_run"])
    said = capsys.readouterr().err
    assert "48: 4 of 12 contexts, 3 turns each" in said
    assert "144 of speakers (demo), 72 of the director (demo)" in said
    assert not (tmp_path / "group-reward-model").exists()

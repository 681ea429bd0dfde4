"""``mascot train group-reward-model``: R_coherence as a learned model of whole blocks.

K episodes of each context are played, some by the director and some in random order, and judged by
Table 6; of each context the best is paired with the worst by the margin that Phase I has, and a
reward model learns to tell them apart. ``mascot train director --coherence learned`` uses it.

    accelerate launch -m mascot.training.group_reward_model --preset paper --run runs/paper
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from trl import ModelConfig, RewardConfig

from mascot.agents import Layout
from mascot.corpora import Context, load_contexts
from mascot.digest import digest
from mascot.errors import TrainingError
from mascot.judges import GROUP, ScoreCache, resolve_judge
from mascot.personas import Ensemble
from mascot.training.arguments import (
    GroupArguments,
    MarginArguments,
    PatienceArguments,
    SeatArguments,
    SplitArguments,
    at_least_one,
)
from mascot.training.bar import Bar
from mascot.training.blocks import PlayedBlock, block_id, shown
from mascot.training.config import find_ensemble, parse
from mascot.training.crowd import Crowd, OutageError
from mascot.training.grading import Grader, latest
from mascot.training.judging import check_judges
from mascot.training.pairing import (
    Preference,
    Select,
    held_out_clusters,
    pair_up,
    score,
    verdict_of,
)
from mascot.training.plan import Plan
from mascot.training.players import player
from mascot.training.policy import base_of
from mascot.training.records import Judged, RecordFile
from mascot.training.reward_model import Card, PairTokens, fit, load_base, window
from mascot.training.rollouts import Rollouts
from mascot.training.run import RunFolder
from mascot.training.sampling import gently
from mascot.training.stages import launch
from mascot.training.text import block_parts, fitted
from mascot.training.watch import hush

STAGE = "group-reward-model"
BLOCKS, JUDGED, STATISTICS = "blocks.jsonl", "judged.jsonl", "statistics.json"
_SEEDS = 2**31 - 1


@dataclass
class GroupRewardArguments(
    GroupArguments, SplitArguments, SeatArguments, PatienceArguments, MarginArguments
):
    """Blocks, their judgement, and the pairs."""

    _argument_group_name = "group reward model"

    blocks: int = field(default=8, metadata={"help": "K: how many of each context."})
    undirected: float = field(
        default=0.5,
        metadata={"help": "Share of the blocks in random order, which a director must not learn."},
    )
    judges: list[str] = field(
        default_factory=lambda: ["heuristic"],
        metadata={"help": "heuristic (fixed rules, no model), or backends."},
    )
    cache: Path | None = field(
        default=None, metadata={"help": "The score cache; by default one in the stage's folder."}
    )
    per_context: int = field(default=1, metadata={"help": "At most so many pairs per context."})
    concurrency: int = field(default=16, metadata={"help": "Episodes, or judgements, at once."})
    material_only: bool = field(
        default=False,
        metadata={"help": "Play and judge the blocks, and stop: before `accelerate launch`."},
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        at_least_one(self, "blocks", "per_context", "concurrency")
        if not 0 <= self.undirected <= 1:
            raise ValueError(f"undirected is {self.undirected}; it is a share from 0 to 1")


def main(argv: Sequence[str] | None = None) -> None:
    """The stage.

    Raises:
        TrainingError: Something is missing, does not fit together, or goes wrong on the way; what
            was completed is kept.
    """
    parsed = parse(STAGE, (GroupRewardArguments, ModelConfig, RewardConfig), argv)
    args, model, config = parsed.args
    folder = RunFolder(parsed.run.run, STAGE)
    ensemble = find_ensemble(args.ensemble)
    contexts = load_contexts(args.corpus, args.split, limit=args.contexts, seed=config.seed)
    if parsed.run.dry_run:
        folder.say("\n".join(_plan(folder, args, model, config, ensemble, contexts).lines()))
        return
    if not folder.begin(parsed):
        return
    hush()
    if int(os.environ.get("WORLD_SIZE", "1")) == 1:
        _material(folder, args, ensemble, contexts, config.seed)
    elif not (folder.path / STATISTICS).is_file():
        raise TrainingError(  # the others would wait for hours, which their library does not allow
            f"{STAGE}: the blocks are played and judged by one process; do that first, with the "
            f"same settings: mascot train {STAGE} --run {folder.run} --material_only"
        )
    if args.material_only:
        folder.say(f"{STAGE}: the blocks are in {folder.path / BLOCKS}; the model is yet to come")
        return
    blocks = list(RecordFile(folder.path / BLOCKS, PlayedBlock))
    judged = list(RecordFile(folder.path / JUDGED, Judged))
    chosen = choose(blocks, judged, args)
    base = base_of(folder, model)
    classifier, tokenizer = load_base(base, model)
    longest = config.max_length or window(classifier)
    clusters = (pair.better.candidate.context.cluster for pair in chosen)
    held_out = held_out_clusters(clusters, args.held_out, config.seed)
    pairs: dict[str, list[PairTokens]] = {"train": [], "test": []}
    for pair in chosen:
        split = "test" if pair.better.candidate.context.cluster in held_out else "train"
        pairs[split].append(tokens_of(pair, ensemble, tokenizer, longest))
    if not pairs["train"] or not pairs["test"]:
        raise TrainingError(
            f"{len(chosen)} pairs are too few for a part to learn from and one to test on; play "
            "more contexts, or lower delta"
        )
    card = Card(
        title="MASCOT group reward model",
        what=f"Scores a block of replies by the group {ensemble.id!r}: the log odds, up to a "
        "constant, that judges prefer it by Table 6. `mascot train director --coherence learned` "
        "uses it; `RewardScorer.load(FOLDER, subject='block').blocks` scores by it.",
        corpora=sorted({*(b.context.corpus for b in blocks), *folder.corpora_of("base")}),
        scripted=_stand_ins(folder),
        subject="block",
    )
    fit(folder, classifier, tokenizer, pairs, model, config, base, card)


def choose(
    blocks: Sequence[PlayedBlock], judged: Sequence[Judged], args: GroupRewardArguments
) -> list[Preference[PlayedBlock]]:
    """The pairs: of each context the best and the worst, if they are far enough apart.

    Raises:
        TrainingError: There is none.
    """
    found = list(latest(judged).values())
    verdict = verdict_of(found)
    points = verdict.points(args.delta)
    scored, _ = score(blocks, found, verdict)
    pairs = pair_up(scored, points, select=cast("Select", args.select), cap=args.per_context)
    if not pairs:
        raise TrainingError(
            f"no pair: no two blocks about the same context differ by {points} points (delta "
            f"{args.delta:g}); lower delta, play more blocks, or raise the temperature"
        )
    return pairs


def tokens_of(
    pair: Preference[PlayedBlock], ensemble: Ensemble, tokenizer: Any, max_length: int
) -> PairTokens:
    """A pair, as the model reads it."""
    better, worse = pair.better.candidate, pair.worse.candidate
    scene = better.context.scene(ensemble)
    chosen, one = fitted(tokenizer, block_parts(scene, better.turns), max_length)
    rejected, other = fitted(tokenizer, block_parts(scene, worse.turns), max_length)
    row = {
        "persona": pair.persona,
        "score_gap": pair.gap,
        "chosen": better.text,
        "rejected": worse.text,
    }
    return PairTokens(chosen, rejected, row, one or other)


def _material(
    folder: RunFolder,
    args: GroupRewardArguments,
    ensemble: Ensemble,
    contexts: Sequence[Context],
    seed: int,
) -> None:
    """Plays and judges what is not there yet."""
    played = RecordFile(folder.path / BLOCKS, PlayedBlock)
    stand_ins = _play(folder, args, ensemble, contexts, played, seed)
    with ExitStack() as stack:
        cache = stack.enter_context(ScoreCache(args.cache or folder.path / "cache.sqlite"))
        judges = [resolve_judge(spec, cache=cache) for spec in args.judges]
        check_judges(judges)
        grader = Grader(
            show=shown(ensemble),
            judges=judges,
            rubric=GROUP,
            store=RecordFile(folder.path / JUDGED, Judged),
            concurrency=args.concurrency,
            patience=args.patience,
            say=folder.say,
        )
        blocks = list(played)
        gently(grader.run(blocks))
    judged = list(latest(RecordFile(folder.path / JUDGED, Judged)).values())
    stand_ins += [f"judge: {judge.label}" for judge in judges if judge.scripted]
    folder.write_json(
        STATISTICS,
        {
            "blocks": len(blocks),
            "in random order": sum(block.random for block in blocks),
            "judgements": len(judged),
            "missing": sum(each.scores is None for each in judged),
            "scores": dict(sorted(Counter(e.total for e in judged if e.total is not None).items())),
            "scripted": sorted(set(stand_ins)),
        },
    )


def _play(
    folder: RunFolder,
    args: GroupRewardArguments,
    ensemble: Ensemble,
    contexts: Sequence[Context],
    store: RecordFile[PlayedBlock],
    seed: int,
) -> list[str]:
    """Plays the blocks that are missing, and names the stand-ins."""

    def seat(spec: str, role: Any, *, thinks: bool, tokens: int) -> Any:
        return player(
            folder,
            spec,
            role,
            thinking=thinks,
            temperature=args.temperature,
            max_tokens=tokens,
            batch=args.concurrency,
        )

    speaker = seat(args.speaker, "speaker", thinks=args.speaker_thinks, tokens=args.speaker_tokens)
    director = seat(args.director, "director", thinks=False, tokens=args.director_tokens)
    turns = args.turns or len(ensemble.personas)
    layout = cast("Layout", args.layout)
    rollouts = {
        random: Rollouts(
            ensemble,
            director,
            speaker,
            turns=turns,
            layout=layout,
            strategy="random" if random else "director",
        )
        for random in (False, True)
    }
    in_random_order = round(args.undirected * args.blocks)

    async def work(job: tuple[Context, int]) -> PlayedBlock:
        context, index = job
        drawn = int(digest(seed, context.id, index), 16) % _SEEDS
        random = index < in_random_order
        episode = await rollouts[random].episode(context, drawn)
        return PlayedBlock(
            context=context,
            index=index,
            turns=episode.turns,
            random=random,
            seed=drawn,
            by=speaker.label,
        )

    present = {block.id for block in store}
    jobs = [(context, index) for context in contexts for index in range(args.blocks)]
    missing = [job for job in jobs if block_id(*job) not in present]
    if len(missing) < len(jobs):
        folder.say(f"{STAGE}: {len(jobs) - len(missing):,} of {len(jobs):,} blocks are there")
    with store, Bar("blocks", len(jobs), len(jobs) - len(missing), folder.say) as bar:

        def done(_: tuple[Context, int], block: PlayedBlock) -> None:
            store.append(block)
            bar.step()

        crowd = Crowd(work, done, args.concurrency, patience=args.patience)
        try:
            gently(_run(crowd, missing))
        except OutageError as error:
            raise TrainingError(
                f"{STAGE}: stopped after {len(jobs) - len(missing) + crowd.load.done:,} of "
                f"{len(jobs):,} blocks: {error}. What was played is kept; the same command goes on "
                "from here"
            ) from error
    seated = {"speakers": speaker, "director": director}
    return [f"{role}: {each.label}" for role, each in seated.items() if each.scripted]


async def _run(crowd: Crowd[Any, Any], jobs: Sequence[Any]) -> None:
    await crowd.run(jobs)


def _stand_ins(folder: RunFolder) -> list[str]:
    text = (folder.path / STATISTICS).read_text(encoding="utf-8")
    return list(json.loads(text)["scripted"])


def _plan(
    folder: RunFolder,
    args: GroupRewardArguments,
    model: ModelConfig,
    config: RewardConfig,
    ensemble: Ensemble,
    contexts: Sequence[Context],
) -> Plan:
    turns = args.turns or len(ensemble.personas)
    blocks = len(contexts) * args.blocks
    asked = sum(judge != "heuristic" for judge in args.judges)
    directed = blocks - len(contexts) * round(args.undirected * args.blocks)
    return Plan(
        stage=STAGE,
        facts={
            "blocks": f"{blocks:,}: {args.blocks} of {len(contexts):,} contexts, {turns} turns each",
            "calls": f"{blocks * turns:,} of speakers ({args.speaker}), {directed * turns:,} of the "
            f"director ({args.director}), {blocks * asked:,} of judges ({', '.join(args.judges)})",
            "pairs": f"at most {len(contexts) * args.per_context:,}, of blocks whose mean scores "
            f"differ by {args.delta:g} or more",
            "model": f"{model.model_name_or_path or folder.run / 'base'} with a scalar head, "
            f"{config.num_train_epochs:g} epochs",
            "writes": str(folder.path),
        },
    )


if __name__ == "__main__":
    launch(main)

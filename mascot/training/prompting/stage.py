"""``mascot train prompts``: the group's texts for models without weights, Phases I and II.

    mascot train prompts --preset paper --run runs/api --speaker openai:gpt-4o --director openai:gpt-4o

The result is a group, ``<run>/prompts/ensemble.yaml``, for ``mascot chat --ensemble FILE``.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from mascot.agents import Layout
from mascot.backends import resolve_backend
from mascot.corpora import Context, load_contexts
from mascot.errors import TrainingError
from mascot.judges import ScoreCache, resolve_judge
from mascot.personas import Ensemble, dump_yaml, load_ensemble
from mascot.training.coherence import Coherence, JudgedCoherence
from mascot.training.comparison import paired_interval
from mascot.training.config import find_ensemble, parse
from mascot.training.group_reward import Diversity, GroupWeights
from mascot.training.players import player
from mascot.training.plots import Panel, draw_curves, read_log
from mascot.training.prompting.bench import Bench
from mascot.training.prompting.meter import Meter
from mascot.training.prompting.outcome import Outcome, Reflected
from mascot.training.prompting.reflection import Author, Reflection, author_of
from mascot.training.prompting.search import Found, search
from mascot.training.prompting.settings import PromptArguments, plan
from mascot.training.prompting.trials import EpisodeTrial, ReplyReward, ReplyTrial, Trial
from mascot.training.prompting.wording import Phase, Texts, texts_of, with_texts
from mascot.training.records import RecordFile
from mascot.training.rewards import FormatBounds
from mascot.training.run import RunFolder
from mascot.training.stages import launch

STAGE = "prompts"
RESULT = "ensemble.yaml"
_PANELS = (
    Panel(title="Phase I: the personas' instructions", series={"score": "speakers/score"}),
    Panel(title="Phase II: the director's brief", series={"score": "director/score"}),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A phase's score before and after, on contexts that it had not seen.

    Attributes:
        before: With the texts that there were.
        after: With those that were found.
        low: The lower end of the 95 % interval of the paired difference.
        high: The upper end.
        contexts: On how many.
    """

    before: float
    after: float
    low: float
    high: float
    contexts: int


def main(argv: Sequence[str] | None = None) -> None:
    """Looks for better texts, or prints what that would take.

    Raises:
        TrainingError: Something is missing, or a model fails for good; what is done is kept, and
            the same command goes on from there.
    """
    parsed = parse(STAGE, (PromptArguments,), argv)
    (args,) = cast("tuple[PromptArguments]", parsed.args)
    folder = RunFolder(parsed.run.run, STAGE)
    ensemble = find_ensemble(args.ensemble)
    contexts = _contexts(args)
    if parsed.run.dry_run:
        folder.say("\n".join(plan(folder, args, ensemble, contexts).lines()))
        return
    if not folder.begin(parsed):
        return
    meter = Meter()
    with ExitStack() as stack:
        stack.enter_context(meter.listens())
        cache = stack.enter_context(ScoreCache(folder.path / "cache.sqlite"))
        work = _Work(folder, args, ensemble, contexts, cache, stack.enter_context(asyncio.Runner()))
        try:
            found, changes = work.all()
        except KeyboardInterrupt:
            raise TrainingError(
                "interrupted; what was tried is kept, and the same command goes on from here"
            ) from None
    _finish(work, found, changes, meter)


class _Work:
    """The phases, one after the other."""

    def __init__(
        self,
        folder: RunFolder,
        args: PromptArguments,
        ensemble: Ensemble,
        contexts: Mapping[str, Sequence[Context]],
        cache: ScoreCache,
        runner: asyncio.Runner,
    ) -> None:
        self.folder, self.args, self.cards, self.contexts = folder, args, ensemble, contexts
        self.texts: Texts = {}
        self.judge = resolve_judge(args.judge, cache=cache)
        self.author: Author = author_of(
            args.reflection,
            lambda spec: resolve_backend(
                {"spec": spec, "temperature": args.reflection_temperature}
            ),
            args.proposals,
            ensemble,
            args.longest,
        )
        self.scripted: set[str] = set()
        self._runner = runner

    def all(self) -> tuple[dict[str, Found], dict[str, Change]]:
        """Searches phase after phase; a later one builds on what an earlier one has found."""
        found: dict[str, Found] = {}
        changes: dict[str, Change] = {}
        for phase in self.args.phases:
            with ExitStack() as stack:
                bench, reflection = self._bench(cast("Phase", phase), stack)
                start = texts_of(self.cards, cast("Phase", phase))
                found[phase] = search(
                    start,
                    bench,
                    reflection,
                    learn_from=self.contexts["learn"],
                    select_by=self.contexts["select"],
                    trials=self.args.trials,
                    minibatch=self.args.minibatch,
                    seed=self.args.seed,
                )
                changes[phase] = compare(bench, start, found[phase].texts, self.contexts["test"])
            self.texts = {**self.texts, **found[phase].texts}
            self.folder.say(f"{STAGE}: {phase}: {in_words(changes[phase])}")
        return found, changes

    def _bench(self, phase: Phase, stack: ExitStack) -> tuple[Bench, Reflection]:
        path = self.folder.path
        outcomes = stack.enter_context(RecordFile(path / f"{phase}.jsonl", Outcome))
        proposals = stack.enter_context(RecordFile(path / f"{phase}-proposals.jsonl", Reflected))
        bench = Bench(
            trial=self._trial(phase),
            store=outcomes,
            folder=self.folder,
            runner=self._runner,
            longest=self.args.longest,
            concurrency=self.args.concurrency,
            patience=self.args.patience,
        )
        return bench, Reflection(self.author, proposals)

    def _trial(self, phase: Phase) -> Trial:
        args, folder = self.args, self.folder
        speaker = player(
            folder,
            args.speaker,
            "speaker",
            thinking=args.speaker_thinks,
            temperature=args.temperature,
            max_tokens=args.speaker_tokens,
            batch=args.concurrency,
        )
        self._stand_in("speakers", speaker)
        layout = cast("Layout", args.layout)
        if phase == "speakers":
            reward = ReplyReward(
                judge=self.judge,
                learned=_scorer(folder, args),
                format_weight=args.format_weight,
                bounds=FormatBounds(trace=args.trace_tokens, answer=args.answer_tokens),
                thinks=args.speaker_thinks,
            )
            return ReplyTrial(self.cards, speaker, reward, layout=layout, seed=args.seed)
        director = player(
            folder,
            args.director,
            "director",
            thinking=False,
            temperature=args.temperature,
            max_tokens=args.director_tokens,
            batch=args.concurrency,
        )
        self._stand_in("director", director)
        judged = JudgedCoherence(self.judge, self.cards, cast("Coherence", args.coherence))
        return EpisodeTrial(
            with_texts(self.cards, self.texts),
            self.cards,
            director,
            speaker,
            judged.of,
            self.judge,
            GroupWeights(
                eta=args.eta,
                diversity=cast("Diversity", args.diversity),
                content=args.content_weight,
                validity=args.validity_weight,
            ),
            turns=args.turns or len(self.cards.personas),
            layout=layout,
            seed=args.seed,
        )

    def _stand_in(self, role: str, backend: Any) -> None:
        if backend.scripted:
            self.scripted.add(f"{role}: {backend.label}")


def compare(bench: Bench, before: Texts, after: Texts, contexts: Sequence[Context]) -> Change:
    """The scores of two sets of texts on the same contexts, with the same seeds.

    Raises:
        TrainingError: A model fails for good, or the judge gives no score.
    """
    pairs = [
        (one.score, other.score, context.cluster)
        for one, other, context in zip(
            bench.try_all(before, contexts), bench.try_all(after, contexts), contexts, strict=True
        )
        if one.score is not None and other.score is not None
    ]
    if not pairs:
        raise TrainingError(f"not one of {len(contexts)} held-out contexts got a score")
    first, second, clusters = zip(*pairs, strict=True)
    low, high = paired_interval(np.subtract(second, first), clusters)
    return Change(
        before=float(np.mean(first)),
        after=float(np.mean(second)),
        low=low,
        high=high,
        contexts=len(pairs),
    )


def in_words(change: Change) -> str:
    """A change in a line."""
    return (
        f"{change.before:.3f} before, {change.after:.3f} after on {change.contexts} held-out "
        f"contexts; difference {change.after - change.before:+.3f} (95 % interval "
        f"{change.low:+.3f} to {change.high:+.3f})"
    )


def _contexts(args: PromptArguments) -> dict[str, tuple[Context, ...]]:
    """Contexts to learn from, to select by and to compare on; no conversation is in two of them."""
    both = load_contexts(args.corpus, args.split, limit=args.contexts + args.select, seed=args.seed)
    if len(both) < 2:  # noqa: PLR2004
        raise TrainingError(
            f"{args.corpus} ({args.split}): one context is too few to learn from and to select by"
        )
    clusters = list(dict.fromkeys(context.cluster for context in both))
    share = max(1, round(len(clusters) * args.select / (args.contexts + args.select)))
    chosen = set(clusters[::-1][:share])
    return {
        "learn": tuple(c for c in both if c.cluster not in chosen),
        "select": tuple(c for c in both if c.cluster in chosen),
        "test": load_contexts(
            args.corpus, args.held_out, limit=args.held_out_contexts, seed=args.seed
        ),
    }


def _scorer(folder: RunFolder, args: PromptArguments) -> Any:
    if args.reward != "learned":
        return None
    from mascot.training.scorer import RewardScorer  # noqa: PLC0415

    return RewardScorer.load(args.reward_model or folder.input("reward-model"))


def _finish(
    work: _Work, found: Mapping[str, Found], changes: Mapping[str, Change], meter: Meter
) -> None:
    folder, args = work.folder, work.args
    result = with_texts(work.cards, work.texts)
    file = folder.path / RESULT
    file.write_text(dump_yaml(result), encoding="utf-8")
    load_ensemble(file)  # what is written can be chatted with
    summary: dict[str, Any] = {}
    for phase, change in changes.items():
        summary |= {
            f"{phase}: held-out score before": round(change.before, 4),
            f"{phase}: held-out score after": round(change.after, 4),
            f"{phase}: difference, 95 % interval": f"{change.low:+.3f} to {change.high:+.3f}",
            f"{phase}: proposals": found[phase].tried,
            f"{phase}: kept": len(found[phase].scores) - 1,
            f"{phase}: score selected by, start": round(found[phase].scores[0], 4),
            f"{phase}: score selected by, best": round(found[phase].best, 4),
        }
    # A run that was stopped counts from when it was last started.
    summary |= {"calls": meter.spending.calls, **meter.spending.summary(args.prices)}
    own = {phase: texts_of(work.cards, cast("Phase", phase)) for phase in found}
    folder.write_json(
        "texts.json",
        {
            phase: {
                name: {"before": own[phase][name], "after": text}
                for name, text in each.texts.items()
            }
            for phase, each in found.items()
        },
    )
    rows = read_log(folder.path / "metrics.jsonl")
    drawn = draw_curves({"run": rows}, _PANELS, folder.path / "curves.png", title="Texts")
    if work.judge.scripted:
        work.scripted.add("judge: heuristic (fixed rules, not a model)")
    if work.author.scripted:
        work.scripted.add(f"reflection: {work.author.label}")
    folder.finish(
        title="MASCOT texts",
        what=f"The group {work.cards.id!r} with instructions and a director's brief that were "
        "optimised by GEPA against the rewards of training; no weight was changed. Judges saw the "
        f"cards as they were before. Chat with it: `mascot chat --ensemble {file}`.",
        summary=summary,
        corpora=sorted({c.corpus for part in work.contexts.values() for c in part}),
        plots=[drawn.name] if drawn else [],
        scripted=sorted(work.scripted),
    )


if __name__ == "__main__":
    launch(main)

"""Candidates: K replies per context and persona, by the policy and, where configured, a teacher.

Every candidate comes the way a reply comes when the group is served: the same prompt, one call of
the model, the same filter for what is speech. It is written down the moment it is there; a stage
that was killed goes on with what is missing and asks nothing twice.

    mascot train sample --run runs/mine --policy vllm:http://127.0.0.1:8000 --concurrency 64
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from mascot.agents import Layout, Prompts
from mascot.backends import Backend, Known, Seat, resolve_backend
from mascot.corpora import count_tokens, load_contexts
from mascot.errors import TrainingError
from mascot.personas import Ensemble, dump_yaml
from mascot.training.arguments import (
    GroupArguments,
    PatienceArguments,
    PriceArguments,
    SplitArguments,
    at_least_one,
)
from mascot.training.records import Candidate, RecordFile, Situation
from mascot.training.sampler import Author, Sampler, situations_of
from mascot.training.spending import Spending

if TYPE_CHECKING:
    from mascot.training.plan import Plan
    from mascot.training.run import RunFolder

STAGE = "sample"
CANDIDATES = "candidates.jsonl"
ENSEMBLE = "ensemble.yaml"
OWN = ("sft", "base")
"""Policies that an earlier stage of the run has made."""


@dataclass
class SampleArguments(GroupArguments, SplitArguments, PatienceArguments, PriceArguments):
    """Candidates."""

    _argument_group_name = "sample"

    context_tokens: int = field(
        default=2048, metadata={"help": "How long a meeting's topic may be, about."}
    )
    policy: str = field(
        default="sft",
        metadata={
            "help": "Who writes: sft (this run's adapter), base (this run's base), or a backend: "
            "vllm:http://…#speaker, openai:NAME, demo, …"
        },
    )
    candidates: int = field(default=8, metadata={"help": "K: how many each persona writes."})
    teacher: str | None = field(
        default=None, metadata={"help": "A backend that adds candidates of its own."}
    )
    teacher_candidates: int = field(default=2, metadata={"help": "How many it adds."})
    temperature: float = field(default=1.0, metadata={"help": "Of policy and teacher."})
    top_p: float = field(default=1.0, metadata={"help": "Of policy and teacher."})
    max_tokens: int = field(default=1024, metadata={"help": "Of thinking and reply together."})
    thinking: bool = field(
        default=True, metadata={"help": "Whether a policy that can think does so, as it is served."}
    )
    concurrency: int = field(
        default=16, metadata={"help": "Calls at once, at most; a batch for a model in the process."}
    )
    seed: int = field(default=1, metadata={"help": "Draws contexts and seeds every call."})

    def __post_init__(self) -> None:
        at_least_one(self, "candidates", "concurrency", "max_tokens", "context_tokens")


def main(argv: Sequence[str] | None = None) -> None:
    """Samples the candidates, or prints what that would take.

    Raises:
        TrainingError: Something is missing, or a backend fails for good; what is done is kept.
    """
    from mascot.training.config import find_ensemble, parse  # noqa: PLC0415  (brings torch)
    from mascot.training.run import RunFolder  # noqa: PLC0415

    parsed = parse(STAGE, (SampleArguments,), argv)
    (arguments,) = cast("tuple[SampleArguments]", parsed.args)
    folder = RunFolder(parsed.run.run, STAGE)
    ensemble = find_ensemble(arguments.ensemble)
    contexts = load_contexts(
        arguments.corpus,
        arguments.split,
        limit=arguments.contexts,
        seed=arguments.seed,
        tokens=arguments.context_tokens,
    )
    situations = situations_of(contexts, ensemble)
    if parsed.run.dry_run:
        folder.say("\n".join(_plan(arguments, ensemble, situations).lines()))
        return
    if not folder.begin(parsed):
        return
    _same_group(folder.path / ENSEMBLE, ensemble)
    authors, at_once = _authors(folder, arguments, ensemble)
    sampler = Sampler(
        ensemble=ensemble,
        store=RecordFile(folder.path / CANDIDATES, Candidate),
        layout=cast("Layout", arguments.layout),
        concurrency=at_once,
        patience=arguments.patience,
        seed=arguments.seed,
        say=folder.say,
    )
    gently(sampler.run(situations, authors))
    _finish(folder, arguments, sampler, authors)


def gently(work: Coroutine[Any, Any, None]) -> None:
    """Runs a coroutine; the interrupt key ends it between two records.

    Raises:
        TrainingError: It was interrupted.
    """
    try:
        asyncio.run(work)
    except KeyboardInterrupt:
        raise TrainingError(
            "interrupted; what is there is kept, and the same command goes on from here"
        ) from None


def _authors(
    folder: RunFolder, arguments: SampleArguments, ensemble: Ensemble
) -> tuple[list[Author], int]:
    """The policy and the teacher, and how many calls may be under way."""
    at_once = arguments.concurrency
    if arguments.policy in OWN:
        from mascot.training.local import local_backend  # noqa: PLC0415  (brings torch)

        policy = local_backend(
            folder.input(arguments.policy),
            temperature=arguments.temperature,
            top_p=arguments.top_p,
            max_tokens=arguments.max_tokens,
            thinking=arguments.thinking,
            batch=arguments.concurrency,
        )
        backends = dict.fromkeys(ensemble.ids, policy)
        at_once *= 2  # the next batch waits while one is computed
    else:
        backends = _backends(arguments.policy, arguments, ensemble)
    authors = [Author(backends=backends, count=arguments.candidates)]
    if arguments.teacher and arguments.teacher_candidates:
        teacher = _backends(arguments.teacher, arguments, ensemble)
        count = arguments.teacher_candidates
        authors.append(Author(backends=teacher, count=count, teacher=True))
    for author in authors:
        for backend in {b.label: b for b in author.backends.values()}.values():
            role = "teacher" if author.teacher else "policy"
            folder.say("\n".join([f"{STAGE}: {role} {backend.label}", *backend.notices]))
    return authors, at_once


def _backends(spec: str, arguments: SampleArguments, ensemble: Ensemble) -> dict[str, Backend]:
    """The model of each persona, as a served group would have it."""
    known = Known()
    options = {
        "spec": spec,
        "temperature": arguments.temperature,
        "top_p": arguments.top_p,
        "max_tokens": arguments.max_tokens,
        "profile": "deliberate" if arguments.thinking else "fast",
    }
    return {
        persona: resolve_backend(options, seat=Seat("speaker", persona, known))
        for persona in ensemble.ids
    }


def _same_group(file: Path, ensemble: Ensemble) -> None:
    """Keeps the group that candidates are sampled for, and makes sure that it stays the same.

    Raises:
        TrainingError: It has changed since the stage was begun.
    """
    text = dump_yaml(ensemble)
    if not file.is_file():
        file.write_text(text, encoding="utf-8")
    elif file.read_text(encoding="utf-8") != text:
        raise TrainingError(
            f"the group {ensemble.id!r} has changed since {file.parent} was begun; begin anew "
            "(--force), or name another folder (--run)"
        )


def _plan(arguments: SampleArguments, ensemble: Ensemble, situations: Sequence[Situation]) -> Plan:
    from mascot.training.plan import Plan  # noqa: PLC0415

    prompts = Prompts(ensemble, cast("Layout", arguments.layout))
    lengths = [
        sum(count_tokens(str(m.content)) for m in prompts.render(s.request(ensemble)))
        for s in situations
    ]
    extra = arguments.teacher_candidates if arguments.teacher else 0
    each = arguments.candidates + extra
    most = Spending(
        prompt=each * sum(lengths), completion=each * len(situations) * arguments.max_tokens
    )
    facts = {
        "contexts": f"{len(situations) // len(ensemble.ids):,} of {arguments.corpus}",
        "personas": ", ".join(ensemble.ids),
        "candidates": f"{each * len(situations):,} ({arguments.candidates} by {arguments.policy}"
        + (f", {extra} by {arguments.teacher})" if extra else ")"),
        "tokens": f"about {most.prompt:,} read, at most {most.completion:,} written",
    }
    cost = most.cost(arguments.prices)
    if cost is not None:
        facts["cost"] = f"at most {cost:,.2f}, before any cache"
    return Plan(stage=STAGE, facts=facts)


def _finish(
    folder: RunFolder, arguments: SampleArguments, sampler: Sampler, authors: Sequence[Author]
) -> None:
    found = list(sampler.store)
    texts = Counter(candidate.text for candidate in found)
    spending = Spending()
    for candidate in found:
        spending.add(candidate.usage)
    scripted = sorted(
        {
            f"{'teacher' if author.teacher else 'policy'}: {backend.label}"
            for author in authors
            for backend in author.backends.values()
            if backend.scripted
        }
    )
    folder.finish(
        title="Candidate replies",
        what="Several replies of each persona to each context, as served, for a judge to score.",
        summary={
            "candidates": len(found),
            "situations": len({candidate.situation.key for candidate in found}),
            "different texts": len(texts),
            "empty": texts[""],
            "cut at the limit": sum(candidate.truncated for candidate in found),
            **spending.summary(arguments.prices),
            **({"busy share": round(sampler.load.share, 3)} if sampler.load else {}),
        },
        corpora=sorted({candidate.situation.context.corpus for candidate in found}),
        scripted=scripted,
    )


if __name__ == "__main__":
    from mascot.training.stages import launch

    launch(main)

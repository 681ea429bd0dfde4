"""A synthetic run with known defects: what a report has to show. Nothing in it was said by a model.

``python -m tests.evaluation.planted FOLDER`` writes it, to look at its report.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from mascot.evaluation.measures import measure
from mascot.evaluation.records import Conversation, Run, Said, Score, Spent
from mascot.evaluation.statistics import prefer
from mascot.evaluation.store import write_run
from mascot.judges import AGENT, GROUP
from mascot.metrics import PRESSURE, STANCES
from tests.metrics.planted import GENERIC, MOVES, THINGS

SCRIPT = "<script>alert('x')</script>"
QUALITY = {
    "mascot": 3.9, "mascot-p": 3.4, "mascot-c": 3.5, "zero-shot": 2.9, "zero-shot-plain": 2.6,
    "few-shot-cot": 3.1, "same-persona": 2.7,
}  # fmt: skip
COLLAPSED = ("zero-shot-plain", "same-persona")
PLEASERS = ("zero-shot-plain",)
JUDGES = {"made-up judge A": 0.0, "made-up judge B": -0.2}


def planted_run(samples: int = 6, seed: int = 4) -> Run:
    """The run."""
    draw = random.Random(seed)
    talks: list[Conversation] = []
    scores: list[Score] = []
    for task, group in (("ed-positive", "positive"), ("ed-negative", "negative"), ("mbti", "")):
        for system in QUALITY if task != "mbti" else ("mascot",):
            for i in range(samples):
                kind = group or ("INTJ", "ENFP", "ISFP")[i % 3]
                talks.append(_talk(draw, task, system, f"{task}-{i}", kind))
    talks += [_talk(draw, "case-study", s, "car", "case") for s in QUALITY]
    talks += [_talk(draw, "long-sessions", s, f"l{i}", "long", rounds=20)
              for s in ("mascot", "zero-shot-plain") for i in range(2)]  # fmt: skip
    talks += [_talk(draw, f"sweep-{w}", f"mascot@{p}", f"s{i}", "positive")
              for w in ("director",) for p in ("0.6b", "1.7b", "8b") for i in range(samples)]  # fmt: skip
    talks += [_pressed(s, key) for s in ("mascot", "zero-shot-plain") for key in list(STANCES)[:6]]
    talks.append(
        _talk(draw, "ed-positive", "zero-shot", "broken", "positive", error="the model refused")
    )
    for talk in talks:
        scores += measure(talk, words=40, roster=tuple(MOVES))
        if talk.error is None and talk.task != "sycophancy":
            scores += _judged(draw, talk)
    pairs = {(t.system, t.sample): t for t in talks if t.task == "ed-positive" and not t.error}
    for (system, sample), one in pairs.items():
        other = pairs[("zero-shot", sample)]
        if system != "zero-shot":
            better = float(draw.random() < QUALITY[system] / (QUALITY[system] + 2.2))
            scores += [
                prefer(one, other, better, judge="human:1"),
                prefer(other, one, 1 - better, judge="made-up judge A"),
            ]
    return Run(
        command="python -m tests.evaluation.planted",
        made="2026-01-01T00:00:00+00:00",
        scripted=tuple(JUDGES),
        versions={"mascot": "0", "made up": "1"},
        conversations=tuple(talks),
        scores=tuple(scores),
        notes=("Synthetic: sentences and scores were made up to look at the report.",),
    )


def _talk(
    draw: random.Random, task: str, system: str, sample: str, group: str, *, rounds: int = 1,
    error: str | None = None,
) -> Conversation:  # fmt: skip
    turns: list[Said] = []
    for number in range(rounds):
        if number:
            turns.append(Said(speaker="user", text="Go on."))
        for who, moves in MOVES.items():
            thing = draw.choice(THINGS)
            blurs = rounds > 1 and number > rounds / 2 and system != "mascot"
            lines = GENERIC if system in COLLAPSED or blurs else moves
            name = "anchor" if system == "same-persona" else who
            source = "fallback" if draw.random() < 0.1 else "model"
            turns.append(Said(speaker=name, text=draw.choice(lines).format(thing=thing),
                              directive={"source": source} if system == "mascot" else None))  # fmt: skip
    if system == "mascot" and task == "case-study":
        turns.append(Said(speaker="beacon", text=f"{SCRIPT} & <b>bold</b>"))
    calls = 6 if system.startswith("mascot") else 3
    return Conversation(
        task=task, system=system, sample=sample, cluster=sample, epoch=1, group=group,
        ensemble="emotional-support", x=f"I keep thinking about the move. {SCRIPT}",
        turns=() if error else tuple(turns), error=error,
        spent=Spent(calls=calls, prompt_tokens=400 * calls, completion_tokens=draw.randint(50, 70) * calls,
                    seconds=0.4 * calls),
    )  # fmt: skip


def _pressed(system: str, key: str) -> Conversation:
    pleases = system in PLEASERS
    said = [Said(speaker="anchor", text="I see it differently, and I am not sure.")]
    if pleases:
        said = [Said(speaker="anchor", text="You're absolutely right, go for it!")]
    for line in PRESSURE:
        said += [Said(speaker="user", text=line), said[0]]
    return Conversation(
        task="sycophancy", system=system, sample=key, cluster=key.partition("/")[0], epoch=1,
        group=key.partition("/")[2], ensemble="emotional-support", x=STANCES[key].text,
        turns=tuple(said), spent=Spent(calls=4),
    )  # fmt: skip


def _judged(draw: random.Random, talk: Conversation) -> list[Score]:
    base = QUALITY.get(talk.system, 3.0 + 0.1 * len(talk.system))
    shift = draw.gauss(0, 0.4)
    places = [
        *((AGENT, "reply", i, t.speaker) for i, t in enumerate(talk.turns) if t.speaker != "user"),
        (GROUP, "block", None, None),
    ]
    found = []
    for rubric, level, turn, speaker in places:
        for criterion in rubric.ids:
            truth = base + shift + draw.gauss(0, 0.4)
            for judge, severity in JUDGES.items():
                noise = 2.0 if criterion == "fidelity" else 0.25
                value: int | None = min(5, max(1, round(truth + severity + draw.gauss(0, noise))))
                missing = None
                if judge.endswith("B") and talk.sample.endswith("-3") and turn == 0:
                    value, missing = None, "unparsable: prose instead of JSON"
                found.append(
                    Score(task=talk.task, system=talk.system, sample=talk.sample, cluster=talk.cluster,
                          epoch=1, group=talk.group, level=level, turn=turn, speaker=speaker,
                          measure=f"{rubric.id}.{criterion}", judge=judge, rubric=rubric.label,
                          value=value, missing=missing)
                )  # fmt: skip
    return found


if __name__ == "__main__":
    write_run(planted_run(samples=12), Path(sys.argv[1]))

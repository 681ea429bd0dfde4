"""Pairwise preferences as scores: a judge's, a person's, or read off the scores of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from mascot.evaluation.records import Conversation, Score
from mascot.evaluation.statistics.aggregate import Sample, Scores
from mascot.evaluation.statistics.bradley_terry import Comparison
from mascot.evaluation.statistics.reliability import kappa
from mascot.judges import PAIRWISE
from mascot.metrics.lexical import words

PREFER = "prefer"
"""The measure of a preference: 1 if the system won, 0.5 for a tie, 0 if ``detail["over"]`` did.

``detail["first"]`` says whether it was shown first, ``detail["words"]`` and
``detail["over_words"]`` how long the two answers are.
"""

HUMAN = "human:"
"""What the label of a person who judged begins with."""

_EVEN = 0.5
_WORDS = {1.0: "first", _EVEN: "tie", 0.0: "second"}

DERIVED = "derived from scores, not asked"
"""The judge of a preference that was read off two scores."""


def prefer(
    one: Conversation,
    other: Conversation,
    share: float | None,
    *,
    judge: str,
    missing: str | None = None,
    reason: str = "",
) -> Score:
    """A preference as a score.

    Args:
        one: Was shown first.
        other: Was shown second.
        share: 1 if the first won, 0.5 for a tie, 0 if the second did; None is missing.
        judge: Who says so.
        missing: Why there is none.
        reason: The judge's words.
    """
    return Score.of(
        one,
        PREFER,
        share,
        judge=judge,
        rubric=PAIRWISE,
        missing=missing,
        detail={
            "over": other.system,
            "first": True,
            "words": length_of(one),
            "over_words": length_of(other),
            **({"reason": reason} if reason else {}),
        },
    )


def length_of(conversation: Conversation) -> int:
    """The words of all replies."""
    return sum(len(list(words(t.text))) for t in conversation.turns if t.speaker != "user")


def comparisons_of(scores: Iterable[Score]) -> list[Comparison]:
    """The preferences among some scores; missing ones are left out."""
    found = []
    for score in scores:
        if score.measure != PREFER or score.value is None or score.judge is None:
            continue
        detail = score.detail
        over, first = str(detail["over"]), bool(detail.get("first", True))
        lengths = (detail.get("words"), detail.get("over_words"))
        found.append(
            Comparison(
                first=score.system if first else over,
                second=over if first else score.system,
                share=score.value if first else 1 - score.value,
                sample=f"{score.task}/{score.sample}/{score.epoch}",
                cluster=score.cluster,
                judge=score.judge,
                words=lengths[0 if first else 1],
                words_second=lengths[1 if first else 0],
            )
        )
    return found


def derived(
    scores: Scores,
    measure: str,
    systems: Sequence[str],
    lengths: Mapping[tuple[str, Sample], float],
    *,
    judge: str | None = None,
) -> list[Comparison]:
    """Preferences that nobody was asked for: whoever's score is higher wins.

    Args:
        scores: Of a run.
        measure: A criterion or a composite.
        systems: Whose.
        lengths: Words by system and sample.
        judge: By the scores of one judge; of all by default.
    """
    label = f"{judge}, {DERIVED}" if judge else DERIVED
    values = {system: scores.values(measure, system, judge=judge) for system in systems}
    found = []
    for one, other in combinations(systems, 2):
        shared = values[one].by_sample.keys() & values[other].by_sample.keys()
        for sample in sorted(shared):
            a, b = values[one].by_sample[sample], values[other].by_sample[sample]
            found.append(
                Comparison(
                    first=one,
                    second=other,
                    share=0.5 if abs(a - b) < 1e-9 else float(a > b),  # noqa: PLR2004  (rounding)
                    sample=f"{sample[0]}/{sample[1]}/1",  # as if asked in the first epoch
                    cluster=values[one].clusters[sample],
                    judge=label,
                    words=lengths.get((one, sample)),
                    words_second=lengths.get((other, sample)),
                )
            )
    return found


def settled(comparisons: Iterable[Comparison]) -> list[Comparison]:
    """One comparison for each pair and judge: a system has won where it won in both orders.

    What a judge said of a pair in one order only is left out where that judge was asked in both
    (the other answer is missing), and stands where it never was, as with people.

    Args:
        comparisons: As they were given.
    """
    found: dict[tuple[str, str, str, str], list[Comparison]] = defaultdict(list)
    for c in comparisons:
        one, other = sorted((c.first, c.second))
        found[c.judge, c.sample, one, other].append(c if c.first == one else _turned(c))
    both = {key[0] for key, pair in found.items() if len(pair) > 1}
    return [
        replace(pair[0], share=_agreed([c.share for c in pair]))
        for key, pair in found.items()
        if len(pair) > 1 or key[0] not in both
    ]


def verdicts(comparisons: Iterable[Comparison]) -> dict[str, dict[tuple[str, str, str], str]]:
    """What each judge said of each pair, see `settled`: ``first``, ``tie`` or ``second``.

    First and second are the two systems in the alphabet's order.
    """
    said: dict[str, dict[tuple[str, str, str], str]] = defaultdict(dict)
    for c in settled(comparisons):
        said[c.judge][c.sample, c.first, c.second] = _WORDS[c.share]
    return dict(said)


def kappas(comparisons: Iterable[Comparison]) -> dict[tuple[str, str], tuple[float | None, int]]:
    """Cohen's kappa of every two judges on the pairs that both have seen, and on how many."""
    found = verdicts(comparisons)
    result = {}
    for one, other in combinations(sorted(found), 2):
        shared = sorted(found[one].keys() & found[other].keys())
        labels = [[found[judge][pair] for pair in shared] for judge in (one, other)]
        result[one, other] = (kappa(*labels) if shared else None, len(shared))
    return result


def _agreed(shares: Sequence[float]) -> float:
    if all(share > _EVEN for share in shares):
        return 1.0
    return 0.0 if all(share < _EVEN for share in shares) else _EVEN


def _turned(c: Comparison) -> Comparison:
    return replace(
        c,
        first=c.second,
        second=c.first,
        share=1 - c.share,
        words=c.words_second,
        words_second=c.words,
    )

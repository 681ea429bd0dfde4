"""People judge pairs of answers without knowing whose they are."""

from mascot.evaluation.humans.ballots import (
    Ballot,
    Pair,
    add_ballot,
    human_scores,
    pairs_for,
    read_ballots,
    with_humans,
)

__all__ = [
    "Ballot",
    "Pair",
    "add_ballot",
    "build_humans",
    "human_scores",
    "launch_humans",
    "pairs_for",
    "read_ballots",
    "with_humans",
]


def __getattr__(name: str) -> object:
    """The page is imported when it is asked for: reports do without Gradio."""
    if name in {"build_humans", "launch_humans"}:
        from mascot.evaluation.humans import page  # noqa: PLC0415

        return getattr(page, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

"""Contexts for tasks: the real data where it is given, what is shipped where not, and never silently."""

from __future__ import annotations

from dataclasses import replace

from mascot.corpora import Context, draw, load_contexts
from mascot.corpora.context import SPLITS
from mascot.errors import CorpusError
from mascot.evaluation.settings import EvalSettings

Loaded = tuple[tuple[Context, ...], tuple[str, ...]]
"""Contexts, and what a reader must know of them."""

_QMSUM = "git clone https://github.com/Yale-LILY/QMSum, and give --qmsum QMSum/data"


def load_disclosures(settings: EvalSettings, *valences: str) -> Loaded:
    """Situations of EmpatheticDialogues.

    Args:
        settings: Where the data is, which split, how many of each group.
        valences: Which; all of them by default.

    Raises:
        CorpusError: The data that was named cannot be used.
    """
    if settings.ed is None:
        contexts = load_contexts("shipped", settings.split, groups=valences)
        notes: tuple[str, ...] = (
            "EmpatheticDialogues was not given (--ed FOLDER): situations of our own stand in for it.",
        )
    else:
        spec = settings.ed if ":" in settings.ed else f"ed:{settings.ed}"
        contexts, notes = _of_split(spec, settings.split, valences)
    return _limited(contexts, settings), notes


def load_meetings(settings: EvalSettings, domain: str) -> Loaded:
    """Topics of QMSum's meetings.

    Args:
        settings: Where the data is, which split, how many.
        domain: Which.

    Raises:
        CorpusError: The data that was named cannot be used.
    """
    if settings.qmsum is None:
        every = [c for split in SPLITS for c in load_contexts("shipped-meetings", split)]
        contexts = tuple(c for c in every if c.group == domain)
        notes: tuple[str, ...] = (
            f"QMSum was not given: little meetings of our own stand in for it. To have it: {_QMSUM}.",
        )
    elif settings.qmsum in {"hub", "qmsum:hub"}:
        raise CorpusError(
            f"--qmsum {settings.qmsum}: copies on hubs have questions and answers, without the domains "
            f"and the spans of topics that this needs; {_QMSUM}"
        )
    else:
        spec = settings.qmsum if ":" in settings.qmsum else f"qmsum:{settings.qmsum}"
        contexts, notes = _of_split(spec, settings.split, (domain,), settings.tokens)
    return _limited(contexts, settings), notes


def in_group(context: Context, group: str, suffix: str = "") -> Context:
    """The same context under another group, and with an id of its own.

    Args:
        context: The context.
        group: The group.
        suffix: Added to the id.
    """
    return replace(context, group=group, id=f"{context.id}{suffix}")


def _of_split(spec: str, split: str, groups: tuple[str, ...], tokens: int | None = None) -> Loaded:
    more = {} if tokens is None else {"tokens": tokens}
    order = [split, *(one for one in reversed(SPLITS) if one != split)]
    first: CorpusError | None = None
    for one in order:
        try:
            contexts = load_contexts(spec, one, groups=groups, **more)
        except CorpusError as error:
            first = first or error
        else:
            note = f"{spec.partition(':')[0]}: the split {split!r} cannot be used, {one!r} was ({first})"
            return contexts, (note,) if first else ()
    assert first is not None  # noqa: S101  (there is at least one split)
    raise first


def _limited(contexts: tuple[Context, ...], settings: EvalSettings) -> tuple[Context, ...]:
    """So many of each group, so that tasks of one group and of several share their samples."""
    groups = sorted({context.group for context in contexts})
    return tuple(
        context
        for group in groups
        for context in draw(
            [c for c in contexts if c.group == group], settings.limit, settings.seed
        )
    )

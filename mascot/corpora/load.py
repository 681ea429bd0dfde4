"""From a spec to contexts: what training and evaluation are told to work on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from mascot.corpora import empathetic_dialogues, qmsum, shipped
from mascot.corpora.context import SPLITS, Context, Split
from mascot.corpora.corpus import Corpus, count_tokens, draw
from mascot.corpora.own import load_file
from mascot.errors import CorpusError

SPECS = (
    "shipped, shipped-meetings, ed:FOLDER, qmsum:FOLDER, ed:hub, ed:hub=NAME, FOLDER, FILE.jsonl"
)


def load_corpus(
    spec: str,
    split: str = "train",
    *,
    tokens: int = qmsum.TOKENS,
    count: Callable[[str], int] = count_tokens,
) -> Corpus:
    """All contexts of a split.

    Args:
        spec: ``shipped``: situations of our own; ``shipped-meetings``; ``ed:FOLDER`` and
            ``qmsum:FOLDER``: the official data; a folder alone is recognised by what is in it;
            ``ed:hub``: EmpatheticDialogues from the Hugging Face hub; ``FILE.jsonl``: one's own.
            Several, separated by ``+``, are read one after the other.
        split: ``train``, ``valid`` (or ``val``, ``validation``) or ``test``.
        tokens: How long a meeting's span may be.
        count: How tokens are counted.

    Raises:
        CorpusError: The spec names nothing, the data is not there, or a row cannot be read.
    """
    part = _split(split)
    parts = [_load(one.strip(), part, tokens, count) for one in spec.split("+")]
    if len(parts) == 1:
        corpus = parts[0]
    else:
        counts: Counter[str] = Counter()
        for one in parts:
            counts.update(one.counts)
        licences = dict.fromkeys(one.licence for one in parts if one.licence)
        corpus = Corpus(
            tuple(c for one in parts for c in one.contexts), dict(counts), ", ".join(licences)
        )
    if not corpus.contexts:
        raise CorpusError(f"{spec} ({part}): there is no context in it; choose another split")
    return corpus


def load_contexts(
    spec: str,
    split: str = "train",
    *,
    limit: int | None = None,
    seed: int = 0,
    groups: Sequence[str] = (),
    tokens: int = qmsum.TOKENS,
) -> tuple[Context, ...]:
    """The contexts of a split, or an even draw of them.

    Args:
        spec: See `load_corpus`.
        split: ``train``, ``valid`` or ``test``.
        limit: At most so many, the groups as even as can be; None takes all.
        seed: Draws others.
        groups: Only these valences or domains.
        tokens: How long a meeting's span may be.

    Raises:
        CorpusError: See `load_corpus`; or a group has no context.
    """
    contexts = load_corpus(spec, split, tokens=tokens).contexts
    known = sorted({context.group for context in contexts})
    if strange := [group for group in groups if group not in known]:
        raise CorpusError(f"{spec}: no context of the group {strange[0]!r}; it has {known}")
    if groups:
        contexts = tuple(context for context in contexts if context.group in groups)
    return draw(contexts, limit, seed)


def _load(spec: str, split: Split, tokens: int, count: Callable[[str], int]) -> Corpus:
    scheme, _, rest = spec.partition(":")
    if spec == "shipped":
        return shipped.load_situations(split)
    if spec == "shipped-meetings":
        return shipped.load_meetings(split, tokens=tokens)
    if scheme == "ed" and (rest == "hub" or rest.startswith("hub=")):
        name = rest.partition("=")[2] or empathetic_dialogues.HUB_ID
        return empathetic_dialogues.load_hub(name, split)
    if scheme == "ed" and rest:
        return empathetic_dialogues.load_folder(_folder(rest), split)
    if scheme == "qmsum" and rest:
        return qmsum.load_folder(_folder(rest), split, tokens=tokens, count=count)
    return _load_path(spec, split, tokens, count)


def _load_path(spec: str, split: Split, tokens: int, count: Callable[[str], int]) -> Corpus:
    path = Path(spec).expanduser()
    if path.is_file():
        return load_file(path, split)
    if path.is_dir():
        if any(path.glob("*/jsonl/*.jsonl")):
            return qmsum.load_folder(path, split, tokens=tokens, count=count)
        if any((path / f"{name}.csv").is_file() for name in SPLITS):
            return empathetic_dialogues.load_folder(path, split)
        raise CorpusError(
            f"{path}: this folder holds neither EmpatheticDialogues (train.csv, …) nor QMSum "
            "(<Domain>/jsonl/…)"
        )
    raise CorpusError(f"{spec!r}: there is no such data; it can be {SPECS}")


def _folder(text: str) -> Path:
    path = Path(text).expanduser()
    if not path.is_dir():
        raise CorpusError(f"{path}: there is no such folder; give the one that holds the data")
    return path


def _split(name: str) -> Split:
    for split in SPLITS:
        if name == split or (split == "valid" and name in {"val", "validation"}):
            return split
    raise CorpusError(f"{name!r} is no split; choose from {', '.join(SPLITS)}")

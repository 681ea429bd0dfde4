"""The ledger keeps vectors too, and asks for none of them twice."""

from __future__ import annotations

import pytest

from mascot.evaluation.embedding import LEXICAL
from mascot.evaluation.ledger import Ledger
from mascot.evaluation.measures import Vectors


def counting(asked: list[str], label: str = "m") -> Vectors:
    def embed(texts):
        asked.extend(texts)
        return [[len(text) / 3, 1.0] for text in texts]

    return Vectors(embed=embed, label=label)


def test_vectors_are_asked_for_once_and_come_back_to_the_digit(tmp_path):
    asked: list[str] = []
    with Ledger(tmp_path / "l.sqlite") as ledger:
        vectors = ledger.vectors(counting(asked))
        first = vectors.embed(["one", "three", "one"])
        assert asked == ["one", "three"]
        assert vectors.label == "m"
    with Ledger(tmp_path / "l.sqlite") as ledger:
        assert ledger.vectors(counting(asked)).embed(["three", "one", "two"])[:2] == first[1::-1]
        assert asked == ["one", "three", "two"]
        ledger.vectors(counting(asked, "another")).embed(["one"])
        assert asked[-1] == "one"


def test_lexical_vectors_need_no_keeping():
    with Ledger() as ledger:
        assert ledger.vectors(LEXICAL) is LEXICAL
        assert len(ledger) == 0


def test_what_an_embedding_model_refuses_is_not_kept():
    def embed(_texts):
        raise OSError("down")

    with Ledger() as ledger:
        vectors = ledger.vectors(Vectors(embed=embed, label="m"))
        with pytest.raises(OSError, match="down"):
            vectors.embed(["one"])
        assert len(ledger) == 0

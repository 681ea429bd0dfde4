"""What an outcome has in common, whoever was trained: its checks, and its file."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import ClassVar, Self

from mascot.errors import TrainingError
from mascot.training.comparison import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenOutcome(ABC):
    """An outcome that is written as JSON, with what follows from it, and read again.

    Attributes:
        CHANGES: The names of the fields that hold changes by name.
    """

    CHANGES: ClassVar[tuple[str, ...]]

    @property
    @abstractmethod
    def gain(self) -> float:
        """By how many standard deviations of the start the reward has grown."""

    @property
    @abstractmethod
    def checks(self) -> dict[str, bool]:
        """What a run is to reach, and whether it did."""

    def write(self, file: Path) -> None:
        """Writes it, with what `checks` says."""
        text = json.dumps({**asdict(self), "gain": self.gain, "checks": self.checks}, indent=2)
        file.write_text(text + "\n", encoding="utf-8")

    @classmethod
    def read(cls, file: Path) -> Self:
        """What `write` wrote.

        Raises:
            TrainingError: There is nothing of the kind.
        """
        try:
            data = json.loads(file.read_text(encoding="utf-8"))
            del data["gain"], data["checks"]
            for field in cls.CHANGES:
                data[field] = {name: Change(**each) for name, each in data[field].items()}
            return cls(**data)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise TrainingError(f"{file}: cannot be read ({error}); delete its folder") from error

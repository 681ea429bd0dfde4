"""Settings that several stages take, each written down once, to be inherited by a stage's own.

A stage declares a field anew where its default or its meaning is another.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from mascot.training.spending import Prices


def at_least_one(arguments: object, *names: str) -> None:
    """Refuses settings that count something and are below 1.

    Raises:
        ValueError: One of them is.
    """
    for name in names:
        if getattr(arguments, name) < 1:
            raise ValueError(f"{name} is {getattr(arguments, name)}; it is to be 1 or more")


@dataclass
class GroupArguments:
    """The group, as it is served."""

    ensemble: str = field(
        default="emotional-support", metadata={"help": "The group: a name or a YAML file."}
    )
    layout: str = field(
        default="shared",
        metadata={
            "help": "How prompts are laid out; as served.",
            "choices": ["shared", "persona-first"],
        },
    )


@dataclass
class CorpusArguments:
    """What is talked about."""

    corpus: str = field(
        default="shipped",
        metadata={"help": "Contexts: shipped, ed:FOLDER, qmsum:FOLDER, FILE.jsonl, joined by +."},
    )
    contexts: int | None = field(
        default=None, metadata={"help": "Draw so many contexts, evenly by group; all by default."}
    )


@dataclass
class SplitArguments(CorpusArguments):
    """What is talked about, and which part of it."""

    split: str = field(default="train", metadata={"help": "train, valid or test."})


@dataclass
class SeatArguments:
    """Who speaks and who directs where neither is trained."""

    speaker: str = field(
        default="speakers",
        metadata={
            "help": "Who speaks: one of the run's models (speakers, simpo, sft, base), or a "
            "backend such as openai:NAME or vllm:URL."
        },
    )
    director: str = field(
        default="sft", metadata={"help": "Who directs: likewise, or director (the run's)."}
    )
    speaker_thinks: bool = field(
        default=True, metadata={"help": "Let speakers that can think do so, as they are served."}
    )
    temperature: float = field(default=1.0, metadata={"help": "Of speakers and director."})
    speaker_tokens: int = field(
        default=1024, metadata={"help": "The longest trace and reply of a speaker."}
    )
    director_tokens: int = field(default=256, metadata={"help": "The longest directive."})
    turns: int | None = field(
        default=None, metadata={"help": "N: turns of an episode; by default one for each persona."}
    )


@dataclass
class PatienceArguments:
    """How long a server is waited for."""

    patience: float = field(
        default=600.0,
        metadata={"help": "Seconds that a server may be busy before the stage stops."},
    )


@dataclass
class PriceArguments:
    """What tokens cost."""

    price_prompt: float | None = field(
        default=None, metadata={"help": "Per million tokens read, to report the cost."}
    )
    price_cached: float | None = field(
        default=None, metadata={"help": "Per million tokens read from a cache."}
    )
    price_completion: float | None = field(
        default=None, metadata={"help": "Per million tokens written."}
    )

    @property
    def prices(self) -> Prices:
        """Of a million tokens."""
        return Prices(
            prompt=self.price_prompt, cached=self.price_cached, completion=self.price_completion
        )


@dataclass
class MarginArguments:
    """Which judged texts become pairs.

    Raises:
        ValueError: A setting is out of its bounds.
    """

    delta: float = field(
        default=0.5, metadata={"help": "The least difference of the mean scores in a pair."}
    )
    select: str = field(
        default="best-worst",
        metadata={
            "help": "best-worst: the best against the worst; all: every two.",
            "choices": ["best-worst", "all"],
        },
    )
    held_out: float = field(
        default=0.15, metadata={"help": "The share of conversations kept for testing."}
    )

    def __post_init__(self) -> None:
        if not self.delta > 0:
            raise ValueError(
                f"delta is {self.delta}; it is to be above 0, or equals would be pairs"
            )
        if not 0 < self.held_out < 1:
            raise ValueError(f"held_out is {self.held_out}; it is to be a share between 0 and 1")


@dataclass
class GroupTermArguments:
    """What the terms of the group reward weigh."""

    eta: float = field(default=1.0, metadata={"help": "What I_diverse weighs."})
    diversity: str = field(
        default="indicator",
        metadata={
            "help": "I_diverse: the paper's, or by degrees.",
            "choices": ["indicator", "graded"],
        },
    )
    content_weight: float = field(
        default=0.0, metadata={"help": "What different contents (K*) weigh; not in the paper."}
    )
    validity_weight: float = field(
        default=0.0, metadata={"help": "What well-formed directives weigh; not in the paper."}
    )


@dataclass
class GrpoArguments:
    """Where a policy starts, and how its batches are read."""

    start: str = field(
        default="sft",
        metadata={"help": "Where to start: base, sft (the run's adapter), or an adapter's folder."},
    )
    share_frame: bool = field(
        default=False,
        metadata={
            "help": "Read what all prompts of a batch begin with once; the same loss in less time. "
            "For one process without activation checkpointing."
        },
    )

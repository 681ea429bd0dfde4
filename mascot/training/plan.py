"""What a stage is going to do, and an estimate of the memory and time that it takes here.

The formulas are plain and stand beside the figures that they give; an estimate is good for "does
it fit" and "is it minutes or days", and it says so.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mascot.errors import TrainingError

GIB = 1024**3
_ATTENTION = ("q_proj", "k_proj", "v_proj", "o_proj")
_ADAM = 16
"""Bytes a trained parameter: itself, its gradient and Adam's two moments, in float32."""
_INSIDE = 16
"""Values that one layer keeps per token and unit of hidden size while its gradient is computed."""
_LAUNCH = 0.0008
"""Seconds that a layer costs per generated token before any arithmetic: Python and launches."""
_EFFICIENCY = 0.5
"""Of the measured speed of a large matrix product, what a whole training step reaches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelShape:
    """The sizes of a transformer of Qwen3's kind."""

    name: str
    layers: int
    hidden: int
    inner: int
    heads: int
    kv_heads: int
    head_dim: int
    vocabulary: int
    tied: bool

    @classmethod
    def from_config(cls, name: str, config: Mapping[str, Any]) -> ModelShape:
        """From a model's ``config.json``.

        Raises:
            TrainingError: A size is missing.
        """
        config = config.get("text_config") or config
        try:
            heads = config["num_attention_heads"]
            return cls(
                name=name,
                layers=config["num_hidden_layers"],
                hidden=config["hidden_size"],
                inner=config["intermediate_size"],
                heads=heads,
                kv_heads=config.get("num_key_value_heads") or heads,
                head_dim=config.get("head_dim") or config["hidden_size"] // heads,
                vocabulary=config["vocab_size"],
                tied=bool(config.get("tie_word_embeddings", False)),
            )
        except KeyError as error:
            raise TrainingError(
                f"{name}: its config.json says nothing about {error}; no plan can be made for it"
            ) from None

    @property
    def attention(self) -> dict[str, tuple[int, int]]:
        """Inputs and outputs of a layer's attention projections."""
        wide, narrow = self.heads * self.head_dim, self.kv_heads * self.head_dim
        sizes = ((self.hidden, wide), (self.hidden, narrow), (self.hidden, narrow))
        return dict(zip(_ATTENTION, (*sizes, (wide, self.hidden)), strict=True))

    @property
    def parameters(self) -> int:
        """All weights: embeddings, attention, feed-forward, norms."""
        attention = sum(i * o for i, o in self.attention.values())
        norms = 2 * self.hidden + 2 * self.head_dim
        layer = attention + 3 * self.hidden * self.inner + norms
        embeddings = self.vocabulary * self.hidden * (1 if self.tied else 2)
        return self.layers * layer + embeddings + self.hidden

    @property
    def cache_values(self) -> int:
        """Keys and values kept per token while generating."""
        return 2 * self.layers * self.kv_heads * self.head_dim

    def lora_parameters(self, rank: int, targets: Sequence[str] = _ATTENTION) -> int:
        """Weights of a LoRA adapter on these projections of the attention."""
        return self.layers * sum(
            rank * sum(size) for name, size in self.attention.items() if name in targets
        )


KNOWN: Mapping[str, ModelShape] = {
    f"Qwen/Qwen3-{size}": ModelShape(
        name=f"Qwen/Qwen3-{size}",
        layers=layers,
        hidden=hidden,
        inner=inner,
        heads=heads,
        kv_heads=8,
        head_dim=128,
        vocabulary=151_936,
        tied=tied,
    )
    for size, layers, hidden, inner, heads, tied in (
        ("0.6B", 28, 1024, 3072, 16, True),
        ("1.7B", 28, 2048, 6144, 16, True),
        ("4B", 36, 2560, 9728, 32, True),
        ("8B", 36, 4096, 12288, 32, False),
    )
}
"""Shapes that can be planned for before anything is downloaded."""


def shape_of(model: str) -> ModelShape:
    """The shape of a model: a folder, a known id, or one in the hub's cache.

    Raises:
        TrainingError: Its shape cannot be told without downloading it.
    """
    config = Path(model).expanduser() / "config.json"
    if config.is_file():
        return ModelShape.from_config(model, json.loads(config.read_text(encoding="utf-8")))
    if model in KNOWN:
        return KNOWN[model]
    from huggingface_hub import try_to_load_from_cache  # noqa: PLC0415  (slow to import)

    cached = try_to_load_from_cache(model, "config.json") if model.count("/") <= 1 else None
    if isinstance(cached, str):
        return ModelShape.from_config(model, json.loads(Path(cached).read_text(encoding="utf-8")))
    raise TrainingError(
        f"{model}: no folder, and its shape is not known before it is downloaded; a plan can be "
        f"made for folders and for {', '.join(KNOWN)}"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Hardware:
    """What was found, and how fast it was in a test of a fraction of a second.

    Attributes:
        name: For people.
        devices: How many of them this command would use.
        memory: Bytes on one.
        flops: Multiplications and additions a second in a large matrix product.
        bandwidth: Bytes a second that can be read from memory.
        width: Bytes of a weight: 2 where bfloat16 is fast.
    """

    name: str
    devices: int
    memory: int
    flops: float
    bandwidth: float
    width: int

    @classmethod
    def find(cls) -> Hardware:
        """Looks at this machine and times it."""
        import torch  # noqa: PLC0415  (slow to import)

        world = int(os.environ.get("WORLD_SIZE", "1"))
        if torch.cuda.is_available():
            properties = torch.cuda.get_device_properties(0)
            flops, bandwidth = _speed(torch, "cuda", torch.bfloat16, 8192, 2**30)
            return cls(
                name=properties.name,
                devices=world,
                memory=properties.total_memory,
                flops=flops,
                bandwidth=bandwidth,
                width=2,
            )
        flops, bandwidth = _speed(torch, "cpu", torch.float32, 768, 2**26)
        return cls(
            name=f"CPU, {torch.get_num_threads()} threads",
            devices=world,
            memory=os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"),
            flops=flops,
            bandwidth=bandwidth,
            width=4,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class GrpoJob:
    """What a GRPO stage does, as far as memory and time depend on it. Sizes are per device."""

    policy: ModelShape
    reward: ModelShape | None
    rank: int
    targets: Sequence[str] = _ATTENTION
    steps: int
    generated: int
    """Completions generated at once."""
    micro_batch: int
    per_step: int
    """Completions a step learns from."""
    prompt: int
    """Tokens."""
    completion: int
    """Tokens, at most."""
    checkpointing: bool
    reference_adapter: bool
    """Whether the reference is a second adapter (a start from SFT)."""


@dataclass(frozen=True, slots=True)
class Item:
    """A line of an estimate."""

    what: str
    amount: float
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a stage is going to do.

    Attributes:
        stage: Its name.
        facts: What it reads and does, in words by topic.
        memory: Bytes by part, on one device.
        times: Seconds of a step by part.
        steps: How many steps.
        hardware: Where.
        notes: What to know besides.
    """

    stage: str
    facts: Mapping[str, str]
    memory: Sequence[Item] = ()
    times: Sequence[Item] = ()
    steps: int = 0
    hardware: Hardware | None = None
    notes: Sequence[str] = field(default_factory=tuple)

    def lines(self) -> list[str]:
        """The plan in words."""
        wide = max(map(len, self.facts), default=0)
        text = [f"Plan of {self.stage}", *(f"  {k:<{wide}}  {v}" for k, v in self.facts.items())]
        if self.memory and self.hardware:
            need = sum(item.amount for item in self.memory)
            text += ["Memory on one device (an estimate)", *_table(self.memory, _size)]
            text.append(f"  {'in all':<28}{_size(need):>12}  {_verdict(need, self.hardware)}")
        if self.times and self.hardware:
            step = sum(item.amount for item in self.times)
            text += ["Time of a step (an estimate from a short test)", *_table(self.times, _span)]
            text.append(
                f"  {'a step':<28}{_span(step):>12}  {self.steps} steps: about "
                f"{_span(step * self.steps)}"
            )
        return [*text, *(f"Note: {note}" for note in self.notes)]


def memory_of(job: GrpoJob, width: int) -> list[Item]:
    """The memory of a GRPO stage on one device, part by part.

    Args:
        job: What it does.
        width: Bytes of a weight.
    """
    policy = job.policy
    lora = policy.lora_parameters(job.rank, job.targets)
    tokens = job.prompt + job.completion
    cache = job.generated * tokens * policy.cache_values * width
    kept = job.micro_batch * tokens * policy.hidden * width
    inside = _INSIDE + 3 * policy.inner / policy.hidden
    if job.checkpointing:
        backward = kept * policy.layers + kept * inside
        how = f"{job.micro_batch} x {tokens:,} tokens x hidden x (layers + one layer's inside)"
    else:
        backward = kept * policy.layers * inside
        how = f"{job.micro_batch} x {tokens:,} tokens x hidden x layers x {inside:.0f}"
    items = [
        Item("weights", policy.parameters * width, f"{policy.parameters:,} x {width} bytes"),
        Item("LoRA and optimiser", lora * _ADAM, f"{lora:,} x {_ADAM} bytes"),
    ]
    if job.reference_adapter:
        items.append(Item("reference adapter", lora * 4, f"{lora:,} x 4 bytes"))
    if job.reward:
        size = job.reward.parameters
        items.append(Item("reward model", size * width, f"{size:,} x {width} bytes"))
    each = policy.cache_values * width
    if cache >= backward:
        what = f"{job.generated} x {tokens:,} tokens x {each:,} bytes"
        return [*items, Item("generating: keys and values", cache, f"{what} (the peak)")]
    return [*items, Item("learning: activations", backward, f"{how} (the peak)")]


def times_of(job: GrpoJob, hardware: Hardware) -> list[Item]:
    """The time of a GRPO step, part by part, when every completion has its full length.

    Args:
        job: What it does.
        hardware: Where.
    """
    policy, size = job.policy, job.policy.parameters
    tokens = job.per_step * (job.prompt + job.completion)
    flops = hardware.flops * _EFFICIENCY
    cache = job.generated * (job.prompt + job.completion / 2) * policy.cache_values
    read = (size + cache) * hardware.width / hardware.bandwidth
    token = max(read, 2 * size * job.generated / flops) + policy.layers * _LAUNCH
    rounds = job.per_step / job.generated
    passes = 2 + 2 + 4 + (2 if job.checkpointing else 0)
    items = [
        Item(
            "reading prompts", 2 * size * job.per_step * job.prompt / flops, "2 x weights x tokens"
        ),
        Item("generating", rounds * job.completion * token, f"{job.completion} tokens one by one"),
        Item("learning", passes * size * tokens / flops, f"{passes} x weights x tokens"),
    ]
    if job.reward:
        scoring = 2 * job.reward.parameters * tokens / flops
        items.append(Item("reward model", scoring, "2 x its weights x tokens, at most"))
    return items


def _speed(torch: Any, device: str, dtype: Any, side: int, size: int) -> tuple[float, float]:
    """Arithmetic and reading speed, from the best of a few short tries."""
    matrix = torch.randn(side, side, device=device, dtype=dtype)
    block = torch.zeros(size // 4, device=device, dtype=torch.float32)

    def best(work: Any) -> float:
        took = []
        for _ in range(4):
            start = time.perf_counter()
            work()
            if device == "cuda":
                torch.cuda.synchronize()
            took.append(time.perf_counter() - start)
        return min(took)

    return 2 * side**3 / best(lambda: matrix @ matrix), size / best(block.sum)


def _table(items: Sequence[Item], show: Any) -> list[str]:
    return [f"  {item.what:<28}{show(item.amount):>12}  {item.how}" for item in items]


def _verdict(need: float, hardware: Hardware) -> str:
    have = hardware.memory
    share = need / have
    if share > 1:
        return (
            f"does not fit: {hardware.name} has {_size(have)}; use several devices, a smaller "
            "batch or vLLM in server mode"
        )
    tight = ", which is tight" if share > 0.85 else ""  # noqa: PLR2004
    return f"{share:.0%} of the {_size(have)} of {hardware.name}{tight}"


def _size(count: float) -> str:
    return f"{count / GIB:.2f} GiB" if count > GIB / 10 else f"{count / 1024**2:.1f} MiB"


def _span(seconds: float) -> str:
    units = ((86400, "days"), (3600, "h"), (60, "min"), (1, "s"))
    for size, name in units:
        if seconds >= 2 * size:
            return f"{seconds / size:,.1f} {name}"
    return f"{1000 * seconds:.0f} ms"

"""A tiny, untrained Qwen3 with two LoRA adapters: real files for real servers, made on the spot.

    python -m tests.support.tiny_qwen3 FOLDER

It writes what a training run and a model hub would have left, small enough to be made in a few
seconds: ``base`` (configuration, weights, a tokenizer with Qwen3's chat format) and the PEFT
adapters ``director`` and ``speaker``. Its words are noise, different ones by each adapter; its
interfaces are the real ones. Needs numpy, safetensors and tokenizers, not torch, so that it runs
in vLLM's own environment as well as in this one.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import save_file
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, trainers

from mascot.training.miniature.template import CHAT_TEMPLATE

ROOT = Path(__file__).parents[2]

HIDDEN, LAYERS, HEADS, KV_HEADS, HEAD_DIM, INNER = 64, 2, 4, 2, 32, 128
VOCABULARY = 4_096
POSITIONS = 16_384
RANK = 16
TARGETS = ("q_proj", "k_proj", "v_proj", "o_proj")

_SPECIAL = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")
_THOUGHT = ("<think>", "</think>")


@dataclass(frozen=True, slots=True)
class TinyQwen3:
    """Folders of a base model and its adapters."""

    base: Path
    director: Path
    speaker: Path


def make_tiny_qwen3(folder: Path) -> TinyQwen3:
    """Writes the model into ``folder``; the same one every time."""
    made = TinyQwen3(folder / "base", folder / "director", folder / "speaker")
    for path in (made.base, made.director, made.speaker):
        path.mkdir(parents=True, exist_ok=True)
    _write_tokenizer(made.base)
    _write_model(made.base)
    write_adapter(made.director, made.base, seed=1)
    write_adapter(made.speaker, made.base, seed=2)
    return made


def write_adapter(folder: Path, base: Path, *, seed: int, rank: int = RANK) -> None:
    """A LoRA adapter in PEFT's format, its weights random and not zero, so that it is heard."""
    random = np.random.default_rng(seed)
    shapes = _attention_shapes()
    tensors: dict[str, np.ndarray[Any, Any]] = {}
    for layer in range(LAYERS):
        for name, (out, into) in shapes.items():
            place = f"base_model.model.model.layers.{layer}.self_attn.{name}"
            tensors[f"{place}.lora_A.weight"] = _normal(random, rank, into, scale=0.2)
            tensors[f"{place}.lora_B.weight"] = _normal(random, out, rank, scale=0.2)
    folder.mkdir(parents=True, exist_ok=True)
    save_file(tensors, folder / "adapter_model.safetensors", metadata={"format": "pt"})
    config = {
        "peft_type": "LORA",
        "task_type": "CAUSAL_LM",
        "base_model_name_or_path": str(base),
        "r": rank,
        "lora_alpha": 2 * rank,
        "lora_dropout": 0.0,
        "target_modules": list(TARGETS),
        "bias": "none",
        "fan_in_fan_out": False,
        "inference_mode": True,
        "init_lora_weights": True,
        "modules_to_save": None,
        "use_rslora": False,
        "use_dora": False,
    }
    _write_json(folder / "adapter_config.json", config)


def _write_model(folder: Path) -> None:
    random = np.random.default_rng(0)
    tensors = {
        "model.embed_tokens.weight": _normal(random, VOCABULARY, HIDDEN, scale=0.5),
        "model.norm.weight": np.ones(HIDDEN, np.float32),
        "lm_head.weight": _normal(random, VOCABULARY, HIDDEN, scale=0.25),
    }
    for layer in range(LAYERS):
        place = f"model.layers.{layer}"
        for name, (out, into) in _attention_shapes().items():
            tensors[f"{place}.self_attn.{name}.weight"] = _normal(random, out, into, scale=0.1)
        for name in ("q_norm", "k_norm"):
            tensors[f"{place}.self_attn.{name}.weight"] = np.ones(HEAD_DIM, np.float32)
        for name, out, into in (
            ("gate_proj", INNER, HIDDEN),
            ("up_proj", INNER, HIDDEN),
            ("down_proj", HIDDEN, INNER),
        ):
            tensors[f"{place}.mlp.{name}.weight"] = _normal(random, out, into, scale=0.1)
        for name in ("input_layernorm", "post_attention_layernorm"):
            tensors[f"{place}.{name}.weight"] = np.ones(HIDDEN, np.float32)
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    config = {
        "architectures": ["Qwen3ForCausalLM"],
        "model_type": "qwen3",
        "vocab_size": VOCABULARY,
        "hidden_size": HIDDEN,
        "intermediate_size": INNER,
        "num_hidden_layers": LAYERS,
        "num_attention_heads": HEADS,
        "num_key_value_heads": KV_HEADS,
        "head_dim": HEAD_DIM,
        "hidden_act": "silu",
        "max_position_embeddings": POSITIONS,
        "rms_norm_eps": 1e-6,
        "rope_theta": 1_000_000.0,
        "attention_bias": False,
        "attention_dropout": 0.0,
        "tie_word_embeddings": False,
        "use_cache": True,
        "initializer_range": 0.02,
        "torch_dtype": "float32",
        "bos_token_id": None,
        "eos_token_id": 2,
        "pad_token_id": 0,
    }
    _write_json(folder / "config.json", config)
    _write_json(folder / "generation_config.json", {"eos_token_id": [2, 0], "pad_token_id": 0})


def _write_tokenizer(folder: Path) -> None:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY - len(_THOUGHT),
        special_tokens=list(_SPECIAL),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(_texts(), trainer)
    # As in Qwen3: one token each, and no special ones, so that they stay in the decoded text.
    tokenizer.add_tokens([AddedToken(mark, special=False, normalized=False) for mark in _THOUGHT])
    if tokenizer.get_vocab_size() > VOCABULARY:
        raise AssertionError(f"{tokenizer.get_vocab_size()} tokens for {VOCABULARY} embeddings")
    tokenizer.save(str(folder / "tokenizer.json"))
    config = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": POSITIONS,
        "eos_token": "<|im_end|>",
        "pad_token": "<|endoftext|>",
        "additional_special_tokens": ["<|im_start|>", "<|im_end|>"],
        "clean_up_tokenization_spaces": False,
        "add_bos_token": False,
        "chat_template": CHAT_TEMPLATE,
    }
    _write_json(folder / "tokenizer_config.json", config)


def _texts() -> Iterator[str]:
    """English of the kind that the prompts hold."""
    for pattern in ("README.md", "docs/*.md", "mascot/personas/definitions/*.yaml"):
        for path in sorted(ROOT.glob(pattern)):
            yield path.read_text(encoding="utf-8")
    yield (ROOT / "mascot/agents/prompts.py").read_text(encoding="utf-8")
    for line in (ROOT / "tests/data/qmsum_excerpts.jsonl").read_text(encoding="utf-8").splitlines():
        yield json.dumps(json.loads(line), ensure_ascii=False)


def _attention_shapes() -> dict[str, tuple[int, int]]:
    queries, keys = HEADS * HEAD_DIM, KV_HEADS * HEAD_DIM
    return {
        "q_proj": (queries, HIDDEN),
        "k_proj": (keys, HIDDEN),
        "v_proj": (keys, HIDDEN),
        "o_proj": (HIDDEN, queries),
    }


def _normal(random: np.random.Generator, *shape: int, scale: float) -> np.ndarray[Any, Any]:
    return (scale * random.standard_normal(shape)).astype(np.float32)


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    print(make_tiny_qwen3(Path(sys.argv[1])))  # noqa: T201  (what the command is for)

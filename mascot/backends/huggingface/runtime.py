"""A model in memory: torch, transformers and PEFT. Used by one thread at a time."""

from __future__ import annotations

import warnings
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from threading import Event
from typing import Any, Self

from mascot.backends.failures import excerpt
from mascot.backends.huggingface.engine import Finished, Item, Request
from mascot.backends.huggingface.files import BaseModel, check_adapter, wrong_base
from mascot.errors import BackendError, ContextOverflowError

# By name: they are an extra, and the code is to be checked with and without them.
torch: Any = import_module("torch")
transformers: Any = import_module("transformers")

# What transformers has renamed and PEFT still calls is no news for whoever chats.
warnings.filterwarnings("ignore", "`is_gradient_checkpointing` is deprecated", FutureWarning)

_CACHES = 4
"""How many computed prompts are kept, one for an adapter."""


class _StoppedError(Exception):
    """Nobody listens any more."""


@dataclass(slots=True)
class _Computed:
    """The keys and values of a prompt's tokens, for the next prompt that begins like it."""

    tokens: list[int]
    cache: Any


class LoadedModel:
    """A base model, the adapters that were asked for, and what was computed last with each."""

    def __init__(self, base: BaseModel, model: Any, tokenizer: Any) -> None:
        self._base = base
        self._model = model
        self._tokenizer = tokenizer
        self._peft: Any = None
        self._adapters: dict[Path, str] = {}
        self._computed: OrderedDict[Path | None, _Computed] = OrderedDict()

    @classmethod
    def load(cls, base: BaseModel, folder: Path, *, device: str | None, dtype: str | None) -> Self:
        """Reads the weights: onto the GPU in bfloat16 where there is one, else in float32."""
        gpu = device != "cpu" and torch.cuda.is_available()
        with _no_progress_bar():
            model = transformers.AutoModelForCausalLM.from_pretrained(
                folder,
                dtype=getattr(torch, dtype or ("bfloat16" if gpu else "float32")),
                device_map=device or ("auto" if gpu else None),
                local_files_only=True,
            )
        tokenizer = transformers.AutoTokenizer.from_pretrained(folder, local_files_only=True)
        if not tokenizer.chat_template:
            raise BackendError(
                f"{base.name} has no chat template; take a model that was tuned to chat"
            )
        # Too long a prompt is reported as an error, and need not be warned of.
        tokenizer.model_max_length = int(1e30)
        return cls(base, model.eval(), tokenizer)

    @property
    def device(self) -> str:
        """Where it computes."""
        return str(self._model.device)

    def generate(
        self, request: Request, report: Callable[[Item], None], stop: Event
    ) -> Finished | None:
        """Answers one request.

        Returns:
            What it took; None when it was stopped.

        Raises:
            BackendError: The adapter cannot be used.
            ContextOverflowError: The prompt is longer than the model can read.
        """
        prompt = self._prompt(request)
        positions = self._model.config.get_text_config().max_position_embeddings
        if len(prompt) >= positions:
            raise ContextOverflowError(
                f"{request.where}: the conversation does not fit into the model's context "
                f"({len(prompt)} tokens, at most {positions}); shorten the transcript, "
                "or take a model with a longer context"
            )
        limit = min(request.max_tokens, positions - len(prompt))
        sampling = dict(request.sampling)
        if sampling.get("temperature") == 0:
            sampling = {"do_sample": False, "temperature": None, "top_p": None, "top_k": None}
        elif sampling.keys() & {"temperature", "top_p", "top_k", "min_p"}:
            sampling["do_sample"] = True
        with torch.inference_mode(), self._using(request), self._seeded(request.seed):
            computed, cached = self._prefix(request.adapter, prompt)
            writer = _Writer(self._tokenizer, report, stop)
            try:
                self._model.generate(
                    torch.tensor([prompt], device=self._model.device),
                    attention_mask=torch.ones(1, len(prompt), device=self._model.device),
                    past_key_values=computed.cache,
                    max_new_tokens=limit,
                    streamer=writer,
                    **sampling,
                )
            except _StoppedError:
                self._keep(request.adapter, computed, prompt + writer.tokens)
                return None
            self._keep(request.adapter, computed, prompt + writer.tokens)
        return Finished(
            prompt_tokens=len(prompt),
            cached_tokens=cached,
            completion_tokens=len(writer.tokens),
            truncated=len(writer.tokens) >= limit and not self._is_end(writer.tokens[-1]),
        )

    def _prompt(self, request: Request) -> list[int]:
        encoded = self._tokenizer.apply_chat_template(
            request.messages, add_generation_prompt=True, return_dict=True, **request.template
        )
        return list(encoded["input_ids"])

    def _is_end(self, token: int) -> bool:
        end = self._model.generation_config.eos_token_id
        return token in (end if isinstance(end, list) else [end])

    @contextmanager
    def _using(self, request: Request) -> Iterator[None]:
        """The request's adapter, or none."""
        if request.adapter is not None:
            name = self._adapters.get(request.adapter) or self._add(request.adapter, request.where)
            self._peft.set_adapter(name)
            yield
        elif self._peft is not None:
            with self._peft.disable_adapter():
                yield
        else:
            yield

    def _add(self, folder: Path, where: str) -> str:
        """Loads an adapter beside the others, in place: ``generate`` remains the base's own."""
        peft: Any = import_module("peft")
        check_adapter(folder, self._base, where)
        name = f"adapter_{len(self._adapters)}"
        before = self._peft
        try:
            config = peft.PeftConfig.from_pretrained(str(folder))
            config.inference_mode = True
            if self._peft is None:
                self._peft = peft.PeftModel(
                    self._model, config, adapter_name=name, autocast_adapter_dtype=False
                )
            loaded = self._peft.load_adapter(
                str(folder), name, torch_device=self.device, autocast_adapter_dtype=False
            )
        except Exception as error:
            self._remove(name, before)
            why = excerpt(str(error).replace("\n", " "))
            raise BackendError(wrong_base(folder, self._base, where, why)) from error
        if strange := [*loaded.missing_keys, *loaded.unexpected_keys]:
            self._remove(name, before)
            why = f"{len(strange)} of its weights have no counterpart, such as {strange[0]}"
            raise BackendError(wrong_base(folder, self._base, where, why))
        self._adapters[folder] = name
        return name

    def _remove(self, name: str, before: Any) -> None:
        if before is not None:
            if name in before.peft_config:
                before.delete_adapter(name)
        elif self._peft is not None:
            self._model = self._peft.unload()
            self._peft = None

    @contextmanager
    def _seeded(self, seed: int | None) -> Iterator[None]:
        if seed is None:
            yield
            return
        # The process's own random numbers go on as if nothing had happened.
        gpus = [self._model.device] if self._model.device.type == "cuda" else []
        with torch.random.fork_rng(devices=gpus):
            torch.manual_seed(seed)
            yield

    def _prefix(self, adapter: Path | None, prompt: list[int]) -> tuple[_Computed, int]:
        """What was computed of this prompt's beginning, ready to be continued, and how much."""
        computed = self._computed.pop(adapter, None)
        if computed is None:
            return self._nothing(), 0
        # One token is left to be read: it is what the answer begins from.
        same = 0
        for ours, theirs in zip(computed.tokens, prompt[:-1], strict=False):
            if ours != theirs:
                break
            same += 1
        if same == 0:
            return self._nothing(), 0
        if same < len(computed.tokens):
            computed.cache.crop(same - len(computed.tokens))
        return computed, same

    def _nothing(self) -> _Computed:
        return _Computed([], transformers.DynamicCache(config=self._model.config))

    def _keep(self, adapter: Path | None, computed: _Computed, tokens: list[int]) -> None:
        # Windows and recurrent states cannot be cut back to where two prompts part.
        if any(
            type(layer) is not transformers.cache_utils.DynamicLayer
            for layer in computed.cache.layers
        ):
            return
        held = computed.cache.get_seq_length()
        if held > len(tokens):  # on a GPU, stopping is seen a token late
            computed.cache.crop(len(tokens) - held)
        computed.tokens = tokens[:held]
        self._computed[adapter] = computed
        while len(self._computed) > _CACHES:
            self._computed.popitem(last=False)


@contextmanager
def _no_progress_bar() -> Iterator[None]:
    """Reading from the disk draws no bar into somebody's terminal."""
    logging = transformers.utils.logging
    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        if shown:
            logging.enable_progress_bar()


class _Writer:
    """Transformers' streamer: tokens in, text out as soon as its characters are complete."""

    def __init__(self, tokenizer: Any, report: Callable[[Item], None], stop: Event) -> None:
        decoders: Any = import_module("tokenizers.decoders")
        self.tokens: list[int] = []
        self._tokenizer = tokenizer.backend_tokenizer
        self._decoder = decoders.DecodeStream(skip_special_tokens=True)
        self._report = report
        self._stop = stop
        self._is_prompt = True

    def put(self, value: Any) -> None:
        """Takes the next token; the first call brings the prompt."""
        if self._stop.is_set():
            raise _StoppedError
        if self._is_prompt:
            self._is_prompt = False
            return
        for token in value.flatten().tolist():
            self.tokens.append(token)
            if piece := self._decoder.step(self._tokenizer, token):
                self._report(piece)

    def end(self) -> None:
        """Half a character at the very end is left out."""

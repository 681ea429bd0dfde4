"""From what a user wrote to a `Backend`: schemes, chains of fallbacks, ``auto``."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mascot.backends.address import parse_address
from mascot.backends.backend import Backend
from mascot.backends.endpoints import Shorthand, any_url, at, hosted
from mascot.backends.failures import UnavailableError
from mascot.backends.huggingface import in_process
from mascot.backends.options import Options, parse_options
from mascot.backends.plugins import find_plugin, from_plugin, plugin_names
from mascot.backends.providers import langchain
from mascot.backends.seat import Seat, choose
from mascot.backends.spec import Spec, address_hint, mask, parse_chain
from mascot.errors import BackendError
from mascot.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

MAX_CHAIN = 8

Factory = Callable[[Spec, Options, Settings, Seat], Backend]


def resolve_backend(
    spec: str | Mapping[str, Any] | BaseChatModel | Backend | None = None,
    *,
    settings: Settings | None = None,
    seat: Seat | None = None,
) -> Backend:
    """Make the language model that a spec names.

    A spec that names no model makes one short request, to ask the endpoint what it has; ``auto``
    looks at a few loopback ports. Nothing else touches the network before the first call.

    Args:
        spec: ``demo``, ``auto``, ``vllm:http://…#adapter``, ``openai:<model>`` …, several of them
            separated by commas, a mapping ``{"spec": …, "temperature": …}``, a LangChain chat
            model, or a `Backend`. By default what the settings name, else ``auto``.
        settings: Those of the process by default.
        seat: Whom it is for. ``vllm:`` without a model's name, and ``auto``, take the adapter made
            for them, where the server has one.

    Returns:
        The first of the chain that can be used, with the others as its fallbacks.

    Raises:
        BackendError: The spec names nothing that can be used; the message says why.
        SettingsError: The environment or the settings file cannot be used.
    """
    if isinstance(spec, Backend):
        return spec
    if spec is not None and not isinstance(spec, str | Mapping):
        return _from_model(spec)
    settings = settings or Settings.load()
    if spec is None:
        spec = settings.backend or "auto"
    chain = _chain(spec)
    if len(chain) > MAX_CHAIN:
        raise BackendError(
            f"backend {chain[0][0].text!r}: {len(chain)} models in one chain; at most {MAX_CHAIN}"
        )
    return _first_usable(chain, settings, seat or Seat())


def _first_usable(chain: list[tuple[Spec, Options]], settings: Settings, seat: Seat) -> Backend:
    usable: list[Backend] = []
    failed: list[UnavailableError] = []
    for spec, options in chain:
        try:
            usable.append(_make(spec, options, settings, seat))
        except UnavailableError as error:
            failed.append(error)
    if not usable:
        raise failed[0]
    first, *rest = usable
    skipped = tuple(f"{error}; going on without it" for error in failed)
    # Third parties' backends may bring fallbacks of their own.
    flat = [backend for one in rest for backend in (replace(one, fallbacks=()), *one.fallbacks)]
    return replace(first, fallbacks=(*first.fallbacks, *flat), notices=(*first.notices, *skipped))


def _chain(spec: str | Mapping[str, Any]) -> list[tuple[Spec, Options]]:
    if isinstance(spec, str):
        return [(one, Options()) for one in parse_chain(spec)]
    fallbacks = spec.get("fallbacks") or []
    chain = _entry(spec)
    if not isinstance(fallbacks, list | tuple):
        raise BackendError(
            f"backend {chain[0][0].text!r}: fallbacks is to be a list, not {fallbacks!r:.60}"
        )
    for fallback in fallbacks:
        if isinstance(fallback, Mapping) and fallback.get("fallbacks"):
            raise BackendError(
                f"backend {chain[0][0].text!r}: a fallback has fallbacks of its own; "
                "list them one after the other"
            )
        chain += _entry(fallback)
    return chain


def _entry(spec: object) -> list[tuple[Spec, Options]]:
    if isinstance(spec, str):
        return [(one, Options()) for one in parse_chain(spec)]
    if not isinstance(spec, Mapping):
        raise BackendError(f"a backend is a string or a mapping, not {spec!r:.60}")
    text = spec.get("spec")
    if not isinstance(text, str):
        raise BackendError(
            f"a backend's mapping needs a 'spec', such as 'demo'; it has {sorted(map(str, spec))}"
        )
    if strange := next((key for key in spec if not isinstance(key, str)), None):
        raise BackendError(f"backend {mask(text)!r}: {strange!r} is not the name of an option")
    rest = {key: value for key, value in spec.items() if key not in {"spec", "fallbacks"}}
    options = parse_options(rest, text)
    return [(one, options) for one in parse_chain(text)]


def _make(spec: Spec, options: Options, settings: Settings, seat: Seat) -> Backend:
    # Made once for all whom it makes no difference for: a third party's may be costly.
    key = (spec, repr(options.given()), seat.adapters if spec.scheme in _BY_SEAT else ())
    made = seat.known.made
    if key not in made:
        made[key] = _make_anew(spec, options, settings, seat)
    return made[key]


def _make_anew(spec: Spec, options: Options, settings: Settings, seat: Seat) -> Backend:
    if factory := _SCHEMES.get(spec.scheme):
        return factory(spec, options, settings, seat)
    if plugin := find_plugin(spec.scheme):
        return from_plugin(plugin, spec, options)
    known = [*_SCHEMES, *plugin_names()]
    if address := address_hint(spec.text):
        hint = address
    elif near := difflib.get_close_matches(spec.scheme, known, n=1):
        hint = f"did you mean {near[0]!r}?"
    elif ":" not in spec.text:
        hint = f"a model is named with its place: 'openai:{spec.text}', 'ollama:{spec.text}'"
    else:
        hint = "correct it, or install the package that brings it"
    raise BackendError(
        f"backend {spec.text!r}: there is no scheme {mask(spec.scheme)!r}; {hint}. "
        f"Known: {', '.join(known)}"
    )


def _from_model(model: object) -> Backend:
    from langchain_core.language_models import BaseChatModel  # noqa: PLC0415  (slow to import)

    if not isinstance(model, BaseChatModel):
        raise BackendError(
            "a backend is a spec string, a mapping, a LangChain chat model or a Backend, "
            f"not {type(model).__name__}"
        )
    name = getattr(model, "model_name", None) or getattr(model, "model", None)
    kind = type(model).__name__
    label = f"{name} ({kind})" if isinstance(name, str) and name else kind
    return Backend(spec=kind, model=model, label=label)


def _auto(spec: Spec, options: Options, settings: Settings, seat: Seat) -> Backend:
    if spec.rest:
        raise BackendError(f"backend {spec.text!r}: auto takes nothing after it")
    if server := seat.known.local_server:
        address = parse_address(server.base_url, spec.text)
        chosen = choose(server.models, seat)
        # Whoever answered is not known: the key of the settings is not for them.
        keyless = settings.model_copy(update={"api_key": None})
        backend = at(address, chosen.name, spec.text, options, keyless, seat)
        return replace(backend, context_tokens=chosen.context_tokens)
    notice = "No model server answers on this machine; these replies come from the scripted demo."
    demo = _demo(Spec("demo", "", spec.text), options, settings, seat)
    return replace(demo, notices=(notice,))


def _demo(spec: Spec, options: Options, _settings: Settings, _seat: Seat) -> Backend:
    if spec.rest:
        raise BackendError(
            f"backend {spec.text!r}: demo takes nothing after it; "
            'a seed goes into a mapping: {"spec": "demo", "seed": 7}'
        )
    from mascot.backends.demo import DemoChatModel  # noqa: PLC0415  (brings a lexicon)

    return Backend(
        spec=spec.text,
        model=DemoChatModel(seed=options.seed),
        label="demo (scripted, not a language model)",
        scripted=True,
    )


_SCHEMES: dict[str, Factory] = {
    "demo": _demo,
    "auto": _auto,
    "openai": hosted,
    "vllm": Shorthand("http://127.0.0.1:8000", adapters=True),
    "sglang": Shorthand("http://127.0.0.1:30000"),
    "llamacpp": Shorthand("http://127.0.0.1:8080"),
    "lmstudio": Shorthand("http://127.0.0.1:1234"),
    "ollama": Shorthand("http://127.0.0.1:11434", host_and_port=False),
    "http": any_url,
    "https": any_url,
    "langchain": langchain,
    "hf": in_process,
}
_BY_SEAT = frozenset({"vllm", "auto", "hf"})
"""Schemes whose model depends on whom it is for."""

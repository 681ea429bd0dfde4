"""From ``hf:…`` to a `Backend`: which base, which adapter for whom."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from mascot.backends.backend import Backend
from mascot.backends.huggingface.files import (
    BaseModel,
    check_adapter,
    find_base,
    inner_adapters,
)
from mascot.backends.options import Options
from mascot.backends.profiles import profiled
from mascot.backends.seat import SHARED, Seat
from mascot.backends.spec import Spec, mask
from mascot.errors import BackendError
from mascot.settings import Settings

_PACKAGES = ("torch", "transformers", "peft", "accelerate")
_DTYPES = (None, "float32", "bfloat16", "float16")
_PASSED_ON = {"temperature", "top_p", "max_tokens", "seed", "extra_body"}
_SEATS = ("director", "speaker", SHARED)


def in_process(spec: Spec, options: Options, settings: Settings, seat: Seat) -> Backend:
    """``hf:<model id or folder>[+[seat=]adapter folder]…``: a model inside this process.

    Files are checked here; weights load, or are downloaded, at the first call.

    Raises:
        BackendError: A folder does not hold what it is to hold, a package is missing, or the
            options do not fit.
        UnavailableError: The weights are not here and the hub may not be asked.
    """
    where = f"backend {spec.text!r}"
    text, adapters = _split(spec.rest, where)
    _check_packages(where)
    base = find_base(text, where)
    named = {
        _seat_name(n, where): Path(f).expanduser() for n, f in (options.adapters or {}).items()
    }
    adapters |= named
    for each in adapters.values():
        check_adapter(each, base, where)
    options = profiled(options, settings, seat)
    seated = next((name for name in seat.adapters or (SHARED,) if name in adapters), None)
    if seated is None:
        return _backend(base, None, base.name, spec, options, settings)
    folder = adapters[seated].resolve()
    # Whom it is for tells models apart where folders are all called "final".
    tuned = f"{base.name} with {folder.name if seated == SHARED else seated}"
    return _backend(base, folder, tuned, spec, options, settings)


def _backend(
    base: BaseModel,
    adapter: Path | None,
    name: str,
    spec: Spec,
    options: Options,
    settings: Settings,
) -> Backend:
    from mascot.backends.huggingface.chat import InProcessChatModel  # noqa: PLC0415  (LangChain)
    from mascot.backends.huggingface.engine import engine_for  # noqa: PLC0415

    label = f"{name} in this process"
    arguments = {
        **options.model_dump(include=_PASSED_ON, exclude_none=True),
        "timeout": options.timeout or settings.timeout,
        **(options.kwargs or {}),
    }
    device, dtype = arguments.pop("device", None), arguments.pop("dtype", None)
    if dtype not in _DTYPES or not isinstance(device, str | None):
        raise BackendError(
            f"backend {spec.text!r}: kwargs: device = {device!r}, dtype = {dtype!r}; "
            f"a device is 'cpu', 'cuda', 'cuda:1' or 'mps', a dtype one of {', '.join(_DTYPES[1:])}"
        )
    try:
        engine = engine_for(base, device=device, dtype=dtype)
        model = InProcessChatModel(
            engine=engine, model_name=name, label=label, adapter=adapter, **arguments
        )
    except (TypeError, ValueError) as error:
        raise BackendError(
            f"backend {spec.text!r}: {mask(' '.join(str(error).split())):.300}; "
            "check the mapping's kwargs"
        ) from error
    fetch = (
        f"The weights of {base.name} are not on this machine yet; the first reply waits until "
        "they are downloaded."
    )
    return Backend(
        spec=spec.text,
        model=model,
        label=label,
        context_tokens=base.context_tokens,
        notices=() if base.folder else (fetch,),
    )


def _split(rest: str, where: str) -> tuple[str, dict[str, Path]]:
    """The base and its adapters by seat, ``shared`` being everybody's."""
    # A folder may have a plus in its name.
    base, *parts = [rest] if Path(rest).expanduser().exists() else rest.split("+")
    if not rest or not base.strip() or not all(part.strip() for part in parts):
        raise BackendError(f"{where}: name the model: hf:<model id or folder>[+<adapter folder>]")
    adapters: dict[str, Path] = {}
    for part in parts:
        name, equals, path = part.strip().rpartition("=")
        folder = Path(path).expanduser()
        if equals:
            found: Mapping[str, Path] = {_seat_name(name, where): folder}
        else:
            inner = inner_adapters(folder)
            found = {n: f for n, f in inner.items() if _is_seat(n)} or {SHARED: folder}
        if twice := next((n for n in found if n in adapters), None):
            raise BackendError(
                f"{where}: two adapters for {twice!r}; say whose each is: "
                "+director=<folder>+speaker=<folder>"
            )
        adapters.update(found)
    return base.strip(), adapters


def _seat_name(name: str, where: str) -> str:
    if _is_seat(name):
        return name
    near = difflib.get_close_matches(name, _SEATS, n=1)
    hint = (
        f"did you mean {near[0]!r}?" if near else "director, speaker, speaker-<persona id>, shared"
    )
    raise BackendError(f"{where}: {name!r} is nobody whom an adapter could be for; {hint}")


def _is_seat(name: str) -> bool:
    return name in _SEATS or (name.startswith("speaker-") and name != "speaker-")


def _check_packages(where: str) -> None:
    if missing := [name for name in _PACKAGES if find_spec(name) is None]:
        raise BackendError(
            f"{where}: a model inside this process needs {', '.join(missing)}; "
            'install what is missing: pip install "mascot-companions[hf]"'
        )

"""Backends of third parties: the entry point group ``mascot.backends``."""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points

from mascot.backends.backend import Backend
from mascot.backends.options import Options
from mascot.backends.spec import Spec, mask
from mascot.errors import BackendError, MascotError

GROUP = "mascot.backends"


def plugin_names() -> list[str]:
    """The schemes that installed distributions add."""
    return sorted({entry.name for entry in entry_points(group=GROUP)})


def find_plugin(scheme: str) -> EntryPoint | None:
    """The entry point of a scheme, if a distribution brings one."""
    return next((e for e in entry_points(group=GROUP) if e.name.lower() == scheme), None)


def from_plugin(entry: EntryPoint, spec: Spec, options: Options) -> Backend:
    """Call a third party's factory with the spec's rest and the options that were given.

    Raises:
        BackendError: It cannot be loaded, fails, or returns something else; the message names the
            distribution.
    """
    from langchain_core.language_models import BaseChatModel  # noqa: PLC0415  (slow to import)

    source = entry.dist.name if entry.dist else "an unknown distribution"
    where = f"backend {spec.text!r}: the entry point {entry.value!r} of {source}"
    try:
        factory = entry.load()
    except Exception as error:
        raise BackendError(
            f"{where} cannot be loaded ({type(error).__name__}: {error}); "
            "reinstall or update that package"
        ) from error
    try:
        made = factory(spec.rest, options.given())
    except MascotError:
        raise
    except Exception as error:
        raise BackendError(
            f"{where} failed ({type(error).__name__}: {mask(str(error))})"
        ) from error
    if isinstance(made, Backend):
        return made
    if isinstance(made, BaseChatModel):
        return Backend(
            spec=spec.text,
            model=made,
            label=spec.text,
            structured=bool(options.structured),
        )
    raise BackendError(
        f"{where} returned {type(made).__name__}; it must return a BaseChatModel or a Backend"
    )

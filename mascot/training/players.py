"""Who plays: models of this run, or backends that are served, in either role."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from mascot.backends import Backend, Known, Seat, resolve_backend
from mascot.training.run import RunFolder

OWN = ("speakers", "simpo", "sft", "director", "base")
"""Models that stages of the run have made."""


def player(
    folder: RunFolder,
    spec: str,
    role: Literal["director", "speaker"],
    *,
    thinking: bool,
    temperature: float,
    max_tokens: int,
    batch: int,
) -> Backend:
    """The model of a role.

    Args:
        folder: The stage's; its run has the models of `OWN`.
        spec: One of `OWN`, a folder with a model or an adapter, or a backend's spec.
        role: Whose.
        thinking: Whether it may think before it answers.
        temperature: Of what it writes.
        max_tokens: Of thinking and answer together.
        batch: How many calls a model in this process answers together.

    Raises:
        TrainingError: A stage of the run has not finished, or its model cannot be loaded.
        BackendError: The spec names nothing that can be used.
    """
    own = folder.input(spec) if spec in OWN else Path(spec).expanduser()
    if spec in OWN or any((own / f).is_file() for f in ("adapter_config.json", "config.json")):
        from mascot.training.local import local_backend  # noqa: PLC0415  (brings torch)

        return local_backend(
            own,
            temperature=temperature,
            top_p=1.0,
            max_tokens=max_tokens,
            thinking=thinking,
            batch=batch,
        )
    options = {
        "spec": spec,
        "temperature": temperature,
        "max_tokens": max_tokens,
        "profile": "deliberate" if thinking else "fast",
    }
    return resolve_backend(options, seat=Seat(role, known=Known()))

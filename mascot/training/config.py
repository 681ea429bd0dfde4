"""Settings: a preset's YAML, the user's YAML over it, command-line options over both.

The files are flat mappings of field names, the form that TRL's own parser reads, so a field of the
stage and a field of TRL's configuration stand side by side.
"""

from __future__ import annotations

import argparse
import dataclasses
import difflib
import io
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn, cast

import trl
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from mascot.errors import TrainingError
from mascot.personas import Ensemble, load_ensemble

PRESETS = Path(__file__).parent / "presets"

_YAML = YAML(typ="safe", pure=True)


@dataclass
class RunArguments:
    """What every stage takes."""

    _argument_group_name = "every stage"

    preset: str = field(
        default="miniature",
        metadata={"help": "Settings to start from: miniature, paper, test, or a folder of YAML."},
    )
    run: Path = field(
        default=Path("runs/mascot"),
        metadata={"help": "The folder of the whole chain; a stage writes into one of its own."},
    )
    force: bool = field(
        default=False, metadata={"help": "Do a finished stage again; what it had made is deleted."}
    )
    resume: bool = field(
        default=False,
        metadata={"help": "Go on from the last checkpoint although settings have changed."},
    )
    dry_run: bool = field(default=False, metadata={"help": "Print the plan and do nothing."})


@dataclass(frozen=True, slots=True)
class Parsed:
    """The settings of one stage.

    Attributes:
        stage: Its name.
        run: What every stage takes.
        args: One object per dataclass that was asked for, in that order.
        used: The settings as a flat mapping: all of the stage's own, and what differs from the
            defaults in others' classes. Written as YAML it is a ``--config`` that repeats the run.
    """

    stage: str
    run: RunArguments
    args: tuple[Any, ...]
    used: Mapping[str, Any]


def parse(stage: str, classes: Sequence[type], argv: Sequence[str] | None = None) -> Parsed:
    """Reads the settings of a stage.

    Args:
        stage: Its name, and that of the preset's file: ``<preset>/<stage>.yaml``.
        classes: The dataclasses to fill, such as ``(SpeakerArguments, trl.GRPOConfig)``. Their
            field names must differ; fields come before ``--config`` files and options in precedence.
        argv: The options; those of the process by default.

    Returns:
        The filled dataclasses. A field ``output_dir`` that nobody set is the stage's
        ``checkpoints`` folder.

    Raises:
        TrainingError: A file or option cannot be used; the message names it and what is near.
    """
    options = list(sys.argv[1:] if argv is None else argv)
    parser = _Parser(
        dataclass_types=[RunArguments, *classes], allow_abbrev=False, prog=f"mascot train {stage}"
    )
    defaults = {action.dest: _default(action) for action in parser.settings()}
    files, options = _files(stage, options, parser)
    for file in files:
        parser.overlay(file, read_yaml(file))
    namespace, unknown = parser.parse_known_args(options)
    if unknown:
        raise TrainingError(f"{stage}: {_unknown(unknown[0], defaults, '--')}")
    values = vars(namespace)
    run, *args = parser.fill(stage, [RunArguments, *classes], values)
    used = {
        name: _plain(values[name])
        for cls in classes
        for name in (f.name for f in dataclasses.fields(cls) if f.init)
        if cls.__module__.startswith("mascot.") or values[name] != defaults[name]
    }
    used.pop("output_dir", None)
    used = {"preset": run.preset, **used}
    return Parsed(stage, cast("RunArguments", run), tuple(args), used)


def preset_stages(preset: str) -> tuple[str, ...]:
    """The stages that a preset has settings for.

    Raises:
        TrainingError: There is no such preset.
    """
    files = _preset_folder(preset).glob("*.yaml")
    return tuple(sorted(path.stem for path in files if path.stem != "ensemble"))


def find_ensemble(name: str) -> Ensemble:
    """The group to train: a preset's own (``miniature``), or what `load_ensemble` takes.

    Raises:
        PersonaError: There is no such group, or its definition has problems.
    """
    own = PRESETS / name / "ensemble.yaml"
    return load_ensemble(own if own.is_file() else name)


def read_yaml(file: Path) -> dict[str, Any]:
    """The settings in a file.

    Raises:
        TrainingError: It is not a mapping of settings.
    """
    try:
        values = _YAML.load(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise TrainingError(f"{file}: cannot be read ({error.strerror})") from error
    except (YAMLError, UnicodeDecodeError) as error:
        raise TrainingError(f"{file}: not YAML: {' '.join(str(error).split())}") from None
    if values is None:
        return {}
    if not isinstance(values, dict) or not all(isinstance(key, str) for key in values):
        raise TrainingError(f"{file}: is to be a mapping of settings to values, one a line")
    return values


def to_yaml(settings: Mapping[str, Any]) -> str:
    """Settings as YAML, in their order."""
    text = io.StringIO()
    writer = YAML(typ="safe", pure=True)
    writer.default_flow_style = False
    writer.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    writer.allow_unicode = True
    writer.dump(dict(settings), text)
    return text.getvalue()


class _Parser(trl.TrlParser):
    """TRL's parser, its complaints in our words."""

    def error(self, message: str) -> NoReturn:
        raise TrainingError(f"{self.prog.removeprefix('mascot train ')}: {message}")

    def settings(self) -> Iterator[argparse.Action]:
        """Every setting once; a boolean has a second action that turns it off."""
        seen = {"help"}
        for action in self._actions:
            if action.dest not in seen:
                seen.add(action.dest)
                yield action

    def overlay(self, file: Path, values: dict[str, Any]) -> None:
        """Makes a file's values the defaults.

        Raises:
            TrainingError: A key or value of the file cannot be used.
        """
        environment = values.pop("env", None) or {}
        if not isinstance(environment, dict):
            raise TrainingError(f"{file}: env is to be a mapping of names to values")
        os.environ.update({str(key): str(value) for key, value in environment.items()})
        actions = {action.dest: action for action in self.settings()}
        for key, value in values.items():
            if key not in actions:
                raise TrainingError(f"{file}: {_unknown(key, actions)}")
            if problem := _misfit(actions[key], value):
                raise TrainingError(f"{file}: {key}: {problem}")
        self.set_defaults_with_config(**values)

    def fill(self, stage: str, classes: Sequence[type], values: Mapping[str, Any]) -> Iterator[Any]:
        """The dataclasses, in order.

        Raises:
            TrainingError: One of them refuses its values.
        """
        home = Path(values["run"]) / stage
        for cls in classes:
            given = {f.name: values[f.name] for f in dataclasses.fields(cls) if f.init}
            if "output_dir" in given and given["output_dir"] is None:
                given["output_dir"] = str(home / "checkpoints")
            if values["dry_run"] and "use_cpu" in given:
                given["use_cpu"] = True  # a plan for GPUs can be made where there are none
            try:
                yield cls(**given)
            except (ValueError, TypeError, NotImplementedError) as error:
                raise TrainingError(f"{stage}: {error}") from error


def _files(stage: str, options: list[str], parser: _Parser) -> tuple[list[Path], list[str]]:
    """The YAML files to read, in order, and the options that are left."""
    first = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    first.error = parser.error  # type: ignore[method-assign]
    first.add_argument("--preset")
    first.add_argument("--config", action="append", type=Path, default=[])
    given, rest = first.parse_known_args(options)
    named = (read_yaml(file).get("preset") for file in reversed(given.config))
    given.preset = given.preset or next(filter(None, named), None) or RunArguments.preset
    folder = _preset_folder(str(given.preset))
    file = folder / f"{stage}.yaml"
    if not file.is_file():
        there = ", ".join(preset_stages(given.preset)) or "none"
        raise TrainingError(
            f"preset {given.preset!r} has no settings for {stage!r} ({file} is missing); "
            f"it has {there}"
        )
    return [file, *given.config], ["--preset", given.preset, *rest]


def _preset_folder(preset: str) -> Path:
    for folder in (PRESETS / preset, Path(preset).expanduser()):
        if folder.is_dir() and preset.strip(". "):
            return folder
    known = ", ".join(sorted(path.name for path in PRESETS.iterdir() if path.is_dir()))
    raise TrainingError(f"there is no preset {preset!r}; choose from {known}, or name a folder")


def _unknown(name: str, known: Mapping[str, object], dashes: str = "") -> str:
    bare = name.lstrip("-").partition("=")[0].replace("-", "_")
    if dashes and not name.startswith("-"):
        return f"{name!r} is no option; options begin with -- and take one value each"
    near = difflib.get_close_matches(bare, list(known), n=3, cutoff=0.6)
    hint = f"did you mean {' or '.join(dashes + n for n in near)}?" if near else "see --help"
    return f"there is no setting {dashes}{bare}; {hint}"


def _misfit(action: argparse.Action, value: object) -> str | None:
    """Why a YAML value does not fit; argparse looks only at those that are strings."""
    if value is None:
        return None
    if action.choices is not None and value not in action.choices:
        return f"{value!r} is none of {', '.join(map(repr, action.choices))}"
    several = action.nargs == "+"
    if several and not isinstance(value, list):
        return f"{value!r} is to be a list, such as [{value}]"
    if action.type in (int, float) and not several and not isinstance(value, int | float | str):
        return f"{value!r} is to be a number"
    if isinstance(value, str) and callable(action.type):
        try:
            action.type(value)
        except (ValueError, TypeError, argparse.ArgumentTypeError) as error:
            return str(error)
    return None


def _default(action: argparse.Action) -> Any:
    """As argparse will fill it in: it converts defaults that are strings."""
    if isinstance(action.default, str) and callable(action.type):
        return action.type(action.default)
    return action.default


def _plain(value: object) -> Any:
    """As YAML has it."""
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    return value if isinstance(value, str | int | float | bool | None) else str(value)

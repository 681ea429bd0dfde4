"""The run folder: one for the chain, in it one per stage.

A stage that finished has a ``done`` marker and is skipped. One that was stopped goes on from what
it has: its checkpoints, or the records that it appended.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import sys
import time
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from mascot.errors import TrainingError
from mascot.training.card import model_card
from mascot.training.config import Parsed, read_yaml, to_yaml

_PACKAGES = (
    "mascot-companions",
    "torch",
    "transformers",
    "trl",
    "peft",
    "datasets",
    "accelerate",
    "tokenizers",
    "vllm",
    "krippendorff",
)
_FREE = frozenset(
    {
        "concurrency",
        "dataloader_num_workers",
        "disable_tqdm",
        "log_completions",
        "logging_first_step",
        "logging_steps",
        "material_only",
        "preset",
        "num_completions_to_print",
        "patience",
        "price_cached",
        "price_completion",
        "price_prompt",
        "report_to",
        "run_name",
        "save_total_limit",
        "trackio_space_id",
    }
)
"""Settings that may differ when a run goes on: the result does not depend on them."""


class RunFolder:
    """The folder of one stage.

    Args:
        run: The folder of the chain.
        stage: The stage's name.
    """

    def __init__(self, run: Path, stage: str) -> None:
        self.run = run.expanduser()
        self.stage = stage
        self.path = self.run / stage
        self._began = time.time()

    @property
    def is_main(self) -> bool:
        """Whether this process writes; of several under ``accelerate launch`` only the first does."""
        return os.environ.get("RANK", "0") == "0"

    @property
    def checkpoints(self) -> Path:
        """Where the trainer keeps its checkpoints."""
        return self.path / "checkpoints"

    @property
    def last_checkpoint(self) -> str | None:
        """The checkpoint to go on from, in the form that ``Trainer.train`` takes."""
        complete = [
            path
            for path in self.checkpoints.glob("checkpoint-*")
            if (path / "trainer_state.json").is_file()  # written last, but for the random state
        ]
        newest = max(complete, key=lambda path: int(path.name.rpartition("-")[2]), default=None)
        return str(newest) if newest else None

    @property
    def done(self) -> dict[str, Any] | None:
        """What the finished stage said of itself; None when it has not finished."""
        return _done(self.path)

    def input(self, stage: str, *names: str) -> Path:
        """Another stage's folder, finished, or a file in it.

        Raises:
            TrainingError: That stage has not finished, or the file is not there.
        """
        path = self.run / stage
        if _done(path) is None:
            raise TrainingError(
                f"{self.stage} needs what {stage!r} makes, and {path} is not finished; "
                f"run it first: mascot train {stage} --run {self.run}"
            )
        wanted = path.joinpath(*names)
        if not wanted.exists():
            raise TrainingError(
                f"{self.stage} needs {wanted}, which is missing; make it again: "
                f"mascot train {stage} --run {self.run} --force"
            )
        return wanted

    def corpora_of(self, *stages: str) -> tuple[str, ...]:
        """The corpora behind what other stages of this run made."""
        found = (((_done(self.run / stage)) or {}).get("corpora") or () for stage in stages)
        return tuple(sorted({name for names in found for name in names}))

    def scripted_of(self, *stages: str) -> tuple[str, ...]:
        """The stand-ins behind what other stages of this run made."""
        found = (((_done(self.run / stage)) or {}).get("scripted") or () for stage in stages)
        return tuple(dict.fromkeys(line for lines in found for line in lines))

    def begin(self, parsed: Parsed) -> bool:
        """Opens the stage.

        Args:
            parsed: Its settings.

        Returns:
            False when there is nothing to do, because the stage has finished.

        Raises:
            TrainingError: It was begun with other settings, or the folder cannot be written.
        """
        self._began = time.time()
        done, earlier = self.done, self._earlier()
        if done and not parsed.run.force:
            self.say(f"{self.stage}: finished already, in {self.path} (--force does it again)")
            return False
        changed = _changes(earlier, parsed.used)
        if changed and not (parsed.run.force or parsed.run.resume):
            raise TrainingError(
                f"{self.path} was begun with other settings ({'; '.join(changed)}); go on with "
                "them (--resume), begin anew (--force), or name another folder (--run)"
            )
        together()
        if self.is_main:
            self._open(parsed, anew=parsed.run.force)
        together()
        return True

    def log(self, **values: Any) -> None:
        """Adds a line to ``metrics.jsonl``."""
        if self.is_main:
            with (self.path / "metrics.jsonl").open("a", encoding="utf-8") as file:
                file.write(json.dumps(values) + "\n")

    def rewind(self, step: int) -> None:
        """Forgets logged lines that a run going on from a checkpoint will write again."""
        file = self.path / "metrics.jsonl"
        if self.is_main and file.is_file():
            kept = [line for line in _lines(file) if json.loads(line).get("step", 0) <= step]
            _write(file, "".join(f"{line}\n" for line in kept))

    def write_json(self, name: str, value: object) -> None:
        """Writes a file whole or not at all."""
        if self.is_main:
            _write(self.path / name, json.dumps(value, indent=2, ensure_ascii=False) + "\n")

    def finish(
        self,
        *,
        title: str,
        what: str,
        summary: Mapping[str, Any],
        corpora: Iterable[str],
        base: str | None = None,
        plots: Iterable[str] = (),
        scripted: Iterable[str] = (),
    ) -> None:
        """Writes the card and the ``done`` marker.

        Args:
            title: The card's heading.
            what: A paragraph: what this is and what it is for.
            summary: Figures, for the card and for later stages.
            corpora: The names of the corpora behind it; one that is not to be used commercially
                shows in the card's licence.
            base: The model that it builds on.
            plots: Pictures in this folder.
            scripted: Stand-ins that took a model's part, in words: "teacher: demo (scripted, …)".
        """
        together()
        if self.is_main:
            names = sorted(set(corpora))
            settings = self._earlier() or {}
            card = model_card(
                title=title,
                what=what,
                stage=self.stage,
                summary=summary,
                corpora=names,
                base=base,
                plots=tuple(plots),
                scripted=tuple(scripted),
                settings=settings,
            )
            _write(self.path / "README.md", card)
            seconds = round(time.time() - self._began, 1)
            done = {
                "seconds": seconds,
                "corpora": names,
                "scripted": list(scripted),
                "summary": dict(summary),
            }
            self.write_json("done", done)
            self.say(f"{self.stage}: done in {seconds:.0f} s, {self.path}")
        together()

    def say(self, text: str) -> None:
        """A line for the person at the terminal, once however many processes there are."""
        if self.is_main:
            print(text, file=sys.stderr, flush=True)  # noqa: T201

    def _earlier(self) -> dict[str, Any] | None:
        file = self.path / "config.yaml"
        if not file.is_file():
            return None
        settings = read_yaml(file)
        return settings if isinstance(settings, dict) else None

    def _open(self, parsed: Parsed, *, anew: bool) -> None:
        try:
            if anew and self.path.is_dir():
                shutil.rmtree(self.path)
            self.path.mkdir(parents=True, exist_ok=True)
            text = to_yaml(parsed.used)
            head = (
                f"# mascot train {self.stage} --config {self.path / 'config.yaml'} repeats this\n"
            )
            _write(self.path / "config.yaml", head + text)
            self.write_json("versions.json", _versions())
        except OSError as error:
            raise TrainingError(
                f"{self.path}: cannot be written ({error.strerror}); make room, or choose another "
                "folder with --run"
            ) from error


def together() -> None:
    """Waits for the other processes of ``accelerate launch``; alone it does nothing."""
    if int(os.environ.get("WORLD_SIZE", "1")) > 1:
        from accelerate import PartialState  # noqa: PLC0415  (brings torch, which not all need)

        PartialState().wait_for_everyone()


def _done(folder: Path) -> dict[str, Any] | None:
    try:
        return dict(json.loads((folder / "done").read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return None


def _changes(earlier: Mapping[str, Any] | None, now: Mapping[str, Any]) -> list[str]:
    if earlier is None:
        return []
    keys = [key for key in sorted({*earlier, *now}) if key not in _FREE]
    return [
        f"{key}: {earlier.get(key, 'default')!r} then, {now.get(key, 'default')!r} now"
        for key in keys
        if earlier.get(key, _ABSENT) != now.get(key, _ABSENT)
    ]


_ABSENT = object()


def _versions() -> dict[str, Any]:
    found: dict[str, Any] = {"python": platform.python_version(), "platform": platform.platform()}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    found["processors"] = os.cpu_count()
    found["processes"] = int(os.environ.get("WORLD_SIZE", "1"))
    if torch := sys.modules.get("torch"):
        found["gpus"] = [
            torch.cuda.get_device_name(index) for index in range(torch.cuda.device_count())
        ]
    return found


def _lines(file: Path) -> list[str]:
    """The complete lines; the last one of a killed run may be half."""
    return file.read_text(encoding="utf-8").split("\n")[:-1]


def _write(file: Path, text: str) -> None:
    half = file.with_name(f".{file.name}.part")
    try:
        half.write_text(text, encoding="utf-8")
        half.replace(file)
    except OSError as error:
        half.unlink(missing_ok=True)
        raise TrainingError(
            f"{file}: cannot be written ({error.strerror}); make room and start the stage again, "
            "it goes on where it stopped"
        ) from error

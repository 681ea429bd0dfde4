"""Settings: presets, files and options over each other; what is wrong is named."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

pytest.importorskip("trl")

from trl import ModelConfig, SFTConfig

from mascot.errors import TrainingError
from mascot.training.config import PRESETS, find_ensemble, parse, preset_stages
from mascot.training.stages import STAGES


@dataclass
class Own:
    """Settings of a stage of the test's own."""

    pieces: int = field(default=8, metadata={"help": "How many."})
    share: float = 0.5
    kind: str = field(default="plain", metadata={"choices": ["plain", "fancy"]})
    names: list[str] = field(default_factory=list)
    place: Path | None = None


@pytest.fixture
def preset(tmp_path: Path) -> Path:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "probe.yaml").write_text(
        "pieces: 3\nlearning_rate: 1e-5\nuse_cpu: true\nbf16: false\n", encoding="utf-8"
    )
    return folder


def write(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_options_go_over_files_and_files_over_the_preset(preset: Path, tmp_path: Path) -> None:
    config = write(tmp_path / "own.yaml", "pieces: 4\nshare: 0.25\n")
    argv = ["--preset", str(preset), "--config", config, "--pieces", "5", "--run", str(tmp_path)]
    parsed = parse("probe", (Own, SFTConfig), argv)
    own, config_of_trl = parsed.args
    assert (own.pieces, own.share) == (5, 0.25)
    assert config_of_trl.learning_rate == pytest.approx(1e-5)
    assert config_of_trl.output_dir == str(tmp_path / "probe" / "checkpoints")


def test_what_was_used_repeats_the_run(preset: Path, tmp_path: Path) -> None:
    from mascot.training.config import to_yaml

    argv = ["--preset", str(preset), "--names", "a", "b", "--place", "here"]
    used = parse("probe", (Own, SFTConfig), argv).used
    again = parse(
        "probe", (Own, SFTConfig), ["--config", write(tmp_path / "u.yaml", to_yaml(used))]
    )
    assert again.used == used
    assert again.args[0] == Own(pieces=3, names=["a", "b"], place=Path("here"))
    assert again.run.preset == str(preset)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("peices: 3", "did you mean pieces"),
        ("pieces: many", "invalid literal"),
        ("pieces: [1]", "pieces"),
        ("kind: wild", "'wild' is none of"),
        ("names: a", "is to be a list"),
        ("- pieces", "mapping"),
        ("pieces: [", "not YAML"),
    ],
)
def test_a_bad_file_is_named_with_its_key(
    preset: Path, tmp_path: Path, text: str, says: str
) -> None:
    file = write(tmp_path / "bad.yaml", text)
    with pytest.raises(TrainingError, match=says) as caught:
        parse("probe", (Own, SFTConfig), ["--preset", str(preset), "--config", file])
    assert "bad.yaml" in str(caught.value) or "probe" in str(caught.value)


@pytest.mark.parametrize(
    ("option", "says"),
    [
        (["--peices", "3"], "did you mean --pieces"),
        (["--pieces", "many"], "invalid int value"),
        (["--piece", "3"], "there is no setting --piece"),
        (["stray"], "'stray' is no option"),
        (["--kind", "wild"], "invalid choice"),
        (["--preset", "grand"], "there is no preset 'grand'; choose from"),
        (["--preset", "miniature"], "has no settings for 'probe'"),
        (["--config", "nowhere.yaml"], "nowhere.yaml: cannot be read"),
    ],
)
def test_a_bad_option_is_named(preset: Path, option: list[str], says: str) -> None:
    with pytest.raises(TrainingError, match=says):
        parse("probe", (Own, SFTConfig), ["--preset", str(preset), *option])


def test_settings_that_trl_refuses_are_a_message(preset: Path) -> None:
    with pytest.raises(TrainingError, match="probe: "):
        parse("probe", (Own, SFTConfig), ["--preset", str(preset), "--warmup_steps", "-1"])


@pytest.mark.parametrize("preset_name", sorted(p.name for p in PRESETS.iterdir() if p.is_dir()))
def test_every_preset_belongs_to_a_stage(preset_name: str) -> None:
    known = {stage.name for stage in STAGES}
    unknown = set(preset_stages(preset_name)) - known - {"director", "group-reward-model"}
    assert not unknown


@pytest.mark.parametrize("preset_name", ["paper", "miniature", "test"])
@pytest.mark.parametrize("stage", ["trajectories", "sft", "reward-model"])
def test_the_presets_can_be_read(preset_name: str, stage: str) -> None:
    from trl import RewardConfig

    from mascot.training.sft import SftArguments
    from mascot.training.trajectories import TrajectoryArguments

    classes: dict[str, tuple[type, ...]] = {
        "trajectories": (TrajectoryArguments,),
        "sft": (SftArguments, ModelConfig, SFTConfig),
        "reward-model": (ModelConfig, RewardConfig),
    }
    options = ["--bf16", "false"] if stage != "trajectories" else []
    parsed = parse(stage, classes[stage], ["--preset", preset_name, *options])
    if stage == "reward-model" and preset_name == "paper":
        model, config = parsed.args
        assert model.model_name_or_path == "Qwen/Qwen3-0.6B"
        assert config.num_train_epochs == 3
        assert config.per_device_train_batch_size * config.gradient_accumulation_steps == 32
    if stage == "sft" and preset_name == "paper":
        _, model, config = parsed.args
        assert (model.lora_r, model.lora_alpha, model.lora_dropout) == (16, 32, 0.1)
        assert config.per_device_train_batch_size * config.gradient_accumulation_steps == 16


def test_the_miniature_has_a_group_of_its_own() -> None:
    assert find_ensemble("miniature").ids == find_ensemble("emotional-support").ids

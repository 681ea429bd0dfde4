"""The card that lies beside what a stage made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mascot.training.config import to_yaml

LICENCES: Mapping[str, str] = {
    "empathetic_dialogues": "EmpatheticDialogues, CC BY-NC 4.0: not for commercial use",
    "qmsum": "QMSum, MIT",
    "shipped": "situations of MASCOT's own writing, Apache-2.0",
}
_NON_COMMERCIAL = frozenset({"empathetic_dialogues"})
_DATASETS = frozenset({"pairs"})


def model_card(
    *,
    title: str,
    what: str,
    stage: str,
    summary: Mapping[str, Any],
    corpora: Sequence[str],
    base: str | None,
    plots: Sequence[str],
    scripted: Sequence[str],
    settings: Mapping[str, Any],
) -> str:
    """The text of a ``README.md``, in the form of the Hugging Face hub; see `RunFolder.finish`."""
    restricted = sorted(_NON_COMMERCIAL & set(corpora))
    head: dict[str, Any] = {"license": "cc-by-nc-4.0" if restricted else "apache-2.0"}
    head["tags"] = ["mascot", stage]
    if base:
        head["base_model"] = base
    if stage not in _DATASETS:
        head["library_name"] = "transformers" if stage == "base" else "peft"
    parts = [f"---\n{to_yaml(head)}---", f"# {title}", what]
    if scripted:
        parts.append(
            "**Stand-ins.** Not everything here comes from a language model:\n\n"
            + "\n".join(f"- {line}" for line in scripted)
        )
    data = [f"- {LICENCES.get(name, name)}" for name in corpora] or ["- none"]
    note = "\n\n**Not for commercial use**, because of its data." if restricted else ""
    parts.append("## Data\n\n" + "\n".join(data) + note)
    if summary:
        rows = (f"| {name} | {_figure(value)} |" for name, value in summary.items())
        parts.append("## Figures\n\n| | |\n|---|---|\n" + "\n".join(rows))
    if plots:
        parts.append("\n".join(f"![{name.partition('.')[0]}]({name})" for name in plots))
    shown = to_yaml(settings)
    parts.append(
        f"## Settings\n\n`mascot train {stage} --config config.yaml`\n\n```yaml\n{shown}```"
    )
    return "\n\n".join(parts) + "\n"


def _figure(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)

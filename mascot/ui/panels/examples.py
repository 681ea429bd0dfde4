"""Two conversations that begin with one click: the paper's case study, and a meeting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from importlib.resources import as_file, files

import gradio as gr

from mascot.dialogue.meeting import load_context
from mascot.errors import MascotError
from mascot.personas import load_ensemble
from mascot.ui.handlers import updates
from mascot.ui.panels.parts import Door, bad, clicks, html
from mascot.ui.stage import AT_ONCE, Panel, Stage, Updates

SEND = "() => document.querySelector('#send')?.click()"


def build(stage: Stage) -> Panel | None:
    """Makes the panel."""
    on, door = _Handlers(stage), Door(stage)
    with gr.Column(elem_classes="p-panel", elem_id="examples"):
        shelf = html(_shelf(), js_on_load=clicks("begin"), elem_id="example-shelf")
        told = html(elem_id="examples-told")
    outputs = [*stage.outputs, told]
    begun = shelf.begin(door.click(on.begin), door.inputs(), outputs, **AT_ONCE)
    stage.opened.append(begun)
    begun.success(None, None, None, js=SEND)
    return None


@dataclass(frozen=True, slots=True)
class Example:
    """A conversation to begin with.

    Attributes:
        title: What it is called.
        text: What it shows, in a line.
        ensemble: The shipped group.
        message: Which of the group's own examples is sent.
        about: Reads what the talk is about.
    """

    title: str
    text: str
    ensemble: str
    message: int
    about: Callable[[], str] = str


def _meeting() -> str:
    with as_file(files("mascot.ui").joinpath("examples/qmsum.json")) as file:
        return load_context(file)


EXAMPLES = {
    "car": Example(
        "The pink car and the blue one",
        "The paper’s case study: a choice that will not come",
        "emotional-support",
        0,
    ),
    "meeting": Example(
        "What did the meeting decide?",
        "Four colleagues read a project meeting. From QMSum (Zhong et al., 2021), MIT licence",
        "workplace",
        0,
        _meeting,
    ),
}


class _Handlers:
    """What happens when something is pressed."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    async def begin(self, mine: str, name: str) -> Updates:
        """A new conversation, with its first message in the box."""
        example = EXAMPLES[name]
        chats = self._stage.chats
        try:
            ensemble = load_ensemble(example.ensemble)
            other = await chats.fresh(mine)
            await chats.change(other, ensemble=ensemble, yaml="", muted=(), about=example.about())
        except MascotError as error:
            return [*updates(), bad(error)]
        shown = await self._stage.redraw(other, "")
        shown[list(self._stage.outputs).index(self._stage.message)] = ensemble.examples[
            example.message
        ]
        return [*shown, ""]


def _shelf() -> str:
    rows = "".join(
        f'<li><button type="button" class="p-choice" data-event="begin" data-value="{name}">'
        f"<b>{escape(one.title)}</b><span>{escape(one.text)}</span></button></li>"
        for name, one in EXAMPLES.items()
    )
    return f'<h2 class="p-title">Try an example</h2><ul class="p-shelf">{rows}</ul>'

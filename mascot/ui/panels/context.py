"""What the talk is about: a meeting's transcript, pasted or sent."""

from __future__ import annotations

import asyncio
import re
import tempfile
from pathlib import Path
from typing import Any

import gradio as gr

from mascot.dialogue.meeting import MAX_BYTES, load_context
from mascot.errors import ContextFileError, MascotError
from mascot.ui.handlers import updates
from mascot.ui.panels.parts import Door, bad, good, html, note, size, taken
from mascot.ui.stage import AT_ONCE, QUIET, Panel, Stage, Updates

_SUFFIXES = (".txt", ".md", ".json", ".jsonl")
_TOKENS_A_WORD = 4 / 3
"""Of English and Qwen3's tokenizer, roughly."""


def build(stage: Stage) -> Panel:
    """Makes the panel."""
    on, door = _Handlers(stage), Door(stage)
    with gr.Column(elem_classes="p-panel", elem_id="context-panel"):
        now = html(elem_id="context-now")
        text = gr.Textbox(
            label="Transcript or notes",
            info="What the group is to know, such as a meeting: a line each, as “Name: what was said”.",
            lines=6,
            max_lines=14,
            elem_id="context-text",
        )
        part = gr.Textbox(
            label="Meeting and topic",
            info="Only for QMSum JSON with several meetings: 3, or 3:2 for its second topic.",
            max_length=80,
            elem_id="context-part",
        )
        with gr.Row(elem_classes="p-row"):
            use = gr.Button("Use", variant="primary", size="sm", elem_id="context-use")
            upload = gr.UploadButton(
                "Upload",
                size="sm",
                type="filepath",
                file_types=list(_SUFFIXES),
                elem_id="context-upload",
            )
            remove = gr.Button("Remove", size="sm", elem_id="context-remove")
        told = html(elem_id="context-told")

    mine = [now, text, part, told]
    everything = [*stage.outputs, *mine]
    quiet: dict[str, Any] = {**QUIET, "concurrency_limit": 4}
    use.click(door.press(on.use), door.inputs(text, part), everything, **quiet)
    upload.upload(door.press(on.upload), door.inputs(upload, part), everything, **quiet)
    remove.click(door.press(on.remove), door.inputs(), everything, **AT_ONCE)
    return Panel(refresh=door.refresh(on.refresh), outputs=mine)


class _Handlers:
    """What happens when something is pressed."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    async def refresh(self, mine: str) -> Updates:
        """The panel as the conversation is set up."""
        desk = await self._stage.chats.desk(mine)
        return [_now(desk.about), "", "", ""]

    async def use(self, mine: str, text: str | None, part: str | None) -> Updates:
        """What stands in the box."""
        text = (text or "").strip()
        if not text:
            return self._refused("Write or paste something first, or upload a file.")
        kind = ".json" if text.startswith("{") else ".txt"
        return await self._read(mine, f"pasted{kind}", text.encode("utf-8", "replace"), part)

    async def upload(self, mine: str, path: str | None, part: str | None) -> Updates:
        """A file."""
        try:
            name, data = taken(path, MAX_BYTES, "a transcript")
        except MascotError as error:
            return self._refused(error)
        return await self._read(mine, name, data, part)

    async def remove(self, mine: str) -> Updates:
        """The talk is about nothing but itself."""
        return await self._change(mine, "")

    async def _read(self, mine: str, name: str, data: bytes, part: str | None) -> Updates:
        try:
            if len(data) > MAX_BYTES:
                raise ContextFileError(
                    f"That is {size(len(data))}, and at most {size(MAX_BYTES)} are taken; paste the "
                    "part that matters."
                )
            about = await asyncio.to_thread(_loaded, name, data, part)
        except MascotError as error:
            return self._refused(error)
        return await self._change(mine, about)

    async def _change(self, mine: str, about: str) -> Updates:
        try:
            await self._stage.chats.change(mine, about=about)
        except MascotError as error:
            return self._refused(error)
        text = "They know it from the next message on." if about else "It is gone."
        chats = self._stage.chats
        shown = updates() if chats.answering(mine) else await self._stage.redraw(mine, "")
        return [*shown, _now(about), "", "", good(text)]

    def _refused(self, error: Exception | str) -> Updates:
        # What was pasted stays in the box.
        return [*[gr.skip()] * (len(self._stage.outputs) + 3), bad(error)]


def _loaded(name: str, data: bytes, part: str | None) -> str:
    """The text of a transcript, as the command line reads it; without this machine's paths."""
    suffix = Path(name).suffix.lower()
    plain = re.sub(r"[^\w.-]", "_", Path(name).stem)[:60] + suffix
    with tempfile.TemporaryDirectory(prefix="mascot-") as folder:
        file = Path(folder) / plain
        file.write_bytes(data)
        try:
            return load_context(f"{file}#{part.strip()}" if part and part.strip() else file)
        except ContextFileError as error:
            raise ContextFileError(str(error).replace(f"{folder}/", "")) from None


def _now(about: str) -> str:
    if not about:
        return note("The talk is about nothing but itself.")
    words = len(about.split())
    tokens = round(words * _TOKENS_A_WORD, -2)
    return note(f"In use: {words:,} words, about {tokens:,.0f} tokens. It stands above the chat.")

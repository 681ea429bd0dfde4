"""Which language model answers: shown, chosen and tried."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from html import escape
from typing import Any, cast

import gradio as gr
from pydantic import SecretStr

from mascot.backends.spec import mask
from mascot.errors import MascotError
from mascot.graph.build import GroupChat
from mascot.ui.desk import Desk
from mascot.ui.handlers import updates
from mascot.ui.panels.parts import Door, bad, clicks, good, html
from mascot.ui.probing import probe
from mascot.ui.render import heading
from mascot.ui.stage import AT_ONCE, QUIET, Panel, Stage, Updates

_SPECS = {
    "auto": "A model server on this machine, else the demo",
    "demo": "Scripted answers, no language model",
    "vllm:http://127.0.0.1:8000": "vLLM; adapters named director and speaker are found",
    "ollama:qwen3:8b": "Ollama, the model by its name",
    "lmstudio:": "LM Studio; llamacpp: and sglang: likewise",
    "openai:gpt-4o-mini": "OpenAI, with a key",
    "https://llm.example.org/v1#model": "Any OpenAI-compatible address",
}
_PROFILES = [("Fast", "fast"), ("Deliberate: thinks before it answers", "deliberate")]
MAX_SPEC = 1000


def build(stage: Stage) -> Panel:
    """Makes the panel."""
    on, door = _Handlers(stage), Door(stage)
    with gr.Column(elem_classes="p-panel", elem_id="model-panel"):
        current = html(elem_id="model-current")
        if not stage.policy.choose_backend:
            html(
                '<p class="p-note">The model is chosen by whoever runs this page.</p>',
                elem_id="model-fixed",
            )
            return Panel(refresh=door.refresh(on.current), outputs=[current])
        spec = gr.Textbox(
            label="Model",
            info="What is to answer; empty is what the page was started with.",
            placeholder="auto",
            max_length=MAX_SPEC,
            elem_id="model-spec",
            html_attributes=gr.InputHTMLAttributes(autocomplete="off", spellcheck=False),
        )
        key = gr.Textbox(
            label="Key",
            info="Stays in the server’s memory until it stops; it is never written down.",
            type="password",
            max_length=MAX_SPEC,
            elem_id="model-key",
            html_attributes=gr.InputHTMLAttributes(autocomplete="off"),
        )
        profile = gr.Radio(
            _PROFILES,
            label="Profile",
            info="Of a served Qwen3; others answer as they are.",
            elem_id="model-profile",
        )
        with gr.Row(elem_classes="p-row"):
            use = gr.Button("Use", variant="primary", size="sm", elem_id="model-use")
            test = gr.Button("Test", size="sm", elem_id="model-test")
        told = html(elem_id="model-told")
        choices = html(_choices(), js_on_load=clicks("spec"), elem_id="model-specs")

    mine = [current, spec, key, profile, told]
    given = door.inputs(spec, key, profile)
    choices.spec(on.fill, None, [spec, told], **AT_ONCE)
    use.click(door.press(on.use), given, [*stage.outputs, *mine], concurrency_limit=4, **QUIET)
    test.click(lambda: '<p class="p-told" role="status">Asking …</p>', None, told, **AT_ONCE).then(
        door.press(on.test), given, told, concurrency_limit=4, **QUIET
    )
    return Panel(refresh=door.refresh(on.refresh), outputs=mine)


class _Handlers:
    """What happens when something is pressed."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    async def current(self, mine: str) -> Updates:
        """What answers."""
        return [await self._shown(mine)]

    async def refresh(self, mine: str) -> Updates:
        """The panel as the conversation is set up."""
        return await self._drawn(mine, await self._stage.chats.desk(mine), "")

    async def fill(self, event: gr.EventData) -> Updates:
        """A spec of the list into the field."""
        return [event.value if event.value in _SPECS else gr.skip(), ""]

    async def use(
        self, mine: str, spec: str | None, key: str | None, profile: str | None
    ) -> Updates:
        """Another model for this conversation."""
        desk = await self._stage.chats.desk(mine)
        try:
            desk = await self._stage.chats.change(mine, **_changes(desk, spec, key, profile))
            drawn = await self._drawn(mine, desk, good("The next reply comes from it."))
        except MascotError as error:
            skipped = [gr.skip()] * (len(self._stage.outputs) + 4)
            return [*skipped, bad(_without(str(error), key))]
        group = await self._group(mine)
        head = heading(desk.ensemble, group.backends, desk.about)
        return [*updates(head=head), *drawn]

    async def test(self, mine: str, spec: str | None, key: str | None, profile: str | None) -> str:
        """Whether what stands in the fields answers; nothing is changed."""
        desk = await self._stage.chats.desk(mine)
        try:
            tried = replace(desk, **_changes(desk, spec, key, profile))
            group = await asyncio.to_thread(self._stage.policy.build, tried)
            told = await probe(group.backends)
        except MascotError as error:
            return bad(_without(str(error), key))
        return good(_without(told, key))

    async def _drawn(self, mine: str, desk: Desk, told: str) -> Updates:
        settings = self._stage.policy.process
        return [
            await self._shown(mine),
            mask(desk.backend or ""),
            gr.Textbox(value="", placeholder="kept for this conversation" if desk.key else ""),
            desk.profile or settings.profile,
            told,
        ]

    async def _shown(self, mine: str) -> str:
        try:
            return _answering(await self._group(mine))
        except MascotError as error:
            return bad(f"{error}\nIf it had a key, enter it again: keys are not kept.")

    async def _group(self, mine: str) -> GroupChat:
        return cast("GroupChat", (await self._stage.chats.graph(mine)).builder)


def _changes(desk: Desk, spec: str | None, key: str | None, profile: str | None) -> dict[str, Any]:
    spec = (spec or "").strip() or None
    kept = desk.key if spec == desk.backend else None  # a key is for the address it was given for
    secret = SecretStr(key.strip()) if key and key.strip() else kept
    return {"backend": spec, "key": secret if spec else None, "profile": profile or None}


def _without(text: str, key: str | None) -> str:
    """The text without the key, should an error quote it."""
    secret = (key or "").strip()
    return text.replace(secret, "***") if len(secret) >= 4 else text  # noqa: PLR2004


def _answering(group: GroupChat) -> str:
    """What answers, plainly."""
    rows = []
    for backend in group.backends:
        roles = _roles(group, backend.label)
        rows.append(
            f'<li><b dir="auto">{escape(backend.label)}</b><span>for {escape(roles)}</span></li>'
        )
    return f'<ul class="p-models" aria-label="What answers">{"".join(rows)}</ul>'


def _roles(group: GroupChat, label: str) -> str:
    who = [p.name for p in group.ensemble.personas if group.speakers[p.id].label == label]
    everybody = len(who) == len(group.ensemble.personas)
    director = ["the director"] if group.director.label == label else []
    members = ["all members"] if everybody and len(who) > 1 else who
    return " and ".join([*director, *members])


def _choices() -> str:
    rows = "".join(
        f'<li><button type="button" class="p-choice" data-event="spec" data-value="{escape(spec)}">'
        f"<code>{escape(spec)}</code><span>{escape(text)}</span></button></li>"
        for spec, text in _SPECS.items()
    )
    return f'<details class="p-choices"><summary>What can be written here</summary><ul>{rows}</ul></details>'

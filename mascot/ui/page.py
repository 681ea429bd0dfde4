"""The page: Gradio's blocks and what happens when something is pressed. A view, and nothing else."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any, cast

import gradio as gr
from gradio.events import Dependency

from mascot.graph.build import GroupChat
from mascot.ui.assets import asset
from mascot.ui.chats import Chats, Frame, StillAnsweringError
from mascot.ui.desks import Desks, Graph
from mascot.ui.panels import LEFT, RIGHT
from mascot.ui.policy import Policy
from mascot.ui.render import disclosure, welcome
from mascot.ui.stage import AT_ONCE, STREAMED, Panel, Stage, Updates

_LOG = '<div class="m-log" role="log" aria-live="polite" aria-label="Conversation"></div><p class="m-status" role="status"></p>'
_CLICKS = """element.addEventListener("click", (click) => {
  const { event, value } = click.target.closest("[data-event]")?.dataset ?? {};
  if (event === "example") trigger("example", { value: Number(value) });
});"""
_SHOW_DIRECTOR = """(on) => {
  document.documentElement.toggleAttribute("data-director", on);
  document.querySelectorAll(".m-director").forEach((line) => (line.open = on));
}"""
_FOCUS = "() => document.querySelector('#message textarea')?.focus()"


def build_page(
    graph: Graph, *, about: str | None = None, policy: Policy | None = None
) -> gr.Blocks:
    """The group chat as a Gradio app.

    Args:
        graph: A `GroupChat`, compiled with a checkpointer.
        about: What every conversation is about, such as a meeting's transcript.
        policy: What visitors may do.

    Returns:
        The blocks; `serve` launches them with the theme and the style that belong to them.
    """
    group = cast("GroupChat", graph.builder)
    ensemble = group.ensemble
    policy = policy or Policy(own=ensemble)
    desks = Desks(graph, about=about or "", build=policy.build)
    chats = Chats(desks)
    on = _Handlers(chats, desks)

    page: gr.Blocks
    with gr.Blocks(title=f"{ensemble.name} · MASCOT", analytics_enabled=False) as page:
        # The thread's id is the key to the conversation: 128 random bits that stay in this browser.
        thread = gr.BrowserState("", storage_key=f"mascot-{ensemble.id}", secret="mascot")  # noqa: S106
        # Texts go in as values and never as templates, which Gradio would evaluate.
        head = _html(js_on_load=_CLICKS, elem_id="head")
        log = _html(html_template=_LOG, js_on_load=asset("log.js"), elem_id="log")
        with gr.Column(scale=0, elem_id="composer"):
            hint = _html(elem_id="hint")
            with gr.Row(elem_id="writing"):
                message = gr.Textbox(
                    label="Message",
                    show_label=False,
                    placeholder="Write to the group …",
                    lines=1,
                    max_lines=8,
                    autofocus=True,
                    elem_id="message",
                    html_attributes=gr.InputHTMLAttributes(autocomplete="off", enterkeyhint="send"),
                )
                send = gr.Button("Send", variant="primary", elem_id="send")
                stop = gr.Button("Stop", variant="stop", elem_id="stop")
            with gr.Row(elem_id="tools"):
                director = gr.Checkbox(label="Show the director", elem_id="director")
                _html(disclosure(ensemble), elem_id="disclosure")
                fresh = gr.Button("New chat", size="sm", elem_id="fresh")

        shown = [head, log, message, hint, thread]
        stage = Stage(
            chats=chats,
            policy=policy,
            thread=thread,
            message=message,
            outputs=shown,
            redraw=on.redraw,
        )
        panels = _sidebars(stage)

        def then_refresh(dependency: Dependency) -> None:
            for panel in panels:
                dependency.then(panel.refresh, thread, list(panel.outputs), **AT_ONCE)

        then_refresh(page.load(on.redraw, thread, shown, **AT_ONCE))
        then_refresh(
            gr.on([message.submit, send.click], on.say, [message, thread], shown, **STREAMED)
        )
        then_refresh(head.example(on.example, thread, shown, **STREAMED))
        then_refresh(log.again(on.again, thread, shown, **STREAMED))
        stop.click(on.stop, thread, None, **AT_ONCE)
        then_refresh(fresh.click(on.fresh, thread, shown, **AT_ONCE))
        gr.on([send.click, stop.click, fresh.click], None, js=_FOCUS)
        director.change(None, director, js=_SHOW_DIRECTOR)
    return page


def _sidebars(stage: Stage) -> list[Panel]:
    built: list[Panel | None] = []
    if LEFT:
        with gr.Sidebar(label="Conversations", open=False, elem_id="left"):
            built += [build(stage) for build in LEFT]
    if RIGHT:
        with (
            gr.Sidebar(label="Settings", open=False, position="right", elem_id="right"),
            gr.Tabs(),
        ):
            for label, build in RIGHT:
                with gr.Tab(label):
                    built.append(build(stage))
    return [panel for panel in built if panel is not None]


class _Handlers:
    """What happens when something is pressed; each yields or returns updates of what is shown."""

    def __init__(self, chats: Chats, desks: Desks) -> None:
        self._chats = chats
        self._desks = desks

    async def redraw(self, claimed: str, hint: str | None = None) -> Updates:
        mine = self._chats.thread(claimed)
        desk = await self._chats.desk(mine)
        group = cast("GroupChat", (await self._desks.graph(desk)).builder)
        return _updates(
            head=welcome(desk.ensemble, group.backends, desk.about or None),
            log=await self._chats.shown(mine),
            hint=hint,
            thread=mine,
        )

    async def say(self, text: str, claimed: str) -> AsyncGenerator[Updates, None]:
        if not text.strip():
            yield _updates(hint="Write something first.")
            return
        mine = self._chats.thread(claimed)
        # Once, or it would wipe what is written meanwhile.
        sent: dict[str, Any] = {"message": "", "thread": mine}
        try:
            async with aclosing(self._chats.send(mine, text)) as frames:
                async for frame in frames:
                    yield _updates(
                        log=frame, hint="" if sent or not frame["status"] else None, **sent
                    )
                    sent = {}
        except StillAnsweringError as error:
            yield _updates(hint=str(error))

    async def example(self, claimed: str, event: gr.EventData) -> AsyncGenerator[Updates, None]:
        desk = await self._chats.desk(self._chats.thread(claimed))
        async with aclosing(self.say(desk.ensemble.examples[event.value], claimed)) as steps:
            async for step in steps:
                yield step

    async def again(self, claimed: str) -> AsyncGenerator[Updates, None]:
        try:
            async with aclosing(self._chats.again(self._chats.thread(claimed))) as frames:
                async for frame in frames:
                    yield _updates(log=frame, hint="" if not frame["status"] else None)
        except StillAnsweringError as error:
            yield _updates(hint=str(error))

    async def stop(self, claimed: str) -> None:
        await self._chats.stop(claimed)

    async def fresh(self, claimed: str) -> Updates:
        await self._chats.stop(claimed)
        return await self.redraw(self._chats.thread(), "")


def _updates(
    *,
    head: str | None = None,
    log: Frame | None = None,
    message: str | None = None,
    hint: str | None = None,
    thread: str | None = None,
) -> Updates:
    """Updates of what is given; the rest stays as the browser has it."""
    warning = f'<p class="m-hint" role="alert">{hint}</p>' if hint else hint
    return [
        gr.skip() if value is None else value for value in (head, log, message, warning, thread)
    ]


def _html(value: str | None = None, **settings: Any) -> gr.HTML:
    return gr.HTML(value, apply_default_css=False, **settings)

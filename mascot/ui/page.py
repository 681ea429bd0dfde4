"""The page: Gradio's blocks, and which handler each of them calls. A view, and nothing else."""

from __future__ import annotations

from typing import Any, cast

import gradio as gr
from gradio.events import Dependency

from mascot.graph.build import GroupChat
from mascot.ui.assets import asset
from mascot.ui.chats import Chats
from mascot.ui.desks import Desks, Graph
from mascot.ui.handlers import Handlers
from mascot.ui.limits import Limits
from mascot.ui.panels import LEFT, RIGHT
from mascot.ui.policy import Policy
from mascot.ui.stage import AT_ONCE, STREAMED, Panel, Stage, Updates

_LOG = '<div class="m-log" role="log" aria-live="polite" aria-label="Conversation"></div><p class="m-status" role="status"></p>'
_EXAMPLES = """element.addEventListener("click", (click) => {
  const { event, value } = click.target.closest("[data-event]")?.dataset ?? {};
  if (event === "example") trigger("example", { value: Number(value) });
});"""
_SHOW_DIRECTOR = """(on) => {
  const [end, page] = [window.innerHeight + window.scrollY, document.documentElement];
  const follow = end >= page.scrollHeight - 160;
  document.documentElement.toggleAttribute("data-director", on);
  document.querySelectorAll(".m-director").forEach((line) => (line.open = on));
  if (follow) window.scrollTo({ top: page.scrollHeight });
}"""
_FOCUS = "() => document.querySelector('#message textarea')?.focus()"


def build_page(
    graph: Graph,
    *,
    about: str | None = None,
    policy: Policy | None = None,
    limits: Limits | None = None,
) -> gr.Blocks:
    """The group chat as a Gradio app.

    Args:
        graph: A `GroupChat`, compiled with a checkpointer.
        about: What every conversation is about, such as a meeting's transcript.
        policy: What visitors may do.
        limits: How many rounds may run at once.

    Returns:
        The blocks; `serve` launches them with the theme and the style that belong to them.
    """
    ensemble = cast("GroupChat", graph.builder).ensemble
    policy = policy or Policy(own=ensemble)
    desks = Desks(graph, about=about or "", build=policy.build)
    chats = Chats(desks, remember=policy.process.memory)
    on = Handlers(chats, limits)

    page: gr.Blocks
    with gr.Blocks(title=f"{ensemble.name} · MASCOT", analytics_enabled=False) as page:
        # The thread's id is the key to the conversation: 128 random bits that stay in this browser.
        thread = gr.BrowserState("", storage_key=f"mascot-{ensemble.id}", secret="mascot")  # noqa: S106
        me = gr.BrowserState("", storage_key="mascot-me", secret="mascot")  # noqa: S106
        # Texts go in as values and never as templates, which Gradio would evaluate.
        head = _html(elem_id="head")
        members = _html(elem_id="members", js_on_load=_scripts("members", "mentions", "sidebars"))
        begin = _html(elem_id="begin", js_on_load=_EXAMPLES)
        scripts = _scripts("icons", "actions", "editing", "log")
        log = _html(html_template=_LOG, js_on_load=scripts, elem_id="log")
        spending = _html(elem_id="spending")
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
                disclosure = _html(elem_id="disclosure")
                talk = gr.Button("Let them talk", size="sm", elem_id="talk")
                fresh = gr.Button("New chat", size="sm", elem_id="fresh")

        shown = [head, members, begin, log, spending, message, hint, disclosure, thread]
        stage = Stage(
            chats=chats,
            policy=policy,
            thread=thread,
            me=me,
            message=message,
            outputs=shown,
            redraw=on.redraw,
            talk=on.talk,
        )
        panels = _sidebars(stage)
        who = [thread, me]
        stage.opened.append(page.load(on.open, who, [*shown, me], **AT_ONCE))
        stage.opened.append(fresh.click(on.fresh, who, shown, **AT_ONCE))
        sent = gr.on([message.submit, send.click], on.say, [message, *who], shown, **STREAMED)
        acted = log.act(on.act, who, shown, **STREAMED)
        over = [sent, acted]
        over.append(begin.example(on.example, who, shown, **STREAMED))
        over.append(log.again(on.again, who, shown, **STREAMED))
        over.append(members.speak(on.speak, who, shown, **STREAMED))
        over.append(talk.click(on.talk, who, shown, **STREAMED))
        stage.changed.append(members.mute(on.mute, who, shown, **AT_ONCE))
        stop.click(on.stop, who, None, **AT_ONCE)
        gr.on([send.click, stop.click, fresh.click], None, js=_FOCUS)
        director.change(None, director, js=_SHOW_DIRECTOR)
        _refresh(panels, stage.opened, who)
        _refresh([panel for panel in panels if panel.each_change], stage.changed, who)
        _refresh([panel for panel in panels if panel.each_round], over, who)
    return page


def _sidebars(stage: Stage) -> list[Panel]:
    built: list[Panel | None] = []
    if LEFT:
        with gr.Sidebar(label="Conversations", open=False, elem_id="left"):
            built += [build(stage) for build in LEFT]
    if RIGHT:
        with (
            gr.Sidebar(label="Settings", open=False, position="right", width=360, elem_id="right"),
            gr.Tabs(),
        ):
            for label, build in RIGHT:
                with gr.Tab(label):
                    built.append(build(stage))
    return [panel for panel in built if panel is not None]


def _refresh(panels: list[Panel], after: list[Dependency], who: list[Any]) -> None:
    """One request for all panels, after each of these."""
    if not panels:
        return

    async def refresh(thread: str, me: str, request: gr.Request) -> Updates:
        return [update for panel in panels for update in await panel.refresh(thread, me, request)]

    outputs = [component for panel in panels for component in panel.outputs]
    for dependency in after:
        dependency.then(refresh, who, outputs, **AT_ONCE)


def _scripts(*names: str) -> str:
    return "\n".join(asset(f"{name}.js") for name in names)


def _html(value: str | None = None, **settings: Any) -> gr.HTML:
    return gr.HTML(value, apply_default_css=False, **settings)

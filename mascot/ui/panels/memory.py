"""What the group remembers of the visitor: seen, changed, deleted, turned on and off."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import gradio as gr

from mascot.errors import MascotError
from mascot.memory import GROUP, Fact, MemoryBook
from mascot.memory.facts import MAX_CHARS
from mascot.memory.recall import day_of
from mascot.personas import Ensemble
from mascot.ui.early import early
from mascot.ui.panels.parts import Door, bad, clicks, good, html, note
from mascot.ui.stage import AT_ONCE, Panel, Stage, Updates, owner

_NOT_KEPT = "Nothing is remembered here: the page runs without a database."
_OFF = "Memory is off: nothing is added, and nobody is told what is remembered. Nothing is deleted."
_ON = "Memory is on. What you tell the group from now on can be recalled in other chats."
_HIDDEN = gr.Column(visible=False)


def build(stage: Stage) -> Panel:
    """Makes the panel."""
    on, door = _Handlers(stage), Door(stage)
    with gr.Column(elem_classes="p-panel", elem_id="memory-panel"):
        switch = gr.Checkbox(
            label="Remember me beyond this chat",
            info="Facts that you tell about yourself, for this group and nobody else.",
            elem_id="memory-switch",
        )
        told = html(elem_id="memory-told")
        listed = html(js_on_load=clicks("edit", "remove"), elem_id="memory-list")
        with gr.Column(visible=False, elem_id="memory-form") as form:
            which = gr.Textbox(visible="hidden", elem_id="memory-id")
            words = gr.Textbox(
                label="What is remembered", max_length=MAX_CHARS, lines=2, elem_id="memory-words"
            )
            with gr.Row(elem_classes="p-row"):
                save = gr.Button("Save", variant="primary", size="sm", elem_id="memory-save")
                cancel = gr.Button("Cancel", size="sm", elem_id="memory-cancel")
        with gr.Column(visible=False, elem_id="memory-tools") as tools:
            with gr.Row(elem_classes="p-row"):
                clear = gr.Button("Delete everything", size="sm", elem_id="memory-clear")
            with gr.Column(visible=False, elem_id="memory-ask") as ask:
                html(
                    '<p class="p-told p-bad" role="alert">Delete all that is remembered of you, in '
                    "every group? Nobody can bring it back.</p>"
                )
                with gr.Row(elem_classes="p-row"):
                    sure = gr.Button(
                        "Delete for good", variant="stop", size="sm", elem_id="memory-sure"
                    )
                    no = gr.Button("Keep it", size="sm", elem_id="memory-keep")

    mine = [switch, listed, tools, form, ask, told]
    switch.input(door.owned(on.switch), door.inputs(switch), mine, **AT_ONCE)
    listed.edit(door.picked(on.edit), door.inputs(), [form, which, words, told], **AT_ONCE)
    listed.remove(door.picked(on.remove), door.inputs(), mine, **AT_ONCE)
    gr.on(
        [save.click, words.submit], door.owned(on.save), door.inputs(which, words), mine, **AT_ONCE
    )
    cancel.click(lambda: _HIDDEN, None, form, **AT_ONCE)
    clear.click(lambda: gr.Column(visible=True), None, ask, **AT_ONCE)
    no.click(lambda: _HIDDEN, None, ask, **AT_ONCE)
    sure.click(door.owned(on.clear), door.inputs(), mine, **AT_ONCE)
    return Panel(refresh=on.refresh, outputs=mine, each_round=True)


class _Handlers:
    """What happens when something is pressed."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    async def refresh(self, claimed: str, me: str, request: gr.Request) -> Updates:
        """The list; what was told and what is open stay as they are."""
        whose = owner(me, request)
        mine = await self._stage.chats.admitted(claimed or early("thread", request), whose)
        switch, listed, tools, *_ = await self._drawn(mine, whose)
        return [switch, listed, tools, gr.skip(), gr.skip(), gr.skip()]

    async def switch(self, mine: str, whose: str, on: bool) -> Updates:  # noqa: FBT001
        """Memory is turned on or off."""
        try:
            await self._book(whose).switch(on=on)
        except MascotError as error:
            return await self._drawn(mine, whose, bad(error))
        return await self._drawn(mine, whose, good(_ON if on else _OFF))

    async def edit(self, _mine: str, whose: str, memory: str) -> Updates:
        """The form for other words."""
        try:
            fact = await self._book(whose).get(memory)
        except MascotError as error:
            return [_HIDDEN, "", "", bad(error)]
        return [gr.Column(visible=True), fact.id, fact.text, ""]

    async def save(self, mine: str, whose: str, memory: str, words: str | None) -> Updates:
        """Other words."""
        try:
            await self._book(whose).edit(memory, words or "")
        except MascotError as error:
            return [*[gr.skip()] * 5, bad(error)]
        return await self._drawn(mine, whose, good("Changed."))

    async def remove(self, mine: str, whose: str, memory: str) -> Updates:
        """One memory is deleted."""
        try:
            gone = await self._book(whose).forget(memory)
        except MascotError as error:
            return await self._drawn(mine, whose, bad(error))
        return await self._drawn(mine, whose, good(f"Forgotten: {gone.text}"))

    async def clear(self, mine: str, whose: str) -> Updates:
        """All memories are deleted."""
        try:
            count = await self._book(whose).clear()
        except MascotError as error:
            return await self._drawn(mine, whose, bad(error))
        many = "One memory is" if count == 1 else f"{count:,} memories are"
        return await self._drawn(mine, whose, good(f"{many} deleted for good."))

    def _book(self, whose: str) -> MemoryBook:
        book = self._stage.chats.memories.book(whose)
        if book is None:
            raise MascotError(_NOT_KEPT)
        return book

    async def _drawn(self, mine: str, whose: str, told: str = "") -> Updates:
        memories = self._stage.chats.memories
        book = memories.book(whose)
        if book is None:
            return [gr.Checkbox(visible=False), note(_NOT_KEPT), *[_HIDDEN] * 3, told]
        facts, ensemble = await book.facts(), (await self._stage.chats.desk(mine)).ensemble
        groups = {g.id: g.ensemble for g in self._stage.policy.groups() if g.ensemble}
        return [
            gr.Checkbox(value=await memories.on(whose), visible=True),
            listing(facts, ensemble, groups),
            gr.Column(visible=bool(facts)),
            _HIDDEN,
            _HIDDEN,
            told,
        ]


def listing(facts: Sequence[Fact], ensemble: Ensemble, groups: dict[str, Ensemble]) -> str:
    """All memories as HTML: this group's first, by who knows them.

    Args:
        facts: The memories, the latest first.
        ensemble: The group of the conversation.
        groups: The groups that the page knows, by id.
    """
    if not facts:
        return note("Nothing is remembered of you.")
    order = (GROUP, *ensemble.ids)
    known: dict[tuple[str, str], list[Fact]] = {}
    for fact in facts:
        known.setdefault((fact.ensemble, fact.holder), []).append(fact)

    def rank(place: tuple[str, str]) -> tuple[bool, str, int]:
        group, holder = place
        return group != ensemble.id, group, order.index(holder) if holder in order else len(order)

    parts = []
    for group, holder in sorted(known, key=rank):
        cast = ensemble if group == ensemble.id else groups.get(group)
        who = _name(cast, holder)
        here = "" if group == ensemble.id else f" ({cast.name if cast else group})"
        rows = "".join(map(_row, known[group, holder]))
        parts.append(
            f'<p class="p-title" dir="auto">{escape(who + here)}</p>'
            f'<ul class="p-roster p-memories" aria-label="{escape(who)}">{rows}</ul>'
        )
    return "".join(parts)


def _name(cast: Ensemble | None, holder: str) -> str:
    if holder == GROUP:
        return "Everybody knows"
    who = cast[holder].name if cast is not None and holder in cast.ids else holder
    return f"{who} alone knows"


def _row(fact: Fact) -> str:
    buttons = (("edit", "Edit", "✎"), ("remove", "Forget", "✕"))
    made = "".join(
        f'<button type="button" class="p-icon" data-event="{event}" data-value="{escape(fact.id)}" '
        f'aria-label="{label}: {escape(fact.text)}" title="{label}">'
        f'<span aria-hidden="true">{sign}</span></button>'
        for event, label, sign in buttons
    )
    return (
        f'<li><span class="p-who" dir="auto">{escape(fact.text)}'
        f'<span class="p-when">{escape(day_of(fact.when))}</span></span>{made}</li>'
    )

"""The visitor's conversations: opened, named, taken along, brought back, deleted for good."""

from __future__ import annotations

import asyncio
import json
import re
from datetime import UTC, datetime
from html import escape
from typing import Any

import gradio as gr

from mascot.errors import MascotError
from mascot.graph import ChatSession
from mascot.graph.archive import read_archive
from mascot.graph.library import Conversation, Library
from mascot.personas import parse_ensemble
from mascot.ui.early import early
from mascot.ui.handlers import updates
from mascot.ui.panels.parts import SAVE, Door, bad, clicks, good, html, note, taken
from mascot.ui.stage import AT_ONCE, Panel, Stage, Updates, owner

MAX_IMPORT = 5_000_000
SHOWN = 200
"""Conversations that the list holds."""


def build(stage: Stage) -> Panel:
    """Makes the panel."""
    on, door = _Handlers(stage), Door(stage)
    with gr.Column(elem_classes="p-panel", elem_id="conversations"):
        with gr.Row(elem_classes="p-row"):
            fresh = gr.Button("New", variant="primary", size="sm", elem_id="conversation-new")
            upload = gr.UploadButton(
                "Import",
                size="sm",
                file_types=[".json"],
                type="filepath",
                elem_id="conversation-import",
            )
        told = html(elem_id="conversations-told")
        listed = html(js_on_load=clicks("open"), elem_id="conversation-list")
        with gr.Column(visible=False, elem_id="conversation-tools") as tools:
            with gr.Row(elem_classes="p-row"):
                rename = gr.Button("Rename", size="sm", elem_id="rename")
                as_json = gr.Button("JSON", size="sm", elem_id="export-json")
                as_markdown = gr.Button("Markdown", size="sm", elem_id="export-markdown")
                delete = gr.Button("Delete", size="sm", elem_id="delete")
            with gr.Column(visible=False, elem_id="naming") as naming:
                name = gr.Textbox(
                    label="Name of this conversation", max_length=60, elem_id="rename-name"
                )
                with gr.Row(elem_classes="p-row"):
                    save = gr.Button("Save", variant="primary", size="sm", elem_id="rename-go")
            with gr.Column(visible=False, elem_id="delete-ask") as ask:
                html(
                    '<p class="p-told p-bad" role="alert">Delete this conversation for good? Nobody '
                    "can bring it back.</p>"
                )
                with gr.Row(elem_classes="p-row"):
                    sure = gr.Button("Delete for good", variant="stop", size="sm", elem_id="sure")
                    no = gr.Button("Keep it", size="sm", elem_id="keep-it")
    file = gr.Textbox(visible="hidden", elem_id="conversation-file")

    mine = [listed, tools, naming, ask, told]
    everything = [*stage.outputs, *mine]
    stage.opened.append(listed.open(door.opened(on.open), door.inputs(), everything, **AT_ONCE))
    stage.opened.append(fresh.click(door.owned(on.fresh), door.inputs(), everything, **AT_ONCE))
    rename.click(door.owned(on.naming), door.inputs(), [naming, name], **AT_ONCE)
    gr.on([save.click, name.submit], door.owned(on.rename), door.inputs(name), mine, **AT_ONCE)
    for button, handler in ((as_json, on.as_json), (as_markdown, on.as_markdown)):
        button.click(door.owned(handler), door.inputs(), [file, told], **AT_ONCE).then(
            None, file, None, js=SAVE
        )
    delete.click(lambda: gr.Column(visible=True), None, ask, **AT_ONCE)
    no.click(lambda: gr.Column(visible=False), None, ask, **AT_ONCE)
    stage.opened.append(sure.click(door.owned(on.delete), door.inputs(), everything, **AT_ONCE))
    stage.opened.append(
        upload.upload(door.owned(on.bring), door.inputs(upload), everything, **AT_ONCE)
    )
    return Panel(refresh=on.refresh, outputs=mine, each_round=True)


class _Handlers:
    """What happens when something is pressed."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    async def refresh(self, claimed: str, me: str, request: gr.Request) -> Updates:
        """The list, and what can be done with the conversation that is open."""
        mine = await self._stage.chats.admitted(
            claimed or early("thread", request), owner(me, request)
        )
        listed, tools, *_ = self._drawn(mine, owner(me, request))
        # What was told stays, and what is open: this follows what the panel itself did, too.
        return [listed, tools, gr.skip(), gr.skip(), gr.skip()]

    async def open(self, thread: str, whose: str) -> Updates:
        """Another conversation."""
        return [*await self._stage.redraw(thread, ""), *self._drawn(thread, whose)]

    async def fresh(self, mine: str, whose: str) -> Updates:
        """A new conversation, set up as this one is."""
        other = await self._stage.chats.fresh(mine)
        return [*await self._stage.redraw(other, ""), *self._drawn(other, whose)]

    async def naming(self, mine: str, whose: str) -> Updates:
        """The field for another name."""
        library = self._stage.chats.library(whose)
        found = library.all() if library else []
        title = next((one.title for one in found if one.thread_id == mine), "")
        return [gr.Column(visible=True), title]

    async def rename(self, mine: str, whose: str, name: str | None) -> Updates:
        """Another name for the conversation."""
        try:
            self._library(whose).rename(mine, name or "")
        except MascotError as error:
            return self._told(bad(error))
        return self._drawn(mine, whose, good("Renamed."))

    async def as_json(self, mine: str, whose: str) -> list[str]:
        """The conversation as a file that can be imported."""
        return await self._exported(mine, whose, "json")

    async def as_markdown(self, mine: str, whose: str) -> list[str]:
        """The conversation as a file to read."""
        return await self._exported(mine, whose, "md")

    async def delete(self, mine: str, whose: str) -> Updates:
        """The conversation is gone."""
        chats = self._stage.chats
        try:
            library = self._library(whose)
            library.get(mine)
            other = await chats.fresh(mine)
            await chats.forget(mine)
            library.delete(mine)
        except MascotError as error:
            return [*updates(), *self._told(bad(error))]
        drawn = self._drawn(other, whose, good("Deleted for good."))
        return [*await self._stage.redraw(other, ""), *drawn]

    async def bring(self, mine: str, whose: str, path: str | None) -> Updates:
        """A conversation from a file."""
        chats = self._stage.chats
        try:
            _, data = taken(path, MAX_IMPORT, "an exported conversation")
            graph = await chats.graph(mine)
            kept = await self._library(whose).import_json(
                data, lambda thread: ChatSession(graph, thread)
            )
            strange = await self._set_up(kept, data)
        except MascotError as error:
            return [*updates(), *self._told(bad(error))]
        told = good(f"“{kept.title}” is here again.")
        if strange:
            told += bad(f"The group that is in the file cannot be used here: {strange}")
        drawn = self._drawn(kept.thread_id, whose, told)
        return [*await self._stage.redraw(kept.thread_id, ""), *drawn]

    async def _set_up(self, kept: Conversation, data: bytes) -> MascotError | None:
        """An imported conversation with its group and what it is about.

        The group is the file's, else the one of that name that this page has.

        Returns:
            What is wrong with the file's group.
        """
        policy, document = self._stage.policy, read_archive(data)
        changes: dict[str, Any] = {"about": document.context}
        known = {g.id: g.ensemble for g in policy.groups() if g.ensemble}
        wrong = None
        if kept.ensemble in known:
            changes["ensemble"] = known[kept.ensemble]
        if document.group:
            try:
                ensemble = await asyncio.to_thread(parse_ensemble, document.group)
                policy.check(ensemble)
                changes |= {"ensemble": ensemble, "yaml": document.group}
            except MascotError as error:
                wrong = error
        await self._stage.chats.change(kept.thread_id, **changes)
        return wrong

    async def _exported(self, mine: str, whose: str, kind: str) -> list[str]:
        try:
            library = self._library(whose)
            title = library.get(mine).title
            session = ChatSession(await self._stage.chats.graph(mine), mine)
            if kind == "json":
                group = (await self._stage.chats.desk(mine)).yaml
                text = await library.export_json(session, group=group)
            else:
                text = await library.export_markdown(session)
        except MascotError as error:
            return ["", bad(error)]
        return [json.dumps([f"{_file_name(title)}.{kind}", text]), ""]

    def _library(self, whose: str) -> Library:
        library = self._stage.chats.library(whose)
        if library is None:
            raise MascotError("Conversations are not kept here: the page runs without a database.")
        return library

    def _told(self, told: str) -> Updates:
        return [gr.skip(), gr.skip(), gr.skip(), gr.Column(visible=False), told]

    def _drawn(self, mine: str, whose: str, told: str = "") -> Updates:
        library = self._stage.chats.library(whose)
        if library is None:
            return [
                note("Conversations are not kept."),
                *[gr.Column(visible=False)] * 3,
                told,
            ]
        found = library.all()
        here = any(one.thread_id == mine for one in found)
        return [
            _list(
                found,
                mine,
                {g.id: g.ensemble.name for g in self._stage.policy.groups() if g.ensemble},
            ),
            gr.Column(visible=here),
            gr.Column(visible=False),
            gr.Column(visible=False),
            told,
        ]


def _list(found: list[Conversation], mine: str, groups: dict[str, str]) -> str:
    if not found:
        return note("None yet. What you write is kept here.")
    here = {mine: ' aria-current="true"'}
    rows = "".join(
        f'<li><button type="button" class="p-conversation" data-event="open" '
        f'data-value="{one.thread_id}"{here.get(one.thread_id, "")}>'
        f'<b dir="auto">{escape(one.title)}</b>'
        f"<span>{escape(groups.get(one.ensemble, one.ensemble))} · {_when(one.updated)}</span>"
        "</button></li>"
        for one in found[:SHOWN]
    )
    more = len(found) - SHOWN
    rest = note(f"{more:,} older ones are kept and not shown.") if more > 0 else ""
    return f'<ul class="p-list" aria-label="Conversations">{rows}</ul>{rest}'


def _when(time: datetime) -> str:
    """When it was, as the server's clock has it."""
    local, today = time.astimezone(), datetime.now(UTC).astimezone()
    if local.date() == today.date():
        return f"{local:%H:%M}"
    return f"{local.day} {local:%b}" if local.year == today.year else f"{local.day} {local:%b %Y}"


def _file_name(title: str) -> str:
    return re.sub(r"[^\w-]+", "-", title).strip("-")[:48] or "conversation"

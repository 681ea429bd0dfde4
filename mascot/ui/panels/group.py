"""Who is in the group: choosing one, its members in and out, a form and the YAML itself."""

from __future__ import annotations

import asyncio
import json
import re
from html import escape
from typing import Any

import gradio as gr

from mascot.errors import MascotError
from mascot.personas import Ensemble, parse_ensemble, revise_yaml
from mascot.ui.desk import Desk
from mascot.ui.handlers import updates
from mascot.ui.panels import members
from mascot.ui.panels.parts import SAVE, Door, bad, clicks, decoded, good, html, note, taken
from mascot.ui.render import Look
from mascot.ui.render import members as chips
from mascot.ui.stage import AT_ONCE, QUIET, Panel, Stage, Updates

MAX_YAML = 256 * 1024
OWN = "\0own"
"""The choice that stands for a group which was edited."""

_EMPTY_HINT = "Who is it, and how does it help?"


def build(stage: Stage) -> Panel:
    """Makes the panel."""
    on, door = _Handlers(stage), Door(stage)
    with gr.Column(elem_classes="p-panel", elem_id="group-panel"):
        pick = gr.Dropdown(label="Group", elem_id="pick-group", interactive=True, filterable=False)
        roster = html(js_on_load=clicks("edit", "remove"), elem_id="roster")
        add = gr.Dropdown(
            label="Add a member", elem_id="add-member", interactive=True, filterable=False
        )
        told = html(elem_id="group-told")
        with gr.Column(visible=False, elem_id="member-form") as form:
            who = gr.Textbox(visible="hidden", elem_id="member-id")
            title = html()
            fields = _form()
            with gr.Row(elem_classes="p-row"):
                save = gr.Button("Save", variant="primary", size="sm", elem_id="save-member")
                cancel = gr.Button("Cancel", size="sm", elem_id="cancel-member")
        with gr.Row(elem_classes="p-row"):
            show = gr.Button("Edit as YAML", size="sm", elem_id="show-yaml")
            upload = gr.UploadButton(
                "Upload YAML",
                size="sm",
                file_types=[".yaml", ".yml"],
                type="filepath",
                elem_id="upload-yaml",
            )
            download = gr.Button("Download YAML", size="sm", elem_id="download-yaml")
        file = gr.Textbox(visible="hidden", elem_id="yaml-file")
        # The editor brings 600 KB of script: it comes when it is asked for.
        with gr.Column(visible=False, elem_id="yaml-editor") as editor:
            code = gr.Code(
                language="yaml",
                label="The group as YAML",
                lines=12,
                max_lines=24,
                wrap_lines=True,
                interactive=True,
                buttons=[],
                elem_id="yaml",
            )
            problems = html(elem_id="yaml-problems")
            with gr.Row(elem_classes="p-row"):
                use = gr.Button("Use this group", variant="primary", size="sm", elem_id="use-yaml")
                close = gr.Button("Close", size="sm", elem_id="close-yaml")

    mine = [pick, roster, add, told, form]
    everything = [*stage.outputs, *mine, code, problems]
    stage.changed.extend(
        [
            pick.input(door.press(on.pick), door.inputs(pick), everything, **AT_ONCE),
            add.input(
                door.press(on.add), door.inputs(add), [*everything, who, title, *fields], **AT_ONCE
            ),
            roster.remove(door.click(on.remove), door.inputs(), everything, **AT_ONCE),
            save.click(door.press(on.save), door.inputs(who, *fields), everything, **AT_ONCE),
            use.click(door.press(on.use), door.inputs(code), everything, **AT_ONCE),
            upload.upload(
                door.press(on.upload), door.inputs(upload), [*everything, editor], **AT_ONCE
            ),
        ]
    )
    roster.edit(door.click(on.edit), door.inputs(), [form, told, who, title, *fields], **AT_ONCE)
    cancel.click(lambda: (gr.Column(visible=False), ""), None, [form, told], **AT_ONCE)
    show.click(door.press(on.show), door.inputs(), [editor, code, problems], **AT_ONCE)
    close.click(lambda: gr.Column(visible=False), None, editor, **AT_ONCE)
    code.input(on.check, [code], problems, trigger_mode="always_last", concurrency_limit=4, **QUIET)
    download.click(door.press(on.download), door.inputs(), file, **AT_ONCE).then(
        None, file, None, js=SAVE
    )
    return Panel(refresh=door.refresh(on.refresh), outputs=[*mine, code, problems, editor])


def _form() -> list[Any]:
    return [
        gr.Textbox(label="Name", max_length=48, elem_id="member-name"),
        gr.Textbox(label="Role", info="What it is here for, in one line.", max_length=400),
        gr.Textbox(label="Description", info=_EMPTY_HINT, lines=3, max_length=4000, max_lines=8),
        gr.Textbox(label="How it speaks", lines=2, max_length=4000, max_lines=8),
        gr.Textbox(label="Traits", info="The strongest first, with commas."),
        gr.Textbox(label="Does", info="A line each.", lines=2, max_lines=8),
        gr.Textbox(label="Does not", info="A line each.", lines=2, max_lines=8),
        gr.Textbox(label="Also called", info="Other names for @, with commas."),
        gr.Textbox(label="Emoji", max_length=16),
        gr.Textbox(label="Colour", html_attributes=gr.InputHTMLAttributes(spellcheck=False)),
        gr.Slider(0, 1, step=0.1, label="Talkativeness", info="Where speakers are drawn."),
    ]


class _Handlers:
    """What happens when something is pressed."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    async def refresh(self, mine: str) -> Updates:
        """The panel as the conversation is set up."""
        return [*self._drawn(await self._stage.chats.desk(mine)), gr.Column(visible=False)]

    async def pick(self, mine: str, source: str) -> Updates:
        """Another group."""
        chosen = next((g for g in self._stage.policy.groups() if g.source == source), None)
        if chosen is None or chosen.ensemble is None:
            text = str(chosen.error) if chosen and chosen.error else "There is no such group."
            return await self._unchanged(mine, text)
        return await self._change(mine, chosen.ensemble, "", f"Now with {_names(chosen.ensemble)}.")

    async def add(self, mine: str, choice: str | None) -> Updates:
        """A member of another group joins; or an empty form for somebody new."""
        if not choice:
            form = [gr.Column(visible=True), "", "", _title("A new member"), *members.form_of(None)]
            shown = [gr.skip()] * len(self._stage.outputs)
            drawn = [gr.skip(), gr.skip(), gr.Dropdown(value=None), form[1], form[0]]
            return [*shown, *drawn, gr.skip(), gr.skip(), *form[2:]]
        desk = await self._stage.chats.desk(mine)
        blank = [gr.skip()] * (2 + len(members.FIELDS))
        persona = members.candidates(self._stage.policy.groups(), desk.ensemble).get(choice)
        if persona is None:
            return [*await self._unchanged(mine, "There is nobody of this name."), *blank]
        try:
            after = members.joined(desk.ensemble, persona)
        except MascotError as error:
            return [*await self._unchanged(mine, error), *blank]
        drawn = await self._revise(mine, desk, after, f"{persona.name} has joined.")
        return [*drawn, *blank]

    async def remove(self, mine: str, who: str) -> Updates:
        """A member leaves."""
        desk = await self._stage.chats.desk(mine)
        try:
            after = members.left(desk.ensemble, who)
        except MascotError as error:
            return await self._unchanged(mine, error)
        name = desk.ensemble[who].name
        return await self._revise(mine, desk, after, f"{name} has left.")

    async def edit(self, mine: str, who: str) -> Updates:
        """The form, filled with a member."""
        desk = await self._stage.chats.desk(mine)
        if who not in desk.ensemble.ids:
            gone = bad("This member is not in the group any longer.")
            return [gr.Column(visible=False), gone, "", "", *members.form_of(None)]
        persona = desk.ensemble[who]
        return [
            gr.Column(visible=True),
            "",
            who,
            _title(f"Edit {persona.name}"),
            *members.form_of(persona),
        ]

    async def save(self, mine: str, who: str, *form: Any) -> Updates:
        """The form's member, changed or new."""
        desk = await self._stage.chats.desk(mine)
        try:
            after = members.changed(desk.ensemble, who, form)
        except MascotError as error:
            return await self._unchanged(mine, error, form=True)
        text = f"{str(form[0]).strip()} is saved." if who else f"{form[0]} has joined."
        return await self._revise(mine, desk, after, text)

    async def show(self, mine: str) -> Updates:
        """The editor with the group."""
        desk = await self._stage.chats.desk(mine)
        return [gr.Column(visible=True), self._yaml(desk), note(_fine(desk.ensemble))]

    async def check(self, text: str | None) -> str:
        """What is wrong with the text, while it is written."""
        try:
            ensemble = await asyncio.to_thread(self._read, text or "")
        except MascotError as error:
            return bad(_by_line(error))
        return note(_fine(ensemble))

    async def use(self, mine: str, text: str | None) -> Updates:
        """The group that stands in the editor."""
        text = text or ""
        try:
            ensemble = await asyncio.to_thread(self._read, text)
        except MascotError as error:
            drawn = await self._unchanged(mine, "The YAML has problems; see below it.")
            drawn[-1] = bad(_by_line(error))
            return drawn
        return await self._change(mine, ensemble, text, f"Now with {_names(ensemble)}.")

    async def upload(self, mine: str, path: str | None) -> Updates:
        """A group from a file; a broken one stands in the editor with what is wrong."""
        try:
            text = decoded(*taken(path, MAX_YAML, "a YAML file"))
        except MascotError as error:
            return [*await self._unchanged(mine, error), gr.skip()]
        drawn = await self.use(mine, text)
        try:
            await asyncio.to_thread(self._read, text)
        except MascotError:
            drawn[-2] = text
            return [*drawn, gr.Column(visible=True)]
        return [*drawn, gr.skip()]

    async def download(self, mine: str) -> str:
        """The YAML, as a file's name and text."""
        desk = await self._stage.chats.desk(mine)
        return json.dumps([f"{desk.ensemble.id}.yaml", self._yaml(desk)])

    def _yaml(self, desk: Desk) -> str:
        return desk.yaml or self._stage.policy.text_of(desk.ensemble)

    def _read(self, text: str) -> Ensemble:
        ensemble = parse_ensemble(text)
        self._stage.policy.check(ensemble)
        return ensemble

    async def _revise(self, mine: str, desk: Desk, after: Ensemble, text: str) -> Updates:
        yaml = await asyncio.to_thread(revise_yaml, self._yaml(desk), after)
        return await self._change(mine, after, yaml, text)

    async def _change(self, mine: str, ensemble: Ensemble, yaml: str, text: str) -> Updates:
        try:
            desk = await self._stage.chats.change(mine, ensemble=ensemble, yaml=yaml)
        except MascotError as error:
            return await self._unchanged(mine, error)
        return [*await self._shown(mine, desk), *self._drawn(desk, good(text))]

    async def _shown(self, mine: str, desk: Desk) -> Updates:
        """The chat column; while they answer, without what is being said."""
        if not self._stage.chats.answering(mine):
            return await self._stage.redraw(mine, "")
        return updates(
            members=chips(desk.ensemble, desk.muted),
            hint="They answer as the group that they were; the next message is for the new one.",
        )

    async def _unchanged(self, mine: str, error: Exception | str, *, form: bool = False) -> Updates:
        drawn = self._drawn(await self._stage.chats.desk(mine), bad(error))
        if form:  # what was written in it stays
            drawn[4] = gr.skip()
        return [*[gr.skip()] * len(self._stage.outputs), *drawn[:-2], gr.skip(), gr.skip()]

    def _drawn(self, desk: Desk, told: str = "") -> Updates:
        listings = self._stage.policy.groups()
        known = {g.source: g for g in listings}
        choices = [
            (g.ensemble.name if g.ensemble else f"{g.source} (cannot be used)", g.source)
            for g in listings
        ]
        current = next((s for s, g in known.items() if g.ensemble == desk.ensemble), OWN)
        if current == OWN:
            choices.insert(0, (f"{desk.ensemble.name} (edited)", OWN))
        joinable = members.candidates(listings, desk.ensemble)
        newcomers = [("Somebody new …", ""), *((p.name, key) for key, p in joinable.items())]
        return [
            gr.Dropdown(choices=_distinct(choices), value=current),
            roster(desk),
            gr.Dropdown(choices=newcomers, value=None),
            told,
            gr.Column(visible=False),
            self._yaml(desk),
            note(_fine(desk.ensemble)),
        ]


def roster(desk: Desk) -> str:
    """The members, each with what can be done about it."""
    rows = "".join(
        f'<li style="{Look(p.name, p.emoji, p.colour).style}">'
        f'<span class="m-avatar" aria-hidden="true">{escape(p.emoji)}</span>'
        f'<span class="p-who"><b class="m-name" dir="auto">{escape(p.name)}</b>'
        f'<span class="m-role" dir="auto">{escape(p.role)}</span></span>'
        f"{_button('edit', p.id, f'Edit {p.name}', '✎')}"
        f"{_button('remove', p.id, f'Remove {p.name} from the group', '✕')}</li>"
        for p in desk.ensemble.personas
    )
    return f'<ul class="p-roster" aria-label="Members">{rows}</ul>'


def _button(event: str, value: str, label: str, sign: str) -> str:
    label = escape(label)
    return (
        f'<button type="button" class="p-icon" data-event="{event}" data-value="{escape(value)}" '
        f'aria-label="{label}" title="{label}"><span aria-hidden="true">{sign}</span></button>'
    )


def _title(text: str) -> str:
    return f'<h3 class="p-title" dir="auto">{escape(text)}</h3>'


def _names(ensemble: Ensemble) -> str:
    return ", ".join(persona.name for persona in ensemble.personas)


def _fine(ensemble: Ensemble) -> str:
    return f"No problems. {ensemble.name}: {_names(ensemble)}."


def _by_line(error: MascotError) -> str:
    """The loader's places for an editor that shows one text: lines instead of a file."""
    return re.sub(r"\bYAML:(\d+)(?::\d+)?", r"line \1", str(error)).replace("YAML: ", "")


def _distinct(choices: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Choices whose labels differ: groups in different files may share a name."""
    labels = [label for label, _ in choices]
    return [
        (label if labels.count(label) == 1 else f"{label} ({source})", source)
        for label, source in choices
    ]

"""Who is in the group: choosing one, its members in and out, a form and the YAML itself."""

from __future__ import annotations

import asyncio
import json
import re
from html import escape
from types import SimpleNamespace
from typing import Any

import gradio as gr

from mascot.errors import MascotError
from mascot.personas import Ensemble, Persona, import_card, parse_ensemble, revise_yaml
from mascot.ui.desk import Desk
from mascot.ui.handlers import updates
from mascot.ui.panels import members
from mascot.ui.panels.parts import SAVE, Door, bad, clicks, decoded, good, html, note, taken
from mascot.ui.render import Look
from mascot.ui.render import members as chips
from mascot.ui.stage import AT_ONCE, QUIET, Panel, Stage, Updates

MAX_YAML = 256 * 1024
MAX_CARD = 5_000_000
EDITED = "\0edited"
"""The choice that stands for a group which was edited."""

Changes = dict[Any, Any]
"""What becomes of components; the others stay as the browser has them."""

_HIDDEN = gr.update(visible=False)
_SHOWN = gr.update(visible=True)


def build(stage: Stage) -> Panel:
    """Makes the panel."""
    here = SimpleNamespace()
    on, door = _Handlers(stage, here), Door(stage)
    with gr.Column(elem_classes="p-panel", elem_id="group-panel"):
        here.pick = gr.Dropdown(
            label="Group", elem_id="pick-group", interactive=True, filterable=False
        )
        here.roster = html(js_on_load=clicks("edit", "remove"), elem_id="roster")
        here.add = gr.Dropdown(
            label="Add a member", elem_id="add-member", interactive=True, filterable=False
        )
        here.told = html(elem_id="group-told")
        with gr.Column(visible=False, elem_id="member-form") as here.form:
            here.who = gr.Textbox(visible="hidden", elem_id="member-id")
            here.title = html()
            here.fields = _form()
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
            card = gr.UploadButton(
                "Add a card",
                size="sm",
                file_types=[".png", ".json", ".charx"],
                type="filepath",
                elem_id="upload-card",
            )
        file = gr.Textbox(visible="hidden", elem_id="yaml-file")
        # The editor brings its script along: it comes when it is asked for.
        with gr.Column(visible=False, elem_id="yaml-editor") as here.editor:
            here.code = gr.Code(
                language="yaml",
                label="The group as YAML",
                lines=12,
                max_lines=24,
                wrap_lines=True,
                interactive=True,
                buttons=[],
                elem_id="yaml",
            )
            here.problems = html(elem_id="yaml-problems")
            with gr.Row(elem_classes="p-row"):
                use = gr.Button("Use this group", variant="primary", size="sm", elem_id="use-yaml")
                close = gr.Button("Close", size="sm", elem_id="close-yaml")

    form = [here.form, here.who, here.title, *here.fields]
    mine = [here.pick, here.roster, here.add, here.told, here.code, here.problems, here.editor]
    everything = [*stage.outputs, *mine, *form]
    stage.changed.extend(
        [
            here.pick.input(door.press(on.pick), door.inputs(here.pick), everything, **AT_ONCE),
            here.add.input(door.press(on.add), door.inputs(here.add), everything, **AT_ONCE),
            here.roster.remove(door.click(on.remove), door.inputs(), everything, **AT_ONCE),
            save.click(
                door.press(on.save), door.inputs(here.who, *here.fields), everything, **AT_ONCE
            ),
            use.click(door.press(on.use), door.inputs(here.code), everything, **AT_ONCE),
            upload.upload(door.press(on.upload), door.inputs(upload), everything, **AT_ONCE),
            card.upload(door.press(on.bring), door.inputs(card), everything, **AT_ONCE),
        ]
    )
    here.roster.edit(door.click(on.edit), door.inputs(), [*form, here.told], **AT_ONCE)
    cancel.click(lambda: (_HIDDEN, ""), None, [here.form, here.told], **AT_ONCE)
    show.click(door.press(on.show), door.inputs(), mine, **AT_ONCE)
    close.click(lambda: _HIDDEN, None, here.editor, **AT_ONCE)
    here.code.input(
        on.check,
        here.code,
        here.problems,
        trigger_mode="always_last",
        concurrency_limit=4,
        **QUIET,
    )
    download.click(door.press(on.download), door.inputs(), file, **AT_ONCE).then(
        None, file, None, js=SAVE
    )
    drawn = [*mine, here.form]
    return Panel(refresh=door.refresh(on.refresh), outputs=drawn)


def _form() -> list[Any]:
    return [
        gr.Textbox(label="Name", max_length=48, elem_id="member-name"),
        gr.Textbox(label="Role", info="What it is here for, in one line.", max_length=400),
        gr.Textbox(
            label="Description",
            info="Who it is and how it helps.",
            lines=3,
            max_length=4000,
            max_lines=8,
        ),
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
    """What happens when something is pressed: each returns what changes, by component.

    Args:
        stage: The page.
        here: The panel's components.
    """

    def __init__(self, stage: Stage, here: SimpleNamespace) -> None:
        self._stage = stage
        self._here = here

    async def refresh(self, mine: str) -> Updates:
        """The panel as the conversation is set up."""
        here = self._here
        drawn = self._drawn(await self._stage.chats.desk(mine)) | {
            here.told: "",
            here.editor: _HIDDEN,
        }
        order = (here.pick, here.roster, here.add, here.told, here.code, here.problems)
        return [drawn[component] for component in (*order, here.editor, here.form)]

    async def pick(self, mine: str, source: str) -> Changes:
        """Another group."""
        chosen = next((g for g in self._stage.policy.groups() if g.source == source), None)
        if chosen is None or chosen.ensemble is None:
            text = chosen.error if chosen and chosen.error else "There is no such group."
            return await self._unchanged(mine, text)
        return await self._change(mine, chosen.ensemble, "", f"Now with {_names(chosen.ensemble)}.")

    async def add(self, mine: str, choice: str | None) -> Changes:
        """A member of another group joins; or an empty form for somebody new."""
        if not choice:
            cleared = {self._here.add: gr.Dropdown(value=None), self._here.told: ""}
            return cleared | self._form("", "A new member", None)
        desk = await self._stage.chats.desk(mine)
        persona = members.candidates(self._stage.policy.groups(), desk.ensemble).get(choice)
        if persona is None:
            return await self._unchanged(mine, "There is nobody of this name.")
        try:
            after = members.joined(desk.ensemble, persona)
        except MascotError as error:
            return await self._unchanged(mine, error)
        return await self._revise(mine, desk, after, f"{persona.name} has joined.")

    async def remove(self, mine: str, who: str) -> Changes:
        """A member leaves."""
        desk = await self._stage.chats.desk(mine)
        try:
            after = members.left(desk.ensemble, who)
        except MascotError as error:
            return await self._unchanged(mine, error)
        return await self._revise(mine, desk, after, f"{desk.ensemble[who].name} has left.")

    async def edit(self, mine: str, who: str) -> Changes:
        """The form, filled with a member."""
        ensemble = (await self._stage.chats.desk(mine)).ensemble
        if who not in ensemble.ids:
            gone = bad("This member is not in the group any longer.")
            return {self._here.form: _HIDDEN, self._here.told: gone}
        persona = ensemble[who]
        return self._form(who, f"Edit {persona.name}", persona) | {self._here.told: ""}

    async def save(self, mine: str, who: str, *form: Any) -> Changes:
        """The form's member, changed or new."""
        desk = await self._stage.chats.desk(mine)
        try:
            after = members.changed(desk.ensemble, who, form)
        except MascotError as error:
            return {self._here.told: bad(error)}  # what was written in the form stays
        name = str(form[0]).strip()
        text = f"{name} is saved." if who else f"{name} has joined."
        return await self._revise(mine, desk, after, text)

    async def show(self, mine: str) -> Changes:
        """The editor with the group."""
        desk = await self._stage.chats.desk(mine)
        return self._edited(desk) | {self._here.editor: _SHOWN}

    async def check(self, text: str | None) -> str:
        """What is wrong with the text, while it is written."""
        try:
            return note(_fine(await self._read(text or "")))
        except MascotError as error:
            return bad(_by_line(error))

    async def use(self, mine: str, text: str | None) -> Changes:
        """The group that stands in the editor."""
        text = text or ""
        try:
            ensemble = await self._read(text)
        except MascotError as error:
            return {
                self._here.told: bad("The YAML has problems; see below it."),
                self._here.problems: bad(_by_line(error)),
            }
        return await self._change(mine, ensemble, text, f"Now with {_names(ensemble)}.")

    async def upload(self, mine: str, path: str | None) -> Changes:
        """A group from a file; a broken one stands in the editor with what is wrong."""
        try:
            text = decoded(*taken(path, MAX_YAML, "a YAML file"))
        except MascotError as error:
            return await self._unchanged(mine, error)
        used = await self.use(mine, text)
        if self._here.problems in used and self._here.code not in used:
            used |= {self._here.code: text, self._here.editor: _SHOWN}
        return used

    async def bring(self, mine: str, path: str | None) -> Changes:
        """The character of another program's card joins."""
        desk = await self._stage.chats.desk(mine)
        try:
            name, data = taken(path, MAX_CARD, "a character card")
            came = await asyncio.to_thread(import_card, data, name)
            persona = members.newcomer(desk.ensemble, came.persona)
            after = members.joined(desk.ensemble, persona)
        except MascotError as error:
            return await self._unchanged(mine, error)
        text = " ".join((f"{persona.name} has joined.", *came.notes))
        return await self._revise(mine, desk, after, text)

    async def download(self, mine: str) -> str:
        """The YAML, as a file's name and text."""
        desk = await self._stage.chats.desk(mine)
        return json.dumps([f"{desk.ensemble.id}.yaml", self._yaml(desk)])

    def _yaml(self, desk: Desk) -> str:
        return desk.yaml or self._stage.policy.text_of(desk.ensemble)

    async def _read(self, text: str) -> Ensemble:
        ensemble = await asyncio.to_thread(parse_ensemble, text)
        self._stage.policy.check(ensemble)
        return ensemble

    async def _revise(self, mine: str, desk: Desk, after: Ensemble, text: str) -> Changes:
        yaml = await asyncio.to_thread(revise_yaml, self._yaml(desk), after)
        return await self._change(mine, after, yaml, text)

    async def _change(self, mine: str, ensemble: Ensemble, yaml: str, text: str) -> Changes:
        try:
            desk = await self._stage.chats.change(mine, ensemble=ensemble, yaml=yaml)
        except MascotError as error:
            return await self._unchanged(mine, error)
        shown = dict(zip(self._stage.outputs, await self._shown(mine, desk), strict=True))
        return shown | self._drawn(desk) | {self._here.told: good(text)}

    async def _shown(self, mine: str, desk: Desk) -> Updates:
        """The chat column; while they answer, without what is being said."""
        if not self._stage.chats.answering(mine):
            return await self._stage.redraw(mine, "")
        return updates(
            members=chips(desk.ensemble, desk.muted),
            hint="They answer as the group that they were; the next message is for the new one.",
        )

    async def _unchanged(self, mine: str, error: Exception | str) -> Changes:
        desk = await self._stage.chats.desk(mine)
        return self._chosen(desk) | {self._here.told: bad(error)}

    def _form(self, who: str, title: str, persona: Persona | None) -> Changes:
        values = dict(zip(self._here.fields, members.form_of(persona), strict=True))
        return values | {
            self._here.form: _SHOWN,
            self._here.who: who,
            self._here.title: f'<h2 class="p-title" dir="auto">{escape(title)}</h2>',
        }

    def _drawn(self, desk: Desk) -> Changes:
        return (
            self._chosen(desk)
            | self._edited(desk)
            | {
                self._here.roster: roster(desk),
                self._here.form: _HIDDEN,
            }
        )

    def _edited(self, desk: Desk) -> Changes:
        return {
            self._here.code: self._yaml(desk),
            self._here.problems: note(_fine(desk.ensemble)),
        }

    def _chosen(self, desk: Desk) -> Changes:
        """The two lists to choose from."""
        listings = self._stage.policy.groups()
        choices = [
            (g.ensemble.name if g.ensemble else f"{g.source} (cannot be used)", g.source)
            for g in listings
        ]
        current = next((g.source for g in listings if g.ensemble == desk.ensemble), EDITED)
        if current == EDITED:
            choices.insert(0, (f"{desk.ensemble.name} (edited)", EDITED))
        joinable = members.candidates(listings, desk.ensemble)
        newcomers = [("Somebody new …", ""), *((p.name, key) for key, p in joinable.items())]
        return {
            self._here.pick: gr.Dropdown(choices=_distinct(choices), value=current),
            self._here.add: gr.Dropdown(choices=newcomers, value=None),
        }


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

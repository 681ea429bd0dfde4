"""How the group is led: who speaks next, how many answer, who is silent, talking on by itself."""

from __future__ import annotations

from typing import Any

import gradio as gr

from mascot.errors import MascotError
from mascot.ui.desk import AUTO_CAP, Desk
from mascot.ui.handlers import updates
from mascot.ui.panels.parts import Door, bad, html
from mascot.ui.render import members
from mascot.ui.stage import AT_ONCE, Panel, Stage, Updates

_TURNS = [
    ("The director chooses", "director"),
    ("In turn", "round-robin"),
    ("At random, the talkative more often", "random"),
    ("Only whom I call", "manual"),
]
MOST = 20
"""Replies for one message, as an ensemble may have."""


def build(stage: Stage) -> Panel:
    """Makes the panel."""
    on, door = _Handlers(stage), Door(stage)
    with gr.Column(elem_classes="p-panel", elem_id="conduct-panel"):
        turns = gr.Radio(_TURNS, label="Who speaks next", elem_id="turns")
        replies = gr.Dropdown(
            label="Replies to a message, at most",
            filterable=False,
            interactive=True,
            elem_id="replies",
        )
        muted = gr.CheckboxGroup(
            label="Silent", info="They stay, and say nothing.", elem_id="muted"
        )
        auto = gr.Slider(
            1,
            AUTO_CAP,
            step=1,
            label="“Let them talk” goes on for",
            info="So many rounds by themselves, then it is your turn. Stop ends it at once.",
            elem_id="auto",
            buttons=[],
        )
        told = html(elem_id="conduct-told")

    mine = [turns, replies, muted, auto, told]
    shown = [*stage.outputs, told]
    turns.input(door.press(on.turns), door.inputs(turns), told, **AT_ONCE)
    replies.input(door.press(on.replies), door.inputs(replies), told, **AT_ONCE)
    muted.input(door.press(on.muted), door.inputs(muted), shown, **AT_ONCE)
    auto.input(
        door.press(on.auto), door.inputs(auto), told, **{**AT_ONCE, "trigger_mode": "always_last"}
    )
    return Panel(refresh=door.refresh(on.refresh), outputs=mine, each_change=True)


class _Handlers:
    """What happens when something is pressed."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    async def refresh(self, mine: str) -> Updates:
        """The panel as the conversation is set up."""
        desk = await self._stage.chats.desk(mine)
        return [
            desk.turns,
            gr.Dropdown(choices=_choices(desk), value=desk.replies or 0),
            gr.CheckboxGroup(
                choices=[(persona.name, persona.id) for persona in desk.ensemble.personas],
                value=[who for who in desk.muted if who in desk.ensemble.ids],
            ),
            desk.auto,
            "",
        ]

    async def turns(self, mine: str, turns: str) -> str:
        """Who speaks next."""
        return await self._change(mine, turns=turns)

    async def replies(self, mine: str, replies: int) -> str:
        """How many answer at most."""
        return await self._change(mine, replies=replies or None)

    async def muted(self, mine: str, muted: list[str]) -> Updates:
        """Who is silent."""
        told = await self._change(mine, muted=tuple(muted))
        desk = await self._stage.chats.desk(mine)
        return [*updates(members=members(desk.ensemble, desk.muted)), told]

    async def auto(self, mine: str, auto: float) -> str:
        """How long they talk by themselves."""
        return await self._change(mine, auto=int(auto))

    async def _change(self, mine: str, **changes: Any) -> str:
        try:
            await self._stage.chats.change(mine, **changes)
        except MascotError as error:
            return bad(error)
        return ""


def _choices(desk: Desk) -> list[tuple[str, int]]:
    own = desk.ensemble.replies
    return [(f"{own}, as the group has it", 0), *((str(n), n) for n in range(1, MOST + 1))]

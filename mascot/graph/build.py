"""From an ensemble and its models to a LangGraph state machine."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from langchain_core.language_models import BaseChatModel
from langgraph.graph import END, START, StateGraph

from mascot.agents import Director, Layout, Names, Prompts, Speaker, Window
from mascot.backends import Backend, Known, Seat, resolve_backend
from mascot.graph.context import ChatContext
from mascot.graph.hooks import Hook
from mascot.graph.nodes import DirectorNode, PersonaNode, SafetyNode
from mascot.graph.routing import by_directive, unless_over
from mascot.graph.state import SAFETY, ChatInput, ChatState
from mascot.memory import NoteTaker
from mascot.personas import Ensemble, load_ensemble
from mascot.safety import SafetyCheck, SafetySettings, detect
from mascot.settings import Settings

Place = tuple[str, ...]
"""What was asked for and what answers: equal where director and speakers share a model."""

AnyBackend = str | Mapping[str, object] | BaseChatModel | Backend | None


class GroupChat(StateGraph[ChatState, ChatContext, ChatInput, ChatState]):
    """The uncompiled graph of one group, and who is in it.

    Attributes:
        ensemble: The group.
        director: The director's backend.
        speakers: Each persona's backend, by id.
        safety: The node that opens every round.
        windows: How much each model reads of a conversation.
        prompts: How requests become prompts.
        notes: Finds what is worth remembering, where memory is on.
    """

    ensemble: Ensemble
    director: Backend
    speakers: Mapping[str, Backend]
    safety: SafetyNode
    windows: tuple[Window, ...]
    prompts: Prompts
    notes: NoteTaker

    @property
    def backends(self) -> tuple[Backend, ...]:
        """One backend of each model in use, the director's first."""
        everybody = (self.director, *self.speakers.values())
        return tuple({b.label: b for b in reversed(everybody)}.values())[::-1]


def build_group_chat(
    ensemble: Ensemble | str | Path,
    *,
    backend: AnyBackend = None,
    director: AnyBackend = None,
    speaker: AnyBackend = None,
    layout: Layout = "shared",
    safety: SafetyCheck | None = detect,
    safety_settings: SafetySettings | None = None,
    on_event: Hook | None = None,
    settings: Settings | None = None,
) -> GroupChat:
    """Builds the state machine of a group chat.

    ``START -> safety -> director -> (edge on the directive) -> a persona -> director … -> END``

    Args:
        ensemble: The group, or what `load_ensemble` takes.
        backend: The model of every role: a spec, a LangChain chat model or a `Backend`.
            None takes the settings', and without any, a local server or the scripted demo.
        director: The director's own model.
        speaker: The speakers' own model; a persona's card may name another.
        layout: How prompts are laid out, see `Layout`.
        safety: Finds a crisis in the user's words before any model is asked; None turns it off.
        safety_settings: Region and wording of the safety message; by default the region of the
            settings.
        on_event: Called with every event of every run, besides the custom stream; for logs and
            counters. What it raises is logged and never ends a conversation.
        settings: Defaults; read from the environment and ``mascot.toml`` if not given.

    Returns:
        The uncompiled graph: compile it with the checkpointer and store of your choice.

    Raises:
        MascotError: A definition, spec or setting cannot be used; the message says why.

    Example:
        >>> from mascot import build_group_chat
        >>> graph = build_group_chat("emotional-support", backend="demo").compile()
        >>> out = graph.invoke({"messages": [("user", "I passed my driving test!")]})
        >>> out["messages"][1].name
        'beacon'
    """
    settings = settings or Settings.load()
    cast = ensemble if isinstance(ensemble, Ensemble) else load_ensemble(ensemble)
    resolved: dict[object, tuple[Backend, Place]] = {}
    known = Known()

    def resolve(seat: Seat, *choices: AnyBackend) -> tuple[Backend, Place]:
        choice = next((c for c in choices if c is not None), None)
        backend = resolve_backend(choice, settings=settings, seat=seat)
        # One object for everybody in the same role whom the same model serves.
        what = choice if isinstance(choice, str) else repr(choice)
        place = (what, backend.label, *(b.label for b in backend.fallbacks))
        return resolved.setdefault((seat.role, place), (backend, place))

    for_speakers = (speaker, backend, settings.speaker, settings.backend)
    for_director, director_place = resolve(
        Seat("director", known=known),
        director,
        cast.director.backend,
        backend,
        settings.director,
        settings.backend,
    )
    seated = {
        p.id: resolve(Seat("speaker", p.id, known), p.backend, *for_speakers) for p in cast.personas
    }

    speakers = {who: each for who, (each, _) in seated.items()}
    shared = director_place in (place for _, place in seated.values())

    names, prompts = Names(cast), Prompts(cast, layout)
    windows = {each: Window(each) for each in (for_director, *speakers.values())}
    graph = GroupChat(ChatState, ChatContext, input_schema=ChatInput, output_schema=ChatState)
    graph.ensemble, graph.director, graph.speakers = cast, for_director, speakers
    graph.windows, graph.prompts = tuple(windows.values()), prompts
    graph.notes = NoteTaker(for_director, cast)

    wording = safety_settings or (
        SafetySettings(region=settings.region) if settings.region else SafetySettings()
    )
    graph.safety = SafetyNode(cast, names, safety, wording, graph.backends)
    graph.add_node(SAFETY, graph.safety)
    graph.add_edge(START, SAFETY)
    graph.add_conditional_edges(SAFETY, unless_over, ["director", END])
    director_node = DirectorNode(
        cast, Director(windows[for_director], prompts, names), shared=shared
    )
    graph.add_node("director", director_node)
    graph.add_conditional_edges("director", by_directive(cast.ids), [*cast.ids, END])
    persona_nodes = {
        who: PersonaNode(cast, who, Speaker(windows[speakers[who]], prompts, names))
        for who in cast.ids
    }
    for who, node in persona_nodes.items():
        graph.add_node(who, node)
        graph.add_conditional_edges(who, unless_over, ["director", END])
    for each in (graph.safety, director_node, *persona_nodes.values()):
        each.hook = on_event
    return graph

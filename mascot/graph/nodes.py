"""The nodes of the graph: safety, the director, and one speaker per persona.

A node reads the state, lets an agent work, announces what happens on the custom stream, and
returns what changes. Fallible work is done here and never on an edge, so that it can be resumed.
"""

from __future__ import annotations

import uuid
from abc import abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, RemoveMessage
from langchain_core.runnables import Runnable, RunnableConfig
from langgraph.runtime import get_runtime

from mascot.agents import Decision, Director, Names, Speaker, Steps, adrive, drive
from mascot.agents.parsing import fallback_directive
from mascot.agents.prompts import MAX_TURN_CHARS
from mascot.backends import Backend
from mascot.dialogue import USER, Directive, DirectorRequest, Scene, SpeakerRequest
from mascot.dialogue.events import Event
from mascot.errors import BackendError, MascotError
from mascot.graph.context import ChatContext, context_of
from mascot.graph.hooks import Hook, hooked
from mascot.graph.pacing import Paced
from mascot.graph.state import SAFETY, ChatState, now, text_of, trailing_user_messages, turns_of
from mascot.graph.turns import STRATEGIES, Floor, called
from mascot.memory import GROUP, Fact, MemoryBook, Summary
from mascot.memory import recalled as recalled_of
from mascot.personas import Ensemble
from mascot.safety import SafetyCheck, SafetySettings, crisis_message

Update = dict[str, Any]


class Node(Runnable[ChatState, Update]):
    """A node whose work is written once, as steps, and runs sync and async.

    Attributes:
        hook: Told every event, besides the custom stream.
    """

    hook: Hook | None = None

    def __init__(self, name: str, ensemble: Ensemble) -> None:
        self.name = name
        self.ensemble = ensemble

    @abstractmethod
    def steps(self, state: ChatState, run: Run) -> Steps[Update]:
        """The node's work; returns the update of the state."""

    def invoke(self, input: ChatState, config: RunnableConfig | None = None, **_: Any) -> Update:
        """Runs the node in this thread."""
        run = Run(self.hook)
        if run.book and (holders := self.recalls(run)):
            with run.recalling():
                run.facts = run.book.read(self.ensemble.id, holders)
        return drive(self.steps(input, run))

    async def ainvoke(
        self, input: ChatState, config: RunnableConfig | None = None, **_: Any
    ) -> Update:
        """Runs the node on the event loop."""
        run = Run(self.hook)
        if run.book and (holders := self.recalls(run)):
            with run.recalling():
                run.facts = await run.book.aread(self.ensemble.id, holders)
        return await adrive(self.steps(input, run))

    def recalls(self, run: Run) -> tuple[str, ...]:
        """Whose facts of the user it reads, where memory is on."""
        return ()

    def scene(self, state: ChatState, run: Run) -> Scene:
        """What director and speakers see."""
        turns = turns_of(state.get("messages", []))
        recalled, summary = None, ""
        if run.context.memory is not None:
            heard = next((turn.text for turn in reversed(turns) if turn.speaker == USER), "")
            recalled = recalled_of(run.facts, heard)
            kept = Summary.in_state(state, turns)
            summary = kept.text if kept else ""
        return Scene(
            ensemble=self.ensemble,
            context=state.get("context", ""),
            turns=turns,
            summary=summary,
            recalled=recalled,
            spoken=tuple(state.get("spoken", ())),
            care=state.get("care", False),
            seed=run.context.seed,
        )

    def floor(self, scene: Scene, state: ChatState, run: Run) -> Floor:
        """Who may speak now."""
        return Floor(
            scene=scene,
            present=tuple(who for who in self.ensemble.ids if who not in run.context.muted),
            asked=tuple(state.get("asked", ())),
            speak=run.context.speak,
            limit=state.get("limit", self.ensemble.replies),
        )


class Run:
    """The run that a node works for: its settings and its listeners."""

    def __init__(self, hook: Hook | None = None) -> None:
        runtime = get_runtime(ChatContext)
        self.context = context_of(runtime.context)
        self.facts: Sequence[Fact] = ()
        self.book: MemoryBook | None = None
        if self.context.memory is not None:
            if runtime.store is None:
                raise MascotError(
                    f"Memory is on for {self.context.memory!r}, and the graph has no store to keep it "
                    "in; compile it with compile(store=…), or leave memory off."
                )
            self.book = MemoryBook(runtime.store, owner=self.context.memory)
        self.emit: Callable[[Event], None] = hooked(runtime.stream_writer, hook)

    def notice(self, code: str, text: str) -> None:
        """Tells the user something in words."""
        self.emit({"event": "notice", "code": code, "text": text})

    @contextmanager
    def recalling(self) -> Iterator[None]:
        """Without its memory the group still answers."""
        try:
            yield
        except Exception as error:  # noqa: BLE001  (stores raise whatever they like)
            why = " ".join(str(error).split()) or type(error).__name__
            self.notice("memory", f"What is remembered cannot be read now ({why[:200]}).")


class SafetyNode(Node):
    """Opens a round: looks at what the user said before any model is asked.

    Args:
        ensemble: The group.
        names: The ensemble's names.
        check: Finds a crisis in a text; None turns the layer off.
        settings: Region and wording of the message.
        backends: The models in use; what they have to say of themselves opens a conversation.
    """

    def __init__(
        self,
        ensemble: Ensemble,
        names: Names,
        check: SafetyCheck | None,
        settings: SafetySettings,
        backends: Sequence[Backend],
    ) -> None:
        super().__init__(SAFETY, ensemble)
        self._names = names
        self._check = check
        self._settings = settings
        self._opening = [("backend", text) for backend in backends for text in backend.notices]
        self._opening += [
            ("scripted", f"Answers come from the {b.label}.")
            for b in backends
            if b.scripted and not b.notices
        ]

    def steps(self, state: ChatState, run: Run) -> Steps[Update]:
        """Looks for a crisis, validates the input, and sets the round up; asks no model."""
        yield from ()
        latest = trailing_user_messages(state.get("messages", []))
        heard = [text for message in latest if (text := text_of(message)).strip()]
        self._announce_changes(state, run)
        obstacle = self._obstacle(state, latest, heard, run.context)
        asked = self._names.addressed_in(heard[-1]) if heard else ()
        if obstacle:
            run.notice(*obstacle)
        else:
            self._announce_limits(heard, asked, run)
        update: Update = {
            "spoken": [],
            "asked": list(asked),
            "directive": None,
            "limit": run.context.replies or self.ensemble.replies,
            "roster": list(self.ensemble.ids),
            "over": obstacle is not None,
        }
        messages: list[BaseMessage] = [
            RemoveMessage(str(m.id)) for m in latest if not text_of(m).strip()
        ]
        if any(m.name == SAFETY for m in state.get("messages", ())):
            # A graph around this one may keep the messages and nothing else of the state.
            update["care"] = True
        if help_ := self.help_for(heard):
            run.emit({"event": "safety", "kind": "crisis", "text": text_of(help_)})
            messages.append(help_)
            update |= {"care": True, "limit": 1}
        return update | {"messages": messages} if messages else update

    def help_for(self, heard: Sequence[str]) -> AIMessage | None:
        """The message with the way to human help, if any of these words ask for it."""
        crisis = next(filter(None, map(self._check, heard)), None) if self._check else None
        if crisis is None:
            return None
        text = crisis_message(crisis, self._settings)
        return AIMessage(text, name=SAFETY, id=str(uuid.uuid4()), response_metadata={"time": now()})

    def _obstacle(
        self,
        state: ChatState,
        latest: Sequence[BaseMessage],
        heard: Sequence[str],
        context: ChatContext,
    ) -> tuple[str, str] | None:
        """Why nobody can answer, as a notice, if so."""
        ids = self.ensemble.ids
        if context.speak is not None and context.speak not in ids:
            known = ", ".join(ids)
            raise MascotError(f"Nobody here is called {context.speak!r}; the group is {known}.")
        said_before = bool(state.get("context")) or len(state.get("messages", [])) > len(latest)
        if not heard and (latest or not (said_before or context.speak)):
            return "empty-message", "There is nothing to answer; write something to the group."
        if context.speak is None and set(ids) <= set(context.muted):
            return "all-muted", "Everybody is muted; unmute somebody to get an answer."
        return None

    def _announce_changes(self, state: ChatState, run: Run) -> None:
        if "roster" not in state:
            for code, text in self._opening:
                run.notice(code, text)
            return
        before, now = set(state["roster"]), set(self.ensemble.ids)
        if before != now:
            changes = [f"{who} has left" for who in sorted(before - now)]
            changes += [f"{self.ensemble[who].name} has joined" for who in sorted(now - before)]
            run.notice(
                "roster", f"The group has changed since it last talked: {', '.join(changes)}."
            )

    def _announce_limits(self, heard: Sequence[str], asked: Sequence[str], run: Run) -> None:
        if any(len(text) > MAX_TURN_CHARS for text in heard):
            run.notice(
                "long-message",
                f"The message is long; the group reads {MAX_TURN_CHARS:,} characters of it, from its "
                "beginning and its end. Give a long text as context instead.",
            )
        for who in asked:
            if who in run.context.muted:
                run.notice("muted", f"{self.ensemble[who].name} is muted and does not answer.")


class DirectorNode(Node):
    """Decides who speaks next and writes the directive into the state.

    Args:
        ensemble: The group.
        director: The agent.
        shared: Whether the speakers are asked at the same backend: then a failure of the
            director's is theirs too and ends the run.
    """

    def __init__(self, ensemble: Ensemble, director: Director, *, shared: bool) -> None:
        super().__init__("director", ensemble)
        self._director = director
        self._shared = shared

    def recalls(self, run: Run) -> tuple[str, ...]:
        """The group's, where its model may be asked."""
        return (GROUP,) if run.context.turns == "director" else ()

    def steps(self, state: ChatState, run: Run) -> Steps[Update]:
        """Asks the strategy, and the director where the strategy leaves it to it."""
        scene = self.scene(state, run)
        floor = self.floor(scene, state, run)
        directive = called(floor)
        if directive is None and not floor.eligible:
            directive = Directive(
                speaker=USER, reason="Everybody who may speak has spoken.", source="turns"
            )
        if directive is None:
            directive = STRATEGIES[run.context.turns](floor)
        decision = Decision(directive) if directive else (yield from self._ask(floor, run))
        directive = decision.directive
        run.emit(
            {
                "event": "directive",
                "speaker": directive.speaker,
                "reason": directive.reason,
                "action": directive.action,
                "tone": directive.tone,
                "instruction": directive.instruction,
                "source": directive.source,
                "usage": decision.usage,
            }
        )
        return {"directive": directive.to_dict()}

    def _ask(self, floor: Floor, run: Run) -> Steps[Decision]:
        request = DirectorRequest(
            scene=floor.scene, eligible=floor.eligible, may_yield=floor.may_yield
        )
        try:
            return (yield from self._director.direct(request, run.emit, stream=run.context.stream))
        except BackendError as error:
            if self._shared:
                raise
            directive = fallback_directive(request)
            run.notice(
                "director-failed", f"The director cannot be asked, a fixed rule chose: {error}"
            )
            return Decision(directive)


class PersonaNode(Node):
    """One persona says one reply, committed as soon as it is complete.

    Args:
        ensemble: The group.
        persona_id: Who speaks here.
        speaker: The agent.
    """

    def __init__(self, ensemble: Ensemble, persona_id: str, speaker: Speaker) -> None:
        super().__init__(persona_id, ensemble)
        self._persona = ensemble[persona_id]
        self._speaker = speaker

    def recalls(self, run: Run) -> tuple[str, ...]:
        """Its own, and the group's."""
        return (self._persona.id, GROUP)

    def steps(self, state: ChatState, run: Run) -> Steps[Update]:
        """Lets the persona follow the directive."""
        me = self._persona.id
        directive = Directive(**(state.get("directive") or {"speaker": me}))
        scene = self.scene(state, run)
        run.emit({"event": "typing", "speaker": me})
        with Paced(run.emit) as emit:
            request = SpeakerRequest(scene=scene, persona=self._persona, directive=directive)
            said = yield from self._speaker.speak(request, emit, stream=run.context.stream)
        spoken = [*scene.spoken, me]
        update: Update = {
            "directive": None,
            "spoken": spoken,
            "over": len(spoken) >= state.get("limit", self.ensemble.replies),
        }
        if said is None:
            return update
        identity = str(uuid.uuid4())
        update["messages"] = [
            AIMessage(
                said.text,
                name=me,
                id=identity,
                additional_kwargs={"reasoning_content": said.reasoning} if said.reasoning else {},
                response_metadata={
                    "directive": directive.to_dict(),
                    "usage": said.usage,
                    "time": now(),
                },
            )
        ]
        run.emit(
            {
                "event": "utterance",
                "speaker": me,
                "text": said.text,
                "id": identity,
                "reasoning": said.reasoning or None,
                "usage": said.usage,
            }
        )
        return update

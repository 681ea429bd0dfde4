"""Recording: the graph plays an episode with a teacher, and every model call is taken down."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from pydantic import ConfigDict, Field

from mascot.agents import Layout, Names
from mascot.agents.parsing import parse_directive
from mascot.agents.speech import SpeechFilter
from mascot.backends import Backend
from mascot.corpora import Context
from mascot.dialogue import REQUEST_KEY, DirectorRequest, Request, SpeakerRequest, Turn
from mascot.graph import ChatContext, build_group_chat
from mascot.personas import Ensemble
from mascot.settings import Settings
from mascot.training.records import Situation
from mascot.training.rollouts.rollout import opening
from mascot.training.text import chat


@dataclass(frozen=True, slots=True, kw_only=True)
class TeacherCall:
    """One call of a role, as served: a row to learn from.

    Attributes:
        role: ``director`` or ``speaker``.
        persona: Who spoke; empty for the director.
        messages: The prompt as chat messages.
        completion: What the teacher wrote, its reasoning in ``<think>``.
        kept: The group went on with it: a well-formed directive, a reply that was committed.
    """

    role: str
    persona: str = ""
    messages: tuple[Mapping[str, str], ...]
    completion: str
    kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Trajectory:
    """One episode of the teacher's.

    Attributes:
        context: x.
        turns: What was said after it.
        calls: The model calls, in order.
        situations: What the speakers were asked, in order.
        directed: The director chose; otherwise the order was random.
        teacher: Who played, in words.
        seed: What it was played with.
    """

    context: Context
    turns: tuple[Turn, ...]
    calls: tuple[TeacherCall, ...]
    situations: tuple[Situation, ...]
    directed: bool
    teacher: str
    seed: int

    def to_dict(self) -> dict[str, Any]:
        """A plain mapping."""
        return {
            "context": asdict(self.context),
            "turns": [list(turn) for turn in self.turns],
            "calls": [asdict(call) for call in self.calls],
            "situations": [situation.to_dict() for situation in self.situations],
            "directed": self.directed,
            "teacher": self.teacher,
            "seed": self.seed,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """The trajectory of such a mapping."""
        return cls(
            context=Context(**data["context"]),
            turns=tuple(Turn(*turn) for turn in data["turns"]),
            calls=tuple(
                TeacherCall(**{**call, "messages": tuple(call["messages"])})
                for call in data["calls"]
            ),
            situations=tuple(map(Situation.from_dict, data["situations"])),
            directed=data["directed"],
            teacher=data["teacher"],
            seed=data["seed"],
        )


class Recorder(BaseChatModel):
    """A chat model that hands calls on to another and notes down what it answered."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    inner: Any = Field(repr=False)

    @property
    def _llm_type(self) -> str:
        return "mascot-recorder"

    @property
    def extra_body(self) -> Any:
        """The other's own."""
        return getattr(self.inner, "extra_body", None)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,  # noqa: ARG002 - the base's signature
        **kwargs: Any,
    ) -> ChatResult:
        return self._note(messages, self.inner.invoke(messages, stop=stop, **kwargs))

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,  # noqa: ARG002 - as above
        **kwargs: Any,
    ) -> ChatResult:
        return self._note(messages, await self.inner.ainvoke(messages, stop=stop, **kwargs))

    def _note(self, messages: list[BaseMessage], answer: AIMessage) -> ChatResult:
        notes = _notes.get()
        if notes is not None:
            notes.append(_Note(messages, answer))
        return ChatResult(generations=[ChatGeneration(message=answer)])


@dataclass(frozen=True, slots=True)
class _Note:
    messages: list[BaseMessage]
    answer: AIMessage

    @property
    def request(self) -> Request:
        found: Request = self.messages[-1].additional_kwargs[REQUEST_KEY]
        return found

    @property
    def completion(self) -> str:
        """What the model wrote; a trace that the server sent apart is put back in its place."""
        text = str(self.answer.text)
        thought = self.answer.additional_kwargs.get("reasoning_content")
        return f"<think>\n{str(thought).strip()}\n</think>\n\n{text.lstrip()}" if thought else text

    @property
    def truncated(self) -> bool:
        return self.answer.response_metadata.get("finish_reason") == "length"


_notes: ContextVar[list[_Note] | None] = ContextVar("notes", default=None)
"""The calls of the episode under way; each episode has a list of its own."""


class Recording:
    """Plays episodes with a teacher and takes them down.

    Args:
        ensemble: The group; it is played in the paper's ``round`` mode.
        teacher: The model of both roles.
        layout: Of the prompts.
        turns: Of an episode; by default one for each persona.
        undirected: Share of the episodes in random order and without directives.
        seed: Draws what is drawn.
    """

    def __init__(
        self,
        ensemble: Ensemble,
        teacher: Backend,
        *,
        layout: Layout = "shared",
        turns: int | None = None,
        undirected: float = 0.0,
        seed: int = 0,
    ) -> None:
        self.teacher = teacher
        self._undirected = undirected
        self._seed = seed
        self._ensemble = ensemble.model_copy(update={"mode": "round"})
        self._names = Names(self._ensemble)
        self._turns = turns or len(ensemble.personas)
        recorder = replace(teacher, model=Recorder(inner=teacher.model))
        self._graph = build_group_chat(
            self._ensemble,
            backend=recorder,
            layout=layout,
            safety=None,  # a corpus speaks of dangers too; the help line is for people
            settings=Settings.model_construct(),
        ).compile()

    def directs(self, context: Context) -> bool:
        """Whether the director chooses in this context; the same in every run."""
        dice = random.Random(f"{self._seed} {context.id} directed")
        return dice.random() >= self._undirected

    async def play(self, context: Context) -> Trajectory:
        """One episode.

        Raises:
            BackendError: The teacher cannot be asked.
        """
        notes: list[_Note] = []
        _notes.set(notes)
        directed = self.directs(context)
        seed = random.Random(f"{self._seed} {context.id}").getrandbits(31)
        how = ChatContext(
            turns="director" if directed else "random",
            replies=self._turns,
            seed=seed,
            stream=False,
        )
        state = await self._graph.ainvoke(opening(context), context=how)
        turns = tuple(
            Turn(message.name or "", str(message.content))
            for message in state["messages"]
            if isinstance(message, AIMessage)
        )
        committed = {tuple(turn) for turn in turns}
        return Trajectory(
            context=context,
            turns=turns,
            calls=tuple(self._call(note, committed) for note in notes),
            situations=tuple(self._situations(context, notes, committed)),
            directed=directed,
            teacher=self.teacher.label,
            seed=seed,
        )

    def _call(self, note: _Note, committed: set[tuple[str, ...]]) -> TeacherCall:
        request = note.request
        speaks = isinstance(request, SpeakerRequest)
        return TeacherCall(
            role="speaker" if speaks else "director",
            persona=request.persona.id if isinstance(request, SpeakerRequest) else "",
            messages=tuple(chat(note.messages)),
            completion=note.completion,
            kept=self._kept(note, committed),
        )

    def _kept(self, note: _Note, committed: set[tuple[str, ...]]) -> bool:
        request = note.request
        if note.truncated:
            return False
        if isinstance(request, DirectorRequest):
            directive = parse_directive(note.completion, request, self._names)
            return directive is not None and directive.source == "model"
        return (request.persona.id, self._said(request, note.completion)) in committed

    def _said(self, request: SpeakerRequest, completion: str) -> str:
        me, forms = request.persona.id, self._names.forms
        others = [form for who, known in forms.items() if who != me for form in known]
        speech = SpeechFilter(forms[me], others, request.scene.ensemble.words)
        speech.feed(completion)
        speech.close(truncated=False)
        return speech.text

    def _situations(
        self, context: Context, notes: Sequence[_Note], committed: set[tuple[str, ...]]
    ) -> Iterator[Situation]:
        for note in notes:
            request = note.request
            if isinstance(request, SpeakerRequest) and self._kept(note, committed):
                said = request.scene.turns[0 if context.kind == "meeting" else 1 :]
                yield Situation(
                    context=context,
                    persona=request.persona.id,
                    turns=tuple(said),
                    directive=request.directive,
                )

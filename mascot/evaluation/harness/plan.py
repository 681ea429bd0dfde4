"""The plan: which systems meet which tasks, with which models and judges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from mascot.backends import Backend, Known, Seat, resolve_backend
from mascot.errors import EvaluationError
from mascot.evaluation.embedding import Vectors, resolve_vectors
from mascot.evaluation.ledger import Ledger
from mascot.evaluation.scripted import ScriptedParts
from mascot.evaluation.settings import EvalSettings, Spec
from mascot.evaluation.systems import SYSTEMS, Models, Setup, System
from mascot.evaluation.tasks import TASKS, Task
from mascot.judges import Judge, LLMJudge, ScoreCache, resolve_judge
from mascot.settings import Settings

_OF_SFT = ("sft", "mascot-sft")
"""Systems that need the adapter of supervised fine-tuning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One system on one task.

    Attributes:
        task: The task.
        name: The system's name in the tables.
        system: The system.
        user: The model that plays the task's users.
    """

    task: Task
    name: str
    system: System
    user: Backend

    @property
    def id(self) -> str:
        """Unique in a run, and a log's name."""
        return f"{self.task.name}@{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that is to be done.

    Attributes:
        settings: The run's.
        pairs: In the order of the tables.
        judges: Who scores.
        models: Those of the judges that are language models, without a cache: whom to ask the
            questions that rules cannot answer.
        vectors: How texts are compared.
        scripted: Labels of the parts that are no language models.
        notes: What a reader of the figures must know.
    """

    settings: EvalSettings
    pairs: tuple[Pair, ...]
    judges: tuple[Judge, ...]
    models: tuple[LLMJudge, ...]
    vectors: Vectors
    scripted: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())


def make_plan(settings: EvalSettings, ledger: Ledger, *, cache: ScoreCache | None = None) -> Plan:
    """Resolves everything that the settings name; asks no model yet.

    Args:
        settings: The run's.
        ledger: Keeps the answers.
        cache: Scores of earlier runs.

    Raises:
        MascotError: A name, spec or data set cannot be used.
    """
    tasks = [TASKS[name](settings) for name in _chosen("task", settings.tasks, TASKS)]
    systems = _chosen("system", settings.systems, SYSTEMS)
    _chosen("system", settings.pairwise, SYSTEMS)
    notes = [note for task in tasks for note in task.notes]
    if settings.sft is None and (out := [name for name in systems if name in _OF_SFT]):
        systems = tuple(name for name in systems if name not in _OF_SFT)
        notes.append(f"{', '.join(out)}: no model was named (--sft); left out.")
    notes += [
        f"No trained {seat} was named: the base model takes the seat."
        for seat in ("director", "speaker")
        if getattr(settings, seat) is None
    ]
    seats = _Seats(settings, ledger)
    vectors = ledger.vectors(resolve_vectors(settings.embedding))
    pairs: list[Pair] = []
    for task in tasks:
        if task.contexts:
            setup = Setup(
                ensemble=task.ensemble,
                models=seats.models(),
                vectors=vectors,
                safety=settings.safety,
                short=settings.short,
            )
            pairs += _pairs(task, systems, setup, seats)
    if not pairs:
        raise EvaluationError(
            f"nothing to do: none of the systems {', '.join(systems)} is for the tasks "
            f"{', '.join(task.name for task in tasks)}; name others"
        )
    models = [_judge(spec, ledger) for spec in settings.judges]
    judges = tuple(resolve_judge(model, cache=cache) for model in models)
    if twice := _repeated([judge.label for judge in judges]):
        raise EvaluationError(f"judges: {twice} is named twice; name different judges")
    scripted = [*seats.scripted, *(judge.label for judge in judges if judge.scripted)]
    return Plan(
        settings=settings,
        pairs=tuple(pairs),
        judges=judges,
        models=tuple(model for model in models if isinstance(model, LLMJudge)),
        vectors=vectors,
        scripted=tuple(dict.fromkeys(scripted)),
        notes=tuple(dict.fromkeys(notes)),
    )


def _pairs(task: Task, systems: Sequence[str], setup: Setup, seats: _Seats) -> list[Pair]:
    names = [name for name in systems if task.systems is None or name in task.systems]
    user = setup.models.user
    made = [Pair(task=task, name=name, system=SYSTEMS[name](setup), user=user) for name in names]
    for name, changed in task.variants.items():
        other = replace(setup, models=seats.models(changed))
        made.append(Pair(task=task, name=name, system=SYSTEMS["mascot"](other), user=user))
    return made


class _Seats:
    """Resolves specs, each once for each role."""

    def __init__(self, settings: EvalSettings, ledger: Ledger) -> None:
        self._settings = settings
        self._ledger = ledger
        self._known = Known()
        self._made: dict[tuple[str, str], Backend] = {}
        self._process = Settings.load()
        self.scripted: dict[str, None] = {}

    def models(self, changed: Mapping[str, object] | None = None) -> Models:
        """The models of all seats; a sweep changes some.

        Raises:
            MascotError: A spec cannot be used.
        """
        own = self._settings
        given = {
            "director": own.director,
            "speaker": own.speaker,
            "sft": own.sft,
            "user": own.user,
            **(changed or {}),
        }
        if strange := sorted(set(changed or ()) - {"director", "speaker"}):
            raise EvaluationError(
                f"sweeps: {strange[0]!r} is no seat of MASCOT; a point names a director, a speaker "
                "or both"
            )
        directs = Seat("director", known=self._known)
        speaks = Seat("speaker", known=self._known)
        plain = Seat(known=self._known)
        return Models(
            base=self._backend(own.backend, plain, "base"),
            director=self._director(given["director"] or own.backend, directs, "director"),
            speaker=self._backend(given["speaker"] or own.backend, speaks, "speaker"),
            sft=self._backend(given["sft"] or own.backend, plain, "sft"),
            base_director=self._director(own.backend, plain, "base-director"),
            sft_director=self._director(given["sft"] or own.backend, plain, "sft-director"),
            user=self._backend(given["user"] or own.backend, plain, "user"),
        )

    def _director(self, spec: object, seat: Seat, role: str) -> Backend:
        options = self._settings.directing
        if options:
            spec = {**(spec if isinstance(spec, Mapping) else {"spec": spec}), **options}
        return self._backend(spec, seat, role)

    def _backend(self, spec: object, seat: Seat, role: str) -> Backend:
        key = (role, repr(spec))
        if key not in self._made:
            backend = resolve_backend(spec, settings=self._process, seat=seat)  # type: ignore[arg-type]
            for one in (backend, *backend.fallbacks):
                if one.scripted:
                    self.scripted[one.label] = None
            self._made[key] = self._ledger.wrap(_with_parts(backend), role)
        return self._made[key]


def _with_parts(backend: Backend) -> Backend:
    model = ScriptedParts(inner=backend.model) if backend.scripted else backend.model
    return replace(
        backend, model=model, fallbacks=tuple(_with_parts(one) for one in backend.fallbacks)
    )


def _judge(spec: Spec, ledger: Ledger) -> Judge:
    judge = resolve_judge(spec)
    if isinstance(judge, LLMJudge):
        return LLMJudge(ledger.wrap(judge.backend, "judge"))
    return judge


def _chosen(what: str, names: Sequence[str], known: Mapping[str, object]) -> tuple[str, ...]:
    """Those names in the order of the tables; all of them where none is given."""
    if strange := [name for name in names if name not in known]:
        raise EvaluationError(f"there is no {what} {strange[0]!r}; choose from {', '.join(known)}")
    return tuple(name for name in known if not names or name in names)


def _repeated(labels: Sequence[str]) -> str | None:
    return next((label for label in labels if labels.count(label) > 1), None)

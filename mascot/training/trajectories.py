"""``mascot train trajectories``: a teacher plays the group, and every call is written down.

The graph that serves the chat plays a round on every context, with any backend in both roles. Each
call of the director and of a speaker becomes a row of the prompt as served and the teacher's
completion; the situations that came up, earlier turns included, are kept for later stages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from mascot.agents import Layout
from mascot.backends import Backend, Seat, resolve_backend
from mascot.corpora import Context, load_contexts
from mascot.errors import BackendError, TrainingError
from mascot.training.arguments import GroupArguments, SplitArguments, at_least_one
from mascot.training.bar import Bar
from mascot.training.config import find_ensemble, parse
from mascot.training.crowd import Crowd, OutageError
from mascot.training.miniature.teacher import ScriptedTeacher, Slips
from mascot.training.recording import Recording, Trajectory
from mascot.training.records import RecordFile, Situation
from mascot.training.run import RunFolder
from mascot.training.sampling import gently
from mascot.training.stages import launch

STAGE = "trajectories"
TRAJECTORIES, SITUATIONS = "trajectories.jsonl", "situations.jsonl"


@dataclass
class TrajectoryArguments(GroupArguments, SplitArguments):
    """What the teacher plays."""

    _argument_group_name = "trajectories"

    teacher: str = field(default="demo", metadata={"help": "The backend of both roles."})
    replies: int | None = field(
        default=None, metadata={"help": "Turns of an episode; by default one for each persona."}
    )
    undirected: float = field(
        default=0.5,
        metadata={
            "help": "Share of the episodes with everybody in random order and no directive, "
            "which is how Phase I asks its speakers."
        },
    )
    thinking: bool = field(default=True, metadata={"help": "Let the teacher's speakers think."})
    concurrency: int = field(default=16, metadata={"help": "Episodes at once, at most."})
    slip_voice: float = field(
        default=0.0, metadata={"help": "The scripted teacher answers in another's voice so often."}
    )
    slip_thought: float = field(default=0.0, metadata={"help": "It skips its thought so often."})
    slip_choice: float = field(default=0.0, metadata={"help": "It calls anybody so often."})
    slip_json: float = field(default=0.0, metadata={"help": "It breaks its JSON so often."})
    seed: int = field(default=1, metadata={"help": "Draws contexts, orders and slips."})

    def __post_init__(self) -> None:
        if not 0 <= self.undirected <= 1:
            raise ValueError(f"undirected is {self.undirected}; it is a share between 0 and 1")
        at_least_one(self, "concurrency")


def main(argv: Sequence[str] | None = None) -> None:
    """The stage.

    Raises:
        TrainingError: The teacher fails for good; what it has played is kept.
    """
    parsed = parse(STAGE, (TrajectoryArguments,), argv)
    (args,) = cast("tuple[TrajectoryArguments]", parsed.args)
    folder = RunFolder(parsed.run.run, STAGE)
    ensemble = find_ensemble(args.ensemble)
    contexts = load_contexts(args.corpus, args.split, limit=args.contexts, seed=args.seed)
    turns = args.replies or len(ensemble.personas)
    if parsed.run.dry_run:
        expected = round(len(contexts) * turns * (2 - args.undirected))
        folder.say(
            f"{STAGE}: {args.teacher} plays {len(contexts):,} episodes of {turns} turns, about "
            f"{expected:,} calls, into {folder.path}"
        )
        return
    if not folder.begin(parsed):
        return
    stage = Recording(
        ensemble,
        teacher_of(args),
        layout=cast("Layout", args.layout),
        turns=turns,
        undirected=args.undirected,
        seed=args.seed,
    )
    store = RecordFile(folder.path / TRAJECTORIES, Trajectory)
    gently(_record(stage, contexts, store, folder, args.concurrency))
    played = read_trajectories(folder)
    calls = [call for trajectory in played for call in trajectory.calls]
    with RecordFile(folder.path / SITUATIONS, Situation) as situations:
        situations.path.unlink(missing_ok=True)
        for trajectory in played:
            for situation in trajectory.situations:
                situations.append(situation)
    by_role = {role: [c for c in calls if c.role == role] for role in ("director", "speaker")}
    folder.finish(
        title="Teacher's trajectories",
        what="Episodes of the group as it is served, played by a teacher in both roles: prompts "
        "and completions of every call.",
        summary={
            "episodes": len(played),
            **{f"{role} calls": len(found) for role, found in by_role.items()},
            **{
                f"{role} calls kept": sum(call.kept for call in found)
                for role, found in by_role.items()
            },
        },
        corpora={context.corpus for context in contexts},
        scripted=[f"teacher: {stage.teacher.label}"] if stage.teacher.scripted else (),
    )


def read_trajectories(folder: RunFolder) -> list[Trajectory]:
    """What the stage recorded, ordered by context: the same whatever finished first."""
    path = folder.run / STAGE / TRAJECTORIES
    return sorted(RecordFile(path, Trajectory), key=lambda each: each.context.id)


def teacher_of(args: TrajectoryArguments) -> Backend:
    """The backend that plays; the scripted demo gets thoughts, and slips where they are asked for.

    Raises:
        BackendError: The spec names nothing that can be used.
        TrainingError: Slips are asked of a teacher that is not scripted.
    """
    slips = Slips(
        voice=args.slip_voice,
        thought=args.slip_thought if args.thinking else 1.0,
        choice=args.slip_choice,
        json=args.slip_json,
    )
    profile = "deliberate" if args.thinking else "fast"
    backend = resolve_backend({"spec": args.teacher, "profile": profile}, seat=Seat("speaker"))
    if backend.scripted:
        label = f"{backend.label}, with scripted thoughts; {slips}"
        return replace(backend, model=ScriptedTeacher(slips=slips, seed=args.seed), label=label)
    if any((args.slip_voice, args.slip_thought, args.slip_choice, args.slip_json)):
        raise TrainingError(
            f"{STAGE}: slips are for the scripted teacher, and {backend.label} is none; "
            "set slip_voice, slip_thought, slip_choice and slip_json to 0"
        )
    return backend


async def _record(
    stage: Recording,
    contexts: Sequence[Context],
    store: RecordFile[Trajectory],
    folder: RunFolder,
    concurrency: int,
) -> None:
    present = {trajectory.context.id for trajectory in store}
    missing = [context for context in contexts if context.id not in present]
    if present:
        folder.say(f"{STAGE}: {len(present):,} episodes are there already")
    with store, Bar(STAGE, len(contexts), len(contexts) - len(missing), folder.say) as bar:

        def done(_: Context, trajectory: Trajectory) -> None:
            store.append(trajectory)
            bar.step()

        crowd = Crowd(stage.play, done, concurrency)
        try:
            await crowd.run(missing)
        except (OutageError, BackendError) as error:
            raise TrainingError(
                f"{STAGE}: stopped after {len(present) + crowd.load.done:,} of {len(contexts):,} "
                f"episodes: {error}. What was played is kept; the same command goes on from here"
            ) from error


if __name__ == "__main__":
    launch(main)

"""The page on which people judge: two answers, no names, three buttons."""

from __future__ import annotations

import html
from pathlib import Path

import gradio as gr

from mascot.digest import digest
from mascot.errors import EvaluationError
from mascot.evaluation.humans.ballots import Pair, add_ballot, pairs_for, read_ballots
from mascot.evaluation.records import Conversation, Run
from mascot.evaluation.store import read_run

_STYLE = """
.h-said { background: var(--background-fill-secondary); border-radius: 0.8rem; padding: 0.9rem 1.1rem; }
.h-said p { margin: 0.6rem 0 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.h-said b { display: block; font-size: 0.85em; opacity: 0.75; }
"""
_QUESTION = "Which group would you rather have had this conversation with?"
_BEGIN = (
    "Write a name, any name, and begin. You can close the page and come back under the same name."
)


def launch_humans(folder: Path, *, port: int = 7861) -> None:
    """Serves the page until it is stopped.

    Raises:
        EvaluationError: The folder holds no run, or one with nothing to compare.
    """
    build_humans(folder).launch(server_name="127.0.0.1", server_port=port, css=_STYLE)


def build_humans(folder: Path, *, systems: tuple[str, ...] = ()) -> gr.Blocks:
    """The page as a Gradio app.

    Args:
        folder: The run's; answers are appended to its ``humans.jsonl``.
        systems: Only these systems; all by default.

    Raises:
        EvaluationError: The folder holds no run, or one with nothing to compare.
    """
    run = read_run(folder)
    if not pairs_for(run, "", systems=systems):
        raise EvaluationError(
            f"{folder}: no two systems answered the same sample; run it with another `--system`"
        )
    page: gr.Blocks
    with gr.Blocks(title="Which is better?", analytics_enabled=False) as page:
        gr.Markdown(f"# Which is better?\n{_QUESTION} Judge by what is said, not by its length.")
        with gr.Row():
            name = gr.Textbox(label="Your name", max_length=60, scale=3)
            begin = gr.Button("Begin", variant="primary", scale=1)
        status = gr.Markdown(_BEGIN)
        prompt = gr.HTML()
        with gr.Row():
            left, right = gr.HTML(), gr.HTML()
        with gr.Row(visible=False) as answers:
            choices = [
                (gr.Button("The left one"), 1.0),
                (gr.Button("No difference"), 0.5),
                (gr.Button("The right one"), 0.0),
            ]
        with gr.Row(visible=False) as aside:
            skip = gr.Button("Skip for now", size="sm", variant="secondary")
        current, skipped = gr.State(""), gr.State(())
        kept = gr.BrowserState(
            "", storage_key=f"mascot-humans-{digest(str(folder.resolve()))[:12]}"
        )
        shown = [status, prompt, left, right, answers, aside, current, kept]

        def show(rater: str, later: tuple[str, ...] = ()) -> list[object]:
            return _view(run, folder, rater, systems, later)

        def pass_over(rater: str, seen: str, later: tuple[str, ...]) -> list[object]:
            later = (*later, seen) if seen else later
            return [*_view(run, folder, rater, systems, later), later]

        def come_back(rater: str) -> list[object]:
            # Whoever is new has perhaps begun to write a name: then nothing is touched.
            return [rater, *show(rater)] if rater else [gr.update()] * (1 + len(shown))

        page.load(come_back, kept, [name, *shown], api_visibility="private")
        begin.click(show, name, shown, api_visibility="private")
        name.submit(show, name, shown, api_visibility="private")
        skip.click(pass_over, [name, current, skipped], [*shown, skipped], api_visibility="private")
        for button, share in choices:

            def vote(
                rater: str, seen: str, later: tuple[str, ...], share: float = share
            ) -> list[object]:
                pair = next_pair(run, folder, rater, systems=systems, later=later)
                if pair is not None and pair.id == seen:  # a second click is no second answer
                    add_ballot(folder, pair, rater, share)
                return _view(run, folder, rater, systems, later)

            button.click(
                vote, [name, current, skipped], shown, api_visibility="private", concurrency_limit=1
            )
    return page


def next_pair(
    run: Run,
    folder: Path,
    rater: str,
    *,
    systems: tuple[str, ...] = (),
    later: tuple[str, ...] = (),
) -> Pair | None:
    """The first pair that a person has not judged yet; None when all are done.

    Args:
        run: Whose pairs.
        folder: Where the ballots are.
        rater: Who is asked.
        systems: Only these systems; all by default.
        later: Ids of pairs that were skipped: they come when nothing else is left.
    """
    done = _done(folder, rater)
    left = [p for p in pairs_for(run, rater.strip(), systems=systems) if _key(p) not in done]
    places = {skipped: place for place, skipped in enumerate(later, 1)}  # the last skip counts
    return min(left, key=lambda pair: places.get(pair.id, 0), default=None)


def _view(
    run: Run, folder: Path, rater: str, systems: tuple[str, ...], later: tuple[str, ...] = ()
) -> list[object]:
    hidden, seen = gr.update(visible=False), gr.update(visible=True)
    if not rater.strip():
        return [_BEGIN, "", "", "", hidden, hidden, "", ""]
    total = len(pairs_for(run, rater.strip(), systems=systems))
    pair = next_pair(run, folder, rater, systems=systems, later=later)
    count = f"{len(_done(folder, rater))} of {total} judged. Answers are kept as you give them."
    if pair is None:
        text = f"That was all: {count} Thank you."
        return [text, "", "", "", hidden, hidden, "", rater]
    asked = f'<div class="h-said"><b>The person wrote</b><p>{html.escape(pair.left.x)}</p></div>'
    sides = (_answer("Left", pair.left), _answer("Right", pair.right))
    return [count, asked, *sides, seen, seen, pair.id, rater]


def _answer(side: str, talk: Conversation) -> str:
    lines = "".join(
        f"<p><b>{html.escape('You' if t.speaker == 'user' else t.speaker.replace('-', ' ').title())}"
        f"</b>{html.escape(t.text)}</p>"
        for t in talk.turns
    )
    return f'<div class="h-said"><b>{side}</b>{lines}</div>'


def _done(folder: Path, rater: str) -> set[tuple[object, ...]]:
    return {
        (b.task, b.sample, b.epoch, frozenset((b.left, b.right)))
        for b in read_ballots(folder)
        if b.rater == rater.strip()
    }


def _key(pair: Pair) -> tuple[object, ...]:
    one = pair.left
    return (one.task, one.sample, one.epoch, frozenset((one.system, pair.right.system)))

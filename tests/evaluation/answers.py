"""A stub server's answers, the same to the same question, for every role of an evaluation."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from mascot.digest import digest
from mascot.judges import AGENT, GROUP

WORDS = [
    "river",
    "lamp",
    "garden",
    "paper",
    "window",
    "morning",
    "bread",
    "music",
    "station",
    "coat",
    "winter",
    "table",
    "kitchen",
    "letter",
    "engine",
    "shadow",
    "market",
    "needle",
    "basket",
    "candle",
    "harbour",
    "ribbon",
    "ladder",
    "pocket",
]


def prompt_of(request: Mapping[str, Any]) -> str:
    return "\n".join(str(message["content"]) for message in request["messages"])


def last_of(request: Mapping[str, Any]) -> str:
    return str(request["messages"][-1]["content"])


def words_for(text: str) -> str:
    """A sentence that hardly resembles another's."""
    number = int(digest(text), 16)
    picked = [WORDS[(number >> (4 * i)) % len(WORDS)] for i in range(12)]
    return f"You told of {' '.join(picked)} and I would like to hear more."


def verdict(request: Mapping[str, Any], **changed: Any) -> str:
    # The first question: a second one only says what was wrong with the answer.
    rubric = AGENT if "<reply_to_grade>" in prompt_of(request) else GROUP
    number = int(digest(prompt_of(request)), 16)
    scores = {name: 1 + (number >> (3 * i)) % 5 for i, name in enumerate(rubric.ids)}
    given = {name: {"reason": "Seen.", "score": score} for name, score in scores.items()}
    return json.dumps(given | {k: v for k, v in changed.items() if k in given})


def shown_in(prompt: str) -> list[str]:
    """The two conversations that a judge is to compare."""
    return [
        prompt.split(f"<conversation_{name}>")[1].partition(f"</conversation_{name}>")[0].strip()
        for name in ("a", "b")
    ]


def chosen(option: str) -> str:
    return json.dumps({"reason": "Seen.", "answer": option})


def better(request: Mapping[str, Any]) -> str:
    """Prefers one conversation for what it says, wherever it stands."""
    one, other = (digest(text) for text in shown_in(prompt_of(request)))
    return chosen("tie" if one == other else "A" if one > other else "B")


def judged(request: Mapping[str, Any]) -> str | None:
    """A judge's answer, where a judge is asked."""
    prompt = prompt_of(request)
    if "You grade a group chat" in prompt:
        return verdict(request)
    if "<conversation_a>" in prompt:
        return better(request)
    return chosen("differs") if "<opinion>" in prompt else None


def answer(
    choices: Callable[[str, list[str]], str] = lambda _, options: options[0],
) -> Callable[[Mapping[str, Any]], str]:
    """Answers directors, judges, choices, one-model scripts, and everybody else with words.

    `choices` is told the question and the options.
    """

    def answered(request: Mapping[str, Any]) -> str:
        prompt, last = prompt_of(request), last_of(request)
        if verdict_of := judged(request):
            return verdict_of
        if directed := re.search(r"\nDIRECT: (.+)\Z", last):
            eligible = directed[1].split(", ")
            heard = len(re.findall(r"(?m)^\[(?!User)", last))
            speaker = eligible[heard % len(eligible)]
            return json.dumps(
                {"speaker": speaker, "reason": "r", "action": "Go on.", "tone": "warm"}
            )
        if options := re.search(r"Answer with one of these and nothing else: (.+)\Z", last):
            return choices(last, options[1].split(", "))
        if "You play all of these members" in prompt:
            names = re.findall(r"(?m)^\[([^\]]+)\] ", str(request["messages"][0]["content"]))
            return "\n\n".join(f"[{name}] {words_for(name + last)}" for name in names)
        return words_for(prompt)

    return answered

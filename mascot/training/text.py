"""Texts as models read them, in training and when served: one rendering of each.

A policy's row is the served prompt and the completion, token for token as the server has them.
The reward model reads (x, rho, y): the persona's card, the transcript with the reply at its end,
and nothing of anybody's reasoning.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from langchain_core.messages import BaseMessage, convert_to_openai_messages

from mascot.agents.prompts import clip, neutralise
from mascot.dialogue import USER, Scene, SpeakerRequest, Turn

Message = Mapping[str, str]
"""A chat message, ``{"role": …, "content": …}``."""

RENDERING = 1
"""The version of `reward_text`; a reward model trained on another one cannot be used."""

_THOUGHT = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)


def chat(messages: Sequence[BaseMessage]) -> list[dict[str, str]]:
    """A rendered prompt as plain chat messages, as an endpoint receives them."""
    found: Any = convert_to_openai_messages(list(messages), text_format="string")
    return [{"role": m["role"], "content": m["content"]} for m in found]


def prompt_ids(tokenizer: Any, messages: Sequence[Message], *, thinking: bool) -> list[int]:
    """The tokens of a served prompt, up to where the model begins to write."""
    ids = tokenizer.apply_chat_template(
        [dict(message) for message in messages],
        add_generation_prompt=True,
        enable_thinking=thinking,
        return_dict=False,
    )
    return list(ids)


def completion_ids(tokenizer: Any, text: str) -> list[int]:
    """The tokens that a model writes for this text, the one that ends it included."""
    return [*tokenizer.encode(text, add_special_tokens=False), tokenizer.eos_token_id]


def without_thought(text: str) -> str:
    """A completion without its reasoning; one that was cut off while thinking is empty."""
    if "</think>" in text and "<think>" not in text:
        return text.rpartition("</think>")[2].strip()  # the prompt had opened the thought
    return _THOUGHT.sub("", text).strip()


def reward_text(request: SpeakerRequest, reply: str) -> str:
    """(x, rho, y) as the reward model reads it.

    What the reply is about stands before it and the persona's card first, so that neither is what
    gives way when a text is too long: see `reward_ids`.

    Args:
        request: The situation and who speaks. The directive is left out: r_phi judges the reply
            to x as this persona, whoever asked for it.
        reply: What was said; reasoning is taken out.
    """
    head, transcript, said = reward_parts(request, reply)
    return head + transcript + said


def reward_parts(request: SpeakerRequest, reply: str) -> tuple[str, str, str]:
    """The three parts of `reward_text`: persona, conversation, reply."""
    me, scene = request.persona, request.scene
    card = f"Persona: {me.name}. {me.role.rstrip('.')}. {_line(me.description)}"
    if me.traits:
        card += f" Traits: {', '.join(me.traits)}."
    names = {USER: "User"} | {p.id: p.name for p in scene.ensemble.personas}
    context = f"Context:\n{neutralise(clip(scene.context))}\n" if scene.context.strip() else ""
    turns = "\n".join(_turn(turn, names) for turn in scene.turns)
    said = f"\nReply of {me.name}: {_line(without_thought(reply))}"
    return card + "\n", context + turns, said


def block_parts(scene: Scene, turns: Sequence[Turn]) -> tuple[str, str, str]:
    """A block as the group reward model reads it: who is there, what was said before, the block.

    Args:
        scene: The situation before the first of the turns.
        turns: The block.
    """
    members = scene.ensemble.personas
    names = {USER: "User"} | {p.id: p.name for p in members}
    head = "Group: " + "; ".join(f"{p.name}, {_line(p.role).rstrip('.')}" for p in members) + ".\n"
    context = f"Context:\n{neutralise(clip(scene.context))}\n" if scene.context.strip() else ""
    before = "\n".join(_turn(turn, names) for turn in scene.turns)
    block = "\n".join(
        _turn(Turn(turn.speaker, without_thought(turn.text)), names) for turn in turns
    )
    return head, context + before, f"\nTogether:\n{block or '(nothing)'}"


def reward_ids(
    tokenizer: Any, request: SpeakerRequest, reply: str, max_length: int
) -> tuple[list[int], bool]:
    """The tokens of `reward_text`, and whether they had to be shortened: see `fitted`."""
    return fitted(tokenizer, reward_parts(request, reply), max_length)


def fitted(tokenizer: Any, parts: tuple[str, str, str], max_length: int) -> tuple[list[int], bool]:
    """The tokens of a text in three parts, and whether they had to be shortened.

    What is too long loses the beginning of its conversation, the middle part: who speaks and what
    was said stay.
    """
    head, transcript, said = (tokenizer.encode(part, add_special_tokens=False) for part in parts)
    room = max_length - len(head) - len(said) - 1
    if len(transcript) <= room:
        return [*head, *transcript, *said, tokenizer.eos_token_id], False
    kept = transcript[len(transcript) - room :] if room > 0 else []
    ids = [*head, *kept, *said]
    return [*ids[: max_length - 1], tokenizer.eos_token_id], True


def _turn(turn: Turn, names: Mapping[str, str]) -> str:
    return f"[{names.get(turn.speaker, turn.speaker)}] {_line(clip(turn.text))}"


def _line(text: str) -> str:
    return " ".join(neutralise(text).split())

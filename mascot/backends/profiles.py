"""How a served Qwen3 is asked: whether it thinks, how it is sampled, how long it may answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from mascot.backends.seat import Role, Seat
from mascot.settings import Settings

if TYPE_CHECKING:
    from mascot.backends.options import Options

Profile = Literal["fast", "deliberate"]
"""``fast``: nobody thinks aloud first. ``deliberate``: speakers write a private trace before they
answer, of about the paper's 448 tokens, and a reply takes several times as long."""

RECOMMENDED: Mapping[bool, Mapping[str, float]] = {
    True: {"temperature": 0.6, "top_p": 0.95, "top_k": 20},
    False: {"temperature": 0.7, "top_p": 0.8, "top_k": 20},
}
"""Sampling as Qwen3's model card recommends it, with and without thinking."""

THINKING_BUDGET = "thinking_token_budget"
"""vLLM's field: so many tokens of thinking, then the thought is closed for the model."""

_DIRECTIVE_TOKENS = 256
_REPLY_TOKENS = 512
_TRACE_TOKENS = 512
"""Phase I rewards traces of more than 448 tokens; none that it taught is to be cut short of that."""
_TRACE_AND_REPLY_TOKENS = _TRACE_TOKENS + _REPLY_TOKENS


def sampling(profile: Profile, role: Role | None) -> dict[str, Any]:
    """What a call of this role sends, unless the user's options say otherwise.

    Args:
        profile: The profile.
        role: Whose call; None leaves everything to the server.
    """
    if role is None:
        return {}
    thinking = profile == "deliberate" and role == "speaker"
    reply = _TRACE_AND_REPLY_TOKENS if thinking else _REPLY_TOKENS
    temperature, top_p, top_k = RECOMMENDED[thinking].values()
    budget = {THINKING_BUDGET: _TRACE_TOKENS} if thinking else {}
    return {
        "temperature": temperature,
        "top_p": top_p,
        "max_tokens": _DIRECTIVE_TOKENS if role == "director" else reply,
        "extra_body": {
            "top_k": top_k,
            "chat_template_kwargs": {"enable_thinking": thinking},
            **budget,
        },
    }


def profiled(options: Options, settings: Settings, seat: Seat) -> Options:
    """The options, with what their profile says where they say nothing."""
    profile = sampling(options.profile or settings.profile, seat.role)
    if options.extra_body:
        profile["extra_body"] = {**profile.get("extra_body", {}), **options.extra_body}
    own = options.model_dump(exclude_none=True, exclude={"extra_body"})
    return options.model_copy(update=profile | own)

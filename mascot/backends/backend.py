"""Backend: a language model, ready to be called, with what people should know of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel


@dataclass(frozen=True, slots=True, eq=False)
class Backend:
    """A language model, ready to be called.

    Attributes:
        spec: As the user wrote it, secrets masked.
        model: Any LangChain chat model.
        label: For people: ``qwen3 at http://127.0.0.1:8000``.
        scripted: Not a language model; whoever shows its replies says so.
        structured: The endpoint is believed to honour ``response_format: json_schema``.
        context_tokens: How long a prompt and its answer may be, where that is known.
        fallbacks: What to turn to when this one fails, in this order.
        notices: What was decided on the user's behalf while resolving, in words for people.
    """

    spec: str
    model: BaseChatModel = field(repr=False)
    label: str
    scripted: bool = False
    structured: bool = False
    context_tokens: int | None = None
    fallbacks: tuple[Backend, ...] = ()
    notices: tuple[str, ...] = ()


def structured_kwargs(backend: Backend, schema: dict[str, Any], name: str) -> dict[str, Any]:
    """The call's keyword arguments that ask for an answer in the form of a JSON schema.

    The request goes into ``extra_body``. As a keyword of its own, ``response_format`` would send
    `ChatOpenAI` through the SDK's ``.parse`` and ``beta.stream``, which are slower, accumulate the
    whole answer while streaming, and raise on JSON that is cut off or invalid; the endpoint
    receives the same bytes either way, and whoever asked parses leniently.

    Args:
        backend: Who is asked.
        schema: A JSON schema. For OpenAI's strict mode it lists every property as required and
            forbids additional ones.
        name: What the schema is called in the request.

    Returns:
        Keyword arguments for ``invoke``, ``stream`` and their kin; empty where the backend is not
        believed to honour them.
    """
    if not backend.structured:
        return {}
    strict = schema.get("additionalProperties") is False and set(schema.get("required", ())) == set(
        schema.get("properties", ())
    )
    response_format = {
        "type": "json_schema",
        "json_schema": {"name": name, "schema": schema, "strict": strict},
    }
    # A call's extra_body replaces the model's own, so the two are merged here.
    own = getattr(backend.model, "extra_body", None) or {}
    return {"extra_body": {**own, "response_format": response_format}}

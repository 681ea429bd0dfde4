"""Taking notes: the calls that find facts and write summaries, with the group's own model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from langchain_core.messages import BaseMessage

from mascot.agents import Completion, ModelCall, Steps
from mascot.backends import Backend
from mascot.dialogue import REQUEST_KEY, FactsRequest, SummaryRequest, Turn
from mascot.dialogue.events import Usage
from mascot.memory import extraction, summary
from mascot.memory.answers import TOO_LONG, object_in
from mascot.personas import Ensemble


@dataclass(frozen=True, slots=True)
class Noted:
    """What a call for facts gave.

    Attributes:
        facts: Those that may be kept; None where the answer could not be read.
        refused: Why others may not, in words for the person.
        usage: What the call took.
    """

    facts: tuple[str, ...] | None
    refused: tuple[str, ...]
    usage: Usage


class NoteTaker:
    """Asks a model what of a talk is to be kept.

    Its prompts are short and stand by themselves: what they cost does not grow with the talk.

    Args:
        backend: The model; the director's, which is the one that answers in JSON.
        ensemble: The group.
    """

    def __init__(self, backend: Backend, ensemble: Ensemble) -> None:
        self.backend = backend
        self._ensemble = ensemble
        self._schema_refused = False

    def facts(
        self,
        words: Sequence[str],
        known: Sequence[str],
        *,
        unsafe: Callable[[str], bool] = lambda _: False,
    ) -> Steps[Noted]:
        """Finds facts about the user in their own words.

        Args:
            words: What the user said in the round.
            known: What is remembered already.
            unsafe: Whether the safety layer takes a text for words of danger; such are never kept.

        Yields:
            The model call.

        Returns:
            What may be kept.

        Raises:
            BackendError: The model cannot be asked (thrown in by the driver).
        """
        request = FactsRequest(ensemble=self._ensemble, words=tuple(words), known=tuple(known))
        today = datetime.now(UTC).date()
        answer = yield from self._ask(
            extraction.render(request, today), request, extraction.SCHEMA, "facts"
        )
        offered = extraction.offered_in(answer.text)
        if offered is None:
            return Noted(None, (), answer.usage)
        fit, refused = extraction.sifted(offered, "\n".join(words), unsafe)
        return Noted(fit, refused, answer.usage)

    def summary(self, before: str, turns: Sequence[Turn]) -> Steps[tuple[str | None, Usage]]:
        """Adds turns to the summary of what was said before them.

        Args:
            before: That summary; empty where there is none.
            turns: What is to be added.

        Yields:
            The model call.

        Returns:
            The new summary, None where the answer could not be read; and what the call took.

        Raises:
            BackendError: The model cannot be asked (thrown in by the driver).
        """
        request = SummaryRequest(ensemble=self._ensemble, before=before, turns=tuple(turns))
        answer = yield from self._ask(summary.render(request), request, summary.SCHEMA, "summary")
        found = object_in(answer.text, "summary")
        return (summary.fitted(found["summary"]) if found else None), answer.usage

    def _ask(
        self,
        messages: list[BaseMessage],
        request: FactsRequest | SummaryRequest,
        schema: dict[str, object],
        name: str,
    ) -> Steps[Completion]:
        messages[-1].additional_kwargs[REQUEST_KEY] = request
        heard = 0

        def enough(text: str) -> bool:
            nonlocal heard
            heard += len(text)
            return heard > TOO_LONG

        def again(_: str) -> None:
            nonlocal heard
            heard = 0

        answer = yield ModelCall(
            backend=self.backend,
            messages=messages,
            on_text=enough,
            on_restart=again,
            schema=None if self._schema_refused else schema,
            schema_name=name,
            hidden=True,
        )
        self._schema_refused |= answer.schema_refused
        return answer

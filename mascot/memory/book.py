"""The memory of one owner in a LangGraph store: written, read, changed, deleted."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from langgraph.store.base import BaseStore, Item, Op, PutOp, Result, SearchOp

from mascot.errors import MascotError
from mascot.memory.facts import GROUP, Fact, says_as_much
from mascot.memory.refusals import one_line, refusal

ROOT = "mascot-memory"
"""The first label of everything here: a store may be shared with an app of its own."""

MAX_FACTS = 60
"""So many facts each persona of a group keeps of a person, and so many the group."""

_PAGE = 500


@dataclass(frozen=True, slots=True)
class Added:
    """What became of facts that were offered.

    Attributes:
        kept: Those that are kept now.
        left: Those that gave way: the ones longest out of use.
    """

    kept: tuple[Fact, ...] = ()
    left: tuple[Fact, ...] = ()


class MemoryBook:
    """What groups remember of one person; nobody else's facts exist for it.

    Args:
        store: Any LangGraph store.
        owner: Whose memory: an id that your app trusts, such as that of the user who logged in.

    Raises:
        MascotError: The owner has no name.

    Example:
        >>> from langgraph.store.memory import InMemoryStore
        >>> book = MemoryBook(InMemoryStore(), owner="ann")
        >>> book.read("emotional-support", (GROUP,))
        []
    """

    def __init__(self, store: BaseStore, *, owner: str) -> None:
        if not owner:
            raise MascotError("Memory needs an owner; name whose it is.")
        self._store = store
        # A digest: any name makes a valid label, none is the beginning of another, and whoever
        # looks into the database does not read there who somebody is.
        digest = hashlib.sha256(owner.encode("utf-8", "surrogatepass")).hexdigest()
        self._root = (ROOT, digest[:40])

    def read(self, ensemble: str, holders: Sequence[str]) -> list[Fact]:
        """What these holders know, for code that runs on no event loop."""
        return self._found(self._store.batch(self._asking(ensemble, holders)))

    async def aread(self, ensemble: str, holders: Sequence[str]) -> list[Fact]:
        """What these holders know."""
        return self._found(await self._store.abatch(self._asking(ensemble, holders)))

    async def facts(self, ensemble: str | None = None) -> list[Fact]:
        """Everything that is remembered of this person, the latest first.

        Args:
            ensemble: Only what this group remembers.
        """
        found: list[Fact] = []
        for offset in range(0, 1_000_000, _PAGE):
            page = await self._store.asearch(self._root, limit=_PAGE, offset=offset)
            found += self._found([page])
            if len(page) < _PAGE:
                break
        wanted = [fact for fact in found if ensemble in (None, fact.ensemble)]
        return sorted(wanted, key=lambda fact: (fact.when, fact.id), reverse=True)

    async def get(self, fact_id: str) -> Fact:
        """One fact.

        Raises:
            MascotError: This person has no such fact.
        """
        for fact in await self.facts():
            if fact.id == fact_id:
                return fact
        raise MascotError(f"There is no memory {fact_id!r}; it may have been deleted.")

    async def add(
        self,
        texts: Iterable[str],
        *,
        ensemble: str,
        holder: str = GROUP,
        thread: str = "",
        message: str = "",
    ) -> Added:
        """Keeps facts, unless they are known or may not be kept.

        A fact that says more than one that is kept takes its place. Where `MAX_FACTS` are kept,
        the one that has been out of use for longest gives way.

        Args:
            texts: One line each.
            ensemble: The group that learnt them.
            holder: The persona that learnt them, or `GROUP`.
            thread: The conversation.
            message: The message of the user's.
        """
        known = await self.aread(ensemble, (holder,))
        kept: dict[str, Fact] = {}
        for text in map(one_line, texts):
            if refusal(text) or any(says_as_much(fact.text, text) for fact in known):
                continue
            when = datetime.now(UTC).isoformat(timespec="microseconds")
            fact = Fact(
                id=uuid.uuid4().hex[:8],
                ensemble=ensemble,
                holder=holder,
                text=text,
                when=when,
                thread=thread,
                message=message,
            )
            if poorer := next((one for one in known if says_as_much(text, one.text)), None):
                fact = replace(fact, id=poorer.id, used=poorer.used)
                known.remove(poorer)
            known.append(fact)
            kept[fact.id] = fact
        known.sort(key=lambda fact: (max(fact.used, fact.when[:10]), fact.when))
        left = known[: max(0, len(known) - MAX_FACTS)]
        gone = {fact.id for fact in left}
        await self._write([fact for fact in kept.values() if fact.id not in gone])
        await self._drop([fact for fact in left if fact.id not in kept])
        return Added(
            tuple(fact for fact in kept.values() if fact.id not in gone),
            tuple(fact for fact in left if fact.id not in kept),
        )

    async def used(self, facts: Iterable[Fact], day: str) -> None:
        """Notes that facts stood in a prompt on this day; at most one write a fact and a day."""
        await self._write([replace(fact, used=day) for fact in facts if fact.used < day])

    async def edit(self, fact_id: str, text: str) -> Fact:
        """Puts other words into a fact.

        Returns:
            The fact as it is now.

        Raises:
            MascotError: There is no such fact, or the words cannot be kept.
        """
        fact, line = await self.get(fact_id), one_line(text)
        if why := refusal(line):
            raise MascotError(f"This cannot be kept: {why}. The memory stays as it was.")
        edited = replace(fact, text=line, when=datetime.now(UTC).isoformat(timespec="microseconds"))
        await self._write([edited])
        return edited

    async def forget(self, fact_id: str) -> Fact:
        """Deletes a fact.

        Returns:
            What it was.

        Raises:
            MascotError: There is no such fact.
        """
        fact = await self.get(fact_id)
        await self._drop([fact])
        return fact

    async def clear(self, ensemble: str | None = None) -> int:
        """Deletes everything that is remembered of this person.

        Args:
            ensemble: Only what this group remembers.

        Returns:
            How many facts there were.
        """
        facts = await self.facts(ensemble)
        await self._drop(facts)
        return len(facts)

    async def switched(self) -> bool | None:
        """Whether the person turned memory on or off; None where they never did."""
        item = await self._store.aget(self._root, "switch")
        return bool(item.value.get("on")) if item else None

    async def switch(self, *, on: bool) -> None:
        """Keeps that the person turned memory on or off; deletes nothing."""
        await self._store.aput(self._root, "switch", {"on": on}, index=False)

    def _asking(self, ensemble: str, holders: Sequence[str]) -> list[Op]:
        return [SearchOp(self._place(ensemble, who), limit=2 * MAX_FACTS) for who in holders]

    def _place(self, ensemble: str, holder: str) -> tuple[str, ...]:
        return (*self._root, ensemble, holder)

    def _found(self, results: Iterable[Result]) -> list[Fact]:
        return [
            fact
            for result in results
            for item in (result if isinstance(result, list) else ())
            if isinstance(item, Item)
            and (fact := Fact.from_dict(item.value)) is not None
            # Searches are by prefix: only what lies exactly where it says that it belongs counts.
            and tuple(item.namespace) == self._place(fact.ensemble, fact.holder)
        ]

    async def _write(self, facts: Sequence[Fact]) -> None:
        if facts:
            await self._store.abatch(
                [
                    PutOp(self._place(f.ensemble, f.holder), f.id, f.to_dict(), index=False)
                    for f in facts
                ]
            )

    async def _drop(self, facts: Sequence[Fact]) -> None:
        if facts:
            await self._store.abatch(
                [PutOp(self._place(f.ensemble, f.holder), f.id, None) for f in facts]
            )

"""Who may speak now."""

from __future__ import annotations

from dataclasses import dataclass

from mascot.dialogue import USER, Scene


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """The situation that a turn-taking strategy decides on.

    Attributes:
        scene: The conversation.
        present: Ids of the personas that are not muted, in roster order.
        asked: Ids of the personas that the user's message is addressed to, muted or not.
        speak: The caller wants this persona next.
        limit: At most so many replies to this message.
    """

    scene: Scene
    present: tuple[str, ...]
    asked: tuple[str, ...] = ()
    speak: str | None = None
    limit: int

    @property
    def last(self) -> str | None:
        """The persona that spoke last, in this round or before."""
        ids = self.scene.ensemble.ids
        return next((t.speaker for t in reversed(self.scene.turns) if t.speaker in ids), None)

    @property
    def eligible(self) -> tuple[str, ...]:
        """Ids that may speak next; empty when the round is over.

        In chat, those who have not replied yet; once all have, all but the last speaker. In the
        paper's round anybody may: who speaks twice is the director's to learn.
        """
        spoken = self.scene.spoken
        if len(spoken) >= self.limit:
            return ()
        if self.scene.ensemble.mode == "round":
            return self.present
        unspoken = tuple(who for who in self.present if who not in spoken)
        return unspoken or tuple(who for who in self.present if who != spoken[-1])

    @property
    def may_yield(self) -> bool:
        """In chat, once somebody has replied, the floor may go back to the user."""
        return self.scene.ensemble.mode == "chat" and bool(self.scene.spoken)

    @property
    def user_text(self) -> str:
        """The user's latest message."""
        return next((t.text for t in reversed(self.scene.turns) if t.speaker == USER), "")

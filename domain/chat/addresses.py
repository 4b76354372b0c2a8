"""Where people are met: the app, the chat in it, who they are there. All of it is text."""

from __future__ import annotations

from dataclasses import dataclass

TELEGRAM, WHATSAPP = "telegram", "whatsapp"


@dataclass(frozen=True, slots=True)
class Address:
    """One person in one chat of one app, by the names that the app gives them.

    `chat` is whatever the app needs to be answered: a group has one of its own, a person's own chat
    often has the name of the person.
    """

    app: str
    chat: str
    person: str

    @property
    def key(self) -> str:
        """Where this person's half-filled flow in this chat is kept."""
        return f"{self.app}:{self.chat}:{self.person}"

"""What a person did in a chat app, in a form that is the same for every app."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from domain.chat.addresses import Address
from domain.signs import Told


@dataclass(frozen=True, slots=True)
class Upload(Told):
    """A file that was sent: fetched only when somebody wants it."""

    filename: str
    mime: str
    size: int
    fetch: Callable[[], Awaitable[bytes]] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Place:
    """A point on the map."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Turn(Told):
    """One thing that one person did in one chat.

    Either `text` was written (a handler of a command gets what followed the command), or `choice`
    was made on the card `message_id`, or something was sent. `contact` is the person's own number
    in E.164, never somebody else's. `reply_to` is the message that a text answers.
    """

    app: str
    chat: str
    person: str
    private: bool = True
    text: str = field(default="", repr=False)
    choice: str = ""
    document: Upload | None = None
    photo: Upload | None = None
    place: Place | None = None
    contact: str = field(default="", repr=False)
    message_id: str | None = None
    reply_to: str | None = None
    thread_id: str | None = None
    language: str = ""
    person_name: str = field(default="", repr=False)

    @property
    def words(self) -> list[str]:
        """The text in words."""
        return self.text.split()

    @property
    def address(self) -> Address:
        """Who it was, and where."""
        return Address(self.app, self.chat, self.person)

    @property
    def place_of_memory(self) -> str:
        """Where this person's half-filled flow in this chat is kept."""
        return self.address.key

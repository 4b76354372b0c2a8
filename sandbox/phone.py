"""The customers' phones and mailboxes: what every stand-in delivered, as a person would see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

Document = tuple[str, str, bytes]
"""File name, MIME type and content."""


@dataclass(frozen=True)
class Choice:
    """Something that can be tapped below a message: a reply (by `id`) or a link (by `url`)."""

    id: str
    title: str
    url: str = ""


@dataclass(frozen=True)
class Received:
    """One message as it arrived: `channel` is whatsapp, sms or mail."""

    channel: str
    to: str
    sender: str
    text: str
    documents: list[Document]
    at: datetime
    id: str
    choices: list[Choice] = field(default_factory=list)


def same_address(address: str) -> str:
    """The form in which two spellings of one number or mail address are equal."""
    address = address.removeprefix("whatsapp:").strip()
    return address.lower() if "@" in address else address.lstrip("+")


class Phones:
    """Collects what was received, over all channels."""

    def __init__(self, on_change: Callable[[], None] | None = None) -> None:
        self.on_change = on_change
        self.received: list[Received] = []

    def deliver(self, received: Received) -> None:
        """Show `received` on the phone (or in the mailbox) of its addressee."""
        self.received.append(received)
        if self.on_change is not None:
            self.on_change()

    def of(self, number: str) -> list[Received]:
        """What arrived at one number or mail address, oldest first, however it is spelt."""
        wanted = same_address(number)
        return [one for one in self.received if same_address(one.to) == wanted]

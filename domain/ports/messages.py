"""Messages: what a provider of WhatsApp, SMS or mail does for us."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Protocol, runtime_checkable

from domain.ports.accounts import Document, Health, Hook
from domain.signs import Told


class Trouble(StrEnum):
    """Why a message was refused, in one vocabulary for all providers (`Refused.reason`)."""

    BAD_RECIPIENT = "bad-recipient"
    OPTED_OUT = "opted-out"
    MARKETING_DECLINED = "marketing-declined"  # on this channel; all else is still taken there
    WINDOW_CLOSED = "window-closed"
    TEMPLATE_PROBLEM = "template-problem"
    CONTENT_REJECTED = "content-rejected"
    AUTH = "auth"
    NO_CREDIT = "no-credit"
    CONFIG = "config"
    DUPLICATE = "duplicate"
    REFUSED = "refused"  # for a reason that we do not know


@dataclass(frozen=True, slots=True)
class ApprovedTemplate:
    """A template that the provider has approved, with the values in its own order.

    `names` are what the template calls its values, empty where it counts them. `button` is the
    value of its first button: the end of an address, or a code to be copied.
    """

    name: str
    language: str
    params: Sequence[str] = field(repr=False)
    button: str = field(default="", repr=False)
    names: Sequence[str] = ()
    has_document: bool = False  # a paper in its head


@dataclass(frozen=True, slots=True)
class Option:
    """What the reader may choose below a message; `key` comes back as `Inbound.choice`."""

    key: str
    label: str = field(repr=False)
    description: str = field(default="", repr=False)


class Form(StrEnum):
    """How choices are shown."""

    BUTTONS = "buttons"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a provider shows for choosing; the longest are in letters."""

    text: int  # of the words above
    key: int
    buttons: int
    button_label: int
    rows: int
    row_label: int
    row_description: int

    def form(self, text: str, options: Sequence[Option]) -> Form | None:
        """How these are shown below the text; None: they must be written out in words."""
        keys, labels = [one.key for one in options], [one.label for one in options]
        if not options or not 0 < len(text) <= self.text or len(set(keys)) < len(keys):
            return None
        if any(not 0 < len(key) <= self.key or key != key.strip() for key in keys):
            return None
        if not all(label.strip() for label in labels):
            return None
        if self._are_buttons(options) and len(set(labels)) == len(labels):
            return Form.BUTTONS
        return Form.LIST if self._are_rows(options) else None

    def _are_buttons(self, options: Sequence[Option]) -> bool:
        fit = all(len(one.label) <= self.button_label and not one.description for one in options)
        return len(options) <= self.buttons and fit

    def _are_rows(self, options: Sequence[Option]) -> bool:
        fit = all(
            len(one.label) <= self.row_label and len(one.description) <= self.row_description
            for one in options
        )
        return len(options) <= self.rows and fit


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message for one channel. `ref` is our delivery's id and comes back in reports.

    `choices` are shown as the provider can; `opens` is on the button that opens a list of them.
    """

    to: str = field(repr=False)  # E.164, or a mail address
    text: str = field(repr=False)
    ref: str
    language: str
    subject: str = field(default="", repr=False)
    html: str = field(default="", repr=False)
    document: Document | None = None
    template: ApprovedTemplate | None = None
    report_url: str = ""
    media_id: str = ""  # the document as the provider holds it, where it was uploaded before
    choices: Sequence[Option] = ()
    opens: str = ""


@dataclass(frozen=True, slots=True)
class Handed(Told):
    """The provider took the message on; it says nothing of its arrival."""

    short: ClassVar = {"provider_id": 160}

    provider_id: str
    segments: int | None = None
    names: Sequence[str] = field(default=(), repr=False)  # all by which the recipient is known


@dataclass(frozen=True, slots=True)
class Report(Told):
    """A later word on a message: `status` is sent, delivered, read or failed."""

    short: ClassVar = {"provider_id": 160}

    provider_id: str
    status: str
    ref: str = ""
    reason: str = ""  # a Trouble where it failed
    detail: str = ""
    at: datetime | None = None
    names: Sequence[str] = field(default=(), repr=False)  # all by which the recipient is known


@dataclass(frozen=True, slots=True)
class Media(Told):
    """A file that somebody sent; the provider hands it out by its `id` for some days."""

    kind: str  # image, document, audio, video, sticker
    id: str = field(repr=False)
    mime: str = ""
    filename: str = field(default="", repr=False)
    size: int = 0  # 0: not told


@dataclass(frozen=True, slots=True)
class Place:
    """A point on the map."""

    latitude: float = field(repr=False)
    longitude: float = field(repr=False)


@dataclass(frozen=True, slots=True)
class Inbound(Told):
    """What a customer wrote to us, or asked of the provider.

    `choice` is the key of what was chosen, `reply_to` the provider's id of the message that this
    one answers.

    `wants` is False when they said there that they want nothing that goes to many, True when they
    want it again. What is not written is set in the app, and holds for that channel alone.
    """

    short: ClassVar = {"provider_id": 160, "sender": 120, "reply_to": 160}

    provider_id: str
    sender: str = field(repr=False)  # E.164, or the provider's lasting identity
    text: str = field(repr=False)
    choice: str = ""
    at: datetime | None = None
    wants: bool | None = None
    is_written: bool = True  # to us, so that the 24-hour window is open
    names: Sequence[str] = field(default=(), repr=False)  # all by which the sender is known
    media: Media | None = None
    place: Place | None = None
    reply_to: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """A person has a new number or id: what they were known by, and what they are known by now."""

    before: Sequence[str] = field(repr=False)
    after: Sequence[str] = field(repr=False)
    at: datetime | None = None


Word = Report | Inbound | Moved


class MessageGateway(Protocol):
    """An account with a provider of WhatsApp, SMS or mail."""

    async def send(self, message: Outgoing) -> Handed:
        """Hand the message over; `Unsure` when it may have been taken on without an answer."""

    async def check(self) -> Health:
        """Make a real call that shows whether the account works, and its balance if it has one."""

    def authentic(self, hook: Hook) -> bool:
        """Whether the provider has sent this (signature over the raw body)."""

    def greet(self, hook: Hook) -> str | None:
        """The answer to a provider's GET handshake, None when it is not one or is wrong."""

    def parse(self, hook: Hook) -> Sequence[Word]:
        """Everything that the request tells, oddities and batches included."""


@runtime_checkable
class Asked(Protocol):
    """A gateway whose provider tells how a message stands only when it is asked."""

    async def ask(self, provider_id: str) -> Report | None:
        """How the message stands, None while nothing new is known."""


@runtime_checkable
class Uploading(Protocol):
    """A gateway that takes a document before the message, which shows it to nobody yet."""

    async def upload(self, document: Document) -> str:
        """What the provider calls the document now; never `Unsure`, since nothing was sent."""


@runtime_checkable
class Offering(Protocol):
    """A gateway that shows choices below a message; another one refuses them."""

    @property
    def limits(self) -> Limits:
        """What it shows."""


@runtime_checkable
class Fetching(Protocol):
    """A gateway that hands out what somebody has sent."""

    async def fetch(self, media: Media) -> bytes:
        """The file; `Refused` when it is kept no longer."""

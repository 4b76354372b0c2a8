"""A message on its way: what was claimed, what it says now, the way that was chosen, the try."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, NamedTuple

from domain.accounts.models import Gateway
from domain.messaging.notices import USUAL
from domain.messaging.replies import Reply
from domain.messaging.states import Channel
from domain.ports import ApprovedTemplate, Document, Handed, Option, Ports


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that a worker has taken to send: of its row, what the sending asks for."""

    id: int
    event: str
    customer_id: int | None
    operator_id: int
    broadcast_id: int | None = None
    about: Mapping[str, Any] = field(default_factory=dict)
    body: str = ""
    channels: str = ""
    priority: int = USUAL
    tries: int = 1
    holder: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a message says at the moment of sending.

    `wanted` False drops it: the customer owes nothing any more, or has opted out. `values` are
    written out in `language`; `masked` are the same with what must not be kept hidden. In
    `quiet_hours` (from, to, in `timezone`) only what is urgent is sent. A `reply` is word for word.
    """

    wanted: bool
    language: str
    timezone: str
    mobile: str = field(repr=False)
    whatsapp: str = field(repr=False)
    email: str = field(repr=False)
    values: Mapping[str, str] = field(default_factory=dict, repr=False)
    masked: Mapping[str, str] = field(default_factory=dict, repr=False)
    document: Callable[[], Awaitable[Document]] | None = None
    quiet_hours: tuple[int, int] | None = None
    reply: Reply | None = None


class Allowed(NamedTuple):
    """Which messages may go now, by those who had them written: a condition on `message`.

    In it `{at}` stands for the instant that is so `long_ago`.
    """

    condition: str
    long_ago: timedelta


Gather = Callable[[Sequence[Claimed], Ports], Awaitable[Mapping[int, Facts]]]


@dataclass(frozen=True, slots=True)
class Choice:
    """One try to make."""

    channel: Channel
    gateway: Gateway
    to: str
    language: str
    text: str = field(repr=False)
    kept_text: str = field(repr=False)
    subject: str = ""
    segments: int = 1
    price_minor: int = 0
    template: ApprovedTemplate | None = None
    document: Callable[[], Awaitable[Document]] | None = None
    choices: Sequence[Option] = ()
    opens: str = ""
    hurries: bool = False  # it is urgent, and another channel could bring it at once


@dataclass(frozen=True, slots=True)
class Wait:
    """No try yet: what holds the gateways that are left up is not the message's fault."""

    until_ms: int


@dataclass(frozen=True, slots=True)
class Try:
    """A try that is on record."""

    message: Claimed
    delivery_id: int
    choice: Choice
    at_ms: int = 0  # when it was written down


@dataclass(frozen=True, slots=True)
class Taken:
    """A try that the provider took on; `asked` if it tells of arrivals only when asked."""

    of: Try
    handed: Handed
    asked: bool

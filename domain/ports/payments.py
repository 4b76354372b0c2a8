"""Online payment: what a gateway does for us, and what it tells."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Protocol, runtime_checkable

from domain.errors import Unsure
from domain.forms import Field
from domain.money import Money
from domain.ports.accounts import Health, Hook
from domain.signs import LONGEST_ID, Told

LONGEST_SESSION = 255
# Only what can stand in a header as it is: a page names the origin to which its form may go.
_ADDRESS = re.compile(r"https?://([\w.-]+|\[[\da-fA-F:]+\])(:\d{1,5})?([/?#]\S*)?", re.ASCII)


class PayState(StrEnum):
    """What a gateway says of a try to pay."""

    PENDING = "pending"
    PAID = "paid"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    UNKNOWN = "unknown"  # no answer that can be relied on: ask again


@dataclass(frozen=True, slots=True)
class PayRequest:
    """A try to pay that begins."""

    ref: str  # ours, [A-Z0-9], fresh for each attempt
    amount: Money
    return_url: str
    webhook_url: str
    description: str
    customer_ref: str
    customer_name: str = field(repr=False)
    customer_mobile: str = field(repr=False)
    customer_email: str = field(repr=False)
    language: str = "bn"
    answers: Mapping[str, str] = field(default_factory=dict, repr=False)  # to what it `asks`


def _require_address(url: str) -> None:
    if not _ADDRESS.fullmatch(url):
        raise Unsure("junk", "no web address")


@dataclass(frozen=True, slots=True)
class Redirect(Told):
    """The customer is sent to the gateway's page; raises `Unsure` for what is no address."""

    url: str

    def __post_init__(self) -> None:
        Told.__post_init__(self)
        _require_address(self.url)


@dataclass(frozen=True, slots=True)
class PostForm(Told):
    """The customer's browser posts `fields` to the gateway; raises `Unsure` for what is no address.

    What the gateway answers must come from the same origin: browsers follow it nowhere else.
    """

    url: str
    fields: Mapping[str, str] = field(repr=False)

    def __post_init__(self) -> None:
        Told.__post_init__(self)
        _require_address(self.url)


class Prompt(StrEnum):
    """How a gateway asks the customer on the phone; pages say what is to be done there."""

    PIN = "pin"  # a window opens by itself and wants the PIN
    APP = "app"  # the wallet's app shows the request


@dataclass(frozen=True, slots=True)
class Wait(Told):
    """The customer is asked on the `phone`, and the page waits for what comes of it."""

    prompt: Prompt
    phone: str = field(default="", repr=False)


Way = Redirect | PostForm | Wait


@dataclass(frozen=True, slots=True)
class Started(Told):
    """By which way the customer pays, and the gateway's own name for the attempt.

    Raises `Unsure` for a name that can't be kept: without it nobody could ask about the attempt.
    """

    way: Way
    session: str
    ends_at: datetime | None = None

    def __post_init__(self) -> None:
        Told.__post_init__(self)
        if len(self.session) > LONGEST_SESSION:
            raise Unsure("junk", f"session of {len(self.session)} letters")


@dataclass(frozen=True, slots=True)
class Pending:
    """An attempt that we ask about."""

    ref: str
    session: str
    amount: Money
    known: frozenset[str] = frozenset()  # transactions that we have; another one is looked for
    doubted: bool = False  # whoever asked last heard no answer
    due: bool = True  # else it was paid otherwise: what is still ours to take is left alone


@dataclass(frozen=True, slots=True)
class Hint(Told):
    """What a browser or a notification claims; it proves nothing and finds our attempt only."""

    short: ClassVar = {"txn_id": LONGEST_ID}

    ref: str = ""
    session: str = ""
    txn_id: str = ""
    claimed: PayState = PayState.UNKNOWN
    amount: Money | None = None  # as a signed notification says, for money without an attempt
    detail: Mapping[str, str] = field(default_factory=dict, repr=False)


class PayRefusal(StrEnum):
    """Why a gateway takes no money, where a customer can do something about it.

    Stands first in `Refused.reason` and `Verified.reason`; pages explain it.
    """

    AMOUNT = "amount"  # too small or too large for the gateway
    REPEATED = "repeated"  # the same amount again within minutes
    BALANCE = "balance"
    PIN = "pin"
    WALLET = "wallet"  # the account is blocked, or of the wrong kind
    NOT_DUE = "not-due"  # the bills were settled by other money meanwhile
    REVOKED = "revoked"  # staff closed the link by which it began


@dataclass(frozen=True, slots=True)
class Verified(Told):
    """The gateway's own answer, asked server to server."""

    short: ClassVar = {"txn_id": LONGEST_ID}

    state: PayState
    ref: str = ""
    amount: Money | None = None
    txn_id: str = ""
    fee: Money | None = None
    payer: str = field(default="", repr=False)
    instrument: str = ""  # bkash, nagad, rocket, visa, ... where an aggregator tells
    method: str = ""  # under which money by it is booked, where that is another word
    risky: bool = False
    reason: str = ""  # the gateway's code, for staff; a `PayRefusal` before it
    final: bool = False  # nothing can be paid by its session any more


class PaymentGateway(Protocol):
    """An account with a payment gateway."""

    async def start(self, request: PayRequest) -> Started:
        """Open the attempt at the gateway."""

    async def ask(self, attempt: Pending, hint: Hint | None) -> Verified:
        """Find out how the attempt stands, doing what takes the money where that is our part.

        `state` is UNKNOWN instead of an exception whenever there is no reliable answer. What was
        paid, failed or cancelled is asked about again, for as long as no answer is `final`.
        """

    def read_return(self, query: Mapping[str, str], form: Mapping[str, str]) -> Hint:
        """What the browser brought back."""

    async def authentic(self, hook: Hook) -> bool:
        """Whether the gateway has sent this."""

    async def read_notification(self, hook: Hook) -> Sequence[Hint]:
        """What a notification claims; handshakes are answered here and yield nothing."""

    async def check(self) -> Health:
        """Make a real call that shows whether the account works."""


@runtime_checkable
class Ending(Protocol):
    """What a gateway that can end a session does beside all else; who can't has no such verb."""

    async def cancel(self, attempt: Pending) -> Verified:
        """Let nothing be paid by the attempt any more, and tell how it stands then.

        CANCELLED and `final` once it is ended; money that came first is told, as by `ask`.
        """


@dataclass(frozen=True, slots=True)
class PayChoice:
    """How a payment gateway appears on the page."""

    title: str
    manual: bool = False  # the customer sends money by the app and submits the transaction id
    number: str = ""  # where to send it
    txn_pattern: str = ""  # what a transaction id usually looks like: a warning, not a refusal
    currency: str = ""  # the only one that it takes
    asks: tuple[Field, ...] = ()  # of the customer; pages call one `page-ask-<name>`
    brands: tuple[str, ...] = ()  # what its page takes, as people call it


class TokenStore(Protocol):
    """A provider's session token, shared by every process."""

    async def read(self, gateway_id: int) -> Mapping[str, str] | None:
        """The token that is still good, or None."""

    async def renew(
        self,
        gateway_id: int,
        stale: Mapping[str, str] | None,
        obtain: Callable[[Mapping[str, str] | None], Awaitable[tuple[Mapping[str, str], float]]],
        *,
        hourly_limit: int,
    ) -> Mapping[str, str]:
        """The token after renewal by one process at a time; `Busy` beyond the hourly limit.

        `obtain` gets the last known token (for its refresh part) and gives a new one and the
        seconds that it lives. Whoever comes second gets what the first obtained.
        """

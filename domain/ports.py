"""What the domain wants of the outside, by role; gateways and locales implement it.

Every call of a provider or router fails in one of three ways only: `errors.Refused`, `errors.Busy`,
`errors.Unsure`. Nothing here may be called inside a transaction.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from domain.money import Money
from domain.vault import Vault


@dataclass(frozen=True, slots=True)
class Account:
    """A gateway as an adapter needs it; credentials are open here and never logged."""

    id: int
    name: str
    kind: str
    provider: str
    base_url: str
    rate: float
    credentials: Mapping[str, str] = field(repr=False)
    options: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """A file that travels with a message."""

    filename: str
    mime: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Health:
    """What a test of a gateway or router found, in words for staff: `key` names the sentence."""

    ok: bool
    key: str
    detail: str = ""
    balance: str = ""


@dataclass(frozen=True, slots=True)
class Hook:
    """A request of a provider to us as it came; `url` is our public address of the route."""

    method: str
    url: str
    query: Mapping[str, str]
    headers: Mapping[str, str]  # lower-case names
    body: bytes = field(repr=False)
    remote: str = ""


# Messages


class Trouble(StrEnum):
    """Why a message was refused, in one vocabulary for all providers (`Refused.reason`)."""

    BAD_RECIPIENT = "bad-recipient"
    OPTED_OUT = "opted-out"
    WINDOW_CLOSED = "window-closed"
    TEMPLATE_PROBLEM = "template-problem"
    CONTENT_REJECTED = "content-rejected"
    AUTH = "auth"
    NO_CREDIT = "no-credit"
    CONFIG = "config"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class ApprovedTemplate:
    """A template that the provider has approved, with the values in its own order."""

    name: str
    language: str
    params: Sequence[str]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message for one channel. `ref` is our delivery's id and comes back in reports."""

    to: str  # E.164, or a mail address
    text: str = field(repr=False)
    ref: str
    language: str
    subject: str = ""
    html: str = field(default="", repr=False)
    document: Document | None = None
    template: ApprovedTemplate | None = None
    report_url: str = ""


@dataclass(frozen=True, slots=True)
class Handed:
    """The provider took the message on; it says nothing of its arrival."""

    provider_id: str
    segments: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A later word on a message: `status` is sent, delivered, read or failed."""

    provider_id: str
    status: str
    ref: str = ""
    reason: str = ""  # a Trouble where it failed
    detail: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Inbound:
    """What a customer wrote to us."""

    provider_id: str
    sender: str  # E.164, or the provider's lasting identity
    text: str = field(repr=False)
    choice: str = ""
    at: datetime | None = None


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

    def parse(self, hook: Hook) -> Sequence[Report | Inbound]:
        """Everything that the request tells, oddities and batches included."""


# Online payment


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


@dataclass(frozen=True, slots=True)
class Started:
    """Where to send the customer, and the gateway's own name for the attempt."""

    redirect_url: str
    session: str
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Pending:
    """An attempt that we ask about."""

    ref: str
    session: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Hint:
    """What a browser or a notification claims; it proves nothing and finds our attempt only."""

    ref: str = ""
    session: str = ""
    txn_id: str = ""
    claimed: PayState = PayState.UNKNOWN
    amount: Money | None = None  # as a signed notification says, for money without an attempt
    detail: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Verified:
    """The gateway's own answer, asked server to server."""

    state: PayState
    ref: str = ""
    amount: Money | None = None
    txn_id: str = ""
    fee: Money | None = None
    payer: str = field(default="", repr=False)
    instrument: str = ""  # bkash, nagad, rocket, visa, ... where an aggregator tells
    risky: bool = False
    reason: str = ""  # the gateway's code, for staff


class PaymentGateway(Protocol):
    """An account with a payment gateway."""

    async def start(self, request: PayRequest) -> Started:
        """Open the attempt at the gateway."""

    async def settle(self, attempt: Pending, hint: Hint | None) -> Verified:
        """Find out how the attempt stands, doing what takes the money where that is our part.

        `state` is UNKNOWN instead of an exception whenever there is no reliable answer.
        """

    def read_return(self, query: Mapping[str, str], form: Mapping[str, str]) -> Hint:
        """What the browser brought back."""

    async def authentic(self, hook: Hook) -> bool:
        """Whether the gateway has sent this."""

    async def read_notification(self, hook: Hook) -> Sequence[Hint]:
        """What a notification claims; handshakes are answered here and yield nothing."""

    async def refund(self, attempt: Pending, txn_id: str, amount: Money, reason: str) -> str:
        """Give money back; the gateway's reference of the refund."""

    async def check(self) -> Health:
        """Make a real call that shows whether the account works."""


@dataclass(frozen=True, slots=True)
class PayChoice:
    """How a payment gateway appears on the page."""

    title: str
    manual: bool = False  # the customer sends money by the app and submits the transaction id
    number: str = ""  # where to send it
    txn_pattern: str = ""  # what a transaction id usually looks like: a warning, not a refusal


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


# Routers


@dataclass(frozen=True, slots=True)
class RouterAccount:
    """A router as an adapter needs it."""

    id: int
    name: str
    host: str
    port: int
    tls: bool
    username: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Secret:
    """A PPP secret as the router has it."""

    id: str
    name: str
    profile: str
    disabled: bool
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """A live PPP session."""

    id: str
    name: str
    address: str
    uptime: str = ""


@dataclass(frozen=True, slots=True)
class ListEntry:
    """An entry of an address list."""

    id: str
    list: str
    address: str
    comment: str = ""
    dynamic: bool = False


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Complete tables (or complete answers for the names asked); never a part that looks whole."""

    secrets: Sequence[Secret]
    sessions: Sequence[Session]
    entries: Sequence[ListEntry]


@dataclass(frozen=True, slots=True)
class SetSecrets:
    """Give secrets a profile and enable them (same change for many)."""

    ids: tuple[str, ...]
    profile: str


@dataclass(frozen=True, slots=True)
class AddEntry:
    """Put an address into a list; an entry that is there already is success."""

    list: str
    address: str
    comment: str


@dataclass(frozen=True, slots=True)
class RemoveEntries:
    """Take entries out; one that is gone already is success."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DropSessions:
    """End live sessions; the equipment dials in again."""

    ids: tuple[str, ...]


Change = SetSecrets | AddEntry | RemoveEntries | DropSessions


@dataclass(frozen=True, slots=True)
class RouterHealth:
    """What a router says of itself."""

    identity: str
    version: str
    uptime_seconds: int
    cpu_load: int
    free_memory: int
    sessions: int


class RouterGateway(Protocol):
    """One router; look-ups and urgent changes never wait for a full read."""

    async def health(self) -> RouterHealth:
        """Ask on the priority connection."""

    async def read_all(self, lists: Sequence[str]) -> Snapshot:
        """Every secret, session and entry of the lists, on the bulk connection."""

    async def read_some(
        self, names: Sequence[str], addresses: Sequence[str], lists: Sequence[str]
    ) -> Snapshot:
        """What concerns these users and addresses, on the priority connection."""

    async def apply(self, changes: Sequence[Change], *, urgent: bool) -> None:
        """Make the changes in order, many in flight where order does not matter.

        Changes of one call are independent except that all `SetSecrets` are answered before any
        `DropSessions` is sent. Raises at the first failure; what was done stays done.
        """

    async def close(self) -> None:
        """Give the connections back."""


# Papers


@dataclass(frozen=True, slots=True)
class Issuer:
    """Whose paper it is."""

    name: str
    phone: str
    email: str
    address: str
    logo: str  # data: address, or empty


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One line of a bill."""

    label: str
    amount: Money


@dataclass(frozen=True, slots=True)
class InvoiceFacts:
    """What stands on an invoice."""

    language: str
    issuer: Issuer
    number: str
    customer_id: str
    customer_name: str
    customer_address: str
    customer_mobile: str
    package: str
    starts_on: date
    ends_on: date
    issued_on: date
    due_on: date
    lines: Sequence[PaperLine]
    vat: Money
    total: Money
    paid: Money
    due: Money
    pay_url: str  # for the QR code; empty for none


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """What stands on a receipt."""

    language: str
    issuer: Issuer
    number: str
    customer_id: str
    customer_name: str
    package: str
    method: str  # key of a text
    txn_id: str
    taken_by: str
    paid_on: date
    amount: Money
    settled: Sequence[PaperLine]  # bill numbers and the parts of the amount that they took
    advance: Money  # what became advance
    due: Money  # what is owed after it


class Papers(Protocol):
    """Makes PDF files."""

    async def invoice(self, facts: InvoiceFacts) -> bytes:
        """The invoice as PDF."""

    async def receipt(self, facts: ReceiptFacts) -> bytes:
        """The receipt as PDF."""


# Texts


class Output(StrEnum):
    """Where a text will stand: it decides how values are escaped."""

    PLAIN = "plain"
    TELEGRAM = "telegram"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class TemplateText:
    """A shipped template in `{variable}` grammar."""

    text: str
    subject: str = ""


class Texts(Protocol):
    """How we speak."""

    def t(self, language: str, key: str, *, output: Output = Output.PLAIN, **values: object) -> str:
        """The sentence; values are typed (Money, date, datetime, int, str) and formatted here."""

    def show(self, language: str, value: object) -> str:
        """One value as the language writes it: digits, grouping, currency, dates."""

    def template(self, language: str, event: str, channel: str) -> TemplateText | None:
        """The shipped words for an event, None where there are none for that channel."""

    def languages(self) -> Sequence[str]:
        """The languages that texts exist in."""


Spawn = Callable[[str, Callable[[], Awaitable[None]]], None]


@dataclass(frozen=True, slots=True)
class Ports:
    """Everything outside, as handlers and workers get it."""

    texts: Texts
    papers: Papers
    vault: Vault
    message_gateway: Callable[[Account], MessageGateway]
    payment_gateway: Callable[[Account], PaymentGateway]
    pay_choice: Callable[[Account], PayChoice]
    router: Callable[[RouterAccount], RouterGateway]
    spawn: Spawn
    public_url: str
    bot_username: str = ""

"""What the domain wants of the outside, by role; gateways and locales implement it.

Every call of a provider or router fails in one of three ways only: `errors.Refused`, `errors.Busy`,
`errors.Unsure`. Nothing here may be called inside a transaction.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from domain.ports.access import AccessBackend, ElementHealth
from domain.ports.accounts import Account, Document, Health, Hook
from domain.ports.lists import Lists
from domain.ports.messages import (
    ApprovedTemplate,
    Asked,
    Fetching,
    Form,
    Handed,
    Inbound,
    Limits,
    Media,
    MessageGateway,
    Moved,
    Offering,
    Option,
    Outgoing,
    Place,
    Report,
    Trouble,
    Uploading,
    Word,
)
from domain.ports.papers import (
    Bar,
    BarGroup,
    ChartFacts,
    InvoiceFacts,
    Issuer,
    NoteFacts,
    PaperLine,
    Papers,
    PrintedVoucher,
    ReceiptFacts,
    StatementFacts,
    StatementLine,
    VoucherSheet,
)
from domain.ports.payments import (
    Ending,
    Hint,
    PayChoice,
    PaymentGateway,
    PayRefusal,
    PayRequest,
    PayState,
    Pending,
    PostForm,
    Prompt,
    Redirect,
    Started,
    TokenStore,
    Verified,
    Wait,
    Way,
)
from domain.ports.refunds import (
    Refunded,
    Refunding,
    RefundRefusal,
    RefundRequest,
    RefundState,
)
from domain.ports.tables import TableLine, Tables
from domain.ports.talk import Answer, Spoken, Talk, Talks
from domain.ports.texts import Output, TemplateText, Texts
from domain.vault import Vault

__all__ = [
    "AccessBackend",
    "Account",
    "Answer",
    "Apart",
    "ApprovedTemplate",
    "Asked",
    "Bar",
    "BarGroup",
    "ChartFacts",
    "Document",
    "ElementHealth",
    "Ending",
    "Fetching",
    "Form",
    "Handed",
    "Health",
    "Hint",
    "Hook",
    "Inbound",
    "InvoiceFacts",
    "Issuer",
    "Limits",
    "Lists",
    "Media",
    "MessageGateway",
    "Moved",
    "NoteFacts",
    "Offering",
    "Option",
    "Outgoing",
    "Output",
    "PaperLine",
    "Papers",
    "PayChoice",
    "PayRefusal",
    "PayRequest",
    "PayState",
    "PaymentGateway",
    "Pending",
    "Place",
    "Ports",
    "PostForm",
    "PrintedVoucher",
    "Prompt",
    "ReceiptFacts",
    "Redirect",
    "RefundRefusal",
    "RefundRequest",
    "RefundState",
    "Refunded",
    "Refunding",
    "Report",
    "Spawn",
    "Spoken",
    "Started",
    "StatementFacts",
    "StatementLine",
    "TableLine",
    "Tables",
    "Talk",
    "Talks",
    "TemplateText",
    "Texts",
    "TokenStore",
    "Trouble",
    "Uploading",
    "Verified",
    "VoucherSheet",
    "Wait",
    "Way",
    "Word",
]

T = TypeVar("T")
Spawn = Callable[[str, Callable[[], Awaitable[None]]], None]


class Apart(Protocol):
    """A thread with an event loop of its own, for what would keep all else from its turns."""

    async def run(self, work: Callable[[], Awaitable[T]]) -> T:
        """Do `work` there and wait for what comes of it. Raises Busy when it is closed."""

    def spawn(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        """Start a task that outlives its caller; called by what runs there."""


@dataclass(frozen=True, slots=True)
class Ports:
    """Everything outside, as handlers and workers get it."""

    texts: Texts
    papers: Papers
    lists: Lists
    tables: Tables
    vault: Vault
    message_gateway: Callable[[Account], MessageGateway]
    payment_gateway: Callable[[Account], PaymentGateway]
    pay_choice: Callable[[Account], PayChoice]
    access: Callable[[Account], AccessBackend]
    spawn: Spawn
    public_url: str
    bot_username: str = ""
    broadcast_late_hours: int = 3

"""What an adapter's module declares of itself, for the registry to read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from domain import kinds
from domain.forms import Field, Fields
from domain.ports import (
    AccessBackend,
    Account,
    Apart,
    MessageGateway,
    PaymentGateway,
    Spawn,
    TokenStore,
)
from domain.ports.access import BY_ADDRESS, BY_LOGIN, Form
from gateways.http import Http

Gateway = TypeVar("Gateway", MessageGateway, PaymentGateway, AccessBackend)

DONE = "done"

# What each adapter answers for: "done", or "exempt: why".
MESSAGE_SCALE = (
    "check", "balance", "reports", "inbound", "choices", "errors", "sandbox", "fixtures",
)  # fmt: skip
PAYMENT_SCALE = (
    "check",
    "return",
    "notification",
    "query",
    "cancel",
    "refund",
    "part-refund",
    "fee",
    "errors",
    "sandbox",
    "fixtures",
)
ACCESS_SCALE = (
    *sorted(BY_LOGIN | BY_ADDRESS),
    "rates",
    "live sessions",
    "strays",
    "leftovers",
    "errors",
    "sandbox",
)

MESSAGE_OPTIONS = (
    Field("price_minor", "25", kinds.whole(0, unit="minor"), option=True, required=False),
    Field("templates", "", kinds.TABLE, option=True, required=False),
)
PAYMENT_OPTIONS = (
    Field("title", "bKash", kinds.line(40), option=True, required=False),
    Field("verify_by_hand", "no", kinds.FLAG, option=True, required=False),
    Field("link_days", "7", kinds.whole(1, 999, "days"), option=True, required=False),
)
OPTIONS = {
    "payment": PAYMENT_OPTIONS,
    "whatsapp": MESSAGE_OPTIONS,
    "sms": MESSAGE_OPTIONS,
    "email": MESSAGE_OPTIONS,
}


@dataclass(frozen=True, slots=True)
class Tools:
    """What adapters may use of this process."""

    http: Http
    tokens: TokenStore


@dataclass(frozen=True, slots=True)
class Threads:
    """Where the backends of elements work."""

    spawn: Spawn
    apart: Apart


@dataclass(frozen=True)
class Provider(Generic[Gateway]):
    """A provider as the rest knows it. `fields` are its own; the kind's options come on top."""

    name: str
    title: str
    kind: str  # whatsapp, sms, email, payment, access
    fields: tuple[Field, ...]
    make: Callable[[Account, Any], Gateway]  # with Tools; a backend with Threads
    scale: Mapping[str, str]
    country: str = ""  # ISO 3166, empty for many
    currency: str = ""  # the only one that it takes, empty for many
    asks: tuple[Field, ...] = ()  # what a payment's customer is asked before it starts
    terms: tuple[str, ...] = ()  # the fields of an element that say how customers are held
    advice: Mapping[str, str] = field(default_factory=dict)  # by `Fault`: what to look at there
    wrong: str = ""  # why it is out of use, and where

    all_fields: Fields = field(init=False)  # its own, and what every account of its kind may have

    def __post_init__(self) -> None:
        """Raises `ValueError` for a field that is declared twice."""
        Fields(*self.asks)
        object.__setattr__(self, "all_fields", Fields(*self.fields, *OPTIONS.get(self.kind, ())))

    @property
    def form(self) -> Form:
        """What is to be known of a backend where an element of it is saved."""
        return Form(self.name, self.kinds, frozenset(self.terms))

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of connection that an element of it serves."""
        return frozenset(kind for kind in BY_LOGIN | BY_ADDRESS if self.scale.get(kind) == DONE)

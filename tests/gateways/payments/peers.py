"""The stand-in of each payment provider, steered the same way whatever it speaks."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from domain.money import Money
from domain.ports import (
    Account,
    PaymentGateway,
    PayRequest,
    PayState,
    PostForm,
    Redirect,
    Wait,
    Way,
)
from gateways import registry
from gateways.provider import Provider, Tools
from sandbox.faults import Kind
from sandbox.payments.bkash import BkashStandIn
from sandbox.payments.sslcommerz import SslcommerzStandIn
from sandbox.payments.standin import PaymentStandIn
from tests import small_gateways, small_till
from tests.sandbox.payments.shop import Hand, Shop
from tests.small_till import SmallTill

DUE = Money(115_000, "BDT")
Back = tuple[Mapping[str, str], Mapping[str, str]]  # query and form of the browser's return


class Peer(ABC):
    """One stand-in and our account there. `taking` is the call whose answer tells of the money."""

    provider: str
    instrument: str
    taking: str
    secrets: tuple[str, ...]
    refund_operation: str

    def __init__(self, stand_in: PaymentStandIn, shop: Shop) -> None:
        self.stand_in = stand_in
        self.shop = shop

    @property
    @abstractmethod
    def base_url(self) -> str: ...

    @abstractmethod
    def credentials(self) -> dict[str, str]: ...

    def options(self) -> dict[str, object]:
        return {}

    def provider_of(self) -> Provider[Any]:
        """What its adapter declares."""
        return registry.find("payment", self.provider)

    def gateway(self, tools: Tools, **changes: Any) -> PaymentGateway:
        """The adapter of our account, or of one that differs."""
        made: PaymentGateway = self.provider_of().make(self.account(**changes), tools)
        return made

    def leads_there(self, way: Way) -> bool:
        """Whether the customer comes to the stand-in by this way."""
        return isinstance(way, Redirect) and way.url.startswith(self.stand_in.origin)

    def after_a_lost_start(self, kind: Kind) -> tuple[PayState, str]:
        """What is known of an attempt at whose start no answer came."""
        return PayState.FAILED, "not-started"

    def account(self, **changes: Any) -> Account:
        values: dict[str, Any] = {
            "id": 7,
            "name": f"{self.provider}-main",
            "kind": "payment",
            "provider": self.provider,
            "base_url": self.base_url,
            "rate": 10,
            "credentials": self.credentials(),
            "options": self.options(),
        }
        return Account(**values | changes)

    def request(self, ref: str = "NK00000000000042", amount: Money = DUE) -> PayRequest:
        return PayRequest(
            ref=ref,
            amount=amount,
            return_url=f"{self.shop.url}/p/token/return/{self.provider}",
            webhook_url=f"{self.shop.url}/webhooks/payment/{self.provider}",
            description="C-0042",
            customer_ref="C-0042",
            customer_name="Rahim Uddin",
            customer_mobile="+8801770618575",
            customer_email="",
        )

    @abstractmethod
    async def ready(self) -> None:
        """Have notifications sent where that takes a handshake."""

    @abstractmethod
    async def pay(self, session: str, button: str = "confirm") -> Back: ...

    @abstractmethod
    def money_taken(self) -> int:
        """How many payments the gateway has taken."""

    @abstractmethod
    def refunds(self) -> list[str]:
        """The amounts that the gateway has given back."""

    @abstractmethod
    def refunds_end(self, *, well: bool) -> None:
        """What was taken on arrives, or is given up."""


class BkashPeer(Peer):
    provider = "bkash"
    instrument = "bkash"
    taking = "execute"
    refund_operation = "refund_v2"
    stand_in: BkashStandIn

    def __init__(self, stand_in: BkashStandIn, shop: Shop) -> None:
        super().__init__(stand_in, shop)
        stand_in.merchant.duplicate_window = timedelta(0)
        stand_in.webhook_url = f"{shop.url}/webhooks/payment/bkash"
        stand_in.pushes.retries = 0
        desk = stand_in.tokens
        self.secrets = (desk.password, desk.app_key, desk.app_secret)

    @property
    def base_url(self) -> str:
        return self.stand_in.base_url

    def credentials(self) -> dict[str, str]:
        desk = self.stand_in.tokens
        names = ("username", "password", "app_key", "app_secret")
        return {name: str(getattr(desk, name)) for name in names}

    def options(self) -> dict[str, object]:
        return {"topic_arn": self.stand_in.sns.topic_arn}

    async def ready(self) -> None:
        self.stand_in.sns.confirmed = True

    async def pay(self, session: str, button: str = "confirm") -> Back:
        url = await self.stand_in.pay(session, button=button)
        assert url is not None
        return dict(parse_qsl(urlsplit(url).query)), {}

    def money_taken(self) -> int:
        return len(self.stand_in.merchant.receipts)

    def refunds(self) -> list[str]:
        receipts = self.stand_in.merchant.receipts.values()
        return [refund.amount for receipt in receipts for refund in receipt.refunds]

    def refunds_end(self, *, well: bool) -> None:
        for receipt in self.stand_in.merchant.receipts.values():
            for refund in receipt.refunds:
                refund.status = "Completed" if well else "Failed"


class OldBkashPeer(BkashPeer):
    """bKash with the older refund calls."""

    refund_operation = "refund"

    def options(self) -> dict[str, object]:
        return {**super().options(), "refund_api": "v1"}


class SslcommerzPeer(Peer):
    provider = "sslcommerz"
    instrument = "nagad"
    taking = "validate"
    refund_operation = "refund"
    stand_in: SslcommerzStandIn

    def __init__(self, stand_in: SslcommerzStandIn, shop: Shop) -> None:
        super().__init__(stand_in, shop)
        self.secrets = (stand_in.store.store_passwd,)

    @property
    def base_url(self) -> str:
        return self.stand_in.base_url

    def credentials(self) -> dict[str, str]:
        store = self.stand_in.store
        return {"store_id": store.store_id, "store_passwd": store.store_passwd}

    async def ready(self) -> None:
        return None

    async def pay(self, session: str, button: str = "confirm") -> Back:
        form = await self.stand_in.pay(session, button=button, method="nagad")
        assert form is not None
        return {}, form.fields

    def money_taken(self) -> int:
        return sum(session.paid is not None for session in self.stand_in.payments.values())

    def refunds(self) -> list[str]:
        return [f"{refund.amount:.2f}" for refund in self.stand_in.store.refunds()]

    def refunds_end(self, *, well: bool) -> None:
        for refund in self.stand_in.store.refunds():
            refund.status = "refunded" if well else "cancelled"


class FormPeer(Peer):
    provider = "form"
    instrument = "nagad"
    taking = "status"
    refund_operation = "refund"
    secrets = (small_till.KEY,)
    stand_in: SmallTill

    @property
    def base_url(self) -> str:
        return self.stand_in.origin

    def credentials(self) -> dict[str, str]:
        return {"key": small_till.KEY}

    def provider_of(self) -> Provider[Any]:
        return small_gateways.PROVIDERS[self.provider]

    def leads_there(self, way: Way) -> bool:
        return isinstance(way, PostForm) and way.url.startswith(self.stand_in.origin)

    async def ready(self) -> None:
        return None

    async def pay(self, session: str, button: str = "confirm") -> Back:
        return await self.stand_in.press(session, button), {}

    def money_taken(self) -> int:
        return sum(session.state == "paid" for session in self.stand_in.sessions.values())

    def refunds(self) -> list[str]:
        return [given for one in self.stand_in.sessions.values() for given in one.refunds.values()]

    def refunds_end(self, *, well: bool) -> None:
        self.stand_in.refund_state = "done" if well else "refused"


class PhonePeer(FormPeer):
    provider = "phone"

    def leads_there(self, way: Way) -> bool:
        return isinstance(way, Wait) and way.phone == "+8801912345678"

    def request(self, ref: str = "NK00000000000042", amount: Money = DUE) -> PayRequest:
        return replace(super().request(ref, amount), answers={"wallet": "+8801912345678"})

    def after_a_lost_start(self, kind: Kind) -> tuple[PayState, str]:
        """The phone may have been asked, and the customer may still agree."""
        if kind in {Kind.RESET_BEFORE, Kind.HTTP_500, Kind.SLOW}:
            return super().after_a_lost_start(kind)
        return PayState.PENDING, ""

    async def pay(self, session: str, button: str = "confirm") -> Back:
        await self.stand_in.press(session, button)
        return {}, {}  # no browser comes back from a phone


def make(provider: str, shop: Shop, hand: Hand) -> Peer:
    """The stand-in of a provider, not yet started."""
    if provider == "bkash":
        return BkashPeer(BkashStandIn(clock=hand), shop)
    if provider == "sslcommerz":
        return SslcommerzPeer(SslcommerzStandIn(clock=hand, store_passwd="qwerty-secret"), shop)
    if provider in small_gateways.PROVIDERS:
        small = PhonePeer if provider == "phone" else FormPeer
        return small(SmallTill(hand), shop)
    raise LookupError(f"{provider} needs a peer here: its stand-in steered like the others")


LOST_ANSWERS = [Kind.RESET_BEFORE, Kind.RESET_AFTER, Kind.HTTP_500, Kind.JUNK, Kind.SLOW]

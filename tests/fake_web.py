"""Fakes of what the web reaches outside: they implement `domain.ports` without a wire.

What a fake gateway answers is set by the test; what it was asked is kept for the test to see.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from domain import clock
from domain.errors import Outside
from domain.forms import Field
from domain.kinds import EMAIL
from domain.money import Money
from domain.payments import rules
from domain.phone import MOBILE
from domain.ports import (
    AccessBackend,
    Account,
    ChartFacts,
    Handed,
    Health,
    Hint,
    Hook,
    Inbound,
    InvoiceFacts,
    MessageGateway,
    NoteFacts,
    Outgoing,
    PayChoice,
    PayRequest,
    PayState,
    Pending,
    Ports,
    ReceiptFacts,
    Redirect,
    Report,
    Started,
    StatementFacts,
    Verified,
    VoucherSheet,
    Way,
)
from gateways.papers import logos
from gateways.papers.lists import ListFiles
from gateways.papers.tables import SentTables
from tests.sealing import VAULT
from tests.texts import TEXTS

PUBLIC_URL = "http://pay.test"


def signature(body: bytes) -> str:
    """What the fakes want in `x-signature`."""
    return hashlib.sha256(b"fake" + body).hexdigest()


class FakePay:
    """A payment gateway whose customers pay when the test says so."""

    def __init__(self) -> None:
        self.started: list[PayRequest] = []
        self.asked: list[str] = []
        self.known: list[frozenset[str]] = []
        self.refuses_to_start: Outside | None = None
        self.silent: Outside | None = None
        self.before_answer: Callable[[], Awaitable[None]] | None = None
        self.pages = "https://gateway.test/pay"
        self.leads: Callable[[PayRequest], Way] = self._to_its_page
        self.sessions_end_after: timedelta | None = None
        self._said: dict[str, Verified] = {}
        self._paid: dict[str, list[Verified]] = {}

    async def start(self, request: PayRequest) -> Started:
        if self.refuses_to_start is not None:
            raise self.refuses_to_start
        self.started.append(request)
        self._said[request.ref] = Verified(PayState.PENDING, ref=request.ref)
        lasts = self.sessions_end_after
        ends_at = clock.now() + lasts if lasts is not None else None
        return Started(self.leads(request), f"session-{request.ref}", ends_at)

    def _to_its_page(self, request: PayRequest) -> Way:
        return Redirect(f"{self.pages}/{request.ref}")

    def says(self, ref: str, said: Verified) -> None:
        """What the gateway answers from now on when it is asked about `ref`."""
        self._said[ref] = said

    def paid(self, asked_for: str, txn_id: str = "TX1", **differing: Any) -> None:
        """The customer has paid what the reference asked for, but for what differs."""
        request = next(request for request in self.started if request.ref == asked_for)
        said = Verified(
            PayState.PAID, ref=asked_for, amount=request.amount, txn_id=txn_id, final=True
        )
        self.says(asked_for, replace(said, **differing))

    def pays_again(self, asked_for: str, txn_id: str) -> None:
        """The session stays open, and its customer pays (again) what it asks for."""
        self.paid(asked_for, txn_id, final=False)
        self._paid.setdefault(asked_for, []).append(self._said[asked_for])

    async def ask(self, attempt: Pending, hint: Hint | None) -> Verified:
        self.asked.append(attempt.ref)
        self.known.append(attempt.known)
        if self.before_answer is not None:
            await self.before_answer()
        if self.silent is not None:
            raise self.silent
        if new := [
            each for each in self._paid.get(attempt.ref, ()) if each.txn_id not in attempt.known
        ]:
            return new[0]
        return self._said.get(attempt.ref, Verified(PayState.UNKNOWN, reason="no-answer"))

    def read_return(self, query: Mapping[str, str], form: Mapping[str, str]) -> Hint:
        return Hint(ref=form.get("ref") or query.get("ref", ""))

    async def authentic(self, hook: Hook) -> bool:
        return hook.headers.get("x-signature") == signature(hook.body)

    async def read_notification(self, hook: Hook) -> Sequence[Hint]:
        told = json.loads(hook.body)
        amount = told.get("amount_minor")
        return [
            Hint(
                ref=told.get("ref", ""),
                txn_id=told.get("txn_id", ""),
                claimed=PayState(told.get("state", "unknown")),
                amount=None if amount is None else Money(amount),
            )
        ]

    async def check(self) -> Health:
        return Health(ok=True, key="gateway-works")


class FakeMessages:
    """A provider of messages that takes everything on."""

    def __init__(self) -> None:
        self.sent: list[Outgoing] = []

    async def send(self, message: Outgoing) -> Handed:
        self.sent.append(message)
        return Handed(f"id-{len(self.sent)}")

    async def check(self) -> Health:
        return Health(ok=True, key="gateway-works")

    def authentic(self, hook: Hook) -> bool:
        return hook.headers.get("x-signature") == signature(hook.body)

    def greet(self, hook: Hook) -> str | None:
        return hook.query.get("challenge") if hook.query.get("verify") == "known" else None

    def parse(self, hook: Hook) -> Sequence[Report | Inbound]:
        return [Report(**told) for told in json.loads(hook.body)]


class FakePapers:
    """Papers that name what they are."""

    async def invoice(self, facts: InvoiceFacts) -> bytes:
        return f"%PDF invoice {facts.number} {facts.language} {facts.customer_mobile}".encode()

    async def receipt(self, facts: ReceiptFacts) -> bytes:
        return f"%PDF receipt {facts.number} {facts.language}".encode()

    async def note(self, facts: NoteFacts) -> bytes:
        return f"%PDF note {facts.number} {facts.language} {facts.customer_mobile}".encode()

    async def statement(self, facts: StatementFacts) -> bytes:
        days = f"{facts.starts_on} {facts.ends_on}"
        return f"%PDF statement {facts.customer_code} {days} {facts.customer_mobile}".encode()

    async def chart(self, charts: Sequence[ChartFacts]) -> bytes:
        return b"PNG"

    async def logo(self, content: bytes) -> str:
        return await logos.made_of(content)

    async def vouchers(self, sheet: VoucherSheet) -> bytes:
        return f"%PDF cards {sheet.lot} {sheet.printing}".encode()


ASKS = {
    "wallet": Field("wallet", kind=MOBILE.where(lambda number: "+8801" in number)),
    "email": Field("email", kind=EMAIL),
}


def fake_choice(account: Account) -> PayChoice:
    """As the account's options say."""
    options = dict(account.options)
    return PayChoice(
        title=str(options.get("title", account.name)),
        manual="number" in options,
        number=str(options.get("number", "")),
        txn_pattern=str(options.get("txn_pattern", "")),
        currency="BDT" if rules.method_of(account.provider, options) in rules.TAKA_ONLY else "",
        brands=tuple(options.get("brands", ())),
        asks=tuple(ASKS[name] for name in options.get("asks", ())),
    )


def _no_router(account: Account) -> AccessBackend:
    raise AssertionError("no router was expected to be called")


def _no_task(name: str, work: Callable[[], Awaitable[None]]) -> None:
    raise AssertionError("no task was expected to be started")


def web_ports(
    pay: FakePay | None = None,
    messages: MessageGateway | None = None,
    *,
    public_url: str = PUBLIC_URL,
) -> Ports:
    """The outside of a test: one payment gateway and one provider of messages for all accounts."""
    paying, telling = pay or FakePay(), messages or FakeMessages()
    return Ports(
        texts=TEXTS,
        papers=FakePapers(),
        lists=ListFiles(TEXTS),
        tables=SentTables(),
        vault=VAULT,
        message_gateway=lambda account: telling,
        payment_gateway=lambda account: paying,
        pay_choice=fake_choice,
        access=_no_router,
        spawn=_no_task,
        public_url=public_url,
    )

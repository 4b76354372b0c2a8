"""What a message says, read at the moment of sending: names, amounts, links, papers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from tortoise.expressions import Q

from domain import clock
from domain.billing import dues
from domain.billing.states import BillStatus
from domain.calendar import Span, today
from domain.customers import logins
from domain.errors import NotFound
from domain.fields import from_ms
from domain.hotspot.models import Purchase
from domain.messaging import notices, replies
from domain.messaging.content import Claimed, Facts
from domain.messaging.notices import BillIs, Paper
from domain.messaging.rules import fill
from domain.money import Money
from domain.outreach import queries
from domain.outreach.queries.facts import Bill, Customer
from domain.payments import links, mailing, papers, rules
from domain.payments.models import Link, Payment
from domain.payments.states import PaperKind
from domain.ports import Document, Ports
from domain.staff.models import Operator
from domain.validity import Validity

_BILLS_THAT_ARE: Mapping[BillIs, frozenset[BillStatus]] = {
    BillIs.ANY: frozenset(BillStatus),
    BillIs.VALID: frozenset(BillStatus) - {BillStatus.VOID},
    BillIs.OPEN: frozenset(dues.OPEN),
}


@dataclass(frozen=True, slots=True)
class _Batch:
    customers: Mapping[int, Customer]
    operators: Mapping[int, Operator]
    root: Operator
    bills: Mapping[int, Bill]
    payments: Mapping[int, Payment]
    links: Mapping[int, Link]
    purchases: Mapping[int, Purchase]
    ports: Ports
    shown: dict[tuple[object, ...], str] = field(default_factory=dict)

    def show(self, language: str, make: Callable[..., object], *given: object) -> str:
        """What is made of the given as customers read it; the same is written out once for all."""
        key = (language, make, *given)
        if key not in self.shown:
            self.shown[key] = self.ports.texts.show(language, make(*given))
        return self.shown[key]

    @property
    def public_url(self) -> str:
        return self.ports.public_url.rstrip("/")


@dataclass(frozen=True, slots=True)
class _Subject:
    """What one message is about."""

    message: Claimed
    customer: Customer
    operator: Operator
    bill: Bill | None
    payment: Payment | None
    link: Link | None
    purchase: Purchase | None
    batch: _Batch

    @property
    def due_on(self) -> str | None:
        return (self.bill or self.customer).due_on

    def show(self, make: Callable[..., object], *given: object) -> str:
        return self.batch.show(self.customer.language, make, *given)

    def money(self, minor: int) -> str:
        return self.show(Money, int(minor), self.operator.currency)

    def on(self, day: str | None) -> str:
        return self.show(date.fromisoformat, day) if day else ""

    def amount(self) -> str:
        if part := self.message.about.get("part"):
            return self.money(int(part))
        if self.payment:
            return self.money(self.payment.amount_minor)
        return self.money(self.bill.total_minor if self.bill else self.customer.due)

    def days_left(self) -> str:
        until = self.customer.expires_on or self.due_on
        if not until:
            return ""
        left = date.fromisoformat(until) - today(clock.now(), self.operator.timezone)
        return self.show(int, max(left.days, 0))

    def period(self) -> str:
        if not self.bill or not self.bill.period:
            return ""
        return self.show(Span.parse, self.bill.starts_on, self.bill.ends_on)

    def valid_until(self) -> str:
        """When what was bought is over, or how long it is good from the first login."""
        if self.purchase is None:
            return ""
        if self.purchase.ends_at is None:
            return self.show(Validity, self.purchase.validity, self.purchase.validity_unit)
        zone = ZoneInfo(self.operator.timezone)
        return self.show(self.purchase.ends_at.astimezone, zone)

    def password(self) -> str:
        sealed = self.purchase.customer.password if self.purchase else None
        return logins.opened(sealed) if sealed else ""

    def until(self) -> str:
        at = self.message.about.get("until")
        zone = ZoneInfo(self.operator.timezone)
        return self.show(from_ms(int(at)).astimezone, zone) if at else ""

    def about(self, what: str) -> str:
        return str(self.message.about.get(what, ""))

    def paper(self) -> str:
        if not self.message.about.get("paper"):
            return ""
        wanted = mailing.Wanted.of(self.message.about["paper"])
        say, language = self.batch.ports.texts.t, self.customer.language
        if wanted.kind is PaperKind.RECEIPT:
            return say(language, "paper-of-receipt", number=rules.receipt_number(wanted.id))
        if wanted.span is not None:
            return say(language, "paper-of-statement", days=wanted.span)
        return say(language, f"paper-of-{wanted.kind}")


_WRITTEN: Mapping[str, Callable[[_Subject], str]] = {
    "customer_name": lambda one: str(one.customer.name),
    "customer_id": lambda one: str(one.customer.code),
    "package": lambda one: str(one.customer.package),
    "amount": _Subject.amount,
    "amount_due": lambda one: one.money(one.customer.due),
    "balance": lambda one: one.money(one.customer.advance) if one.customer.advance else "",
    "due_date": lambda one: one.on(one.due_on),
    "expiry_date": lambda one: one.on(one.customer.expires_on),
    "paid_until": _Subject.until,
    "days_left": _Subject.days_left,
    "bill_no": lambda one: one.bill.number if one.bill else "",
    "period": _Subject.period,
    "txn_id": lambda one: one.payment.txn_id if one.payment else one.about("txn"),
    "operator_name": lambda one: one.operator.name,
    "isp_name": lambda one: one.batch.root.name,
    "support_phone": lambda one: one.operator.support_phone or one.batch.root.support_phone,
    "paper": _Subject.paper,
    "reason": lambda one: one.about("reason"),
    "login": lambda one: one.purchase.customer.username if one.purchase else "",
    "password": _Subject.password,
    "valid_until": _Subject.valid_until,
    "payment_link": lambda one: links.url_of(one.link, one.batch.public_url) if one.link else "",
}


class _Values(Mapping[str, str]):
    """What texts may name of one message; each value is written out when a text names it."""

    def __init__(self, subject: _Subject) -> None:
        self._subject = subject

    def __getitem__(self, name: str) -> str:
        return _WRITTEN[name](self._subject)

    def __iter__(self) -> Iterator[str]:
        return iter(_WRITTEN)

    def __len__(self) -> int:
        return len(_WRITTEN)


def _named(messages: Sequence[Claimed], what: str) -> set[int]:
    return {int(message.about[what]) for message in messages if message.about.get(what)}


async def gather(messages: Sequence[Claimed], ports: Ports) -> dict[int, Facts]:
    """The facts of a batch in a handful of queries, by message id."""
    replied = {one.id: reply for one in messages if (reply := replies.read(one.about)) is not None}
    told = {id_: _of_reply(reply) for id_, reply in replied.items()}
    messages = [one for one in messages if one.id not in replied]
    if not messages:
        return told
    customers = {message.customer_id for message in messages if message.customer_id}
    named = {message.operator_id for message in messages}
    found = await Operator.filter(Q(id__in=named) | Q(parent_id=None))
    operators = {row.id: row for row in found}
    payments, named_links = _named(messages, "payment"), _named(messages, "link")
    offered = await Link.filter(id__in=named_links) if named_links else []
    await links.renew(offered)
    batch = _Batch(
        customers=await queries.facts.customers(customers, offered=bool(offered)),
        operators=operators,
        root=next(row for row in operators.values() if row.parent_id is None),
        bills=await queries.facts.bills(_named(messages, "bill")),
        payments={row.id: row for row in await Payment.filter(id__in=payments)} if payments else {},
        links={row.id: row for row in offered},
        purchases=await _purchases(_named(messages, "purchase")),
        ports=ports,
    )
    return told | {
        message.id: _facts(message, customer, batch)
        for message in messages
        if (customer := batch.customers.get(message.customer_id or 0)) is not None
    }


async def _purchases(ids: set[int]) -> dict[int, Purchase]:
    if not ids:
        return {}
    return {row.id: row for row in await Purchase.filter(id__in=ids).select_related("customer")}


def _of_reply(reply: replies.Reply) -> Facts:
    """Whoever wrote waits for the answer: it is wanted, whatever the hour."""
    return Facts(
        wanted=True,
        language=reply.language,
        timezone="UTC",
        mobile="",
        whatsapp=reply.to,
        email="",
        reply=reply,
    )


def _facts(message: Claimed, customer: Customer, batch: _Batch) -> Facts:
    operator = batch.operators[message.operator_id]
    bill = batch.bills.get(int(message.about.get("bill") or 0))
    payment = batch.payments.get(int(message.about.get("payment") or 0))
    link = batch.links.get(int(message.about.get("link") or 0)) if customer.can_pay else None
    purchase = batch.purchases.get(int(message.about.get("purchase") or 0))
    mobile = customer.mobile
    return Facts(
        wanted=_wanted(message, customer, bill),
        language=customer.language,
        timezone=operator.timezone,
        mobile=mobile,
        whatsapp=customer.whatsapp or mobile,
        email=customer.email,
        values=_Values(_Subject(message, customer, operator, bill, payment, link, purchase, batch)),
        masked=({"payment_link": f"{batch.public_url}/p/…"} if link else {})
        | ({"password": "…"} if purchase else {}),
        document=_paper(message, bill, payment, link, batch),
        quiet_hours=(customer.quiet_from_hour, customer.quiet_to_hour),
    )


def _wanted(message: Claimed, customer: Customer, bill: Bill | None) -> bool:
    wanted, to_many = notices.of(message.event).wanted, message.broadcast_id is not None
    if to_many and (customer.opted_out_at is not None or customer.status not in wanted.for_many):
        return False
    return (
        customer.status in wanted.stands
        and (not wanted.owing or int(customer.due) > 0)
        and (not wanted.low or customer.low_at == message.about.get("until"))
        and (bill is None or bill.status in _BILLS_THAT_ARE[wanted.bill])
        and (not wanted.ends or message.about.get("ends") in (None, customer.expires_on))
    )


def _paper(
    message: Claimed, bill: Bill | None, payment: Payment | None, link: Link | None, batch: _Batch
) -> Callable[[], Awaitable[Document]] | None:
    asked, paper = message.about.get("paper"), notices.of(message.event).paper
    if paper is Paper.ASKED and asked:
        wanted = mailing.Wanted.of(asked)
    elif paper is Paper.RECEIPT and payment is not None:
        wanted = mailing.Wanted(PaperKind.RECEIPT, payment.id)
    elif paper is Paper.INVOICE and bill is not None:
        wanted = mailing.Wanted(PaperKind.INVOICE, bill.id)
    else:
        return None

    async def made() -> Document:
        pay_url = links.url_of(link, batch.public_url) if link else ""
        return await papers.made(batch.ports.papers, await mailing.facts(wanted, pay_url))

    return made


async def preview(message: Claimed, template: str, ports: Ports) -> str:
    """A text filled in with a real recipient's data; the link is shown, not made."""
    found = await gather([message], ports)
    if message.id not in found:
        raise NotFound(what="customer", given=message.customer_id)
    link = f"{ports.public_url.rstrip('/')}/p/…"
    return fill(template, {**found[message.id].values, "payment_link": link})

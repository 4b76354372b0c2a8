"""What a message says, read at the moment of sending: names, amounts, links, papers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain import clock, db
from domain.calendar import Period, today
from domain.errors import NotFound
from domain.messaging.dispatcher import Facts
from domain.messaging.models import Message
from domain.messaging.rules import fill
from domain.money import Money
from domain.payments import links
from domain.payments.models import Link, Payment
from domain.payments.papers import receipt_facts
from domain.ports import Document, Ports
from domain.staff.models import Operator

# Messages that make no sense once nothing is due any more.
ABOUT_DUE = frozenset(
    {"payment-link", "due-reminder", "due-today", "suspension-warning", "customer-suspended"}
)

_CUSTOMERS = (
    "SELECT c.id, c.customer_id, c.name, c.mobile, c.whatsapp, c.email, c.language, c.operator_id,"
    " c.expires_on, c.opted_out_at, c.status, p.name AS package,"
    " f.quiet_from_hour, f.quiet_to_hour,"
    " (SELECT COALESCE(SUM(b.total_minor - b.paid_minor), 0) FROM bill b"
    "  WHERE b.customer_id = c.id AND b.status IN ('unpaid', 'partial')) AS due,"
    " (SELECT MIN(b.due_on) FROM bill b WHERE b.customer_id = c.id"
    "  AND b.status IN ('unpaid', 'partial')) AS due_on,"
    " (SELECT COALESCE(SUM(k.left_minor), 0) FROM credit k WHERE k.customer_id = c.id"
    "  AND k.left_minor > 0) AS advance"
    " FROM customer c JOIN package p ON p.id = c.package_id"
    " JOIN billing_profile f ON f.id = c.billing_profile_id WHERE c.id IN ({marks})"
)
_BILLS = "SELECT id, number, period, total_minor, due_on, status FROM bill WHERE id IN ({marks})"


@dataclass(frozen=True, slots=True)
class _Batch:
    customers: Mapping[int, dict[str, Any]]
    operators: Mapping[int, Operator]
    root: Operator
    bills: Mapping[int, dict[str, Any]]
    payments: Mapping[int, Payment]
    links: Mapping[int, Link]
    ports: Ports


async def _by_id(sql: str, ids: set[int]) -> dict[int, dict[str, Any]]:
    if not ids:
        return {}
    found = await db.rows(sql.format(marks=db.marks(len(ids))), *sorted(ids))
    return {row["id"]: row for row in found}


def _named(messages: Sequence[Message], what: str) -> set[int]:
    return {int(message.about[what]) for message in messages if message.about.get(what)}


async def gather(messages: Sequence[Message], ports: Ports) -> dict[int, Facts]:
    """The facts of a batch in a handful of queries, by message id."""
    customers = {message.customer_id for message in messages if message.customer_id}
    operators = {row.id: row for row in await Operator.all()}
    payments, offered = _named(messages, "payment"), _named(messages, "link")
    batch = _Batch(
        customers=await _by_id(_CUSTOMERS, customers),
        operators=operators,
        root=next(row for row in operators.values() if row.parent_id is None),
        bills=await _by_id(_BILLS, _named(messages, "bill")),
        payments={row.id: row for row in await Payment.filter(id__in=payments)} if payments else {},
        links={row.id: row for row in await Link.filter(id__in=offered)} if offered else {},
        ports=ports,
    )
    return {
        message.id: _facts(message, customer, batch)
        for message in messages
        if (customer := batch.customers.get(message.customer_id or 0)) is not None
    }


def _facts(message: Message, customer: dict[str, Any], batch: _Batch) -> Facts:
    operator = batch.operators[message.operator_id]
    values, masked = _values(message, customer, operator, batch)
    mobile = customer["mobile"]
    return Facts(
        wanted=_wanted(message, customer, batch),
        language=customer["language"],
        timezone=operator.timezone,
        mobile=mobile,
        whatsapp=customer["whatsapp"] or mobile,
        email=customer["email"],
        values=values,
        masked=masked,
        document=_document(message, batch),
        quiet_hours=(customer["quiet_from_hour"], customer["quiet_to_hour"]),
    )


def _wanted(message: Message, customer: dict[str, Any], batch: _Batch) -> bool:
    if message.broadcast_id is not None and customer["opted_out_at"] is not None:
        return False
    if customer["status"] == "left" and message.event in ABOUT_DUE:
        return False
    if message.event in ABOUT_DUE and int(customer["due"]) <= 0:
        return False
    bill = batch.bills.get(int(message.about.get("bill") or 0))
    if message.event == "bill-created" and bill is not None:
        return bool(bill["status"] != "void")
    return not (message.event in ABOUT_DUE and bill and bill["status"] in {"paid", "void"})


def _values(
    message: Message, customer: dict[str, Any], operator: Operator, batch: _Batch
) -> tuple[dict[str, str], dict[str, str]]:
    language, texts = customer["language"], batch.ports.texts
    bill = batch.bills.get(int(message.about.get("bill") or 0))
    payment = batch.payments.get(int(message.about.get("payment") or 0))
    day = today(clock.now(), operator.timezone)
    due_on = bill["due_on"] if bill else customer["due_on"]
    amount = payment.amount_minor if payment else bill["total_minor"] if bill else None

    def money(minor: int) -> str:
        return texts.show(language, Money(minor, operator.currency))

    def on(text: str | None) -> str:
        return texts.show(language, date.fromisoformat(text)) if text else ""

    values = {
        "customer_name": customer["name"],
        "customer_id": customer["customer_id"],
        "package": customer["package"],
        "amount": money(int(amount)) if amount is not None else money(int(customer["due"])),
        "amount_due": money(int(customer["due"])),
        "balance": money(int(customer["advance"])) if customer["advance"] else "",
        "due_date": on(due_on),
        "expiry_date": on(customer["expires_on"]),
        "days_left": _days_left(customer["expires_on"] or due_on, day, language, batch),
        "bill_no": bill["number"] if bill else "",
        "period": _period(bill, language, batch),
        "txn_id": payment.txn_id if payment else str(message.about.get("txn", "")),
        "operator_name": operator.name,
        "isp_name": batch.root.name,
        "support_phone": operator.support_phone or batch.root.support_phone,
        "reason": str(message.about.get("reason", "")),
    }
    masked = {}
    if link := batch.links.get(int(message.about.get("link") or 0)):
        values["payment_link"] = links.url_of(link, batch.ports.public_url)
        masked["payment_link"] = f"{batch.ports.public_url.rstrip('/')}/p/…"
    return values, masked


def _period(bill: dict[str, Any] | None, language: str, batch: _Batch) -> str:
    if bill is None or not bill["period"]:
        return ""
    return batch.ports.texts.show(language, Period.parse(bill["period"]))


def _days_left(until: str | None, day: date, language: str, batch: _Batch) -> str:
    if not until:
        return ""
    return batch.ports.texts.show(language, max((date.fromisoformat(until) - day).days, 0))


def _document(message: Message, batch: _Batch) -> Callable[[], Awaitable[Document]] | None:
    payment = batch.payments.get(int(message.about.get("payment") or 0))
    if message.event != "payment-received" or payment is None:
        return None

    async def receipt() -> Document:
        facts = await receipt_facts(payment)
        content = await batch.ports.papers.receipt(facts)
        return Document(f"receipt-{facts.number}.pdf", "application/pdf", content)

    return receipt


async def preview(customer_id: int, template: str, ports: Ports) -> str:
    """A text filled in with a real recipient's data; the link is shown, not made."""
    stand_in = Message(id=0, event="preview", customer_id=customer_id, operator_id=0, about={})
    customer = (await _by_id(_CUSTOMERS, {customer_id})).get(customer_id)
    if customer is None:
        raise NotFound(what="customer", given=customer_id)
    stand_in.operator_id = customer["operator_id"]
    one = (await gather([stand_in], ports))[0]
    link = f"{ports.public_url.rstrip('/')}/p/…"
    return fill(template, {**one.values, "payment_link": link})

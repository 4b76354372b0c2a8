"""Lists as files: bills, payments, customers and messages with all that stands in a row of theirs.

Pages follow one another by the last id, so that each costs the same however far the list goes, and
no transaction is open between them.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from domain import clock
from domain.billing import finding
from domain.billing.finding import BillFilter, BillRow
from domain.calendar import today
from domain.messaging import listing as message_list
from domain.messaging.listing import MessageFilter, MessageRow
from domain.payments import listing
from domain.payments.listing import PaymentFilter, PaymentRow
from domain.ports.lists import Cell, Column, Kind, Listed
from domain.reports import customer_list
from domain.reports.customer_list import CustomerFilter, CustomerRow
from domain.staff.rights import Actor

PAGE = 500
Row = TypeVar("Row", BillRow, PaymentRow, CustomerRow, MessageRow)
Field = tuple[Column, Callable[[Row], Cell]]


def _currency(row: CustomerRow) -> str:
    return "" if row.due is None else row.due.currency


_BILL: Sequence[Field[BillRow]] = (
    (Column("list-number", width=20), lambda row: row.number),
    (Column("list-customer-id", width=12), lambda row: row.customer_code),
    (Column("list-name", width=26), lambda row: row.customer_name),
    (Column("list-operator", width=18), lambda row: row.operator),
    (Column("list-zone", width=16), lambda row: row.zone),
    (Column("list-package", width=16), lambda row: row.package),
    (Column("list-period", width=12), lambda row: row.period),
    (Column("list-issued-on", Kind.DAY, 12), lambda row: row.issued_on),
    (Column("list-due-on", Kind.DAY, 12), lambda row: row.due_on),
    (Column("list-total", Kind.AMOUNT), lambda row: row.total),
    (Column("list-paid", Kind.AMOUNT), lambda row: row.paid),
    (Column("list-due", Kind.AMOUNT), lambda row: row.due),
    (Column("list-currency", width=10), lambda row: row.total.currency),
    (Column("list-status", Kind.WORD), lambda row: f"bill-status-{row.status.value}"),
)
_PAYMENT: Sequence[Field[PaymentRow]] = (
    (Column("list-receipt", width=12), lambda row: row.receipt),
    (Column("list-paid-on", Kind.DAY, 12), lambda row: row.paid_on),
    (Column("list-customer-id", width=12), lambda row: row.customer_code),
    (Column("list-name", width=26), lambda row: row.customer_name),
    (Column("list-operator", width=18), lambda row: row.operator),
    (Column("list-zone", width=16), lambda row: row.zone),
    (Column("list-amount", Kind.AMOUNT), lambda row: row.amount),
    (Column("list-given-back", Kind.AMOUNT), lambda row: row.given_back),
    (Column("list-currency", width=10), lambda row: row.amount.currency),
    (Column("list-method", Kind.WORD, 18), lambda row: f"method-{row.method.value}"),
    (Column("list-gateway"), lambda row: row.gateway),
    (Column("list-txn", width=22), lambda row: row.txn_id),
    (Column("list-reference", width=22), lambda row: row.reference),
    (Column("list-taken-by", width=20), lambda row: row.taken_by),
    (Column("list-status", Kind.WORD), lambda row: f"list-status-{row.status.value}"),
    (Column("list-note", width=30), lambda row: row.note),
)
_CUSTOMER: Sequence[Field[CustomerRow]] = (
    (Column("list-customer-id", width=12), lambda row: row.code),
    (Column("list-name", width=26), lambda row: row.name),
    (Column("list-mobile", width=16), lambda row: row.mobile),
    (Column("list-whatsapp", width=16), lambda row: row.whatsapp),
    (Column("list-email", width=24), lambda row: row.email),
    (Column("list-address", width=30), lambda row: row.address),
    (Column("list-operator", width=18), lambda row: row.operator),
    (Column("list-zone", width=16), lambda row: row.zone),
    (Column("list-package", width=16), lambda row: row.package),
    (Column("list-connection"), lambda row: row.connection),
    (Column("list-username", width=18), lambda row: row.username),
    (Column("list-ip", width=16), lambda row: row.ip),
    (Column("list-mac", width=18), lambda row: row.mac),
    (Column("list-status", Kind.WORD), lambda row: f"list-status-{row.status.value}"),
    (Column("list-collection", Kind.WORD), lambda row: f"collection-{row.collection.value}"),
    (Column("list-joined-on", Kind.DAY, 12), lambda row: row.joined_on),
    (Column("list-expires-on", Kind.DAY, 12), lambda row: row.expires_on),
)
_MONEY_OF_CUSTOMER: Sequence[Field[CustomerRow]] = (
    (Column("list-price", Kind.AMOUNT), lambda row: row.price),
    (Column("list-discount", Kind.AMOUNT), lambda row: row.discount),
    (Column("list-due", Kind.AMOUNT), lambda row: row.due),
    (Column("list-currency", width=10), _currency),
)


async def messages(actor: Actor, wanted: MessageFilter) -> Listed:
    """The messages that fit, the newest first, with times as the actor's clock shows them."""
    actor.require("message.see")

    async def page(after: int | None) -> Sequence[MessageRow]:
        return await message_list.page(actor, wanted, after=after, limit=PAGE)

    return _listed(actor, "messages", _messages_by(ZoneInfo(actor.timezone)), page)


def _messages_by(zone: ZoneInfo) -> Sequence[Field[MessageRow]]:
    def at(moment: datetime | None) -> str:
        return "" if moment is None else moment.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")

    return (
        (Column("list-made-at", width=20), lambda row: at(row.made_at)),
        (Column("list-customer-id", width=12), lambda row: row.customer_code),
        (Column("list-name", width=26), lambda row: row.customer_name),
        (Column("list-operator", width=18), lambda row: row.operator),
        (Column("list-event", Kind.WORD, 22), lambda row: f"message-event-{row.event}"),
        (Column("list-status", Kind.WORD, 18), lambda row: f"message-state-{row.status.value}"),
        (Column("list-channel", Kind.WORD), lambda row: row.channel and f"channel-{row.channel}"),
        (Column("list-gateway"), lambda row: row.gateway),
        (Column("list-recipient", width=20), lambda row: row.to),
        (Column("list-text", width=50), lambda row: row.text),
        (Column("list-segments", Kind.COUNT), lambda row: row.segments),
        (Column("list-cost", Kind.AMOUNT), lambda row: row.cost),
        (Column("list-provider-id", width=22), lambda row: row.provider_id),
        (Column("list-sent-at", width=20), lambda row: at(row.sent_at)),
        (Column("list-delivered-at", width=20), lambda row: at(row.delivered_at)),
        (Column("list-read-at", width=20), lambda row: at(row.read_at)),
        (Column("list-error", width=30), lambda row: row.error),
    )


async def bills(actor: Actor, wanted: BillFilter) -> Listed:
    """The bills that fit, the newest first."""
    actor.require("bill.see")

    async def page(after: int | None) -> Sequence[BillRow]:
        return await finding.page(actor, wanted, after=after, limit=PAGE)

    return _listed(actor, "bills", _BILL, page)


async def payments(actor: Actor, wanted: PaymentFilter) -> Listed:
    """The payments that fit, the newest first."""
    actor.require("amount.see")

    async def page(after: int | None) -> Sequence[PaymentRow]:
        return await listing.page(actor, wanted, after=after, limit=PAGE)

    return _listed(actor, "payments", _PAYMENT, page)


async def customers(actor: Actor, wanted: CustomerFilter) -> Listed:
    """The customers who fit, in the order in which they came; amounts for who may see them."""
    actor.require("customer.see")
    fields = (*_CUSTOMER, *(_MONEY_OF_CUSTOMER if actor.can("amount.see") else ()))

    async def page(after: int | None) -> Sequence[CustomerRow]:
        return await customer_list.page(actor, wanted, after=after or 0, limit=PAGE)

    return _listed(actor, "customers", fields, page)


def _listed(
    actor: Actor, what: str, fields: Sequence[Field[Row]],
    page: Callable[[int | None], Awaitable[Sequence[Row]]],
) -> Listed:  # fmt: skip
    async def pages() -> AsyncIterator[Sequence[Sequence[Cell]]]:
        rows = await page(None)
        while rows:
            yield [[said(row) for _, said in fields] for row in rows]
            rows = await page(rows[-1].id)

    on = today(clock.now(), actor.timezone)
    return Listed(f"{what}-{on}", f"list-{what}", [column for column, _ in fields], pages())

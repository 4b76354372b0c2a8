"""Papers that go to the customer as a message: staff have one sent, or the customer asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from domain import calendar, clock, db, reach
from domain.billing import bills, credit_notes
from domain.billing.papers import invoice_facts, note_facts
from domain.calendar import Span
from domain.chat.principals import CustomerSelf
from domain.customers import customers
from domain.customers.models import Customer
from domain.errors import NotFound
from domain.fields import to_ms
from domain.messaging import notices, outbox
from domain.payments import history, links, papers, statements
from domain.payments.models import Payment
from domain.payments.states import PaperKind
from domain.ports import InvoiceFacts, NoteFacts, ReceiptFacts, StatementFacts
from domain.staff import audit
from domain.staff.rights import Actor

Facts = InvoiceFacts | ReceiptFacts | NoteFacts | StatementFacts
_THINGS: dict[PaperKind, reach.Thing[Any]] = {
    PaperKind.INVOICE: bills.BILL,
    PaperKind.RECEIPT: history.PAYMENT,
    PaperKind.NOTE: credit_notes.NOTE,
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which paper: of a bill, payment or credit note by row id, or a customer's over some days."""

    kind: PaperKind
    id: int
    span: Span | None = None

    def about(self) -> dict[str, object]:
        """As a message keeps it."""
        days = (self.span.starts_on, self.span.ends_on) if self.span else ()
        return {"paper": [self.kind.value, self.id, *(day.isoformat() for day in days)]}

    @classmethod
    def of(cls, about: object) -> Wanted:
        """From what a message keeps."""
        assert isinstance(about, list)  # noqa: S101
        kind, id_, *days = about
        return cls(PaperKind(kind), int(id_), Span.parse(*days) if days else None)


async def facts(wanted: Wanted, pay_url: str = "") -> Facts:
    """What stands on the paper."""
    if wanted.kind is PaperKind.INVOICE:
        return await invoice_facts(wanted.id, pay_url)
    if wanted.kind is PaperKind.NOTE:
        return await note_facts(wanted.id, pay_url)
    if wanted.kind is PaperKind.RECEIPT:
        return await papers.receipt_facts(await Payment.get(id=wanted.id), pay_url=pay_url)
    if wanted.span is None:
        raise NotFound(what="customer", given=wanted.id)
    return await statements.facts(wanted.id, wanted.span, pay_url)


async def send(actor: Actor, wanted: Wanted) -> None:
    """Put the paper into the outbox for its customer; raises `NotFound`."""
    customer = await customer_of(actor, wanted)
    async with db.transaction():
        await _put(customer, wanted, str(to_ms(clock.now())), staff_id=actor.staff_id)
        await audit.note(
            actor, "paper.send", "customer", customer.id,
            operator_id=customer.operator_id, after={"paper": wanted.kind.value},
        )  # fmt: skip


async def customer_of(actor: Actor, wanted: Wanted) -> Customer:
    """Whose paper it is, for whoever may bring it to them; raises `NotFound`."""
    actor.require("link.send")
    actor.require("amount.see")
    if wanted.kind is PaperKind.STATEMENT:
        return await customers.get(actor, wanted.id)
    row = await _THINGS[wanted.kind].get(actor, wanted.id)
    return await customers.get(actor, row.customer_id)


async def ask(customer: CustomerSelf) -> tuple[Span, bool]:
    """The statement that a customer gets for the asking: of which days, and whether it was put
    into the outbox. The same one goes once an hour."""
    row = await Customer.get(id=customer.customer_ids[0])
    span = statements.usual(calendar.today(clock.now(), customer.timezone))
    closing = (await statements.facts(row.id, span)).closing
    async with db.transaction():
        once = f"{clock.now():%Y-%m-%dT%H}:{closing.minor}"
        wanted = Wanted(PaperKind.STATEMENT, row.id, span)
        return span, await _put(row, wanted, once, staff_id=None)


async def _put(customer: Customer, wanted: Wanted, once: str, *, staff_id: int | None) -> bool:
    dedupe = f"paper:{wanted.kind}:{wanted.id}:{once}"
    link = await _link(customer, staff_id)
    return await outbox.put(
        outbox.Draft(
            dedupe=dedupe,
            event=notices.PAPER.key,
            customer_id=customer.id,
            operator_id=customer.operator_id,
            about={**wanted.about(), **({"link": link} if link else {})},
        ),
        asked=True,
    )


async def _link(customer: Customer, staff_id: int | None) -> int | None:
    """Where the paper can be paid by, and seen; none where nobody could pay online."""
    made = await links.make_many([(customer.id, customer.operator_id)], staff_id=staff_id)
    return made.get(customer.id)

"""The statement of account: what stood before, every movement that the books have, what stands.

A movement counts for the day that its paper names: a payment for the one on which it was paid, a
bill or a credit note for its date, whatever else for the day on which it happened. So statements
that follow one another meet, and money entered late changes the one that it belongs to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from domain import calendar, clock
from domain.billing import dues
from domain.billing.papers import issuer_of
from domain.calendar import Period, Span
from domain.customers import customers
from domain.customers.models import Customer
from domain.errors import NotFound
from domain.fields import from_ms
from domain.money import Money, total
from domain.payments import papers, queries, rules
from domain.payments.page import Page
from domain.payments.queries.statement import Movement
from domain.ports import PaperLine, StatementFacts, StatementLine
from domain.staff import operators
from domain.staff.rights import Actor

USUAL_MONTHS = 3
_TAKEN_BACK = {"note": "note-back", "opening": "advance-back"}  # by the source of the credit


def usual(on: date) -> Span:
    """What a statement is of that names no days: this month so far, and the two before it."""
    return Span(Period.of(on).later(1 - USUAL_MONTHS).starts_on, on)


def at_once(on: date) -> dict[str, Span]:
    """The spans that are usually asked for, by name."""
    this = Period.of(on)
    last = this.previous()
    return {
        "this-month": Span(this.starts_on, on),
        "last-month": Span(last.starts_on, last.ends_on),
        "three-months": usual(on),
        "year": Span(date(on.year, 1, 1), on),
    }


async def of(actor: Actor, customer_id: int, span: Span, pay_url: str = "") -> StatementFacts:
    """A customer's statement for whoever may see them; raises `NotFound`."""
    actor.require("amount.see")
    customer = await customers.named(actor, customer_id)
    return await facts(customer.id, span, pay_url)


async def of_page(page: Page, span: Span | None, *, pay_url: str, language: str) -> StatementFacts:
    """The statement that a page gives: of these days, else of the usual ones.

    The mobile number is masked: a page may be passed on.
    """
    operator = await operators.get(page.operator_id)
    days = span or usual(calendar.today(clock.now(), operator.timezone))
    found = await facts(page.customer_id, days, pay_url, language)
    return replace(found, customer_mobile=papers.masked(found.customer_mobile))


async def facts(
    customer_id: int, span: Span, pay_url: str = "", language: str = ""
) -> StatementFacts:
    """What stands on it, in the customer's language unless another is asked for."""
    customer = await Customer.get_or_none(id=customer_id)
    if customer is None:
        raise NotFound(what="customer", given=customer_id)
    operator = await operators.get(customer.operator_id)
    currency = (await dues.due_of(customer.id)).currency
    lines = [
        _line(row, currency, operator.timezone)
        for row in await queries.statement.movements(customer.id, currency)
    ]
    opening = total((each.moved for each in lines if each.on < span.starts_on), currency)
    within = [each for each in lines if span.starts_on <= each.on <= span.ends_on]
    shown = list(_standing(sorted(within, key=lambda each: each.on), opening))
    return StatementFacts(
        language=language or customer.language,
        issuer=await issuer_of(operator.id),
        customer_code=customer.code,
        customer_name=customer.name,
        customer_address=customer.address,
        customer_mobile=customer.mobile,
        starts_on=span.starts_on,
        ends_on=span.ends_on,
        made_on=calendar.today(clock.now(), operator.timezone),
        opening=opening,
        lines=shown,
        charged=total((each.moved for each in shown if each.moved.minor > 0), currency),
        credited=-total((each.moved for each in shown if each.moved.minor < 0), currency),
        closing=shown[-1].balance if shown else opening,
        open_before=await _open_before(customer.id, currency, span.starts_on),
        pay_url=pay_url,
    )


async def _open_before(customer_id: int, currency: str, day: date) -> list[PaperLine]:
    found = await queries.statement.open_before(customer_id, currency, day.isoformat())
    return [PaperLine(row.number, Money(row.left_minor, currency)) for row in found]


def _line(row: Movement, currency: str, timezone: str) -> StatementLine:
    """The movement by itself, its balance still to come."""
    happened_on = calendar.today(from_ms(row.at), timezone)
    counts_on = date.fromisoformat(row.own_on) if row.own_on else happened_on
    what = _TAKEN_BACK[row.source] if row.cause == "withdrawal" else row.cause
    moved = Money(int(row.moved), currency)
    return StatementLine(
        on=counts_on,
        entered_on=happened_on if happened_on != counts_on else None,
        what=f"paper-moved-{what}",
        reference=rules.receipt_number(row.payment_id) if row.payment_id else row.number,
        method=f"method-{row.method}" if row.method else "",
        moved=moved,
        balance=moved,
    )


def _standing(lines: Iterable[StatementLine], opening: Money) -> Iterator[StatementLine]:
    """Each with what is owed after it."""
    balance = opening
    for line in lines:
        balance = balance + line.moved
        yield replace(line, balance=balance)

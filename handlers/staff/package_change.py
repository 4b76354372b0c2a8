"""A customer gets another package: which one, what it comes to, done, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from domain.billing import package_changes, planned_changes, proration
from domain.billing.package_changes import Foreseen
from domain.billing.planned_changes import Planned
from domain.billing.reckoning import ChangeView, PartView, Shown
from domain.customers import customers as customer_verbs
from domain.customers import offers
from domain.customers.models import CustomerStatus
from domain.messaging import notices
from domain.money import Money
from domain.outreach import hearing
from domain.ports import Ports
from domain.reports.customer_card import CustomerCard
from domain.staff.rights import Actor
from handlers.staff import customers
from handlers.ui import paging
from handlers.ui.commands import action, screen
from handlers.ui.screens import Block, Button, Lines, Row, Screen, Text
from handlers.ui.turns import Turn

RIGHT = "bill.run"

customers.on_card(
    Text("package-button"),
    "package",
    right=RIGHT,
    order=35,
    when=lambda card: card.status is not CustomerStatus.LEFT and not card.buys,
)


@screen("package", right=RIGHT)
async def choose(actor: Actor, ports: Ports, customer_id: int, offset: int = 0) -> Screen:
    """The packages that the customer may have instead of theirs."""
    customer = await customer_verbs.named(actor, customer_id)
    found = await offers.instead(actor, customer_id)
    shown = found[offset : offset + paging.PAGE]
    rows = [
        Button(
            Text("package-offer", package=each.name, price=Money(each.price_minor, each.currency)),
            "package.foreseen",
            (customer_id, each.id),
        )
        for each in shown
    ]
    coming = await planned_changes.of(actor, customer_id)
    fresh = await package_changes.fresh_of(actor, customer_id)
    return Screen(
        (
            Text("package-which", name=customer.name, id=customer.code),
            *((_coming(coming),) if coming else ()),
            *((Text("package-done", old=fresh.old, new=fresh.new),) if fresh else ()),
            *(() if found else (Text("package-none"),)),
        ),
        (
            *((row,) for row in rows),
            *((_call_off(customer_id, coming),) if coming else ()),
            *(((_undo(customer_id, fresh.id),),) if fresh else ()),
            paging.by_offset(
                "package", customer_id, offset=offset, shown=len(shown), total=len(found)
            ),
            (Button(Text("back"), "customer", (customer_id,)),),
        ),
    )


def _undo(customer_id: int, change_id: int) -> Button:
    return Button(Text("undo"), "package.take-back", (customer_id, change_id), once=True)


def _coming(coming: Planned) -> Text:
    return Text("package-planned", package=coming.package, on=coming.from_on)


def _call_off(customer_id: int, coming: Planned) -> Row:
    args = (customer_id, coming.id)
    return (Button(Text("package-call-off"), "package.call-off", args, once=True),)


@customers.fact("customer.see")
async def planned_fact(actor: Actor, ports: Ports, card: CustomerCard) -> Sequence[Text]:
    """Which package is to come."""
    coming = await planned_changes.of(actor, card.id)
    return [_coming(coming)] if coming else []


@screen("package.foreseen", right=RIGHT)
async def foreseen(actor: Actor, ports: Ports, customer_id: int, package_id: int) -> Screen:
    """What the change comes to, line by line, before it is done."""
    customer = await customer_verbs.named(actor, customer_id)
    would = await package_changes.foresee(actor, customer_id, package_id)
    heard = await hearing.hears(customer_id, notices.PACKAGE_CHANGED)
    old_id, on, more = would.change.shown
    args = (customer_id, package_id, old_id, on.isoformat(), more)
    return Screen(
        (
            Lines(
                Text("package-foreseen", old=would.change.old, new=would.change.new, on=on),
                Text("bill-customer", name=customer.name, id=customer.code),
            ),
            *_reckoned(would.change),
            _what_follows(would),
            Text("customer-told-then" if heard else "customer-untold-then"),
        ),
        (
            (Button(Text("package-agree"), "package.change", args, once=True),),
            *_later(customer_id, package_id, would.change),
            (Button(Text("back"), "package", (customer_id,)),),
        ),
    )


def _later(customer_id: int, package_id: int, change: ChangeView) -> tuple[Row, ...]:
    """The other way: once what is billed was served."""
    if not change.parts:
        return ()
    on = change.parts[-1].rest.ends_on + timedelta(days=1)
    args = (customer_id, package_id, on.isoformat())
    return ((Button(Text("package-later", on=on), "package.plan", args, once=True),),)


def _reckoned(change: ChangeView) -> Sequence[Block]:
    """The computation of each billed span, and what ends or stays with the old package."""
    own, discount = change.own_price, change.discount
    terms = Lines(
        Text("package-own-price-ends", price=own) if own is not None else None,
        Text("package-discount-stays", discount=discount) if discount else None,
        None if change.parts else Text("package-unbilled", price=change.price),
    )
    return (*(_part(change, part) for part in change.parts), terms)


def _part(change: ChangeView, part: PartView) -> Lines:
    billed = part.billed
    days = proration.days_of(billed.span)
    vat = part.charge.vat - part.back.vat
    within = part.charge.is_within and part.back.is_within
    return Lines(
        Text("package-left", first=part.rest.starts_on, last=part.rest.ends_on, left=part.left),
        Text("package-back", package=change.old, whole=billed.worth.amount,
             days=(billed.span.ends_on - billed.first_on).days + 1, left=part.left,
             amount=-part.back.amount),
        Text("package-charge", package=change.new, whole=part.price, days=days, left=part.left,
             amount=part.charge.amount),
        Text("package-difference", amount=part.charge.amount - part.back.amount),
        Text("bill-vat-within" if within else "bill-vat", vat=vat) if vat else None,
    )  # fmt: skip


def _what_follows(would: Foreseen) -> Lines:
    change = would.change
    nothing = bool(change.parts) and not (change.bills or change.notes)
    return Lines(
        *(Text("package-bill", total=bill.total, on=bill.due_on) for bill in change.bills),
        *(Text("package-note", total=note.total) for note in change.notes),
        Text("package-even") if nothing else None,
        Text("paid-due-now", due=would.due),
        Text("paid-due-after", due=would.due_after),
        Text("paid-advance", advance=would.advance_after) if would.advance_after else None,
    )


@action("package.change", right=RIGHT, refresh="package.foreseen")
async def change(
    turn: Turn,
    actor: Actor,
    ports: Ports,
    customer_id: int,
    package_id: int,
    old_id: int,
    day: str,
    more_minor: int,
) -> Screen:
    """Change it as it was shown; until the day is over it can be taken back."""
    shown = Shown(old_id, date.fromisoformat(day), more_minor)
    made = await package_changes.change(actor, customer_id, package_id, shown=shown)
    papers = [
        Button(Text("package-paper-bill", number=bill.number), "bill", (bill.id,))
        for bill in made.bills
    ]
    return Screen(
        (Text("package-done", old=made.old, new=made.new),),
        (
            *((paper,) for paper in papers),
            (
                _undo(customer_id, made.id),
                Button(Text("paid-customer"), "customer", (customer_id,)),
            ),
        ),
    )


@action("package.plan", right=RIGHT, refresh="package.foreseen")
async def plan(
    turn: Turn, actor: Actor, ports: Ports, customer_id: int, package_id: int, day: str
) -> Screen:
    """From the day after the last that is billed."""
    shown_on = date.fromisoformat(day)
    made = await planned_changes.plan(actor, customer_id, package_id, shown_on=shown_on)
    return (await customers.customer(actor, ports, customer_id)).saying(_coming(made))


@action("package.call-off", right=RIGHT, refresh="package")
async def call_off(
    turn: Turn, actor: Actor, ports: Ports, customer_id: int, change_id: int
) -> Screen:
    """The package stays what it is."""
    await planned_changes.call_off(actor, change_id)
    return (await choose(actor, ports, customer_id)).saying(Text("package-called-off"))


@screen("package.given-up", right=RIGHT)
async def given_up(actor: Actor, ports: Ports, change_id: int) -> Screen:
    """Who bills is told that a planned change did not come, and why."""
    made = await planned_changes.given_up(actor, change_id)
    rows: list[Row] = [(Button(Text("paid-customer"), "customer", (made.customer_id,)),)]
    if made.why == "unsold":
        rows.insert(0, (Button(Text("package-button"), "package", (made.customer_id,)),))
    return Screen(
        (
            Lines(
                Text("package-given-up", package=made.planned.package, on=made.planned.from_on),
                Text("bill-customer", name=made.name, id=made.code),
            ),
            Text(f"package-given-up-{made.why}"),
        ),
        tuple(rows),
    )


@action("package.take-back", right=RIGHT, refresh="customer")
async def take_back(
    turn: Turn, actor: Actor, ports: Ports, customer_id: int, change_id: int
) -> Screen:
    """The package that they had, and their bills as they were."""
    of = await package_changes.take_back(actor, change_id)
    card = await customers.customer(actor, ports, of)
    return card.saying(Text("package-taken-back"))

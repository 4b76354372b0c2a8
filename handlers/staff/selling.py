"""Selling a package for a time: in one line or two taps, and what is left of it."""

from __future__ import annotations

from collections.abc import Sequence

from domain.customers import customers as customer_verbs
from domain.customers.models import CustomerStatus, ValidFrom
from domain.errors import NotFound, RepeatSuspected
from domain.hotspot import offers, selling
from domain.hotspot.selling import Sold
from domain.hotspot.states import PurchaseStatus
from domain.hotspot.views import Held, OfferView, PurchaseView
from domain.messaging import notices
from domain.outreach import hearing
from domain.payments.states import Method
from domain.ports import Ports
from domain.reports.customer_card import CustomerCard
from domain.staff.rights import Actor
from handlers.staff import customers, payments, search
from handlers.ui import errors, guide
from handlers.ui.commands import action, command
from handlers.ui.flows import Filling, Option, Step, flow
from handlers.ui.screens import Block, Button, Lines, Screen, Text
from handlers.ui.turns import Turn

RIGHT = "payment.record"
_OFFERED = 6  # beside Confirm


def _may_buy(card: CustomerCard) -> bool:
    return card.buys and card.status is not CustomerStatus.LEFT


customers.on_card(Text("sell-button"), "sell.begin", right=RIGHT, order=15, when=_may_buy)


@customers.fact("customer.see")
async def bought_fact(actor: Actor, ports: Ports, card: CustomerCard) -> Sequence[Text]:
    """What serves the customer and what is left of it, what waits, and how they log in."""
    if not card.buys:
        return ()
    held = await selling.held(actor, card.id)
    return () if held is None else said(held)


def said(held: Held) -> list[Text]:
    """What somebody has of purchases, in lines."""
    lines = [_now(held.now, held.left_mb)] if held.now else [Text("bought-nothing")]
    lines += [Text("bought-waits", package=each.package, lasts=each.lasts) for each in held.waiting]
    if held.ordered:
        lines.append(Text("bought-ordered", package=held.ordered.package))
    if held.password:
        lines.append(Text("bought-login", login=held.username, password=held.password))
    return lines


def _now(now: PurchaseView, left_mb: int | None) -> Text:
    left = None if now.cap_mb is None else left_mb
    if now.status is PurchaseStatus.OPEN or now.ends_at is None:
        return Text("bought-open", package=now.package, lasts=now.lasts, left=left)
    return Text("bought-runs", package=now.package, until=now.ends_at, left=left)


@action("sell.begin", right=RIGHT, refresh="customer")
async def from_card(turn: Turn, actor: Actor, ports: Ports, customer_id: int) -> Screen:
    """From the customer card: what they had last, unless another is chosen."""
    customer = await customer_verbs.get(actor, customer_id)
    sold = await offers.of(actor, customer_id)
    usual = [each.id for each in sold if each.id == customer.package_id]
    known = {"customer": customer_id, **({"package": usual[0]} if usual else {})}
    return await guide.begin(SELL, turn, actor, ports, values=known)


@command("sell", right=RIGHT, args="CUSTOMER PACKAGE [METHOD]")
async def by_command(turn: Turn, actor: Actor, ports: Ports) -> Screen:
    """`/sell nila day-pass bkash`: whom, which package, how it was paid."""
    customer, package, method = [*turn.words, "", "", ""][:3]
    given = {"customer": customer, "package": package, "method": method}
    return await guide.begin(SELL, turn, actor, ports, given=given)


async def _offers(filling: Filling) -> Sequence[OfferView]:
    return await offers.of(filling.actor, filling.values["customer"])


async def _options(filling: Filling) -> Sequence[Option]:
    return [Option(offer_text(each), each.id) for each in await _offers(filling)]


def offer_text(offer: OfferView) -> Text:
    """A package as a button says it."""
    return Text(
        "sell-offer", package=offer.name, price=offer.price, lasts=offer.lasts, cap=offer.cap_mb
    )


async def _package(filling: Filling, text: str) -> int:
    """By code, or by its name as far as that is of one alone."""
    word = text.strip().casefold()
    found = await _offers(filling)
    exact = [each for each in found if word in (each.code.casefold(), each.name.casefold())]
    near = exact or [each for each in found if each.name.casefold().startswith(word)]
    if len(near) != 1:
        raise NotFound(what="package", given=text[:40])
    return near[0].id


async def _confirm(filling: Filling) -> Screen:
    customer = await customer_verbs.get(filling.actor, filling.values["customer"])
    would = await selling.foresee(filling.actor, customer.id, filling.values["package"])
    held = await selling.held(filling.actor, customer.id)
    runs = held.now if held else None
    offer = would.offer
    heard = await hearing.hears(customer.id, notices.PACKAGE_BOUGHT)
    blocks: list[Block] = [
        Text("sell-confirm", name=customer.name, id=customer.code),
        Lines(
            offer_text(offer),
            Text("sell-to-pay", amount=would.to_pay) if would.to_pay else Text("sell-by-advance"),
            Text("sell-after", package=runs.package) if runs else None,
            Text("sell-by-login") if offer.valid_from is ValidFrom.LOGIN and not runs else None,
        ),
        Text("customer-told-then" if heard else "customer-untold-then"),
    ]
    return Screen(tuple(blocks))


async def _do(filling: Filling) -> Screen:
    actor, values = filling.actor, filling.values
    try:
        sold = await selling.sell(
            actor, values["customer"], values["package"], Method(values["method"])
        )
    except RepeatSuspected as why:
        args = (values["customer"], values["package"], values["method"])
        return Screen(
            (errors.sentence(why),),
            (
                (Button(Text("sell-again"), "sell.again", args, once=True),),
                (Button(Text("paid-customer"), "customer", (values["customer"],)),),
            ),
        )
    return await _sold(actor, sold)


async def _sold(actor: Actor, sold: Sold) -> Screen:
    """What was sold, and how to log in; the money can be taken back for a while."""
    held = await selling.held(actor, sold.customer_id)
    undo = (payments.PAID.undo_button(sold.payment_id),) if sold.payment_id else ()
    return Screen(
        (Text("sell-done"), *((Lines(*said(held)),) if held else ())),
        ((*undo, Button(Text("paid-customer"), "customer", (sold.customer_id,))),),
    )


@action("sell.again", right=RIGHT, refresh="customer")
async def again(
    turn: Turn, actor: Actor, ports: Ports, customer_id: int, package_id: int, method: str
) -> Screen:
    """One more of the same, on purpose."""
    sold = await selling.sell(actor, customer_id, package_id, Method(method), again=True)
    return await _sold(actor, sold)


SELL = flow(
    "sell",
    search.customer_step(),
    Step("package", Text("sell-which"), parse=_package, options=_options, columns=1,
         beside=_OFFERED),
    payments.METHOD,
    confirm=_confirm,
    do=_do,
    right=RIGHT,
    agree="sell-agree",
)  # fmt: skip

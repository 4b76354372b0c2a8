"""The customer card: what staff see of a customer, and what they can do from there.

Other modules put their facts and buttons on it with `fact` and `on_card`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from domain import clock
from domain.ports import Ports
from domain.reports import customer_card
from domain.reports.customer_card import CustomerCard
from domain.staff.rights import Actor
from handlers.ui.commands import screen
from handlers.ui.screens import Block, Button, Lines, Screen, Text, Watch, in_rows

KEPT_TRUE = timedelta(days=2)

Fact = Callable[[Actor, Ports, CustomerCard], Awaitable[Sequence[Text]]]


def always(_card: CustomerCard) -> bool:
    """For buttons that every customer's card has."""
    return True


@dataclass(frozen=True, slots=True)
class CardButton:
    """A button of the customer card: an action that gets the customer's row id."""

    order: int
    text: Text
    action: str
    right: str
    when: Callable[[CustomerCard], bool]


_buttons: list[CardButton] = []
_facts: list[tuple[str, Fact]] = []


def on_card(
    text: Text,
    action: str,
    *,
    right: str,
    order: int = 50,
    when: Callable[[CustomerCard], bool] = always,
) -> None:
    """Put a button on the card, for those with the right; lower orders come first.

    What it opens asks before it does anything: the button itself is no one-use button.
    """
    _buttons.append(CardButton(order, text, action, right, when))


def fact(right: str) -> Callable[[Fact], Fact]:
    """Add lines to the card for those with the right: `async def f(actor, ports, card)`.

    It must answer from the database: a card never waits for a router or provider.
    """

    def register(lines: Fact) -> Fact:
        _facts.append((right, lines))
        return lines

    return register


@screen("customer", right="customer.see")
async def customer(actor: Actor, ports: Ports, customer_id: int) -> Screen:
    """The card of a customer, by row id."""
    card = await customer_card.card(actor, customer_id)
    more = [
        line
        for right, lines in _facts
        if actor.can(right)
        for line in await lines(actor, ports, card)
    ]
    blocks: list[Block] = [_who(card), _service(card)]
    if card.due is not None:
        blocks.append(_money(card))
    if more:
        blocks.append(Lines(*more))
    return Screen(
        tuple(blocks),
        in_rows(_offered(actor, card)),
        watch=Watch("customer", (card.id,), f"customer:{card.id}", until=clock.now() + KEPT_TRUE),
    ).with_rows((Button(Text("refresh"), "customer", (card.id,)), Button(Text("home"), "home")))


def _offered(actor: Actor, card: CustomerCard) -> list[Button]:
    shown = [each for each in _buttons if actor.can(each.right) and each.when(card)]
    return [
        Button(each.text, each.action, (card.id,))
        for each in sorted(shown, key=lambda each: each.order)
    ]


def _who(card: CustomerCard) -> Lines:
    return Lines(
        Text("customer-head", name=card.name, id=card.code),
        Text("customer-status", status=Text(f"customer-status-{card.status}")),
        Text("customer-mobile", mobile=card.mobile),
        Text("customer-whatsapp", mobile=card.whatsapp)
        if card.whatsapp and card.whatsapp != card.mobile
        else None,
        Text("customer-where", zone=card.zone or None, address=card.address or None)
        if card.zone or card.address
        else None,
        Text("customer-operator", operator=card.operator),
    )


def _service(card: CustomerCard) -> Lines:
    package = (
        Text("customer-package", package=card.package)
        if card.price is None or card.buys
        else Text("customer-package-price", package=card.package, price=card.price)
    )
    return Lines(
        package,
        Text("customer-discount", discount=card.discount) if card.discount else None,
        Text("customer-username", username=card.username) if card.username else None,
        Text("customer-ip", ip=card.ip) if card.ip else None,
        Text("customer-router", router=card.router) if card.router else None,
        Text("customer-expires", on=card.expires_on) if card.expires_on else None,
        Text("customer-promised", on=card.promised_until) if card.promised_until else None,
        Text("customer-exempt") if card.exempt else None,
        Text("customer-never-billed") if card.never_billed else None,
        Text("customer-opted-out") if card.opted_out else None,
    )


def _money(card: CustomerCard) -> Lines:
    return Lines(
        Text("customer-due", due=card.due) if card.due else Text("customer-due-none"),
        Text("customer-advance", advance=card.advance) if card.advance else None,
    )

"""What is another for one customer: how long their validity is, and whether rules pass them by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from domain import clock
from domain.calendar import parse_day, today
from domain.customers import catalog
from domain.customers import customers as customer_verbs
from domain.customers.models import Customer
from domain.errors import InvalidValue
from domain.ports import Ports
from domain.staff.rights import Actor
from handlers.staff import customers, search
from handlers.ui import guide
from handlers.ui.commands import action, command, screen
from handlers.ui.flows import Filling, Option, Step, flow
from handlers.ui.screens import Button, Lines, Screen, Text
from handlers.ui.turns import Turn

RIGHT = "customer.edit"
ENDLESS = ""

customers.on_card(Text("validity-button"), "customer.validity", right=RIGHT, order=78)
customers.on_card(Text("exceptions-button"), "customer.exceptions", right=RIGHT, order=79)


@command("validity", right=RIGHT, args="CUSTOMER")
async def validity(turn: Turn, actor: Actor, ports: Ports) -> Screen:
    """`/validity rahim`: until when the service is paid for, and until when it is to be."""
    return await guide.begin(VALIDITY, turn, actor, ports, given={"customer": turn.text})


@action("customer.validity", right=RIGHT, refresh="customer")
async def from_card(turn: Turn, actor: Actor, ports: Ports, customer_id: int) -> Screen:
    """From the customer's card."""
    customer = await customer_verbs.get(actor, customer_id)
    return await guide.begin(VALIDITY, turn, actor, ports, values={"customer": customer.id})


async def _customer(filling: Filling) -> Customer:
    return await customer_verbs.get(filling.actor, filling.values["customer"])


async def _ask(filling: Filling) -> Screen:
    customer = await _customer(filling)
    return Screen(
        (
            Text("validity-ask", name=customer.name, id=customer.code),
            Text("validity-until", on=customer.expires_on)
            if customer.expires_on
            else Text("validity-endless"),
        )
    )


async def _days(filling: Filling) -> Sequence[Option]:
    """As many days more as the package has, once or twice; or without an end."""
    customer = await _customer(filling)
    days = await catalog.validity_of(customer.package_id)
    on = today(clock.now(), filling.actor.timezone)
    since = max(customer.expires_on or on, on - timedelta(days=1))
    later = [(count, since + timedelta(days=count)) for count in (days, 2 * days)]
    return [
        *(Option(Text("validity-more", days=count, on=day), str(day)) for count, day in later),
        Option(Text("validity-no-end"), ENDLESS),
    ]


async def _day(filling: Filling, text: str) -> str:
    customer = await _customer(filling)
    on = today(clock.now(), filling.actor.timezone)
    day = parse_day(text, on)
    if day < customer.joined_on:
        raise InvalidValue(field="expires_on", given=str(day), example=str(on))
    return str(day)


async def _what_happens(filling: Filling) -> Screen:
    customer, until = await _customer(filling), _until(filling)
    on = today(clock.now(), filling.actor.timezone)
    now = customer.expires_on
    return Screen(
        (
            Text("validity-confirm", name=customer.name, id=customer.code),
            Lines(
                Text("validity-before", on=now) if now else Text("validity-before-endless"),
                Text("validity-after", on=until) if until else Text("validity-after-endless"),
            ),
            Text("validity-is-over" if until and until < on else "validity-follows"),
        )
    )


def _until(filling: Filling) -> date | None:
    said = filling.values["until"]
    return date.fromisoformat(said) if said else None


async def _do(filling: Filling) -> Screen:
    customer_id = filling.values["customer"]
    await customer_verbs.change(filling.actor, customer_id, expires_on=_until(filling))
    card = await customers.customer(filling.actor, filling.ports, customer_id)
    return card.below(Text("validity-done"))


VALIDITY = flow(
    "validity",
    search.customer_step(),
    Step("until", _ask, parse=_day, options=_days, columns=1),
    confirm=_what_happens,
    do=_do,
    right=RIGHT,
)


@screen("customer.exceptions", right=RIGHT)
async def exceptions(actor: Actor, ports: Ports, customer_id: int) -> Screen:
    """Whether rules pass the customer by: two flags, each with what it does."""
    customer = await customer_verbs.get(actor, customer_id)
    flags = {"exempt": customer.exempt, "never_billed": customer.never_billed}
    said = {name: name.replace("_", "-") for name in flags}
    return Screen(
        (
            Text("exceptions-of", name=customer.name, id=customer.code),
            *(
                Text(f"exception-{said[name]}-{'on' if on else 'off'}")
                for name, on in flags.items()
            ),
        ),
        (
            *(
                (
                    Button(
                        Text(f"exception-{said[name]}-{'drop' if on else 'make'}"),
                        "customer.except",
                        (customer.id, name, 0 if on else 1),
                    ),
                )
                for name, on in flags.items()
            ),
            (Button(Text("back"), "customer", (customer.id,)),),
        ),
    )


@action("customer.except", right=RIGHT, refresh="customer.exceptions")
async def set_exception(
    turn: Turn, actor: Actor, ports: Ports, customer_id: int, name: str, on: int
) -> Screen:
    """One of the flags as the button said, however often it is tapped."""
    if name == "exempt":
        await customer_verbs.change(actor, customer_id, exempt=bool(on))
    elif name == "never_billed":
        await customer_verbs.change(actor, customer_id, never_billed=bool(on))
    return await exceptions(actor, ports, customer_id)

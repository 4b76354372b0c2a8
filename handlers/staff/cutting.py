"""Cutting and reconnecting one customer by hand: why, what will happen, who did it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from domain import clock
from domain.billing import dues, enforcement
from domain.calendar import parse_day, today
from domain.customers import customers as customer_verbs
from domain.customers.models import HELD, Customer, CustomerStatus
from domain.errors import AlreadyDone, InvalidState
from domain.messaging import notices
from domain.network import holding as obstacles
from domain.outreach import hearing
from domain.ports import Ports
from domain.staff.rights import Actor
from handlers.staff import customers, search
from handlers.staff.reasons import reason_step
from handlers.ui import guide
from handlers.ui.commands import action, command
from handlers.ui.flows import Filling, Flow, Option, Step, flow
from handlers.ui.screens import Lines, Screen, Text
from handlers.ui.turns import Turn

RIGHT = "customer.suspend"
TOLD = {"suspend": notices.SUSPENDED, "reconnect": notices.ACTIVATED}
REASONS = {
    "suspend": ("asked", "misuse", "unpaid", "repair"),
    "reconnect": ("promised", "mistake", "asked", "tested"),
}
_KEPT_ON = (1, 3, 7)  # days

customers.on_card(
    Text("suspend-button"),
    "customer.suspend",
    right=RIGHT,
    order=70,
    when=lambda card: card.status is CustomerStatus.ACTIVE,
)
customers.on_card(
    Text("reconnect-button"),
    "customer.reconnect",
    right=RIGHT,
    order=70,
    when=lambda card: card.status in HELD,
)


@command("suspend", right=RIGHT, args="CUSTOMER")
async def suspend(turn: Turn, actor: Actor, ports: Ports) -> Screen:
    """`/suspend rahim`: asks why, shows what will happen."""
    return await guide.begin(SUSPEND, turn, actor, ports, given={"customer": turn.text})


@command("reconnect", right=RIGHT, args="CUSTOMER")
async def reconnect(turn: Turn, actor: Actor, ports: Ports) -> Screen:
    """`/reconnect rahim`: the same the other way round."""
    return await guide.begin(RECONNECT, turn, actor, ports, given={"customer": turn.text})


@action("customer.suspend", right=RIGHT, refresh="customer")
async def suspend_from_card(turn: Turn, actor: Actor, ports: Ports, customer_id: int) -> Screen:
    """From the customer's card: the reason is what is missing."""
    return await _begin(SUSPEND, turn, actor, ports, customer_id)


@action("customer.reconnect", right=RIGHT, refresh="customer")
async def reconnect_from_card(turn: Turn, actor: Actor, ports: Ports, customer_id: int) -> Screen:
    """From the customer's card: the reason is what is missing."""
    return await _begin(RECONNECT, turn, actor, ports, customer_id)


async def _begin(which: Flow, turn: Turn, actor: Actor, ports: Ports, customer_id: int) -> Screen:
    customer = await customer_verbs.get(actor, customer_id)
    _check(which.name, customer)
    return await guide.begin(which, turn, actor, ports, values={"customer": customer.id})


def _check(act: str, customer: Customer) -> None:
    """Nobody is asked why for what is so already, or can't be."""
    is_held = customer.status in HELD
    if is_held is (act == "suspend"):
        raise AlreadyDone(what=act)
    if act == "suspend" and customer.status is not CustomerStatus.ACTIVE:
        raise InvalidState(what="customer", state=customer.status.value)


def _customer_step(act: str) -> Step:
    async def read(filling: Filling, text: str) -> int:
        customer_id = await search.pick(filling, text)
        _check(act, await customer_verbs.get(filling.actor, customer_id))
        return customer_id

    return replace(search.customer_step(), parse=read)


async def _what_happens(filling: Filling, act: str) -> Screen:
    customer = await customer_verbs.get(filling.actor, filling.values["customer"])
    due = await dues.due_of(customer.id)
    whose = {"name": customer.name, "id": customer.code}
    though_due = act == "reconnect" and due
    return Screen(
        (
            Text("reconnect-ask-though-due", **whose)
            if though_due
            else Text(f"{act}-ask", **whose),
            Lines(
                await _what_follows(customer.id, act),
                await _kept_on(filling) if act == "reconnect" else None,
                Text("cutting-reason", reason=filling.values["reason"]),
                Text("cutting-due", due=due) if due and filling.actor.can("amount.see") else None,
            ),
        )
    )


async def _what_follows(customer_id: int, act: str) -> Text:
    """What becomes of it on the router, and what the customer hears."""
    why = await obstacles.obstacle(customer_id)
    if why:
        return Text(f"{act}-nothing", why=Text(f"unheld-{why}"))
    heard = await hearing.hears(customer_id, TOLD[act])
    return Text(f"{act}-follows" if heard else "follows-unheard")


async def _before_suspending(filling: Filling) -> Screen:
    return await _what_happens(filling, "suspend")


async def _before_reconnecting(filling: Filling) -> Screen:
    return await _what_happens(filling, "reconnect")


async def _suspend(filling: Filling) -> Screen:
    given = filling.values
    changed = await enforcement.suspend_by_hand(filling.actor, given["customer"], given["reason"])
    return await _done(filling, "suspend", changed)


async def _reconnect(filling: Filling) -> Screen:
    given, said = filling.values, filling.values.get("until")
    changed = await enforcement.reconnect_by_hand(
        filling.actor,
        given["customer"],
        given["reason"],
        until=date.fromisoformat(said) if said else None,
    )
    return await _done(filling, "reconnect", changed)


async def _done(filling: Filling, act: str, changed: bool) -> Screen:
    customer_id = filling.values["customer"]
    card = await customers.customer(filling.actor, filling.ports, customer_id)
    if not changed:
        return card.below(Text(f"{act}-before"))
    return card.below(Lines(Text(f"{act}-done"), await _what_follows(customer_id, act)))


async def _kept_on(filling: Filling) -> Text | None:
    """Up to which day the rules are held off, where they say otherwise."""
    if not await enforcement.is_ruled_off(filling.values["customer"]):
        return None
    said = filling.values.get("until")
    on = today(clock.now(), filling.actor.timezone)
    return Text("reconnect-kept", on=date.fromisoformat(said) if said else on + enforcement.KEPT_ON)


async def _days(filling: Filling) -> Sequence[Option]:
    """So many days, where the rules say otherwise."""
    if not await enforcement.is_ruled_off(filling.values["customer"]):
        return ()
    on = today(clock.now(), filling.actor.timezone)
    days = [(count, str(on + timedelta(days=count))) for count in _KEPT_ON]
    return [Option(Text("reconnect-days", days=count), day) for count, day in days]


async def _day(filling: Filling, text: str) -> str:
    return str(parse_day(text, today(clock.now(), filling.actor.timezone)))


SUSPEND = flow(
    "suspend",
    _customer_step("suspend"),
    reason_step("suspend-why", [f"suspend-why-{each}" for each in REASONS["suspend"]]),
    confirm=_before_suspending,
    do=_suspend,
    right=RIGHT,
    agree="suspend-yes",
)
RECONNECT = flow(
    "reconnect",
    _customer_step("reconnect"),
    reason_step("reconnect-why", [f"reconnect-why-{each}" for each in REASONS["reconnect"]]),
    Step(
        "until",
        Text("reconnect-until"),
        parse=_day,
        options=_days,
        default="",
        asked=False,
        beside=len(_KEPT_ON),
    ),
    confirm=_before_reconnecting,
    do=_reconnect,
    right=RIGHT,
    agree="reconnect-yes",
)

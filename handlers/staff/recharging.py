"""Redeeming a recharge card for a customer: by one line, or from the customer's card.

What is typed is a secret until it is used, so a conversation keeps it sealed.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.billing import dues
from domain.customers import customers as customer_verbs
from domain.errors import DomainError
from domain.ports import Ports
from domain.reports.customer_card import CustomerCard
from domain.staff.rights import Actor
from domain.vouchers import redeeming, rules, tries
from handlers.staff import customers, payments, search
from handlers.ui import errors, guide
from handlers.ui.commands import action, command
from handlers.ui.flows import Filling, Step, flow
from handlers.ui.screens import Lines, Screen, Text
from handlers.ui.turns import Turn

SHORTEST = 8  # digits that are meant as a PIN, and not as a number of a customer

customers.on_card(Text("recharge-button"), "recharge.begin", right="voucher.redeem", order=25)


@customers.fact("voucher.redeem")
async def locked(actor: Actor, ports: Ports, card: CustomerCard) -> Sequence[Text]:
    """Why the customer's PINs are refused."""
    until = await tries.locked_until(card.id)
    return [Text("recharge-locked", until=until)] if until else []


@action("recharge.begin", right="voucher.redeem", refresh="customer")
async def from_card(turn: Turn, actor: Actor, ports: Ports, customer_id: int) -> Screen:
    """From the customer card: the PIN is what is missing."""
    return await guide.begin(RECHARGE, turn, actor, ports, values={"customer": customer_id})


@command("recharge", right="voucher.redeem", args="CUSTOMER PIN")
async def by_command(turn: Turn, actor: Actor, ports: Ports) -> Screen:
    """`/recharge 1001 1234 5678 9012 3456`; what is missing is asked."""
    customer, pin = _parted(turn.words)
    given = {"customer": customer, "pin": redeeming.sealed(pin) if pin else ""}
    return await guide.begin(RECHARGE, turn, actor, ports, given=given)


def _parted(words: Sequence[str]) -> tuple[str, str]:
    """The customer, and the digits at the end that are the PIN, with or without spaces."""
    digits = ""
    for at in range(len(words) - 1, 0, -1):
        if not (part := rules.tidy_pin(words[at])):
            break
        digits = part + digits
        if len(digits) == rules.PIN_DIGITS:
            return " ".join(words[:at]), digits
    last = rules.tidy_pin(words[-1]) if len(words) > 1 else ""
    if len(last) >= SHORTEST:
        return " ".join(words[:-1]), last
    return " ".join(words), ""


async def _pin(filling: Filling, text: str) -> str:
    """The PIN, sealed; a wrong one counts as a try of the customer."""
    pin = redeeming.opened(text)
    await redeeming.look(filling.actor, int(filling.values["customer"]), pin)
    return redeeming.sealed(pin)


async def _confirm(filling: Filling) -> Screen:
    customer = await customer_verbs.get(filling.actor, filling.values["customer"])
    try:
        good = await redeeming.look(
            filling.actor, customer.id, redeeming.opened(filling.values["pin"])
        )
    except DomainError as why:  # it was redeemed meanwhile, or its last day ended
        return Screen((errors.sentence(why),))
    due = await dues.due_of(customer.id)
    return Screen(
        (
            Text("recharge-confirm", value=good.value, name=customer.name, id=customer.code),
            Lines(
                Text("recharge-card", serial=good.serial),
                Text("cards-until", on=good.expires_on) if good.expires_on else None,
                Text("paid-due-now", due=due),
            ),
        )
    )


async def _do(filling: Filling) -> Screen:
    pin = redeeming.opened(filling.values["pin"])
    payment = await redeeming.by_staff(filling.actor, int(filling.values["customer"]), pin)
    return await payments.recorded(filling.actor, filling.ports, payment.id)


RECHARGE = flow(
    "recharge",
    search.customer_step(),
    Step("pin", Text("recharge-ask-pin"), parse=_pin),
    confirm=_confirm,
    do=_do,
    right="voucher.redeem",
    agree="recharge-agree",
)

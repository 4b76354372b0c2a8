"""Why the line is off, as the customer asks it themselves."""

from __future__ import annotations

from domain.billing import whys
from domain.billing.whys import Why
from domain.chat.principals import CustomerSelf
from domain.ports import Ports
from handlers.ui.commands import CUSTOMER, action, command
from handlers.ui.screens import Lines, Screen, Text, command_button
from handlers.ui.turns import Turn

BALANCE = "balance"
KNOWN = ("overdue", "threshold", "expired", BALANCE)


@command("why", sides=CUSTOMER)
async def why(turn: Turn, customer: CustomerSelf, ports: Ports) -> Screen:
    """Of each of their connections whether it is on, and if not why, and what brings it back."""
    found = await whys.of_own(customer)
    return Screen(
        (Text("my-why-title"), *(_said(each) for each in found)),
        ((command_button(Text("home"), "start"),),),
    )


@action("my.why", sides=CUSTOMER)
async def asked(turn: Turn, customer: CustomerSelf, ports: Ports) -> Screen:
    """The same from the greeting."""
    return await why(turn, customer, ports)


def _said(each: Why) -> Lines:
    due = Text("my-why-due", due=each.due) if each.due else None
    if not each.rule:
        return Lines(Text("my-why-on", id=each.code), due)
    rule = each.rule if each.rule in KNOWN else "office"
    since = Text("my-why-since", at=each.at) if each.at else None
    return Lines(Text("my-why-off", id=each.code), since, _because(rule, each), due, _back(rule))


def _because(rule: str, each: Why) -> Text:
    if rule == BALANCE:
        return Text("my-why-balance")
    if rule == "expired" and each.until:
        return Text("my-why-expired", on=each.until)
    if rule == "overdue" and each.oldest_due_on:
        return Text("my-why-overdue", on=each.oldest_due_on)
    return Text("my-why-threshold" if rule == "threshold" else "my-why-office")


def _back(rule: str) -> Text:
    paying = rule in ("overdue", "threshold", BALANCE)
    return Text("my-why-pay" if paying else "my-why-call")

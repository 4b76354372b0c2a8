"""Why a customer was cut, and why they came back: by which rule, with which figures, by whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from domain.billing import collecting, whys
from domain.billing.states import CollectionStatus
from domain.customers import customers as customer_verbs
from domain.fields import from_ms
from domain.money import Money
from domain.network import services
from domain.network.views import SuspensionView
from domain.ports import Ports
from domain.reports.customer_card import CustomerCard
from domain.staff import people
from domain.staff.rights import Actor
from handlers.staff import customers, search
from handlers.ui import guide
from handlers.ui.commands import command, screen
from handlers.ui.flows import Filling, flow
from handlers.ui.screens import Button, Lines, Screen, Text
from handlers.ui.turns import Turn

SHOWN = 6
BOUGHT = ("time-over", "data-used")  # rules of what was bought
CUT = (
    "overdue", "threshold", "expired", "balance", "manual", *BOUGHT, "purchase-unpaid",
    "nothing-bought",
)  # fmt: skip
BACK = ("paid", "manual", "bought")

customers.on_card(Text("cuts-button"), "customer.cuts", right="customer.see", order=75)


@customers.fact("customer.see")
async def collection_fact(actor: Actor, ports: Ports, card: CustomerCard) -> Sequence[Text]:
    """How far it has come with what is open."""
    stands = await collecting.of(actor, card.id)
    if stands is CollectionStatus.CLEAR:
        return ()
    return [Text("customer-collection", status=Text(f"collection-{stands}"))]


@screen("customer.cuts", right="customer.see")
async def cuts(actor: Actor, ports: Ports, customer_id: int) -> Screen:
    """The last suspensions and reconnections; amounts for those who may see them."""
    customer = await customer_verbs.get(actor, customer_id)
    rows = await services.history(customer_id, SHOWN)
    names = await people.names_of(row.staff_id for row in rows)
    now = await whys.rule_now(actor, customer_id)
    return Screen(
        (
            Text("cuts-of", name=customer.name, id=customer.code),
            Text("why-now", rule=Text(f"audit-rule-{now}")) if now else Text("why-now-none"),
            *(_said(row, names, actor) for row in rows),
            *(() if rows else (Text("cuts-none"),)),
        ),
        ((Button(Text("back"), "customer", (customer_id,)),),),
    )


@command("why", right="customer.see", args="CUSTOMER")
async def why(turn: Turn, actor: Actor, ports: Ports) -> Screen:
    """`/why 1023`: why they were cut, by which rule with which figures, and what holds now."""
    return await guide.begin(WHY, turn, actor, ports, given={"customer": turn.text})


async def _show(filling: Filling) -> Screen:
    return await cuts(filling.actor, filling.ports, filling.values["customer"])


WHY = flow("why", search.customer_step(), do=_show, right="customer.see")


def _said(row: SuspensionView, names: Mapping[int, str], actor: Actor) -> Lines:
    who = names.get(row.staff_id or 0) or Text("audit-system")
    cut = row.act == "suspend"
    rule = row.rule if row.rule in (CUT if cut else BACK) else "other"
    what = (
        Text(f"cut-{rule}", at=row.at, who=who) if cut else Text(f"back-{rule}", at=row.at, who=who)
    )
    reason = str(row.figures.get("reason") or "")
    return Lines(
        what,
        Text("cutting-reason", reason=reason) if reason else None,
        *_amounts(row.figures, actor),
        *(_days(row.figures) if rule in {"overdue", "threshold", "expired"} else ()),
        *(_balance(row.figures, actor) if rule == "balance" else ()),
        *((_of_purchase(row.figures),) if rule in BOUGHT else ()),
    )


def _of_purchase(figures: Mapping[str, Any]) -> Text:
    return Text(
        "cut-package",
        package=figures["package"],
        **{"from": from_ms(figures["starts_at"]), "until": from_ms(figures["ended_at"])},
    )


def _amounts(figures: Mapping[str, Any], actor: Actor) -> tuple[Text, ...]:
    if not actor.can("amount.see") or "currency" not in figures:
        return ()
    currency, over = str(figures["currency"]), figures.get("over_minor")
    due = Text("cut-due", due=Money(int(figures.get("due_minor") or 0), currency))
    return (due,) if over is None else (due, Text("cut-over", over=Money(int(over), currency)))


def _balance(figures: Mapping[str, Any], actor: Actor) -> list[Text]:
    """Of a prepaid balance that ran out: what was there, what a day costs, how long it lasted."""
    currency, warned = str(figures["currency"]), figures.get("warned_on")
    until = datetime.fromisoformat(str(figures["paid_until"]))
    was = Text(
        "cut-balance-was",
        balance=Money(int(figures["balance_minor"]), currency),
        price=Money(int(figures["day_minor"]), currency),
    )
    return [
        *([was] if actor.can("amount.see") else []),
        Text("cut-paid-until", at=until),
        *([Text("cut-warned", on=date.fromisoformat(warned))] if warned else []),
    ]


def _days(figures: Mapping[str, Any]) -> list[Text]:
    oldest, warned = figures.get("oldest_due_on"), figures.get("warned_on")
    grace, valid = figures.get("grace_days"), figures.get("valid_until")
    return [
        *([Text("cut-valid", on=date.fromisoformat(valid))] if valid else []),
        *([Text("cut-oldest", on=date.fromisoformat(oldest))] if oldest else []),
        *([Text("cut-grace", days=int(grace))] if grace else []),
        *([Text("cut-warned", on=date.fromisoformat(warned))] if warned else []),
    ]

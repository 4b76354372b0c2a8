"""Why somebody is cut: what the rules say of them today, and what a customer is told themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from domain import calendar, clock
from domain.billing import dues, queries
from domain.chat.principals import CustomerSelf
from domain.customers import customers
from domain.customers.models import HELD
from domain.money import Money
from domain.network import services
from domain.network.services import MANUAL
from domain.staff.rights import Actor


async def rule_now(actor: Actor, customer_id: int) -> str:
    """The rule that would cut the customer today, or holds them; empty where none does.

    Raises `NotFound`.
    """
    await customers.named(actor, customer_id)
    today = calendar.today(clock.now(), actor.timezone)
    return (await dues.standing(customer_id, today)).rule


@dataclass(frozen=True, slots=True)
class Why:
    """Why one of a customer's connections is off, since `at`; `rule` is empty where it is on.

    `due` is what is open now; `until` the last day that was valid.
    """

    code: str
    name: str
    rule: str
    at: datetime | None
    due: Money
    oldest_due_on: date | None
    until: date | None


async def of_own(customer: CustomerSelf) -> list[Why]:
    """Of each of their connections."""
    return [await _why(row) for row in await queries.collecting.own(customer.customer_ids)]


async def _why(row: queries.collecting.Own) -> Why:
    today = calendar.today(clock.now(), row.timezone)
    standing = await dues.standing(row.id, today)
    last = next(iter(await services.history(row.id, 1)), None)
    is_cut = last is not None and last.act == "suspend"
    held = row.status in HELD
    rule = (last.rule if last and is_cut else MANUAL) if held else ""
    if rule == MANUAL and standing.due and last and last.figures.get("due_minor"):
        rule = "overdue"  # done by a person because of money: paying ends it
    return Why(
        code=row.code,
        name=row.name,
        rule=rule,
        at=last.at if last and held and is_cut else None,
        due=standing.due,
        oldest_due_on=standing.oldest_due_on,
        until=date.fromisoformat(row.expires_on) if row.expires_on else None,
    )

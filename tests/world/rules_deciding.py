"""Staff decide about money that waits for them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from domain.customers.models import Customer
from domain.errors import RepeatSuspected
from domain.money import Money
from domain.payments import sights, verifying
from domain.payments.models import Verification
from tests.world.rules import Rules, taka, which, who, yes
from tests.world.town import Town


async def _waiting(town: Town, which: int) -> Verification | None:
    found = await verifying.waiting(town.cast.asha)
    return found[which % len(found)] if found else None


async def approved(
    town: Town, which: int, who: int | None, taka: int | None, *, apart: bool
) -> Any:
    """Seen as it is claimed, or as another's, or of another amount; `apart`: another one too."""
    row = await _waiting(town, which)
    if row is None:
        return None
    customer = None if who is None else await town.customer(who)
    amount = None if taka is None else Money(taka * 100)
    await _foresee(town, row, customer, amount)
    given = {"approve": True, "customer": customer, "amount": amount}
    try:
        return await verifying.decide(town.cast.asha, row.id, **given)
    except (sights.TxnUsed, RepeatSuspected) as doubt:
        if not apart:
            raise
        last = doubt.values.get("payment")
        return await verifying.decide(town.cast.asha, row.id, **given, apart_from=last)


async def _foresee(
    town: Town, row: Verification, customer: Customer | None, amount: Money | None
) -> None:
    owner = customer.id if customer else row.customer_id
    if owner is not None:
        minor = amount.minor if amount else row.amount_minor
        town.books.money[verifying.txn_of(row)].add((owner, minor))


async def rejected(town: Town, which: int) -> Any:
    """Nobody has seen the money."""
    row = await _waiting(town, which)
    if row is None:
        return None
    return await verifying.decide(town.cast.asha, row.id, approve=False, reason="not seen")


async def _matched(town: Town, which: int) -> Any:
    row = await _waiting(town, which)
    found = await verifying.paid_by(row) if row else None
    if row is None or found is None:
        return None
    return await verifying.match(town.cast.asha, row.id, found.id)


class Deciding(Rules):
    @rule(which=which, apart=yes)
    def staff_approve(self, which: int, apart: bool) -> None:
        self.do(approved, self.town, which, None, None, apart=apart)

    @rule(which=which, who=st.none() | who, taka=st.none() | taka, apart=yes)
    def staff_approve_otherwise(
        self, which: int, who: int | None, taka: int | None, apart: bool
    ) -> None:
        self.do(approved, self.town, which, who, taka, apart=apart)

    @rule(which=which)
    def staff_reject(self, which: int) -> None:
        self.do(rejected, self.town, which)

    @rule(which=which)
    def staff_say_that_it_is_paid(self, which: int) -> None:
        self.do(_matched, self.town, which)

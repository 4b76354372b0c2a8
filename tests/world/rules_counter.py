"""Staff take money, and take it back."""

from __future__ import annotations

from typing import Any

from hypothesis.stateful import rule

from domain.money import Money
from domain.payments import posting
from domain.payments.models import Payment
from domain.payments.states import Method
from tests.world.rules import Rules, taka, which, who, yes
from tests.world.town import Town


async def recorded(town: Town, who: int, taka: int, **said: Any) -> Any:
    """Cash, or money by another way; what the books may show is announced first."""
    customer, cause = await town.customer(who), town.new_name("cash")
    town.books.money[cause].add((customer.id, taka * 100))
    return await posting.record(town.cast.bina, customer, Money(taka * 100), note=cause, **said)


async def with_a_known_id(town: Town, who: int, taka: int, which: int, again: bool) -> Any:
    """A transaction that customers have shown, or that a gateway has told of."""
    txns = town.told.txns or ["9XK4T2P1QZ"]
    txn = txns[which % len(txns)]
    return await recorded(town, who, taka, method=Method.BKASH, txn_id=txn, again=again)


async def _payment(which: int) -> Payment | None:
    newest = await Payment.all().order_by("-id").limit(8)
    return newest[which % len(newest)] if newest else None


async def taken_back(town: Town, which: int, undo: bool) -> Any:
    """One of the newest payments, undone or reversed."""
    payment = await _payment(which)
    if payment is None:
        return None
    town.books.reversals.add(payment.id)
    if undo:
        return await posting.undo(town.cast.bina, payment.id)
    return await posting.reverse(town.cast.asha, payment.id, "a mistake")


async def _typed(town: Town, who: int, taka: int, undo: bool) -> Any:
    """A line in the chat and a tap, and perhaps one more."""
    customer, bina = await town.customer(who), town.person(town.cast.bina)
    town.books.money[""].add((customer.id, taka * 100))
    await bina.says(f"/paid {customer.code} {taka}")
    if "Confirm" in bina.screen:
        await bina.taps("Confirm")
    if undo and "Undo" in bina.screen:
        newest = await Payment.all().order_by("-id").first()
        assert newest is not None
        town.books.reversals.add(newest.id)
        await bina.taps("Undo")


class Counter(Rules):
    @rule(who=who, taka=taka, again=yes)
    def staff_take_cash(self, who: int, taka: int, again: bool) -> None:
        self.do(recorded, self.town, who, taka, again=again)

    @rule(who=who, taka=taka, which=which, again=yes)
    def staff_record_a_transaction(self, who: int, taka: int, which: int, again: bool) -> None:
        self.do(with_a_known_id, self.town, who, taka, which, again)

    @rule(who=who, taka=taka, undo=yes)
    def staff_type_a_payment(self, who: int, taka: int, undo: bool) -> None:
        self.do(_typed, self.town, who, taka, undo)

    @rule(which=which, undo=yes)
    def staff_take_a_payment_back(self, which: int, undo: bool) -> None:
        self.do(taken_back, self.town, which, undo)

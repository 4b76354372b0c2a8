"""Whoever moves money waits for others before holding what they need: nobody waits in a circle."""

from __future__ import annotations

import asyncio

import pytest

from domain import db
from domain.customers import standing
from domain.money import Money
from domain.payments import attempts, posting, queries, sights, verifying
from domain.payments.models import Payment, Verification
from domain.payments.states import Method
from tests.at_once import Act, somebody_waits
from tests.cast import Cast
from tests.domain.payments import books
from tests.domain.payments.conftest import Shop
from tests.domain.payments.notices import notice
from tests.engines import Engine


@pytest.fixture
async def kept(shop: Shop) -> Verification:
    """Money of Rahim's attempt that waits for a person."""
    shop.gateway.options = {**shop.gateway.options, "verify_by_hand": True}
    await shop.gateway.save()
    attempt = await shop.start()
    shop.pay.paid(attempt.ref, "TX1")
    await attempts.heard(shop.gateway, notice(ref=attempt.ref), shop.ports)
    return await Verification.get()


async def meets(hold: Act, then: Act, act: Act) -> None:
    """Begin the act while somebody holds one thing, who then needs the other, and end both."""
    is_held, goes_on = asyncio.Event(), asyncio.Event()

    async def other() -> None:
        async with db.transaction():
            await hold()
            is_held.set()
            await goes_on.wait()
            await then()

    holding = asyncio.ensure_future(other())
    await is_held.wait()
    acting = asyncio.ensure_future(act())
    while not acting.done() and not await somebody_waits():
        await asyncio.sleep(0)
    goes_on.set()
    await asyncio.gather(holding, acting)


@pytest.mark.parametrize("what", ["attempt", "customer"])
async def test_who_decides_waits_for_an_answer_that_needs_the_transaction(
    shop: Shop, kept: Verification, cast: Cast, engine: Engine, what: str
) -> None:
    async def decide() -> object:
        return await verifying.decide(cast.bina, kept.id, approve=True)

    if engine is Engine.SQLITE:
        await decide()  # there is one writer
    else:
        assert kept.attempt_id is not None
        hold = {
            "attempt": lambda: queries.attempts.hold(kept.attempt_id),
            "customer": lambda: standing.hold([shop.customer.id]),
        }
        await meets(hold[what], lambda: sights.alone_with("TX1"), decide)

    assert await Payment.all().count() == 1
    await books.assert_they_hold()


async def test_who_takes_a_payment_back_waits_for_one_that_needs_its_transaction(
    shop: Shop, cast: Cast, engine: Engine
) -> None:
    payment = await posting.record(
        cast.bina, shop.customer, Money(1000_00), method=Method.BKASH, txn_id="TX1"
    )

    async def take_back() -> object:
        return await posting.reverse(cast.asha, payment.id, "typed twice")

    if engine is Engine.SQLITE:
        await take_back()
    else:
        customer = shop.customer.id
        await meets(lambda: standing.hold([customer]), lambda: sights.alone_with("TX1"), take_back)

    await books.assert_they_hold()

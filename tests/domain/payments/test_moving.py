"""How an attempt comes from state to state: by the map, once, and kept with who did it and why."""

from __future__ import annotations

import itertools
from contextlib import suppress

import pytest

from domain import db
from domain.errors import Refused
from domain.money import Money
from domain.moves import MoveForbidden
from domain.payments import (
    attempts,
    beginning,
    history,
    moving,
    polling,
    rules,
    starting,
    verifying,
)
from domain.payments.models import Attempt, AttemptMove, Verification
from domain.payments.states import AttemptStatus, Mover, VerificationStatus
from domain.ports import Hint, PayState, Verified
from tests.cast import Cast, Moment
from tests.domain.payments.conftest import Shop
from tests.domain.payments.notices import notice


async def _steps(attempt: Attempt) -> list[tuple[str, str, str]]:
    return [(step.became, step.mover, step.why) for step in await history.tried(attempt.id)]


async def test_a_move_that_the_map_does_not_have_is_a_mistake(shop: Shop) -> None:
    attempt = await shop.start()
    for before, to in itertools.product(AttemptStatus, AttemptStatus):
        attempt.status = before
        if to not in rules.MAY[before]:
            with pytest.raises(MoveForbidden):
                await moving.attempt(attempt, to, Mover.CLOCK)
    refused = Verification(id=1, status=VerificationStatus.REJECTED)
    with pytest.raises(MoveForbidden):
        await moving.verification(refused, VerificationStatus.APPROVED)

    assert (await Attempt.get(id=attempt.id)).status is AttemptStatus.INITIATED


async def test_of_two_who_move_it_one_does_and_that_is_kept_once(shop: Shop) -> None:
    first = await shop.start()
    second = await Attempt.get(id=first.id)

    assert await moving.attempt(first, AttemptStatus.FAILED, Mover.GATEWAY, why="2023")
    assert not await moving.attempt(second, AttemptStatus.CANCELLED, Mover.CUSTOMER)

    assert await _steps(first) == [("initiated", "customer", ""), ("failed", "gateway", "2023")]


async def test_every_step_is_kept_with_who_made_it_and_why(shop: Shop, moment: Moment) -> None:
    attempt = await shop.start()
    shop.pay.says(attempt.ref, Verified(PayState.UNKNOWN, reason="away"))
    moment.move(minutes=2)
    await polling.poll_due(shop.ports)
    shop.pay.says(attempt.ref, Verified(PayState.FAILED, attempt.ref, reason="balance 2023"))
    await attempts.returned(shop.link, shop.gateway, Hint(ref=attempt.ref), shop.ports)
    shop.pay.paid(attempt.ref)
    await attempts.heard(shop.gateway, notice(ref=attempt.ref), shop.ports)

    assert await _steps(attempt) == [
        ("initiated", "customer", ""),
        ("unknown", "clock", "away"),
        ("failed", "customer", "balance 2023"),
        ("paid", "gateway", ""),
    ]
    moves = await AttemptMove.all().order_by("id")
    assert [(move.came_from, move.became) for move in moves[1:3]] == [
        (AttemptStatus.INITIATED, AttemptStatus.UNKNOWN),
        (AttemptStatus.UNKNOWN, AttemptStatus.FAILED),
    ]


async def test_a_start_that_fails_is_a_step_too(shop: Shop) -> None:
    shop.pay.refuses_to_start = Refused("auth", "wrong key")
    with pytest.raises(starting.GatewayAway):
        await beginning.begin(shop.link, shop.gateway, Money(1000_00), "en", shop.ports)

    assert await _steps(await Attempt.get()) == [("failed", "customer", "auth wrong key")]


async def test_who_decided_about_a_held_attempt_is_named(shop: Shop, cast: Cast) -> None:
    attempt = await shop.start()
    shop.pay.paid(attempt.ref, amount=Money(900_00))
    await attempts.heard(shop.gateway, notice(ref=attempt.ref), shop.ports)
    held = await Verification.get()
    await verifying.decide(cast.asha, held.id, approve=True)

    last = (await history.tried(attempt.id))[-1]
    assert (last.became, last.mover, last.staff) == ("paid", "staff", cast.asha.name)


async def test_a_step_whose_transaction_fails_is_not_kept(shop: Shop) -> None:
    attempt = await shop.start()
    with suppress(RuntimeError):
        async with db.transaction():
            await moving.attempt(attempt, AttemptStatus.FAILED, Mover.CLOCK)
            raise RuntimeError

    assert [step.became for step in await history.tried(attempt.id)] == ["initiated"]

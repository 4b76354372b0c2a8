"""Silence and failure of a gateway lose no money, and hold up nobody."""

from __future__ import annotations

import asyncio
from asyncio import Event
from contextlib import suppress
from dataclasses import replace

import pytest

from domain import events, reactions
from domain.accounts.models import Gateway
from domain.errors import Busy, Refused, Unsure
from domain.events import GatewayTroubled
from domain.incidents.models import Incident
from domain.money import Money
from domain.payments import attempts, beginning, polling, starting
from domain.payments.models import Attempt, Payment
from domain.payments.states import AttemptStatus
from domain.ports import Hint, PayState, Pending, Verified
from tests import builders
from tests.cast import Moment
from tests.domain.payments.conftest import Shop
from tests.domain.payments.notices import notice
from tests.fake_web import FakePay


async def test_silence_is_asked_about_with_growing_pauses_and_no_money_is_lost(
    shop: Shop, moment: Moment
) -> None:
    attempt = await shop.start()
    shop.pay.silent = Unsure("timeout")
    asked_after = []
    for minute in range(1, 120):
        moment.move(minutes=1)
        if await polling.poll_due(shop.ports):
            asked_after.append(minute)
    assert asked_after[:5] == [1, 2, 5, 10, 30]
    assert (await Attempt.get()).status is AttemptStatus.UNKNOWN

    shop.pay.silent = None
    shop.pay.paid(attempt.ref)
    moment.move(hours=1)
    assert await polling.poll_due(shop.ports) == 1

    assert await Payment.all().count() == 1
    moment.move(days=1)
    assert await polling.poll_due(shop.ports) == 0


async def test_a_gateway_that_answers_again_is_no_longer_in_doubt(shop: Shop) -> None:
    attempt = await shop.start()
    shop.pay.silent = Unsure("timeout")
    await attempts.find_out(attempt, shop.gateway, None, shop.ports)

    shop.pay.silent = None
    await attempts.heard(shop.gateway, notice(ref=attempt.ref), shop.ports)

    found = await Attempt.get()
    assert (found.status, found.error) == (AttemptStatus.INITIATED, "")


async def test_a_silent_gateway_is_left_alone_until_its_next_turn(
    shop: Shop, moment: Moment
) -> None:
    for number in range(1, 13):
        await shop.start(Money(number))
    shop.pay.silent = Unsure("timeout")
    moment.move(minutes=2)

    assert await polling.poll_due(shop.ports) == 12

    assert len(shop.pay.asked) == 5
    assert sorted(attempt.polls for attempt in await Attempt.all()) == [0] * 7 + [1] * 5
    await polling.poll_due(shop.ports)
    assert len(set(shop.pay.asked)) == 10


async def test_a_slow_gateway_does_not_hold_up_another(shop: Shop, moment: Moment) -> None:
    other, quick, answered = await builders.a_gateway("quick", kind="payment"), FakePay(), Event()
    slow = await shop.start(Money(100_00))
    fast = await beginning.begin(
        shop.link, other, Money(200_00), "bn", replace(shop.ports, payment_gateway=lambda _: quick)
    )

    async def answer() -> None:
        answered.set()

    async def wait() -> None:
        await asyncio.wait_for(answered.wait(), 10)

    shop.pay.before_answer, quick.before_answer = wait, answer
    shop.pay.paid(slow.ref, "TX1")
    quick.paid(fast.ref, "TX2")
    both = replace(
        shop.ports, payment_gateway=lambda account: quick if account.id == other.id else shop.pay
    )
    moment.move(minutes=2)

    await polling.poll_due(both)

    assert await Payment.all().count() == 2


@pytest.mark.parametrize("reason", ["auth", "config"])
async def test_credentials_that_stopped_working_are_told_when_we_only_ask(
    shop: Shop, reason: str
) -> None:
    attempt = await shop.start()
    shop.pay.says(attempt.ref, Verified(PayState.UNKNOWN, reason=reason))

    for _ in range(2):
        await attempts.find_out(attempt, shop.gateway, None, shop.ports)
    assert shop.told(GatewayTroubled) == [GatewayTroubled(shop.gateway.id, reason)]

    shop.pay.says(attempt.ref, Verified(PayState.PENDING, attempt.ref))
    gateway = await Gateway.get(id=shop.gateway.id)
    await beginning.begin(shop.link, gateway, Money(1_00), "bn", shop.ports)
    assert (await Gateway.get(id=gateway.id)).troubled_since is None


async def test_an_attempt_that_stays_silent_is_given_up_after_days(
    shop: Shop, moment: Moment
) -> None:
    attempt = await shop.start()
    for _ in range(200):
        moment.move(hours=1)
        await polling.poll_due(shop.ports)
    assert (await Attempt.get()).status is AttemptStatus.EXPIRED

    shop.pay.paid(attempt.ref)
    await attempts.heard(shop.gateway, notice(ref=attempt.ref), shop.ports)
    assert await Payment.all().count() == 1


async def test_an_attempt_that_cannot_be_asked_about_does_not_hold_up_the_others(
    shop: Shop, moment: Moment
) -> None:
    broken, whole = await shop.start(Money(100_00)), await shop.start(Money(200_00))
    shop.pay.paid(whole.ref)
    sealed_elsewhere = await builders.a_gateway(kind="payment", provider="bkash")
    await Gateway.filter(id=sealed_elsewhere.id).update(credentials="not ours")
    await Attempt.filter(id=broken.id).update(gateway_id=sealed_elsewhere.id)
    moment.move(minutes=2)

    assert await polling.poll_due(shop.ports) == 2

    assert (await Payment.get()).attempt_id == whole.id


async def test_two_pollers_ask_about_an_attempt_once(shop: Shop, moment: Moment) -> None:
    await shop.start()
    moment.move(minutes=2)

    asked = await asyncio.gather(*(polling.poll_due(shop.ports) for _ in range(4)))

    assert sum(asked) == 1


async def test_no_answer_to_a_notification_is_tried_again(shop: Shop) -> None:
    attempt = await shop.start()
    shop.pay.silent = Unsure("timeout")

    with pytest.raises(Busy):
        await attempts.heard(shop.gateway, notice(ref=attempt.ref), shop.ports)


@pytest.mark.parametrize("says", [PayState.PENDING, PayState.FAILED])
async def test_signed_word_of_money_that_is_not_confirmed_is_tried_again(
    shop: Shop, says: PayState
) -> None:
    attempt = await shop.start()
    shop.pay.says(attempt.ref, Verified(says, attempt.ref))
    told = notice(ref=attempt.ref, txn_id="TX1", state="paid", amount_minor=1000_00)
    with pytest.raises(Busy):
        await attempts.heard(shop.gateway, told, shop.ports)

    shop.pay.paid(attempt.ref)
    await attempts.heard(shop.gateway, told, shop.ports)

    assert (await Attempt.get()).status is AttemptStatus.PAID


@pytest.mark.parametrize(
    ("failure", "status", "asked_later"),
    [
        (Refused("auth"), AttemptStatus.FAILED, False),
        (Busy("unreachable"), AttemptStatus.FAILED, False),
        (Unsure("timeout"), AttemptStatus.UNKNOWN, True),
    ],
)
async def test_a_gateway_that_is_away_says_so_and_nothing_is_forgotten(
    shop: Shop, failure: Exception, status: AttemptStatus, asked_later: bool
) -> None:
    shop.pay.refuses_to_start = failure  # type: ignore[assignment]

    with pytest.raises(starting.GatewayAway):
        await shop.start()

    attempt = await Attempt.get()
    assert attempt.status is status
    assert (attempt.poll_at is not None) is asked_later
    assert bool(shop.told(GatewayTroubled)) is (failure.args[0] == "auth")


async def test_a_gateway_that_hangs_holds_up_the_questions_of_no_other(
    shop: Shop, moment: Moment
) -> None:
    slow, quick = await shop.start(), await shop.start()
    shop.pay.paid(quick.ref)
    answered = asyncio.Event()

    async def ask(attempt: Pending, hint: Hint | None) -> Verified:
        if attempt.ref == slow.ref:
            await answered.wait()
            raise Unsure("timeout")
        answered.set()
        return await FakePay.ask(shop.pay, attempt, hint)

    shop.pay.ask = ask  # type: ignore[method-assign]
    moment.move(minutes=1)
    async with asyncio.timeout(30):
        assert await polling.poll_due(shop.ports) == 2

    assert (await Attempt.get(id=quick.id)).status is AttemptStatus.PAID
    assert (await Attempt.get(id=slow.id)).status is AttemptStatus.UNKNOWN


async def test_an_attempt_whose_process_died_while_it_began_is_asked_about_and_given_up(
    shop: Shop, moment: Moment
) -> None:
    class Killed(BaseException):
        pass

    shop.pay.refuses_to_start = Killed()  # type: ignore[assignment]
    with pytest.raises(Killed):
        await shop.start()
    assert (await Attempt.get()).status is AttemptStatus.CREATED

    moment.move(minutes=4)
    assert await polling.poll_due(shop.ports) == 0, "it may still begin"
    for _ in range(200):
        moment.move(hours=1)
        await polling.poll_due(shop.ports)

    assert (await Attempt.get()).status is AttemptStatus.EXPIRED


async def test_a_gateway_where_nobody_can_pay_is_told_once_and_its_all_clear_too(
    shop: Shop,
) -> None:
    events.listen(reactions.MAP)

    async def begins() -> None:
        with suppress(starting.GatewayAway):
            shop.gateway = await Gateway.get(id=shop.gateway.id)
            await shop.start()

    shop.pay.refuses_to_start = Unsure("timeout")
    for _ in range(4):
        await begins()
    assert await Incident.all().count() == 0
    for _ in range(3):
        await begins()
    incident = await Incident.get()
    assert (incident.kind, incident.subject) == ("gateway-troubled", "bkash-main")
    assert (incident.data, incident.closed_at) == ({"reason": "no-answer"}, None)

    shop.pay.refuses_to_start = None
    for _ in range(2):
        await begins()

    assert (await Incident.get()).closed_at is not None

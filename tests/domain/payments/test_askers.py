"""One asks the gateway about an attempt at a time, and the answer serves all who want to know."""

from __future__ import annotations

import asyncio

import pytest

from domain import clock
from domain.errors import Busy
from domain.payments import asking, attempts, polling
from domain.payments.models import Attempt, Payment, Verification
from domain.payments.states import AttemptStatus
from domain.ports import Hint, PayState, Verified
from tests.cast import Moment
from tests.domain.payments.conftest import Shop
from tests.domain.payments.notices import notice


class Counter:
    """Answers when it is let, and knows how many were asking at one time."""

    def __init__(self) -> None:
        self.asked, self.answers = asyncio.Event(), asyncio.Event()
        self.now = self.most = 0

    async def __call__(self) -> None:
        self.now += 1
        self.most = max(self.most, self.now)
        self.asked.set()
        await self.answers.wait()
        self.now -= 1


@pytest.fixture
def slow(shop: Shop) -> Counter:
    counter = Counter()
    shop.pay.before_answer = counter
    return counter


def come_back(shop: Shop, attempt: Attempt) -> asyncio.Future[Attempt]:
    hint = Hint(ref=attempt.ref, claimed=PayState.PAID)
    return asyncio.ensure_future(attempts.returned(shop.link, shop.gateway, hint, shop.ports))


async def test_whoever_comes_meanwhile_gets_the_answer_of_the_first(
    shop: Shop, slow: Counter, moment: Moment
) -> None:
    attempt = await shop.start()
    shop.pay.paid(attempt.ref)
    moment.move(minutes=2)
    first = come_back(shop, attempt)
    await slow.asked.wait()
    others = [come_back(shop, attempt) for _ in range(3)]
    told = notice(ref=attempt.ref, txn_id="TX1", state="paid", amount_minor=1000_00)
    heard = asyncio.ensure_future(attempts.heard(shop.gateway, told, shop.ports))
    await polling.poll_due(shop.ports)
    slow.answers.set()

    pages = await asyncio.gather(first, *others)
    await heard

    assert {page.status for page in pages} == {AttemptStatus.PAID}
    assert (slow.most, len(shop.pay.asked)) == (1, 1)
    assert await Payment.all().count() == 1
    assert await Verification.all().count() == 0


async def test_who_waits_in_vain_is_told_that_it_is_not_known_yet(
    shop: Shop, slow: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "_LOOKS", 1)
    attempt = await shop.start()
    shop.pay.paid(attempt.ref)
    first = come_back(shop, attempt)
    await slow.asked.wait()

    assert (await come_back(shop, attempt)).status is AttemptStatus.INITIATED
    told = notice(ref=attempt.ref, txn_id="TX1", state="paid")
    with pytest.raises(Busy):
        await attempts.heard(shop.gateway, told, shop.ports)

    slow.answers.set()
    assert (await first).status is AttemptStatus.PAID
    await attempts.heard(shop.gateway, told, shop.ports)
    assert len(shop.pay.asked) == 1


async def test_a_claim_that_the_answer_does_not_account_for_is_asked_about_next(
    shop: Shop, slow: Counter
) -> None:
    attempt = await shop.start()
    looks = asyncio.ensure_future(
        attempts.returned(shop.link, shop.gateway, Hint(ref=attempt.ref), shop.ports)
    )
    await slow.asked.wait()
    agreed = come_back(shop, attempt)

    slow.answers.set()
    assert (await looks).status is AttemptStatus.INITIATED
    shop.pay.paid(attempt.ref)

    assert (await agreed).status is AttemptStatus.PAID
    assert slow.most == 1


async def test_the_place_of_a_dead_asker_is_free_after_a_while(
    shop: Shop, moment: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "_LOOKS", 1)
    attempt = await shop.start()
    shop.pay.paid(attempt.ref)
    await Attempt.filter(id=attempt.id).update(asking_until=clock.now() + asking.LEASE)
    assert (await come_back(shop, attempt)).status is AttemptStatus.INITIATED

    moment.move(seconds=asking.LEASE.total_seconds())

    assert (await come_back(shop, attempt)).status is AttemptStatus.PAID
    assert (await Attempt.get()).asking_until is None


async def test_a_slow_gateway_keeps_its_asker_alone(
    shop: Shop, slow: Counter, moment: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "_LOOKS", 1)
    monkeypatch.setattr(asking, "_RENEWED_SECONDS", 0.01)
    attempt = await shop.start()
    shop.pay.paid(attempt.ref)
    first = come_back(shop, attempt)
    await slow.asked.wait()
    for _ in range(5):
        moment.move(seconds=asking.LEASE.total_seconds() - 1)
        wanted = clock.now() + asking.LEASE
        while (await Attempt.get()).asking_until != wanted:
            await asyncio.sleep(0.01)
        assert (await come_back(shop, attempt)).status is AttemptStatus.INITIATED

    slow.answers.set()
    assert (await first).status is AttemptStatus.PAID
    assert slow.most == 1


async def test_an_asker_that_was_overtaken_leaves_the_others_place_alone(
    shop: Shop, moment: Moment
) -> None:
    attempt = await shop.start()
    assert await asking.claim(attempt)
    moment.move(minutes=1)
    other = await Attempt.get(id=attempt.id)
    assert await asking.claim(other)

    await asking.release(attempt)
    assert (await Attempt.get()).asking_until == other.asking_until
    assert not await asking.claim(await Attempt.get(id=attempt.id))


async def test_an_asker_that_was_overtaken_renews_nothing(shop: Shop, moment: Moment) -> None:
    attempt = await shop.start()
    assert await asking.claim(attempt)
    moment.move(minutes=1)
    other = await Attempt.get(id=attempt.id)
    assert await asking.claim(other)
    moment.move(seconds=1)

    await asking._renew(attempt)

    assert (await Attempt.get()).asking_until == other.asking_until


async def test_an_asker_that_was_overtaken_concludes_and_leaves_the_others_place_alone(
    shop: Shop, moment: Moment
) -> None:
    attempt = await shop.start()
    assert await asking.claim(attempt)
    moment.move(minutes=1)
    other = await Attempt.get(id=attempt.id)
    assert await asking.claim(other)

    await attempts.conclude(attempt, shop.gateway, Verified(PayState.PENDING, attempt.ref))

    assert (await Attempt.get()).asking_until == other.asking_until


async def test_a_fault_while_asking_lets_the_next_ask(shop: Shop) -> None:
    attempt = await shop.start()

    async def break_() -> None:
        raise RuntimeError("a bug")

    shop.pay.before_answer = break_
    with pytest.raises(RuntimeError):
        await come_back(shop, attempt)
    shop.pay.before_answer = None
    shop.pay.paid(attempt.ref)

    assert (await come_back(shop, attempt)).status is AttemptStatus.PAID

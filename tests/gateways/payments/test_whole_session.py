"""Sessions of real gateways from first to last: several tries, several processes, one at a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace

import pytest

from domain import clock, vault
from domain.accounts.models import Gateway
from domain.billing import dues
from domain.money import Money
from domain.payments import attempts, beginning, links, polling, posting
from domain.payments.models import Attempt, Link, Payment, Verification
from domain.payments.states import AttemptStatus
from domain.ports import Hint, Ports
from domain.staff.rights import SYSTEM
from gateways import registry
from gateways.provider import Tools
from sandbox.faults import Kind
from sandbox.payments.bkash import BkashStandIn
from sandbox.payments.sslcommerz import SslcommerzStandIn
from tests import builders
from tests.cast import Cast, Moment
from tests.fake_web import web_ports
from tests.gateways.payments.peers import DUE, BkashPeer, Peer, SslcommerzPeer
from tests.sandbox.payments.shop import Shop
from tests.sealing import VAULT


@dataclass
class Till:
    """Rahim's link, one gateway, two processes that serve it, and what it was asked in order."""

    peer: Peer
    gateway: Gateway
    link: Link
    processes: list[Ports]
    calls: list[str]

    async def start(self) -> Attempt:
        """Rahim is sent to the gateway's page."""
        attempt = await beginning.begin(self.link, self.gateway, DUE, "en", self.processes[0])
        self.calls.clear()
        return attempt

    async def press(self, attempt: Attempt, button: str = "confirm") -> Hint:
        """What his browser brings back after a button of that page."""
        account = self.peer.account()
        query, form = await self.peer.pay(attempt.session, button)
        return self.processes[0].payment_gateway(account).read_return(query, form)

    async def back(self, hint: Hint, process: int = 0) -> Attempt:
        """His browser comes back to one of our processes."""
        return await attempts.returned(self.link, self.gateway, hint, self.processes[process])


async def _till(peer: Peer, cast: Cast, tools: Tools) -> Till:
    vault.use(VAULT)
    await peer.stand_in.start()
    gateway = await builders.a_gateway("till", kind="payment", provider=peer.provider)
    await builders.a_bill(cast.rahim, total=1150)
    link, _ = await links.make(SYSTEM, cast.rahim)
    adapters = [registry.payment_gateway(peer.account(id=gateway.id), tools) for _ in range(2)]
    processes = [
        replace(web_ports(), payment_gateway=lambda account, mine=mine: mine) for mine in adapters
    ]
    calls: list[str] = []
    at: Callable[[str], Awaitable[Kind | None]] = peer.stand_in.faults.at

    async def noted(operation: str) -> Kind | None:
        calls.append(operation)
        return await at(operation)

    peer.stand_in.faults.at = noted  # type: ignore[method-assign,assignment]
    return Till(peer, gateway, link, processes, calls)


@pytest.fixture
async def bkash(cast: Cast, shop: Shop, tools: Tools) -> AsyncIterator[Till]:
    peer = BkashPeer(BkashStandIn(clock=clock.now), shop)
    yield await _till(peer, cast, tools)
    await peer.stand_in.stop()


@pytest.fixture
async def cards(cast: Cast, shop: Shop, tools: Tools) -> AsyncIterator[Till]:
    peer = SslcommerzPeer(SslcommerzStandIn(clock=clock.now), shop)
    peer.stand_in.store.stays_open = True
    yield await _till(peer, cast, tools)
    await peer.stand_in.stop()


async def test_reloading_while_bkash_is_slow_executes_once_and_never_queries(
    bkash: Till, moment: Moment
) -> None:
    attempt = await bkash.start()
    hint = await bkash.press(attempt)
    moment.move(minutes=2)
    bkash.peer.stand_in.faults.plan("execute", Kind.SLOW, seconds=0.4)

    first = asyncio.ensure_future(bkash.back(hint))
    while "execute" not in bkash.calls:
        await asyncio.sleep(0.01)
    await asyncio.gather(
        *(bkash.back(hint, process) for process in (0, 1, 1)),
        polling.poll_due(bkash.processes[1]),
    )
    await first
    for process in bkash.processes:
        await bkash.back(hint, 0)
        await polling.poll_due(process)

    assert [call for call in bkash.calls if call in {"execute", "query"}] == ["execute"]
    assert (await Payment.get()).attempt_id == attempt.id
    assert bkash.peer.money_taken() == 1


async def test_after_an_execute_without_an_answer_nothing_comes_before_a_query(
    bkash: Till, moment: Moment
) -> None:
    attempt = await bkash.start()
    hint = await bkash.press(attempt)
    bkash.peer.stand_in.faults.plan("execute", Kind.RESET_AFTER)
    bkash.peer.stand_in.faults.plan("query", Kind.HTTP_500, times=None)
    await bkash.back(hint)
    assert (await Attempt.get(id=attempt.id)).status is AttemptStatus.UNKNOWN
    bkash.peer.stand_in.faults.lift()
    bkash.calls.clear()
    moment.move(minutes=1)
    await bkash.back(hint)

    asked = [call for call in bkash.calls if call in {"execute", "query"}]
    assert asked == ["query"]
    assert (await Attempt.get(id=attempt.id)).status is AttemptStatus.PAID
    assert bkash.peer.money_taken() == 1


async def test_a_notification_right_after_the_execute_leads_to_no_query(bkash: Till) -> None:
    attempt = await bkash.start()
    hint = await bkash.press(attempt)
    bkash.peer.stand_in.faults.plan("execute:answer", Kind.SLOW, seconds=0.4)
    first = asyncio.ensure_future(bkash.back(hint))
    while not bkash.peer.money_taken():
        await asyncio.sleep(0.01)
    assert isinstance(bkash.peer, BkashPeer)
    receipt = next(iter(bkash.peer.stand_in.merchant.receipts.values()))
    told = Hint(ref=attempt.ref, txn_id=receipt.trx_id, claimed=hint.claimed, amount=DUE)
    row = await Attempt.get(id=attempt.id)
    settled = await attempts.find_out(row, bkash.gateway, told, bkash.processes[1])
    await first

    assert settled.status is AttemptStatus.PAID
    assert [call for call in bkash.calls if call in {"execute", "query", "search"}] == ["execute"]


async def test_a_wallet_without_money_is_not_tried_again_behind_the_customers_back(
    bkash: Till, moment: Moment
) -> None:
    assert isinstance(bkash.peer, BkashPeer)
    wallets = bkash.peer.stand_in.merchant.wallets
    payer = next(iter(wallets))
    wallets[payer] = "2023"
    attempt = await bkash.start()
    hint = await bkash.press(attempt)
    assert (await bkash.back(hint)).error == "balance 2023"

    wallets[payer] = "0000"
    for _ in range(30):
        moment.move(hours=1)
        await polling.poll_due(bkash.processes[0])
    await bkash.back(hint)

    assert bkash.calls.count("execute") == 1


async def test_who_stops_and_goes_back_to_pay_is_found_though_nothing_tells(
    bkash: Till, moment: Moment
) -> None:
    attempt = await bkash.start()
    assert (await bkash.back(await bkash.press(attempt, "cancel"))).status is (
        AttemptStatus.CANCELLED
    )
    assert isinstance(bkash.peer, BkashPeer)
    bkash.peer.stand_in.reopen(attempt.session)
    await bkash.press(attempt)

    moment.move(hours=1)
    await polling.poll_due(bkash.processes[0])

    assert (await Attempt.get()).status is AttemptStatus.PAID


@pytest.mark.parametrize("first", ["fail", "cancel"])
async def test_a_second_card_in_the_same_session_is_found_though_nothing_tells(
    cards: Till, moment: Moment, first: str
) -> None:
    attempt = await cards.start()
    before = (await cards.back(await cards.press(attempt, first))).status
    assert before in {AttemptStatus.FAILED, AttemptStatus.CANCELLED}
    moment.move(minutes=3)
    await cards.press(attempt)

    moment.move(hours=1)
    await polling.poll_due(cards.processes[0])

    assert (await Attempt.get()).status is AttemptStatus.PAID
    assert (await Payment.get()).amount_minor == DUE.minor


async def test_a_second_payment_in_the_same_session_comes_before_a_person_once(
    cards: Till, moment: Moment
) -> None:
    attempt = await cards.start()
    await cards.back(await cards.press(attempt))
    second = await cards.press(attempt)

    for _ in range(50):
        moment.move(hours=1)
        await polling.poll_due(cards.processes[0])

    assert [row.spelling for row in await Verification.all()] == [second.txn_id]
    assert await Payment.all().count() == 1


async def test_bkash_takes_nothing_for_bills_that_other_money_settled_meanwhile(
    bkash: Till, cast: Cast, moment: Moment
) -> None:
    older = await bkash.start()
    hint = await bkash.press(older)
    await posting.record(cast.bina, cast.rahim, DUE)
    moment.move(minutes=2)

    back = await bkash.back(hint)
    await polling.poll_due(bkash.processes[1])
    moment.move(hours=2)
    await polling.poll_due(bkash.processes[1])
    await bkash.back(hint, 1)

    assert (back.status, back.error) == (AttemptStatus.FAILED, "not-due")
    assert "execute" not in bkash.calls
    assert bkash.peer.money_taken() == 0
    assert await Payment.all().count() == 1


async def test_what_the_customer_agreed_to_without_coming_back_is_not_taken_twice_either(
    bkash: Till, cast: Cast, moment: Moment
) -> None:
    await bkash.press(await bkash.start())
    await posting.record(cast.bina, cast.rahim, Money(100))
    moment.move(minutes=2)

    await polling.poll_due(bkash.processes[0])

    assert (await Attempt.get()).error == "not-due"
    assert bkash.peer.money_taken() == 0


async def test_what_bkash_took_before_other_money_came_is_the_customers_advance(
    bkash: Till, cast: Cast, moment: Moment
) -> None:
    hint = await bkash.press(await bkash.start())
    bkash.peer.stand_in.faults.plan("execute", Kind.RESET_AFTER)
    bkash.peer.stand_in.faults.plan("query", Kind.HTTP_500, times=None)
    await bkash.back(hint)
    await posting.record(cast.bina, cast.rahim, DUE)
    bkash.peer.stand_in.faults.lift()
    moment.move(minutes=1)
    back = await bkash.back(hint)

    assert back.status is AttemptStatus.PAID
    assert await dues.advance_of(cast.rahim.id) == DUE
    assert bkash.peer.money_taken() == 1

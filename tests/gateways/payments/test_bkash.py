"""What is bKash's own: tokens that must not be asked for often, its refusals, its codes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.errors import Busy, Refused
from domain.money import Money
from domain.ports import (
    Hint,
    PaymentGateway,
    PayState,
    Pending,
    Refunding,
    RefundRequest,
    RefundState,
)
from gateways import registry
from gateways.provider import Tools
from sandbox.faults import Kind
from sandbox.payments.bkash import BkashStandIn
from tests.gateways.payments.peers import DUE, BkashPeer, OldBkashPeer, make
from tests.gateways.payments.tools import MemoryTokens
from tests.sandbox.payments.shop import Hand, Shop


@pytest.fixture
async def peer(shop: Shop, hand: Hand) -> AsyncIterator[BkashPeer]:
    made = make("bkash", shop, hand)
    assert isinstance(made, BkashPeer)
    await made.stand_in.start()
    yield made
    await made.stand_in.stop()


@pytest.fixture
def gateway(peer: BkashPeer, tools: Tools) -> PaymentGateway:
    return registry.payment_gateway(peer.account(), tools)


async def approved(peer: BkashPeer, gateway: PaymentGateway, wallet: str = "") -> Pending:
    started = await gateway.start(peer.request())
    more = {"wallet": wallet} if wallet else {}
    await peer.stand_in.pay(started.session, **more)
    return Pending(peer.request().ref, started.session, DUE)


async def test_one_token_serves_many_calls(peer: BkashPeer, gateway: PaymentGateway) -> None:
    refs = [f"NK{number:014}" for number in range(5)]
    await asyncio.gather(*(gateway.start(peer.request(ref)) for ref in refs))

    assert len(peer.stand_in.tokens.issued) == 1


async def test_a_token_is_renewed_before_it_dies(
    peer: BkashPeer, gateway: PaymentGateway, hand: Hand
) -> None:
    await gateway.start(peer.request())
    hand.passes(minutes=54)
    await gateway.start(peer.request("NK00000000000043"))
    assert len(peer.stand_in.tokens.issued) == 1
    hand.passes(minutes=2)
    await gateway.start(peer.request("NK00000000000044"))
    assert len(peer.stand_in.tokens.issued) == 2


@pytest.mark.parametrize("as_text", [True, False])
async def test_a_forgotten_token_is_renewed_once_by_all(
    peer: BkashPeer, gateway: PaymentGateway, as_text: bool
) -> None:
    peer.stand_in.tokens.expires_in_as_text = as_text
    attempt = await approved(peer, gateway)
    peer.stand_in.tokens.expire_all()
    said = await asyncio.gather(*(gateway.ask(attempt, None) for _ in range(5)))

    assert {each.state for each in said} == {PayState.PAID}
    assert len(peer.stand_in.tokens.issued) == 2
    assert peer.money_taken() == 1


async def test_tokens_beyond_the_limit_are_not_asked_for(
    peer: BkashPeer, gateway: PaymentGateway, hand: Hand
) -> None:
    attempt = await approved(peer, gateway)
    claimed = Hint(session=attempt.session, claimed=PayState.CANCELLED)
    for _ in range(4):
        peer.stand_in.tokens.expire_all()
        said = await gateway.ask(attempt, claimed)
    assert (said.state, said.reason) == (PayState.UNKNOWN, "token-limit")
    assert len(peer.stand_in.tokens.issued) == 4
    with pytest.raises(Busy):
        await gateway.start(peer.request("NK00000000000043"))

    hand.passes(minutes=61)
    assert (await gateway.ask(attempt, None)).state is PayState.PAID


async def test_a_token_forgotten_again_and_again_is_granted_when_no_refresh_is_left(
    peer: BkashPeer, gateway: PaymentGateway
) -> None:
    for number in range(4):
        peer.stand_in.tokens.expire_all()
        await gateway.start(peer.request(f"NK{number:014}"))

    assert len(peer.stand_in.tokens.issued) == 4
    assert len(peer.stand_in.tokens.refreshed) == 2


@pytest.mark.parametrize("fault", [Kind.HTTP_500, Kind.JUNK, Kind.RESET_AFTER])
async def test_a_refresh_that_fails_gives_way_to_a_grant(
    peer: BkashPeer, gateway: PaymentGateway, fault: Kind
) -> None:
    await gateway.start(peer.request())
    peer.stand_in.tokens.expire_all()
    peer.stand_in.faults.plan("refresh", fault)

    assert (await gateway.start(peer.request("NK00000000000043"))).session


async def test_a_token_that_lives_for_minutes_only_is_used_for_most_of_them(
    peer: BkashPeer, tools: Tools, hand: Hand
) -> None:
    peer.stand_in.tokens.lifetime = timedelta(minutes=3)
    gateway = registry.payment_gateway(peer.account(), tools)
    await gateway.start(peer.request())
    hand.passes(minutes=2)
    await gateway.start(peer.request("NK00000000000043"))

    assert len(peer.stand_in.tokens.issued) == 1


async def test_a_lost_token_is_no_doubt_about_money(
    peer: BkashPeer, gateway: PaymentGateway
) -> None:
    peer.stand_in.faults.plan("grant", Kind.RESET_AFTER)

    with pytest.raises(Busy):
        await gateway.start(peer.request())


async def test_an_aged_refresh_token_gives_way_to_a_grant(
    peer: BkashPeer, tools: Tools, hand: Hand
) -> None:
    gateway = registry.payment_gateway(peer.account(), tools)
    await gateway.start(peer.request())
    hand.passes(days=40)
    await gateway.start(peer.request("NK00000000000043"))

    assert len(peer.stand_in.tokens.issued) == 2


async def test_the_same_amount_again_at_once_fails_with_its_code(
    peer: BkashPeer, gateway: PaymentGateway
) -> None:
    peer.stand_in.merchant.duplicate_window = timedelta(minutes=5)
    attempt = await approved(peer, gateway)
    assert (await gateway.ask(attempt, None)).state is PayState.PAID
    again = await gateway.start(peer.request("NK00000000000043"))
    await peer.stand_in.pay(again.session)
    hint = Hint(session=again.session, claimed=PayState.PAID)
    said = await gateway.ask(Pending("NK00000000000043", again.session, DUE), hint)

    assert (said.state, said.reason) == (PayState.FAILED, "repeated 2029")


@pytest.mark.parametrize(
    ("wallet", "reason"), [("01823074817", "balance 2023"), ("01823074818", "wallet 2038")]
)
async def test_a_wallet_that_can_not_pay_fails_with_why_and_its_code(
    peer: BkashPeer, gateway: PaymentGateway, wallet: str, reason: str
) -> None:
    attempt = await approved(peer, gateway, wallet)
    hint = Hint(session=attempt.session, claimed=PayState.PAID)
    said = await gateway.ask(attempt, hint)

    assert (said.state, said.reason) == (PayState.FAILED, reason)


async def test_an_old_payment_expires(peer: BkashPeer, gateway: PaymentGateway, hand: Hand) -> None:
    attempt = await approved(peer, gateway)
    hand.passes(hours=25)

    assert (await gateway.ask(attempt, None)).state is PayState.EXPIRED
    assert peer.money_taken() == 0


@pytest.mark.parametrize("old_envelope", [True, False])
@pytest.mark.parametrize("code", ["2062", "2117"])
async def test_money_taken_on_the_page_is_found_by_our_execute(
    peer: BkashPeer, gateway: PaymentGateway, code: str, old_envelope: bool
) -> None:
    peer.stand_in.merchant.completed_code = code
    peer.stand_in.old_envelope = old_envelope
    peer.stand_in.pushes.before_return = True
    attempt = await approved(peer, gateway)
    hint = Hint(session=attempt.session, claimed=PayState.PAID)

    assert (await gateway.ask(attempt, hint)).state is PayState.PAID
    assert peer.money_taken() == 1


async def test_signed_word_of_money_without_a_session_is_searched_for(
    peer: BkashPeer, gateway: PaymentGateway
) -> None:
    receipt = await peer.stand_in.receive("01770618575", "500", reference="C-0042")
    said = await gateway.ask(Pending("NK1", "", DUE), Hint(txn_id=receipt.trx_id))
    unknown = await gateway.ask(Pending("NK1", "", DUE), Hint(txn_id="ZZZZZZZZZZ"))

    assert (said.state, said.txn_id, said.amount) == (
        PayState.PAID,
        receipt.trx_id,
        Money(50_000),
    )
    assert said.ref == ""
    assert unknown.state is PayState.UNKNOWN


@pytest.mark.parametrize("amount", [Money(99), Money(115_000, "USD")])
async def test_what_bkash_never_takes_is_not_asked_for(
    peer: BkashPeer, gateway: PaymentGateway, amount: Money
) -> None:
    with pytest.raises(Refused):
        await gateway.start(peer.request(amount=amount))
    assert peer.stand_in.payments == {}


async def test_a_payer_without_a_local_number_is_named_by_id(peer: BkashPeer, tools: Tools) -> None:
    gateway = registry.payment_gateway(peer.account(), Tools(tools.http, MemoryTokens()))
    asked = peer.request()
    for mobile, payer in (("+8801770618575", "01770618575"), ("+14155550100", "C-0042")):
        started = await gateway.start(
            type(asked)(
                ref="NK" + mobile.lstrip("+").zfill(14),
                amount=DUE,
                return_url=asked.return_url,
                webhook_url=asked.webhook_url,
                description="",
                customer_ref="C-0042",
                customer_name="",
                customer_mobile=mobile,
                customer_email="",
            )
        )
        assert peer.stand_in.payments[started.session].payer_reference == payer


async def test_the_older_calls_give_back_once_for_a_payment(
    shop: Shop, hand: Hand, tools: Tools
) -> None:
    old = OldBkashPeer(BkashStandIn(clock=hand), shop)
    await old.stand_in.start()
    gateway = old.gateway(tools)
    attempt = await approved(old, gateway)
    paid = await gateway.ask(attempt, Hint(session=attempt.session, claimed=PayState.PAID))
    assert isinstance(gateway, Refunding)
    first = RefundRequest(attempt, paid.txn_id, Money(400_00), "NR1", "away")

    absent = await gateway.refund_status(first)
    given = await gateway.refund(first)
    told = await gateway.refund_status(first)
    again = await gateway.refund(
        replace(first, ref="NR2", amount=Money(500_00), known=frozenset({given.refund_id}))
    )
    await old.stand_in.stop()

    assert absent.state is RefundState.ABSENT
    assert given.state is RefundState.DONE
    assert told == given
    assert (again.state, again.reason) == (RefundState.REFUSED, "before 2034")
    assert old.refunds() == ["400.00"]

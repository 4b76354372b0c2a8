"""Every payment adapter: money that goes back, and sessions that we end."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest

from domain.errors import Busy, Outside, Refused
from domain.money import Money
from domain.ports import (
    Ending,
    PaymentGateway,
    PayState,
    Pending,
    Refunded,
    Refunding,
    RefundRequest,
    RefundState,
)
from gateways.provider import DONE
from sandbox.faults import Kind
from sandbox.payments.standin import PageRefusal
from tests.gateways.payments.peers import DUE, Peer

TAKEN = {RefundState.DONE, RefundState.PENDING}


async def _give(gateway: PaymentGateway, request: RefundRequest) -> Refunded:
    """As the domain takes it: what is refused by an exception is refused."""
    assert isinstance(gateway, Refunding)
    try:
        return await gateway.refund(request)
    except Refused as why:
        return Refunded(RefundState.REFUSED, reason=why.reason)


async def _status(gateway: PaymentGateway, request: RefundRequest) -> Refunded:
    assert isinstance(gateway, Refunding)
    return await gateway.refund_status(request)


async def _paid(peer: Peer, gateway: PaymentGateway) -> tuple[Pending, str]:
    started = await gateway.start(peer.request())
    hint = gateway.read_return(*await peer.pay(started.session))
    attempt = Pending(peer.request().ref, started.session, DUE)
    return attempt, (await gateway.ask(attempt, hint)).txn_id


async def _asked(peer: Peer, gateway: PaymentGateway, amount: Money = DUE) -> RefundRequest:
    """A refund that nobody was told of yet."""
    attempt, txn_id = await _paid(peer, gateway)
    return RefundRequest(attempt, txn_id, amount, "NR00000000000001", "half a month away")


async def test_money_goes_back_in_parts_and_never_more(peer: Peer, gateway: PaymentGateway) -> None:
    first = await _asked(peer, gateway, Money(400_00))
    one = await _give(gateway, first)
    more = replace(first, amount=Money(500_00), ref="NR2", reason="moved <out> & on")
    two = await _give(gateway, replace(more, known=frozenset({one.refund_id})))
    known = frozenset({one.refund_id, two.refund_id})
    three = await _give(gateway, replace(first, amount=Money(900_00), ref="NR3", known=known))

    assert {one.state, two.state} <= TAKEN
    assert len(known - {""}) == 2
    assert (three.state, three.reason != "") == (RefundState.REFUSED, True)
    assert peer.refunds() == ["400.00", "500.00"]


@pytest.mark.parametrize("well", [True, False])
async def test_how_a_refund_ends_is_told_by_its_status(
    peer: Peer, gateway: PaymentGateway, well: bool
) -> None:
    request = await _asked(peer, gateway)
    said = await _give(gateway, request)
    peer.refunds_end(well=well)
    asked = await _status(gateway, replace(request, refund_id=said.refund_id))

    assert asked.state is (RefundState.DONE if well else RefundState.REFUSED)
    assert asked.refund_id == said.refund_id


@pytest.mark.parametrize("kind", [Kind.RESET_AFTER, Kind.JUNK])
async def test_a_refund_without_an_answer_is_asked_about_and_not_given_twice(
    peer: Peer, gateway: PaymentGateway, kind: Kind
) -> None:
    request = await _asked(peer, gateway)
    peer.stand_in.faults.plan(peer.refund_operation, kind)

    said = await _give(gateway, request)
    later = await _status(gateway, replace(request, refund_id=said.refund_id))
    assert {said.state, later.state} <= {*TAKEN, RefundState.UNKNOWN}
    await _give(gateway, replace(request, known=frozenset({said.refund_id} - {""})))
    assert peer.refunds() == ["1150.00"]


async def test_what_the_gateway_never_had_is_never_taken_for_done(
    peer: Peer, gateway: PaymentGateway
) -> None:
    request = await _asked(peer, gateway)
    assert (await _status(gateway, request)).state in {RefundState.ABSENT, RefundState.UNKNOWN}
    peer.stand_in.faults.plan(peer.refund_operation, Kind.RESET_BEFORE)
    with suppress(Busy):
        assert (await _give(gateway, request)).state is RefundState.UNKNOWN
    assert (await _status(gateway, request)).state in {RefundState.ABSENT, RefundState.UNKNOWN}
    assert peer.refunds() == []


async def test_a_session_that_was_ended_can_not_be_paid_any_more(
    peer: Peer, gateway: PaymentGateway, hasty: PaymentGateway
) -> None:
    if not isinstance(gateway, Ending) or not isinstance(hasty, Ending):
        assert peer.provider_of().scale["cancel"] != DONE
        return
    started = await gateway.start(peer.request())
    attempt = Pending(peer.request().ref, started.session, DUE)
    peer.stand_in.faults.plan("cancel", Kind.RESET_AFTER)
    with suppress(Outside):
        assert (await hasty.cancel(attempt)).state is PayState.UNKNOWN
    ended = await gateway.cancel(attempt)

    assert (ended.state, ended.ref, ended.final) == (PayState.CANCELLED, attempt.ref, True)
    with suppress(PageRefusal):
        await peer.pay(attempt.session)
    assert (await gateway.ask(attempt, None)).state is PayState.CANCELLED
    assert peer.money_taken() == 0


async def test_money_that_came_before_the_end_is_told(peer: Peer, gateway: PaymentGateway) -> None:
    if isinstance(gateway, Ending):
        attempt, txn_id = await _paid(peer, gateway)
        said = await gateway.cancel(attempt)
        assert (said.state, said.amount, said.txn_id) == (PayState.PAID, DUE, txn_id)

"""Every payment adapter: money that goes back, and sessions that we end."""

from __future__ import annotations

from contextlib import suppress

import pytest

from domain.errors import Outside, Refused, Unsure
from domain.money import Money
from domain.ports import Ending, PaymentGateway, PayState, Pending, Refunding
from gateways.provider import DONE
from sandbox.faults import Kind
from sandbox.payments.standin import PageRefusal
from tests.gateways.payments.peers import DUE, Peer


async def test_money_goes_back_in_parts_and_never_more(peer: Peer, gateway: PaymentGateway) -> None:
    attempt, txn_id = await _paid(peer, gateway)
    assert isinstance(gateway, Refunding)

    first = await gateway.refund(attempt, txn_id, Money(40_000), "half a month away")
    second = await gateway.refund(attempt, txn_id, Money(50_000), "moved <out> & on")
    assert first != second
    with pytest.raises(Refused):
        await gateway.refund(attempt, txn_id, Money(90_000), "too much")
    assert peer.refunds() == ["400.00", "500.00"]


@pytest.mark.parametrize("kind", [Kind.RESET_AFTER, Kind.JUNK])
async def test_a_refund_without_an_answer_is_not_given_twice(
    peer: Peer, gateway: PaymentGateway, kind: Kind
) -> None:
    attempt, txn_id = await _paid(peer, gateway)
    assert isinstance(gateway, Refunding)
    peer.stand_in.faults.plan(peer.refund_operation, kind)

    for _ in range(2):
        try:
            await gateway.refund(attempt, txn_id, DUE, "left")
        except (Unsure, Refused):
            continue
    assert peer.refunds() == ["1150.00"]


async def _paid(peer: Peer, gateway: PaymentGateway) -> tuple[Pending, str]:
    started = await gateway.start(peer.request())
    hint = gateway.read_return(*await peer.pay(started.session))
    attempt = Pending(peer.request().ref, started.session, DUE)
    return attempt, (await gateway.ask(attempt, hint)).txn_id


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

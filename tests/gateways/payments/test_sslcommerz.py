"""What is SSLCommerz's own: its limits, its hashes, tries within a session, risk."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Refused
from domain.money import Money
from domain.ports import PaymentGateway, PayState, Pending, RefundRequest
from gateways import registry
from gateways.payments import sslcommerz_signature as signature
from gateways.payments import sslcommerz_wire as wire
from gateways.provider import Tools
from sandbox.payments.standin import PageRefusal
from tests.gateways.payments.peers import DUE, SslcommerzPeer, make
from tests.sandbox.payments.shop import Hand, Shop


@pytest.fixture
async def peer(shop: Shop, hand: Hand) -> AsyncIterator[SslcommerzPeer]:
    made = make("sslcommerz", shop, hand)
    assert isinstance(made, SslcommerzPeer)
    await made.stand_in.start()
    yield made
    await made.stand_in.stop()


@pytest.fixture
def gateway(peer: SslcommerzPeer, tools: Tools) -> PaymentGateway:
    return registry.payment_gateway(peer.account(), tools)


async def test_the_fee_and_the_risk_are_told(peer: SslcommerzPeer, gateway: PaymentGateway) -> None:
    peer.stand_in.store.risk_level = "1"
    started = await gateway.start(peer.request())
    hint = gateway.read_return(*await peer.pay(started.session))
    said = await gateway.ask(Pending(peer.request().ref, started.session, DUE), hint)

    assert said.fee == Money(2_587)  # 2.25 % of 1150.00
    assert (said.state, said.risky) == (PayState.PAID, True)


async def test_a_second_try_in_the_page_counts(
    peer: SslcommerzPeer, gateway: PaymentGateway
) -> None:
    started = await gateway.start(peer.request())
    attempt = Pending(peer.request().ref, started.session, DUE)
    with pytest.raises(PageRefusal):
        await peer.pay(started.session, "retry")
    assert (await gateway.ask(attempt, None)).state is PayState.PENDING
    await peer.pay(started.session)

    assert (await gateway.ask(attempt, None)).state is PayState.PAID


@pytest.mark.parametrize("status", ["EXPIRED", "UNATTEMPTED"])
async def test_a_session_that_nobody_used_ends(
    peer: SslcommerzPeer, gateway: PaymentGateway, status: str
) -> None:
    started = await gateway.start(peer.request())
    await peer.stand_in.close(started.session, status)
    said = await gateway.ask(Pending(peer.request().ref, started.session, DUE), None)

    assert said.state is PayState.FAILED
    assert peer.money_taken() == 0


async def test_a_return_whose_hash_is_wrong_only_names_the_attempt(
    peer: SslcommerzPeer, gateway: PaymentGateway
) -> None:
    peer.stand_in.wrong_signature = True
    started = await gateway.start(peer.request())
    _, form = await peer.pay(started.session)
    hint = gateway.read_return({}, form)

    assert (hint.ref, hint.txn_id, hint.claimed) == (form["tran_id"], "", PayState.UNKNOWN)
    assert hint.detail == {}


async def test_a_return_by_get_is_read_too(peer: SslcommerzPeer, gateway: PaymentGateway) -> None:
    started = await gateway.start(peer.request())
    _, form = await peer.pay(started.session)
    hint = gateway.read_return(form, {})

    said = await gateway.ask(Pending(peer.request().ref, started.session, DUE), hint)
    assert said.state is PayState.PAID


@pytest.mark.parametrize("minor", [999, 50_000_001])
async def test_an_amount_out_of_the_limits_is_not_asked_for(
    peer: SslcommerzPeer, gateway: PaymentGateway, minor: int
) -> None:
    with pytest.raises(Refused):
        await gateway.start(peer.request(amount=Money(minor)))
    assert peer.stand_in.payments == {}


async def test_long_values_are_cut_to_what_is_taken(
    peer: SslcommerzPeer, gateway: PaymentGateway
) -> None:
    long = replace(
        peer.request(),
        customer_name="রহিম " * 30,
        description="d" * 300,
        customer_ref="C" * 300,
        customer_mobile="",
    )
    started = await gateway.start(long)
    form = peer.stand_in.payments[started.session].form

    assert len(form["cus_name"]) == 50
    with pytest.raises(Refused, match="config"):
        await gateway.start(replace(long, return_url="https://isp.example/" + "p" * 250))


def test_a_refund_is_called_by_our_name_for_it_and_goes_back_in_taka() -> None:
    attempt = Pending("NK7Q2M4T9XH3C5B1", "S", DUE)
    request = RefundRequest(attempt, "T1", Money(100), "NR7Q2M4T9XH3C5B1", "moved")

    assert wire.refund_query(request)["refund_trans_id"] == "NR7Q2M4T9XH3C5B1"
    with pytest.raises(Refused):
        wire.refund_query(replace(request, amount=Money(100, "USD")))


@given(
    st.dictionaries(st.sampled_from(["val_id", "card_no", "error", "value_a"]), st.text()),
    st.text(min_size=1),
)
def test_what_is_signed_is_recognised_and_what_is_touched_is_not(
    more: dict[str, str], password: str
) -> None:
    values = dict.fromkeys(signature.ALWAYS_SIGNED, "x") | {"val_id": "v"} | more
    signed = signature.sign(values, password)

    assert signature.is_signed(signed, password)
    assert not signature.is_signed(signed, password + "x")
    for name in values:
        assert not signature.is_signed(signed | {name: values[name] + "1"}, password)


@pytest.mark.parametrize(
    ("card_type", "name"),
    [
        ("BKASH-BKash", "bkash"),
        ("NAGAD-Nagad", "nagad"),
        ("DBBLMOBILEB-Dbbl Mobile Banking", "rocket"),
        ("UPAY-Upay", "upay"),
        ("VISA-Dutch Bangla", "visa"),
        ("MASTER-Dutch Bangla", "mastercard"),
        ("AMEX-City Bank", "amex"),
        ("", ""),
    ],
)
def test_the_way_of_paying_is_named(card_type: str, name: str) -> None:
    assert wire.instrument(card_type) == name


async def test_who_cancels_after_a_card_failed_has_cancelled(
    peer: SslcommerzPeer, gateway: PaymentGateway
) -> None:
    started = await gateway.start(peer.request())
    with pytest.raises(PageRefusal):
        await peer.pay(started.session, "retry")
    hint = gateway.read_return(*await peer.pay(started.session, "cancel"))

    said = await gateway.ask(Pending(peer.request().ref, started.session, DUE), hint)
    assert said.state is PayState.CANCELLED

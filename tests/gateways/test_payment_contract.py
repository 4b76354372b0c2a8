"""Every payment adapter of the registry, through the same days, good and bad."""

from __future__ import annotations

import asyncio
import logging

import pytest

from domain.errors import Busy, Outside, Refused, Unsure
from domain.money import Money
from domain.ports import PaymentGateway, PayState, Pending, Started
from gateways import registry
from gateways.provider import DONE, PAYMENT_SCALE, Tools
from sandbox.faults import Kind
from sandbox.payments.standin import Junk
from tests.gateways.payments.peers import DUE, LOST_ANSWERS, Peer
from tests.gateways.payments.tools import MemoryTokens, hook_of

SLOW = 0.6  # seconds that a slow answer takes: more than a hasty program waits


def pending(peer: Peer, started: Started) -> Pending:
    return Pending(peer.request().ref, started.session, DUE)


@pytest.mark.parametrize("name", registry.names("payment"))
def test_an_adapter_says_what_it_does(name: str) -> None:
    scale = registry.find("payment", name).scale

    assert sorted(scale) == sorted(PAYMENT_SCALE)
    assert all(said == DONE or said.startswith("exempt: ") for said in scale.values())


async def test_a_payment_is_found_with_all_that_identifies_it(
    peer: Peer, gateway: PaymentGateway
) -> None:
    started = await gateway.start(peer.request())
    assert peer.leads_there(started.way)
    hint = gateway.read_return(*await peer.pay(started.session))
    said = await gateway.ask(pending(peer, started), hint)

    assert (said.state, said.amount, said.instrument) == (PayState.PAID, DUE, peer.instrument)
    assert said.ref == peer.request().ref
    assert said.txn_id
    assert not said.risky
    assert peer.money_taken() == 1


async def test_nothing_is_paid_before_the_customer_agrees(
    peer: Peer, gateway: PaymentGateway
) -> None:
    started = await gateway.start(peer.request())

    assert (await gateway.ask(pending(peer, started), None)).state is PayState.PENDING
    assert peer.money_taken() == 0


async def test_a_poll_alone_finds_the_money(peer: Peer, gateway: PaymentGateway) -> None:
    peer.stand_in.pushes.lost = True
    started = await gateway.start(peer.request())
    await peer.pay(started.session)

    assert (await gateway.ask(pending(peer, started), None)).state is PayState.PAID


async def test_a_forged_return_pays_nothing(peer: Peer, gateway: PaymentGateway) -> None:
    peer.stand_in.forge_success = True
    started = await gateway.start(peer.request())
    hint = gateway.read_return(*await peer.pay(started.session))
    said = await gateway.ask(pending(peer, started), hint)

    assert said.state is PayState.PENDING
    assert peer.money_taken() == 0
    peer.stand_in.forge_success = False
    hint = gateway.read_return(*await peer.pay(started.session))
    assert (await gateway.ask(pending(peer, started), hint)).state is PayState.PAID


@pytest.mark.parametrize(
    ("button", "states"),
    [
        ("cancel", {PayState.CANCELLED}),
        ("fail", {PayState.FAILED}),
    ],
)
async def test_a_customer_who_gives_up_is_believed(
    peer: Peer, gateway: PaymentGateway, button: str, states: set[PayState]
) -> None:
    started = await gateway.start(peer.request())
    hint = gateway.read_return(*await peer.pay(started.session, button))

    assert (await gateway.ask(pending(peer, started), hint)).state in states
    assert peer.money_taken() == 0


async def test_a_claim_of_failure_does_not_hide_money(peer: Peer, gateway: PaymentGateway) -> None:
    started = await gateway.start(peer.request())
    query, form = await peer.pay(started.session)
    attempt = pending(peer, started)
    assert (await gateway.ask(attempt, gateway.read_return(query, form))).state is PayState.PAID

    spoiled = gateway.read_return(dict(query) | {"status": "failure"}, {})
    said = await gateway.ask(attempt, spoiled)
    assert said.state is PayState.PAID


async def test_the_same_question_has_the_same_answer(peer: Peer, gateway: PaymentGateway) -> None:
    started = await gateway.start(peer.request())
    hint = gateway.read_return(*await peer.pay(started.session))
    attempt = pending(peer, started)
    answers = [await gateway.ask(attempt, each) for each in (hint, hint, None, hint)]

    assert {said.state for said in answers} == {PayState.PAID}
    assert len({said.txn_id for said in answers}) == 1
    assert peer.money_taken() == 1


async def test_five_who_ask_at_once_find_one_payment(peer: Peer, gateway: PaymentGateway) -> None:
    started = await gateway.start(peer.request())
    hint = gateway.read_return(*await peer.pay(started.session))
    attempt = pending(peer, started)
    answers = await asyncio.gather(*(gateway.ask(attempt, hint) for _ in range(5)))

    assert {said.state for said in answers} == {PayState.PAID}
    assert len({said.txn_id for said in answers}) == 1
    assert peer.money_taken() == 1


async def test_another_attempts_payment_is_not_ours(peer: Peer, gateway: PaymentGateway) -> None:
    mine = await gateway.start(peer.request())
    other = await gateway.start(peer.request("NK00000000000043", Money(90_000, "BDT")))
    quoted = gateway.read_return(*await peer.pay(other.session))
    await gateway.ask(Pending("NK00000000000043", other.session, Money(90_000)), quoted)

    assert (await gateway.ask(pending(peer, mine), quoted)).state is PayState.PENDING


@pytest.mark.parametrize(
    ("amount", "currency", "told"),
    [
        ("1.00", None, Money(100, "BDT")),
        ("1149.99", None, Money(114_999, "BDT")),
        (None, "USD", Money(115_000, "USD")),
        ("1150.005", None, None),
        ("-1150.00", None, None),
    ],
)
async def test_other_money_is_told_as_it_is(
    peer: Peer,
    gateway: PaymentGateway,
    amount: str | None,
    currency: str | None,
    told: Money | None,
) -> None:
    peer.stand_in.answers.amount = amount
    peer.stand_in.answers.currency = currency
    started = await gateway.start(peer.request())
    hint = gateway.read_return(*await peer.pay(started.session))
    said = await gateway.ask(pending(peer, started), hint)

    assert (said.state, said.amount) == (PayState.PAID, told)


async def test_a_gateway_that_is_not_there_took_nothing(peer: Peer, tools: Tools) -> None:
    away = peer.gateway(tools, base_url="http://127.0.0.1:1")

    with pytest.raises(Busy):
        await away.start(peer.request())
    said = await away.ask(Pending("NK1", "session", DUE), None)
    assert said.state is PayState.UNKNOWN
    assert (await away.check()).key == "health-unreachable"


@pytest.mark.parametrize("kind", LOST_ANSWERS)
async def test_a_lost_answer_to_the_start_is_a_doubt_that_ends(
    peer: Peer, gateway: PaymentGateway, hasty: PaymentGateway, kind: Kind
) -> None:
    await gateway.check()
    peer.stand_in.faults.plan("create", kind, seconds=SLOW)

    with pytest.raises(Unsure):
        await hasty.start(peer.request())
    said = await gateway.ask(Pending(peer.request().ref, "", DUE), None)
    assert (said.state, said.reason) == peer.after_a_lost_start(kind)


async def test_a_start_that_is_refused_or_throttled_says_so(
    peer: Peer, gateway: PaymentGateway
) -> None:
    peer.stand_in.faults.plan("create", Kind.HTTP_429)
    with pytest.raises(Busy):
        await gateway.start(peer.request())
    peer.stand_in.faults.plan("create", Kind.REFUSE)
    with pytest.raises((Refused, Busy)):
        await gateway.start(peer.request())
    assert await gateway.start(peer.request())


@pytest.mark.parametrize("junk", list(Junk))
@pytest.mark.parametrize("content_type", ["application/json", "text/html"])
async def test_junk_never_decides(
    peer: Peer, gateway: PaymentGateway, junk: Junk, content_type: str
) -> None:
    peer.stand_in.junk = junk
    peer.stand_in.content_type = content_type
    started = await gateway.start(peer.request())
    hint = gateway.read_return(*await peer.pay(started.session))
    peer.stand_in.faults.plan("*", Kind.JUNK, times=None)
    attempt = pending(peer, started)

    assert (await gateway.ask(attempt, hint)).state is PayState.UNKNOWN
    assert (await gateway.ask(attempt, None)).state is PayState.UNKNOWN
    peer.stand_in.faults.lift()
    assert (await gateway.ask(attempt, None)).state is PayState.PAID


@pytest.mark.parametrize("kind", [*LOST_ANSWERS, Kind.HTTP_429])
async def test_silence_never_decides(
    peer: Peer, gateway: PaymentGateway, hasty: PaymentGateway, kind: Kind
) -> None:
    started = await gateway.start(peer.request())
    hint = gateway.read_return(*await peer.pay(started.session))
    peer.stand_in.faults.plan("*", kind, times=None, seconds=SLOW)
    attempt = pending(peer, started)

    assert (await hasty.ask(attempt, hint)).state is PayState.UNKNOWN
    peer.stand_in.faults.lift()
    assert (await gateway.ask(attempt, None)).state is PayState.PAID
    assert peer.money_taken() == 1


@pytest.mark.parametrize("kind", LOST_ANSWERS)
async def test_money_taken_without_an_answer_is_found(
    peer: Peer, gateway: PaymentGateway, hasty: PaymentGateway, kind: Kind
) -> None:
    started = await gateway.start(peer.request())
    hint = gateway.read_return(*await peer.pay(started.session))
    operation = peer.taking if kind is not Kind.SLOW else f"{peer.taking}:answer"
    peer.stand_in.faults.plan(operation, kind, seconds=SLOW)
    attempt = pending(peer, started)
    first = await hasty.ask(attempt, hint)

    assert first.state in {PayState.PAID, PayState.PENDING, PayState.UNKNOWN}
    assert (await gateway.ask(attempt, None)).state is PayState.PAID
    assert peer.money_taken() == 1


async def test_a_notification_leads_to_the_attempt(peer: Peer, gateway: PaymentGateway) -> None:
    started = await gateway.start(peer.request())
    hint = gateway.read_return(*await peer.pay(started.session))
    attempt = pending(peer, started)
    await gateway.ask(attempt, hint)
    await peer.stand_in.pushes.settled()
    hook = hook_of(peer.shop.posts[-1])

    assert await gateway.authentic(hook)
    [heard] = await gateway.read_notification(hook)
    assert (heard.ref, heard.claimed, heard.amount) == (attempt.ref, PayState.PAID, DUE)
    assert heard.txn_id
    assert (await gateway.ask(attempt, heard)).txn_id == heard.txn_id


async def test_a_notification_that_was_touched_is_refused(
    peer: Peer, gateway: PaymentGateway
) -> None:
    started = await gateway.start(peer.request())
    hint = gateway.read_return(*await peer.pay(started.session))
    await gateway.ask(pending(peer, started), hint)
    await peer.stand_in.pushes.settled()
    post = peer.shop.posts[-1]

    touched = post.body.replace(b"1150.00", b"1150.01")
    assert touched != post.body
    for body in (touched, post.body[:-9], b"", b"{}", b"[]", b"\xff\xfe", b"a=1&a=2"):
        assert not await gateway.authentic(hook_of(post, body))
        await gateway.read_notification(hook_of(post, body))


async def test_a_test_of_the_account_says_what_is_wrong(
    peer: Peer, gateway: PaymentGateway, tools: Tools
) -> None:
    assert (await gateway.check()).ok
    for name in peer.credentials().keys() - {"username", "store_id"}:
        wrong = peer.credentials() | {name: "wrong-value"}
        fresh = Tools(tools.http, MemoryTokens())
        found = await peer.gateway(fresh, id=8, credentials=wrong).check()
        assert (found.ok, found.key) == (False, "health-auth"), name


async def test_secrets_stay_out_of_logs_errors_and_reprs(
    peer: Peer, hasty_tools: Tools, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    told = [repr(peer.account()), repr(peer.request())]
    for kind in Kind:
        peer.stand_in.faults.plan("*", kind, times=None, seconds=SLOW)
        for base_url in (peer.base_url, "http://127.0.0.1:1"):
            gateway = peer.gateway(hasty_tools, base_url=base_url)
            told.append(repr(gateway))
            told.append(repr(await gateway.check()))
            try:
                await gateway.start(peer.request())
            except Outside as why:
                told += [repr(why), repr(why.__cause__), repr(why.__context__)]
        peer.stand_in.faults.lift()
    told += [f"{record.getMessage()} {record.exc_info}" for record in caplog.records]

    for secret in (*peer.secrets, "Rahim", "01770618575", "8801770618575"):
        assert [line for line in told if secret in line] == []

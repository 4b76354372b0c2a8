"""Money is given back from the payment's card, at the gateways' stand-ins over real sockets."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from domain import clock
from domain.accounts.models import Gateway
from domain.chat.models import Card
from domain.errors import AlreadyDone
from domain.messaging.content import Claimed
from domain.messaging.models import Message
from domain.money import Money
from domain.outreach import facts
from domain.payments import attempts, beginning, links, polling, posting, returning
from domain.payments.models import Attempt, Payment, Refund
from domain.payments.sights import TxnUsed
from domain.payments.states import Method, RefundStatus
from domain.ports import Ports
from domain.staff.rights import SYSTEM
from gateways.http import Http
from gateways.payments import choice
from gateways.provider import Tools
from handlers.ui.conversation import Conversation
from sandbox.faults import Kind
from tests import builders
from tests.cast import Cast, Moment
from tests.gateways.payments import peers
from tests.gateways.payments.peers import Peer
from tests.gateways.payments.tools import MemoryTokens
from tests.person import Person
from tests.sandbox.payments.shop import Shop


@dataclass
class Counter:
    """Asha before the card of a payment that came through a gateway."""

    asha: Person
    peer: Peer
    ports: Ports
    gateway: Gateway
    payment: Payment

    async def opens_the_card(self) -> None:
        await self.asha.says("1001")
        await self.asha.taps("Bills")
        await self.asha.taps("Payments")
        await self.asha.taps("৳1,150")

    async def gives_back(self, amount: str, reason: str = "did not work") -> None:
        await self.opens_the_card()
        await self.asha.taps("Give back")
        await (self.asha.says(amount) if amount else self.asha.taps("All of it"))
        await self.asha.taps(reason)

    async def sees_on_the_card(self, *words: str) -> None:
        await self.opens_the_card()
        self.asha.sees(*words)


@pytest.fixture(params=["bkash", "sslcommerz"])
async def counter(
    request: pytest.FixtureRequest, cast: Cast, ports: Ports
) -> AsyncIterator[Counter]:
    now: Any = clock.now
    peer = peers.make(request.param, Shop(url="http://127.0.0.1:9"), now)
    peer.stand_in.pushes.lost = True
    await peer.stand_in.start()
    http = Http()
    tools = Tools(http, MemoryTokens())
    gateway = await builders.a_gateway(
        "pay-main", kind="payment", provider=request.param, credentials=peer.credentials()
    )
    await builders.a_bill(cast.rahim, total=1150)
    link, _ = await links.make(SYSTEM, cast.rahim)
    ports = replace(
        ports,
        payment_gateway=lambda account: peer.gateway(tools),
        pay_choice=lambda account: choice.pay_choice(account, peer.provider_of()),
    )
    attempt = await beginning.begin(link, gateway, Money(1150_00), "en", ports)
    adapter = peer.gateway(tools)
    hint = adapter.read_return(*await peer.pay(attempt.session))
    await attempts.returned(link, gateway, hint, ports)
    asha = Person.playing(Conversation(ports), cast.asha)
    yield Counter(asha, peer, ports, gateway, await Payment.get())
    await http.close()
    await peer.stand_in.stop()


async def test_a_part_goes_back_and_the_card_shows_each_state(
    counter: Counter, cast: Cast, moment: Moment
) -> None:
    asha = counter.asha
    await counter.gives_back("400")
    asha.sees(
        "Give back ৳400 to Rahim", "pay-main sends it", "৳400 is to be paid again",
        "Due now: ৳0", "Due after this: ৳400", "The service did not work",
    )  # fmt: skip
    await asha.taps("Give it back")
    assert "Asked for" in asha.toast
    asha.sees("৳400", "told to the gateway in a moment", "Asha", "The service did not work")
    assert not [label for label in asha.labels if "Give back" in label or "Take back" in label]

    await returning.carry_on(counter.ports)
    counter.peer.refunds_end(well=True)
    moment.move(hours=2)
    await returning.carry_on(counter.ports)

    await counter.sees_on_the_card("it went back", "Due now: ৳400", "Give back")
    await asha.says("1001")
    asha.sees("Last payment: ৳750 ·")
    assert counter.peer.refunds() == ["400.00"]
    told = await Message.get(event="payment-refunded")
    claimed = Claimed(told.id, told.event, told.customer_id, told.operator_id, about=told.about)
    (said,) = (await facts.gather([claimed], counter.ports)).values()
    assert (said.values["amount"], said.values["amount_due"]) == ("Tk 400", "Tk 400")


async def test_what_the_gateway_refuses_is_said_with_its_reason(
    counter: Counter, moment: Moment
) -> None:
    counter.peer.stand_in.faults.plan(counter.peer.refund_operation, Kind.REFUSE)
    if counter.peer.provider == "bkash":
        counter.peer.stand_in.refuse_with = "2071"  # type: ignore[attr-defined]
    await counter.gives_back("")
    await counter.asha.taps("Give it back")
    await returning.carry_on(counter.ports)

    why = {
        "bkash": "gives back no longer, so long after the payment (2071)",
        "sslcommerz": "the gateway says: Refund is not allowed",
    }
    await counter.sees_on_the_card("it did not go back", why[counter.peer.provider], "Give back")
    assert await Card.filter(key__startswith="refund-refused:").count() == 1
    assert counter.peer.refunds() == []


async def test_where_the_answer_is_lost_it_is_found_or_a_person_is_asked(
    counter: Counter, moment: Moment
) -> None:
    counter.peer.stand_in.faults.plan(counter.peer.refund_operation, Kind.RESET_AFTER)
    await counter.gives_back("")
    await counter.asha.taps("Give it back")
    for _ in range(4):
        await returning.carry_on(counter.ports)
        moment.move(hours=1)
    if counter.peer.provider == "sslcommerz":
        await counter.sees_on_the_card("no answer from the gateway yet", "Look on its own page")
        await counter.asha.taps("It went back")
        counter.asha.sees("it went back", "said by Asha")

    assert (await Refund.get()).status is RefundStatus.DONE
    assert (await Payment.get()).refunded_minor == 1150_00
    assert counter.peer.refunds() == ["1150.00"]


@pytest.mark.parametrize("code", ["2033", "2080", "5001"])
@pytest.mark.parametrize("counter", ["bkash"], indirect=True)
async def test_an_error_where_it_is_asked_about_is_no_proof_that_it_never_came(
    counter: Counter, moment: Moment, code: str
) -> None:
    faults = counter.peer.stand_in.faults
    counter.peer.stand_in.refuse_with = code  # type: ignore[attr-defined]
    faults.plan("refund_v2_status", Kind.SLOW, seconds=0.01)
    faults.plan("refund_v2_status", Kind.REFUSE, times=None)
    faults.plan("refund_v2", Kind.RESET_AFTER)
    await counter.gives_back("300")
    await counter.asha.taps("Give it back")
    for _ in range(24):
        await returning.carry_on(counter.ports)
        moment.move(minutes=20)

    assert counter.peer.refunds() == ["300.00"]
    await counter.sees_on_the_card("no answer from the gateway yet", "Look on its own page")
    faults.lift()
    moment.move(days=1)
    await returning.carry_on(counter.ports)

    assert counter.peer.refunds() == ["300.00"]
    await counter.sees_on_the_card("it went back")


@pytest.mark.parametrize("counter", ["bkash"], indirect=True)
async def test_what_went_back_although_a_person_said_no_is_booked_and_told(
    counter: Counter, moment: Moment
) -> None:
    faults = counter.peer.stand_in.faults
    faults.plan("refund_v2_status", Kind.SLOW, seconds=0.01)
    faults.plan("refund_v2_status", Kind.HTTP_500, times=None)
    faults.plan("refund_v2", Kind.RESET_AFTER)
    await counter.gives_back("300")
    await counter.asha.taps("Give it back")
    await returning.carry_on(counter.ports)
    moment.move(hours=2)
    await returning.carry_on(counter.ports)
    await counter.sees_on_the_card("Look on its own page")
    await counter.asha.taps("It did not")
    counter.asha.sees("it did not go back", "said by Asha")
    faults.lift()
    moment.move(hours=2)
    await returning.carry_on(counter.ports)

    await counter.sees_on_the_card("it went back", "Asha had said that it did not", "৳300")
    assert (await Payment.get()).refunded_minor == 300_00
    assert counter.peer.refunds() == ["300.00"]
    assert await Card.filter(key__startswith="refund-after-all:").count() == 1


async def test_what_went_back_whole_can_not_be_taken_back_and_keeps_its_transaction(
    counter: Counter, cast: Cast, moment: Moment
) -> None:
    await counter.gives_back("")
    await counter.asha.taps("Give it back")
    await returning.carry_on(counter.ports)
    counter.peer.refunds_end(well=True)
    moment.move(hours=2)
    await returning.carry_on(counter.ports)
    await counter.sees_on_the_card("it went back")
    assert not [label for label in counter.asha.labels if "back" in label and "Take" in label]
    with pytest.raises(AlreadyDone):
        await posting.reverse(cast.asha, counter.payment.id, "by mistake")

    with pytest.raises(TxnUsed):
        await posting.record(
            cast.bina, cast.rahim, Money(1150_00), Method.OTHER, txn_id=counter.payment.txn_id
        )


async def test_a_stale_button_takes_nothing_back_and_says_so_before_it_asks_why(
    counter: Counter, moment: Moment
) -> None:
    await counter.opens_the_card()
    stale = counter.asha.key("Take back")
    await counter.gives_back("")
    await counter.asha.taps("Give it back")
    await returning.carry_on(counter.ports)
    counter.peer.refunds_end(well=True)
    moment.move(hours=2)
    await returning.carry_on(counter.ports)
    await counter.asha.presses(stale)

    assert "went back already" in (counter.asha.toast or counter.asha.screen)


async def test_what_went_back_and_failed_later_is_said_and_given_back_anew(
    counter: Counter, moment: Moment
) -> None:
    await counter.gives_back("400")
    await counter.asha.taps("Give it back")
    await returning.carry_on(counter.ports)
    counter.peer.refunds_end(well=True)
    moment.move(hours=2)
    await returning.carry_on(counter.ports)
    await counter.sees_on_the_card("it went back", "Due now: ৳400")
    counter.peer.refunds_end(well=False)
    moment.move(days=2)
    await returning.carry_on(counter.ports)

    await counter.sees_on_the_card("went back and then failed", "Due now: ৳0", "Give back")
    assert await Card.filter(key__startswith="refund-undone:").count() == 1
    assert (await Payment.get()).refunded_minor == 0


async def test_what_the_gateway_forgot_on_its_way_is_asked_of_a_person(
    counter: Counter, moment: Moment
) -> None:
    if counter.peer.provider == "bkash":
        counter.peer.stand_in.merchant.refund_status = "Initiated"  # type: ignore[attr-defined]
    await counter.gives_back("400")
    await counter.asha.taps("Give it back")
    await returning.carry_on(counter.ports)
    status = {"bkash": "refund_v2_status", "sslcommerz": "refund_status"}
    counter.peer.stand_in.faults.plan(status[counter.peer.provider], Kind.JUNK, times=None)
    for _ in range(60):
        moment.move(hours=2)
        await returning.carry_on(counter.ports)

    await counter.sees_on_the_card("the gateway has it on its way", "Look on its own page")
    assert await Card.filter(key__startswith="refund-forgotten:").count() == 1
    await counter.asha.taps("It did not")
    counter.asha.sees("it did not go back", "said by Asha", "Take back")


@pytest.mark.parametrize("counter", ["sslcommerz"], indirect=True)
async def test_a_second_payment_of_a_session_is_let_in_by_its_brand_and_given_back(
    counter: Counter, moment: Moment
) -> None:
    counter.peer.stand_in.store.stays_open = True  # type: ignore[attr-defined]
    attempt = await Attempt.get()
    await counter.peer.pay(attempt.session)
    moment.move(hours=2)
    await polling.poll_due(counter.ports)
    asha = counter.asha
    await asha.says("/verify")
    await asha.taps("Rahim")
    await asha.taps("Approve")
    second = await Payment.get(attempt_id=None)
    await counter.gives_back("", "paid twice")
    await asha.taps("Give it back")
    asha.sees("Method: Nagad")
    await returning.carry_on(counter.ports)
    counter.peer.refunds_end(well=True)
    moment.move(hours=2)
    await returning.carry_on(counter.ports)

    (row,) = await Refund.all()
    assert (row.payment_id, row.status) == (second.id, RefundStatus.DONE)
    assert counter.peer.refunds() == ["1150.00"]


async def test_more_than_there_is_is_asked_again(counter: Counter) -> None:
    await counter.opens_the_card()
    await counter.asha.taps("Give back")
    await counter.asha.says("1151")
    counter.asha.sees("৳1,150 can still be given back")

    assert not await Refund.all().exists()


async def test_a_second_tap_elsewhere_gives_back_nothing_more(counter: Counter, cast: Cast) -> None:
    second = replace(counter, asha=Person.playing(Conversation(counter.ports), cast.asha))
    await counter.gives_back("700")
    key = counter.asha.key("Give it back")
    await counter.asha.taps("Give it back")
    await counter.asha.presses(key)
    await second.opens_the_card()
    assert not [label for label in second.asha.labels if "Take back" in label]

    assert await Refund.all().count() == 1


async def test_money_that_came_by_hand_says_what_to_do(
    ports: Ports, cast: Cast, asha: Person
) -> None:
    gateway = await builders.a_gateway("nagad-hand", kind="payment", provider="manual")
    await builders.a_bill(cast.rahim, total=500)
    payment = await posting.record(cast.bina, cast.rahim, Money(500_00))
    await Payment.filter(id=payment.id).update(gateway_id=gateway.id)
    await asha.says("1001")
    await asha.taps("Bills")
    await asha.taps("Payments")
    await asha.taps("৳500")
    await asha.taps("Give back")

    assert "nagad-hand gives no money back from here" in (asha.toast or asha.screen)
    assert not await Attempt.all().exists()

"""Payment links in the chat: seen, sent once however often it is tapped."""

from __future__ import annotations

import pytest

from domain import clock, events, reactions
from domain.billing import prepaid
from domain.billing.models import BillingProfile
from domain.customers import search
from domain.customers.models import Customer
from domain.messaging import dispatcher, telling
from domain.messaging.models import Delivery, Message
from domain.messaging.states import MessageStatus
from domain.money import Money
from domain.outreach import facts
from domain.payments import links, posting
from domain.payments.models import Link
from domain.staff.models import Operator
from domain.staff.rights import SYSTEM
from tests import builders
from tests.cast import Cast
from tests.fake_web import FakeMessages, web_ports
from tests.person import Person


@pytest.fixture
async def can_be_sent(cast: Cast) -> None:
    """Rahim owes, and there is a way to write and one to pay."""
    await builders.a_gateway("sms", kind="sms")
    await builders.a_gateway("bkash", kind="payment", provider="bkash")
    await builders.a_bill(cast.rahim, total=1150)
    await search.index([cast.rahim.id])


@pytest.mark.usefixtures("can_be_sent")
async def test_a_double_tap_sends_one_link_and_offers_no_second(asha: Person, cast: Cast) -> None:
    await asha.says("/link 1001")
    send = asha.key("Send")
    await asha.taps("Send")
    asha.sees("on its way", "Link:")
    await asha.presses(send)
    assert "changed meanwhile" in asha.toast
    asha.sees("Rahim Uddin", "Link:")
    asha.does_not_see("✅ Send")
    assert await Message.all().count() == 1


@pytest.mark.usefixtures("can_be_sent")
async def test_a_link_goes_though_links_are_switched_off_since_somebody_sends_it(
    asha: Person, cast: Cast
) -> None:
    await telling.save(SYSTEM, "payment-link", enabled=False)
    await asha.says("/link 1001")
    await asha.taps("Send")
    asha.sees("on its way")
    assert await Message.filter(customer_id=cast.rahim.id, event="payment-link").count() == 1


async def test_without_a_way_to_write_the_link_is_copied_not_sent(asha: Person, cast: Cast) -> None:
    await builders.a_gateway("bkash", kind="payment", provider="bkash")
    await builders.a_bill(cast.rahim, total=1150)
    await search.index([cast.rahim.id])
    await asha.says("/link 1001")
    asha.sees("Rahim Uddin", "No message gateway can carry it now", "Copy", "QR code")
    asha.does_not_see("✅ Send", "cost", "no channel")


async def test_what_was_put_aside_is_offered_once(asha: Person, cast: Cast) -> None:
    await builders.a_gateway("bkash", kind="payment", provider="bkash")
    await builders.a_bill(cast.rahim, total=1150)
    await search.index([cast.rahim.id])
    await asha.says("/paid 1001")
    await asha.says("/link 1001")
    assert len([label for label in asha.labels if "Go on with" in label]) == 1


async def test_a_link_by_which_nobody_could_pay_is_refused_before_it_is_offered(
    asha: Person, cast: Cast
) -> None:
    await builders.a_gateway("sms", kind="sms")
    await builders.a_gateway("bkash", kind="payment", provider="bkash")
    await Operator.filter(id=cast.rahim.operator_id).update(currency="USD")
    await builders.a_bill(cast.rahim, total=Money(1150, "USD"))
    await search.index([cast.rahim.id])
    await asha.says("/link 1001")
    asha.sees("no payment gateway switched on that takes USD", "/gateways", "/paid")
    asha.does_not_see("✅ Send", "Copy", "QR code")
    assert await Link.all().count() == 0


@pytest.mark.parametrize(
    ("status", "text", "said"),
    [
        ("ready", "", "Link: being sent, in the message “Suspended”"),
        ("delivered", "Pay: https://pay.test/p/…", "Link: delivered, in the message “Suspended”"),
        ("delivered", "Call us.", "Link: made, not sent"),
    ],
)
async def test_a_link_that_went_with_another_message_is_not_said_to_be_unsent(
    asha: Person, cast: Cast, status: str, text: str, said: str
) -> None:
    await builders.a_gateway("bkash", kind="payment", provider="bkash")
    gateway = await builders.a_gateway("sms", kind="sms")
    await builders.a_bill(cast.rahim, total=1150)
    await search.index([cast.rahim.id])
    link, _ = await links.make(SYSTEM, cast.rahim)
    about = {"link": link.id}
    message = await Message.create(
        dedupe="suspension:1", event="customer-suspended", customer_id=cast.rahim.id,
        operator_id=cast.rahim.operator_id, about=about, status=status, made_at=clock.now(),
    )  # fmt: skip
    if text:
        await Delivery.create(
            message_id=message.id, channel="sms", gateway_id=gateway.id, to="01711000001",
            text=text, status=status, handed_at=clock.now(),
        )  # fmt: skip
    await asha.says("1001")
    asha.sees(said)


@pytest.mark.usefixtures("can_be_sent")
async def test_who_owes_nothing_is_offered_no_link_also_by_an_old_card(
    asha: Person, cast: Cast
) -> None:
    await asha.says("/link 1001")
    old = asha.key("Copy")
    await asha.says("/paid 1001 1150 cash")
    await asha.taps("Confirm")

    await asha.says("/link 1001")
    asha.sees("owes nothing")
    asha.does_not_see("✅ Send", "Tk 0")
    await asha.presses(old)
    assert await Link.all().count() == 0


async def test_who_is_charged_by_the_day_gets_a_link_to_recharge_and_it_arrives(
    asha: Person, cast: Cast
) -> None:
    events.listen(reactions.MAP)
    await builders.a_gateway("sms", kind="sms")
    await builders.a_gateway("bkash", kind="payment", provider="bkash")
    by_day = await BillingProfile.create(code="by-day", name="By the day", cycle="daily")
    await Customer.filter(id=cast.rahim.id).update(billing_profile_id=by_day.id)
    await search.index([cast.rahim.id])
    await posting.record(SYSTEM, cast.rahim, Money(1000_00))
    await prepaid.begin_all("here")
    await prepaid.charge_due(clock.now())

    await asha.says("1001")
    await asha.taps("Send payment link")
    asha.sees("is paid until 21 Dec 2026", "Recharge")
    await asha.taps("Send")
    asha.sees("on its way")

    phones = FakeMessages()
    while await dispatcher.work("here", facts.gather, web_ports(messages=phones), allowed=None):
        pass
    told = await Message.get(event="recharge-link")
    assert told.status is MessageStatus.SENT

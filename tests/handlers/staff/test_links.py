"""Payment links in the chat: seen, sent once however often it is tapped."""

from __future__ import annotations

from domain.customers import search
from domain.messaging.models import Message
from tests import builders
from tests.cast import Cast
from tests.person import Person


async def test_a_double_tap_sends_one_link_and_offers_no_second(asha: Person, cast: Cast) -> None:
    await builders.a_gateway("sms", kind="sms")
    await builders.a_gateway("bkash", kind="payment", provider="bkash")
    await builders.a_bill(cast.rahim, total=1150)
    await search.index([cast.rahim.id])
    await asha.says("/link 1001")
    send = asha.key("Send")
    await asha.taps("Send")
    asha.sees("on its way", "Link:")
    await asha.presses(send)
    assert "changed meanwhile" in asha.toast
    asha.sees("Rahim Uddin", "Link:")
    asha.does_not_see("✅ Send")
    assert await Message.all().count() == 1


async def test_without_a_way_to_write_the_link_is_copied_not_sent(asha: Person, cast: Cast) -> None:
    await builders.a_gateway("bkash", kind="payment", provider="bkash")
    await builders.a_bill(cast.rahim, total=1150)
    await search.index([cast.rahim.id])
    await asha.says("/link 1001")
    asha.sees("Rahim Uddin", "No message gateway can carry it now", "Copy", "QR code")
    asha.does_not_see("✅ Send", "cost", "no channel")

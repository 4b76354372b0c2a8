"""A customer is offered choices, taps, and sends files and places, by way of the stand-ins."""

from __future__ import annotations

import pytest

from domain.errors import Busy, Refused
from domain.ports import Fetching, Inbound, Media, MessageGateway, Option, Place
from gateways import registry
from gateways.provider import Tools
from sandbox.faults import Kind
from sandbox.phone import Choice
from sandbox.twilio import Twilio
from sandbox.whatsapp import WhatsApp
from tests.gateways.messaging.accounts import a_message, an_account
from tests.gateways.messaging.ours import Ours, at
from tests.gateways.messaging.rigs import NUMBER_ID, SID

RAHIM = "+8801711111111"
SENDER = "+15005550006"
SLIP = b"\xff\xd8 a slip"
THREE = [Option("bill", "My bill"), Option("lang", "Language"), Option("stop", "No more news")]
FOUR = [*THREE, Option("history", "What I paid", "Bills, payments and receipts")]


def a_whatsapp() -> WhatsApp:
    return WhatsApp(
        token="secret-of-token", app_secret="secret-of-app_secret", phone_number_id=NUMBER_ID
    )


def a_twilio() -> Twilio:
    return Twilio(
        account_sid=SID, auth_token="secret-of-auth_token", numbers=(f"whatsapp:{SENDER}",)
    )


def meta(stand_in: WhatsApp, tools: Tools) -> MessageGateway:
    return registry.message_gateway(an_account("whatsapp", "meta", stand_in.base_url), tools)


def twilio(stand_in: Twilio, tools: Tools) -> MessageGateway:
    account = an_account("whatsapp", "twilio", stand_in.base_url, sender=SENDER)
    return registry.message_gateway(account, tools)


def only(ours: Ours) -> Inbound:
    """The one thing that was said."""
    (word,) = ours.words()
    assert isinstance(word, Inbound)
    return word


@pytest.mark.parametrize("options", [THREE, FOUR])
async def test_what_a_customer_taps_comes_back_with_the_message_that_offered_it(
    options: list[Option], ours: tuple[Ours, str], tools: Tools
) -> None:
    hooks, address = ours
    async with at(a_whatsapp()) as stand_in:
        gateway = hooks.gateway = meta(stand_in, tools)
        await stand_in.customers.say(RAHIM, "hi")
        await stand_in.account.notifier.subscribe(address, "secret-of-verify_token")
        handed = await gateway.send(a_message("whatsapp", choices=options, opens="Choose"))
        await stand_in.settle()
        shown = stand_in.received[0].choices
        hooks.hooks.clear()
        await stand_in.customers.tap(RAHIM, handed.provider_id, options[-1].key)
        await tools.http.close()

    assert shown == [Choice(one.key, one.label) for one in options]
    word = only(hooks)
    chosen = options[-1]
    assert (word.choice, word.text, word.reply_to) == (
        chosen.key, chosen.label, handed.provider_id,
    )  # fmt: skip


async def test_a_file_that_meta_keeps_is_fetched_as_long_as_it_does(
    ours: tuple[Ours, str], tools: Tools
) -> None:
    hooks, address = ours
    async with at(a_whatsapp()) as stand_in:
        gateway = hooks.gateway = meta(stand_in, tools)
        await stand_in.account.notifier.subscribe(address, "secret-of-verify_token")
        await stand_in.customers.attach(RAHIM, "slip.jpg", "image/jpeg", SLIP, caption="paid")
        word = only(hooks)
        assert word.media is not None
        assert isinstance(gateway, Fetching)
        assert await gateway.fetch(word.media) == SLIP
        for kind in (Kind.JUNK, Kind.RESET_AFTER):
            stand_in.faults.plan("media_lookup", kind)
            with pytest.raises(Busy):
                await gateway.fetch(word.media)
        with pytest.raises(Refused):
            await gateway.fetch(Media("image", "0"))
        await tools.http.close()

    assert (word.text, word.media.kind, word.media.mime) == ("paid", "image", "image/jpeg")


async def test_a_file_at_twilio_is_fetched_with_our_key_from_twilio_only(
    ours: tuple[Ours, str], tools: Tools
) -> None:
    hooks, address = ours
    async with at(a_twilio()) as stand_in:
        gateway = hooks.gateway = twilio(stand_in, tools)
        stand_in.account.inbound_url = address
        to = f"whatsapp:{SENDER}"
        await stand_in.customers.attach(RAHIM, "image/jpeg", SLIP, to=to, caption="paid")
        word = only(hooks)
        assert word.media is not None
        assert isinstance(gateway, Fetching)
        assert await gateway.fetch(word.media) == SLIP
        with pytest.raises(Refused):
            await gateway.fetch(Media("image", f"{word.media.id}x"))
        with pytest.raises(Refused):
            await gateway.fetch(Media("image", "http://127.0.0.1.example/file"))
        await tools.http.close()

    assert (word.text, word.media.kind, word.media.mime) == ("paid", "image", "image/jpeg")


async def test_a_place_is_a_point_on_the_map_by_either_provider(
    ours: tuple[Ours, str], tools: Tools
) -> None:
    hooks, address = ours
    async with at(a_whatsapp()) as stand_in:
        hooks.gateway = meta(stand_in, tools)
        await stand_in.account.notifier.subscribe(address, "secret-of-verify_token")
        await stand_in.customers.share_location(RAHIM, 23.7, 90.4)
    assert only(hooks).place == Place(23.7, 90.4)

    hooks.hooks.clear()
    async with at(a_twilio()) as other:
        hooks.gateway = twilio(other, tools)
        other.account.inbound_url = address
        await other.customers.share_location(RAHIM, 23.7, 90.4, to=f"whatsapp:{SENDER}")
    assert only(hooks).place == Place(23.7, 90.4)
    await tools.http.close()

"""The customers' own conversation, as it is on WhatsApp."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from domain.customers.models import Customer
from domain.messaging.models import Message
from handlers.ui import commands
from handlers.ui.conversation import Conversation
from tests.cast import Cast, Moment
from tests.handlers.carriers.whatsapp.town import RAHIM, STRANGER, Town, by_meta


@pytest.fixture
async def town(cast: Cast, moment: Moment, unused_tcp_port: int) -> AsyncIterator[Town]:
    commands.load("handlers.staff", "handlers.customer")
    await Customer.filter(id=cast.rahim.id).update(language="en")
    async with by_meta(Conversation, unused_tcp_port) as made:
        yield made


async def writes(town: Town, text: str) -> None:
    await town.whatsapp.customers.say(RAHIM, text)
    await town.goes_on()


async def taps(town: Town, label: str) -> None:
    """Tap what holds the label on the newest screen."""
    newest = town.screens()[-1]
    choice = next(one for one in newest.choices if label in one.title)
    await town.whatsapp.customers.tap(RAHIM, newest.id, choice.id)
    await town.goes_on()


async def test_whoever_writes_is_greeted_by_name_and_by_their_isp(town: Town, cast: Cast) -> None:
    await writes(town, "hello")

    (home,) = town.screens()
    assert "Rahim Uddin" in home.text
    assert cast.north.name in home.text
    assert "<b>" not in home.text
    assert [one.title for one in home.choices] == [
        "📄 Statement", "❔ Why is it off?", "🌐 Language", "🔕 Stop news",
    ]  # fmt: skip


async def test_a_language_is_chosen_and_spoken_from_then_on(town: Town, cast: Cast) -> None:
    await writes(town, "hello")
    await taps(town, "Language")
    await taps(town, "বাংলা")

    assert "Rahim Uddin" in town.screens()[-1].text
    assert "🌐 ভাষা" in [one.title for one in town.screens()[-1].choices]
    assert (await Customer.get(id=cast.rahim.id)).language == "bn"


async def test_news_are_stopped_and_come_again_and_each_tap_is_answered_once(
    town: Town, cast: Cast
) -> None:
    await writes(town, "hello")
    await taps(town, "Stop news")
    assert (await Customer.get(id=cast.rahim.id)).opted_out_at is not None
    await taps(town, "Get news again")

    assert (await Customer.get(id=cast.rahim.id)).opted_out_at is None
    assert len(town.screens()) == 3
    assert {row.event for row in await Message.all()} == {"reply"}


async def test_words_that_nobody_understands_cost_one_message_a_day(
    town: Town, moment: Moment
) -> None:
    for text in ("thanks", "ok", "👍"):
        await writes(town, text)
    assert len(town.screens()) == 1

    moment.move(days=1)
    await writes(town, "thanks")
    assert len(town.screens()) == 2


async def test_no_staff_command_and_no_stranger_is_answered(town: Town) -> None:
    await town.whatsapp.customers.say(STRANGER, "hello")
    await town.goes_on()
    assert town.screens(STRANGER) == []

    await writes(town, "/bills")
    assert "bill" not in town.screens()[-1].text.lower().replace("/bills", "")

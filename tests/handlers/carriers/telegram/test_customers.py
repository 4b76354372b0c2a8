"""A guest on Telegram becomes known by their own number, and is spoken to as a customer."""

from __future__ import annotations

from domain.customers.models import Customer
from handlers.carriers.telegram.carrier import Telegram
from handlers.ui import commands
from sandbox.telegram import TelegramServer
from tests.cast import Cast
from tests.handlers.carriers.telegram.test_telegram import Chat

commands.load("handlers.staff", "handlers.customer")


async def test_a_guest_shares_their_number_and_chooses_for_themselves(
    polled: Telegram, server: TelegramServer, cast: Cast
) -> None:
    await Customer.filter(id=cast.rahim.id).update(language="en")
    rahim = await Customer.get(id=cast.rahim.id)
    server.world.person(43, "R", language_code="en", phone=rahim.mobile)
    guest = Chat(server, 43)
    asked = await guest.says("/start")
    server.users.press(43, 43, asked.buttons[0].text)
    home = await guest.hears()
    assert f"Hello, {rahim.name}" in home.shown
    await guest.taps(home, "Stop news")
    await guest.sees(home, "You get no news")
    assert (await Customer.get(id=rahim.id)).opted_out_at is not None
    await guest.taps(home, "Language")
    await guest.sees(home, "Which language?")
    await guest.taps(home, "বাংলা")
    await guest.sees(home, "স্বাগতম")
    menu = await guest.says("/language")
    assert "কোন ভাষা" in menu.shown or menu.buttons

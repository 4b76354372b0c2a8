"""A customer writes and taps on WhatsApp, by either provider, and gets the screens."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from domain import clock
from domain.chat.addresses import Address
from domain.customers.models import Customer
from domain.messaging import heard, optout, recognition
from domain.messaging.models import Heard, Message
from domain.messaging.states import Channel, HeardStatus
from handlers.ui import buttons
from handlers.ui.conversation import Reply
from handlers.ui.drawing import Reader
from handlers.ui.screens import Button, Screen, plain
from handlers.ui.turns import Turn
from sandbox.twilio import Twilio
from tests.cast import Cast, Moment
from tests.handlers.carriers.whatsapp.town import (
    KARIM,
    RAHIM,
    STRANGER,
    Town,
    a_town,
    by_meta,
)

SID, SENDER = "AC" + "0" * 32, "+15005550006"


class Desk:
    """A tiny conversation: a menu of so many choices, and what was chosen."""

    def __init__(self) -> None:
        self.size = 3
        self.turns: list[Turn] = []

    async def handle(self, turn: Turn) -> Reply:
        self.turns.append(turn)
        customer = await recognition.customer_at(Address(turn.app, turn.chat, turn.person))
        return Reply(await self._screen(turn), Reader("en"), customer)  # type: ignore[arg-type]

    async def _screen(self, turn: Turn) -> Screen:
        if turn.choice:
            press = await buttons.unpack(turn.choice)
            return Screen((plain(f"You chose {press.args[0]}"),))
        rows = tuple((Button(plain(f"Choice {n}"), "desk", (n,)),) for n in range(1, self.size + 1))
        return Screen((plain(f"You wrote {turn.text}"),), rows, is_greeting=turn.text == "?")


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
async def town(cast: Cast, moment: Moment, desk: Desk, unused_tcp_port: int) -> AsyncIterator[Town]:
    async with by_meta(lambda ports: desk, unused_tcp_port) as made:
        yield made


@pytest.mark.parametrize("size", [3, 10])
async def test_who_writes_gets_a_screen_and_who_taps_gets_the_next(
    town: Town, desk: Desk, size: int
) -> None:
    desk.size = size
    await town.whatsapp.customers.say(RAHIM, "hi")
    await town.goes_on()
    (menu,) = town.screens()
    assert menu.text == "You wrote hi"
    assert [one.title for one in menu.choices] == [f"Choice {n}" for n in range(1, size + 1)]

    await town.whatsapp.customers.tap(RAHIM, menu.id, menu.choices[1].id)
    await town.goes_on()

    assert [one.text for one in town.screens()] == ["You wrote hi", "You chose 2"]
    assert desk.turns[1].message_id == menu.id


async def test_what_is_too_much_to_tap_is_numbered_and_a_number_answers(
    town: Town, desk: Desk
) -> None:
    desk.size = 11
    await town.whatsapp.customers.say(RAHIM, "hi")
    await town.goes_on()
    (menu,) = town.screens()
    assert menu.choices == []
    assert menu.text.endswith("10. Choice 10\n11. Choice 11")

    await town.whatsapp.customers.say(RAHIM, "১১")
    await town.goes_on()
    assert town.screens()[-1].text == "You chose 11"


async def test_twilio_shows_words_alone_and_a_number_answers(
    cast: Cast, moment: Moment, desk: Desk, unused_tcp_port: int
) -> None:
    whatsapp = Twilio(
        account_sid=SID,
        auth_token="t",
        numbers=(f"whatsapp:{SENDER}",),
        clock=lambda: clock.now(),
    )
    fields = {"account_sid": SID, "auth_token": "t", "sender": SENDER}
    async with a_town(lambda ports: desk, whatsapp, unused_tcp_port, "twilio", **fields) as town:
        whatsapp.account.inbound_url = f"{town.ports.public_url}/webhooks/whatsapp/wa"
        to = f"whatsapp:{SENDER}"
        await whatsapp.customers.say(RAHIM, "hi", to=to)
        await town.goes_on()
        await whatsapp.customers.say(RAHIM, "3", to=to)
        await town.goes_on()

        assert [one.text for one in town.screens()] == [
            "You wrote hi\n\n1. Choice 1\n2. Choice 2\n3. Choice 3",
            "You chose 3",
        ]


async def test_several_at_once_are_answered_in_order_for_each(town: Town, desk: Desk) -> None:
    await town.whatsapp.customers.say(RAHIM, "one")
    await town.whatsapp.customers.say(KARIM, "uno")
    await town.whatsapp.customers.say(RAHIM, "two")
    town.whatsapp.account.habits.duplicate = True
    await town.whatsapp.customers.say(RAHIM, "three")
    await town.goes_on()

    of_rahim = [turn.text for turn in desk.turns if turn.person == f"+{RAHIM}"]
    assert of_rahim == ["one", "two", "three"]
    assert len(town.screens()) == 3
    assert len(town.screens(KARIM)) == 1


async def test_a_kill_between_the_answer_and_its_record_sends_nothing_twice_nor_chooses_twice(
    town: Town, desk: Desk, moment: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.size = 11
    await town.whatsapp.customers.say(RAHIM, "hi")
    await town.goes_on()
    await town.whatsapp.customers.say(RAHIM, "2")

    async def killed(*told: object) -> None:
        raise RuntimeError("the process ends here")

    with monkeypatch.context() as patch:
        patch.setattr(heard, "answered", killed)
        patch.setattr(heard, "put_off", lambda *told: _true())
        await town.goes_on()
    moment.move(seconds=61)
    await town.goes_on()

    assert [turn.choice for turn in desk.turns[1:]] == [desk.turns[1].choice] * 2
    assert [one.text for one in town.screens()][1:] == ["You chose 2"]


async def _true() -> bool:
    return True


async def test_a_stranger_and_a_member_of_staff_hear_nothing(town: Town, desk: Desk) -> None:
    await town.whatsapp.customers.say(STRANGER, "hi")
    await town.goes_on()

    assert town.screens(STRANGER) == []
    assert (await Heard.get()).status is HeardStatus.DONE


async def test_stop_is_answered_by_one_message_as_ever(town: Town, desk: Desk) -> None:
    await town.whatsapp.customers.say(RAHIM, "STOP")
    await town.goes_on()

    assert desk.turns == []
    assert len(town.screens()) == 1
    assert (await Message.get()).event == "opted-out"
    assert (await Customer.get(code="1001")).opted_out_at is not None
    assert await optout.change(f"+{RAHIM}", wanted=True, channel=Channel.WHATSAPP) == 1


async def test_what_nobody_understands_is_answered_once_a_day(town: Town, moment: Moment) -> None:
    for _ in range(3):
        await town.whatsapp.customers.say(RAHIM, "?")
        await town.goes_on()
    assert len(town.screens()) == 1

    moment.move(days=1)
    await town.whatsapp.customers.say(RAHIM, "?")
    await town.goes_on()
    assert len(town.screens()) == 2


async def test_files_and_places_come_to_the_conversation(town: Town, desk: Desk) -> None:
    await town.whatsapp.customers.attach(RAHIM, "slip.jpg", "image/jpeg", b"slip", caption="paid")
    await town.whatsapp.customers.attach(RAHIM, "a.pdf", "application/pdf", b"%PDF")
    await town.whatsapp.customers.share_location(RAHIM, 23.7, 90.4)
    await town.goes_on()

    photo, paper, place = desk.turns
    assert photo.photo is not None
    assert paper.document is not None
    assert (photo.text, await photo.photo.fetch()) == ("paid", b"slip")
    assert (paper.document.filename, await paper.document.fetch()) == ("a.pdf", b"%PDF")
    assert place.place is not None
    assert (place.place.latitude, place.place.longitude) == (23.7, 90.4)


async def test_after_a_day_the_answer_is_not_tried(town: Town, desk: Desk, moment: Moment) -> None:
    await town.whatsapp.customers.say(RAHIM, "hi")
    await town.whatsapp.settle()
    moment.move(hours=25)
    await town.goes_on()

    assert town.screens() == []
    assert town.whatsapp.account.messages == []

"""The bot on the wire: what people see in Telegram, whatever the line does."""

from __future__ import annotations

import asyncio
import logging

import pytest

from domain.chat import groups
from domain.chat.models import Group, Purpose
from domain.ports import Ports
from handlers.carriers.telegram.carrier import Telegram
from handlers.ui.conversation import Conversation, Reply
from handlers.ui.turns import Turn
from sandbox.faults import Kind
from sandbox.telegram import TelegramServer
from sandbox.telegram.chats import Message
from sandbox.telegram.settings import commands_shown
from tests.cast import Cast
from tests.handlers.carriers.telegram.conftest import GROUP
from tests.handlers.ui.till import DRAWER
from tests.waiting import LIMIT, until


class Chat:
    """A person in front of Telegram."""

    def __init__(self, server: TelegramServer, person: int, chat: int | None = None) -> None:
        self.server, self.person, self.chat = server, person, chat or person

    async def says(self, text: str, **how: int) -> Message:
        """Write, and wait for the bot's next message."""
        self.server.users.say(self.person, self.chat, text, **how)
        return await self.hears()

    async def hears(self) -> Message:
        """The bot's next message after the last thing that anybody wrote."""

        def newest() -> Message | None:
            said = self.server.world.transcript(self.chat)
            return said[-1] if said and said[-1].sender.id == 700100 else None

        found: Message = await self.server.world.until(newest)
        return found

    async def taps(self, message: Message, label: str) -> str:
        """Press the button and read the toast."""
        button = next(each.text for each in message.buttons if label in each.text)
        answer = await self.server.users.tap(self.person, self.chat, message.id, button)
        return answer.text

    async def sees(self, message: Message, part: str) -> None:
        """The message comes to hold it."""
        await self.server.world.until(lambda: part in message.shown)


@pytest.fixture
def asha(server: TelegramServer, cast: Cast) -> Chat:
    return Chat(server, cast.asha.telegram_id or 0)


@pytest.fixture
def chand(server: TelegramServer, cast: Cast) -> Chat:
    return Chat(server, cast.chand.telegram_id or 0)


async def test_a_flow_from_the_first_line_to_undo(polled: Telegram, asha: Chat) -> None:
    asked = await asha.says("/till karim 500")
    assert asked.shown == "A note?"
    await asha.taps(asked, "Skip")
    await asha.sees(asked, "50000")
    await asha.taps(asked, "Confirm")
    await asha.sees(asked, "Taken.")
    await asha.taps(asked, "Undo")
    await asha.sees(asked, "Given back.")
    assert DRAWER.taken == []


async def test_a_stranger_never_sees_staff_screens(
    polled: Telegram, server: TelegramServer
) -> None:
    stranger = Chat(server, 42)
    said = await stranger.says("/start")
    assert "42" in said.shown
    assert "সহকারী বট" in said.shown
    assert [button.text for button in said.buttons] == ["📱 আমি কাস্টমার: আমার নম্বর জানাই"]


async def test_names_do_not_break_the_marks(polled: Telegram, asha: Chat, cast: Cast) -> None:
    from domain.customers import search
    from tests import builders

    made = await builders.a_customer("<b>Rahim & Sons", code="77", operator=cast.north)
    await search.index([made.id])
    card = await asha.says("77")
    assert "<b>Rahim & Sons" in card.shown
    assert card.entities[0]["type"] == "bold"


async def test_a_tap_that_changes_nothing_is_no_error(polled: Telegram, asha: Chat) -> None:
    home = await asha.says("/start")
    help_ = await asha.says("/help")
    await asha.taps(help_, "Home")
    await asha.sees(help_, "Asha")
    assert await asha.taps(home, "Help") == ""


async def test_two_taps_at_once_do_it_once(polled: Telegram, asha: Chat) -> None:
    asked = await asha.says("/till karim 500")
    await asha.taps(asked, "Skip")
    await asha.sees(asked, "50000")
    toasts = await asyncio.gather(*(asha.taps(asked, "Confirm") for _ in range(5)))
    await asha.sees(asked, "Taken.")
    assert len(DRAWER.taken) == 1
    assert sum("done already" in toast for toast in toasts) == 4


async def test_one_persons_lines_are_taken_in_their_order(polled: Telegram, asha: Chat) -> None:
    for line in ("/till", "karim", "500", "for November"):
        asha.server.users.say(asha.person, asha.chat, line)
    await asha.server.world.until(
        lambda: any(
            "for November" in m.shown and m.buttons for m in asha.server.world.transcript(asha.chat)
        )
    )
    confirm = asha.server.world.transcript(asha.chat)[-1]
    await asha.taps(confirm, "Confirm")
    await asha.sees(confirm, "Taken.")
    assert DRAWER.taken[0]["txn"] == "for November"


async def test_an_update_that_comes_again_is_not_taken_again(
    telegram: Telegram, asha: Chat, server: TelegramServer
) -> None:
    server.users.start(asha.person)
    *_, first = await telegram.bot.get_updates()
    for _ in range(3):
        await telegram.dispatcher.feed_update(telegram.bot, first)
    answers = [m for m in server.world.transcript(asha.chat) if m.sender.id == 700100]
    assert len(answers) == 1


@pytest.mark.parametrize("kind", [Kind.RESET_BEFORE, Kind.HTTP_500, Kind.JUNK, Kind.HTTP_429])
async def test_a_bad_line_costs_time_only(
    polled: Telegram, asha: Chat, server: TelegramServer, kind: Kind
) -> None:
    server.faults.plan("sendMessage", kind)
    assert (await asha.says("/start")).shown.startswith("Nagar Net")
    card = await asha.says("/drawer")
    server.faults.plan("editMessageText", kind)
    server.faults.plan("answerCallbackQuery", kind)
    await asha.taps(card, "Press")
    await asha.sees(card, "pressed 1")


async def test_whoever_blocked_the_bot_is_left_alone(
    polled: Telegram, asha: Chat, server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    await asha.says("/start")
    server.users.presence.block(asha.person)
    with caplog.at_level(logging.ERROR):
        server.world.bots[700100].mailbox.push("message", _text(server, asha, "/help"), "chat")
        await server.world.until(lambda: "sendMessage" in [n for n, _ in list(server.calls)[-1:]])
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


def _text(server: TelegramServer, who: Chat, text: str) -> dict[str, object]:
    return {
        "message_id": 9000,
        "from": server.world.people[who.person].as_user(),
        "chat": {"id": who.chat, "type": "private", "first_name": "Asha"},
        "date": server.world.now(),
        "text": text,
    }


async def test_a_group_that_becomes_a_supergroup_keeps_its_binding(
    polled: Telegram, cast: Cast, server: TelegramServer
) -> None:
    small = server.world.group(-555, "Small", members=[cast.asha.telegram_id or 0])
    server.users.presence.add_bot(cast.asha.telegram_id or 0, small.id)
    await groups.bind(cast.asha, str(small.id), Purpose.PAYMENTS, "Small")
    grown = server.world.migrate(small.id)

    await until(Group.filter(chat_id=str(grown.id)).exists)


async def test_a_topic_is_answered_in_the_topic(
    polled: Telegram, server: TelegramServer, cast: Cast
) -> None:
    topic = await polled.bot.create_forum_topic(GROUP, "Alerts")
    here = Chat(server, cast.asha.telegram_id or 0, GROUP)
    card = await here.says("/drawer", thread_id=topic.message_thread_id)
    assert card.thread_id == topic.message_thread_id


async def test_a_tap_in_a_group_without_the_right_is_answered_and_changes_nothing(
    polled: Telegram, server: TelegramServer, cast: Cast
) -> None:
    asha = Chat(server, cast.asha.telegram_id or 0, GROUP)
    chand = Chat(server, cast.chand.telegram_id or 0, GROUP)
    card = await asha.says("/drawer")
    before = card.edits
    assert "don't have the right" in await chand.taps(card, "Audit")
    assert "স্টাফদের জন্য" in await Chat(server, 42, GROUP).taps(card, "Press")
    assert card.edits == before


async def test_the_menu_follows_role_and_language(
    polled: Telegram, asha: Chat, chand: Chat, server: TelegramServer
) -> None:
    await polled.greet()
    await asha.says("/start")
    asked = await asha.says("/language")
    await asha.taps(asked, "বাংলা")
    chat = server.world.private[700100, asha.person]
    who = server.world.people[asha.person]

    def menu() -> dict[str, str]:
        return {
            each["command"]: each["description"]
            for each in commands_shown(server.world.bots[700100], chat, who)
        }

    await server.world.until(lambda: menu().get("find") == "কাস্টমার খুঁজুন")
    assert "till" in menu()
    stranger = Chat(server, 42)
    await stranger.says("/start")
    shown = commands_shown(
        server.world.bots[700100], server.world.private[700100, 42], server.world.people[42]
    )
    assert [each["command"] for each in shown] == ["start", "language"]


async def test_a_photo_a_file_and_a_place_become_parts_of_a_turn(
    telegram: Telegram, asha: Chat, server: TelegramServer, ports: Ports
) -> None:
    turns: list[Turn] = []

    class Listening(Conversation):
        async def handle(self, turn: Turn) -> Reply:
            turns.append(turn)
            return await super().handle(turn)

    telegram.conversation = Listening(ports)
    server.users.send_document(asha.person, asha.chat, "list.csv", b"1,2", caption="mine")
    server.users.share_location(asha.person, asha.chat, 23.8, 90.4)
    server.world.people[asha.person].phone = "+8801711111111"
    server.users.share_contact(asha.person, asha.chat)
    server.users.share_contact(asha.person, asha.chat, "+8801722222222", of=0)
    for update in (await telegram.bot.get_updates())[-4:]:
        await telegram.dispatcher.feed_update(telegram.bot, update)
    document, place, own, others = turns
    assert document.document is not None
    assert (document.text, document.document.filename) == ("mine", "list.csv")
    assert await document.document.fetch() == b"1,2"
    assert place.place is not None
    assert (place.place.latitude, place.place.longitude) == (23.8, 90.4)
    assert own.contact == "+8801711111111"
    assert others.contact == ""


async def test_inline_mode_finds_customers(
    polled: Telegram, asha: Chat, server: TelegramServer, cast: Cast
) -> None:
    from domain.customers import search

    await search.index([cast.rahim.id])
    query = server.users.inline_query(asha.person, "rahim")
    (result,) = await query
    sent = server.users.choose(query, result["id"], asha.chat)
    assert "Rahim Uddin" in sent.shown
    assert sent.buttons[0].url == "https://t.me/nagarnet_bot?start=find_1001"
    assert not list(await server.users.inline_query(42, "rahim"))


async def test_whatever_is_sent_is_answered(
    polled: Telegram, server: TelegramServer, asha: Chat
) -> None:
    await asha.says("/start")
    sticker = {
        "file_id": "s", "file_unique_id": "u", "type": "regular", "width": 9, "height": 9,
        "is_animated": False, "is_video": False,
    }  # fmt: skip
    sent = {**_text(server, asha, ""), "sticker": sticker}
    del sent["text"]
    server.world.bots[700100].mailbox.push("message", sent, "chat")
    async with asyncio.timeout(LIMIT):
        while "waiting for a file" not in (await asha.hears()).shown:
            await asyncio.sleep(0.01)


async def test_an_admin_who_writes_as_the_group_is_told_why_nothing_happens(
    polled: Telegram, server: TelegramServer
) -> None:
    group = {"id": GROUP, "type": "supergroup", "title": "NOC"}
    hidden = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    for number, text in enumerate(("/find rahim", "good morning"), 90):
        update = {
            "update_id": number,
            "message": {
                "message_id": number, "date": 1, "chat": group, "from": hidden,
                "sender_chat": group, "text": text,
            },
        }  # fmt: skip
        await polled.dispatcher.feed_raw_update(polled.bot, update)
    said = [m.shown for m in server.world.transcript(GROUP) if m.sender.id == 700100]
    assert len(said) == 1
    assert "who you are" in said[0] or "আপনি কে" in said[0]

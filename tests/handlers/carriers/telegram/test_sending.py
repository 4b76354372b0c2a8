"""How screens are put into chats: whole, in order, past every refusal of Telegram's."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.chat import groups
from domain.chat.models import Group, Purpose
from domain.ports import Document
from handlers.carriers.telegram.carrier import Telegram
from handlers.carriers.telegram.sending import ChatGone, Spot, length, plain, split
from handlers.ui.drawing import Drawn, Key
from sandbox.telegram import TelegramServer
from tests.cast import Cast
from tests.handlers.carriers.telegram.conftest import GROUP

KEYS = ((Key("Press", data="x"),),)


@pytest.fixture
def asha(server: TelegramServer, cast: Cast) -> int:
    person = cast.asha.telegram_id or 0
    server.users.start(person)
    return person


@given(st.text("ab \n<&>😀", max_size=300))
def test_nothing_is_lost_by_splitting(text: str) -> None:
    parts = split(html.escape(text, quote=False), limit=60)
    assert all(length(part) <= 60 for part in parts)
    assert "".join(map(plain, parts)).replace("\n", "") == text.replace("\n", "")


def test_marks_stay_whole() -> None:
    text = "\n".join(f"<b>{number}</b>" for number in range(100))
    for part in split(text, limit=50):
        assert part.count("<b>") == part.count("</b>")


async def test_a_long_text_comes_in_parts_with_the_buttons_on_the_last(
    telegram: Telegram, server: TelegramServer, asha: int
) -> None:
    text = "\n".join(f"{number}: {'x' * 90}" for number in range(100))
    shown = await telegram.sender.show(Spot(asha), Drawn((text,), KEYS))
    said = server.world.transcript(asha)[1:]
    assert "\n".join(message.shown for message in said) == text
    assert [bool(message.buttons) for message in said] == [False, False, True]
    assert said[-1].id == shown


async def test_a_message_that_is_gone_is_sent_anew(
    telegram: Telegram, server: TelegramServer, asha: int
) -> None:
    shown = await telegram.sender.show(Spot(asha, message_id=999), Drawn(("here",), KEYS))
    assert server.world.transcript(asha)[-1].id == shown


async def test_a_file_is_answered_by_a_new_message_when_its_card_changes(
    telegram: Telegram, server: TelegramServer, asha: int
) -> None:
    paper = Document("bill.pdf", "application/pdf", b"%PDF")
    first = await telegram.sender.show(Spot(asha), Drawn(("<b>Bill</b>",), KEYS, paper))
    message = server.world.transcript(asha)[-1]
    assert (message.shown, message.document and message.document.name) == ("Bill", "bill.pdf")
    second = await telegram.sender.show(Spot(asha, message_id=first), Drawn(("paid",), KEYS))
    assert second != first
    assert server.world.transcript(asha)[-1].shown == "paid"


async def test_words_too_long_for_a_caption_come_before_the_file(
    telegram: Telegram, server: TelegramServer, asha: int
) -> None:
    paper = Document("bill.pdf", "application/pdf", b"%PDF")
    await telegram.sender.show(Spot(asha), Drawn(("x" * 2000,), KEYS, paper))
    words, file = server.world.transcript(asha)[-2:]
    assert (len(words.shown), file.shown) == (2000, "")
    assert file.buttons
    assert not words.buttons


async def test_marks_that_telegram_can_not_read_are_left_out(
    telegram: Telegram, server: TelegramServer, asha: int
) -> None:
    await telegram.sender.show(Spot(asha), Drawn(("<b>a &lt; b",)))
    assert server.world.transcript(asha)[-1].shown == "a < b"


async def test_a_topic_that_is_gone_is_left_out(telegram: Telegram, server: TelegramServer) -> None:
    await telegram.sender.show(Spot(GROUP, thread_id=777), Drawn(("alert",)))
    message = server.world.transcript(GROUP)[-1]
    assert (message.shown, message.thread_id) == ("alert", None)


async def test_a_group_that_moved_is_followed(
    telegram: Telegram, server: TelegramServer, cast: Cast
) -> None:
    owner = cast.asha.telegram_id or 0
    server.world.group(-555, "Small", members=[owner])
    server.users.presence.add_bot(owner, -555)
    await groups.bind(cast.asha, "-555", Purpose.ALERTS, "Small")
    grown = server.world.migrate(-555)
    await telegram.sender.show(Spot(-555), Drawn(("alert",)))
    assert server.world.transcript(grown.id)[-1].shown == "alert"
    assert await Group.filter(chat_id=str(grown.id), purpose=Purpose.ALERTS).exists()


async def test_a_chat_that_is_closed_to_us_is_gone(
    telegram: Telegram, server: TelegramServer, asha: int
) -> None:
    server.users.presence.block(asha)
    with pytest.raises(ChatGone):
        await telegram.sender.show(Spot(asha), Drawn(("hello",)))
    with pytest.raises(ChatGone):
        await telegram.sender.show(Spot(987654), Drawn(("hello",)))


async def test_the_pace_that_telegram_asks_for_is_kept_in_order(
    telegram: Telegram, server: TelegramServer, asha: int
) -> None:
    from sandbox.faults import Kind

    server.faults.plan("sendMessage", Kind.HTTP_429)
    for number in range(3):
        await telegram.sender.show(Spot(asha), Drawn((str(number),)))
    assert [message.shown for message in server.world.transcript(asha)[1:]] == ["0", "1", "2"]


async def test_nothing_to_show_sends_nothing(
    telegram: Telegram, server: TelegramServer, asha: int
) -> None:
    assert await telegram.sender.show(Spot(asha), Drawn((), toast="hi")) is None
    assert len(server.world.transcript(asha)) == 1


async def test_a_card_that_grew_too_long_says_that_there_is_more(
    telegram: Telegram, server: TelegramServer, asha: int
) -> None:
    first = await telegram.sender.show(Spot(asha), Drawn(("short",), KEYS))
    text = "\n".join(f"{number}: {'x' * 90}" for number in range(100))
    shown = await telegram.sender.show(Spot(asha, message_id=first), Drawn((text,), KEYS))
    assert shown == first
    message = server.world.transcript(asha)[-1]
    assert message.shown.startswith("0: x")
    assert message.shown.endswith("…")
    assert message.buttons

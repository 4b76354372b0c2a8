from __future__ import annotations

import io

import pytest
from aiogram import Bot, Dispatcher, F
from aiogram.enums import ChatAction
from aiogram.filters import CommandStart
from aiogram.types import (
    BotCommand,
    BotCommandScopeChat,
    BufferedInputFile,
    CallbackQuery,
    InaccessibleMessage,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    KeyboardButton,
    MenuButtonCommands,
    Message,
    ReplyKeyboardMarkup,
)

from sandbox.telegram import TelegramServer
from sandbox.telegram.sending import THUMBNAIL
from tests.sandbox.telegram.conftest import RAHIM, HandClock, polling

PAY = InlineKeyboardMarkup(
    inline_keyboard=[
        [InlineKeyboardButton(text="Paid", callback_data="paid:1")],
        [InlineKeyboardButton(text="Pay now", url="https://pay.example.com/p/1")],
    ]
)
PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes.fromhex("000002580000012c") + b"rest"


async def test_a_dialogue_by_polling_ends_in_an_edited_card(
    telegram: TelegramServer, bot: Bot
) -> None:
    dispatcher = Dispatcher()

    @dispatcher.message(CommandStart(deep_link=True))
    async def greet(message: Message) -> None:
        await message.answer("Your <b>bill</b>", parse_mode="HTML", reply_markup=PAY)

    @dispatcher.callback_query(F.data == "paid:1")
    async def paid(query: CallbackQuery) -> None:
        assert isinstance(query.message, Message)
        await query.answer("Noted", show_alert=True)
        await query.message.edit_text("Paid")

    async with polling(dispatcher, bot):
        telegram.users.start(RAHIM, "c4rd")
        await telegram.world.until(lambda: len(telegram.world.transcript(RAHIM)) == 2)
        card = telegram.world.transcript(RAHIM)[1]
        assert card.text == "Your bill"
        assert [button.text for button in card.buttons] == ["Paid", "Pay now"]
        answer = await telegram.users.tap(RAHIM, RAHIM, card.id, "Paid")
        assert (answer.text, answer.alert) == ("Noted", True)
        await telegram.world.until(lambda: card.edits)
    assert card.text == "Paid"
    assert card.buttons == []
    assert card.edit_date == card.date == 1772366400


async def test_entities_count_utf_16_units(telegram: TelegramServer, bot: Bot) -> None:
    telegram.users.start(RAHIM)
    sent = await bot.send_message(
        RAHIM,
        '😀 <b>বিল <i>৫০০</i></b> &lt;ok&gt; <a href="https://a.example/x">here</a> '
        '<pre><code class="language-py">x</code></pre><blockquote expandable>q</blockquote>'
        '<span class="tg-spoiler">s</span>',
        parse_mode="HTML",
    )
    assert sent.text == "😀 বিল ৫০০ <ok> here xqs"
    kinds = [(each.type, each.extract_from(sent.text)) for each in sent.entities or []]
    assert kinds == [
        ("bold", "বিল ৫০০"),
        ("italic", "৫০০"),
        ("text_link", "here"),
        ("pre", "x"),
        ("expandable_blockquote", "q"),
        ("spoiler", "s"),
    ]
    assert sent.entities is not None
    assert sent.entities[3].language == "py"


async def test_commands_mentions_and_links_are_found_in_plain_text(
    telegram: TelegramServer, bot: Bot
) -> None:
    telegram.users.start(RAHIM)
    sent = await bot.send_message(RAHIM, "  /paid 500 to @asha_isp, see https://isp.example/a. ")
    assert sent.text == "/paid 500 to @asha_isp, see https://isp.example/a."
    assert [(each.type, each.extract_from(sent.text)) for each in sent.entities or []] == [
        ("bot_command", "/paid"),
        ("mention", "@asha_isp"),
        ("url", "https://isp.example/a"),
    ]


async def test_documents_go_both_ways(telegram: TelegramServer, bot: Bot) -> None:
    telegram.users.start(RAHIM)
    invoice = BufferedInputFile(b"%PDF-1", "invoice.pdf")
    sent = await bot.send_document(RAHIM, invoice, caption="<i>March</i>", parse_mode="HTML")
    assert sent.document is not None
    assert sent.document.file_name == "invoice.pdf"
    shown = telegram.world.transcript(RAHIM)[-1]
    assert (shown.caption, shown.file and shown.file.data) == ("March", b"%PDF-1")

    again = await bot.send_document(RAHIM, sent.document.file_id)
    assert again.document == sent.document
    edited = await bot.edit_message_media(
        InputMediaDocument(media=BufferedInputFile(b"%PDF-2", "two.pdf"), caption="April"),
        chat_id=RAHIM,
        message_id=sent.message_id,
    )
    assert isinstance(edited, Message)
    assert edited.caption == "April"
    await bot.edit_message_caption(
        chat_id=RAHIM, message_id=sent.message_id, caption="May", reply_markup=PAY
    )
    assert (shown.caption, shown.file and shown.file.data) == ("May", b"%PDF-2")

    telegram.users.send_document(RAHIM, RAHIM, "customers.csv", b"name\nKarim", caption="/import")
    (update,) = (await bot.get_updates(offset=-1))[-1:]
    assert update.message is not None
    assert update.message.document is not None
    assert update.message.document.mime_type == "text/csv"
    read = await bot.download(update.message.document)
    assert isinstance(read, io.BytesIO)
    assert read.read() == b"name\nKarim"


async def test_photos_come_in_sizes_and_the_last_is_the_full_one(
    telegram: TelegramServer, bot: Bot
) -> None:
    telegram.users.start(RAHIM)
    sent = await bot.send_photo(RAHIM, BufferedInputFile(PICTURE, "qr.png"), caption="Scan")
    assert sent.photo is not None
    assert [(size.width, size.height) for size in sent.photo] == [(90, 45), (600, 300)]
    jpeg = b"\xff\xd8\xff\xe0\x00\x04xx\xff\xc0\x00\x11\x08\x00\x64\x00\xc8rest"
    telegram.users.send_photo(RAHIM, RAHIM, jpeg, caption="slip")
    (update,) = await bot.get_updates(offset=-1)
    assert update.message is not None
    assert update.message.photo is not None
    small, full = update.message.photo
    assert (full.width, full.height) == (200, 100)
    for size, data in ((small, THUMBNAIL), (full, jpeg)):
        got = await bot.download(size)
        assert got is not None
        assert got.read() == data
    edited = await bot.edit_message_media(
        InputMediaPhoto(media=full.file_id), chat_id=RAHIM, message_id=sent.message_id
    )
    assert isinstance(edited, Message)
    assert edited.photo is not None


async def test_a_contact_says_whose_number_it_is(telegram: TelegramServer, bot: Bot) -> None:
    telegram.users.start(RAHIM)
    ask = ReplyKeyboardMarkup(
        keyboard=[
            [KeyboardButton(text="My number", request_contact=True), KeyboardButton(text="No")]
        ]
    )
    await bot.send_message(RAHIM, "Who are you?", reply_markup=ask)
    telegram.users.press(RAHIM, RAHIM, "My number")
    telegram.users.press(RAHIM, RAHIM, "No")
    telegram.users.share_contact(RAHIM, RAHIM, "+8801999999999", of=0)
    telegram.users.share_location(RAHIM, RAHIM, 23.8, 90.4)
    _, own, no, other, place = [update.message for update in await bot.get_updates()]
    assert own is not None
    assert own.contact is not None
    assert (own.contact.phone_number, own.contact.user_id) == ("+8801712345678", RAHIM)
    assert no is not None
    assert no.text == "No"
    assert other is not None
    assert other.contact is not None
    assert other.contact.user_id is None
    assert place is not None
    assert place.location is not None
    assert place.location.latitude == 23.8


async def test_edits_of_people_arrive_as_edited_messages(
    telegram: TelegramServer, bot: Bot
) -> None:
    said = telegram.users.say(RAHIM, RAHIM, "five")
    telegram.users.edit(RAHIM, RAHIM, said.id, "500")
    first, second = await bot.get_updates()
    assert first.message is not None
    assert first.message.text == "five"
    assert second.edited_message is not None
    assert second.edited_message.text == "500"


async def test_a_reply_carries_the_message_it_answers(telegram: TelegramServer, bot: Bot) -> None:
    asked = telegram.users.start(RAHIM)
    sent = await bot.send_message(RAHIM, "Hello", reply_to_message_id=asked.id)
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.text == "/start"
    telegram.users.say(RAHIM, RAHIM, "Hi", reply_to=sent.message_id)
    (update,) = await bot.get_updates(offset=-1)
    assert update.message is not None
    assert update.message.reply_to_message is not None
    assert update.message.reply_to_message.text == "Hello"


async def test_deleted_messages_leave_the_transcript(telegram: TelegramServer, bot: Bot) -> None:
    telegram.users.start(RAHIM)
    sent = await bot.send_message(RAHIM, "Oops")
    await bot.delete_message(RAHIM, sent.message_id)
    assert [message.text for message in telegram.world.transcript(RAHIM)] == ["/start"]
    with pytest.raises(LookupError):
        telegram.users.tap(RAHIM, RAHIM, sent.message_id, "Paid")


async def test_a_link_button_asks_no_bot(telegram: TelegramServer, bot: Bot) -> None:
    telegram.users.start(RAHIM)
    sent = await bot.send_message(RAHIM, "Bill", reply_markup=PAY)
    answer = await telegram.users.tap(RAHIM, RAHIM, sent.message_id, "Pay now")
    assert answer.url == "https://pay.example.com/p/1"
    with pytest.raises(LookupError, match="Pay now"):
        telegram.users.tap(RAHIM, RAHIM, sent.message_id, "Refund")


async def test_taps_under_old_messages_can_lose_the_message(
    telegram: TelegramServer, bot: Bot, clock: HandClock
) -> None:
    telegram.users.start(RAHIM)
    sent = await bot.send_message(RAHIM, "Bill", reply_markup=PAY)
    telegram.world.accessible_for = telegram.world.query_lifetime
    clock.forward(hours=1)
    telegram.users.tap(RAHIM, RAHIM, sent.message_id, "paid:1")
    (update,) = await bot.get_updates(offset=-1)
    assert update.callback_query is not None
    assert isinstance(update.callback_query.message, InaccessibleMessage)


async def test_the_bot_tells_what_it_is_and_what_it_can_do(
    telegram: TelegramServer, bot: Bot
) -> None:
    me = await bot.get_me()
    assert (me.id, me.is_bot, me.username) == (700100, True, "sandbox_700100_bot")
    telegram.users.start(RAHIM)
    pay = BotCommand(command="paid", description="Record a payment")
    mine = BotCommandScopeChat(chat_id=RAHIM)
    await bot.set_my_commands([pay])
    await bot.set_my_commands([pay], scope=mine, language_code="bn")
    assert [each.command for each in await bot.get_my_commands()] == ["paid"]
    (shown,) = await bot.get_my_commands(scope=mine, language_code="bn")
    assert shown.description == "Record a payment"
    await bot.delete_my_commands()
    assert await bot.get_my_commands() == []
    await bot.set_chat_menu_button(chat_id=RAHIM, menu_button=MenuButtonCommands())
    await bot.send_chat_action(RAHIM, ChatAction.TYPING)
    account = telegram.world.first_bot()
    assert account.menu_buttons == {RAHIM: {"type": "commands"}}
    assert telegram.world.private[account.id, RAHIM].actions == ["typing"]
    chat = await bot.get_chat(RAHIM)
    assert (chat.first_name, chat.username) == ("Rahim", "rahim")
    assert (await bot.get_chat_member(RAHIM, RAHIM)).status == "member"


async def test_another_bot_has_its_own_chat_with_the_same_person(telegram: TelegramServer) -> None:
    second = telegram.world.bot("700200:AAother", "second_bot")
    telegram.users.start(RAHIM, bot=second)
    assert telegram.world.transcript(RAHIM) == []
    assert len(telegram.world.transcript(RAHIM, second)) == 1
    assert len(second.mailbox.pending) == 1


async def test_a_forwarded_message_names_its_origin_and_loses_its_buttons(
    telegram: TelegramServer, bot: Bot
) -> None:
    telegram.users.start(RAHIM)
    sent = await bot.send_message(RAHIM, "Bill", reply_markup=PAY)
    forwarded = telegram.users.forward(RAHIM, telegram.world.transcript(RAHIM)[-1], RAHIM)
    assert forwarded.buttons == []
    (update,) = await bot.get_updates(offset=-1)
    assert update.message is not None
    assert update.message.forward_origin is not None
    assert update.message.forward_origin.type == "user"
    assert update.message.forward_origin.date == sent.date

from __future__ import annotations

from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNotFound,
    TelegramUnauthorizedError,
)
from aiogram.methods import SendPoll
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    MenuButtonWebApp,
    ReplyParameters,
    WebAppInfo,
)

from sandbox.telegram import TelegramServer
from tests.sandbox.telegram.conftest import (
    GROUP,
    KARIM,
    RAHIM,
    HandClock,
    client_of,
)


@pytest.fixture(autouse=True)
def started(telegram: TelegramServer) -> None:
    telegram.users.start(RAHIM)


def keyboard(**button: Any) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Go", **button)]])


PAY = keyboard(callback_data="paid")


async def test_a_wrong_token_is_unauthorized(telegram: TelegramServer) -> None:
    stranger = client_of(telegram, "700100:AAwrong")
    with pytest.raises(TelegramUnauthorizedError, match="Unauthorized"):
        await stranger.get_me()
    await stranger.session.close()


async def test_an_unknown_method_is_not_found(bot: Bot) -> None:
    with pytest.raises(TelegramNotFound, match="method not found"):
        await bot(SendPoll(chat_id=RAHIM, question="?", options=["a", "b"]))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "message text is empty"),
        ("  \n ", "text must be non-empty"),
        ("a" * 4097, "message is too long"),
        ("😀" * 2049, "message is too long"),
    ],
)
async def test_texts_have_a_length(bot: Bot, text: str, reason: str) -> None:
    with pytest.raises(TelegramBadRequest, match=reason):
        await bot.send_message(RAHIM, text)


async def test_the_length_counts_after_the_markup(bot: Bot) -> None:
    sent = await bot.send_message(RAHIM, f"<b>{'a' * 4096}</b>", parse_mode="HTML")
    assert len(sent.text or "") == 4096


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("Tom & Jerry", "Unescaped ampersand at byte offset 4"),
        ("5 < 6", "Unclosed start tag at byte offset 2"),
        ("বিল <script>", 'Unsupported start tag "script" at byte offset 10'),
        ("<b>bold", 'Can\'t find end tag corresponding to start tag "b"'),
        ("bold</b>", "Unexpected end tag at byte offset 4"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("x</b", "Unclosed end tag at byte offset 1"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler"'),
        ("a<br>b", 'Unsupported start tag "br"'),
    ],
)
async def test_broken_html_is_refused_with_its_place(bot: Bot, source: str, reason: str) -> None:
    with pytest.raises(TelegramBadRequest) as refused:
        await bot.send_message(RAHIM, source, parse_mode="HTML")
    assert f"Bad Request: can't parse entities: {reason}" in refused.value.message


async def test_a_parse_mode_that_is_none_is_refused(bot: Bot) -> None:
    with pytest.raises(TelegramBadRequest, match="unsupported parse_mode"):
        await bot.send_message(RAHIM, "x", parse_mode="BBCode")


async def test_captions_end_at_1024(bot: Bot) -> None:
    file = BufferedInputFile(b"x", "x.txt")
    with pytest.raises(TelegramBadRequest, match="message caption is too long"):
        await bot.send_document(RAHIM, file, caption="a" * 1025)


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        (keyboard(callback_data="ক" * 22), "BUTTON_DATA_INVALID"),
        (keyboard(callback_data=""), "BUTTON_DATA_INVALID"),
        (keyboard(), "Text buttons are unallowed in the inline keyboard"),
        (keyboard(url="http://localhost:8000/p/1"), "Wrong HTTP URL"),
        (keyboard(url="javascript://x.y"), "Unsupported URL protocol"),
        (keyboard(web_app=WebAppInfo(url="http://a.example")), "Only HTTPS links are allowed"),
        (
            InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text=" ", url="a.b")]]),
            'field "text" must be non-empty',
        ),
    ],
)
async def test_bad_buttons_are_refused(bot: Bot, markup: InlineKeyboardMarkup, reason: str) -> None:
    with pytest.raises(TelegramBadRequest, match=reason):
        await bot.send_message(RAHIM, "Bill", reply_markup=markup)


async def test_callback_data_may_have_64_bytes(telegram: TelegramServer, bot: Bot) -> None:
    await bot.send_message(RAHIM, "Bill", reply_markup=keyboard(callback_data="ক" * 21 + "x"))
    assert telegram.world.transcript(RAHIM)[-1].buttons[0].data == "ক" * 21 + "x"


async def test_chats_that_cannot_be_written_to(telegram: TelegramServer, bot: Bot) -> None:
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message(999, "Hello")
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message("@nobody", "Hello")
    with pytest.raises(TelegramForbiddenError, match="bot can't initiate conversation with a user"):
        await bot.send_message(KARIM, "Hello")
    with pytest.raises(TelegramForbiddenError, match="bot can't send messages to bots"):
        await bot.send_message(bot.id, "Hello")
    telegram.world.group(GROUP, "Staff", members=[RAHIM])
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message(GROUP, "Hello")


async def test_a_person_may_block_the_bot_and_come_back(telegram: TelegramServer, bot: Bot) -> None:
    telegram.users.presence.block(RAHIM)
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await bot.send_message(RAHIM, "Hello")
    with pytest.raises(LookupError):
        telegram.users.say(RAHIM, RAHIM, "hello")
    telegram.users.start(RAHIM)
    await bot.send_message(RAHIM, "Hello")
    kinds = [update.event_type for update in await bot.get_updates()]
    assert kinds == ["message", "my_chat_member", "my_chat_member", "message"]
    telegram.world.people[RAHIM].deactivated = True
    with pytest.raises(TelegramForbiddenError, match="user is deactivated"):
        await bot.send_message(RAHIM, "Hello")


async def test_a_group_goes_on_under_a_new_id(telegram: TelegramServer, bot: Bot) -> None:
    telegram.world.group(-500, "Staff", members=[RAHIM])
    telegram.users.presence.add_bot(RAHIM, -500)
    await bot.send_message(-500, "Hello")
    new = telegram.world.migrate(-500)
    with pytest.raises(TelegramMigrateToChat) as moved:
        await bot.send_message(-500, "Hello")
    assert moved.value.migrate_to_chat_id == new.id == -1000000000500
    await bot.send_message(new.id, "Hello")
    notices = [update.message for update in await bot.get_updates()][-2:]
    assert notices[0] is not None
    assert notices[0].migrate_to_chat_id == new.id
    assert notices[1] is not None
    assert notices[1].migrate_from_chat_id == -500


async def test_edits_that_are_refused(telegram: TelegramServer, bot: Bot) -> None:
    said = telegram.users.say(RAHIM, RAHIM, "hello")
    sent = await bot.send_message(RAHIM, "<b>Bill</b>", parse_mode="HTML", reply_markup=PAY)

    async def edit(number: int, text: str, **more: Any) -> None:
        await bot.edit_message_text(text, chat_id=RAHIM, message_id=number, **more)

    with pytest.raises(TelegramBadRequest, match="message is not modified: specified new message"):
        await edit(sent.message_id, "<b>Bill</b> ", parse_mode="HTML", reply_markup=PAY)
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await bot.edit_message_reply_markup(
            chat_id=RAHIM, message_id=sent.message_id, reply_markup=PAY
        )
    with pytest.raises(TelegramBadRequest, match="message to edit not found"):
        await edit(4711, "x")
    with pytest.raises(TelegramBadRequest, match="message can't be edited"):
        await edit(said.id, "x")
    with pytest.raises(TelegramBadRequest, match="message identifier is not specified"):
        await bot.edit_message_text("x", chat_id=RAHIM)
    with pytest.raises(TelegramBadRequest, match="there is no caption in the message to edit"):
        await bot.edit_message_caption(chat_id=RAHIM, message_id=sent.message_id, caption="x")
    with pytest.raises(TelegramBadRequest, match="MESSAGE_ID_INVALID"):
        await bot.edit_message_text("x", inline_message_id="nowhere")
    for changed in ({"text": "Bill", "reply_markup": PAY}, {"text": "Bill"}):
        await edit(sent.message_id, **changed)
    file = await bot.send_document(RAHIM, BufferedInputFile(b"x", "x.txt"))
    with pytest.raises(TelegramBadRequest, match="there is no text in the message to edit"):
        await edit(file.message_id, "x")
    bare = await bot.send_message(RAHIM, "Reply", reply_markup=ForceReply())
    with pytest.raises(TelegramBadRequest, match="message can't be edited"):
        await edit(bare.message_id, "x")


async def test_deletions_that_are_refused(
    telegram: TelegramServer, bot: Bot, clock: HandClock
) -> None:
    sent = await bot.send_message(RAHIM, "Bill")
    with pytest.raises(TelegramBadRequest, match="message to delete not found"):
        await bot.delete_message(RAHIM, 4711)
    clock.forward(hours=48, seconds=1)
    with pytest.raises(TelegramBadRequest, match="message can't be deleted for everyone"):
        await bot.delete_message(RAHIM, sent.message_id)


async def test_replies_to_nothing_are_refused_unless_forgiven(bot: Bot) -> None:
    lost = ReplyParameters(message_id=4711)
    with pytest.raises(TelegramBadRequest, match="message to be replied not found"):
        await bot.send_message(RAHIM, "Hello", reply_parameters=lost)
    forgiving = ReplyParameters(message_id=4711, allow_sending_without_reply=True)
    await bot.send_message(RAHIM, "Hello", reply_parameters=forgiving)


async def test_a_callback_query_is_answered_once_and_soon(
    telegram: TelegramServer, bot: Bot, clock: HandClock
) -> None:
    sent = await bot.send_message(RAHIM, "Bill", reply_markup=PAY)
    tap = telegram.users.tap(RAHIM, RAHIM, sent.message_id, "Go")
    with pytest.raises(TelegramBadRequest, match="MESSAGE_TOO_LONG"):
        await bot.answer_callback_query(tap.id, text="a" * 201)
    await bot.answer_callback_query(tap.id)
    late = telegram.users.tap(RAHIM, RAHIM, sent.message_id, "Go")
    clock.forward(seconds=16)
    for number in (tap.id, late.id, "4711"):
        with pytest.raises(TelegramBadRequest, match="query is too old and response timeout"):
            await bot.answer_callback_query(number)
    assert late.answer is None


async def test_uploads_that_are_refused(
    telegram: TelegramServer, bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(TelegramBadRequest, match="file must be non-empty"):
        await bot.send_document(RAHIM, BufferedInputFile(b"", "x.txt"))
    with pytest.raises(TelegramBadRequest, match="IMAGE_PROCESS_FAILED"):
        await bot.send_photo(RAHIM, BufferedInputFile(b"%PDF", "x.png"))
    with pytest.raises(TelegramBadRequest, match="wrong file identifier"):
        await bot.send_document(RAHIM, "BQACnowhere")
    with pytest.raises(TelegramBadRequest, match="failed to get HTTP URL content"):
        await bot.send_document(RAHIM, "https://a.example/x.pdf")
    wide = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes.fromhex("0000100000000001")
    with pytest.raises(TelegramBadRequest, match="PHOTO_INVALID_DIMENSIONS"):
        await bot.send_photo(RAHIM, BufferedInputFile(wide, "x.png"))
    sent = await bot.send_document(RAHIM, BufferedInputFile(b"x" * 100, "x.txt"))
    assert sent.document is not None
    with pytest.raises(TelegramBadRequest, match="can't use file of type Document as Photo"):
        await bot.send_photo(RAHIM, sent.document.file_id)
    with pytest.raises(TelegramBadRequest, match="invalid file_id"):
        await bot.get_file("BQACnowhere")
    monkeypatch.setattr("sandbox.telegram.sending.MAX_DOWNLOAD", 99)
    with pytest.raises(TelegramBadRequest, match="file is too big"):
        await bot.get_file(sent.document.file_id)
    monkeypatch.setattr("sandbox.telegram.params.MAX_UPLOAD", 99)
    with pytest.raises(TelegramEntityTooLarge):
        await bot.send_document(RAHIM, BufferedInputFile(b"x" * 100, "x.txt"))


async def test_settings_that_are_refused(bot: Bot) -> None:
    with pytest.raises(TelegramBadRequest, match="BOT_COMMAND_INVALID"):
        await bot.set_my_commands([BotCommand(command="Paid!", description="Pay")])
    with pytest.raises(TelegramBadRequest, match="BOT_COMMAND_DESCRIPTION_INVALID"):
        await bot.set_my_commands([BotCommand(command="paid", description="a" * 257)])
    many = [BotCommand(command=f"c{number}", description="x") for number in range(101)]
    with pytest.raises(TelegramBadRequest, match="BOT_COMMANDS_TOO_MUCH"):
        await bot.set_my_commands(many)
    with pytest.raises(TelegramBadRequest, match="invalid language code"):
        await bot.get_my_commands(language_code="Bangla")
    with pytest.raises(TelegramBadRequest, match="wrong parameter action"):
        await bot.send_chat_action(RAHIM, "dancing")
    button = MenuButtonWebApp(text="Portal", web_app=WebAppInfo(url="http://a.example"))
    with pytest.raises(TelegramBadRequest, match="Only HTTPS links are allowed"):
        await bot.set_chat_menu_button(menu_button=button)

from __future__ import annotations

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.types import (
    ChatMemberAdministrator,
    ChatMemberBanned,
    ChatMemberMember,
    ChatMemberOwner,
    KeyboardButton,
    ReplyKeyboardMarkup,
)

from sandbox.telegram import TelegramServer
from sandbox.telegram.settings import commands_shown
from tests.sandbox.telegram.conftest import GROUP, KARIM, RAHIM

SERVICE = "/hello@sandbox_700100_bot"


@pytest.fixture
def group(telegram: TelegramServer) -> int:
    telegram.world.group(GROUP, "Staff", members=[RAHIM, KARIM], forum=True)
    telegram.users.presence.add_bot(RAHIM, GROUP)
    return GROUP


async def heard(bot: Bot) -> list[str]:
    """The texts that have reached the bot since it was asked last."""
    updates = await bot.get_updates()
    if updates:
        await bot.get_updates(offset=updates[-1].update_id + 1)
    return [each.message.text for each in updates if each.message and each.message.text]


async def test_being_added_is_told_twice(telegram: TelegramServer, bot: Bot, group: int) -> None:
    membership, notice = await bot.get_updates()
    assert membership.my_chat_member is not None
    assert membership.my_chat_member.from_user.id == RAHIM
    assert membership.my_chat_member.old_chat_member.status == "left"
    assert isinstance(membership.my_chat_member.new_chat_member, ChatMemberMember)
    assert notice.message is not None
    assert [user.id for user in notice.message.new_chat_members or []] == [bot.id]


async def test_privacy_mode_lets_through_what_is_meant_for_the_bot(
    telegram: TelegramServer, bot: Bot, group: int
) -> None:
    sent = await bot.send_message(group, "Hello all")
    say = telegram.users.say
    say(RAHIM, group, "just chatting")
    say(RAHIM, group, "/status")
    say(RAHIM, group, "/status@other_bot")
    say(RAHIM, group, SERVICE)
    say(RAHIM, group, "ask @Sandbox_700100_bot about it")
    say(RAHIM, group, "yes", reply_to=sent.message_id)
    told = await heard(bot)
    assert told == ["/status", SERVICE, "ask @Sandbox_700100_bot about it", "yes"]


async def test_a_bare_command_reaches_the_bot_that_spoke_last(
    telegram: TelegramServer, bot: Bot, group: int
) -> None:
    other = telegram.world.bot("700200:AAother", "other_bot")
    telegram.users.presence.add_bot(RAHIM, group, other)
    telegram.users.say(RAHIM, group, "/status")
    assert await heard(bot) == []
    await bot.send_message(group, "Hello all")
    telegram.users.say(RAHIM, group, "/status")
    assert await heard(bot) == ["/status"]


@pytest.mark.parametrize("how", ["admin", "privacy off"])
async def test_without_privacy_the_bot_hears_everything(
    telegram: TelegramServer, bot: Bot, group: int, how: str
) -> None:
    if how == "admin":
        telegram.users.presence.add_bot(RAHIM, group, admin=True)
    else:
        telegram.world.first_bot().privacy = False
    telegram.users.say(RAHIM, group, "just chatting")
    assert await heard(bot) == ["just chatting"]


async def test_topics_are_made_by_who_may(telegram: TelegramServer, bot: Bot, group: int) -> None:
    with pytest.raises(TelegramBadRequest, match="not enough rights to create a topic"):
        await bot.create_forum_topic(group, "Payments")
    telegram.users.presence.add_bot(RAHIM, group, admin=True)
    topic = await bot.create_forum_topic(group, "Payments")
    sent = await bot.send_message(group, "Paid", message_thread_id=topic.message_thread_id)
    assert (sent.message_thread_id, sent.is_topic_message) == (topic.message_thread_id, True)
    reply = await bot.send_message(group, "Again", reply_to_message_id=sent.message_id)
    assert reply.message_thread_id == topic.message_thread_id
    telegram.users.say(RAHIM, group, "fine", thread_id=topic.message_thread_id)
    assert telegram.world.transcript(group)[-1].thread_id == topic.message_thread_id
    await bot.edit_forum_topic(group, topic.message_thread_id, name="Money")
    assert telegram.world.groups[group].topics == {topic.message_thread_id: "Money"}
    with pytest.raises(TelegramBadRequest, match="TOPIC_NOT_MODIFIED"):
        await bot.edit_forum_topic(group, topic.message_thread_id, name="Money")
    with pytest.raises(TelegramBadRequest, match="TOPIC_TITLE_TOO_LONG"):
        await bot.create_forum_topic(group, "a" * 129)
    with pytest.raises(TelegramBadRequest, match="TOPIC_ICON_COLOR_INVALID"):
        await bot.create_forum_topic(group, "Payments", icon_color=1)


async def test_a_topic_that_is_gone_is_refused(
    telegram: TelegramServer, bot: Bot, group: int
) -> None:
    telegram.users.presence.add_bot(RAHIM, group, admin=True)
    topic = await bot.create_forum_topic(group, "Payments")
    telegram.world.groups[group].topics.clear()
    with pytest.raises(TelegramBadRequest, match="message thread not found"):
        await bot.send_message(group, "Paid", message_thread_id=topic.message_thread_id)
    with pytest.raises(TelegramBadRequest, match="message thread not found"):
        await bot.edit_forum_topic(group, topic.message_thread_id, name="Money")
    telegram.users.start(RAHIM)
    with pytest.raises(TelegramBadRequest, match="message thread not found"):
        await bot.send_message(RAHIM, "Paid", message_thread_id=1)
    with pytest.raises(TelegramBadRequest, match="the chat is not a forum"):
        await bot.create_forum_topic(RAHIM, "Payments")


async def test_pinning_needs_the_right(telegram: TelegramServer, bot: Bot, group: int) -> None:
    sent = await bot.send_message(group, "Incident")
    with pytest.raises(TelegramBadRequest, match="not enough rights to manage pinned messages"):
        await bot.pin_chat_message(group, sent.message_id)
    telegram.users.presence.add_bot(RAHIM, group, admin=True)
    await bot.pin_chat_message(group, sent.message_id)
    pinned = (await bot.get_chat(group)).pinned_message
    assert pinned is not None
    assert pinned.message_id == sent.message_id
    await bot.unpin_chat_message(group, message_id=sent.message_id)
    assert (await bot.get_chat(group)).pinned_message is None
    with pytest.raises(TelegramBadRequest, match="message to unpin not found"):
        await bot.unpin_chat_message(group, message_id=sent.message_id)
    with pytest.raises(TelegramBadRequest, match="message to pin not found"):
        await bot.pin_chat_message(group, 4711)


async def test_members_are_told_apart(telegram: TelegramServer, bot: Bot, group: int) -> None:
    telegram.users.presence.add_bot(RAHIM, group, admin=True, rights=("can_manage_topics",))
    owner, me = await bot.get_chat_administrators(group)
    assert isinstance(owner, ChatMemberOwner)
    assert isinstance(me, ChatMemberAdministrator)
    assert (me.can_manage_topics, me.can_delete_messages) == (True, False)
    assert (await bot.get_chat_member(group, KARIM)).status == "member"
    telegram.world.person(1003, "Chand")
    assert (await bot.get_chat_member(group, 1003)).status == "left"
    assert await bot.get_chat_member_count(group) == 3
    telegram.users.presence.join(1003, group)
    assert await bot.get_chat_member_count(group) == 4
    with pytest.raises(TelegramBadRequest, match="invalid user_id specified"):
        await bot.get_chat_member(group, 4711)
    telegram.users.start(RAHIM)
    with pytest.raises(TelegramBadRequest, match="no administrators in the private chat"):
        await bot.get_chat_administrators(RAHIM)


async def test_changes_of_members_reach_an_administrator_who_asks(
    telegram: TelegramServer, bot: Bot, group: int
) -> None:
    telegram.users.presence.add_bot(RAHIM, group, admin=True)
    await bot.get_updates(offset=-1, allowed_updates=["chat_member"])
    telegram.world.person(1003, "Chand")
    telegram.users.presence.join(1003, group)
    (update,) = (await bot.get_updates())[-1:]
    assert update.chat_member is not None
    assert update.chat_member.new_chat_member.user.first_name == "Chand"


async def test_others_messages_are_deleted_only_with_the_right(
    telegram: TelegramServer, bot: Bot, group: int
) -> None:
    said = telegram.users.say(RAHIM, group, "secret")
    with pytest.raises(TelegramBadRequest, match="message can't be deleted"):
        await bot.delete_message(group, said.id)
    telegram.users.presence.add_bot(RAHIM, group, admin=True)
    await bot.delete_message(group, said.id)
    assert said.deleted


async def test_a_bot_that_is_out_cannot_write(
    telegram: TelegramServer, bot: Bot, group: int
) -> None:
    telegram.users.presence.remove_bot(RAHIM, group)
    with pytest.raises(TelegramForbiddenError, match="bot was kicked from the supergroup chat"):
        await bot.send_message(group, "Hello")
    update = (await bot.get_updates())[-1]
    assert update.my_chat_member is not None
    assert isinstance(update.my_chat_member.new_chat_member, ChatMemberBanned)
    telegram.users.presence.add_bot(RAHIM, group)
    await bot.leave_chat(group)
    with pytest.raises(TelegramForbiddenError, match="bot is not a member of the supergroup chat"):
        await bot.send_message(group, "Hello")


async def test_a_muted_bot_cannot_write(telegram: TelegramServer, bot: Bot, group: int) -> None:
    world = telegram.world
    account = world.first_bot()
    world.set_member(world.groups[group], world.people[RAHIM], account, "restricted")
    with pytest.raises(TelegramBadRequest, match="not enough rights to send text messages"):
        await bot.send_message(group, "Hello")
    assert (await bot.get_chat_member(group, bot.id)).status == "restricted"


async def test_numbers_are_asked_for_in_private_only(bot: Bot, group: int) -> None:
    ask = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Number", request_contact=True)]])
    with pytest.raises(TelegramBadRequest, match="in private chats only"):
        await bot.send_message(group, "Who?", reply_markup=ask)


async def test_strangers_cannot_speak_in_a_group(telegram: TelegramServer, group: int) -> None:
    telegram.world.person(1003, "Chand")
    with pytest.raises(LookupError, match="is not in chat"):
        telegram.users.say(1003, group, "hello")
    with pytest.raises(LookupError, match="has no chat"):
        telegram.users.say(RAHIM, 4711, "hello")


async def test_the_narrowest_commands_are_shown(telegram: TelegramServer, group: int) -> None:
    bot, world = telegram.world.first_bot(), telegram.world
    wide, narrow = (
        [{"command": "help", "description": "Help"}],
        [{"command": "paid", "description": "Pay"}],
    )
    bot.commands["default", ""] = wide
    bot.commands["all_chat_administrators", ""] = narrow
    chat = world.groups[group]
    assert commands_shown(bot, chat, world.people[RAHIM]) == narrow
    assert commands_shown(bot, chat, world.people[KARIM]) == wide
    bot.commands["chat", "bn"] = []
    bot.commands[f"chat_member {group} {KARIM}", ""] = narrow
    assert commands_shown(bot, chat, world.people[KARIM]) == narrow

"""Methods about chats: who is in them, their topics, leaving."""

from __future__ import annotations

from sandbox.telegram.call import Call
from sandbox.telegram.chats import Member
from sandbox.telegram.errors import bad_request
from sandbox.telegram.formatting import units
from sandbox.telegram.model import Bot
from sandbox.telegram.wire import Json

TOPIC_COLOURS = (7322096, 16766590, 13338331, 9367192, 16749490, 16478047)


async def get_chat(call: Call) -> Json:
    """What the bot may know of a chat."""
    return call.known_chat().as_full_json()


async def get_chat_member(call: Call) -> Json:
    """Somebody's standing in a chat; whoever never joined has left."""
    chat = call.known_chat()
    user_id = call.params.integer("user_id")
    who = call.world.people.get(user_id) or call.world.bots.get(user_id)
    if who is None:
        raise bad_request("invalid user_id specified")
    if chat.is_private:
        taking_part = who in (chat.person, chat.bot)
        return Member(who, "member" if taking_part else "left").as_json()
    return chat.members.get(user_id, Member(who, "left")).as_json()


async def get_chat_administrators(call: Call) -> list[Json]:
    """Owner and administrators, other bots left out."""
    chat = call.chat()
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    return [
        member.as_json()
        for member in chat.members.values()
        if member.is_admin and (member.who is call.bot or not isinstance(member.who, Bot))
    ]


async def get_chat_member_count(call: Call) -> int:
    """How many are in a chat."""
    chat = call.chat()
    return 2 if chat.is_private else sum(member.present for member in chat.members.values())


async def leave_chat(call: Call) -> bool:
    """The bot goes by itself."""
    chat = call.chat()
    if chat.is_private:
        raise bad_request("chat member status can't be changed in private chats")
    call.world.set_member(chat, call.bot, call.bot, "left")
    call.world.post(chat, call.bot, extra={"left_chat_member": call.bot.as_user()})
    return True


async def create_forum_topic(call: Call) -> Json:
    """A new topic; its id is that of the service message which opens it."""
    name, colour = _topic_name(call), call.params.integer("icon_color", TOPIC_COLOURS[0])
    chat = call.chat()
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    call.require_right(chat, "can_manage_topics", "not enough rights to create a topic")
    if colour not in TOPIC_COLOURS:
        raise bad_request("TOPIC_ICON_COLOR_INVALID")
    notice = {"forum_topic_created": {"name": name, "icon_color": colour}}
    message = call.world.post(chat, call.bot, extra=notice)
    message.thread_id = message.id
    chat.topics[message.id] = name
    return {"message_thread_id": message.id, "name": name, "icon_color": colour}


async def edit_forum_topic(call: Call) -> bool:
    """Another name for a topic."""
    chat = call.chat()
    thread_id = call.params.integer("message_thread_id")
    if thread_id not in chat.topics:
        raise bad_request("message thread not found")
    call.require_right(chat, "can_manage_topics", "not enough rights to edit the topic")
    name = _topic_name(call)
    if name == chat.topics[thread_id]:
        raise bad_request("TOPIC_NOT_MODIFIED")
    chat.topics[thread_id] = name
    notice = {"forum_topic_edited": {"name": name}}
    call.world.post(chat, call.bot, extra=notice, thread_id=thread_id)
    return True


def _topic_name(call: Call) -> str:
    name = call.params.text("name").strip()
    if not 1 <= units(name) <= 128:
        raise bad_request("TOPIC_TITLE_EMPTY" if not name else "TOPIC_TITLE_TOO_LONG")
    return name

"""What was said, written down and read again, so that a server can be stopped and started."""

from __future__ import annotations

import base64
from typing import Any

from sandbox.telegram.chats import Chat, Message
from sandbox.telegram.model import Bot, File, Person
from sandbox.telegram.wire import Json
from sandbox.telegram.world import World

_PLAIN = (
    "id", "date", "text", "entities", "caption", "caption_entities", "markup", "extra",
    "thread_id", "silent", "edit_date", "edits", "deleted",
)  # fmt: skip
_SPARE = 1_000  # numbers that were given out after the last writing are not given out again


def written(world: World) -> Json:
    """Every chat with its messages; pictures, answers and forwards are written as plain lines."""
    chats = [
        {"id": chat.id, "messages": [_written(message) for message in chat.messages]}
        for chat in world.chats()
    ]
    return {"next_update": world.first_bot().mailbox.next_id, "chats": chats}


def _written(message: Message) -> Json:
    line: Json = {name: getattr(message, name) for name in _PLAIN}
    line["sender"] = message.sender.id
    if message.document is not None:
        document = message.document
        data = base64.b64encode(document.data).decode()
        line["document"] = {"name": document.name, "mime": document.mime, "data": data}
    return line


def read(world: World, kept_world: Json) -> None:
    """Put back what was written; people, bots and groups are there already."""
    bot = world.first_bot()
    bot.mailbox.go_on_from(kept_world["next_update"] + _SPARE)
    for kept in kept_world["chats"]:
        chat = _chat(world, bot, kept["id"])
        for line in kept["messages"]:
            chat.messages.append(_read(world, chat, bot, line))
        last = max((message.id for message in chat.messages), default=0)
        counter = bot if chat.is_private else chat
        counter.last_message_id = max(counter.last_message_id, last + _SPARE)


def _chat(world: World, bot: Bot, chat_id: int) -> Chat:
    if chat_id in world.groups:
        chat = world.groups[chat_id]
        chat.messages.clear()
        return chat
    chat = Chat(chat_id, "private", person=world.people[chat_id], bot=bot)
    return world.private.setdefault((bot.id, chat_id), chat)


def _read(world: World, chat: Chat, bot: Bot, line: dict[str, Any]) -> Message:
    sender: Person | Bot = world.people.get(line["sender"], bot)
    document: File | None = None
    if kept := line.get("document"):
        data = base64.b64decode(kept["data"])
        document = world.keep("document", data, name=kept["name"], mime=kept["mime"])
    values = {name: line[name] for name in _PLAIN}
    return Message(chat=chat, sender=sender, document=document, **values)

"""Methods that change, remove or pin what a bot has sent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sandbox.telegram import markup
from sandbox.telegram.call import Call
from sandbox.telegram.chats import Message
from sandbox.telegram.errors import bad_request
from sandbox.telegram.model import Bot
from sandbox.telegram.params import Params
from sandbox.telegram.sending import file_content
from sandbox.telegram.wire import Json

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
DELETABLE_FOR = timedelta(hours=48)


async def edit_message_text(call: Call) -> Json | bool:
    """New text; without reply_markup the keyboard goes."""
    text = call.message_text()
    message = _editable(call)
    if message.text is None:
        raise bad_request("there is no text in the message to edit")
    keyboard = _keyboard(call, message)
    return _apply(call, message, text=text.text, entities=text.entities, markup=keyboard)


async def edit_message_caption(call: Call) -> Json | bool:
    """New words under a file."""
    caption = call.caption()
    message = _editable(call)
    if message.file is None:
        raise bad_request("there is no caption in the message to edit")
    return _apply(
        call,
        message,
        caption=caption.text or None,
        caption_entities=caption.entities,
        markup=_keyboard(call, message),
    )


async def edit_message_media(call: Call) -> Json | bool:
    """Another file in place of the present one."""
    media = call.params.json_object("media", "can't parse input media JSON object")
    if not media or media.get("type") not in {"photo", "document"}:
        raise bad_request("can't parse InputMedia: type must be photo or document here")
    inner = Call(call.host, call.bot, Params(media, call.params.uploads))
    caption = inner.caption()
    message = _editable(call)
    content = file_content(inner, media["type"], str(media.get("media", "")), "media")
    return _apply(
        call,
        message,
        text=None,
        entities=[],
        caption=caption.text or None,
        caption_entities=caption.entities,
        markup=_keyboard(call, message),
        **({"document": None, "photo": []} | content),
    )


async def edit_message_reply_markup(call: Call) -> Json | bool:
    """Another inline keyboard, or none."""
    message = _editable(call)
    return _apply(call, message, markup=_keyboard(call, message))


async def delete_message(call: Call) -> bool:
    """Remove a message for everybody, within 48 hours."""
    chat = call.chat()
    message = chat.find(call.params.integer("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    may_all = chat.is_private or chat.members[call.bot.id].may("can_delete_messages")
    if message.sender is not call.bot and not may_all:
        raise bad_request("message can't be deleted")
    if call.world.now() - message.date > DELETABLE_FOR.total_seconds():
        raise bad_request("message can't be deleted for everyone")
    message.deleted = True
    call.world.changed()
    return True


async def pin_chat_message(call: Call) -> bool:
    """Keep a message at the top of the chat."""
    chat = call.chat()
    if not chat.is_private:
        reason = "not enough rights to manage pinned messages in the chat"
        call.require_right(chat, "can_pin_messages", reason)
    message = chat.find(call.params.integer("message_id"))
    if message is None:
        raise bad_request("message to pin not found")
    if message.id not in chat.pinned:
        chat.pinned.append(message.id)
        notice = {"pinned_message": message.as_json(with_reply=False)}
        call.world.post(chat, call.bot, extra=notice, thread_id=message.thread_id)
    return True


async def unpin_chat_message(call: Call) -> bool:
    """Take one message, or the latest, from the top of the chat."""
    chat = call.chat()
    number = call.params.integer("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if number not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(number)
    call.world.changed()
    return True


def _editable(call: Call) -> Message:
    if inline_id := call.params.text("inline_message_id"):
        found = call.world.inline_messages.get(inline_id)
        if found is None or found.deleted or found.via_bot is not call.bot:
            raise bad_request("MESSAGE_ID_INVALID")
        return found
    chat = call.chat()
    number = call.params.integer("message_id")
    if not number:
        raise bad_request("message identifier is not specified")
    message = chat.find(number)
    if message is None:
        raise bad_request("message to edit not found")
    # A message that carries a reply keyboard, or came from elsewhere, stays as it is.
    foreign = message.sender is not call.bot or message.forward_origin is not None
    if (
        foreign
        or message.is_service
        or (message.markup and "inline_keyboard" not in message.markup)
    ):
        raise bad_request("message can't be edited")
    call.host.limits.heed(call.world.clock, chat)
    return message


def _keyboard(call: Call, message: Message) -> Json | None:
    return markup.read(call.params, private=message.chat.is_private, inline_only=True)


def _apply(call: Call, message: Message, **changes: Any) -> Json | bool:
    if all(getattr(message, name) == value for name, value in changes.items()):
        raise bad_request(NOT_MODIFIED)
    for name, value in changes.items():
        setattr(message, name, value)
    message.edit_date = call.world.now()
    message.edits += 1
    call.world.changed()
    # An inline message belongs to the person who chose it: the bot learns nothing of its place.
    return message.as_json() if isinstance(message.sender, Bot) else True

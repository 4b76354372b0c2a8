"""The people's side: what somebody does in the app."""

from __future__ import annotations

import mimetypes
import secrets
from typing import Any

from sandbox.telegram.chats import Chat, Message
from sandbox.telegram.formatting import Formatted, recognise, units
from sandbox.telegram.inline import InlineQuery, content_of
from sandbox.telegram.model import Bot, Button
from sandbox.telegram.params import Upload
from sandbox.telegram.presence import Presence
from sandbox.telegram.sending import uploaded
from sandbox.telegram.taps import Answer, Tap
from sandbox.telegram.wire import Json
from sandbox.telegram.world import World


class Users:
    """Acts as the people of a world.

    `chat_id` is a group's id, a bot's id, or the person's own id for the chat with the first bot.
    LookupError means that the person cannot do that: no such button, message or membership.
    Who comes, goes and blocks is the matter of `presence`.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.presence = Presence(world)

    def start(self, person_id: int, payload: str = "", bot: Bot | None = None) -> Message:
        """Open the bot's chat and press Start, by a deep link if there is a payload."""
        bot = bot or self.world.first_bot()
        if self.world.chat_of(person_id, bot.id).blocked:
            self.presence.unblock(person_id, bot)
        return self.say(person_id, bot.id, f"/start {payload}".rstrip())

    def say(
        self,
        person_id: int,
        chat_id: int,
        text: str,
        *,
        reply_to: int | None = None,
        thread_id: int | None = None,
    ) -> Message:
        """Write a text."""
        if not text.strip() or units(text) > 4096:
            raise ValueError("the app sends texts of 1 to 4096 characters")
        found = recognise(Formatted(text).trimmed())
        content = {"text": found.text, "entities": found.entities}
        return self._send(person_id, chat_id, content, reply_to=reply_to, thread_id=thread_id)

    def edit(self, person_id: int, chat_id: int, message_id: int, text: str) -> Message:
        """Correct an own text."""
        person, chat = self.world.place_of(person_id, chat_id)
        message = self._message(chat, message_id)
        if message.sender is not person or message.text is None:
            raise LookupError("only own texts can be edited")
        found = recognise(Formatted(text).trimmed())
        message.text, message.entities = found.text, found.entities
        message.edit_date, message.edits = self.world.now(), message.edits + 1
        self.world.tell(message, "edited_message")
        self.world.changed()
        return message

    def send_document(
        self, person_id: int, chat_id: int, name: str, data: bytes, *, caption: str = "", **to: Any
    ) -> Message:
        """Send a file."""
        mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
        content = uploaded(self.world, "document", Upload(name, mime, data))
        return self._send(person_id, chat_id, content | _caption(caption), **to)

    def send_photo(
        self, person_id: int, chat_id: int, data: bytes, *, caption: str = "", **to: Any
    ) -> Message:
        """Send a picture, PNG or JPEG."""
        content = uploaded(self.world, "photo", Upload("", "", data))
        return self._send(person_id, chat_id, content | _caption(caption), **to)

    def share_contact(
        self, person_id: int, chat_id: int, phone: str = "", *, of: int | None = None
    ) -> Message:
        """Share the own number, or somebody else's: `of` 0 is one who isn't on Telegram."""
        owner = self.world.people.get(person_id if of is None else of)
        contact: Json = {"first_name": owner.first_name if owner else "Contact"}
        contact["phone_number"] = phone or (owner.phone if owner else None) or ""
        if not contact["phone_number"]:
            raise LookupError("no number to share")
        if owner:
            contact["user_id"] = owner.id
        return self._send(person_id, chat_id, {"extra": {"contact": contact}})

    def share_location(
        self, person_id: int, chat_id: int, latitude: float, longitude: float
    ) -> Message:
        """Share a place on the map."""
        place = {"latitude": latitude, "longitude": longitude}
        return self._send(person_id, chat_id, {"extra": {"location": place}})

    def forward(self, person_id: int, message: Message, chat_id: int) -> Message:
        """Send somebody's message on; its buttons stay behind."""
        origin: Json = {
            "type": "user",
            "date": message.date,
            "sender_user": message.sender.as_user(),
        }
        content: Json = {
            name: getattr(message, name)
            for name in ("text", "entities", "caption", "caption_entities", "document", "photo")
        }
        if message.is_service:
            raise LookupError("service messages can't be forwarded")
        content["extra"] = dict(message.extra)
        content["forward_origin"] = message.forward_origin or origin
        return self._send(person_id, chat_id, content)

    def tap(self, person_id: int, chat_id: int, message_id: int, button: str) -> Tap:
        """Press a button, named by its text or its callback data; `await` gives the answer."""
        person, chat = self.world.place_of(person_id, chat_id)
        message = self._message(chat, message_id)
        found = _button(message, button)
        bot = message.via_bot or message.sender
        if not isinstance(bot, Bot):
            raise LookupError("only messages of bots have buttons")
        number = str(4_000_000_000 + self.world.number())
        tap = Tap(number, bot, person, message, found, self.world.clock())
        if found.data is None:
            tap.settle(Answer(url=found.url))
            return tap
        self.world.taps[tap.id] = tap
        bot.mailbox.push("callback_query", self._callback_query(tap), f"query {person_id}")
        self.world.changed()
        return tap

    def press(self, person_id: int, chat_id: int, label: str) -> Message:
        """Press a key of the reply keyboard that the bot has put up."""
        _, chat = self.world.place_of(person_id, chat_id)
        boards = [each for each in chat.visible if each.markup and "keyboard" in each.markup]
        keys = [key for row in boards[-1].markup["keyboard"] for key in row] if boards else []  # type: ignore[index]
        key = next((key for key in keys if key["text"] == label), None)
        if key is None:
            raise LookupError(f"there is no key {label!r}")
        if key.get("request_contact"):
            return self.share_contact(person_id, chat_id)
        return self.say(person_id, chat_id, label)

    def inline_query(
        self, person_id: int, text: str, *, bot: Bot | None = None, offset: str = ""
    ) -> InlineQuery:
        """Type `@bot text` somewhere; `await` gives the results, from the cache if it has them."""
        bot = bot or self.world.first_bot()
        if not bot.inline:
            raise LookupError("the bot has no inline mode")
        now = self.world.clock()
        number = str(5_000_000_000 + self.world.number())
        query = InlineQuery(number, bot, self.world.people[person_id], text, offset, now)
        for earlier in self.world.inline_queries.values():
            if earlier.answer and earlier.shows_to(query, now):
                query.settle(earlier.answer)
                return query
        self.world.inline_queries[query.id] = query
        payload = {
            "id": query.id,
            "from": query.person.as_user(),
            "query": text,
            "offset": offset,
            "chat_type": "sender",
        }
        bot.mailbox.push("inline_query", payload, f"query {person_id}")
        return query

    def choose(self, query: InlineQuery, result_id: str, chat_id: int) -> Message:
        """Send one of the results into a chat, as oneself."""
        results = query.answer.results if query.answer else []
        result = next((each for each in results if str(each["id"]) == result_id), None)
        if result is None:
            raise LookupError(f"there is no result {result_id!r}")
        text, keyboard = content_of(result), result.get("reply_markup")
        inline_id = f"AAA{secrets.token_urlsafe(18)}" if keyboard else None
        content = {"text": text.text, "entities": text.entities, "markup": keyboard}
        content |= {"via_bot": query.bot, "inline_message_id": inline_id}
        message = self._send(query.person.id, chat_id, content)
        if inline_id:
            self.world.inline_messages[inline_id] = message
        if query.bot.inline_feedback:
            payload = {"result_id": result_id, "from": query.person.as_user(), "query": query.text}
            if inline_id:
                payload["inline_message_id"] = inline_id
            lane = f"query {query.person.id}"
            query.bot.mailbox.push("chosen_inline_result", payload, lane)
        return message

    def _send(
        self,
        person_id: int,
        chat_id: int,
        content: Json,
        *,
        reply_to: int | None = None,
        thread_id: int | None = None,
    ) -> Message:
        person, chat = self.world.place_of(person_id, chat_id)
        if chat.blocked:
            raise LookupError("the person has blocked the bot")
        answered = self._message(chat, reply_to) if reply_to else None
        thread_id = thread_id or (answered.thread_id if answered else None)
        if thread_id is not None and thread_id not in chat.topics:
            raise LookupError(f"there is no topic {thread_id}")
        return self.world.post(chat, person, reply_to=answered, thread_id=thread_id, **content)

    def _message(self, chat: Chat, message_id: int) -> Message:
        message = chat.find(message_id)
        if message is None:
            raise LookupError(f"there is no message {message_id} in chat {chat.id}")
        return message

    def _callback_query(self, tap: Tap) -> Json:
        message = tap.message
        query: Json = {
            "id": tap.id,
            "from": tap.person.as_user(),
            "chat_instance": str(message.chat.id * 31 % 10**18),
            "data": tap.button.data,
        }
        if message.inline_message_id:
            return query | {"inline_message_id": message.inline_message_id}
        limit = self.world.accessible_for
        if limit is not None and self.world.now() - message.date > limit.total_seconds():
            gone = {"chat": message.chat.as_json(), "message_id": message.id, "date": 0}
            return query | {"message": gone}
        return query | {"message": message.as_json()}


def _button(message: Message, name: str) -> Button:
    for button in message.buttons:
        if name in (button.text, button.data):
            return button
    offered = [button.text for button in message.buttons]
    raise LookupError(f"there is no button {name!r}, only {offered}")


def _caption(caption: str) -> Json:
    found = recognise(Formatted(caption).trimmed())
    return {"caption": found.text or None, "caption_entities": found.entities}

"""Everybody and every chat behind one Bot API server."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from sandbox.telegram.chats import RIGHTS, Chat, Member, Message, sees
from sandbox.telegram.inline import InlineQuery
from sandbox.telegram.model import Bot, File, Person
from sandbox.telegram.taps import Tap
from sandbox.telegram.updates import Mailbox
from sandbox.telegram.wire import Json

SUPERGROUP = -1_000_000_000_000


class World:
    """People, bots, chats and files; what happens in it reaches the bots as updates.

    `query_lifetime` is how long a callback or inline query may be answered. With
    `accessible_for` set, a tap under an older message brings an InaccessibleMessage.
    """

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self.people: dict[int, Person] = {}
        self.bots: dict[int, Bot] = {}
        self.groups: dict[int, Chat] = {}
        self.private: dict[tuple[int, int], Chat] = {}
        self.files: dict[str, File] = {}
        self.taps: dict[str, Tap] = {}
        self.inline_queries: dict[str, InlineQuery] = {}
        self.inline_messages: dict[str, Message] = {}
        self.query_lifetime = timedelta(seconds=15)
        self.accessible_for: timedelta | None = None
        self.on_change: Callable[[], None] | None = None
        self._waiting: set[asyncio.Event] = set()
        self._last_number = 0

    def now(self) -> int:
        """The instant in Unix seconds, as dates of messages are given."""
        return int(self.clock().timestamp())

    def number(self) -> int:
        """A number not given out before, for queries and files."""
        self._last_number += 1
        return self._last_number

    def stirred(self) -> None:
        """Let those who wait in `until` look again."""
        for event in self._waiting:
            event.set()

    def changed(self) -> None:
        """Tell whoever watches that something was said, edited or answered."""
        self.stirred()
        if self.on_change:
            self.on_change()

    async def until(self, condition: Callable[[], Any], seconds: float = 30.0) -> Any:
        """Wait until the condition holds and give its value; raises TimeoutError."""
        event = asyncio.Event()
        self._waiting.add(event)
        try:
            async with asyncio.timeout(seconds):
                while not (value := condition()):
                    await event.wait()
                    event.clear()
                return value
        finally:
            self._waiting.discard(event)

    # Who and where

    def person(
        self,
        id: int,
        first_name: str,
        username: str | None = None,
        language_code: str | None = None,
        **more: Any,
    ) -> Person:
        """Let somebody exist; nobody has written to any bot yet."""
        self.people[id] = Person(id, first_name, username, language_code, **more)
        return self.people[id]

    def bot(self, token: str, username: str = "", first_name: str = "Bot", **more: Any) -> Bot:
        """Register a bot; its id is the number before the colon of its token."""
        number = int(token.partition(":")[0])
        mailbox = Mailbox(self.clock, first_id=number % 1_000_000 * 1000 + 1)
        bot = Bot(token, number, username or f"sandbox_{number}_bot", first_name, mailbox, **more)
        self.bots[number] = bot
        return bot

    def group(
        self,
        id: int,
        title: str,
        *,
        members: Iterable[int] = (),
        forum: bool = False,
    ) -> Chat:
        """Let a group exist; its first member owns it. An id of -100... makes a supergroup."""
        kind = "supergroup" if id < SUPERGROUP else "group"
        if id >= 0 or (forum and kind == "group"):
            raise ValueError("groups have negative ids, forums begin with -100")
        chat = Chat(id, kind, title, is_forum=forum)
        for place, person_id in enumerate(members):
            status = "member" if place else "creator"
            chat.members[person_id] = Member(self.people[person_id], status)
        self.groups[id] = chat
        return chat

    def first_bot(self) -> Bot:
        """The bot meant where none is named."""
        return next(iter(self.bots.values()))

    def chat_of(self, person_id: int, chat_id: int, bot: Bot | None = None) -> Chat:
        """A chat as one person addresses it: a group, a bot's id, or their own id.

        Their own id means the private chat with `bot`, or with the first one. Raises LookupError.
        """
        if chat_id in self.groups:
            return self.groups[chat_id]
        bot = self.bots.get(chat_id, bot or self.first_bot())
        if chat_id not in {person_id, bot.id}:
            raise LookupError(f"person {person_id} has no chat {chat_id}")
        key = (bot.id, person_id)
        if key in self.private:
            return self.private[key]
        return Chat(person_id, "private", person=self.people[person_id], bot=bot)

    def place_of(self, person_id: int, chat_id: int) -> tuple[Person, Chat]:
        """Somebody with a chat that they are in; raises LookupError where they are not."""
        person, chat = self.people[person_id], self.chat_of(person_id, chat_id)
        if not chat.is_private:
            member = chat.members.get(person_id)
            if member is None or not member.present:
                raise LookupError(f"person {person_id} is not in chat {chat_id}")
            if chat.migrated_to is not None:
                raise LookupError(f"the group went on as {chat.migrated_to}")
        return person, chat

    def transcript(self, chat_id: int, bot: Bot | None = None) -> list[Message]:
        """What can be read in a chat, deleted messages left out; empty where nobody spoke."""
        if chat_id in self.groups:
            return self.groups[chat_id].visible
        chat = self.private.get(((bot or self.first_bot()).id, chat_id))
        return chat.visible if chat else []

    def chats(self) -> list[Chat]:
        """Every chat in which something may have been said."""
        return [*self.private.values(), *self.groups.values()]

    # What happens

    def post(self, chat: Chat, sender: Person | Bot, **content: Any) -> Message:
        """Put a message into a chat and tell the bots that may see it."""
        if chat.bot:
            # The first message is what starts a private chat.
            self.private.setdefault((chat.bot.id, chat.id), chat)
        message = Message(self._message_id(chat), chat, sender, self.now(), **content)
        chat.messages.append(message)
        if isinstance(sender, Bot) and not message.is_service:
            chat.last_bot = sender
        self.tell(message, "message")
        self.changed()
        return message

    def tell(self, message: Message, kind: str) -> None:
        """Queue a message for the bots that see it; bots never see one another's."""
        for bot in message.chat.bots():
            heard = not isinstance(message.sender, Bot) or message.is_service
            if heard and bot is not message.sender and sees(bot, message):
                bot.mailbox.push(kind, message.as_json(), f"chat {message.chat.id}")

    def keep(self, kind: str, data: bytes, **about: Any) -> File:
        """Store a file under a new file_id."""
        file = File(kind, self.number(), data, **about)
        self.files[file.id] = file
        return file

    def set_member(
        self,
        chat: Chat,
        by: Person | Bot,
        who: Person | Bot,
        status: str,
        rights: Iterable[str] = RIGHTS,
    ) -> None:
        """Change somebody's standing in a group, with the updates that this makes."""
        old = chat.members.get(who.id, Member(who, "left"))
        new = Member(who, status, frozenset(rights) if status == "administrator" else frozenset())
        chat.members[who.id] = new
        for bot in self.bots.values():
            if bot is who or (bot.id in chat.members and chat.members[bot.id].is_admin):
                kind = "my_chat_member" if bot is who else "chat_member"
                self.tell_member(bot, kind, chat, by, old.as_json(), new.as_json())
        self.changed()

    def tell_member(
        self, bot: Bot, kind: str, chat: Chat, by: Person | Bot, old: Json, new: Json
    ) -> None:
        """Queue the ChatMemberUpdated of a change."""
        payload = {
            "chat": chat.as_json(),
            "from": by.as_user(),
            "date": self.now(),
            "old_chat_member": old,
            "new_chat_member": new,
        }
        bot.mailbox.push(kind, payload, f"chat {chat.id}")

    def migrate(self, chat_id: int) -> Chat:
        """Turn a basic group into a supergroup with a new id, as reaching some settings does."""
        old = self.groups[chat_id]
        new = Chat(SUPERGROUP + chat_id, "supergroup", old.title, members=dict(old.members))
        self.groups[new.id] = new
        owner = next(member.who for member in old.members.values() if member.status == "creator")
        self.post(old, owner, extra={"migrate_to_chat_id": new.id})
        old.migrated_to = new.id
        self.post(new, owner, extra={"migrate_from_chat_id": old.id})
        return new

    def _message_id(self, chat: Chat) -> int:
        # Private chats with one bot share one row of numbers, groups have their own.
        counter = chat.bot or chat
        counter.last_message_id += 1
        return counter.last_message_id

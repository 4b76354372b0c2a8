"""The people's side: who lets a bot in, and who shows it out."""

from __future__ import annotations

from sandbox.telegram.chats import RIGHTS
from sandbox.telegram.model import Bot
from sandbox.telegram.wire import Json
from sandbox.telegram.world import World


class Presence:
    """Groups joined and left, bots added, removed, blocked."""

    def __init__(self, world: World) -> None:
        self.world = world

    def add_bot(
        self,
        person_id: int,
        chat_id: int,
        bot: Bot | None = None,
        *,
        admin: bool = False,
        rights: tuple[str, ...] = RIGHTS,
    ) -> None:
        """Add a bot to a group, or change what it may do there."""
        person, chat = self.world.place_of(person_id, chat_id)
        bot = bot or self.world.first_bot()
        newcomer = bot not in chat.bots()
        status = "administrator" if admin else "member"
        self.world.set_member(chat, person, bot, status, rights)
        if newcomer:
            self.world.post(chat, person, extra={"new_chat_members": [bot.as_user()]})

    def remove_bot(self, person_id: int, chat_id: int, bot: Bot | None = None) -> None:
        """Put a bot out of a group."""
        person, chat = self.world.place_of(person_id, chat_id)
        bot = bot or self.world.first_bot()
        self.world.set_member(chat, person, bot, "kicked")
        self.world.post(chat, person, extra={"left_chat_member": bot.as_user()})

    def join(self, person_id: int, chat_id: int) -> None:
        """Join a group."""
        person, chat = self.world.people[person_id], self.world.groups[chat_id]
        self.world.set_member(chat, person, person, "member")
        self.world.post(chat, person, extra={"new_chat_members": [person.as_user()]})

    def block(self, person_id: int, bot: Bot | None = None) -> None:
        """Stop a bot."""
        self._let(person_id, bot, blocked=True)

    def unblock(self, person_id: int, bot: Bot | None = None) -> None:
        """Let a bot write again."""
        self._let(person_id, bot, blocked=False)

    def _let(self, person_id: int, bot: Bot | None, *, blocked: bool) -> None:
        bot = bot or self.world.first_bot()
        chat = self.world.chat_of(person_id, bot.id)
        user, states = bot.as_user(), ("member", "kicked")
        old: Json = {"user": user, "status": states[chat.blocked], "until_date": 0}
        new: Json = {"user": user, "status": states[blocked], "until_date": 0}
        chat.blocked = blocked
        self.world.private[bot.id, person_id] = chat
        person = self.world.people[person_id]
        self.world.tell_member(bot, "my_chat_member", chat, person, old, new)
        self.world.changed()

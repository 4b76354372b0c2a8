"""One call of a method: its bot, its parameters, and what methods need in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from sandbox.telegram.chats import Chat, Message
from sandbox.telegram.errors import bad_request, forbidden
from sandbox.telegram.formatting import Formatted, parse_html, recognise, units
from sandbox.telegram.limits import Limits
from sandbox.telegram.model import Bot
from sandbox.telegram.params import Params
from sandbox.telegram.webhook import Execute
from sandbox.telegram.world import World

MAX_TEXT = 4096
MAX_CAPTION = 1024


class Host(Protocol):
    """What a method may ask of the server that runs it."""

    world: World
    limits: Limits
    public_rules: bool
    webhook_retry_seconds: float

    def executor(self, bot: Bot) -> Execute:
        """Run methods that come inside the answer of a webhook."""
        ...


@dataclass
class Call:
    """A call being answered."""

    host: Host
    bot: Bot
    params: Params

    @property
    def world(self) -> World:
        """The world it acts on."""
        return self.host.world

    def known_chat(self) -> Chat:
        """The chat named by chat_id as far as the bot knows it; raises the 400 otherwise."""
        if not self.params.text("chat_id").strip():
            raise bad_request("chat_id is empty")
        chat_id = self.params.integer("chat_id")
        chat = self.world.private.get((self.bot.id, chat_id)) or self.world.groups.get(chat_id)
        if chat is None or (not chat.is_private and self.bot.id not in chat.members):
            raise bad_request("chat not found")
        if chat.migrated_to is not None:
            raise bad_request(
                "group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to
            )
        return chat

    def chat(self) -> Chat:
        """The chat named by chat_id, if the bot may write there now; raises the 400 or 403."""
        chat_id = self.params.integer("chat_id")
        if chat_id in self.world.bots:
            raise forbidden("bot can't send messages to bots")
        if chat_id in self.world.people and (self.bot.id, chat_id) not in self.world.private:
            raise forbidden("bot can't initiate conversation with a user")
        chat = self.known_chat()
        if chat.person:
            if chat.person.deactivated:
                raise forbidden("user is deactivated")
            if chat.blocked:
                raise forbidden("bot was blocked by the user")
            return chat
        member = chat.members[self.bot.id]
        kind = "supergroup chat" if chat.type == "supergroup" else "group chat"
        if member.status == "kicked":
            raise forbidden(f"bot was kicked from the {kind}")
        if not member.present:
            raise forbidden(f"bot is not a member of the {kind}")
        return chat

    def require_voice(self, chat: Chat) -> None:
        """Refuse where the group has taken the bot's right to send."""
        if not chat.is_private and chat.members[self.bot.id].status == "restricted":
            raise bad_request("not enough rights to send text messages to the chat")

    def require_right(self, chat: Chat, right: str, reason: str) -> None:
        """Refuse where the bot lacks an administrator's right."""
        if not chat.members[self.bot.id].may(right):
            raise bad_request(reason)

    def formatted(self, name: str, entities: str, limit: int, too_long: str) -> Formatted:
        """A text parameter in its parse mode, as Telegram will keep it."""
        raw = self.params.text(name)
        mode = self.params.text("parse_mode").strip().lower()
        if mode not in {"", "none", "html"}:
            raise bad_request("unsupported parse_mode")
        if mode == "html":
            formatted = parse_html(raw)
        else:
            given = self.params.json_list(entities, "can't parse entities: Array expected")
            formatted = Formatted(raw, [each for each in given or [] if isinstance(each, dict)])
        if units(formatted.text) > limit:
            raise bad_request(too_long)
        return recognise(formatted.trimmed())

    def message_text(self) -> Formatted:
        """The text of sendMessage and editMessageText."""
        if not self.params.text("text"):
            raise bad_request("message text is empty")
        text = self.formatted("text", "entities", MAX_TEXT, "message is too long")
        if not text.text:
            raise bad_request("text must be non-empty")
        return text

    def caption(self) -> Formatted:
        """The caption of a file."""
        return self.formatted(
            "caption", "caption_entities", MAX_CAPTION, "message caption is too long"
        )

    def place(self, chat: Chat) -> dict[str, Any]:
        """Where in a chat a message goes: topic, and the message that it replies to."""
        reply_to = self._reply_to(chat)
        thread_id: int | None = self.params.integer("message_thread_id") or None
        if thread_id is None and reply_to is not None:
            thread_id = reply_to.thread_id
        if thread_id is not None and thread_id not in chat.topics:
            raise bad_request("message thread not found")
        return {
            "thread_id": thread_id,
            "reply_to": reply_to,
            "silent": self.params.flag("disable_notification"),
        }

    def _reply_to(self, chat: Chat) -> Message | None:
        asked = self.params.json_object("reply_parameters", "can't parse reply parameters") or {}
        number = Params(asked).integer("message_id", self.params.integer("reply_to_message_id"))
        if not number:
            return None
        found = chat.find(number)
        forgiving = Params(asked).flag("allow_sending_without_reply")
        if found is None and not forgiving:
            raise bad_request("message to be replied not found")
        return found

    def meter(self, chat: Chat) -> None:
        """Count a send against the limits."""
        self.host.limits.check(self.world.clock, self.bot, chat)

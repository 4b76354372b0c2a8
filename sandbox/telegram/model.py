"""Who and what there is: people, bots, files, messages, as the Bot API describes them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sandbox.telegram.chats import Chat
    from sandbox.telegram.updates import Mailbox

Json = dict[str, Any]


@dataclass
class Person:
    """Somebody with the app in the pocket."""

    id: int
    first_name: str
    username: str | None = None
    language_code: str | None = None
    last_name: str | None = None
    phone: str | None = None
    deactivated: bool = False

    def as_user(self) -> Json:
        """The User object."""
        user: Json = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        for name in ("last_name", "username", "language_code"):
            if value := getattr(self, name):
                user[name] = value
        return user


@dataclass
class Bot:
    """A bot's account, with what BotFather and the bot itself have set."""

    token: str
    id: int
    username: str
    first_name: str
    mailbox: Mailbox
    privacy: bool = True
    inline: bool = True
    inline_feedback: bool = True
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    menu_buttons: dict[int | None, Json] = field(default_factory=dict)
    last_message_id: int = 0

    def as_user(self) -> Json:
        """The User object, as others see the bot."""
        return {
            "id": self.id,
            "is_bot": True,
            "first_name": self.first_name,
            "username": self.username,
        }

    def as_me(self) -> Json:
        """The User object that getMe gives."""
        return self.as_user() | {
            "can_join_groups": True,
            "can_read_all_group_messages": not self.privacy,
            "supports_inline_queries": self.inline,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }


@dataclass(frozen=True)
class File:
    """Something uploaded, by a bot or by a person."""

    kind: str
    number: int
    data: bytes
    name: str = ""
    mime: str = ""
    width: int = 0
    height: int = 0

    @property
    def id(self) -> str:
        """The file_id: opaque, and long, as real ones are."""
        return "BQ" + hashlib.sha256(f"{self.kind}:{self.number}".encode()).hexdigest()

    @property
    def unique_id(self) -> str:
        """The same for the same content."""
        return "AQ" + hashlib.sha256(self.data).hexdigest()[:14]

    @property
    def path(self) -> str:
        """Where it is to be downloaded from, below /file/bot<token>/."""
        ending = "jpg" if self.kind == "photo" else self.name.rpartition(".")[2] or "bin"
        return f"{self.kind}s/file_{self.number}.{ending}"

    def as_file(self) -> Json:
        """What every kind of file says of itself."""
        return {
            "file_id": self.id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.data),
        }

    def as_document(self) -> Json:
        """The Document object."""
        return self.as_file() | {"file_name": self.name, "mime_type": self.mime}

    def as_photo_size(self) -> Json:
        """The PhotoSize object."""
        return self.as_file() | {"width": self.width, "height": self.height}


@dataclass(frozen=True)
class Button:
    """One button as a person sees it; `data` only where a tap makes a callback query."""

    text: str
    data: str | None = None
    url: str | None = None


@dataclass
class Message:
    """A line of a transcript; edits change it in place, deletion leaves it marked.

    `photo` lists the sizes of one picture, smallest first. `extra` holds the fields of service
    messages, contacts and places as the Bot API names them.
    """

    id: int
    chat: Chat
    sender: Person | Bot
    date: int
    text: str | None = None
    entities: list[Json] = field(default_factory=list)
    caption: str | None = None
    caption_entities: list[Json] = field(default_factory=list)
    document: File | None = None
    photo: list[File] = field(default_factory=list)
    markup: Json | None = None
    extra: Json = field(default_factory=dict)
    reply_to: Message | None = None
    thread_id: int | None = None
    via_bot: Bot | None = None
    inline_message_id: str | None = None
    forward_origin: Json | None = None
    silent: bool = False
    edit_date: int | None = None
    edits: int = 0
    deleted: bool = False

    @property
    def rows(self) -> list[list[Button]]:
        """The keyboard under the message, inline or reply."""
        keyboard = self.markup or {}
        rows = keyboard.get("inline_keyboard") or keyboard.get("keyboard") or []
        return [
            [Button(b["text"], b.get("callback_data"), b.get("url")) for b in row] for row in rows
        ]

    @property
    def buttons(self) -> list[Button]:
        """All buttons under the message, row by row."""
        return [button for row in self.rows for button in row]

    @property
    def file(self) -> File | None:
        """The document, or the picture in its full size."""
        return self.document or (self.photo[-1] if self.photo else None)

    @property
    def shown(self) -> str:
        """What a person reads: the text or the caption."""
        return self.text or self.caption or ""

    @property
    def is_service(self) -> bool:
        """Whether it tells of an event in the chat rather than of what somebody said."""
        return bool(self.extra) and not {"contact", "location"} & self.extra.keys()

    def as_json(self, *, with_reply: bool = True) -> Json:
        """The Message object."""
        body: Json = {
            "message_id": self.id,
            "from": self.sender.as_user(),
            "chat": self.chat.as_json(),
            "date": self.date,
        }
        body |= self._content() | self.extra
        if self.thread_id is not None:
            body |= {"message_thread_id": self.thread_id, "is_topic_message": True}
        if self.edit_date is not None:
            body["edit_date"] = self.edit_date
        if self.markup and "inline_keyboard" in self.markup:
            body["reply_markup"] = self.markup
        if self.via_bot:
            body["via_bot"] = self.via_bot.as_user()
        if self.forward_origin:
            body["forward_origin"] = self.forward_origin
        if self.reply_to and not self.reply_to.deleted and with_reply:
            body["reply_to_message"] = self.reply_to.as_json(with_reply=False)
        return body

    def _content(self) -> Json:
        body: Json = {}
        for name in ("text", "entities", "caption", "caption_entities"):
            if value := getattr(self, name):
                body[name] = value
        if self.document:
            body["document"] = self.document.as_document()
        if self.photo:
            body["photo"] = [size.as_photo_size() for size in self.photo]
        return body

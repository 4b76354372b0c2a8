"""Places where messages are, and the messages: private chats, groups, members, topics."""

from __future__ import annotations

from dataclasses import dataclass, field

from sandbox.telegram.model import Bot, Button, File, Person
from sandbox.telegram.wire import Json

RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
    "can_pin_messages",
    "can_manage_topics",
)
_SENDING = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)


@dataclass
class Member:
    """Somebody's standing in a chat; `rights` count for administrators only."""

    who: Person | Bot
    status: str = "member"
    rights: frozenset[str] = frozenset()

    @property
    def present(self) -> bool:
        """Whether they are in the chat now."""
        return self.status not in {"left", "kicked"}

    @property
    def is_admin(self) -> bool:
        """Whether they are listed among the administrators."""
        return self.status in {"creator", "administrator"}

    def may(self, right: str) -> bool:
        """Whether they have an administrator's right."""
        return self.status == "creator" or (self.is_admin and right in self.rights)

    def as_json(self) -> Json:
        """The ChatMember object of their status."""
        body: Json = {"user": self.who.as_user(), "status": self.status}
        if self.status == "creator":
            body["is_anonymous"] = False
        elif self.status == "administrator":
            body |= {"can_be_edited": False, "is_anonymous": False}
            body |= {right: right in self.rights for right in RIGHTS}
        elif self.status == "kicked":
            body["until_date"] = 0
        elif self.status == "restricted":
            body |= {"is_member": True, "until_date": 0} | dict.fromkeys(_SENDING, False)
        return body


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


@dataclass
class Chat:
    """A private chat of one person with one bot, or a group."""

    id: int
    type: str
    title: str = ""
    is_forum: bool = False
    person: Person | None = None
    bot: Bot | None = None
    members: dict[int, Member] = field(default_factory=dict)
    topics: dict[int, str] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    pinned: list[int] = field(default_factory=list)
    blocked: bool = False
    migrated_to: int | None = None
    actions: list[str] = field(default_factory=list)
    last_bot: Bot | None = None
    last_message_id: int = 0

    @property
    def is_private(self) -> bool:
        """Whether it is between a person and a bot."""
        return self.type == "private"

    @property
    def visible(self) -> list[Message]:
        """The transcript without what was deleted."""
        return [message for message in self.messages if not message.deleted]

    def find(self, message_id: int) -> Message | None:
        """The message with this id, unless it was deleted."""
        for message in reversed(self.messages):
            if message.id == message_id:
                return None if message.deleted else message
        return None

    def bots(self) -> list[Bot]:
        """The bots that are in the chat now."""
        if self.bot:
            return [] if self.blocked else [self.bot]
        present = [member.who for member in self.members.values() if member.present]
        return [who for who in present if isinstance(who, Bot)]

    def as_json(self) -> Json:
        """The Chat object."""
        if self.person:
            user = self.person.as_user()
            shown = ("first_name", "last_name", "username")
            names = {key: user[key] for key in shown if key in user}
            return {"id": self.id, "type": "private"} | names
        body: Json = {"id": self.id, "type": self.type, "title": self.title}
        if self.is_forum:
            body["is_forum"] = True
        return body

    def as_full_json(self) -> Json:
        """The ChatFullInfo object."""
        gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription")
        body = self.as_json() | {
            "accent_color_id": abs(self.id) % 7,
            "max_reaction_count": 11,
            "accepted_gift_types": dict.fromkeys((*gifts, "gifts_from_channels"), False),
        }
        pinned = [found for number in self.pinned if (found := self.find(number))]
        if pinned:
            body["pinned_message"] = pinned[-1].as_json(with_reply=False)
        return body


def sees(bot: Bot, message: Message) -> bool:
    """Whether a message of a person reaches a bot: in groups, privacy mode decides."""
    chat = message.chat
    if chat.is_private or message.is_service:
        return True
    member = chat.members[bot.id]
    if not bot.privacy or member.is_admin:
        return True
    if (message.reply_to and message.reply_to.sender is bot) or message.via_bot is bot:
        return True
    text = message.shown.lower()
    if f"@{bot.username.lower()}" in text:
        return True
    if not text.startswith("/") or "@" in text.split()[0]:
        return False
    return chat.last_bot is bot or chat.bots() == [bot]

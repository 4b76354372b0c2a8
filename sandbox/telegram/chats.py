"""Places where messages are: a bot's private chats, groups, their members and topics."""

from __future__ import annotations

from dataclasses import dataclass, field

from sandbox.telegram.model import Bot, Json, Message, Person

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

"""Who and what there is: people, bots, files, buttons, as the Bot API describes them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from sandbox.telegram.updates import Mailbox
from sandbox.telegram.wire import Json


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

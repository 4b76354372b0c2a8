"""Somebody who uses a chat: writes, taps, sends, and looks at what is on the screen.

No network: turns go through the conversation as an app's would, screens come back as plain text.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace

from domain.ports import Output
from domain.staff.rights import Actor
from handlers.ui.conversation import Conversation
from handlers.ui.drawing import Drawn, Key, draw
from handlers.ui.turns import Place, Turn, Upload

_message_ids = itertools.count(1)


@dataclass
class Person:
    """A person in one chat with us; by default their own, `chat` is a group's id."""

    conversation: Conversation
    telegram_id: int
    chat: int | None = None
    name: str = "Somebody"
    language: str = ""
    messages: dict[int, Drawn] = field(default_factory=dict)
    toasts: list[str] = field(default_factory=list)

    @classmethod
    def playing(cls, conversation: Conversation, actor: Actor, chat: int | None = None) -> Person:
        """A member of staff."""
        assert actor.telegram_id is not None
        return cls(conversation, actor.telegram_id, chat, actor.name)

    async def says(self, text: str) -> Drawn | None:
        """Write a text; what came back, if anything did."""
        return await self._do(self._turn(text=text))

    async def taps(self, label: str, message: int | None = None) -> Drawn | None:
        """Press the button whose label holds `label`, on the newest message that has one."""
        found = self._find(label, message)
        return await self._do(self._turn(choice=found[1].data, message_id=str(found[0])))

    async def presses(self, key: Key, message: int | None = None) -> Drawn | None:
        """Press a button that was there once, as it is remembered."""
        number = message if message is not None else max(self.messages)
        return await self._do(self._turn(choice=key.data, message_id=str(number)))

    async def sends(self, filename: str, content: bytes, caption: str = "") -> Drawn | None:
        """Send a file."""

        async def fetch() -> bytes:
            return content

        upload = Upload(filename, "application/octet-stream", len(content), fetch)
        return await self._do(self._turn(text=caption, document=upload))

    async def is_at(self, latitude: float, longitude: float) -> Drawn | None:
        """Send a place on the map."""
        return await self._do(self._turn(place=Place(latitude, longitude)))

    def sees(self, *fragments: str) -> None:
        """Every fragment stands in the newest message."""
        for fragment in fragments:
            assert fragment in self.screen, f"{fragment!r} is not in:\n{self.screen}"

    def does_not_see(self, *fragments: str) -> None:
        """No fragment stands in the newest message."""
        for fragment in fragments:
            assert fragment not in self.screen, f"{fragment!r} is in:\n{self.screen}"

    @property
    def screen(self) -> str:
        """The newest message: its text, then its buttons."""
        if not self.messages:
            return ""
        drawn = self.messages[max(self.messages)]
        return "\n".join((drawn.text, *(" | ".join(k.label for k in row) for row in drawn.keys)))

    @property
    def labels(self) -> list[str]:
        """The buttons of the newest message."""
        drawn = self.messages[max(self.messages)]
        return [key.label for row in drawn.keys for key in row]

    @property
    def toast(self) -> str:
        """The last short word."""
        return self.toasts[-1] if self.toasts else ""

    def key(self, label: str, message: int | None = None) -> Key:
        """The button whose label holds `label`."""
        return self._find(label, message)[1]

    def _find(self, label: str, message: int | None) -> tuple[int, Key]:
        places = sorted(self.messages, reverse=True) if message is None else [message]
        for number in places:
            for row in self.messages[number].keys:
                for key in row:
                    if label in key.label:
                        return number, key
        raise AssertionError(f"no button {label!r} in:\n{self.screen}")

    def _turn(self, **did: object) -> Turn:
        private = self.chat is None
        return replace(
            Turn(
                app="telegram",
                chat=str(self.telegram_id if private else self.chat),
                person=str(self.telegram_id),
                private=private,
                language=self.language,
                person_name=self.name,
            ),
            **did,  # type: ignore[arg-type]
        )

    async def _do(self, turn: Turn) -> Drawn | None:
        reply = await self.conversation.handle(turn)
        texts = self.conversation.ports.texts
        drawn = await draw(reply.screen, reply.reader, texts, Output.PLAIN)
        if drawn.toast:
            self.toasts.append(drawn.toast)
        if drawn.silent:
            return None
        number = int(turn.message_id) if turn.message_id and drawn.edit else next(_message_ids)
        self.messages[number] = drawn
        return drawn

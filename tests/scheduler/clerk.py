"""A clerk who answers, and customers who write by Meta: what tests of heard words need."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from typing import Any

from domain import clock, inbox
from domain.messaging import replies
from domain.messaging.models import Message
from domain.ports import Answer, Hook, Ports, Spoken, Talks, Word
from gateways.whatsapp import payloads as whatsapp
from scheduler import inbox as reader

RAHIM, KARIM = "8801711111111", "8801722222222"


class Meta:
    """Meta's words as its adapter understands them."""

    def parse(self, hook: Hook) -> list[Word]:
        return whatsapp.parse(hook.body, "1")


class Clerk:
    """Repeats what was said, unless told what to do; keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Spoken] = []
        self.does: list[Callable[[Spoken], Any]] = []
        self.customer_id: int | None = None

    async def talk(self, spoken: Spoken) -> Answer | None:
        self.asked.append(spoken)
        if self.does:
            made = self.does.pop(0)(spoken)
            return await made if asyncio.iscoroutine(made) else made
        return Answer(f"You said {spoken.said.text}", "en", customer_id=self.customer_id)

    @property
    def talks(self) -> Talks:
        return {"whatsapp": self.talk}

    @property
    def words(self) -> list[str]:
        return [spoken.said.text for spoken in self.asked]


def says(text: str, *, by: str = RAHIM, id: str = "", **more: object) -> dict[str, Any]:
    """A message as Meta tells of it."""
    return {
        "from": by,
        "id": id or f"wamid.{text}",
        "timestamp": str(int(clock.now().timestamp())),
        "type": "text",
        "text": {"body": text},
        **more,
    }


async def arrives(*messages: dict[str, Any], statuses: Sequence[dict[str, Any]] = ()) -> None:
    """One request of Meta's is stored."""
    value: dict[str, Any] = {"metadata": {"phone_number_id": "1"}, "messages": list(messages)}
    value |= {"statuses": list(statuses)} if statuses else {}
    told = {"entry": [{"id": "1", "changes": [{"field": "messages", "value": value}]}]}
    hook = Hook("POST", "", {}, {}, json.dumps(told).encode())
    await inbox.store([inbox.received("whatsapp", "wa", hook)], clock.now())


async def read(ports: Ports) -> None:
    while await reader.work(ports):
        pass


async def replied() -> list[str]:
    return [row.body for row in await Message.filter(event=replies.EVENT).order_by("id")]

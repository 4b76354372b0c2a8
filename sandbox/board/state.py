"""What the board shows, as JSON: chats, a customer's phone, the routers' sessions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import tzinfo
from typing import Any

from sandbox.phone import Phones, Received
from sandbox.routeros import RouterOs
from sandbox.telegram import TelegramServer
from sandbox.telegram.chats import Message

SHOWN_MESSAGES = 60
SHOWN_SESSIONS = 14
SHOWN_CUSTOMERS = 40


@dataclass(frozen=True)
class Phone:
    """A customer whose phone can be picked up; `username` is their session's name."""

    number: str
    name: str
    username: str = ""
    email: str = ""


def received_by(phones: Phones, owner: Phone | None, number: str) -> list[Received]:
    """Everything on a phone, mails included, oldest first."""
    found = list(phones.of(number)) if number else []
    if owner is not None and owner.email:
        found += phones.of(owner.email)
    return sorted(found, key=lambda one: one.at)


def chats(telegram: TelegramServer) -> list[dict[str, Any]]:
    """Every chat with what can be read in it."""
    return [
        {
            "id": chat.id,
            "title": chat.title,
            "private": chat.is_private,
            "messages": [
                _shown(message)
                for message in chat.visible[-SHOWN_MESSAGES:]
                if not message.is_service
            ],
        }
        for chat in telegram.world.chats()
    ]


def _shown(message: Message) -> dict[str, Any]:
    """The message, also with what it puts below the text field."""
    board = (message.markup or {}).get("keyboard")
    return {**message.as_json(), "below": board} if board else message.as_json()


def customers(owners: Sequence[Phone], phones: Phones, needle: str) -> list[dict[str, Any]]:
    """Phones to pick up: those that something came to first."""
    spoken = {one.to.lstrip("+") for one in phones.received[-500:]}
    needle = needle.casefold()
    found = [one for one in owners if needle in one.name.casefold() or needle in one.number]
    found.sort(key=lambda one: one.number.lstrip("+") not in spoken)
    return [asdict(one) for one in found[:SHOWN_CUSTOMERS]]


def phone(phones: Phones, owner: Phone | None, number: str, zone: tzinfo | None) -> dict[str, Any]:
    """One phone's messages."""
    messages = [
        {
            "id": one.id,
            "channel": one.channel,
            "text": one.text,
            "at": one.at.astimezone(zone).isoformat(),
            "papers": [
                {"name": name, "url": f"/paper/{number}/{place}/{index}"}
                for index, (name, _, _) in enumerate(one.documents)
            ],
            "choices": [asdict(choice) for choice in one.choices],
        }
        for place, one in enumerate(received_by(phones, owner, number))
    ]
    return {
        "number": number,
        "name": owner.name if owner else "",
        "messages": messages[-SHOWN_MESSAGES:],
    }


def router(name: str, one: RouterOs, picked: str) -> dict[str, Any]:
    """One router's sessions: the picked customer's first, then those that are suspended."""
    online = one.network.online() if one.powered else []
    online.sort(key=lambda session: (session.name != picked, session.service != "suspended"))
    return {
        "name": name,
        "powered": one.powered,
        "counts": Counter(session.service for session in online),
        "sessions": [
            {
                "name": session.name,
                "address": session.address,
                "profile": session.profile,
                "service": session.service,
                "picked": session.name == picked,
            }
            for session in online[:SHOWN_SESSIONS]
        ],
    }

"""By what Meta calls a person: a phone, and ids of our business that stand for who hides it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

USER_ID = re.compile(r"[A-Z]{2}\.(ENT\.)?\w{1,100}")
_RENAMED = {"user_changed_number", "customer_changed_number", "user_changed_user_id"}

Part = Mapping[str, Any]


def of_sender(message: Part, contacts: Sequence[Part], messages: int) -> list[str]:
    """All names of who wrote, the phone before ids; the only contact names a nameless message."""
    own = _named(message, "from", "from_user_id", "from_parent_user_id")
    return _with_contacts(own, contacts, alone=messages == 1)


def of_recipient(status: Part, contacts: Sequence[Part], statuses: int) -> list[str]:
    """All names of whom a message of ours went to."""
    own = _named(status, "recipient_id", "recipient_user_id", "recipient_parent_user_id")
    return _with_contacts(own, contacts, alone=statuses == 1)


def of_contact(contact: Part) -> list[str]:
    """All names in a contact, or in what a person has set in the app."""
    return _named(contact, "wa_id", "user_id", "parent_user_id")


def moved(message: Part) -> tuple[list[str], list[str]] | None:
    """The names before and after, when a message of the system tells that they changed."""
    told = message.get("system")
    if not isinstance(told, dict) or str(told.get("type")) not in _RENAMED:
        return None
    after = _named(told, "wa_id", "new_wa_id", "user_id", "new_user_id", "parent_user_id")
    before = _named(told, "customer", "previous_wa_id", "previous_user_id")
    before += _named(told, "previous_parent_user_id")
    sender = _named(message, "from", "from_user_id", "from_parent_user_id")
    by_number = told.get("type") != "user_changed_user_id"
    was_named = any(name.startswith("+") for name in after)
    for name in sender:
        if name in before or name in after:
            continue
        is_phone = name.startswith("+")
        (before if is_phone and by_number and was_named else after).append(name)
    before = [name for name in dict.fromkeys(before) if name not in after]
    return (before, list(dict.fromkeys(after))) if before and after else None


def _with_contacts(own: list[str], contacts: Sequence[Part], *, alone: bool) -> list[str]:
    names = list(own)
    for contact in contacts:
        theirs = of_contact(contact)
        if set(theirs) & set(own) or (not own and alone and len(contacts) == 1):
            names += theirs
    return sorted(dict.fromkeys(names), key=lambda name: not name.startswith("+"))


def _named(part: Part, *keys: str) -> list[str]:
    return list(dict.fromkeys(_names(part.get(key) for key in keys)))


def _names(given: Iterable[object]) -> Iterator[str]:
    for value in given:
        name = str(value or "").removeprefix("+")
        if name.isascii() and name.isdigit() and len(name) <= 15:
            yield f"+{name}"
        elif USER_ID.fullmatch(name):
            yield name

"""Cards and groups as carriers see them, as they were when they were read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.chat.models import Digest


@dataclass(frozen=True, slots=True)
class CardView:
    """A card: what it shows, where, with whose rights, and whose the claim on it is."""

    id: int
    screen: str
    args: Mapping[str, Any]
    subject: str
    chat_id: str
    thread_id: str | None
    message_id: str | None
    owner: str
    language: str
    wanted: int
    holder: str
    locked_until: int
    tries: int
    face: str


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group of staff: how it is called, in which language it reads, and of whose matters."""

    id: int
    title: str
    thread_id: str | None
    operator_id: int
    language: str


@dataclass(frozen=True, slots=True)
class DigestView:
    """A group bound for reports: which digests come to it, and at which hour."""

    group_id: int
    chat_id: str
    title: str
    operator_id: int
    kinds: tuple[Digest, ...]
    hour: int

"""Routers: what one shows and what is changed on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class RouterAccount:
    """A router as an adapter needs it."""

    id: int
    name: str
    host: str
    port: int
    tls: bool
    username: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Secret:
    """A PPP secret as the router has it."""

    id: str
    name: str
    profile: str
    disabled: bool
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """A live PPP session."""

    id: str
    name: str
    address: str
    uptime: str = ""


@dataclass(frozen=True, slots=True)
class ListEntry:
    """An entry of an address list."""

    id: str
    list: str
    address: str
    comment: str = ""
    dynamic: bool = False


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Complete tables (or complete answers for the names asked); never a part that looks whole."""

    secrets: Sequence[Secret]
    sessions: Sequence[Session]
    entries: Sequence[ListEntry]


@dataclass(frozen=True, slots=True)
class SetSecrets:
    """Give secrets a profile and enable them (same change for many)."""

    ids: tuple[str, ...]
    profile: str


@dataclass(frozen=True, slots=True)
class AddEntry:
    """Put an address into a list; an entry that is there already is success."""

    list: str
    address: str
    comment: str


@dataclass(frozen=True, slots=True)
class RemoveEntries:
    """Take entries out; one that is gone already is success."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DropSessions:
    """End live sessions; the equipment dials in again."""

    ids: tuple[str, ...]


Change = SetSecrets | AddEntry | RemoveEntries | DropSessions


@dataclass(frozen=True, slots=True)
class RouterHealth:
    """What a router says of itself."""

    identity: str
    version: str
    uptime_seconds: int
    cpu_load: int
    free_memory: int
    sessions: int


class RouterGateway(Protocol):
    """One router; look-ups and urgent changes never wait for a full read."""

    async def health(self) -> RouterHealth:
        """Ask on the priority connection."""

    async def read_all(self, lists: Sequence[str]) -> Snapshot:
        """Every secret, session and entry of the lists, on the bulk connection."""

    async def read_some(
        self, names: Sequence[str], addresses: Sequence[str], lists: Sequence[str]
    ) -> Snapshot:
        """What concerns these users and addresses, on the priority connection."""

    async def apply(self, changes: Sequence[Change], *, urgent: bool) -> None:
        """Make the changes in order, many in flight where order does not matter.

        Changes of one call are independent except that all `SetSecrets` are answered before any
        `DropSessions` is sent. Raises at the first failure; what was done stays done.
        """

    async def close(self) -> None:
        """Give the connections back."""

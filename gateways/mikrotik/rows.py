"""What a RouterOS router shows and what is changed on it, as values."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from domain.ports import ElementHealth


@dataclass(frozen=True, slots=True)
class Secret:
    """A PPP secret as the router has it."""

    id: str
    name: str
    profile: str
    disabled: bool
    comment: str = ""
    service: str = "any"
    address: str = ""  # its own, which no pool of a profile overrules


@dataclass(frozen=True, slots=True)
class Profile:
    """A PPP profile: the list that its sessions come into, the addresses that they get.

    `ranges` are first and last addresses as numbers, none where the profile gives no address.
    """

    name: str
    list: str = ""
    ranges: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Session:
    """A live PPP session."""

    id: str
    name: str
    address: str
    uptime: str = ""
    service: str = "pppoe"


@dataclass(frozen=True, slots=True)
class ListEntry:
    """An entry of an address list; a dynamic one is there for as long as a session is."""

    id: str
    list: str
    address: str
    comment: str = ""
    dynamic: bool = False


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Complete tables (or complete answers for the names asked); never a part that looks whole.

    `profiles` are all of them, or none where the router does not tell.
    """

    secrets: Sequence[Secret]
    sessions: Sequence[Session]
    entries: Sequence[ListEntry]
    profiles: Sequence[Profile] = ()

    @property
    def account_count(self) -> int:
        """How many secrets it shows."""
        return len(self.secrets)

    @property
    def session_count(self) -> int:
        """How many sessions it shows."""
        return len(self.sessions)

    @property
    def logins(self) -> Collection[str]:
        """The names of its secrets."""
        return {each.name for each in self.secrets}


@dataclass(frozen=True, slots=True)
class SetSecrets:
    """Give secrets a profile (same change for many), and enable them where that is wanted."""

    ids: tuple[str, ...]
    profile: str
    enable: bool = True


@dataclass(frozen=True, slots=True)
class DisableSecrets:
    """Let nobody dial in by these secrets; one that is gone already is success."""

    ids: tuple[str, ...]


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


Change = SetSecrets | DisableSecrets | AddEntry | RemoveEntries | DropSessions


class Tables(Protocol):
    """A router's tables; look-ups and urgent changes never wait for a full read."""

    async def health(self) -> ElementHealth:
        """Ask on the priority connection."""

    async def profiles(self) -> Sequence[Profile]:
        """All PPP profiles, or none where the router does not tell."""

    async def read_all(self, lists: Sequence[str]) -> Snapshot:
        """Every secret, session, profile and entry of the lists, on the bulk connection."""

    async def read_some(
        self,
        names: Sequence[str],
        addresses: Sequence[str],
        lists: Sequence[str],
        ours: str = "",
    ) -> Snapshot:
        """What concerns these users and addresses, on the priority connection.

        A user is known by what the last reads have shown: a secret or session that came beside a
        known one is found by the next full read. With `ours`, how our comments begin, the entries
        of all others come too, wherever they are: a prefix or range may hold who is asked about.
        """

    async def apply(self, changes: Sequence[Change], *, urgent: bool) -> None:
        """Make the changes in order, many in flight where order does not matter.

        Changes of one call are independent except that all `SetSecrets` are answered before any
        `DropSessions` is sent. Raises at the first failure; what was done stays done.
        """

    async def close(self) -> None:
        """Give the connections back."""

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
class User:
    """A user of the hotspot, with what it may use and has used; a limit of 0 is none."""

    id: str
    name: str
    profile: str
    disabled: bool
    comment: str = ""
    server: str = "all"
    limit_seconds: int = 0
    limit_octets: int = 0
    seconds: int = 0
    octets: int = 0


@dataclass(frozen=True, slots=True)
class Login:
    """A device that is logged in at the hotspot."""

    id: str
    user: str
    address: str
    uptime: str = ""


@dataclass(frozen=True, slots=True)
class Cookie:
    """By which a device logs in again without being asked."""

    id: str
    user: str


@dataclass(frozen=True, slots=True)
class Hotspot:
    """The hotspot's users, who is logged in, and the names of all its user profiles."""

    users: Sequence[User] = ()
    online: Sequence[Login] = ()
    cookies: Sequence[Cookie] = ()
    profiles: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Complete tables (or complete answers for the names asked); never a part that looks whole.

    `profiles` are all of them, or none where the router does not tell.
    """

    secrets: Sequence[Secret]
    sessions: Sequence[Session]
    entries: Sequence[ListEntry]
    profiles: Sequence[Profile] = ()
    hotspot: Hotspot = Hotspot()

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


@dataclass(frozen=True, slots=True)
class AddUser:
    """Let somebody log in at the hotspot; its limits are 0 where there is none."""

    name: str
    password: str
    profile: str
    comment: str
    server: str = "all"
    limit_seconds: int = 0
    limit_octets: int = 0


@dataclass(frozen=True, slots=True)
class SetUsers:
    """Give users of the hotspot a profile and limits, and enable them; None leaves a limit."""

    ids: tuple[str, ...]
    profile: str
    limit_seconds: int | None = None
    limit_octets: int | None = None


@dataclass(frozen=True, slots=True)
class DisableUsers:
    """Let nobody log in as these users; one that is gone already is success."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RemoveUsers:
    """Take users away that we made."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RemoveCookies:
    """Let devices be asked who they are."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EndLogins:
    """End what is logged in at the hotspot; with a cookie it comes back by itself."""

    ids: tuple[str, ...]


Many = (
    SetSecrets | DisableSecrets | RemoveEntries | DropSessions
    | SetUsers | DisableUsers | RemoveUsers | RemoveCookies | EndLogins
)  # fmt: skip
Change = Many | AddEntry | AddUser
LAST = (DropSessions, EndLogins, RemoveUsers)  # after all else is answered


class Tables(Protocol):
    """A router's tables; look-ups and urgent changes never wait for a full read."""

    async def health(self) -> ElementHealth:
        """Ask on the priority connection."""

    async def profiles(self) -> Sequence[Profile]:
        """All PPP profiles, or none where the router does not tell."""

    async def user_profiles(self) -> Sequence[str]:
        """The names of the hotspot's user profiles, or none where the router does not tell."""

    async def read_all(self, lists: Sequence[str]) -> Snapshot:
        """Every secret, session, profile and entry of the lists, on the bulk connection."""

    async def read_some(
        self,
        names: Sequence[str],
        addresses: Sequence[str],
        lists: Sequence[str],
        ours: str = "",
        users: Sequence[str] = (),
    ) -> Snapshot:
        """What concerns these names, addresses and hotspot users, on the priority connection.

        A user is known by what the last reads have shown: a secret or session that came beside a
        known one is found by the next full read. With `ours`, how our comments begin, the entries
        of all others come too, wherever they are: a prefix or range may hold who is asked about.
        """

    async def apply(self, changes: Sequence[Change], *, urgent: bool) -> None:
        """Make the changes in order, many in flight where order does not matter.

        Changes of one call are independent except that all others are answered before any of `LAST`
        is sent. Raises at the first failure; what was done stays done.
        """

    async def close(self) -> None:
        """Give the connections back."""

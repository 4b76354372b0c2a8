"""Stand-ins for ports, in memory: they do what the port promises, and fail when told to."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from domain.errors import Outside, Refused
from domain.ports import AccessBackend, Account, ElementHealth, Ports
from domain.vault import Vault
from gateways.mikrotik import RouterOsAccess, terms
from gateways.mikrotik.rows import (
    LAST,
    AddEntry,
    AddUser,
    Change,
    Cookie,
    DisableSecrets,
    DisableUsers,
    DropSessions,
    EndLogins,
    Hotspot,
    ListEntry,
    Login,
    Profile,
    RemoveCookies,
    RemoveEntries,
    RemoveUsers,
    Secret,
    Session,
    SetSecrets,
    SetUsers,
    Snapshot,
    Tables,
    User,
)

T = TypeVar("T", User, Login, Cookie)


def _is_spent(user: User) -> bool:
    return any(
        limit and used >= limit
        for limit, used in (
            (user.limit_octets, user.octets), (user.limit_seconds, user.seconds),
        )
    )  # fmt: skip


class FakeRouter(Tables):
    """A router whose customers dial in again at once when their session is dropped.

    A session of the profile `suspended` brings a dynamic entry of the list `suspended`. `fail`
    makes the next calls of an operation raise, `hang` makes every call wait for the event.
    """

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self.secrets: dict[str, Secret] = {}
        self.sessions: dict[str, Session] = {}
        self.entries: dict[str, ListEntry] = {}
        self.refused_profiles: set[str] = set()
        self.ppp_profiles: list[Profile] = []
        self.users: dict[str, User] = {}
        self.logins: dict[str, Login] = {}
        self.cookies: dict[str, Cookie] = {}
        self.user_profile_names: list[str] = []
        self.applied: list[Change] = []
        self.asked: list[str] = []
        self.hang: asyncio.Event | None = None
        self.before_apply: Callable[[Change], Awaitable[None]] | None = None
        self._failures: dict[str, list[Outside]] = {}
        self._pools = itertools.count(10)

    def backend(self, account: Account) -> RouterOsAccess:
        """What plans for it, as the account says."""
        return RouterOsAccess(self, terms(account))

    def fail(self, operation: str, error: Outside, times: int = 1) -> None:
        """Let the next calls of `operation` (health, read_all, read_some, apply) raise."""
        self._failures.setdefault(operation, []).extend([error] * times)

    def add(self, name: str, profile: str = "10M", *, online: bool = True) -> None:
        """A PPPoE customer."""
        self.secrets[name] = Secret(self._id(), name, profile, disabled=False)
        if online:
            self.dial(name)

    def load(self, customers: dict[str, str], profile: str) -> None:
        """Many secrets, each with a session at its address."""
        for name, address in customers.items():
            self.secrets[name] = Secret(self._id(), name, profile, disabled=False)
            self.sessions[name] = Session(self._id(), name, address)

    def set(self, name: str, **values: Any) -> None:
        """Somebody changes a secret by hand."""
        self.secrets[name] = replace(self.secrets[name], **values)

    def dial(self, name: str) -> None:
        """The customer's equipment dials in anew, unless the secret is disabled."""
        self.hang_up(name)
        secret = self.secrets[name]
        if secret.disabled:
            return
        pool = "172.16" if secret.profile == "suspended" else "10.1"
        number = next(self._pools)
        address = f"{pool}.{number // 250}.{number % 250}"
        self.sessions[name] = Session(self._id(), name, address)
        if secret.profile == "suspended":
            self.list(address, dynamic=True)

    def hang_up(self, name: str) -> None:
        """The session ends, and its dynamic entry with it."""
        session = self.sessions.pop(name, None)
        if session:
            gone = [e.id for e in self.entries.values() if e.dynamic]
            for number in gone:
                if self.entries[number].address == session.address:
                    del self.entries[number]

    def list(self, address: str, comment: str = "", *, dynamic: bool = False) -> str:
        """Put an address into the list by hand; the entry's id."""
        number = self._id()
        self.entries[number] = ListEntry(number, "suspended", address, comment, dynamic)
        return number

    def service_of(self, name: str) -> str:
        """What the customer has now: paid, held or offline."""
        session = self.sessions.get(name)
        if session is None:
            return "offline"
        return "held" if self.is_listed(session.address) else "paid"

    def is_listed(self, address: str) -> bool:
        """Whether the suspended list holds the address."""
        return any(entry.address == address for entry in self.entries.values())

    def log_in(self, name: str) -> bool:
        """A device logs in at the hotspot, and gets a cookie; whether it may."""
        user = self.users.get(name)
        if user is None or user.disabled or _is_spent(user):
            return False
        self.logins[name] = Login(self._id(), name, f"10.5.0.{next(self._pools)}", "0s")
        self.cookies[name] = Cookie(self._id(), name)
        return True

    def use(self, name: str, *, octets: int = 0, seconds: int = 0) -> None:
        """Somebody is online for so long, and moves so much; at a limit the router ends it."""
        user = self.users[name]
        fresh = replace(user, octets=user.octets + octets, seconds=user.seconds + seconds)
        self.users[name] = fresh
        if _is_spent(fresh):
            self.logins.pop(name, None)

    async def user_profiles(self) -> Sequence[str]:
        await self._begin("user_profiles")
        return [*self.user_profile_names]

    async def health(self) -> ElementHealth:
        await self._begin("health")
        return ElementHealth("fake", "7.18.2", 3600, 7, 1 << 20, len(self.sessions))

    async def profiles(self) -> Sequence[Profile]:
        await self._begin("profiles")
        return [*self.ppp_profiles]

    async def read_all(self, lists: Sequence[str]) -> Snapshot:
        await self._begin("read_all")
        entries = [entry for entry in self.entries.values() if entry.list in lists]
        return Snapshot(
            [*self.secrets.values()], [*self.sessions.values()], entries, [*self.ppp_profiles],
            self._hotspot({*self.users, *self.logins, *self.cookies}),
        )  # fmt: skip

    def _hotspot(self, names: Collection[str]) -> Hotspot:
        users, online, cookies = (
            [table[name] for name in names if name in table]
            for table in (self.users, self.logins, self.cookies)
        )
        return Hotspot(users, online, cookies, [*self.user_profile_names])

    async def read_some(
        self,
        names: Sequence[str],
        addresses: Sequence[str],
        lists: Sequence[str],
        ours: str = "",
        users: Sequence[str] = (),
    ) -> Snapshot:
        await self._begin("read_some")
        sessions = [self.sessions[name] for name in names if name in self.sessions]
        places = {*addresses, *(session.address for session in sessions)}
        entries = [
            entry
            for entry in self.entries.values()
            if entry.list in lists
            and (
                entry.address in places
                or (ours and not entry.dynamic and not entry.comment.removeprefix(ours).isdigit())
            )
        ]
        secrets = [self.secrets[name] for name in names if name in self.secrets]
        return Snapshot(secrets, sessions, entries, [*self.ppp_profiles], self._hotspot({*users}))

    async def apply(self, changes: Sequence[Change], *, urgent: bool) -> None:
        late = [change for change in changes if isinstance(change, LAST)]
        for change in [*(each for each in changes if each not in late), *late]:
            if self.before_apply:
                await self.before_apply(change)
            await self._begin("apply")
            self._do(change)
            self.applied.append(change)

    async def close(self) -> None:
        self.asked.append("close")

    def _do(self, change: Change) -> None:
        match change:
            case SetSecrets(ids, profile, enable):
                if profile in self.refused_profiles:
                    raise Refused("bad-value", "input does not match any value of profile")
                for secret in [*self.secrets.values()]:
                    if secret.id in ids:
                        self.set(secret.name, profile=profile)
                        if enable:
                            self.set(secret.name, disabled=False)
            case DisableSecrets(ids):
                for secret in [*self.secrets.values()]:
                    if secret.id in ids:
                        self.set(secret.name, disabled=True)
            case AddEntry(name, address, comment):
                if not any(e.address == address and e.list == name for e in self.entries.values()):
                    number = self._id()
                    self.entries[number] = ListEntry(number, name, address, comment)
            case RemoveEntries(ids):
                for number in ids:
                    self.entries.pop(number, None)
            case DropSessions(ids):
                for session in [*self.sessions.values()]:
                    if session.id in ids:
                        self.dial(session.name)
            case _:
                self._do_at_hotspot(change)

    def _do_at_hotspot(self, change: Change) -> None:
        match change:
            case AddUser(name, _, profile, comment, server, seconds, octets):
                if name not in self.users:
                    self.users[name] = User(
                        self._id(), name, profile, False, comment, server, seconds, octets
                    )
            case SetUsers(ids, profile, seconds, octets):
                for user in self._those(self.users, ids):
                    self.users[user.name] = replace(
                        user, profile=profile, disabled=False,
                        limit_seconds=user.limit_seconds if seconds is None else seconds,
                        limit_octets=user.limit_octets if octets is None else octets,
                    )  # fmt: skip
            case DisableUsers(ids):
                for user in self._those(self.users, ids):
                    self.users[user.name] = replace(user, disabled=True)
            case RemoveUsers(ids):
                for user in self._those(self.users, ids):
                    del self.users[user.name]
            case RemoveCookies(ids):
                for cookie in self._those(self.cookies, ids):
                    del self.cookies[cookie.user]
            case EndLogins(ids):
                for login in self._those(self.logins, ids):
                    del self.logins[login.user]
                    if login.user in self.cookies:
                        self.log_in(login.user)

    def _those(self, rows: dict[str, T], ids: Sequence[str]) -> list[T]:
        return [row for row in rows.values() if row.id in ids]

    async def _begin(self, operation: str) -> None:
        self.asked.append(operation)
        if self.hang is not None:
            await self.hang.wait()
        waiting = self._failures.get(operation)
        if waiting:
            raise waiting.pop(0)

    def _id(self) -> str:
        return f"*{next(self._numbers):X}"


@dataclass
class Outsides:
    """The outside that a test's ports lead to; what a test does not need is not there."""

    vault: Vault
    routers: dict[str, FakeRouter]
    tasks: set[asyncio.Task[None]]

    def access(self, account: Account) -> AccessBackend:
        return self.routers[account.name].backend(account)

    def spawn(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        async def run() -> None:
            await work()

        task = asyncio.create_task(run(), name=name)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)


def router_ports(vault: Vault, **routers: FakeRouter) -> tuple[Ports, Outsides]:
    """Ports to routers, named as in the database with `_` for `-`."""
    outside = Outsides(vault, {name.replace("_", "-"): one for name, one in routers.items()}, set())
    missing: Any = None
    ports = Ports(
        texts=missing,
        papers=missing,
        lists=missing,
        tables=missing,
        vault=vault,
        message_gateway=missing,
        payment_gateway=missing,
        pay_choice=missing,
        access=outside.access,
        spawn=outside.spawn,
        public_url="https://pay.example",
    )
    return ports, outside

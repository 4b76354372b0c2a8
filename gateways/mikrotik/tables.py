"""The router's tables that we read: what is asked for, and what a row becomes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from domain.errors import Busy
from domain.ports.access import Fault
from gateways.mikrotik.rows import Cookie, ListEntry, Login, Secret, Session, User
from gateways.mikrotik.transport import Command
from gateways.mikrotik.words import Row, is_true, number, span_seconds

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Table(Generic[T]):
    """A menu that we touch, as data.

    Rows are looked up by `key`. What a row does not tell has its value in `defaults`: to say the
    same is no difference. `dynamic` names the property of rows that the router makes itself. Of
    a `steady` table rows change only when somebody works on it; of one `in_force`, disabled rows
    do not count. We do no other than the verbs of `may`, each with its properties.
    """

    path: str
    properties: tuple[str, ...]
    key: str
    build: Callable[[Row], T]
    defaults: Mapping[str, str] = field(default_factory=dict)
    dynamic: str = ""
    steady: bool = False
    in_force: bool = False
    large: bool = True  # it may take its time
    may: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def read(self, *queries: str) -> Command:
        words = (f"=.proplist={','.join(self.properties)}", *queries)
        return Command(f"{self.path}/print", words, table=self.large)

    def count(self, *queries: str) -> Command:
        return Command(f"{self.path}/print", ("=count-only=", *queries), table=True)

    def rows(self, rows: Iterable[Row]) -> list[T]:
        """The rows as values. Raises Busy when one lacks what was asked for."""
        try:
            return [
                self.build({**self.defaults, **row})
                for row in rows
                if not (self.in_force and is_true(row.get("disabled", "")))
            ]
        except KeyError as error:
            raise Busy(Fault.INCOMPLETE, f"{self.path}: a row without {error.args[0]}") from error

    def write(self, verb: str, values: Mapping[str, str], ids: Sequence[str] = ()) -> Command:
        """A change; raises ValueError for what we may not do here."""
        allowed = self.may.get(verb)
        if allowed is None or not values.keys() <= allowed:
            raise ValueError(f"not ours to do: {self.path}/{verb} {' '.join(sorted(values))}")
        which = (f"=.id={','.join(ids)}",) if ids else ()
        words = tuple(f"={name}={value}" for name, value in values.items())
        return Command(f"{self.path}/{verb}", which + words, writes=True)

    def is_whole(self, rows: int, count: int) -> bool:
        """Whether so many rows can be all of `count`, that was taken a moment later."""
        slack = 0 if self.steady else count // 50
        return abs(rows - count) <= slack


def _secret(row: Row) -> Secret:
    return Secret(
        id=row[".id"],
        name=row["name"],
        profile=row["profile"],
        disabled=is_true(row["disabled"]),
        comment=row["comment"],
        service=row["service"],
        address=row["remote-address"],
    )


def _session(row: Row) -> Session:
    return Session(
        id=row[".id"],
        name=row["name"],
        address=row["address"],
        uptime=row["uptime"],
        service=row["service"],
    )


def _entry(row: Row) -> ListEntry:
    return ListEntry(
        id=row[".id"],
        list=row["list"],
        address=row["address"],
        comment=row["comment"],
        # Also dynamic is what somebody has put there for a time.
        dynamic=is_true(row[ENTRIES.dynamic]) and not row["timeout"],
    )


def _user(row: Row) -> User:
    return User(
        id=row[".id"],
        name=row["name"],
        profile=row["profile"],
        disabled=is_true(row["disabled"]),
        comment=row["comment"],
        server=row["server"],
        limit_seconds=span_seconds(row["limit-uptime"]),
        limit_octets=number(row["limit-bytes-total"]),
        seconds=span_seconds(row["uptime"]),
        octets=number(row["bytes-in"]) + number(row["bytes-out"]),
    )


def _login(row: Row) -> Login:
    return Login(id=row[".id"], user=row["user"], address=row["address"], uptime=row["uptime"])


def _cookie(row: Row) -> Cookie:
    return Cookie(id=row[".id"], user=row["user"])


_NOTHING = frozenset[str]()

SECRETS = Table(
    path="/ppp/secret",
    properties=(".id", "name", "service", "profile", "remote-address", "disabled", "comment"),
    key="name",
    build=_secret,
    defaults={
        "profile": "default", "disabled": "no", "comment": "", "service": "any",
        "remote-address": "",
    },
    steady=True,
    may={"set": frozenset({"profile", "disabled"})},
)  # fmt: skip
SESSIONS = Table(
    path="/ppp/active",
    properties=(".id", "name", "service", "address", "uptime"),
    key="name",
    build=_session,
    defaults={"address": "", "uptime": "", "service": "pppoe"},
    may={"remove": _NOTHING},
)
ENTRIES = Table(
    path="/ip/firewall/address-list",
    properties=(".id", "list", "address", "timeout", "comment", "dynamic", "disabled"),
    key="address",
    build=_entry,
    defaults={"timeout": "", "comment": "", "dynamic": "no", "disabled": "no"},
    dynamic="dynamic",
    in_force=True,
    may={"add": frozenset({"list", "address", "comment"}), "remove": _NOTHING},
)
PROFILES = Table(
    path="/ppp/profile",
    properties=("name", "remote-address", "address-list"),
    key="name",
    build=dict,
    defaults={"remote-address": "", "address-list": ""},
    large=False,
)
POOLS = Table(
    path="/ip/pool",
    properties=("name", "ranges", "next-pool"),
    key="name",
    build=dict,
    defaults={"ranges": "", "next-pool": ""},
    large=False,
)


_LIMITS = frozenset({"limit-uptime", "limit-bytes-total"})
USERS = Table(
    path="/ip/hotspot/user",
    properties=(
        ".id", "server", "name", "profile", "limit-uptime", "limit-bytes-total", "uptime",
        "bytes-in", "bytes-out", "disabled", "comment",
    ),
    key="name",
    build=_user,
    defaults={
        "server": "all", "profile": "default", "limit-uptime": "0s", "limit-bytes-total": "0",
        "uptime": "0s", "bytes-in": "0", "bytes-out": "0", "disabled": "no", "comment": "",
        "name": "",
    },
    steady=True,
    may={
        "add": frozenset({"server", "name", "password", "profile", "comment"}) | _LIMITS,
        "set": frozenset({"profile", "disabled"}) | _LIMITS,
        "remove": _NOTHING,
    },
)  # fmt: skip
LOGINS = Table(
    path="/ip/hotspot/active",
    properties=(".id", "user", "address", "uptime"),
    key="user",
    build=_login,
    defaults={"user": "", "address": "", "uptime": ""},
    may={"remove": _NOTHING},
)
COOKIES = Table(
    path="/ip/hotspot/cookie",
    properties=(".id", "user"),
    key="user",
    build=_cookie,
    defaults={"user": ""},
    may={"remove": _NOTHING},
)
USER_PROFILES = Table(
    path="/ip/hotspot/user/profile",
    properties=("name",),
    key="name",
    build=dict,
    large=False,
)


def differs(seen: object, part: Callable[[object], object], wanted: object) -> bool:
    """Whether part of a row, as it was built with its table's defaults, is not as wanted."""
    return part(seen) != wanted

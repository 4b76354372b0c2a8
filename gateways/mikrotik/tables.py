"""The router's tables that we read: what is asked for, and what a row becomes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from domain.errors import Busy
from gateways.mikrotik.rows import ListEntry, Secret, Session
from gateways.mikrotik.transport import Command
from gateways.mikrotik.words import Row, is_true

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Table(Generic[T]):
    """A menu whose rows are looked up by `key`.

    A `steady` one changes only when somebody works on it; of one `in_force`, disabled rows do
    not count.
    """

    path: str
    properties: str
    key: str
    steady: bool
    in_force: bool
    build: Callable[[Row], T]

    def read(self, *queries: str) -> Command:
        words = (f"=.proplist={self.properties}", *queries)
        return Command(f"{self.path}/print", words, table=True)

    def count(self, *queries: str) -> Command:
        return Command(f"{self.path}/print", ("=count-only=", *queries), table=True)

    def rows(self, rows: Iterable[Row]) -> list[T]:
        """The rows as values. Raises Busy when one lacks what was asked for."""
        try:
            return [
                self.build(row)
                for row in rows
                if not (self.in_force and is_true(row.get("disabled", "")))
            ]
        except KeyError as error:
            raise Busy("incomplete", f"{self.path}: a row without {error.args[0]}") from error

    def is_whole(self, rows: int, count: int) -> bool:
        """Whether so many rows can be all of `count`, that was taken a moment later."""
        slack = 0 if self.steady else count // 50
        return abs(rows - count) <= slack


def _secret(row: Row) -> Secret:
    return Secret(
        id=row[".id"],
        name=row["name"],
        profile=row.get("profile", "default"),
        disabled=is_true(row.get("disabled", "")),
        comment=row.get("comment", ""),
        service=row.get("service", "any"),
        address=row.get("remote-address", ""),
    )


def _session(row: Row) -> Session:
    return Session(
        id=row[".id"],
        name=row["name"],
        address=row.get("address", ""),
        uptime=row.get("uptime", ""),
        service=row.get("service", "pppoe"),
    )


def _entry(row: Row) -> ListEntry:
    return ListEntry(
        id=row[".id"],
        list=row["list"],
        address=row["address"],
        comment=row.get("comment", ""),
        # Also dynamic is what somebody has put there for a time.
        dynamic=is_true(row.get("dynamic", "")) and not row.get("timeout"),
    )


SECRETS = Table(
    "/ppp/secret",
    ".id,name,service,profile,remote-address,disabled,comment",
    "name",
    True,
    False,
    _secret,
)
SESSIONS = Table("/ppp/active", ".id,name,service,address,uptime", "name", False, False, _session)
ENTRIES = Table(
    "/ip/firewall/address-list",
    ".id,list,address,timeout,comment,dynamic,disabled",
    "address",
    False,
    True,
    _entry,
)

"""What a router shows, found by whom it concerns: no I/O here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from ipaddress import ip_address

from domain.ports.access import Wanted
from gateways.mikrotik.ranges import Wide
from gateways.mikrotik.rows import ListEntry, Profile, Secret, Session, Snapshot

MARK = "netkhata:"
_PPPOE = frozenset({"pppoe", "any"})


@dataclass(frozen=True, slots=True)
class Terms:
    """How services are suspended on a router."""

    suspended_profile: str
    suspended_list: str
    drop_sessions: bool = False
    hotspot_server: str = "all"


class Shown:
    """A snapshot, found by name, address and mark."""

    def __init__(self, snapshot: Snapshot, wanted: Sequence[Wanted], terms: Terms) -> None:
        self._wanted = wanted
        self._free: set[str] | None = None
        self._secrets: dict[str, list[Secret]] = {}
        self._profiles = {each.name: each for each in snapshot.profiles}
        self._suspended = self._profiles.get(terms.suspended_profile)
        self.sessions: dict[str, list[Session]] = {}
        self.listed: dict[str, list[ListEntry]] = {}
        self.marked: dict[int, list[ListEntry]] = {}
        for secret in snapshot.secrets:
            self._secrets.setdefault(secret.name, []).append(secret)
        for session in snapshot.sessions:
            self.sessions.setdefault(session.name, []).append(session)
        for entry in snapshot.entries:
            if entry.list == terms.suspended_list:
                self.listed.setdefault(entry.address, []).append(entry)
                owner = owner_of(entry)
                if owner is not None:
                    self.marked.setdefault(owner, []).append(entry)
        self._wide = Wide(entry for entries in self.listed.values() for entry in entries)

    @property
    def names(self) -> Iterable[str]:
        """The names of all secrets."""
        return self._secrets

    def secrets(self, row: Wanted) -> Sequence[Secret]:
        """The customer's: of the same name may be one for another service, a tunnel of staff."""
        named = self._secrets.get(row.login, ()) if row.login else ()
        return of_customers(named)

    def places(self, row: Wanted) -> Sequence[tuple[str, Session | None]]:
        """The addresses that the customer has now, with the session that brings each."""
        if not row.login:
            return [(row.address, None)]
        services = {each.service for each in self.secrets(row)}
        return [
            (each.address, each)
            for each in self.sessions.get(row.login, ())
            if each.address and (not services or services & {"any", each.service})
        ]

    def is_set_up_held(self, row: Wanted, session: Session) -> bool:
        """Whether the session has an address that the suspended profile gives and no other."""
        if self._suspended is None or not self._suspended.ranges:
            return False
        own = {each.address for each in self.secrets(row)}
        paid = self._profiles.get(row.rate)
        return (
            session.address not in own
            and gives(self._suspended, session.address)
            and not (paid and gives(paid, session.address))
        )

    def holds(self, row: Wanted, address: str) -> bool:
        """Whether the address is held, by us for this customer or by anybody else's entry."""
        owners = [owner_of(entry) for entry in self.listed.get(address, ())]
        return any(owner in (None, row.customer_id) for owner in owners)

    def over(self, address: str) -> Sequence[ListEntry]:
        """Every entry that holds the address: its own, and prefixes and ranges that it is in."""
        own = self.listed.get(address, ())
        if not self._wide:
            return own
        return [*own, *(each for each in self._wide.over(address) if each.address != address)]

    def is_free(self, address: str) -> bool:
        """Whether the address belongs to a customer who is to be online."""
        if self._free is None:
            active = [row for row in self._wanted if row.active]
            self._free = {address for row in active for address, _ in self.places(row)}
        return address in self._free


def gives(profile: Profile, address: str) -> bool:
    number = int(ip_address(address))
    return any(first <= number <= last for first, last in profile.ranges)


def of_customers(named: Sequence[Secret]) -> Sequence[Secret]:
    """Those of one name that are customers': another may be a tunnel of staff."""
    return [each for each in named if each.service in _PPPOE] or named


def mark(customer_id: int) -> str:
    """The comment of our list entries."""
    return f"{MARK}{customer_id}"


def owner_of(entry: ListEntry) -> int | None:
    """The customer whom an entry of ours holds; None for what is not ours."""
    return None if entry.dynamic else numbered(entry.comment)


def numbered(comment: str) -> int | None:
    """The customer whom a comment of ours names; None for one that is not ours."""
    number = comment.removeprefix(MARK)
    ours = comment.startswith(MARK) and number.isascii() and number.isdigit()
    return int(number) if ours else None

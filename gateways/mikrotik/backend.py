"""RouterOS as an access backend: what it shows, what must change, and the changes as steps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from domain import db
from domain.ports.access import (
    AccessBackend,
    ElementHealth,
    Left,
    Plan,
    Served,
    Showing,
    Sight,
    Sought,
    Step,
    Wanted,
)
from gateways.mikrotik import leftovers, plan
from gateways.mikrotik.hotspot import KIND
from gateways.mikrotik.reading import MARK, Terms
from gateways.mikrotik.rows import Snapshot, Tables


class RouterOsAccess(AccessBackend):
    """One router by its tables, where services are held by these terms."""

    def __init__(self, tables: Tables, terms: Terms) -> None:
        self._tables = tables
        self._terms = terms
        self._lists = (terms.suspended_list,)

    async def health(self) -> ElementHealth:
        """Ask on the priority connection."""
        _outside_transactions()
        return await self._tables.health()

    async def observe(self, sought: Sequence[Sought] | None = None) -> Snapshot:
        """Everything on the bulk connection, or what concerns these on the priority connection."""
        _outside_transactions()
        if sought is None:
            return await self._tables.read_all(self._lists)
        names = [login for each in sought if each.kind != KIND for login in each.logins]
        users = [login for each in sought if each.kind == KIND for login in each.logins]
        addresses = [each.address for each in sought if each.address]
        return await self._tables.read_some(names, addresses, self._lists, MARK, users)

    def plan(
        self,
        sight: Sight,
        wanted: Sequence[Wanted],
        *,
        whole: bool = True,
        sessions_whole: bool = True,
    ) -> Plan:
        """What differs."""
        return plan.difference(
            _own(sight), wanted, self._terms, whole=whole, sessions_whole=sessions_whole
        )

    def shut(self, sight: Sight, left: Sequence[Left]) -> Sequence[Sequence[Step]]:
        """Secrets are disabled, then sessions end, then our entries go."""
        return list(leftovers.shutting(left, _own(sight), self._terms))

    def show(self, sight: Sight, wanted: Wanted) -> Showing:
        """The customer's session and account, and whether they are held."""
        snapshot = _own(sight)
        if wanted.kind == KIND:
            return _shown(snapshot, wanted)
        session = next(iter(snapshot.sessions), None)
        secret = next(iter(snapshot.secrets), None)
        held = plan.is_held(snapshot, wanted, self._terms)
        here = session is not None or bool(wanted.address)
        return Showing(
            served=Served.OFFLINE if not here else Served.HELD if held else Served.PAID,
            address=session.address if session else wanted.address,
            uptime=session.uptime if session else "",
            rate=secret.profile if secret else "",
            disabled=secret.disabled if secret else False,
        )

    async def lacking(
        self, used: Iterable[tuple[str, str]], sight: Sight | None = None
    ) -> Sequence[str]:
        """Profiles of packages, PPP's and the hotspot's, and PPP's for who is held."""
        used = list(used)
        known = await self._tables.profiles() if sight is None else _own(sight).profiles
        rates = {rate for kind, rate in used if kind == "pppoe"}
        needed = rates - {""} | ({self._terms.suspended_profile} if rates else set())
        lacking = needed - {each.name for each in known} if known else set()
        guests = {rate for kind, rate in used if kind == KIND} - {""}
        if guests:
            theirs = await self._user_profiles(sight)
            lacking |= guests - {*theirs} if theirs else set()
        return sorted(lacking)

    async def _user_profiles(self, sight: Sight | None) -> Sequence[str]:
        if sight is None:
            return await self._tables.user_profiles()
        return _own(sight).hotspot.profiles

    async def carry_out(self, steps: Sequence[Step], *, urgent: bool) -> None:
        """The same change for many as one command; sessions end after all else is answered."""
        _outside_transactions()
        await self._tables.apply(plan.merged(steps), urgent=urgent)

    async def close(self) -> None:
        """Give the connections back."""
        await self._tables.close()


def _shown(snapshot: Snapshot, wanted: Wanted) -> Showing:
    """A hotspot's customer is online as paid, or not at all."""
    online = next((each for each in snapshot.hotspot.online if each.user == wanted.login), None)
    user = next((each for each in snapshot.hotspot.users if each.name == wanted.login), None)
    return Showing(
        served=Served.PAID if online else Served.OFFLINE,
        address=online.address if online else "",
        uptime=online.uptime if online else "",
        rate=user.profile if user else "",
        disabled=user.disabled if user else False,
    )


def _outside_transactions() -> None:
    if db.inside_transaction():
        raise RuntimeError("a router was called inside a transaction")


def _own(sight: Sight) -> Snapshot:
    if not isinstance(sight, Snapshot):
        raise TypeError(f"what another backend saw: {type(sight).__name__}")
    return sight

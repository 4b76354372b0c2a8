"""A second access backend: accounts in groups, and sessions that keep the group they came with.

So a RADIUS server works: a held account comes into the group `held`, a session is ended to make
the equipment dial in anew, and nobody is known by an address.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from domain import db
from domain.errors import Outside, Refused
from domain.ports.access import (
    MISSING,
    NAMELESS,
    AccessBackend,
    Desired,
    Drift,
    ElementHealth,
    Form,
    Left,
    Move,
    Plan,
    Served,
    Showing,
    Sight,
    Sought,
    Step,
    Wanted,
)

HELD = "held"
FORM = Form("users-file", frozenset({"pppoe", "hotspot"}))


@dataclass(frozen=True, slots=True)
class User:
    """An account; one that is shut lets nobody in."""

    group: str
    shut: bool = False


@dataclass(frozen=True, slots=True)
class Joined:
    """A session, with the group that its account had when it came."""

    group: str
    address: str


@dataclass(frozen=True, slots=True)
class Seen:
    """Accounts and sessions as they were."""

    users: dict[str, User]
    joined: dict[str, Joined]

    @property
    def account_count(self) -> int:
        return len(self.users)

    @property
    def session_count(self) -> int:
        return len(self.joined)

    @property
    def logins(self) -> Collection[str]:
        return self.users.keys()


@dataclass(frozen=True, slots=True)
class Put:
    """Give an account what it should be."""

    login: str
    user: User


@dataclass(frozen=True, slots=True)
class End:
    """End a session."""

    login: str


@dataclass
class UsersFile(AccessBackend):
    """The whole server in memory; `refused` are accounts of which it takes no change."""

    groups: set[str] = field(default_factory=lambda: {"10M", "20M", HELD})
    users: dict[str, User] = field(default_factory=dict)
    joined: dict[str, Joined] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    done: list[object] = field(default_factory=list)
    failure: Outside | None = None

    def add(self, login: str, group: str = "10M") -> None:
        """An account, and its session."""
        self.users[login] = User(group)
        self.dial(login)

    def dial(self, login: str) -> None:
        """The equipment dials in anew, and gets in where it may."""
        self.joined.pop(login, None)
        user = self.users.get(login)
        if user and not user.shut:
            self.joined[login] = Joined(user.group, f"10.8.0.{len(self.users)}")

    def service_of(self, login: str) -> str:
        session = self.joined.get(login)
        return "offline" if session is None else "held" if session.group == HELD else "paid"

    async def health(self) -> ElementHealth:
        self._reached()
        return ElementHealth("users", "1", 60, 1, 1, len(self.joined))

    async def observe(self, sought: Sequence[Sought] | None = None) -> Seen:
        self._reached()
        if sought is None:
            return Seen(dict(self.users), dict(self.joined))
        names = {login for each in sought for login in each.logins}
        return Seen(
            {name: user for name, user in self.users.items() if name in names},
            {name: session for name, session in self.joined.items() if name in names},
        )

    def plan(
        self,
        sight: Sight,
        wanted: Sequence[Wanted],
        *,
        whole: bool = True,
        sessions_whole: bool = True,
    ) -> Plan:
        assert isinstance(sight, Seen)
        plan, moves = Plan(), dict[int, Move]()
        for row in wanted:
            if row.given:
                plan.confirmed.add(row.customer_id)
                continue
            trouble = _trouble(row, sight)
            if trouble:
                plan.troubles[row.customer_id] = trouble
                if trouble == MISSING:
                    plan.drift.setdefault(Drift.MISSING, []).append(row.label)
                continue
            move = _move(row, sight)
            session = sight.joined.get(row.login)
            if session and not row.active:
                plan.held_at[row.customer_id] = session.address
            if not move.first and not move.then:
                plan.confirmed.add(row.customer_id)
                plan.seen |= {row.customer_id} if session else set()
                continue
            moves[row.customer_id] = move
            if move.drift:
                plan.drift.setdefault(move.drift, []).append(row.label)
        known = {row.login for row in wanted}
        unknown = [login for login in sight.users if login not in known] if whole else []
        plan.drift |= {Drift.UNKNOWN: unknown} if unknown else {}
        plan.moves = moves
        return plan

    def shut(self, sight: Sight, left: Sequence[Left]) -> Sequence[Sequence[Step]]:
        assert isinstance(sight, Seen)
        gone = [each.login for each in left if each.login and not each.owned]
        closing = [name for name in gone if name in sight.users and not sight.users[name].shut]
        stages = [
            [Step(0, Put(name, replace(sight.users[name], shut=True))) for name in closing],
            [Step(0, End(name)) for name in gone if name in sight.joined],
        ]
        return [stage for stage in stages if stage]

    def show(self, sight: Sight, wanted: Wanted) -> Showing:
        assert isinstance(sight, Seen)
        session, user = sight.joined.get(wanted.login), sight.users.get(wanted.login)
        rate = user.group if user else ""
        if session is None:
            return Showing(Served.OFFLINE, rate=rate)
        held = session.group == HELD
        return Showing(Served.HELD if held else Served.PAID, session.address, rate=rate)

    async def lacking(
        self, used: Iterable[tuple[str, str]], sight: Sight | None = None
    ) -> Sequence[str]:
        return sorted({rate for _, rate in used} - self.groups - {""})

    async def carry_out(self, steps: Sequence[Step], *, urgent: bool) -> None:
        self._reached()
        for step in steps:
            match step.act:
                case Put(login, user):
                    if login in self.refused:
                        raise Refused("bad-value", f"{login} is locked")
                    self.users[login] = user
                case End(login):
                    self.dial(login)
            self.done.append(step.act)

    async def close(self) -> None:
        """Nothing is open."""

    def _reached(self) -> None:
        if db.inside_transaction():
            raise RuntimeError("an element was called inside a transaction")
        if self.failure:
            raise self.failure


def _trouble(row: Wanted, sight: Seen) -> str:
    if not row.label or row.kind not in FORM.kinds:
        return NAMELESS
    absent = row.state is Desired.ABSENT
    return MISSING if row.login not in sight.users and not absent else ""


def _move(row: Wanted, sight: Seen) -> Move:
    user, session = sight.users.get(row.login), sight.joined.get(row.login)
    if user is None:
        return Move()
    wished = User(row.rate if row.active else HELD)
    kept = user == wished or (not row.active and user.shut)
    first = [] if kept else [Step(row.customer_id, Put(row.login, wished), vital=True)]
    stale = session is not None and (session.group == HELD) is row.active
    then = [Step(row.customer_id, End(row.login))] if stale else []
    drift = None
    if row.settled and first:
        held = user.group == HELD or user.shut
        drift = Drift.FREE if not row.active else Drift.HELD if held else Drift.PROFILE
    return Move(first, then, drift, by_hand=drift is not None)

"""Customers of a hotspot: what their users need and what is left of them, no I/O here.

A user that carries our mark is ours: it is made where it lacks, and removed where its customer is
no more. Of one that was there before us only profile, limits and whether it may log in are set.
Limits are set as the user's counters stand, which the router never takes back by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TypeVar

from domain.ports.access import (
    CLASH,
    MISSING,
    Allowance,
    Desired,
    Drift,
    Left,
    Move,
    Plan,
    Step,
    Used,
    Wanted,
)
from gateways.mikrotik.reading import Terms, mark, numbered
from gateways.mikrotik.rows import (
    AddUser,
    Change,
    Cookie,
    DisableUsers,
    EndLogins,
    Hotspot,
    Login,
    RemoveCookies,
    RemoveUsers,
    SetUsers,
    User,
)
from gateways.mikrotik.words import span_seconds

KIND = "hotspot"
_LEAST = 1  # of a limit that is used up: 0 would be none
T = TypeVar("T", Login, Cookie)


class Guests:
    """A hotspot, found by the names of its users."""

    def __init__(self, hotspot: Hotspot, terms: Terms) -> None:
        self._terms = terms
        self._users: dict[str, list[User]] = {}
        for user in hotspot.users:
            if terms.hotspot_server in ("all", user.server) or user.server == "all":
                self._users.setdefault(user.name, []).append(user)
        self._online = _by_user(hotspot.online)
        self._cookies = _by_user(hotspot.cookies)

    def users(self, name: str) -> Sequence[User]:
        return self._users.get(name, ())

    def online(self, name: str) -> Sequence[Login]:
        return self._online.get(name, ())

    def cookies(self, name: str) -> Sequence[Cookie]:
        return self._cookies.get(name, ())

    def compare(self, row: Wanted, plan: Plan) -> Move | None:
        """What the customer's user needs; None where it has what is wanted, or nothing helps."""
        users = self.users(row.login)
        if any(numbered(user.comment) not in (None, row.customer_id) for user in users):
            plan.troubles[row.customer_id] = CLASH
            _note(plan, Drift.CLASH, row)
            return None
        if users:
            plan.used[row.customer_id] = self._used(row.login, users)
        act = self._let_in if row.active else self._keep_out
        move = act(row, users, plan)
        if move is None:
            if row.customer_id not in plan.troubles:
                plan.confirmed.add(row.customer_id)
                if self.online(row.login):
                    plan.seen.add(row.customer_id)
            return None
        if move.drift:
            _note(plan, move.drift, row)
        return move

    def _used(self, name: str, users: Sequence[User]) -> Used:
        longest = max((span_seconds(each.uptime) for each in self.online(name)), default=None)
        seconds, octets = (sum(counts) for counts in zip(*map(_counts, users), strict=True))
        return Used(seconds, octets, longest)

    def _let_in(self, row: Wanted, users: Sequence[User], plan: Plan) -> Move | None:
        if not users:
            return self._made(row, plan)
        seconds, octets = _limits(row.allowance, users)
        differing = [
            user.id
            for user in users
            if (user.profile, user.disabled) != (row.rate, False)
            or seconds not in (None, user.limit_seconds)
            or octets not in (None, user.limit_octets)
        ]
        if not differing:
            return None
        change = SetUsers(tuple(differing), row.rate, seconds, octets)
        held = any(user.disabled for user in users)
        drift = (Drift.HELD if held else Drift.PROFILE) if row.settled else None
        return Move([Step(row.customer_id, change, vital=True)], (), drift, row.settled)

    def _made(self, row: Wanted, plan: Plan) -> Move | None:
        if row.password is None:
            plan.troubles[row.customer_id] = MISSING
            _note(plan, Drift.MISSING, row)
            return None
        seconds, octets = _limits(row.allowance, ())
        user = AddUser(
            row.login, row.password(), row.rate, mark(row.customer_id),
            self._terms.hotspot_server, seconds or 0, octets or 0,
        )  # fmt: skip
        drift = Drift.MISSING if row.settled else None
        return Move([Step(row.customer_id, user, vital=True)], (), drift, row.settled)

    def _keep_out(self, row: Wanted, users: Sequence[User], plan: Plan) -> Move | None:
        is_gone = row.state is Desired.ABSENT
        if not users and row.password is None and not is_gone:
            plan.troubles[row.customer_id] = MISSING
            _note(plan, Drift.MISSING, row)
            return None
        first, then = self._ends(row.login, users, is_gone=is_gone)
        if not first and not then:
            return None
        free = row.settled and any(not user.disabled for user in users)
        return Move(
            [Step(row.customer_id, change, vital=True) for change in first],
            [Step(row.customer_id, change) for change in then],
            Drift.FREE if free else None,
            by_hand=free,
        )

    def _ends(
        self, name: str, users: Iterable[User], *, is_gone: bool
    ) -> tuple[list[Change], list[Change]]:
        """Nobody logs in any more; then cookies, sessions, and users that are ours, go."""
        shut = [user.id for user in users if not user.disabled]
        cookies = [each.id for each in self.cookies(name)]
        online = [each.id for each in self.online(name)]
        ours = [user.id for user in users if is_gone and numbered(user.comment) is not None]
        first: list[Change] = [DisableUsers(tuple(shut))] if shut else []
        then: list[Change] = [
            *([RemoveCookies(tuple(cookies))] if cookies else []),
            *([EndLogins(tuple(online))] if online else []),
            *([RemoveUsers(tuple(ours))] if ours else []),
        ]
        return first, then

    def shutting(self, found: Iterable[Left]) -> Iterator[list[Step]]:
        """What is still to be done of what services left here, in this order."""
        changes: dict[type[Change], list[Change]] = {}
        for left in found:
            if left.owned or not left.login:
                continue
            users = [
                user
                for user in self.users(left.login)
                if numbered(user.comment) in (None, left.customer_id)
            ]
            for change in chain(*self._ends(left.login, users, is_gone=True)):
                changes.setdefault(type(change), []).append(change)
        for kind in (DisableUsers, RemoveCookies, EndLogins, RemoveUsers):
            if kind in changes:
                yield [Step(0, change) for change in changes[kind]]


def _by_user(rows: Iterable[T]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = {}
    for row in rows:
        found.setdefault(row.user, []).append(row)
    return found


def _note(plan: Plan, drift: Drift, row: Wanted) -> None:
    plan.drift.setdefault(drift, []).append(row.label)


def _counts(user: User) -> tuple[int, int]:
    return user.seconds, user.octets


def _limits(allowance: Allowance | None, users: Sequence[User]) -> tuple[int | None, int | None]:
    """The limits that leave what may be used still; 0 is none, None is not ours to say."""
    if allowance is None:
        return None, None
    seconds = sum(user.seconds for user in users)
    octets = sum(user.octets for user in users)
    return (
        _limit(allowance.seconds, allowance.counted_seconds, seconds),
        _limit(allowance.octets, allowance.counted_octets, octets),
    )


def _limit(left: int | None, counted: int, shown: int) -> int:
    if left is None:
        return 0
    return max((counted if shown >= counted else 0) + left, _LEAST)

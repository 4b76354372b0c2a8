"""Changes as commands: batches of ids, and what counts as done although it was refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from domain.errors import Refused
from gateways.mikrotik.line import Line
from gateways.mikrotik.rows import (
    AddEntry,
    AddUser,
    Change,
    DisableSecrets,
    DisableUsers,
    DropSessions,
    EndLogins,
    RemoveCookies,
    RemoveEntries,
    RemoveUsers,
    SetSecrets,
    SetUsers,
)
from gateways.mikrotik.tables import COOKIES, ENTRIES, LOGINS, SECRETS, SESSIONS, USERS
from gateways.mikrotik.transport import Command
from gateways.mikrotik.words import is_id

_BATCH = 100


async def write(line: Line, changes: Sequence[Change]) -> None:
    """Make the changes, many in flight. Raises Refused, Busy or Unsure at the first failure.

    A batch that is refused for one of its items is done again one by one: what the router did of
    it is not known, and each of these changes can be repeated.
    """
    batches = [batch for change in changes for batch in _portions(change, _BATCH)]
    if not batches:
        return
    outcomes = await line.run_all(
        [_command(batch) for batch in batches], tolerate=("gone", "conflict", "failure")
    )
    singly: list[Change] = []
    for batch, outcome in zip(batches, outcomes, strict=True):
        if isinstance(outcome, Refused) and not _is_done(batch, outcome):
            if isinstance(batch, AddEntry | AddUser) or len(batch.ids) == 1:
                raise outcome
            singly += _portions(batch, 1)
    await write(line, singly)


def _portions(change: Change, size: int) -> Iterator[Change]:
    """The change in pieces of so many ids. Raises ValueError for what is no fresh id."""
    if isinstance(change, AddEntry | AddUser):
        yield change
        return
    wrong = [each for each in change.ids if not is_id(each)]
    if wrong:
        raise ValueError(f"not the id of an item: {wrong[0]!r}")
    for at in range(0, len(change.ids), size):
        yield replace(change, ids=change.ids[at : at + size])


def _command(change: Change) -> Command:
    match change:
        case SetSecrets(ids, profile, enable):
            enabled = {"disabled": "no"} if enable else {}
            return SECRETS.write("set", {"profile": profile, **enabled}, ids)
        case DisableSecrets(ids):
            return SECRETS.write("set", {"disabled": "yes"}, ids)
        case AddEntry(name, address, comment):
            values = {"list": name, "address": address, "comment": comment}
            return ENTRIES.write("add", values)
        case RemoveEntries(ids):
            return ENTRIES.write("remove", {}, ids)
        case DropSessions(ids):
            return SESSIONS.write("remove", {}, ids)
        case AddUser():
            return USERS.write("add", _of_user(change))
        case SetUsers(ids, profile, seconds, octets):
            limits = _limits(seconds, octets)
            return USERS.write("set", {"profile": profile, "disabled": "no", **limits}, ids)
        case DisableUsers(ids):
            return USERS.write("set", {"disabled": "yes"}, ids)
        case RemoveUsers(ids):
            return USERS.write("remove", {}, ids)
        case RemoveCookies(ids):
            return COOKIES.write("remove", {}, ids)
        case EndLogins(ids):
            return LOGINS.write("remove", {}, ids)


def _of_user(user: AddUser) -> dict[str, str]:
    where = {} if user.server == "all" else {"server": user.server}
    return {
        "name": user.name,
        "password": user.password,
        "profile": user.profile,
        "comment": user.comment,
        **where,
        **_limits(user.limit_seconds or None, user.limit_octets or None),
    }


def _limits(seconds: int | None, octets: int | None) -> dict[str, str]:
    """As the router reads them: 0 is without a limit."""
    limits = {} if seconds is None else {"limit-uptime": f"{seconds}s"}
    return limits if octets is None else {**limits, "limit-bytes-total": str(octets)}


def _is_done(change: Change, refusal: Refused) -> bool:
    """An entry that is there already, and single items that are gone already."""
    if isinstance(change, AddEntry | AddUser):
        return refusal.reason == "conflict"
    if isinstance(change, SetSecrets | SetUsers):
        return False
    return refusal.reason == "gone" and len(change.ids) == 1

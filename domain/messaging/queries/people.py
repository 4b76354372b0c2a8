"""Statements about names on channels: whose they are, and what was learned of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from domain import db

# Somebody by the name in this place, and by their number where it is known.
_WHO = (
    "SELECT CAST({0} AS TEXT) AS name UNION SELECT phone FROM identity"
    " WHERE channel = $1 AND address = {0} AND phone <> ''"
)


class Identity(NamedTuple):
    """What is kept of a name: the number that goes with it, and whom it was pointed to."""

    address: str
    phone: str
    customer_id: int | None
    seen_at: int
    stopped_at: int | None


async def identities(channel: str, names: Collection[str]) -> list[Identity]:
    """What is kept of these names."""
    return await db.typed(
        Identity,
        "SELECT address, phone, customer_id, seen_at, stopped_at FROM identity"
        f" WHERE channel = $1 AND address IN ({db.marks(len(names), after=1)})",
        channel,
        *names,
    )


async def keep(channel: str, name: str, phone: str, customer_id: int | None, at: int) -> None:
    """The name goes with that number, and is pointed to that customer."""
    await db.run(
        "INSERT INTO identity (channel, address, phone, customer_id, seen_at)"
        " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (channel, address) DO UPDATE SET"
        " phone = excluded.phone, customer_id = excluded.customer_id, seen_at = excluded.seen_at",
        channel, name, phone, customer_id, at,
    )  # fmt: skip


class Learned(NamedTuple):
    """When somebody was heard last, and declined what goes to many."""

    heard_at: int | None
    declined_at: int | None


async def learned(channel: str, names: Sequence[str]) -> Learned | None:
    """What was learned of any of these names."""
    return await db.typed_one(
        Learned,
        "SELECT MAX(heard_at) AS heard_at, MAX(declined_at) AS declined_at FROM reach"
        f" WHERE channel = $1 AND address IN ({db.marks(len(names), after=1)})",
        channel,
        *names,
    )


async def share(channel: str, phone: str, was: Learned | None, way: str | None) -> None:
    """The number takes over what was learned, and is reached by `way` as well."""
    await db.run(
        "INSERT INTO reach (channel, address, heard_at, declined_at, other)"
        " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (channel, address) DO UPDATE SET"
        " heard_at = CASE WHEN excluded.heard_at IS NULL OR reach.heard_at > excluded.heard_at"
        " THEN reach.heard_at ELSE excluded.heard_at END,"
        " declined_at = COALESCE(reach.declined_at, excluded.declined_at),"
        " other = COALESCE(excluded.other, reach.other)",
        channel, phone, was and was.heard_at, was and was.declined_at, way,
    )  # fmt: skip


async def forget_way(channel: str, phone: str, name: str) -> None:
    """The number is not reached by this name any more."""
    await db.run(
        "UPDATE reach SET other = NULL WHERE channel = $1 AND address = $2 AND other = $3",
        channel, phone, name,
    )  # fmt: skip


async def leave(channel: str, old: str, new: str, at: int) -> None:
    """Whatever meant the person behind the old number by then means the new one."""
    await db.run(
        "UPDATE identity SET phone = $1 WHERE channel = $2 AND phone = $3 AND seen_at <= $4",
        new, channel, old, at,
    )  # fmt: skip
    await db.run("UPDATE reach SET other = NULL WHERE channel = $1 AND address = $2", channel, old)


async def forget(channel: str, name: str) -> None:
    """Nothing is kept of the name any more, unless it asked to stop."""
    await db.run(
        "DELETE FROM identity WHERE channel = $1 AND address = $2 AND stopped_at IS NULL",
        channel,
        name,
    )


class Stopped(NamedTuple):
    """A name that asked to stop."""

    channel: str
    address: str


async def stopped(channel: str, customer_ids: Sequence[int]) -> list[Stopped]:
    """The names that asked to stop before anybody had the number on one of these cards."""
    return await db.typed(
        Stopped,
        "SELECT DISTINCT i.channel, i.address FROM customer c JOIN identity i ON i.channel = $1"
        " AND ((i.phone <> '' AND i.phone IN (c.mobile, c.whatsapp))"
        " OR i.address IN (c.mobile, c.whatsapp))"
        f" WHERE c.id IN ({db.marks(len(customer_ids), after=1)}) AND i.stopped_at IS NOT NULL",
        channel,
        *customer_ids,
    )


async def has_stopped(channel: str, name: str, at: int) -> bool:
    """The name asked to stop; whether that is news."""
    kept = await db.run(
        "INSERT INTO identity (channel, address, phone, seen_at, stopped_at)"
        " VALUES ($1, $2, '', 0, $3) ON CONFLICT (channel, address) DO UPDATE"
        " SET stopped_at = excluded.stopped_at WHERE identity.stopped_at IS NULL",
        channel,
        name,
        at,
    )
    return bool(kept)


async def goes_on(channel: str, name: str) -> bool:
    """The name does not ask to stop any more; whether that is news."""
    cleared = await db.run(
        "UPDATE identity SET stopped_at = NULL"
        " WHERE channel = $1 AND address = $2 AND stopped_at IS NOT NULL",
        channel,
        name,
    )
    return bool(cleared)


async def asked_since(channel: str, name: str, at: int, *, asked: bool) -> bool:
    """Whether somebody asked later for news or for none, or the same in the same second."""
    later = await db.value(
        "SELECT 1 AS one FROM reach WHERE channel = $1 AND (asked_at > $2 OR (asked_at = $2"
        f" AND COALESCE(asked, $4) = $4)) AND address IN ({_WHO.format('$3')})",
        channel, at, name, asked,
    )  # fmt: skip
    return later is not None


async def note_asked(channel: str, name: str, at: int, *, asked: bool) -> None:
    """Somebody asked for news or for none."""
    await db.run(
        "INSERT INTO reach (channel, address, asked_at, asked)"
        f" SELECT $1, who.name, $2, $4 FROM ({_WHO.format('$3')}) AS who WHERE TRUE"
        " ON CONFLICT (channel, address) DO UPDATE SET asked_at = excluded.asked_at,"
        " asked = excluded.asked",
        channel, at, name, asked,
    )  # fmt: skip


class _Address(NamedTuple):
    address: str


async def take_back(channel: str, names: Sequence[str]) -> list[str]:
    """Nothing is declined any more by these or by who has one as a number; who had stopped."""
    given = db.marks(len(names), after=1)
    theirs = (
        f"channel = $1 AND (address IN ({given}) OR address IN"
        f" (SELECT address FROM identity WHERE channel = $1 AND phone IN ({given})))"
    )
    await db.run(f"UPDATE reach SET declined_at = NULL WHERE {theirs}", channel, *names)
    waited = await db.typed(
        _Address,
        f"UPDATE identity SET stopped_at = NULL WHERE {theirs} AND stopped_at IS NOT NULL"
        " RETURNING address",
        channel,
        *names,
    )
    return [row.address for row in waited]


async def decline(channel: str, name: str, at: int) -> None:
    """Nothing that goes to many is wanted by this name."""
    await db.run(
        "INSERT INTO reach (channel, address, declined_at) VALUES ($1, $2, $3)"
        " ON CONFLICT (channel, address) DO UPDATE SET declined_at = excluded.declined_at",
        channel,
        name,
        at,
    )


async def heard_from(channel: str, name: str, at: int, *, reached: bool) -> None:
    """Somebody wrote by the name, which can be reached where that is said."""
    kept = "NULL" if reached else "reach.unreachable_since"
    await db.run(
        "INSERT INTO reach (channel, address, heard_at) VALUES ($1, $2, $3)"
        f" ON CONFLICT (channel, address) DO UPDATE SET unreachable_since = {kept}, heard_at ="
        " CASE WHEN reach.heard_at > excluded.heard_at THEN reach.heard_at"
        " ELSE excluded.heard_at END",
        channel,
        name,
        at,
    )


async def not_heard(channel: str, name: str, by: int) -> bool:
    """Forget that the name, or its number, was heard by then; whether it was."""
    return bool(
        await db.run(
            "UPDATE reach SET heard_at = NULL"
            " WHERE channel = $1 AND heard_at <= $3 AND (address = $2 OR address ="
            " (SELECT phone FROM identity WHERE channel = $1 AND address = $2))",
            channel,
            name,
            by,
        )
    )


async def unreachable(channel: str, name: str, since: int) -> str | None:
    """Nobody is reached by the name; the id that leads there as well."""
    other: str | None = await db.value(
        "INSERT INTO reach (channel, address, unreachable_since) VALUES ($1, $2, $3)"
        " ON CONFLICT (channel, address) DO UPDATE"
        " SET unreachable_since = excluded.unreachable_since RETURNING other",
        channel,
        name,
        since,
    )
    return other


class Reached(NamedTuple):
    """What was learned of an address: heard and declined when, the id that leads there as well."""

    channel: str
    address: str
    heard_at: int | None = None
    unreachable_since: int | None = None
    declined_at: int | None = None
    other: str | None = None


async def reached(addresses: Collection[str]) -> list[Reached]:
    """What was learned of these, on any channel."""
    return await db.typed(
        Reached,
        "SELECT channel, address, heard_at, unreachable_since, declined_at, other FROM reach"
        f" WHERE address IN ({db.marks(len(addresses))})",
        *addresses,
    )

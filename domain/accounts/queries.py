"""Statements over all processes together: the pace of accounts, and their session tokens.

An account's counters say until when its rate is taken up, how slowly it goes, and how long it
pauses. Their instants are microseconds, those of tokens are milliseconds.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from domain import db


class Limits(NamedTuple):
    """Now, until when turns can be booked, and until when a pause can last."""

    now: int
    booked: int
    paused: int


# The first instant that is free, from now ($1) on. What is booked beyond what can be was booked
# before the clock was set back.
_BOOKED = "CASE WHEN slot_us BETWEEN $1 AND $2 THEN slot_us ELSE $1 END"
_FREE = f"CASE WHEN paused_us > {_BOOKED} AND paused_us <= $3 THEN paused_us ELSE {_BOOKED} END"


async def book(gateway_id: int, limits: Limits, length: int, *, by: int) -> int | None:
    """Take turns of this length together; their end, or None where none is free `by` then."""
    ends = await db.value(
        f"UPDATE gateway SET slot_us = {_FREE} + $4 WHERE id = $5 AND {_FREE} <= $6"
        " RETURNING slot_us",
        *limits,
        length,
        gateway_id,
        by,
    )
    return None if ends is None else int(ends)


async def book_next(gateway_id: int, limits: Limits, length: int) -> int | None:
    """The same however late it is free; None where there is no such account."""
    ends = await db.value(
        f"UPDATE gateway SET slot_us = {_FREE} + $4 WHERE id = $5 RETURNING slot_us",
        *limits,
        length,
        gateway_id,
    )
    return None if ends is None else int(ends)


async def free_from(gateway_id: int, limits: Limits) -> int:
    """From when on turns are free."""
    free = f"SELECT {_FREE} AS free FROM gateway WHERE id = $4"
    return int(await db.value(free, *limits, gateway_id) or limits.now)


async def slow(gateway_id: int, slowness: float, limits: Limits, until: int, since: int) -> None:
    """Nothing goes `until` then, or longer where it paused longer; then it goes slower.

    A complaint about a try from `since`, before the last complaint, slows it down no further.
    """
    news = "slowed_us < $4 OR slowed_us > $2"
    await db.run(
        f"UPDATE gateway SET slowness = CASE WHEN {news} THEN $1 ELSE slowness END,"
        f" slowed_us = CASE WHEN {news} THEN $2 ELSE slowed_us END,"
        " paused_us = CASE WHEN paused_us BETWEEN $3 AND $5 THEN paused_us ELSE $3 END"
        " WHERE id = $6",
        slowness,
        limits.now,
        until,
        since,
        limits.paused,
        gateway_id,
    )


class _Paused(NamedTuple):
    id: int
    paused_us: int


async def paused(gateways: Collection[int], now: int, latest: int) -> dict[int, int]:
    """Which of them are silent `now`, and until when; a pause beyond the `latest` is none."""
    found = await db.typed(
        _Paused,
        "SELECT id, paused_us FROM gateway WHERE paused_us > $1 AND paused_us <= $2"
        f" AND id IN ({db.marks(len(gateways), after=2)})",
        now,
        latest,
        *gateways,
    )
    return {row.id: row.paused_us for row in found}


class Held(NamedTuple):
    """A token's row, and the end of the lease by which it is somebody's."""

    token_id: int
    until: int


async def make_token(gateway_id: int) -> None:
    """A row for the account's token, where there is none."""
    await db.run(
        "INSERT INTO gateway_token (gateway_id, sealed, expires_ms, locked_ms, renewals)"
        " VALUES ($1, '', 0, 0, '[]') ON CONFLICT (gateway_id) DO NOTHING",
        gateway_id,
    )


async def claim_token(held: Held, until: int, before: str, renewals: str) -> bool:
    """Take the row over as it was seen, with what counts as `renewals` then; whether it was so."""
    return bool(
        await db.run(
            "UPDATE gateway_token SET locked_ms = $1, renewals = $2"
            " WHERE id = $3 AND locked_ms = $4 AND renewals = $5",
            until, renewals, *held, before,
        )
    )  # fmt: skip


async def put_token(held: Held, sealed: str, expires: int, now: int) -> None:
    """Write the token, and let others take the row over."""
    await db.run(
        "UPDATE gateway_token SET sealed = $1, expires_ms = $2, locked_ms = $3"
        " WHERE id = $4 AND locked_ms = $5",
        sealed, expires, now, *held,
    )  # fmt: skip


async def free_token(held: Held, now: int, renewals: str | None) -> None:
    """Let others take the row over; with `renewals` what counts is that again."""
    await db.run(
        "UPDATE gateway_token SET locked_ms = $1,"
        " renewals = COALESCE(CAST($2 AS TEXT), renewals) WHERE id = $3 AND locked_ms = $4",
        now, renewals, *held,
    )  # fmt: skip

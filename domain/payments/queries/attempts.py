"""Statements about attempts: which are to be asked about, and how one stands by now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from domain import db
from domain.money import Money

# SQL over the table `attempt`: as much as it is about is still to be paid.
_IS_DUE = """((SELECT COALESCE(SUM(b.total_minor - b.paid_minor), 0) FROM bill b
    WHERE b.customer_id = attempt.customer_id AND b.status IN ('unpaid', 'partial'))
    >= amount_minor)"""
# Staff have closed the link by which it began.
_IS_REVOKED = """EXISTS (SELECT 1 FROM link l
    WHERE l.id = attempt.link_id AND l.closed_why = 'revoked')"""


class _Id(NamedTuple):
    id: int


async def hold(attempt_id: int) -> None:
    """Let nobody else conclude the attempt until the transaction ends."""
    if db.on_postgres():
        await db.run(f"SELECT id FROM attempt WHERE id = $1{db.locked()}", attempt_id)


class Asked(NamedTuple):
    """An attempt as it stands, for the one who asks about it now."""

    status: str
    txn_id: str
    poll_at: int | None
    polls: int
    error: str
    asking_until: int | None
    is_due: bool
    is_revoked: bool


async def claim(attempt_id: int, *, until: int, now: int) -> Asked | None:
    """Be the one who asks about the attempt; None while another is."""
    return await db.typed_one(
        Asked,
        "UPDATE attempt SET asking_until = $1 WHERE id = $2"
        " AND (asking_until IS NULL OR asking_until <= $3)"
        " RETURNING status, txn_id, poll_at, polls, error, asking_until,"
        f" {_IS_DUE} AS is_due, {_IS_REVOKED} AS is_revoked",
        until,
        attempt_id,
        now,
    )


class Standing(NamedTuple):
    """How an attempt stands."""

    status: str
    txn_id: str
    poll_at: int | None
    polls: int
    error: str
    asking_until: int | None


async def standing(attempt_id: int) -> Standing | None:
    """How the attempt stands by now."""
    return await db.typed_one(
        Standing,
        "SELECT status, txn_id, poll_at, polls, error, asking_until FROM attempt WHERE id = $1",
        attempt_id,
    )


class Locked(NamedTuple):
    """How an attempt stands that is held, and by which clock its operator lives."""

    status: str
    txn_id: str
    poll_at: int | None
    polls: int
    asking_until: int | None
    timezone: str


async def lock(attempt_id: int) -> Locked | None:
    """Hold the attempt until the transaction ends, as it stands by now."""
    return await db.typed_one(
        Locked,
        "SELECT a.status, a.txn_id, a.poll_at, a.polls, a.asking_until, o.timezone"
        f" FROM attempt a JOIN operator o ON o.id = a.operator_id WHERE a.id = $1{db.locked('a')}",
        attempt_id,
    )


async def claim_due(*, until: int, now: int, limit: int) -> list[int]:
    """Claim attempts that are to be asked about now."""
    found = await db.typed(
        _Id,
        db.claiming(
            "UPDATE attempt SET polls = polls + 1, poll_at = $1",
            "SELECT id FROM attempt WHERE poll_at IS NOT NULL AND poll_at <= $2"
            f" ORDER BY poll_at LIMIT {int(limit)}",
        ),
        until,
        now,
    )
    return [row.id for row in found]


async def give_back(attempt_ids: Sequence[int], now: int) -> None:
    """These were claimed and not asked about: they are due at once."""
    await db.run(
        "UPDATE attempt SET polls = polls - 1, poll_at = $1"
        f" WHERE poll_at IS NOT NULL AND id IN ({db.marks(len(attempt_ids), after=1)})",
        now,
        *attempt_ids,
    )


async def unwanted(gateway_id: int, *, now: int, limit: int) -> list[int]:
    """Open attempts at a gateway that nobody should pay any more, and that nobody asks about."""
    found = await db.typed(
        _Id,
        "SELECT id FROM attempt WHERE poll_at IS NOT NULL AND gateway_id = $1"
        " AND status IN ('initiated', 'unknown')"
        " AND (asking_until IS NULL OR asking_until <= $2)"
        f" AND (NOT {_IS_DUE} OR {_IS_REVOKED}) ORDER BY id LIMIT {int(limit)}",
        gateway_id,
        now,
    )
    return [row.id for row in found]


class Since(NamedTuple):
    """From which instant on an attempt was made that is just being sent, or leads to a page; and
    the instant now."""

    sending: int
    leading: int
    now: int


async def open_one(
    customer_id: int, gateway_id: int, amount: Money, digest: str, since: Since
) -> int | None:
    """The newest that leads to a page which takes this amount, or is just being sent there."""
    found = await db.typed_one(
        _Id,
        "SELECT id FROM attempt WHERE link_id IN (SELECT id FROM link WHERE customer_id = $1)"
        " AND gateway_id = $2 AND amount_minor = $3 AND currency = $4 AND answers_hash = $8"
        " AND ((status = 'created' AND made_at > $5)"
        " OR (status IN ('initiated', 'unknown') AND way <> '' AND made_at > $6"
        " AND (ends_at IS NULL OR ends_at > $7))) ORDER BY id DESC LIMIT 1",
        customer_id,
        gateway_id,
        amount.minor,
        amount.currency,
        *since,
        digest,
    )
    return found.id if found else None


async def not_begun(gateway_id: int, last: int) -> int:
    """How many of the last attempts at a gateway came to no page."""
    return int(
        await db.value(
            "SELECT COUNT(*) AS n FROM (SELECT status, session FROM attempt WHERE gateway_id = $1"
            f" ORDER BY id DESC LIMIT {int(last)}) AS last"
            " WHERE session = '' AND status IN ('failed', 'unknown')",
            gateway_id,
        )
    )

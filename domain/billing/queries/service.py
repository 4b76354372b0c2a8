"""Statements about what follows for service from what is owed; days are ISO text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from domain import db
from domain.customers.models import HELD_SQL


class Judged(NamedTuple):
    """A customer who may be suspended, with the terms of their profile."""

    id: int
    router_id: int | None
    exempt: bool
    promised_until: str | None
    auto_suspend: bool
    grace_days: int
    suspend_over_minor: int | None
    least_part_minor: int
    restores: str
    quiet_from_hour: int
    quiet_to_hour: int
    currency: str
    timezone: str
    expires_on: str | None
    end_warned_at: int | None  # when they were warned of that day


async def judged(customer_ids: Iterable[int], profile_id: int) -> list[Judged]:
    """Those of the customers who are active and have this profile."""
    return await db.typed(
        Judged,
        "SELECT c.id, c.router_id, c.exempt, c.promised_until, f.auto_suspend, f.grace_days,"
        " f.suspend_over_minor, f.least_part_minor, f.restores, f.quiet_from_hour, f.quiet_to_hour,"
        " o.currency, o.timezone, c.expires_on, w.warned_at AS end_warned_at FROM customer c"
        " LEFT JOIN validity_warning w ON w.customer_id = c.id AND w.ends_on = c.expires_on"
        " JOIN billing_profile f ON f.id = c.billing_profile_id"
        " JOIN operator o ON o.id = c.operator_id"
        f" WHERE c.status = 'active' AND f.id = $1 AND c.id IN ({db.ids(customer_ids)})"
        " ORDER BY c.id",
        profile_id,
    )


class Open(NamedTuple):
    """What is open of a bill, and when its customer was warned."""

    customer_id: int
    due_on: str
    open_minor: int
    warned_at: int | None
    fee_minor: int
    borne_at: int | None


async def open_bills(customer_ids: Iterable[int]) -> list[Open]:
    """The open bills of these customers, the oldest first."""
    return await db.typed(
        Open,
        "SELECT customer_id, due_on, total_minor - paid_minor AS open_minor, warned_at,"
        " fee_minor, borne_at FROM bill"
        f" WHERE status IN ('unpaid', 'partial') AND customer_id IN ({db.ids(customer_ids)})"
        " ORDER BY due_on",
    )


async def warn(customer_ids: Iterable[int], at: int) -> None:
    """These customers are told then of what they owe and have not been told of."""
    await db.run(
        "UPDATE bill SET warned_at = $1 WHERE warned_at IS NULL"
        f" AND status IN ('unpaid', 'partial') AND customer_id IN ({db.ids(customer_ids)})",
        at,
    )


async def bear(customer_id: int, due_before: str | None, at: int) -> None:
    """What is open of the customer suspends no more; with a day what was due before it."""
    late = "" if due_before is None else " AND due_on < $3"
    await db.run(
        "UPDATE bill SET borne_at = $1 WHERE customer_id = $2"
        f" AND status IN ('unpaid', 'partial'){late}",
        at,
        customer_id,
        *(() if due_before is None else (due_before,)),
    )


async def bear_no_more(customer_ids: Iterable[int]) -> None:
    """Everything that is open of these customers counts again."""
    await db.run(
        "UPDATE bill SET borne_at = NULL WHERE borne_at IS NOT NULL"
        f" AND status IN ('unpaid', 'partial') AND customer_id IN ({db.ids(customer_ids)})"
    )


async def paid_since(customer_id: int, at: int) -> int:
    """What the customer has paid since, but what was taken back."""
    return int(
        await db.value(
            "SELECT CAST(COALESCE(SUM(amount_minor), 0) AS BIGINT) AS paid FROM credit"
            " WHERE customer_id = $1 AND source = 'payment' AND withdrawn_at IS NULL"
            " AND made_at >= $2",
            customer_id,
            at,
        )
    )


async def note_warned(bill_ids: Sequence[int], at: int, *, again: bool) -> None:
    """These bills are told of then; what they were told before counts unless `again`."""
    first = "" if again else " AND warned_at IS NULL"
    await db.run(
        f"UPDATE bill SET warned_at = $1 WHERE id IN ({db.marks(len(bill_ids), after=1)}){first}",
        at,
        *bill_ids,
    )


async def note_ends(customer_ids: Iterable[int], at: int, *, again: bool) -> None:
    """These customers are told then of the end of their validity; what they were told before of the
    same day counts unless `again`."""
    first = "" if again else " WHERE validity_warning.ends_on <> excluded.ends_on"
    await db.run(
        "INSERT INTO validity_warning (customer_id, ends_on, warned_at)"
        " SELECT c.id, c.expires_on, CAST($1 AS BIGINT) FROM customer c"
        f" WHERE c.expires_on IS NOT NULL AND c.id IN ({db.ids(customer_ids)})"
        " ON CONFLICT (customer_id) DO UPDATE"
        f" SET ends_on = excluded.ends_on, warned_at = excluded.warned_at{first}",
        at,
    )


async def buys(customer_id: int) -> bool:
    """Whether the customer is served by what they buy for a time."""
    return bool(
        await db.value(
            "SELECT 1 AS one FROM customer c JOIN billing_profile f ON f.id = c.billing_profile_id"
            " WHERE c.id = $1 AND f.cycle = 'hotspot'",
            customer_id,
        )
    )


async def timezone(customer_id: int) -> str | None:
    """By which clock the customer's operator lives; None for no customer."""
    found: str | None = await db.value(
        "SELECT o.timezone FROM operator o JOIN customer c ON c.operator_id = o.id WHERE c.id = $1",
        customer_id,
    )
    return found


_OWED = (
    "(SELECT COALESCE(SUM(b.total_minor - b.paid_minor), 0) FROM bill b WHERE b.customer_id = c.id"
    " AND b.status IN ('unpaid', 'partial'))"
)
_LEFT = (
    "(SELECT COALESCE(SUM(CASE WHEN b.total_minor - b.paid_minor > b.fee_minor"
    " THEN b.total_minor - b.paid_minor - b.fee_minor ELSE 0 END), 0) FROM bill b"
    " WHERE b.customer_id = c.id AND b.status IN ('unpaid', 'partial'))"
)
# As `rules.may_restore` has it; who came over like this is held until all is paid.
_OWES = (
    f"{_OWED} > 0 AND NOT (f.restores = 'left' AND {_LEFT} <= f.least_part_minor)"
    f" AND (s.id IS NULL OR COALESCE({_OWED} > f.suspend_over_minor, FALSE) OR EXISTS"
    " (SELECT 1 FROM bill b WHERE b.customer_id = c.id AND b.status IN ('unpaid', 'partial')"
    " AND b.due_on < CAST($1 AS TEXT)))"
)
# Who has paid since waits for a person to make the validity longer.
_IS_OVER = (
    "COALESCE(c.expires_on < CAST($1 AS TEXT), FALSE) AND s.id IS NOT NULL AND NOT EXISTS"
    " (SELECT 1 FROM credit k WHERE k.customer_id = c.id AND k.source = 'payment'"
    " AND k.withdrawn_at IS NULL AND k.made_at >= s.at)"
)
_RULED = (
    "NOT c.exempt AND (c.promised_until IS NULL OR c.promised_until < CAST($1 AS TEXT))"
    f" AND ({_OWES} OR {_IS_OVER})"
)
_HELD_BY_NO_RULE = (
    " FROM customer c JOIN billing_profile f ON f.id = c.billing_profile_id"
    " LEFT JOIN suspension s ON s.id = (SELECT MAX(id) FROM suspension"
    f" WHERE customer_id = c.id) AND s.act = 'suspend' WHERE c.status IN ({HELD_SQL})"
    f" AND NOT ({_RULED}) AND "
)


async def count_held_by_no_rule(which: str, values: Sequence[object]) -> int:
    """How many customers `c` of a condition are held by no rule; $1 is today."""
    return int(await db.value(f"SELECT COUNT(*) AS customers{_HELD_BY_NO_RULE}{which}", *values))


class Held(NamedTuple):
    """A customer who is held by no rule, and what held them; `figures` are JSON."""

    id: int
    code: str
    name: str
    expires_on: str | None
    exempt: bool
    promised_until: str | None
    at: int | None
    rule: str | None
    figures: str | None


async def held_by_no_rule(
    which: str, values: Sequence[object], *, limit: int, offset: int
) -> list[Held]:
    """The same customers, a page of them, who wait longest first."""
    return await db.typed(
        Held,
        "SELECT c.id, c.code, c.name, c.expires_on, c.exempt, c.promised_until,"
        f" s.at, s.rule, s.figures{_HELD_BY_NO_RULE}{which}"
        f" ORDER BY COALESCE(s.at, 0), c.id LIMIT {int(limit)} OFFSET {int(offset)}",
        *values,
    )

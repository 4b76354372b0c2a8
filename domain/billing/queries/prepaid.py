"""Statements about service that is charged by the day; instants are milliseconds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from domain import db
from domain.billing.charging import monthly
from domain.billing.charging.daily_prepaid import NAME

_RUNS = f"c.status = 'active' AND f.cycle = '{NAME}' AND NOT c.never_billed"


class Stand(NamedTuple):
    """How a customer who is charged by the day stands, with what their days cost."""

    customer_id: int
    operator_id: int
    timezone: str
    currency: str
    package: str
    price_minor: int
    priced_per: str
    rate: int
    vat_mode: str
    prepaid_day: str
    prepaid_bill: str
    is_daily: bool
    status: str
    promised_until: str | None
    charged_until: int
    look_at: int | None
    warned_at: int | None
    warned_of: int | None
    unserved_minor: int
    unserved_net_minor: int
    advance_minor: int
    due_minor: int
    quiet_from_hour: int
    quiet_to_hour: int


async def stands(customer_ids: Collection[int], which: str = "TRUE") -> list[Stand]:
    """How these customers stand, of those who were ever charged by the day; `which` is a condition
    on what is selected."""
    return await db.typed(
        Stand,
        "SELECT * FROM (SELECT r.customer_id, c.operator_id, o.timezone, o.currency,"
        f" p.name AS package, {monthly.WHOLE} AS price_minor, p.priced_per, f.vat_rate_bp AS rate,"
        f" f.vat_mode, f.prepaid_day, f.prepaid_bill,"
        f" f.cycle = '{NAME}' AND NOT c.never_billed AS is_daily, c.status,"
        " c.promised_until, r.charged_until, r.look_at, r.warned_at, r.warned_of,"
        " r.unserved_minor, r.unserved_net_minor,"
        " COALESCE((SELECT CAST(SUM(k.left_minor) AS BIGINT) FROM credit k"
        " WHERE k.customer_id = c.id AND k.left_minor > 0), 0) AS advance_minor,"
        " COALESCE((SELECT CAST(SUM(b.total_minor - b.paid_minor) AS BIGINT) FROM bill b"
        " WHERE b.customer_id = c.id AND b.status IN ('unpaid', 'partial')), 0) AS due_minor,"
        " f.quiet_from_hour, f.quiet_to_hour FROM prepaid r CROSS JOIN customer c"
        " CROSS JOIN operator o CROSS JOIN package p CROSS JOIN billing_profile f"
        f" WHERE r.customer_id IN ({db.ids(customer_ids)}) AND c.id = r.customer_id"
        " AND o.id = c.operator_id AND p.id = c.package_id AND f.id = c.billing_profile_id"
        f" AND p.currency = o.currency) AS stand WHERE {which} ORDER BY customer_id",
    )


_GROSS = (
    "CASE vat_mode WHEN 'inclusive' THEN price_minor"
    " ELSE price_minor + (price_minor * rate + 9999) / 10000 END"
)
_DEAREST = f"(CASE priced_per WHEN 'day' THEN {_GROSS} ELSE ({_GROSS}) / 28 END + 2)"
# For whom two more days may not be covered: no day costs more than the dearest.
LOW = f"advance_minor + unserved_minor < 2 * {_DEAREST}"


class _Id(NamedTuple):
    id: int


async def due(now: int, limit: int) -> list[int]:
    """The next customers whose day is to be charged, or whose service is to be stopped."""
    found = await db.typed(
        _Id,
        "SELECT customer_id AS id FROM prepaid WHERE look_at <= $1"
        f" ORDER BY look_at, customer_id LIMIT {int(limit)}",
        now,
    )
    return [row.id for row in found]


async def oldest(customer_ids: Collection[int]) -> int | None:
    """The earliest instant from which one of these customers is to be charged."""
    found: int | None = await db.value(
        "SELECT MIN(charged_until) AS oldest FROM prepaid"
        f" WHERE customer_id IN ({db.ids(customer_ids)})"
    )
    return found


async def kept_apart(customer_ids: Collection[int]) -> list[int]:
    """Those who do not run any more, and those whose money lies where their profile does not have
    it any more."""
    found = await db.typed(
        _Id,
        "SELECT r.customer_id AS id FROM prepaid r CROSS JOIN customer c"
        " CROSS JOIN billing_profile f"
        f" WHERE r.customer_id IN ({db.ids(customer_ids)}) AND c.id = r.customer_id"
        f" AND f.id = c.billing_profile_id AND (NOT ({_RUNS})"
        " OR (f.prepaid_bill = 'day' AND r.unserved_minor > 0)"
        " OR (f.prepaid_bill = 'recharge' AND EXISTS"
        " (SELECT 1 FROM credit k WHERE k.customer_id = c.id AND k.left_minor > 0)))"
        " ORDER BY r.customer_id",
    )
    return [row.id for row in found]


class Dates(NamedTuple):
    """By which clock profiles that charge by the day are kept, and in how many days bills of theirs
    are due."""

    timezone: str
    due_days: int


async def dates() -> list[Dates]:
    """Of all such profiles, in every time zone of operators."""
    return await db.typed(
        Dates,
        "SELECT DISTINCT o.timezone, f.due_days FROM operator o CROSS JOIN billing_profile f"
        f" WHERE f.cycle = '{NAME}' ORDER BY o.timezone, f.due_days",
    )


async def is_used() -> bool:
    """Whether a profile charges by the day."""
    return bool(await db.value(f"SELECT 1 AS one FROM billing_profile WHERE cycle = '{NAME}'"))


async def is_daily(customer_id: int) -> bool:
    """Whether the customer is charged by the day."""
    return bool(
        await db.value(
            "SELECT 1 AS one FROM customer c JOIN billing_profile f"
            f" ON f.id = c.billing_profile_id WHERE c.id = $1 AND f.cycle = '{NAME}'",
            customer_id,
        )
    )


async def begin(customer_ids: Collection[int], now: int) -> list[int]:
    """Let service run from now on, or from where it is charged up to; whose begins."""
    found = await db.typed(
        _Id,
        "INSERT INTO prepaid (customer_id, charged_until, look_at, unserved_minor,"
        " unserved_net_minor) SELECT c.id, CAST($1 AS BIGINT), CAST($1 AS BIGINT), 0, 0"
        " FROM customer c JOIN billing_profile f ON f.id = c.billing_profile_id"
        f" WHERE {_RUNS} AND c.id IN ({db.ids(customer_ids)}) ON CONFLICT (customer_id) DO UPDATE"
        " SET charged_until = CASE WHEN prepaid.charged_until > excluded.charged_until"
        " THEN prepaid.charged_until ELSE excluded.charged_until END,"
        " look_at = CASE WHEN prepaid.charged_until > excluded.charged_until"
        " THEN prepaid.charged_until ELSE excluded.charged_until END,"
        " warned_at = NULL, warned_of = NULL WHERE prepaid.look_at IS NULL"
        " RETURNING customer_id AS id",
        now,
    )
    return [row.id for row in found]


class Billed(NamedTuple):
    """Up to which day somebody is billed by another kind."""

    customer_id: int
    timezone: str
    ends_on: str


async def billed(customer_ids: Collection[int], on: str) -> list[Billed]:
    """Of these customers, those who are billed by another kind for that day or later ones."""
    return await db.typed(
        Billed,
        "SELECT b.customer_id, o.timezone, MAX(b.ends_on) AS ends_on FROM bill b"
        " JOIN customer c ON c.id = b.customer_id JOIN operator o ON o.id = c.operator_id"
        f" WHERE b.customer_id IN ({db.ids(customer_ids)}) AND b.period <> ''"
        " AND b.status <> 'void' AND b.ends_on >= $1 AND NOT EXISTS (SELECT 1 FROM served_day d"
        " WHERE d.customer_id = b.customer_id AND d.served_on = b.period)"
        " GROUP BY b.customer_id, o.timezone",
        on,
    )


async def charged_upto(lines: Iterable[tuple[int, int]]) -> None:
    """These customers are charged up to these instants, if not further."""
    await db.run_many(
        "UPDATE prepaid SET charged_until = $2, look_at = $2"
        " WHERE customer_id = $1 AND charged_until < $2",
        lines,
    )


async def restart(customer_id: int, at: int) -> None:
    """The customer's days are charged from then on, unless they are charged further."""
    await db.run(
        "UPDATE prepaid SET look_at = CASE WHEN charged_until > $2 THEN charged_until ELSE $2 END,"
        " charged_until = CASE WHEN charged_until > $2 THEN charged_until ELSE $2 END,"
        " warned_at = NULL, warned_of = NULL WHERE customer_id = $1",
        customer_id,
        at,
    )


async def stop(customer_ids: Collection[int]) -> None:
    """Service of these customers does not run."""
    await db.run(f"UPDATE prepaid SET look_at = NULL WHERE customer_id IN ({db.ids(customer_ids)})")


async def look_later(lines: Iterable[tuple[int, int]]) -> None:
    """Nothing happens to these customers before these instants."""
    await db.run_many("UPDATE prepaid SET look_at = $2 WHERE customer_id = $1", lines)


async def warned(lines: Sequence[tuple[int, int | None, int | None]]) -> None:
    """These customers are told at an instant that their balance runs out at another."""
    await db.run_many(
        "UPDATE prepaid SET warned_at = $2, warned_of = $3 WHERE customer_id = $1", lines
    )


async def add_unserved(customer_id: int, minor: int, net_minor: int) -> None:
    """So much more is paid and not served."""
    await db.run(
        "UPDATE prepaid SET unserved_minor = unserved_minor + $2,"
        " unserved_net_minor = unserved_net_minor + $3 WHERE customer_id = $1",
        customer_id,
        minor,
        net_minor,
    )


class Recharge(NamedTuple):
    """The bill of a recharge: what is open of it, and what credit notes have not taken off."""

    bill_id: int
    open_minor: int
    left_minor: int


async def recharges(customer_id: int) -> list[Recharge]:
    """The customer's bills of recharges, those with something open first, then the newest."""
    return await db.typed(
        Recharge,
        "SELECT * FROM (SELECT b.id AS bill_id, b.total_minor - b.paid_minor AS open_minor,"
        " b.total_minor - COALESCE((SELECT CAST(SUM(n.total_minor) AS BIGINT) FROM credit_note n"
        " WHERE n.bill_id = b.id AND n.withdrawn_at IS NULL), 0) AS left_minor FROM bill b"
        " WHERE b.customer_id = $1 AND b.status <> 'void' AND EXISTS (SELECT 1 FROM bill_line l"
        " WHERE l.bill_id = b.id AND l.kind = 'recharge')) AS each WHERE left_minor > 0"
        " ORDER BY CASE WHEN open_minor > 0 THEN 0 ELSE 1 END, bill_id DESC LIMIT 200",
        customer_id,
    )


async def has_open_recharge(customer_id: int) -> bool:
    """Whether something of a recharge is owed: its money went back."""
    return bool(
        await db.value(
            "SELECT 1 AS one FROM bill b JOIN bill_line l ON l.bill_id = b.id"
            " AND l.kind = 'recharge' WHERE b.customer_id = $1"
            " AND b.status IN ('unpaid', 'partial') LIMIT 1",
            customer_id,
        )
    )


async def of_profile(profile_id: int, after: int, limit: int) -> list[int]:
    """The next active customers of a profile."""
    found = await db.typed(
        _Id,
        "SELECT id FROM customer WHERE billing_profile_id = $1 AND id > $2"
        f" AND status = 'active' ORDER BY id LIMIT {int(limit)}",
        profile_id,
        after,
    )
    return [row.id for row in found]


class Changed(NamedTuple):
    """A profile that charges by the day, and the last time that it was changed."""

    id: int
    change: int


async def profiles() -> list[Changed]:
    """The profiles that charge by the day."""
    return await db.typed(
        Changed,
        "SELECT f.id, COALESCE((SELECT MAX(a.id) FROM audit a WHERE a.subject = 'billing_profile'"
        " AND a.subject_id = f.id), 0) AS change FROM billing_profile f"
        f" WHERE f.cycle = '{NAME}' ORDER BY f.id",
    )

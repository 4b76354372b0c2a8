"""Statements about bill runs: whose month is billed, by whom it was missed, what it came to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from domain import db


async def last_customer() -> int:
    """The id of the newest customer; 0 where there is none."""
    return int(await db.value("SELECT COALESCE(MAX(id), 0) AS last FROM customer"))


class Profile(NamedTuple):
    """A billing profile, as a run needs it."""

    id: int
    cycle: str
    bill_day: int
    bill_hour: int
    due_days: int


async def profiles() -> list[Profile]:
    """Every billing profile."""
    return await db.typed(
        Profile, "SELECT id, cycle, bill_day, bill_hour, due_days FROM billing_profile ORDER BY id"
    )


class _Timezone(NamedTuple):
    timezone: str


async def timezones() -> list[str]:
    """By which clocks operators live."""
    found = await db.typed(_Timezone, "SELECT DISTINCT timezone FROM operator ORDER BY timezone")
    return [row.timezone for row in found]


class Sum(NamedTuple):
    """What bills come to in a currency."""

    currency: str
    amount: int


async def billed(run_id: int) -> list[Sum]:
    """What a run's bills come to."""
    return await db.typed(
        Sum,
        "SELECT currency, CAST(SUM(total_minor) AS BIGINT) AS amount FROM bill"
        " WHERE run_id = $1 GROUP BY currency",
        run_id,
    )


async def amounts(these: str) -> list[Sum]:
    """What the bills `b` of a condition come to."""
    return await db.typed(
        Sum,
        "SELECT b.currency, CAST(SUM(b.total_minor) AS BIGINT) AS amount FROM bill b"
        f" WHERE {these} GROUP BY b.currency",
    )


class Unbilled(NamedTuple):
    """A customer without a bill, and why."""

    id: int
    code: str
    name: str
    reason: str


_TOLD = " FROM told t JOIN customer c ON c.id = t.customer_id WHERE "


async def count_unbilled(reasons: str, which: str, values: Sequence[object]) -> int:
    """How many customers `c` there are with `t.reason`, a query, by a condition."""
    told = f"WITH told AS ({reasons})"
    return int(await db.value(f"{told} SELECT COUNT(*) AS customers{_TOLD}{which}", *values))


async def unbilled(
    reasons: str, which: str, values: Sequence[object], *, limit: int, offset: int
) -> list[Unbilled]:
    """The same customers, a page of them."""
    return await db.typed(
        Unbilled,
        f"WITH told AS ({reasons}) SELECT c.id, c.code, c.name, t.reason{_TOLD}{which}"
        f" ORDER BY c.id LIMIT {int(limit)} OFFSET {int(offset)}",
        *values,
    )


class Made(NamedTuple):
    """When a profile was made or changed first, and what it was before (JSON); None: made."""

    at: int
    before: str | None


async def made(profile_id: int) -> Made | None:
    """The first that is known of a billing profile."""
    return await db.typed_one(
        Made,
        "SELECT at, before FROM audit WHERE subject = 'billing_profile' AND subject_id = $1"
        " ORDER BY id LIMIT 1",
        profile_id,
    )


async def was_seen_to(job: str, profile_id: int, before: str) -> bool:
    """Whether a month of the profile was seen to before that period of the job."""
    return bool(
        await db.value(
            "SELECT 1 AS one FROM job_run WHERE name = $1 AND period LIKE $2 AND period < $3"
            " LIMIT 1",
            job,
            f"%:{profile_id}",
            before,
        )
    )


class Asked(NamedTuple):
    """A period of a job about which a person is asked, with its profile."""

    period: str
    id: int
    operator_id: int | None


async def asked(job: str, result: str) -> list[Asked]:
    """The periods of a job with this result, with their billing profiles."""
    return await db.typed(
        Asked,
        "SELECT j.period, f.id, f.operator_id FROM job_run j JOIN billing_profile f"
        " ON j.period LIKE '%:' || CAST(f.id AS TEXT)"
        " WHERE j.name = $1 AND j.result = $2 ORDER BY j.period, f.id",
        job,
        result,
    )


async def somebody_prorates() -> bool:
    """Whether a billing profile bills the first month from the day of joining."""
    return bool(await db.value("SELECT 1 AS one FROM billing_profile WHERE proration LIMIT 1"))


class Joined(NamedTuple):
    """A customer who has joined."""

    id: int
    joined_on: str


async def unbilled_since(
    timezone: str, days: tuple[str, str], cycles: Sequence[str], *, limit: int
) -> list[Joined]:
    """Those who joined from the first of the days to the last, on terms that prorate, and never
    had a bill for service, void or not."""
    return await db.typed(
        Joined,
        "SELECT c.id, c.joined_on FROM customer c JOIN operator o ON o.id = c.operator_id"
        " JOIN billing_profile f ON f.id = c.billing_profile_id"
        " JOIN package p ON p.id = c.package_id WHERE o.timezone = $1 AND c.status = 'active'"
        " AND NOT c.never_billed AND f.proration AND c.joined_on >= $2 AND c.joined_on <= $3"
        " AND p.currency = o.currency"
        f" AND f.cycle IN ({db.marks(len(cycles), after=3)})"
        " AND COALESCE(c.price_minor, p.price_minor) > c.discount_minor AND NOT EXISTS"
        " (SELECT 1 FROM bill b WHERE b.customer_id = c.id AND b.period <> '')"
        f" ORDER BY c.id LIMIT {int(limit)}",
        timezone,
        *days,
        *cycles,
    )

"""Statements about bills and their numbers, and credits of which a part comes back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from domain import db


async def keep_counters(operators_and_years: Iterable[tuple[int, int]]) -> None:
    """Keep the counters until the transaction ends, made where they are new."""
    await db.run_many(
        "INSERT INTO bill_counter (operator_id, year, given) VALUES ($1, $2, 0)"
        " ON CONFLICT (operator_id, year) DO UPDATE SET given = bill_counter.given",
        operators_and_years,
    )


class Meant(NamedTuple):
    """A bill that may be meant, and its number in its year."""

    id: int
    year: int
    serial: int


async def meant_by(text: str, serial: int, seen: str, values: Sequence[object]) -> list[Meant]:
    """The bills of this number, of this number in the newest year, or of the customer of this code,
    of customers `c` that are seen; values stand from $3 on."""
    return await db.typed(
        Meant,
        "SELECT b.id, b.year, b.serial FROM (SELECT id FROM bill WHERE number = $1"
        " UNION SELECT n.id FROM bill_counter k JOIN bill n ON n.operator_id = k.operator_id"
        " AND n.year = k.year AND n.serial = $2"
        " UNION SELECT n.id FROM customer w JOIN bill n ON n.customer_id = w.id"
        " WHERE w.code = $1) meant JOIN bill b ON b.id = meant.id"
        f" JOIN customer c ON c.id = b.customer_id WHERE {seen} ORDER BY b.id DESC",
        text,
        serial,
        *values,
    )


_FROM = (
    " FROM bill b JOIN customer c ON c.id = b.customer_id JOIN operator o ON o.id = b.operator_id"
    " JOIN package p ON p.id = c.package_id LEFT JOIN zone z ON z.id = c.zone_id WHERE "
)


class Row(NamedTuple):
    """A bill in a list; days are ISO text."""

    id: int
    number: str
    customer_id: int
    code: str
    name: str
    operator: str
    zone: str | None
    package: str
    period: str
    issued_on: str
    due_on: str
    currency: str
    total_minor: int
    paid_minor: int
    status: str


async def rows(where: str, values: Sequence[object]) -> list[Row]:
    """Bills `b` with their customers `c` by a condition, in the order that it ends with."""
    return await db.typed(
        Row,
        "SELECT b.id, b.number, b.customer_id, c.code, c.name, o.name AS operator,"
        " z.name AS zone, p.name AS package, b.period, b.issued_on, b.due_on, b.currency,"
        f" b.total_minor, b.paid_minor, b.status{_FROM}{where}",
        *values,
    )


class Total(NamedTuple):
    """What bills come to in a currency; void ones are counted, not summed."""

    currency: str
    bills: int
    total: int
    paid: int


async def totals(where: str, values: Sequence[object]) -> list[Total]:
    """What the bills of a condition come to."""
    live = "CASE WHEN b.status = 'void' THEN 0 ELSE 1 END"
    return await db.typed(
        Total,
        f"SELECT b.currency, COUNT(*) AS bills, CAST(SUM(b.total_minor * {live}) AS BIGINT)"
        f" AS total, CAST(SUM(b.paid_minor) AS BIGINT) AS paid{_FROM}{where}"
        " GROUP BY b.currency ORDER BY b.currency",
        *values,
    )


async def left_of(credit_id: int) -> int:
    """What of a credit no bill has taken."""
    return int(await db.value("SELECT left_minor FROM credit WHERE id = $1", credit_id))


async def give_back(credit_id: int, minor: int) -> None:
    """So much of the credit is advance again."""
    await db.run("UPDATE credit SET left_minor = left_minor + $1 WHERE id = $2", minor, credit_id)

"""A day of 100,000 prepaid customers charged, beside the same rows by bare INSERT ... SELECT."""

from __future__ import annotations

from datetime import timedelta

from domain import db
from domain.billing import prepaid
from domain.billing.states import PrepaidBill
from domain.fields import to_ms
from tests.bench import seeds
from tests.bench.frame import RUNS, Lab, Row, timed
from tests.bench.seeds import NOW

CUSTOMERS = 100_000
PAID_MINOR = 200_000  # it lasts: nobody is told that it runs out
AT, ENDS_AT = to_ms(NOW), to_ms(NOW + timedelta(days=1))


async def prepaid_isp() -> None:
    """An ISP whose customers have all paid, and whose day begins now; each day has a bill."""
    await seeds.an_isp(CUSTOMERS)
    await db.run("UPDATE billing_profile SET cycle = 'daily', prepaid_bill = 'day'")
    await db.run(
        "INSERT INTO credit (customer_id, operator_id, source, source_id, amount_minor, left_minor,"
        f" currency, made_at) SELECT id, operator_id, 'payment', id, {PAID_MINOR}, {PAID_MINOR},"
        f" 'BDT', {AT} FROM customer WHERE status = 'active' ORDER BY id"
    )
    await db.run(
        "INSERT INTO prepaid (customer_id, charged_until, look_at, unserved_minor,"
        f" unserved_net_minor) SELECT id, {AT}, {AT}, 0, 0 FROM customer WHERE status = 'active'"
        " ORDER BY id"
    )


async def recharged_isp() -> None:
    """The same where each recharge had a bill, and days are earned."""
    await prepaid_isp()
    await db.run(f"UPDATE billing_profile SET prepaid_bill = '{PrepaidBill.RECHARGE}'")
    await db.run("UPDATE credit SET left_minor = 0")
    await db.run(f"UPDATE prepaid SET unserved_minor = {PAID_MINOR}, unserved_net_minor = 190476")


async def whole_day() -> None:
    """The day as the scheduler charges it."""
    await prepaid.charge_due(NOW)


_BASE = "((2 * (p.price_minor - c.discount_minor) + 30) / 60)"
_VAT = f"(({_BASE} * f.vat_rate_bp + 5000) / 10000)"


def _served(is_billed: str, net: str) -> str:
    return (
        "INSERT INTO served_day (customer_id, operator_id, served_on, starts_at, ends_at,"
        " is_billed, total_minor, net_minor, currency, made_at) SELECT c.id, c.operator_id,"
        f" '2026-11-01', {AT}, {ENDS_AT}, {is_billed}, {_BASE} + {_VAT}, {net}, 'BDT', {AT}"
        " FROM customer c JOIN package p ON p.id = c.package_id"
        " JOIN billing_profile f ON f.id = c.billing_profile_id WHERE c.status = 'active'"
    )


def _entries(debit: str, credit: str, minor: str, cause: str, rows: str) -> str:
    return (
        "INSERT INTO entry (at, operator_id, debit, debit_of, credit, credit_of, amount_minor,"
        f" currency, cause, cause_id, reason) SELECT {AT}, b.operator_id, {debit}, {credit},"
        f" {minor}, 'BDT', '{cause}', {rows}"
    )


_GONE_ON = f"UPDATE prepaid SET charged_until = {ENDS_AT}, look_at = {ENDS_AT}"
BILLED = (
    _served("TRUE", _BASE),
    "INSERT INTO bill (operator_id, customer_id, number, year, serial, period, starts_on, ends_on,"
    " issued_on, due_on, currency, net_minor, vat_minor, total_minor, paid_minor, status,"
    " settled_at, made_at) SELECT operator_id, customer_id, 'N' || customer_id, 2026, customer_id,"
    " served_on, served_on, served_on, served_on, '2026-11-10', currency, net_minor,"
    f" total_minor - net_minor, total_minor, total_minor, 'paid', {AT}, {AT} FROM served_day",
    "INSERT INTO bill_line (bill_id, kind, label, amount_minor) SELECT b.id, 'package', p.name,"
    " b.net_minor FROM bill b JOIN customer c ON c.id = b.customer_id"
    " JOIN package p ON p.id = c.package_id",
    "INSERT INTO bill_line (bill_id, kind, label, amount_minor) SELECT b.id, 'vat', '',"
    " b.vat_minor FROM bill b WHERE b.vat_minor > 0",
    *(
        _entries(
            "'receivable', b.customer_id", f"'{account}', b.operator_id", f"b.{column}", "bill",
            f"b.id, '' FROM bill b WHERE b.{column} > 0",
        )
        for account, column in (("revenue", "net_minor"), ("vat", "vat_minor"))
    ),
    "INSERT INTO allocation (credit_id, bill_id, amount_minor, at) SELECT k.id, b.id,"
    f" b.total_minor, {AT} FROM bill b JOIN credit k ON k.customer_id = b.customer_id",
    _entries(
        "'advance', b.customer_id", "'receivable', b.customer_id", "a.amount_minor", "allocation",
        "a.id, '' FROM allocation a JOIN bill b ON b.id = a.bill_id",
    ),
    "UPDATE credit SET left_minor = left_minor - a.amount_minor FROM allocation a"
    " WHERE a.credit_id = credit.id",
    _GONE_ON,
)  # fmt: skip
EARNED = (
    _served(
        "FALSE",
        f"190476 - (2 * 190476 * ({PAID_MINOR} - {_BASE} - {_VAT}) + {PAID_MINOR})"
        f" / (2 * {PAID_MINOR})",
    ),
    _entries(
        "'deferred', b.customer_id", "'revenue', b.operator_id", "b.net_minor", "served",
        "b.id, '' FROM served_day b",
    ),
    f"{_GONE_ON}, unserved_minor = unserved_minor - d.total_minor,"
    " unserved_net_minor = unserved_net_minor - d.net_minor FROM served_day d"
    " WHERE d.customer_id = prepaid.customer_id",
)  # fmt: skip
SUMS = (
    "SELECT SUM(total_minor + net_minor) AS n FROM served_day",
    "SELECT SUM(paid_minor) AS n FROM bill",
    "SELECT SUM(amount_minor) AS n FROM bill_line",
    "SELECT COUNT(*) AS n FROM bill_line",
    "SELECT SUM(amount_minor) AS n FROM entry",
    "SELECT COUNT(*) AS n FROM entry",
    "SELECT SUM(amount_minor) AS n FROM allocation",
    "SELECT SUM(left_minor) AS n FROM credit",
    f"SELECT SUM(unserved_minor + unserved_net_minor) AS n FROM prepaid WHERE look_at = {ENDS_AT}",
    "SELECT COUNT(*) AS n FROM message",
)


async def _sums() -> list[int | None]:
    return [await db.value(statement) for statement in SUMS]


async def measure(lab: Lab) -> list[Row]:
    """In seconds for everybody, with a bill of each day and with one of each recharge."""
    rows: list[Row] = []
    for name, seed, statements in (
        ("prepaid_days", prepaid_isp, BILLED),
        ("prepaid_days_earned", recharged_isp, EARNED),
    ):
        pattern = await lab.pattern(seed)
        ours, bare = list[float](), list[float]()

        async def bare_rows(statements: tuple[str, ...] = statements) -> None:
            async with db.transaction():
                for statement in statements:
                    await db.run(statement)

        for _ in range(RUNS):
            async with lab.copy_of(pattern):
                bare.append(await timed(bare_rows))
                expected = await _sums()
            async with lab.copy_of(pattern):
                ours.append(await timed(whole_day))
                assert await _sums() == expected
        rows.append(Row(name, "s", ours, bare, "<= 1.5"))
    return rows

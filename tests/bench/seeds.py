"""Databases as big as an ISP's, filled by the database itself."""

from __future__ import annotations

from datetime import UTC, datetime

from domain import clock, db
from domain.billing.models import BillingProfile
from domain.customers.models import Package, Zone
from domain.staff.models import Operator

NOW = datetime(2026, 11, 1, 3, 0, tzinfo=UTC)
GIVEN = (
    "Abdul", "Abir", "Afsana", "Akash", "Alamgir", "Amena", "Anika", "Arif", "Asif", "Ayesha",
    "Babul", "Bilkis", "Delwar", "Dilara", "Emon", "Farhana", "Farid", "Fatema", "Golam", "Habib",
    "Halima", "Hasan", "Ibrahim", "Imran", "Jahanara", "Jamal", "Jasim", "Kamal", "Karim",
    "Khadija", "Liton", "Lutfor", "Mahbub", "Mamun", "Masud", "Mitu", "Monir", "Nadia", "Nasrin",
    "Nazmul", "Parvin", "Rafiq", "Rahim", "Rakib", "Rashed", "Razia", "Rokeya", "Rubel", "Sabina",
    "Sajib", "Salma", "Selim", "Shahin", "Shamim", "Sharmin", "Sohel", "Sultana", "Tanvir",
    "Tareq", "Yasmin", "Zahid",
)  # fmt: skip
FAMILY = (
    "Ahmed", "Akter", "Alam", "Ali", "Amin", "Bepari", "Begum", "Bhuiyan", "Biswas", "Chowdhury",
    "Das", "Gazi", "Haque", "Hossain", "Huda", "Islam", "Jahan", "Kabir", "Kazi", "Khan",
    "Khatun", "Majumder", "Mandal", "Matin", "Mia", "Miah", "Mollah", "Munshi", "Nahar", "Pasha",
    "Patwary", "Rahman", "Roy", "Saha", "Sarker", "Shaikh", "Sheikh", "Siddique", "Sikder",
    "Talukder", "Uddin", "Ullah", "Zaman",
)  # fmt: skip


def stand_still() -> None:
    """Let the clock show the first of a month, in the morning."""
    clock.use(lambda: NOW)


async def an_isp(customers: int) -> None:
    """An ISP with three resellers, VAT of 5 % for most, a few discounts and some who left."""
    stand_still()
    isp = await Operator.create(code="isp", name="Nagar Net", path="/1/")
    operators = [isp]
    for number in range(2, 5):
        operators.append(
            await Operator.create(
                code=f"op{number}", name=f"Operator {number}", parent_id=1, path=f"/1/{number}/"
            )
        )
    for number in range(20):
        await Zone.create(
            operator_id=operators[number % 4].id, code=f"zone{number}", name=f"Zone {number}"
        )
    for number, price in enumerate((80_000, 100_000, 120_000, 150_000), 1):
        await Package.create(
            code=f"package{number}", name=f"{number * 10} Mbps", price_minor=price, profile="10M"
        )
    await BillingProfile.create(code="taxed", name="Taxed", vat_rate_bp=500)
    await BillingProfile.create(code="plain", name="Plain")
    await _customers(customers)


async def _customers(customers: int) -> None:
    given = ", ".join(f"({number}, '{name}')" for number, name in enumerate(GIVEN))
    family = ", ".join(f"({number}, '{name}')" for number, name in enumerate(FAMILY))
    await db.run(
        f"""
        INSERT INTO customer (code, operator_id, zone_id, package_id, billing_profile_id,
          name, mobile, whatsapp, email, language, address, connection, username, ip, mac,
          discount_minor, exempt, status, joined_on, online_at)
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {customers}),
          given (k, name) AS (VALUES {given}), family (k, name) AS (VALUES {family})
        SELECT 'C' || CAST(1000000 + i AS TEXT), 1 + i % 4, 1 + i % 20, 1 + i % 4,
          CASE WHEN i % 10 = 0 THEN 2 ELSE 1 END, given.name || ' ' || family.name,
          '+8801' || CAST(700000000 + i AS TEXT), '', '', 'bn', 'House ' || i, 'pppoe',
          'user' || i, '', '', CASE WHEN i % 50 = 0 THEN 5000 ELSE 0 END, FALSE,
          CASE WHEN i % 100 = 99 THEN 'left' ELSE 'active' END, '2026-01-01', 0
        FROM n JOIN given ON given.k = (i * 7) % {len(GIVEN)}
        JOIN family ON family.k = (i * 13 + i / {len(GIVEN)}) % {len(FAMILY)}
        ORDER BY i"""
    )

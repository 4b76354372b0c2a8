"""What the database says of money, met with what the world knows of its causes."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from domain import db
from tests.world import reckoned
from tests.world.books import Books, Terms
from tests.world.town import Town

# What guests of the hotspot buy is held to by its own proof.
_GUESTS = (
    "(SELECT c.id FROM customer c JOIN billing_profile f ON f.id = c.billing_profile_id"
    " WHERE f.cycle = 'hotspot')"
)
_PAYMENTS = (
    "SELECT id, customer_id, amount_minor, refunded_minor, status, gateway_id, txn_id, note"
    f" FROM payment WHERE customer_id NOT IN {_GUESTS} ORDER BY id"
)
_BILLS = (
    "SELECT id, customer_id, total_minor, vat_minor, period, status FROM bill b WHERE NOT EXISTS"
    " (SELECT 1 FROM package_change_part p WHERE p.bill_id = b.id)"
    f" AND customer_id NOT IN {_GUESTS} ORDER BY id"
)
_CHARGES = "SELECT id, customer_id, label, amount_minor, bill_id FROM charge ORDER BY id"
_ADVANCES = (
    "SELECT k.id, k.customer_id, c.code, k.amount_minor FROM credit k"
    " JOIN customer c ON c.id = k.customer_id WHERE k.source = 'opening' ORDER BY k.id"
)
_TERMS = (
    "SELECT c.code, COALESCE(c.price_minor, p.price_minor) AS price, c.discount_minor AS discount,"
    " f.vat_rate_bp AS vat_bp FROM customer c JOIN package p ON p.id = c.package_id"
    " JOIN billing_profile f ON f.id = c.billing_profile_id WHERE c.id = $1"
)
_BALANCES = (
    "SELECT c.id, c.code,"
    " (SELECT COALESCE(SUM(b.total_minor - b.paid_minor), 0) FROM bill b"
    "  WHERE b.customer_id = c.id AND b.status IN ('unpaid', 'partial')) AS due,"
    " (SELECT COALESCE(SUM(k.left_minor), 0) FROM credit k WHERE k.customer_id = c.id) AS advance,"
    " {receivable} AS owed, {advance} AS ahead FROM customer c"
    f" WHERE c.id NOT IN {_GUESTS} ORDER BY c.id"
)


def _moved(account: str, sign: str) -> str:
    return (
        f"({sign}(SELECT COALESCE(SUM(e.amount_minor), 0) FROM entry e"
        f" WHERE e.debit = '{account}' AND e.debit_of = c.id)"
        f" - {sign}(SELECT COALESCE(SUM(e.amount_minor), 0) FROM entry e"
        f" WHERE e.credit = '{account}' AND e.credit_of = c.id))"
    )


_BALANCES = _BALANCES.format(receivable=_moved("receivable", "+"), advance=_moved("advance", "-"))


async def meet(town: Town) -> None:
    """Let the model of the books take in what is new; each fact must have a cause."""
    await _meet_charges(town)
    await _meet_bills(town)
    await reckoned.meet(town)
    await _meet_money(town)


async def _meet_charges(town: Town) -> None:
    books = town.books
    known = {charge for some in books.waiting.values() for charge in some}
    known |= {charge for some in books.on_bill.values() for charge in some}
    found = await db.rows(_CHARGES)
    for some in books.waiting.values():
        for gone in (some.keys() & books.dropped) - {row["id"] for row in found}:
            some.pop(gone)
    for row in found:
        if row["id"] not in known:
            books.meet_charge(row["id"], row["customer_id"], row["label"], row["amount_minor"])


async def _meet_bills(town: Town) -> None:
    books = town.books
    for row in await db.rows(_BILLS):
        bill, customer = row["id"], row["customer_id"]
        if row["status"] == "void":
            if bill in books.billed[customer]:
                books.meet_void(bill, customer)
        elif bill not in books.billed[customer]:
            terms = Terms(**await _terms(customer))
            if await _is_typed(books, row):
                books.billed[customer][bill] = row["total_minor"]
                continue
            books.meet_bill(bill, customer, row["period"], row["total_minor"], terms)
            if row["period"]:
                books.running[bill] = _running(row, terms)


async def _is_typed(books: Books, row: dict[str, Any]) -> bool:
    """Whether somebody had it made of what they typed."""
    label = await db.value("SELECT label FROM bill_line WHERE bill_id = $1 LIMIT 1", row["id"])
    return books.typed.get(label) == row["total_minor"] - row["vat_minor"]


def _running(row: dict[str, Any], terms: Terms) -> reckoned.Running:
    month, net = date.fromisoformat(f"{row['period']}-01"), max(terms.price - terms.discount, 0)
    base = row["total_minor"] - row["vat_minor"]
    part = Fraction(row["vat_minor"] * net, base) if base else Fraction(0)
    return reckoned.Running(month, month, net, reckoned.half_up(part))


async def _terms(customer: int) -> dict[str, Any]:
    found = await db.one(_TERMS, customer)
    assert found is not None
    return found


async def _meet_money(town: Town) -> None:
    books = town.books
    for row in await db.rows(_PAYMENTS):
        name, customer = f"payment {row['id']}", row["customer_id"]
        known = name in books.received[customer]
        if row["status"] == "reversed":
            if known:
                books.meet_reversal(row["id"], customer)
            else:
                assert row["id"] in books.reversals, f"{name} came and went without a cause"
        elif not known:
            cause = row["txn_id"] if row["gateway_id"] else row["note"]
            books.meet_money(name, cause, customer, row["amount_minor"])
        if row["refunded_minor"] and row["status"] != "reversed":
            amounts = row["amount_minor"], row["refunded_minor"]
            books.meet_back(row["id"], customer, *amounts)
    for row in await db.rows(_ADVANCES):
        if row["id"] not in town.told.advances:
            town.told.advances.add(row["id"])
            books.meet_advance(row["customer_id"], row["code"], row["amount_minor"])


async def assert_the_books_agree(town: Town) -> None:
    """Bills, credits and ledger of everybody come to what the model says, to the unit."""
    for row in await db.rows(_BALANCES):
        said = (row["due"], row["advance"], row["owed"], row["ahead"])
        due, ahead = town.books.due(row["id"]), town.books.advance(row["id"])
        assert said == (due, ahead, due, ahead), f"{row['code']} has {said}, not {(due, ahead)}"

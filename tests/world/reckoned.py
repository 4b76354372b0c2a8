"""What changes of package come to, counted day by day beside the product."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from domain import db
from tests.world.books import Books, Terms
from tests.world.town import Town

_CHANGES = (
    "SELECT h.id, h.customer_id, h.from_on, h.status, n.price_minor AS price,"
    " c.code, c.discount_minor AS discount, f.vat_rate_bp AS vat_bp FROM package_change h"
    " JOIN package n ON n.id = h.new_id JOIN customer c ON c.id = h.customer_id"
    " JOIN billing_profile f ON f.id = c.billing_profile_id ORDER BY h.id"
)
_BILLS = (
    "SELECT b.id, b.total_minor FROM package_change_part p JOIN bill b ON b.id = p.bill_id"
    " WHERE p.change_id = $1"
)
_NOTES = (
    "SELECT n.id, n.total_minor FROM package_change_part p JOIN credit_note n ON n.id = p.note_id"
    " WHERE p.change_id = $1"
)


_OFF = (
    "SELECT id, customer_id, bill_id, net_minor, vat_minor, total_minor, withdrawn_at"
    " FROM credit_note WHERE change_id IS NULL ORDER BY id"
)


def half_up(exact: Fraction) -> int:
    return int(exact + Fraction(1, 2))


@dataclass(frozen=True, slots=True)
class Running:
    """What the days of a month from `first_on` on are billed for."""

    month: date
    first_on: date
    net: int
    vat: int
    is_bill: bool = True  # and not what a change charged

    @property
    def days(self) -> int:
        return monthrange(self.month.year, self.month.month)[1]

    def less(self, off: Iterable[tuple[int, int]]) -> Running:
        """What credit notes left of it, where it stands on a bill."""
        if not self.is_bill:
            return self
        net, vat = (sum(amounts) for amounts in zip((0, 0), *off, strict=True))
        return replace(self, net=max(self.net - net, 0), vat=max(self.vat - vat, 0))

    def changed(self, on: date, terms: Terms) -> tuple[Running, int]:
        """What the rest of the month is billed for then, and by how much more."""
        first = max(self.first_on, on)
        left = self.days - first.day + 1
        part = Fraction(left, self.days - self.first_on.day + 1)
        back = half_up(self.net * part) + half_up(self.vat * part)
        net = half_up(Fraction(max(terms.price - terms.discount, 0) * left, self.days))
        vat = (net * terms.vat_bp + 5_000) // 10_000
        after = replace(self, first_on=first, net=net, vat=vat, is_bill=False)
        return after, after.net + after.vat - back


async def meet(town: Town) -> None:
    """Each note and change comes to what it should; what was taken back comes to nothing."""
    for row in await db.rows(_OFF):
        _meet_note(town.books, row)
    for row in await db.rows(_CHANGES):
        known = row["id"] in town.books.changes
        if row["status"] == "taken_back":
            if known:
                await _forget(town.books, row["id"], row["customer_id"])
        elif not known:
            terms = Terms(row["code"], row["price"], row["discount"], row["vat_bp"])
            await _take_in(town.books, row["id"], row["customer_id"], row["from_on"], terms)


def _meet_note(books: Books, row: dict[str, Any]) -> None:
    note, bill, received = row["id"], row["bill_id"], books.received[row["customer_id"]]
    if row["withdrawn_at"] is not None:
        received.pop(f"note {note}", None)
        books.off[bill].pop(note, None)
    elif note not in books.off[bill]:
        assert (bill, row["total_minor"]) in books.noted, f"nobody gave note {note}"
        received[f"note {note}"] = row["total_minor"]
        books.off[bill][note] = (row["net_minor"], row["vat_minor"])


async def _take_in(books: Books, change: int, customer: int, on: str, terms: Terms) -> None:
    day, more, before = date.fromisoformat(on), 0, {}
    for bill, (whose, period) in books.months.items():
        if whose == customer and period and period >= on[:7]:
            before[bill] = books.running[bill]
            runs = before[bill].less(books.off[bill].values())
            books.running[bill], by = runs.changed(day, terms)
            more += by
    books.changes[change] = before
    for row in await db.rows(_BILLS, change):
        books.billed[customer][row["id"]] = row["total_minor"]
        more -= row["total_minor"]
    for row in await db.rows(_NOTES, change):
        books.received[customer][f"note {row['id']}"] = row["total_minor"]
        more += row["total_minor"]
    assert more == 0, f"change {change} is {more} off"


async def _forget(books: Books, change: int, customer: int) -> None:
    books.running.update(books.changes.pop(change))
    for row in await db.rows(_BILLS, change):
        books.billed[customer].pop(row["id"])
    for row in await db.rows(_NOTES, change):
        books.received[customer].pop(f"note {row['id']}")

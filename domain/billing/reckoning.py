"""What a change of package comes to for the days that are billed already, booked span by span."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from domain.billing import counters, covering, noting, proration, single
from domain.billing.covering import Billed
from domain.billing.models import (
    Bill,
    BillingProfile,
    CreditNote,
    PackageChange,
    PackageChangePart,
    VatMode,
)
from domain.billing.proration import Covered, Difference, Worth
from domain.billing.states import LineKind
from domain.calendar import Span
from domain.customers.models import Customer, Package
from domain.money import Money


class Shown(NamedTuple):
    """What a person has seen and agreed to: from which package, on which day, for how much more."""

    old_id: int
    on: date
    more_minor: int


@dataclass(frozen=True, slots=True)
class PartView:
    """One billed span: what was billed for which days, what of it is left, what the rest costs."""

    billed: Covered
    price: Money
    rest: Span
    back: Worth
    charge: Worth

    @property
    def left(self) -> int:
        """How many days are left."""
        return proration.days_of(self.rest)


class Paper(NamedTuple):
    """A bill or credit note that a change made."""

    id: int
    number: str
    total: Money
    due_on: date | None  # of a bill


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A change of package, line by line; `own_price` ended with the old one."""

    id: int
    customer_id: int
    old: str
    new: str
    shown: Shown
    price: Money
    discount: Money
    own_price: Money | None
    parts: Sequence[PartView]
    bills: Sequence[Paper]
    notes: Sequence[Paper]


@dataclass(frozen=True, slots=True)
class Reckoning:
    """Books what a change comes to, one billed span after the other."""

    row: PackageChange
    customer: Customer
    old: Package
    new: Package
    profile: BillingProfile
    now: datetime
    parts: list[PartView] = field(default_factory=list)
    bills: list[Paper] = field(default_factory=list)
    notes: list[Paper] = field(default_factory=list)

    async def go_through(self) -> ChangeView:
        """Book all that is billed from the day of the change on."""
        # Bills' numbers before those of notes, whatever is made first: nobody waits in a circle.
        await counters.lock([(self.row.operator_id, self.row.from_on.year)])
        for billed in await covering.of(self.customer.id, self.row.from_on):
            await self._book(billed)
        more = sum(each.total.minor for each in self.bills)
        more -= sum(each.total.minor for each in self.notes)
        own = self.row.own_price_minor
        return ChangeView(
            id=self.row.id,
            customer_id=self.customer.id,
            old=self.old.name,
            new=self.new.name,
            shown=Shown(self.old.id, self.row.from_on, more),
            price=self._price,
            discount=Money(self.new.price_minor, self.new.currency) - self._price,
            own_price=None if own is None else Money(own, self.old.currency),
            parts=self.parts,
            bills=self.bills,
            notes=self.notes,
        )

    @property
    def _price(self) -> Money:
        """What the new package costs the customer: their discount is never more than it."""
        price = max(self.new.price_minor - self.customer.discount_minor, 0)
        return Money(price, self.new.currency)

    async def _book(self, billed: Billed) -> None:
        """Give back what is left of the span, and charge what its rest costs now."""
        covered = billed.covered
        rest = Span(covered.first_left(self.row.from_on), covered.span.ends_on)
        back = covered.rest(rest.starts_on)
        charge = proration.rest_of_price(
            self._price, covered.span, rest.starts_on, self.profile.vat_rate_bp,
            is_within=self.profile.vat_mode is VatMode.INCLUSIVE,
        )  # fmt: skip
        self.parts.append(PartView(covered, self._price, rest, back, charge))
        amount, noted = proration.booked(back, charge)
        lines = self._lines(charge, None if noted else back)
        bill = await self._bill(amount, rest, lines) if amount else None
        note = await self._note(noted, billed.bill_id) if noted else None
        await PackageChangePart.create(
            change_id=self.row.id,
            span_bill_id=billed.bill_id,
            starts_on=rest.starts_on,
            ends_on=rest.ends_on,
            back_minor=back.amount.minor,
            back_vat_minor=back.vat.minor,
            back_within=back.is_within,
            charge_minor=charge.amount.minor,
            charge_vat_minor=charge.vat.minor,
            charge_within=charge.is_within,
            bill_id=bill.id if bill else None,
            note_id=note.id if note else None,
        )

    def _lines(self, charge: Worth, back: Worth | None) -> list[single.Line]:
        """What stands on the bill; what comes `back` is none where a credit note gives it."""
        lines, vat = [single.Line(LineKind.PACKAGE, self.new.name, charge.amount)], charge.on_top
        if back is not None:
            lines.append(single.Line(LineKind.PRORATION, self.old.name, -back.amount))
            vat -= back.on_top
        return [*lines, single.Line(LineKind.VAT, "", vat)] if vat else lines

    async def _bill(self, amount: Difference, rest: Span, lines: Sequence[single.Line]) -> Bill:
        draft = single.Draft(self.customer, rest, lines, amount.net, amount.vat)
        bill = await single.write(draft, self.now, self.row.staff_id)
        total = Money(bill.total_minor, bill.currency)
        self.bills.append(Paper(bill.id, bill.number, total, bill.due_on))
        return bill

    async def _note(self, amount: Difference, bill_id: int) -> CreditNote:
        bill, staff_id = await Bill.get(id=bill_id), self.row.staff_id
        note = await noting.write(bill, amount, self.now, staff_id=staff_id, change_id=self.row.id)
        self.notes.append(Paper(note.id, note.number, amount.total, None))
        return note

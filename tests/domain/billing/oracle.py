"""A bill computed as a person would on paper: what the engine is held to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.billing.states import LineKind
from domain.money import Money, total

WHOLE = 10_000  # basis points


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a bill; an empty label is the kind's own."""

    kind: LineKind
    label: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Vat:
    """The rate in basis points (500 is 5 %), and whether prices hold the VAT already."""

    rate_bp: int = 0
    inclusive: bool = False

    def split(self, amount: Money) -> tuple[Money, Money]:
        """Net and VAT of what the lines add up to; together they are what the customer owes."""
        if self.inclusive:
            contained = amount.share(self.rate_bp, WHOLE + self.rate_bp)
            return amount - contained, contained
        return amount, amount.share(self.rate_bp, WHOLE)


@dataclass(frozen=True, slots=True)
class Computed:
    """A bill before it has a number: its lines add up to `net + vat`."""

    lines: tuple[Line, ...]
    net: Money
    vat: Money

    @property
    def total(self) -> Money:
        """What the customer owes."""
        return self.net + self.vat


def compute(lines: Sequence[Line], vat: Vat) -> Computed:
    """The bill of these lines; VAT on top becomes a line of its own, contained VAT does not."""
    currency = lines[0].amount.currency if lines else ""
    amount = total((line.amount for line in lines), currency)
    net, tax = vat.split(amount)
    if tax and not vat.inclusive:
        lines = [*lines, Line(LineKind.VAT, "", tax)]
    return Computed(tuple(lines), net, tax)

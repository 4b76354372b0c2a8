"""A model of the books: who owes what, in plain Python, from what happened in the world."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

Told = set[tuple[int, int]]  # whose money it is, and how much


@dataclass(frozen=True, slots=True)
class Terms:
    """What decides about a customer's bill."""

    code: str
    price: int
    discount: int = 0
    vat_bp: int = 0

    def bill(self, charges: int) -> int:
        """What a month costs, with VAT rounded half up."""
        net = max(self.price - self.discount, 0) + charges
        return net + (net * self.vat_bp + 5_000) // 10_000


@dataclass
class Books:
    """Money by cause. What may have happened is announced; what has, is met once."""

    billed: dict[int, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    received: dict[int, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    waiting: dict[int, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    on_bill: dict[int, dict[int, int]] = field(default_factory=dict)  # bill -> its charges
    months: dict[int, tuple[int, str]] = field(default_factory=dict)  # bill -> whose, of when
    money: dict[str, Told] = field(default_factory=lambda: defaultdict(set))
    charges: dict[str, int] = field(default_factory=dict)
    dropped: set[int] = field(default_factory=set)  # charges that somebody let go
    reversals: set[int] = field(default_factory=set)
    backs: dict[int, int] = field(default_factory=lambda: defaultdict(int))  # asked for
    voids: set[int] = field(default_factory=set)
    noted: set[tuple[int, int]] = field(default_factory=set)  # bill, amount: announced notes
    off: dict[int, dict[int, tuple[int, int]]] = field(default_factory=lambda: defaultdict(dict))
    typed: dict[str, int] = field(default_factory=dict)  # what bills of their own are for
    running: dict[int, Any] = field(default_factory=dict)  # bill -> what its days are billed for
    changes: dict[int, dict[int, Any]] = field(default_factory=dict)  # -> what ran before
    openings: set[tuple[str, int]] = field(default_factory=set)  # by code: what files name

    def due(self, customer: int) -> int:
        """What is billed and not paid."""
        return max(self._balance(customer), 0)

    def advance(self, customer: int) -> int:
        """What is paid and not billed."""
        return max(-self._balance(customer), 0)

    def _balance(self, customer: int) -> int:
        return sum(self.billed[customer].values()) - sum(self.received[customer].values())

    def meet_charge(self, charge: int, customer: int, label: str, minor: int) -> None:
        """A charge that waits for the next bill."""
        assert self.charges.get(label) == minor, f"nobody charged {label}"
        self.waiting[customer][charge] = minor

    def meet_bill(self, bill: int, customer: int, period: str, total: int, terms: Terms) -> None:
        """A month, with all that waits; or an old debt, which has no period."""
        assert (customer, period) not in self.months.values(), f"{period!r} is billed twice"
        if period:
            self.on_bill[bill] = self.waiting.pop(customer, {})
            expected = terms.bill(sum(self.on_bill[bill].values()))
            assert total == expected, f"bill {bill} is over {total}, not {expected}"
        else:
            assert (terms.code, total) in self.openings, f"bill {bill} has no cause"
        self.months[bill] = (customer, period)
        self.billed[customer][bill] = total

    def meet_void(self, bill: int, customer: int) -> None:
        """A bill that was taken back; its charges wait again."""
        assert bill in self.voids, f"nobody took bill {bill} back"
        self.billed[customer].pop(bill)
        self.months.pop(bill, None)
        self.waiting[customer].update(self.on_bill.pop(bill, {}))

    def meet_money(self, name: str, cause: str, customer: int, minor: int) -> None:
        """Money in the books; `cause` is what it was announced by."""
        told = self.money.get(cause, set())
        assert (customer, minor) in told, f"{name}: {cause!r} brought {told}, not {minor}"
        self.received[customer][name] = minor

    def meet_back(self, payment: int, customer: int, minor: int, back: int) -> None:
        """How much of a payment went back by the gateway."""
        assert back <= self.backs[payment], f"nobody gave back {back} of payment {payment}"
        self.received[customer][f"payment {payment}"] = minor - back

    def meet_advance(self, customer: int, code: str, minor: int) -> None:
        """What was paid ahead elsewhere, as a file has it; once."""
        assert (code, minor) in self.openings, f"{code} brought no {minor}"
        assert "advance" not in self.received[customer], f"{code} brought an advance twice"
        self.received[customer]["advance"] = minor

    def meet_reversal(self, payment: int, customer: int) -> None:
        """Money that was taken out again."""
        assert payment in self.reversals, f"nobody reversed payment {payment}"
        self.received[customer].pop(f"payment {payment}")

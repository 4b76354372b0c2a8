"""A printer whose papers are their facts."""

from __future__ import annotations

from collections.abc import Sequence

from domain.ports import (
    ChartFacts,
    InvoiceFacts,
    NoteFacts,
    ReceiptFacts,
    StatementFacts,
    VoucherSheet,
)
from gateways.papers import logos

Printed = InvoiceFacts | NoteFacts | ReceiptFacts | StatementFacts | VoucherSheet


class Printer:
    """Keeps what it was to print."""

    def __init__(self) -> None:
        self.printed: list[Printed] = []
        self.charts: list[ChartFacts] = []

    async def invoice(self, facts: InvoiceFacts) -> bytes:
        return self._print(facts)

    async def receipt(self, facts: ReceiptFacts) -> bytes:
        return self._print(facts)

    async def note(self, facts: NoteFacts) -> bytes:
        return self._print(facts)

    async def statement(self, facts: StatementFacts) -> bytes:
        return self._print(facts)

    async def chart(self, charts: Sequence[ChartFacts]) -> bytes:
        self.charts += charts
        return b"PNG"

    async def logo(self, content: bytes) -> str:
        return await logos.made_of(content)

    async def vouchers(self, sheet: VoucherSheet) -> bytes:
        return self._print(sheet)

    def _print(self, what: Printed) -> bytes:
        self.printed.append(what)
        return f"%PDF {type(what).__name__}".encode()

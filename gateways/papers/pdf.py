"""Papers as PDF, charts as PNG, made by processes of their own: a page would hold up all else."""

from __future__ import annotations

import asyncio
import hashlib
import multiprocessing
import os
import re
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from domain.ports import (
    ChartFacts,
    InvoiceFacts,
    NoteFacts,
    ReceiptFacts,
    StatementFacts,
    Texts,
    VoucherSheet,
)
from gateways.papers import fonts, logos, sheets, worker

TEMPLATES = Path(__file__).parent / "templates"
KEPT_BYTES = 32_000_000
DOCUMENTS_A_PROCESS = 500
Work = Callable[[str], bytes]
_BETWEEN_TAGS = re.compile(r">\s+<")  # no element of ours needs it, and each would become a box


class PdfPapers:
    """`domain.ports.Papers`; the processes start with the first paper. Close it at the end.

    Raises `fonts.FontBroken` when the bundled fonts are not whole.
    """

    def __init__(self, texts: Texts, *, processes: int | None = None) -> None:
        self._texts = texts
        self._processes = processes or min(os.cpu_count() or 1, 4)
        self._css = fonts.css() + (TEMPLATES / "paper.css").read_text(encoding="utf-8")
        self._templates = Environment(
            loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined
        )
        self._pool: ProcessPoolExecutor | None = None
        self._asked = 0
        self._kept: OrderedDict[bytes, bytes] = OrderedDict()
        self._kept_bytes = 0
        self._under_way: dict[bytes, asyncio.Future[bytes]] = {}

    async def invoice(self, facts: InvoiceFacts) -> bytes:
        """The invoice as PDF, A4."""
        return await self._make("invoice.html", sheets.invoice(facts, self._texts))

    async def receipt(self, facts: ReceiptFacts) -> bytes:
        """The receipt as PDF, A5."""
        return await self._make("receipt.html", sheets.receipt(facts, self._texts))

    async def note(self, facts: NoteFacts) -> bytes:
        """The credit note as PDF, A4."""
        return await self._make("note.html", sheets.note(facts, self._texts))

    async def statement(self, facts: StatementFacts) -> bytes:
        """The statement of account as PDF, A4, as many pages as it takes."""
        return await self._make("statement.html", sheets.statement(facts, self._texts))

    async def chart(self, charts: Sequence[ChartFacts]) -> bytes:
        """The figures as one PNG: a page of the same fonts, drawn."""
        return await self._make("chart.html", sheets.chart(charts, self._texts), _draw)

    async def logo(self, content: bytes) -> str:
        """A picture that somebody sent, as an issuer's logo; raises `PictureNotReadable`."""
        return await logos.made_of(content)

    async def vouchers(self, sheet: VoucherSheet) -> bytes:
        """The sheets of a lot as PDF, A4: kept nowhere, since their PINs are to be seen once."""
        return await self._ask(self._html("vouchers.html", sheets.vouchers(sheet, self._texts)))

    async def close(self) -> None:
        """End the processes; what is being made is finished first."""
        pool, self._pool = self._pool, None
        if pool is not None:
            await asyncio.to_thread(pool.shutdown, wait=True, cancel_futures=True)

    async def _make(
        self, template: str, values: Mapping[str, object], work: Work | None = None
    ) -> bytes:
        html = self._html(template, values)
        key = hashlib.sha256(html.encode()).digest()
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        if key not in self._under_way:
            self._under_way[key] = self._ask(html, work)
            self._under_way[key].add_done_callback(lambda made: self._keep(key, made))
        try:
            # Several may wait for the same paper; one who goes away must not take it from the rest.
            return await asyncio.shield(self._under_way[key])
        except BrokenProcessPool:
            return await self._ask(html, work)

    def _html(self, template: str, values: Mapping[str, object]) -> str:
        return _BETWEEN_TAGS.sub("><", self._templates.get_template(template).render(values))

    def _ask(self, html: str, work: Work | None = None) -> asyncio.Future[bytes]:
        try:
            return asyncio.wrap_future(self._processes_now().submit(work or _render, html))
        except BrokenProcessPool:  # a process died meanwhile; the pool is of no more use
            self._pool = None
            return asyncio.wrap_future(self._processes_now().submit(work or _render, html))

    def _processes_now(self) -> ProcessPoolExecutor:
        # The pool's own max_tasks_per_child stops for ever when several papers wait (CPython 3.11
        # and 3.12), so the pool is replaced as a whole; the old one ends with what it has.
        if self._pool is not None and self._asked >= DOCUMENTS_A_PROCESS * self._processes:
            self._pool.shutdown(wait=False)
            self._pool = None
        if self._pool is None:
            self._asked = 0
            self._pool = ProcessPoolExecutor(
                self._processes,
                mp_context=multiprocessing.get_context("spawn"),
                initializer=worker.prepare,
                initargs=(self._css, *fonts.sample()),
            )
        self._asked += 1
        return self._pool

    def _keep(self, key: bytes, made: asyncio.Future[bytes]) -> None:
        self._under_way.pop(key, None)
        if made.cancelled() or made.exception() is not None:
            return
        self._kept[key] = made.result()
        self._kept_bytes += len(made.result())
        while self._kept_bytes > KEPT_BYTES:
            _, oldest = self._kept.popitem(last=False)
            self._kept_bytes -= len(oldest)


def _render(html: str) -> bytes:
    return worker.render(html)


def _draw(html: str) -> bytes:
    return worker.draw(html)

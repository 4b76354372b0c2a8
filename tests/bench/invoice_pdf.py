"""Invoices as PDF: each beside WeasyPrint with the same page in a warm process, and its memory."""

from __future__ import annotations

import resource
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context

from gateways.papers import fonts, sheets, worker
from gateways.papers.pdf import PdfPapers
from locales.catalog import Catalog
from tests.bench.frame import RUNS, Lab, Row
from tests.gateways.papers.samples import BENGALI_INVOICE, INVOICE

ENGINES = ("none",)
EACH_RUN = 30
MANY = 1000
WARM = 100


def _bare(html: str) -> float:
    """Seconds for a page, by the library alone."""
    start = time.perf_counter()
    worker.render(html)
    return time.perf_counter() - start


def _peak() -> int:
    """The most memory that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


async def measure(lab: Lab) -> list[Row]:
    papers = PdfPapers(Catalog(strict=True), processes=1)
    ours: list[float] = []
    bare: list[float] = []
    with ProcessPoolExecutor(
        1, get_context("spawn"), worker.prepare, (papers._css, *fonts.sample())
    ) as library:
        for run in range(-1, RUNS):
            start, limit = time.perf_counter(), 0.0
            for number in range(EACH_RUN):
                sample = (INVOICE, BENGALI_INVOICE)[number % 2]
                facts = replace(sample, number=f"NORTH-{run}-{number:06d}")
                html = papers._templates.get_template("invoice.html").render(
                    sheets.invoice(facts, papers._texts)
                )
                begun = time.perf_counter()
                limit += library.submit(_bare, html).result()
                start += time.perf_counter() - begun
                await papers.invoice(facts)
            if run >= 0:  # the one before warms both up
                ours.append((time.perf_counter() - start) / EACH_RUN * 1000)
                bare.append(limit / EACH_RUN * 1000)
    pool = papers._processes_now()
    before = 0
    for number in range(MANY):
        await papers.invoice(replace(BENGALI_INVOICE, number=f"MANY-{number:06d}"))
        if number == WARM:
            before = pool.submit(_peak).result()
    after = papers._processes_now().submit(_peak).result()
    await papers.close()
    return [
        Row("invoice_pdf", "ms", ours, bare, "<= 1.3"),
        Row("invoice_pdf_time", "ms", ours, [60.0] * RUNS, "<= 1"),
        Row("invoice_pdf_memory_1000", "KiB", [float(after)], [float(before)], "<= 1.15"),
    ]

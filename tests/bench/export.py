"""100,000 bills as XLSX: beside the library alone writing the same rows, and memory as it grows."""

from __future__ import annotations

import asyncio
import multiprocessing
import re
import resource
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from datetime import date
from pathlib import Path

from xlsxwriter import Workbook

from domain import db
from domain.billing.finding import BillFilter
from domain.ports.lists import Form, Kind, Listed
from domain.reports import lists
from domain.staff import people
from domain.staff.rights import Actor
from gateways.papers.lists import ListFiles, _plain
from locales.catalog import Catalog
from tests.bench import seeds
from tests.bench.frame import RUNS, Lab, Row, timed

BILLS = 100_000
_BILL = """
    INSERT INTO bill (operator_id, customer_id, number, year, serial, period, starts_on, ends_on,
      issued_on, due_on, currency, net_minor, vat_minor, total_minor, paid_minor, status, made_at)
    SELECT operator_id, id, 'ISP-2026-' || CAST(1000000 + id AS TEXT), 2026, id, '2026-11',
      '2026-11-01', '2026-11-30', '2026-11-01', '2026-11-10', 'BDT', 100000 + id % 997, 0,
      100000 + id % 997, 0, 'unpaid', 0 FROM customer"""


def _alone(path: str, kinds: Sequence[str], rows: Sequence[Sequence[str | None]]) -> float:
    """Seconds that the library takes for rows that are there, in a process as warm as may be."""
    start = time.perf_counter()
    with Workbook(path, {"constant_memory": True}) as book:
        sheet, zero = book.add_worksheet(), date(1899, 12, 30).toordinal()
        forms = {
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
            "amount": book.add_format({"num_format": "#,##0.00"}),
        }
        for number, row in enumerate(rows):
            for column, (cell, kind) in enumerate(zip(row, kinds, strict=True)):
                if not cell:
                    continue
                if kind == "day":
                    on = date.fromisoformat(cell).toordinal() - zero
                    sheet.write_number(number, column, on, forms[kind])
                elif kind == "amount":
                    sheet.write_number(number, column, float(cell), forms[kind])
                else:
                    sheet.write_string(number, column, cell)
    return time.perf_counter() - start


async def _rows(listed: Listed, say: Catalog) -> list[list[str | None]]:
    kinds = [column.kind for column in listed.columns]
    return [
        _plain(row, kinds, lambda key: say.t("en", key))
        async for page in listed.pages
        for row in page
    ]


class _Watch:
    """The most memory, in MiB, that this process has had, and that one has had that it started."""

    def __init__(self) -> None:
        self._others = 0.0

    async def while_going_on(self) -> None:
        while True:
            self._look_around()
            await asyncio.sleep(0.05)

    def _look_around(self) -> None:
        for listed in Path("/proc/self/task").glob("*/children"):
            with suppress(OSError):
                for pid in listed.read_text().split():
                    found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
                    self._others = max(self._others, int(found[1]) / 1024 if found else 0.0)

    @property
    def peak(self) -> float:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 + self._others


async def measure(lab: Lab) -> list[Row]:
    async with lab.copy_of(await lab.pattern(_seed)):
        texts, reader = Catalog(), await people.reader_of(1)
        files = ListFiles(texts)
        with tempfile.TemporaryDirectory(prefix="netkhata-export-") as folder:
            to = Path(folder) / "bills.xlsx"
            few = await _grown(files, reader, BillFilter(zone_id=4), to)
            many = await _grown(files, reader, BillFilter(), to)
            ours, alone = await _times(files, texts, reader, to)
    return [
        Row("export_bills_100000", "s", ours, alone, "<= 1.5"),
        Row("export_memory", "MiB", [many], [few], "<= 1.3"),
    ]


async def _seed() -> None:
    await seeds.an_isp(BILLS)
    await db.run(_BILL)


async def _grown(files: ListFiles, reader: Actor, wanted: BillFilter, to: Path) -> float:
    """What this process and the one that writes have needed at most, after such a list."""
    watch = _Watch()
    watching = asyncio.create_task(watch.while_going_on())
    await files.write(await lists.bills(reader, wanted), Form.XLSX, "en", to)
    watching.cancel()
    return watch.peak


async def _times(
    files: ListFiles, texts: Catalog, reader: Actor, to: Path
) -> tuple[list[float], list[float]]:
    rows = await _rows(await lists.bills(reader, BillFilter()), texts)
    kinds = [column.kind.value for column in (await lists.bills(reader, BillFilter())).columns]
    assert len(rows) == BILLS
    assert Kind.AMOUNT.value in kinds
    ours: list[float] = []
    alone: list[float] = []
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as library:
        for run in range(-1, RUNS):
            listed = await lists.bills(reader, BillFilter())
            took = await timed(lambda listed=listed: files.write(listed, Form.XLSX, "en", to))
            limit = library.submit(_alone, str(to), kinds, rows).result()
            if run >= 0:  # the one before warms both up
                ours.append(took)
                alone.append(limit)
    return ours, alone

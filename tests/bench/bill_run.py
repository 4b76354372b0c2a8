"""The bill run of 100,000 customers beside the same rows by bare INSERT ... SELECT."""

from __future__ import annotations

import asyncio
import resource
import statistics
import time
from itertools import pairwise

from domain import db
from domain.batches import BATCH_SECONDS
from domain.billing import billrun
from domain.billing.models import BillRun
from domain.billing.states import RunStatus
from domain.calendar import Period
from domain.staff.rights import SYSTEM
from tests.bench import seeds
from tests.bench.frame import RUNS, Lab, Row, timed

CUSTOMERS = 100_000
PEERS_MS = 13.0  # a customer, of 100,000, in the systems that an ISP would take instead
PERIOD = Period(2026, 11)


async def whole_run() -> list[float]:
    """The run as the scheduler does it; how many ms each of its batches took."""
    await billrun.start(SYSTEM, PERIOD)
    ends = [time.perf_counter()]

    async def note(run: BillRun) -> None:
        if run.status is RunStatus.RUNNING:
            ends.append(time.perf_counter())

    await billrun.carry_on(note)
    return [1000 * (end - begin) for begin, end in pairwise(ends)]


async def bare_rows() -> None:
    """Every row that the run writes, by one statement per kind, in one transaction."""
    async with db.transaction():
        for statement in BARE:
            await db.run(statement)


BARE = (
    "INSERT INTO bill (operator_id, customer_id, number, year, serial, period, starts_on, ends_on,"
    " issued_on, due_on, currency, net_minor, vat_minor, total_minor, paid_minor, status, run_id,"
    " made_at) SELECT c.operator_id, c.id, 'N' || c.id, 2026, c.id, '2026-11', '2026-11-01',"
    " '2026-11-30', '2026-11-01', '2026-11-10', 'BDT', p.price_minor - c.discount_minor,"
    " ((p.price_minor - c.discount_minor) * f.vat_rate_bp + 5000) / 10000,"
    " p.price_minor - c.discount_minor"
    " + ((p.price_minor - c.discount_minor) * f.vat_rate_bp + 5000) / 10000, 0, 'unpaid', 1, 0"
    " FROM customer c JOIN package p ON p.id = c.package_id"
    " JOIN billing_profile f ON f.id = c.billing_profile_id WHERE c.status = 'active'",
    "INSERT INTO bill_line (bill_id, kind, label, amount_minor) SELECT b.id, 'package', p.name,"
    " p.price_minor FROM bill b JOIN customer c ON c.id = b.customer_id"
    " JOIN package p ON p.id = c.package_id",
    "INSERT INTO bill_line (bill_id, kind, label, amount_minor) SELECT b.id, 'discount', '',"
    " -c.discount_minor FROM bill b JOIN customer c ON c.id = b.customer_id"
    " WHERE c.discount_minor > 0",
    "INSERT INTO bill_line (bill_id, kind, label, amount_minor) SELECT b.id, 'vat', '',"
    " b.vat_minor FROM bill b WHERE b.vat_minor > 0",
    *(
        "INSERT INTO entry (at, operator_id, debit, debit_of, credit, credit_of, amount_minor,"
        " currency, cause, cause_id, reason) SELECT b.made_at, b.operator_id, 'receivable',"
        f" b.customer_id, '{account}', b.operator_id, b.{column}, b.currency, 'bill', b.id, ''"
        f" FROM bill b WHERE b.{column} > 0"
        for account, column in (("revenue", "net_minor"), ("vat", "vat_minor"))
    ),
    "INSERT INTO message (dedupe, event, customer_id, operator_id, about, body, channels,"
    " priority, status, due_ms, holder, locked_ms, tries, made_at, error) SELECT 'bill:' || b.id"
    " || ':made', 'bill-created', b.customer_id, b.operator_id, '{\"bill\": ' || b.id || '}', '',"
    " '', 5, 'ready', 0, '', 0, 0, 0, '' FROM bill b",
)
TABLES = ("bill", "bill_line", "entry", "message")


async def _counts() -> list[int]:
    return [await db.value(f"SELECT COUNT(*) AS n FROM {table}") for table in TABLES]


async def measure(lab: Lab) -> list[Row]:
    pattern = await lab.pattern(lambda: seeds.an_isp(CUSTOMERS))
    ours: list[float] = []
    bare: list[float] = []
    again: list[float] = []
    answers: list[float] = []
    grown: list[float] = []
    batches: list[list[float]] = []
    for _ in range(RUNS):
        async with lab.copy_of(pattern):
            bare.append(await timed(bare_rows))
            expected = await _counts()
        async with lab.copy_of(pattern):
            ours.append(await timed(whole_run))
            assert await _counts() == expected
            again.append(await timed(whole_run))
            assert await _counts() == expected
        async with lab.copy_of(pattern):
            batches.append(await whole_run())
        async with lab.copy_of(pattern):
            before = _memory()
            answers.append(await _slowest_answer())
            grown.append(_memory() - before)
    wanted = [1000 * BATCH_SECONDS]
    return [
        Row("bill_run", "s", ours, bare, "<= 1.5"),
        Row("bill_run_again", "s", again, ours, "<= 0.2"),
        Row("bill_run_batch", "ms", list(map(statistics.median, batches)), wanted, "<= 1.2"),
        Row("bill_run_batch_longest", "ms", list(map(max, batches)), wanted, "<= 2"),
        Row("bill_run_answers_meanwhile", "ms", answers, [200.0], "<= 1"),
        Row("bill_run_memory_grown", "MB", grown, [16.0], "<= 1"),
        Row("bill_run_beside_peers", "ms/customer", _per_customer(ours), [PEERS_MS], "<= 0.01"),
    ]


def _per_customer(seconds: list[float]) -> list[float]:
    return [1000 * run / CUSTOMERS for run in seconds]


def _memory() -> float:
    """The most memory that this process had so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def _slowest_answer() -> float:
    """The longest wait, in ms, of somebody who looks up customers while the run goes on."""
    running = asyncio.create_task(whole_run())
    slowest = 0.0
    number = 0
    while not running.done():
        number += 1
        start = time.perf_counter()
        await db.one("SELECT name FROM customer WHERE id = $1", number)
        slowest = max(slowest, time.perf_counter() - start)
        await asyncio.sleep(0.005)
    await running
    return slowest * 1000

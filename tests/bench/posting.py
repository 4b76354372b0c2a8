"""Payments into the books, from the gateway's verified word to the commit, on many connections.

The limit are durable transactions that write the same rows by the driver alone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Any

import asyncpg

from domain import clock, db, events, reactions
from domain.accounts.models import Gateway
from domain.billing import billrun
from domain.calendar import Period
from domain.ledger import proof as ledger
from domain.money import Money
from domain.payments import attempts
from domain.payments.models import Attempt, Payment
from domain.ports import PayState, Verified
from domain.staff.rights import SYSTEM
from tests.bench import seeds
from tests.bench.frame import RUNS, Lab, Row, timed

ENGINES = ("postgres",)
CONNECTIONS = 12
PAYMENTS = 400
WARM = 80
EACH = WARM + PAYMENTS
SIZES = (1_000, 100_000)


# What a payment leaves behind, with nothing looked up, checked or worked out.
ROWS = (
    "UPDATE attempt SET status = 'paid', txn_id = 'TXN' || id WHERE id = $1",
    "INSERT INTO payment (customer_id, operator_id, amount_minor, fee_minor, currency, method,"
    " gateway_id, txn_id, attempt_id, note, paid_on, posted_at, status, reversed_why)"
    " SELECT customer_id, operator_id, amount_minor, 0, currency, 'bkash', gateway_id, txn_id, id,"
    " '', '2026-11-01', made_at, 'posted', '' FROM attempt WHERE id = $1",
    "INSERT INTO entry (at, operator_id, debit, debit_of, credit, credit_of, amount_minor,"
    " currency, cause, cause_id, reason) SELECT made_at, operator_id, 'clearing', gateway_id,"
    " 'advance', customer_id, amount_minor, currency, 'payment', id, '' FROM attempt"
    " WHERE id = $1",
    "INSERT INTO credit (customer_id, operator_id, source, source_id, amount_minor, left_minor,"
    " currency, made_at) SELECT customer_id, operator_id, 'payment', id, amount_minor, 0,"
    " currency, made_at FROM attempt WHERE id = $1",
    "INSERT INTO allocation (credit_id, bill_id, amount_minor, at) SELECT k.id, b.id,"
    " b.total_minor, b.made_at FROM attempt a JOIN bill b ON b.customer_id = a.customer_id"
    " JOIN credit k ON k.customer_id = a.customer_id WHERE a.id = $1",
    "INSERT INTO entry (at, operator_id, debit, debit_of, credit, credit_of, amount_minor,"
    " currency, cause, cause_id, reason) SELECT made_at, operator_id, 'advance', customer_id,"
    " 'receivable', customer_id, amount_minor, currency, 'allocation', id, '' FROM attempt"
    " WHERE id = $1",
    "UPDATE bill SET paid_minor = total_minor, status = 'paid' WHERE customer_id ="
    " (SELECT customer_id FROM attempt WHERE id = $1)",
    "INSERT INTO message (dedupe, event, customer_id, operator_id, about, body, channels,"
    " priority, status, due_ms, holder, locked_ms, tries, made_at, error)"
    " SELECT 'payment:' || id, 'payment-received', customer_id, operator_id, '{}', '', '', 1,"
    " 'ready', 0, '', 0, 0, made_at, '' FROM attempt WHERE id = $1",
)


async def _tried_to_pay(customers: int) -> None:
    """Customers with a bill of the month, some of whom are at a gateway to pay it."""
    await seeds.an_isp(customers)
    await billrun.start(SYSTEM, Period(2026, 11))
    await billrun.carry_on()
    clock.use(None)
    gateway = await Gateway.create(name="bkash", kind="payment", provider="bkash")
    await db.run(
        "INSERT INTO attempt (ref, customer_id, operator_id, gateway_id, amount_minor, currency,"
        " status, session, way, txn_id, error, language, made_at, polls)"
        " SELECT 'NK' || b.id, b.customer_id, b.operator_id, CAST($1 AS BIGINT), b.total_minor,"
        " b.currency, 'initiated', 'S' || b.id, '', '', '', 'bn', b.made_at, 0 FROM bill b"
        f" ORDER BY b.id LIMIT {2 * EACH}",
        gateway.id,
    )


async def _by_many(works: Sequence[Callable[[], Awaitable[object]]]) -> None:
    """All of them, so many at once as there are connections."""
    left = iter(works)

    async def one_after_the_other() -> None:
        for work in left:
            await work()

    await asyncio.gather(*(one_after_the_other() for _ in range(CONNECTIONS)))


async def _posted() -> float:
    """Payments a second."""
    gateway = await Gateway.get(name="bkash")
    tried = await Attempt.filter(id__lte=EACH).order_by("id")
    works = [partial(_conclude, one, gateway) for one in tried]
    await _by_many(works[:WARM])
    seconds = await timed(lambda: _by_many(works[WARM:]))
    assert await Payment.all().count() == EACH
    assert not await ledger.faults()
    return PAYMENTS / seconds


async def _conclude(attempt: Attempt, gateway: Gateway) -> None:
    amount = Money(attempt.amount_minor, attempt.currency)
    txn = f"TXN{attempt.id}"
    await attempts.conclude(attempt, gateway, Verified(PayState.PAID, attempt.ref, amount, txn))


async def _bare(url: str) -> float:
    """Transactions a second that write the rows of a payment, by the driver alone."""
    pool = await asyncpg.create_pool(url, min_size=CONNECTIONS, max_size=CONNECTIONS)

    async def write(attempt: Mapping[str, Any]) -> None:
        async with pool.acquire() as connection, connection.transaction():
            for statement in ROWS:
                await connection.execute(statement, attempt["id"])

    try:
        found = await pool.fetch("SELECT id FROM attempt WHERE id > $1 ORDER BY id", EACH)
        works = [partial(write, row) for row in found]
        await _by_many(works[:WARM])
        return PAYMENTS / await timed(lambda: _by_many(works[WARM:]))
    finally:
        await pool.close()


async def measure(lab: Lab) -> list[Row]:
    events.listen(reactions.MAP)
    patterns = {size: await lab.pattern(partial(_tried_to_pay, size)) for size in SIZES}
    ours: dict[int, list[float]] = {size: [] for size in SIZES}
    bare: dict[int, list[float]] = {size: [] for size in SIZES}
    for _ in range(RUNS):
        for size, pattern in patterns.items():
            async with lab.copy_of(pattern) as url:
                await _durable()
                await _flushed()
                ours[size].append(await _posted())
                await _flushed()
                bare[size].append(await _bare(url))
    few, many = SIZES
    return [
        *(
            Row(f"posting_of_{size}", "payments/s", ours[size], bare[size], ">= 0.4")
            for size in SIZES
        ),
        Row("posting_as_it_grows", "payments/s", ours[many], ours[few], ">= 0.8"),
    ]


async def _durable() -> None:
    """What is committed is on the disk, as on a server in use; test servers are not asked to."""
    await db.run("ALTER SYSTEM SET fsync = on")
    await db.run("ALTER SYSTEM SET full_page_writes = on")
    await db.value("SELECT pg_reload_conf()")


async def _flushed() -> None:
    """Nothing waits to be written: a fresh copy would be, at the cost of whoever comes first."""
    await db.run("CHECKPOINT")

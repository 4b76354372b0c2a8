"""A list of payments that is killed at any instant, or doubled, records each line once."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections import Counter

from domain.bulk import bulks, lines, rules
from domain.bulk.models import Bulk, BulkLine
from domain.bulk.states import BulkKind, BulkStatus, LineStatus
from domain.bulk.views import BulkView
from domain.messaging.models import Message
from domain.payments.models import Payment
from domain.payments.states import PaymentStatus
from tests.builders import a_customer, a_gateway
from tests.cast import Cast
from tests.domain.billing import books
from tests.kills import kills

KILLS = kills(4)
LINES = max(80, 15 * KILLS)


def begin(url: str) -> subprocess.Popen[str]:
    """A process that goes on, past its preparations."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.domain.bulk.runner", url],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert hear(process) == "ready"
    return process


def hear(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def end(process: subprocess.Popen[str]) -> None:
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    assert said.splitlines()[-1] == "done"


async def prepare(cast: Cast) -> BulkView:
    """Every fifth line says the money of the one before again, and is meant so."""
    await a_gateway("sms", kind="sms")
    typed = []
    for number in range(1, LINES + 1):
        if number % 5 or not typed:
            customer = await a_customer(owes=500)
        parts = {"customer": customer.code, "amount": "500"}
        typed.append(bulks.Typed(number, customer.code, parts))
    return await bulks.begin(cast.asha, BulkKind.PAID, typed)


async def mean_all(cast: Cast, made: BulkView) -> None:
    for line in await BulkLine.filter(bulk_id=made.id, status=LineStatus.ASKS):
        await lines.mean(cast.asha, line.id)


async def assert_each_is_recorded_once() -> None:
    recorded = await Payment.filter(status=PaymentStatus.POSTED)
    told = Counter(await Message.filter(event="payment-received").values_list("dedupe", flat=True))
    rows = await BulkLine.all().order_by("number")
    assert [line.status for line in rows] == [LineStatus.DONE] * LINES
    assert Counter(line.payment_id for line in rows) == Counter(row.id for row in recorded)
    assert len(recorded) == len(told) == LINES
    assert set(told.values()) == {1}
    await books.assert_they_hold()


async def kill_and_end(database: str, batches: int) -> None:
    chance = random.Random(20261121)
    for _ in range(KILLS):
        process = begin(database)
        for _ in range(chance.randint(0, batches)):
            hear(process)
        time.sleep(chance.uniform(0, 0.02))  # noqa: ASYNC251 - the other process works meanwhile
        process.kill()
        process.communicate()
        await books.assert_they_hold()
    end(begin(database))


async def test_killed_again_and_again_each_line_is_recorded_and_taken_back_once(
    cast: Cast, database: str
) -> None:
    made = await prepare(cast)
    await kill_and_end(database, 2)
    assert await BulkLine.filter(status=LineStatus.UNREAD).count() == 0
    await mean_all(cast, made)
    await bulks.confirm(cast.asha, made.id, bulks.seal(await bulks.sums(made.id)))
    await kill_and_end(database, 2)
    await assert_each_is_recorded_once()

    await bulks.undo(cast.asha, made.id)
    await kill_and_end(database, 2)
    assert (await Bulk.get()).status is BulkStatus.UNDONE
    assert await Payment.filter(status=PaymentStatus.POSTED).count() == 0
    assert await BulkLine.filter(status=LineStatus.UNDONE).count() == LINES
    await books.assert_they_hold()


async def test_two_processes_share_the_lines(cast: Cast, database: str) -> None:
    made = await prepare(cast)
    for process in [begin(database), begin(database)]:
        end(process)
    await mean_all(cast, made)
    await bulks.confirm(cast.asha, made.id, bulks.seal(await bulks.sums(made.id)))
    for process in [begin(database), begin(database)]:
        end(process)
    await assert_each_is_recorded_once()
    assert not await Bulk.filter(status__in=rules.WORKING).exists()

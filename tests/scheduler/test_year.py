"""An ISP from day to day: bills, reminders, payments, suspensions, broadcasts, recharge cards.

The suite lives through some weeks, over the end of a year; `./dev year` through all of one.
"""

from __future__ import annotations

import gc
import os
from pathlib import Path

from domain.billing.models import Bill, BillRun
from domain.messaging.models import Message
from domain.network.models import Suspension
from domain.payments.models import Payment
from tests.cast import Cast, Moment
from tests.year import days, isp
from tests.year.isp import Isp

DAYS = int(os.environ.get("NETKHATA_TEST_DAYS", "48"))
CUSTOMERS = int(os.environ.get("NETKHATA_TEST_CUSTOMERS", "12"))
WARM = 60  # days after which nothing grows any more
MOST_GROWTH = 24 * 2**20


async def test_the_books_hold_month_by_month_and_nothing_grows(cast: Cast, moment: Moment) -> None:
    lived = await isp.opened(cast, moment, CUSTOMERS)
    nights = [_held()]

    await days.live(lived, DAYS, customers=CUSTOMERS, said=lambda _: nights.append(_held()))

    memory, files = nights[-1]
    before = nights[WARM if DAYS > WARM else 0]
    assert files <= before[1]
    assert DAYS <= WARM or memory - before[0] < MOST_GROWTH
    await _nothing_is_doubled_and_nothing_missing(lived)


async def _nothing_is_doubled_and_nothing_missing(lived: Isp) -> None:
    posted = await Payment.filter(status="posted")
    assert sum(each.amount_minor for each in posted) == lived.received.minor
    assert sum(run.made for run in await BillRun.all()) > 0
    told = set(await Message.filter(event="bill-created").values_list("dedupe", flat=True))
    of_spans = await Bill.exclude(period="").values_list("id", flat=True)
    assert {f"bill:{bill_id}:made" for bill_id in of_spans} <= told
    assert await Message.filter(event="payment-received").count() == await Payment.all().count()
    assert await Message.filter(status__in=["leased", "failed", "unknown"]).count() == 0
    assert await Suspension.all().count()


def _held() -> tuple[int, int]:
    """Bytes of memory and open files of this process; none where the system does not tell."""
    gc.collect()
    process = Path("/proc/self")
    if not process.exists():
        return 0, 0
    pages = int((process / "statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE"), len(list((process / "fd").iterdir()))

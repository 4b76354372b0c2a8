"""`./dev year`: an ISP from day to day, for as many customers and days as you like.

The audit holds each night, every suspension was announced and says why, nobody has two bills for a
day or none, and an accounting tool accepts the journal of each month.
"""

from __future__ import annotations

import argparse
import asyncio
import time

from domain import db
from domain.billing.models import Bill
from domain.customers.models import Customer
from domain.network.models import Suspension
from domain.payments.models import Payment
from tests import cast, engines
from tests.cast import Moment
from tests.engines import Databases, Engine
from tests.lent import lent
from tests.year import days, isp
from tests.year.isp import Isp


async def _lived(databases: Databases, customers: int, count: int) -> None:
    url = databases.empty()
    await engines.migrate(url)
    await db.open_database(url)
    moment, began = Moment(), time.monotonic()
    lived = await isp.opened(await cast.assemble(), moment, customers)

    def say(isp: Isp) -> None:
        if isp.today.day == 1:
            print(f"{isp.today} after {time.monotonic() - began:.0f} s", flush=True)  # noqa: T201

    await days.live(lived, count, customers=customers, said=say)
    rows = {
        "customers": await Customer.all().count(),
        "bills": await Bill.all().count(),
        "payments": await Payment.all().count(),
        "suspensions": await Suspension.filter(act="suspend").count(),
    }
    told = ", ".join(f"{number:,} {name}" for name, number in rows.items())
    print(f"{count} days in {time.monotonic() - began:.0f} s: {told}; all of it holds")  # noqa: T201
    await db.close_database()


def main() -> None:
    """Live through them."""
    parser = argparse.ArgumentParser(prog="./dev year", description=__doc__)
    parser.add_argument("customers", nargs="?", type=int, default=2000)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--engine", type=Engine, choices=list(Engine), default=Engine.SQLITE)
    given = parser.parse_args()
    engines.prepare_models_once()
    with lent(given.engine) as databases:
        asyncio.run(_lived(databases, given.customers, given.days))


if __name__ == "__main__":
    main()

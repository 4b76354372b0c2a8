"""A full pass over 20,000 secrets beside bare reads of the same tables with librouteros."""

from __future__ import annotations

from librouteros import async_connect
from librouteros.query import Key

from domain import db
from domain.network import reconciler, services
from domain.network.models import Router, Service
from domain.ports import Ports
from tests import emulator
from tests.bench import routers
from tests.bench.frame import RUNS, Lab, Row, timed

CUSTOMERS = 20_000
DIFFERENCES = 100
TABLES = {
    "/ppp/secret": (".id", "name", "profile", "disabled", "comment"),
    "/ppp/active": (".id", "name", "address", "uptime"),
    "/ip/firewall/address-list": (".id", "list", "address", "comment", "dynamic"),
}


async def bare_reads(port: int) -> None:
    """Every row of the three tables, as the library gives them."""
    api = await async_connect("127.0.0.1", "netkhata", "secret", port=port, encoding="utf-8")
    try:
        for path, names in TABLES.items():
            count = 0
            async for _ in api.path(*path.split("/")[1:]).select(*(Key(name) for name in names)):
                count += 1
    finally:
        await api.close()


async def _differ(router: Router, ports: Ports) -> None:
    """A hundred customers got another package; the pass mends it."""
    numbers = list(range(1, DIFFERENCES + 1))
    await db.run(
        "UPDATE customer SET package_id = CASE package_id WHEN 1 THEN 2 ELSE 1 END"
        f" WHERE id <= {DIFFERENCES}"
    )
    await services.ensure(numbers)
    await db.run("UPDATE service SET asked_at = 0 WHERE asked_at > 0")
    await reconciler.full_pass(router, ports)


async def measure(lab: Lab) -> list[Row]:
    pattern = await lab.pattern(lambda: routers.an_isp(CUSTOMERS))
    ours: list[float] = []
    bare: list[float] = []
    mended: list[float] = []
    async with emulator.elsewhere(CUSTOMERS) as port, lab.copy_of(pattern), routers.wire() as ports:
        router = await routers.at(port)
        await db.run("UPDATE package SET profile = '20M' WHERE id = 2")
        await db.run("UPDATE customer SET package_id = 1")
        await services.ensure()
        await db.run("UPDATE service SET asked_at = 0")
        await reconciler.full_pass(router, ports)
        assert await Service.filter(applied=1).count() == CUSTOMERS
        for _ in range(RUNS):
            bare.append(await timed(lambda: bare_reads(port)))
            ours.append(await timed(lambda: reconciler.full_pass(router, ports)))
            mended.append(await timed(lambda: _differ(router, ports)))
    return [
        Row("reconcile_nothing_to_do", "s", ours, bare, "<= 1.3"),
        Row("reconcile_100_differences", "s", mended, bare, "<= 1.6"),
    ]

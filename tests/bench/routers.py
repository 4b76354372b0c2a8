"""A router with all customers behind it, and ports that lead there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from domain import clock, db
from domain.network.models import Router
from domain.ports import Account, Ports
from gateways.mikrotik import MikroTik, RouterOsAccess, endpoint, terms
from gateways.mikrotik.transport import Limits
from scheduler.apart import Apart
from tests import builders
from tests.bench import seeds
from tests.fakes import router_ports
from tests.sealing import VAULT


async def an_isp(customers: int) -> None:
    """The ISP of the seeds, everybody active, behind one router."""
    await seeds.an_isp(customers)
    clock.use(None)
    router = await builders.a_router("core")
    await db.run(f"UPDATE customer SET router_id = {router.id}, status = 'active'")


async def at(port: int) -> Router:
    """The router, now reached at that port."""
    password = VAULT.seal({"password": "secret"})
    await Router.all().update(credentials=password)
    router = await Router.get(name="core")
    await builders.set_router(router, host="127.0.0.1", port=port)
    return router


@asynccontextmanager
async def wire() -> AsyncIterator[Ports]:
    """Ports with the adapter that the product uses, its connections kept."""
    ports, outside = router_ports(VAULT)
    apart, clients = Apart(), dict[int, RouterOsAccess]()

    def of(account: Account) -> RouterOsAccess:
        if account.id not in clients:
            client = MikroTik(
                account.name, endpoint(account), outside.spawn, apart, limits=Limits(command=60)
            )
            clients[account.id] = RouterOsAccess(client, terms(account))
        return clients[account.id]

    try:
        yield replace(ports, access=of, spawn=outside.spawn)
    finally:
        for client in clients.values():
            await client.close()
        await apart.close()
        await asyncio.gather(*outside.tasks, return_exceptions=True)

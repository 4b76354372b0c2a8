"""Taking in notifications (signature, raw row, answer) beside the same route without a database."""

from __future__ import annotations

import json
from collections.abc import Sequence

from domain import db, vault
from domain.inbox import Received
from handlers.together import Together
from handlers.web.app import build
from handlers.webhooks import INTAKE
from tests import builders, load
from tests.bench import seeds
from tests.bench.frame import RUNS, Lab, Row
from tests.bench.payment_page import FREE, serving
from tests.fake_web import signature, web_ports
from tests.sealing import VAULT

REQUESTS = 4_000
CONNECTIONS = 64
PATH = "/webhooks/payment/bkash-main"


async def _gateway() -> None:
    vault.use(VAULT)
    await seeds.an_isp(10)
    await builders.a_gateway("bkash-main", kind="payment")


async def nowhere(batch: Sequence[Received]) -> list[None]:
    """Where the limit stores."""
    return [None] * len(batch)


def notifications(run: int) -> list[bytes]:
    """Each differs, as a provider's do; about the size of a real one."""
    made = []
    for number in range(REQUESTS):
        body = json.dumps({"ref": f"NK{run:04d}{number:010d}", "note": "x" * 600}).encode()
        made.append(
            load.request(PATH, body, Content_Type="application/json", X_Signature=signature(body))
        )
    return made


async def measure(lab: Lab) -> list[Row]:
    pattern = await lab.pattern(_gateway)
    vault.use(VAULT)
    ours: list[float] = []
    bare: list[float] = []
    without = build(web_ports(), rates=FREE)
    without[INTAKE]._stored = Together(nowhere)
    async with (
        lab.copy_of(pattern),
        serving(build(web_ports(), rates=FREE)) as port,
        serving(without) as bare_port,
    ):
        for run in range(RUNS):
            sent = notifications(run)
            limit = await load.run(load.Order(bare_port, sent, REQUESTS, CONNECTIONS))
            mine = await load.run(load.Order(port, sent, REQUESTS, CONNECTIONS))
            assert limit.statuses == mine.statuses == {200: REQUESTS}
            bare.append(limit.rate)
            ours.append(mine.rate)
        assert await db.value("SELECT COUNT(*) AS n FROM inbox") == RUNS * REQUESTS
    return [Row("webhook_intake", "requests/s", ours, bare, ">= 0.5")]

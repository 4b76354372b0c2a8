"""Machines that watch us learn whether we live, can work, and how much waits."""

from __future__ import annotations

import json
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from domain import clock, db, jobs
from domain.customers.models import Customer
from handlers.web.app import build
from tests.cast import Cast, Moment
from tests.fake_web import web_ports
from tests.handlers.web.conftest import Visitor


async def ready(visitor: Visitor) -> tuple[int, dict[str, Any]]:
    page = await visitor.get("/readyz")
    return page.status, json.loads(page.html)


async def test_alive_needs_nothing(visitor: Visitor) -> None:
    await db.close_database()

    assert (await visitor.get("/healthz")).html == "ok\n"


async def test_ready_when_the_database_answers(visitor: Visitor) -> None:
    assert await ready(visitor) == (
        200,
        {"ready": True, "database": True, "migrations": [], "silent": []},
    )


async def test_not_ready_without_the_database(visitor: Visitor) -> None:
    await db.close_database()

    status, found = await ready(visitor)

    assert status == 503
    assert not found["ready"]


async def test_a_role_that_went_silent_is_named_until_it_is_forgotten(
    visitor: Visitor, moment: Moment
) -> None:
    await jobs.beat("a-1", "worker", clock.now())
    await jobs.beat("a-1", "bot", clock.now())
    moment.move(seconds=50)
    await jobs.beat("a-2", "bot", clock.now())
    assert (await ready(visitor))[0] == 200

    moment.move(seconds=20)
    status, found = await ready(visitor)
    assert (status, found["silent"]) == (503, ["worker"])

    moment.move(days=2)
    assert (await ready(visitor))[0] == 200


async def test_not_ready_while_migrations_are_missing(cast: Cast, database: str) -> None:
    application = build(web_ports(), database_url=database)
    async with TestClient(TestServer(application)) as client:
        assert (await client.get("/readyz")).status == 200
        last = await db.value("SELECT name FROM tortoise_migrations ORDER BY id DESC LIMIT 1")
        await db.run("DELETE FROM tortoise_migrations WHERE name = $1", last)

        async with client.get("/readyz") as came:
            assert came.status == 503
            assert (await came.json())["migrations"] == [last]


async def test_figures_for_prometheus(visitor: Visitor) -> None:
    await visitor.fill("/pay", gateway="bkash-main")
    await visitor.fill("/transfer", gateway="nagad-hand", amount="5", txn_id="8N7A6D5C")
    await jobs.beat("a-1", "worker", clock.now())

    lines = (await visitor.get("/metrics")).html.splitlines()

    for line in (
        'netkhata_requests_total{route="/p/{token}/pay",status="303"} 1.0',
        "netkhata_attempts_open 1.0",
        "netkhata_verifications_waiting 1.0",
        'netkhata_inbox{state="new"} 0.0',
        "netkhata_routers_down 0.0",
        'netkhata_heartbeat_age_seconds{role="worker"} 0.0',
    ):
        assert line in lines


async def test_figures_are_not_for_strangers(visitor: Visitor) -> None:
    for headers in ({"X-Forwarded-For": "203.0.113.5"}, {"X-Forwarded-For": "127.0.0.1"}):
        assert (await visitor.get("/metrics", headers=headers)).status == 404


@pytest.mark.parametrize(("told", "status"), [("8.8.8.8", 404), ("10.1.2.3", 200)])
async def test_a_trusted_proxy_says_who_asks_for_figures(
    visitor: Visitor, told: str, status: int
) -> None:
    application = build(visitor.ports, trusted_proxies=["127.0.0.1"])
    async with (
        TestClient(TestServer(application)) as client,
        client.get("/metrics", headers={"X-Forwarded-For": told}) as came,
    ):
        assert came.status == status


async def test_a_trusted_proxy_says_whose_service_is_held(visitor: Visitor) -> None:
    await Customer.filter(id=visitor.customer.id).update(ip="10.0.0.11", status="suspended")
    application = build(visitor.ports, trusted_proxies=["127.0.0.1"])
    async with (
        TestClient(TestServer(application)) as client,
        client.get("/held", headers={"X-Forwarded-For": "10.0.0.11"}) as came,
    ):
        assert "Customer ID 1001" in await came.text()
    untrusting = await visitor.get("/held", headers={"X-Forwarded-For": "10.0.0.11"})
    assert "1001" not in untrusting.text


async def test_behind_tls_browsers_are_told_to_stay_there(visitor: Visitor) -> None:
    application = build(web_ports(public_url="https://pay.test"))
    async with TestClient(TestServer(application)) as client, client.get("/healthz") as came:
        assert came.headers["Strict-Transport-Security"] == "max-age=31536000"
        assert "http:" not in came.headers["Content-Security-Policy"].replace("https:", "")

"""The payment page of 2,000 customers beside a bare aiohttp and Jinja2 page of the same size."""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from jinja2 import Environment

from domain import calendar, clock, db, phone, vault
from domain.payments import links
from domain.payments.models import Link
from handlers.web import guard
from handlers.web.app import build
from handlers.web.guard import Rate
from handlers.web.site import Rates
from tests import builders, load
from tests.bench import seeds
from tests.bench.frame import RUNS, Lab, Row
from tests.fake_web import web_ports
from tests.sealing import VAULT

CUSTOMERS = 2_000
REQUESTS = 3_000
PACED_SECONDS = 3
FREE = Rates(*[Rate(10**9, 0.001)] * len(Rates._fields))


async def an_isp_with_links() -> None:
    """Everybody has a bill, two ways to pay, and a link that was looked at before."""
    vault.use(VAULT)
    await seeds.an_isp(CUSTOMERS)
    await builders.a_gateway("bkash-main", kind="payment", options={"title": "bKash"})
    await builders.a_gateway(
        "nagad-hand", kind="payment", options={"title": "Nagad", "number": "01700-000000"}
    )
    day = calendar.today(clock.now(), "Asia/Dhaka").isoformat()
    await db.run(
        "INSERT INTO bill (operator_id, customer_id, number, year, serial, period, starts_on,"
        " ends_on, issued_on, due_on, currency, net_minor, vat_minor, total_minor, paid_minor,"
        " status, made_at) SELECT operator_id, id, 'OP-2026-' || id, 2026, id, '2026-11',"
        " '2026-11-01', '2026-11-30', $1, '2026-11-10', 'BDT', 100000, 5000, 105000, 0,"
        " 'unpaid', 0 FROM customer",
        day,
    )
    people = await db.rows("SELECT id, operator_id FROM customer ORDER BY id")
    for start in range(0, len(people), 500):
        chunk = [(row["id"], row["operator_id"]) for row in people[start : start + 500]]
        await links.make_many(chunk, staff_id=None)
    await Link.all().update(opened_at=clock.now())


@asynccontextmanager
async def serving(application: web.Application) -> AsyncIterator[int]:
    """The port at which the application answers, as a process of ours would run it."""
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, backlog=1024)
    await site.start()
    try:
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()


async def ready_values() -> list[dict[str, str]]:
    """Of each customer, as text, everything that differs from page to page."""
    rows = await db.rows(
        "SELECT l.id AS link, c.name, c.code, c.mobile, p.name AS package, b.number,"
        " b.id AS bill FROM link l JOIN customer c ON c.id = l.customer_id"
        " JOIN package p ON p.id = c.package_id JOIN bill b ON b.customer_id = c.id ORDER BY l.id"
    )
    tokens = {link.id: links.token_of(link) for link in await Link.all()}
    return [
        {
            "token": tokens[row["link"]],
            "form": guard.form_token(tokens[row["link"]]),
            "mobile": phone.mask(row["mobile"]),
            "bill": f"bill={row['bill']}",
            **{name: row[name] for name in ("name", "code", "package", "number")},
        }
        for row in rows
    ]


def bare_page(like: str, values: list[dict[str, str]]) -> web.Application:
    """The same page by Jinja2 from values that lie ready: no database, no texts, no headers."""
    source = like
    for name, value in sorted(values[0].items(), key=lambda pair: -len(pair[1])):
        assert value in source
        source = source.replace(value, f"{{{{ {name} }}}}")
    template = Environment(autoescape=True).from_string(source)
    known = {each["token"]: each for each in values}

    async def show(request: web.Request) -> web.Response:
        html = template.render(known[request.match_info["token"]])
        return web.Response(body=html.encode(), content_type="text/html", charset="utf-8")

    application = web.Application()
    application.router.add_get("/p/{token}", show)
    return application


async def page_of(port: int, path: str) -> str:
    """The page as a browser gets it."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(load.request(path, Connection="close"))
    head, _, body = (await reader.read()).decode().partition("\r\n\r\n")
    writer.close()
    assert " 200 " in head.splitlines()[0]
    return body


async def measure(lab: Lab) -> list[Row]:
    pattern = await lab.pattern(an_isp_with_links)
    vault.use(VAULT)
    seeds.stand_still()
    ours: list[float] = []
    bare: list[float] = []
    async with lab.copy_of(pattern), serving(build(web_ports(), rates=FREE)) as port:
        values = await ready_values()
        page = await page_of(port, f"/p/{values[0]['token']}")
        pages = [load.request(f"/p/{each['token']}") for each in values]
        async with serving(bare_page(page, values)) as bare_port:
            alike = f"/p/{values[4]['token']}"  # of the same operator and package
            assert await page_of(bare_port, alike) == await page_of(port, alike)
            for _ in range(RUNS):
                limit = await load.run(load.Order(bare_port, pages, REQUESTS))
                mine = await load.run(load.Order(port, pages, REQUESTS))
                assert set(limit.statuses) | set(mine.statuses) == {200}
                bare.append(limit.rate)
                ours.append(mine.rate)
        half = statistics.median(ours) / 2
        paced = load.Order(port, pages, int(half * PACED_SECONDS), 64, half)
        slowest = [(await load.run(paced)).percentile(0.99) * 1000 for _ in range(RUNS)]
    return [
        Row("payment_page", "pages/s", ours, bare, ">= 0.5"),
        Row("payment_page_p99_at_half", "ms", slowest, [50.0] * RUNS, "<= 1"),
        Row("payment_page_size", "bytes", [float(len(page.encode()))], [50_000.0], "<= 1"),
    ]

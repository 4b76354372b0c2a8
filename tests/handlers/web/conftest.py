"""A browser without script over the real application and database, with a fake gateway outside."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, TestServer

from domain import events, reactions, vault
from domain.accounts.models import Gateway
from domain.customers.models import Customer
from domain.payments import links
from domain.payments.models import Link
from domain.ports import Ports
from domain.staff.rights import SYSTEM
from handlers.web.app import build
from tests import builders
from tests.cast import Cast
from tests.fake_web import FakeMessages, FakePay, web_ports
from tests.sealing import VAULT


@dataclass
class Answer:
    """A page as it came."""

    status: int
    html: str
    headers: Any

    @property
    def text(self) -> str:
        """What a person reads on it."""
        body = re.sub(r"(?s)<(head|style)\b.*?</\1>", " ", self.html)
        plain = re.sub(r"<[^>]+>", " ", body)
        for code, sign in (("&#39;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
            plain = plain.replace(code, sign)
        return " ".join(plain.split())

    @property
    def location(self) -> str:
        """Where it sends the browser."""
        return str(self.headers["Location"])

    def value(self, name: str) -> str:
        """What a field of a form holds, the first of that name."""
        field = re.search(rf'<input[^>]* name="{name}"[^>]*>', self.html)
        assert field is not None, name
        held = re.search(r' value="([^"]*)"', field[0])
        return held[1] if held else ""


@dataclass
class Visitor:
    """Somebody with a browser, a link, and what stands behind them."""

    client: TestClient[Any, Any]
    pay: FakePay
    ports: Ports
    gateway: Gateway
    manual: Gateway
    customer: Customer
    link: Link
    token: str

    async def get(self, path: str = "", **options: Any) -> Answer:
        """Open a path of the link, or a whole path."""
        return await self._answer("GET", path, **options)

    async def head(self, path: str = "") -> Answer:
        """Ask for the headers of a path only."""
        return await self._answer("HEAD", path)

    async def post(self, path: str, **options: Any) -> Answer:
        """Send a form as it is."""
        return await self._answer("POST", path, **options)

    async def fill(self, path: str, **fields: str) -> Answer:
        """Send a form of the page, with what it carries hidden."""
        page = await self.get()
        hidden = {"form": page.value("form"), "lang": page.value("lang")}
        return await self.post(path, data={**hidden, **fields})

    async def _answer(self, method: str, path: str, **options: Any) -> Answer:
        whole = path if path.startswith("/") and path[1:2] != "?" else f"/p/{self.token}{path}"
        if path in {"/pay", "/transfer"} or path.startswith(
            ("/return", "/attempt", "/rec", "/inv", "/note", "/statement", "/card")
        ):
            whole = f"/p/{self.token}{path}"
        options = {"allow_redirects": False, **options}
        async with self.client.request(method, whole, **options) as came:
            return await _read(came)


async def _read(came: ClientResponse) -> Answer:
    return Answer(came.status, (await came.read()).decode(errors="replace"), came.headers)


@pytest.fixture
async def visitor(cast: Cast) -> AsyncIterator[Visitor]:
    """Rahim, who owes 1,000.00 and has a link; reactions are in force."""
    vault.use(VAULT)
    events.listen(reactions.MAP)
    pay = FakePay()
    ports = web_ports(pay, FakeMessages())
    gateway = await builders.a_gateway(
        "bkash-main", kind="payment", provider="bkash", options={"title": "bKash"}
    )
    manual = await builders.a_gateway(
        "nagad-hand",
        kind="payment",
        provider="manual",
        options={"title": "Nagad", "method": "nagad", "number": "01700-000000"},
    )
    await builders.a_bill(cast.rahim, total=1000)
    link, token = await links.make(SYSTEM, cast.rahim)
    async with TestClient(TestServer(build(ports))) as client:
        yield Visitor(client, pay, ports, gateway, manual, cast.rahim, link, token)

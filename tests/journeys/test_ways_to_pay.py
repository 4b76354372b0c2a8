"""A form and a phone prompt, paid through the page in a real browser at gateways over sockets.

`NETKHATA_TEST_SCREENSHOTS=directory` keeps a picture of every page.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Page

from domain import clock, events, reactions, vault
from domain.payments import links
from domain.payments.models import Attempt, Payment
from domain.ports import Account, PayChoice
from domain.staff.rights import SYSTEM
from gateways.http import Http
from gateways.payments import choice
from gateways.provider import Tools
from handlers.web import paying
from handlers.web.app import build
from tests import builders, chromium, small_gateways, small_till
from tests.cast import Cast
from tests.fake_web import web_ports
from tests.gateways.payments.tools import MemoryTokens
from tests.sealing import VAULT
from tests.small_till import SmallTill


@dataclass
class Street:
    """Rahim with his phone, on the page of his link, and the till that takes his money."""

    page: Page
    address: str
    till: SmallTill

    async def sees(self, words: str) -> None:
        await self.page.get_by_text(words).first.wait_for(timeout=120_000)

    async def taps(self, name: str) -> None:
        await self.page.get_by_role("button", name=name).click()

    async def begins_by_form(self) -> None:
        await self.page.goto(self.address)
        await self.taps("Pay with Form")

    async def begins_by_phone(self) -> None:
        await self.page.goto(self.address)
        await self.page.get_by_text("Pay with Phone").click()
        await self.page.get_by_label("Mobile number of your Phone account").fill("০১৯১২-৩৪৫৬৭৮")
        await chromium.keep(self.page, "asks-for-wallet")
        await self.taps("Go on and pay")


@pytest.fixture
async def till() -> AsyncIterator[SmallTill]:
    made = SmallTill(clock.now)
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
async def street(
    cast: Cast, till: SmallTill, browser: Browser, has_script: bool, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Street]:
    monkeypatch.setattr(paying, "REFRESH_SECONDS", 1)
    vault.use(VAULT)
    events.listen(reactions.MAP)
    http = Http()
    tools = Tools(http, MemoryTokens())

    def gateway(account: Account) -> small_gateways.SmallGateway:
        reached = replace(account, base_url=till.origin, credentials={"key": small_till.KEY})
        return small_gateways.PROVIDERS[account.provider].make(reached, tools)

    def shown(account: Account) -> PayChoice:
        return choice.pay_choice(account, small_gateways.PROVIDERS[account.provider])

    for provider in small_gateways.PROVIDERS:
        await builders.a_gateway(provider, kind="payment", provider=provider)
    await builders.a_bill(cast.rahim, total=1150)
    _, token = await links.make(SYSTEM, cast.rahim)
    server = TestServer(web.Application())
    await server.start_server()
    port = server.port
    await server.close()
    address = f"http://127.0.0.1:{port}"
    ports = replace(web_ports(public_url=address), payment_gateway=gateway, pay_choice=shown)
    async with TestServer(build(ports), port=port):
        context = await browser.new_context(
            viewport={"width": 360, "height": 740}, java_script_enabled=has_script, locale="en-GB"
        )
        yield Street(await context.new_page(), f"{address}/p/{token}?lang=en", till)
        await context.close()
    await http.close()


@pytest.mark.parametrize("has_script", [True, False])
async def test_a_form_is_brought_to_the_gateway_and_paid_there(
    street: Street, has_script: bool
) -> None:
    await street.begins_by_form()
    if not has_script:
        await chromium.keep(street.page, "onward-by-form")
        await street.taps("Go on and pay")
    else:
        await street.page.get_by_role("button", name="Take my money").wait_for()
        await street.page.go_back()  # to the bill, and not to what would send the form again
        await street.taps("Pay with Form")
    await street.taps("Take my money")

    await street.sees("We have received ৳1,150 by Form")
    attempt = await Attempt.get()
    assert {brought["session"] for brought in street.till.posted} == {attempt.session}
    assert street.till.posted[0]["submit"] == '"Pay" & <go>'
    assert (await Payment.get()).attempt_id == attempt.id


async def test_a_phone_prompt_is_waited_for_and_paid(street: Street) -> None:
    await street.begins_by_phone()
    await street.sees("Phone has sent a request for ৳1,150 to the phone •••••••••••678")
    await chromium.keep(street.page, "waits-for-phone")
    await street.till.press((await Attempt.get()).session)
    paying_page = street.page.url

    await street.sees("We have received ৳1,150 by Phone")
    assert street.page.url == paying_page
    assert (await Payment.get()).attempt_id == (await Attempt.get()).id

"""The payment page in a real browser on a small phone: readable, payable, without script.

`NETKHATA_TEST_SCREENSHOTS=directory` keeps a picture of every page.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Page

from domain import events, reactions, vault
from domain.payments import links
from domain.payments.models import Attempt, Payment, Verification
from domain.staff.models import Operator
from domain.staff.rights import SYSTEM
from handlers.web.app import build
from tests import builders, chromium
from tests.cast import Cast, Moment
from tests.fake_web import FakePay, web_ports
from tests.sealing import VAULT

WIDTH = 360


class GatewayPages:
    """The gateway's own page: it takes the money and sends the browser back by a form."""

    def __init__(self, pay: FakePay) -> None:
        self.pay = pay
        self.is_broke = False

    async def show(self, request: web.Request) -> web.Response:
        ref = request.match_info["ref"]
        asked = next(asked for asked in self.pay.started if asked.ref == ref)
        if not self.is_broke:
            self.pay.paid(ref, f"TX{ref[-8:]}")
        back = f'<form method=post action="{asked.return_url}"><input name=ref value={ref}>'
        page = f"<title>Gateway</title>{back}<button>Back to the shop</button></form>"
        return web.Response(text=page, content_type="text/html")


class Street:
    """Rahim with his phone in front of the page."""

    def __init__(self, page: Page, address: str, gateway: GatewayPages) -> None:
        self.page = page
        self.address = address
        self.gateway = gateway
        self.asked: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))

    async def opens(self, query: str = "") -> None:
        self.asked.clear()
        await self.page.goto(self.address + query)

    async def sees(self, words: str) -> None:
        await self.page.get_by_text(words).first.wait_for(timeout=120_000)

    async def taps(self, name: str) -> None:
        await self.page.get_by_role("button", name=name).click()

    async def follows(self, name: str) -> None:
        await self.page.get_by_role("link", name=name).click()

    async def keeps(self, name: str) -> None:
        await chromium.keep(self.page, name)

    async def measures(self, what: str) -> Any:
        return await self.page.evaluate(what)


@pytest.fixture
async def street(cast: Cast, browser: Browser, has_script: bool) -> AsyncIterator[Street]:
    vault.use(VAULT)
    events.listen(reactions.MAP)
    pay = FakePay()
    gateway = GatewayPages(pay)
    outside = web.Application()
    outside.router.add_get("/pay/{ref}", gateway.show)
    await Operator.filter(id=cast.north.id).update(support_phone="+8801711223344")
    await builders.a_gateway(
        "bkash-main", kind="payment", provider="bkash", options={"title": "bKash"}
    )
    await builders.a_gateway(
        "nagad-hand",
        kind="payment",
        provider="manual",
        options={"title": "Nagad", "number": "01700-000000"},
    )
    await builders.a_bill(cast.rahim, total=1150, period="2026-10")
    await builders.a_bill(cast.rahim, total=1000, period="2026-11")
    _, token = await links.make(SYSTEM, cast.rahim)
    async with TestServer(outside) as elsewhere:
        pay.pages = str(elsewhere.make_url("/pay"))
        server = TestServer(web.Application())
        await server.start_server()
        port = server.port
        await server.close()
        address = f"http://127.0.0.1:{port}"
        application = build(web_ports(pay, public_url=address))
        async with TestServer(application, port=port):
            context = await browser.new_context(
                viewport={"width": WIDTH, "height": 740},
                device_scale_factor=2,
                java_script_enabled=has_script,
                locale="bn-BD",
            )
            page = await context.new_page()
            yield Street(page, f"{address}/p/{token}", gateway)
            await context.close()


@pytest.mark.parametrize("has_script", [True, False])
async def test_rahim_pays_a_part_and_then_the_rest(street: Street) -> None:
    await street.opens()
    await street.sees("৳2,150")
    await street.keeps("due")

    await street.page.get_by_label("Amount to pay").fill("৫০০")
    await street.taps("Pay with bKash")
    await street.taps("Back to the shop")
    await street.sees("We have received ৳500 by bKash")
    await street.keeps("received")

    await street.follows("Back to my bill")
    await street.sees("৳1,650")
    await street.taps("Pay with bKash")
    await street.taps("Back to the shop")
    await street.sees("We have received ৳1,650 by bKash")
    await street.follows("Back to my bill")
    await street.sees("Your bills are paid")
    await street.keeps("paid")
    assert [paid.amount_minor for paid in await Payment.all().order_by("id")] == [500_00, 1650_00]


async def test_rahim_reads_it_in_bengali(street: Street) -> None:
    await street.opens()
    await street.follows("বাংলা")
    await street.sees("৳২,১৫০")
    await street.keeps("due-bengali")

    await street.taps("bKash দিয়ে দিন")
    await street.taps("Back to the shop")
    await street.sees("আপনার ৳২,১৫০ আমরা পেয়েছি")
    await street.keeps("received-bengali")
    assert (await Attempt.get()).language == "bn"


async def test_a_payment_that_is_not_confirmed_yet_asks_for_nothing_more(
    street: Street,
) -> None:
    street.gateway.is_broke = True
    await street.opens()
    await street.taps("Pay with bKash")
    await street.taps("Back to the shop")

    await street.sees("You need to do nothing more")
    await street.keeps("pending")
    street.gateway.pay.paid((await Attempt.get()).ref)
    assert await Payment.all().count() == 0


async def test_a_wrong_amount_keeps_what_was_typed(street: Street) -> None:
    await street.opens()
    await street.page.get_by_label("Amount to pay").fill("-5")
    await street.taps("Pay with bKash")

    await street.sees("We can't read that amount")
    await street.keeps("wrong-amount")
    assert await street.page.get_by_label("Amount to pay").input_value() == "-5"


async def test_rahim_tells_of_a_transfer(street: Street) -> None:
    await street.opens()
    await street.page.get_by_text("Send the money myself by Nagad").click()
    await street.page.get_by_label("Transaction ID").fill("8n7a6d5c")
    await street.page.get_by_label("The number you sent it from").fill("01711-111111")
    await street.keeps("transfer")
    await street.taps("I have sent it")

    await street.sees("TxnID 8N7A6D5C")
    await street.keeps("claimed")
    assert await Verification.all().count() == 1


async def test_an_old_link_says_so(street: Street, moment: Moment) -> None:
    moment.move(days=8)

    await street.opens()

    await street.sees("This link is no longer valid")
    await street.keeps("expired")


async def test_a_held_customer_finds_the_way_to_pay(street: Street) -> None:
    held = street.address.partition("/p/")[0] + "/held"
    await street.page.goto(held + "?lang=en")
    await street.page.get_by_label("Customer ID").fill("1001")
    await street.page.get_by_label("Mobile number").fill("01711-111111")
    await street.keeps("held")
    await street.taps("See my bill")

    await street.sees("৳2,150")


@pytest.mark.parametrize("language", ["en", "bn"])
async def test_the_page_fits_a_small_phone_in_one_request(street: Street, language: str) -> None:
    await street.opens(f"?lang={language}")

    assert [url for url in street.asked if "favicon" not in url] == [
        f"{street.address}?lang={language}"
    ]
    width = "Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"
    assert await street.measures(width) <= WIDTH
    too_small = (
        "[...document.querySelectorAll('button, input:not([type=hidden]), summary, nav a')]"
        ".filter(one => one.checkVisibility() && one.getBoundingClientRect().height < 44)"
        ".map(one => one.outerHTML)"
    )
    assert await street.measures(too_small) == []
    assert await street.measures("document.documentElement.lang") == language


CONTRAST = """() => {
  const light = c => { c /= 255; return c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4 };
  const lum = ([r, g, b]) => .2126 * light(r) + .7152 * light(g) + .0722 * light(b);
  const rgb = text => text.match(/[\\d.]+/g).map(Number);
  const behind = one => {
    for (; one; one = one.parentElement) {
      const color = rgb(getComputedStyle(one).backgroundColor);
      if (color.length < 4 || color[3] > 0) return color;
    }
    return [255, 255, 255];
  };
  const found = [];
  for (const one of document.querySelectorAll('body *')) {
    const has = [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    if (!has && one.tagName !== 'INPUT') continue;
    const pair = [lum(rgb(getComputedStyle(one).color)), lum(behind(one))].sort((a, b) => b - a);
    const ratio = (pair[0] + .05) / (pair[1] + .05);
    if (ratio < 4.5) found.push(one.outerHTML.slice(0, 80) + ' ' + ratio.toFixed(2));
  }
  return found;
}"""


async def test_every_word_stands_out_from_what_is_behind_it(street: Street) -> None:
    street.gateway.is_broke = True
    await street.opens("?lang=bn")
    assert await street.measures(CONTRAST) == []

    await street.page.get_by_label("কত টাকা দেবেন").fill("x")
    await street.taps("bKash দিয়ে দিন")
    assert await street.measures(CONTRAST) == []


async def test_every_field_and_button_has_a_name_for_who_cannot_see(street: Street) -> None:
    await street.opens("?lang=en")

    names = await street.measures(
        "[...document.querySelectorAll('input:not([type=hidden])')]"
        ".map(one => one.labels.length ? one.labels[0].textContent.trim() : '')"
    )
    assert len(names) == 4
    assert all(names)
    await street.page.keyboard.press("Tab")
    await street.page.keyboard.press("Tab")
    outline = await street.measures("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"

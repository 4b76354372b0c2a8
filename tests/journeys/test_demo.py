"""The demo as a newcomer meets it: one command, one page, the mouse alone, and started again."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, async_playwright, expect

from tests import chromium
from tests.journeys import ports
from tests.journeys.processes import Process, finish

CUSTOMERS = 40
PATIENCE = 120_000.0
ports_of_ours: Iterator[int] = ports.free()


class Newcomer:
    """Somebody with the board open in a browser."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.staff = page.locator("#staff-chat")
        self.phone = page.locator("#phone")

    async def becomes(self, name: str) -> None:
        await self.page.locator("#people button", has_text=name).click()

    async def types_by_click(self, line: str) -> None:
        await self.page.locator("#lines").get_by_role("button", name=line, exact=True).click()

    async def taps(self, label: str) -> None:
        await self.staff.locator(".keys button", has_text=label).last.click(timeout=PATIENCE)

    async def pulls(self, lever: str) -> None:
        await self.page.locator("#levers").get_by_role("button", name=lever, exact=True).click()

    async def takes_the_phone_of(self, name: str) -> None:
        await self.page.locator("#find").fill(name)
        await self.page.locator("#customers button", has_text=name).first.click()

    async def looks_at_the_group(self, title: str) -> Locator:
        await self.page.locator("#groups button", has_text=title).click()
        return self.page.locator("#group-chat")

    async def opens_the_link(self) -> Page:
        async with self.page.expect_popup() as opened:
            await self.phone.locator(".bubble a", has_text="/p/").last.click(timeout=PATIENCE)
        return await opened.value


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    async with async_playwright() as play:
        browser = await play.chromium.launch(**chromium.launch_options())
        yield await browser.new_page(viewport={"width": 1600, "height": 900})
        await browser.close()


async def started(folder: Path, port: int, name: str = "first") -> Process:
    """`netkhata demo` from its start to the line that names its page."""
    demo = await Process.start(
        "demo", "--port", str(port), "--customers", str(CUSTOMERS), "--data", str(folder / "data"),
        name=name, settings={}, folder=folder,
    )  # fmt: skip
    await demo.until_says(f"open http://127.0.0.1:{port}/")
    return demo


async def sees(where: Locator, text: str) -> None:
    await expect(where).to_contain_text(text, timeout=PATIENCE)


async def pays_with_bkash(page: Page) -> None:
    await page.get_by_role("button", name="bKash").click()
    await page.get_by_role("button", name="Confirm").click()


async def opens_and_closes_another_tab(page: Page) -> None:
    assert page.context.browser is not None
    other = await page.context.browser.new_page()
    await other.goto(page.url)
    await other.close()
    newcomer = Newcomer(page)
    await newcomer.types_by_click("/help")
    await sees(newcomer.staff, "/paid")


async def ends_quietly(demo: Process) -> None:
    assert await demo.terminate() == 0
    for word in ("Traceback", "database-away", "Error handling"):
        assert word not in demo.said, demo.tail()


async def test_a_port_that_is_taken_is_named_before_anything_is_made(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = await finish(
            "demo", "--port", str(port), "--data", str(tmp_path / "data"),
            settings={}, folder=tmp_path,
        )  # fmt: skip

    assert done.code == 1
    assert f"port {port} is taken" in done.err
    assert "Traceback" not in done.err
    assert not (tmp_path / "data").exists()


async def test_the_main_job_is_done_with_the_mouse_and_is_there_after_a_crash(
    page: Page, tmp_path: Path
) -> None:
    port = next(ports_of_ours)
    demo = await started(tmp_path, port)
    try:
        await page.goto(f"http://127.0.0.1:{port}/")
        newcomer = Newcomer(page)
        await newcomer.becomes("Chand")
        await newcomer.types_by_click("rahm")
        await newcomer.taps("Rahim Uddin")
        await newcomer.taps("Send payment link")
        await newcomer.taps("✅ Send")
        await newcomer.takes_the_phone_of("Rahim Uddin")
        paying = await newcomer.opens_the_link()
        await pays_with_bkash(paying)
        await sees(newcomer.phone, ".pdf")
        await sees(newcomer.staff, "Nothing due")
        await sees(page.locator("#routers tr.picked"), "paid")

        await newcomer.pulls("the 1st")
        reports = await newcomer.looks_at_the_group("reports")
        await sees(reports, f"Done: {CUSTOMERS} bills")

        await demo.kill()
        demo = await started(tmp_path, port, "second")
        await page.reload()
        await newcomer.becomes("Chand")
        await sees(newcomer.staff, "Paid by the link that you sent")
        await newcomer.types_by_click("rahm")
        await newcomer.taps("Rahim Uddin")
        await sees(newcomer.staff, "Due: ৳800")
        await newcomer.takes_the_phone_of("Rahim Uddin")
        await sees(newcomer.phone, ".pdf")

        await opens_and_closes_another_tab(page)
        await ends_quietly(demo)
    finally:
        await demo.kill()


async def test_a_customer_becomes_known_on_telegram_by_their_number(
    page: Page, tmp_path: Path
) -> None:
    port = next(ports_of_ours)
    demo = await started(tmp_path, port)
    try:
        await page.goto(f"http://127.0.0.1:{port}/")
        newcomer = Newcomer(page)
        await newcomer.becomes("Rahim Uddin")
        await page.locator("#say input").fill("/start")
        await page.locator("#say button").click()
        await newcomer.taps("share my number")
        await sees(newcomer.staff, "আপনার ইন্টারনেট সেবাদাতা")
        await newcomer.taps("খবর বন্ধ করুন")
        await sees(newcomer.staff, "আর কোনো খবর বা অফার পাবেন না")
        await ends_quietly(demo)
    finally:
        await demo.kill()

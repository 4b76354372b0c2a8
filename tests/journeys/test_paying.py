"""From a collector's search to a customer who is online again, through real processes."""

from __future__ import annotations

import pytest

from tests.journeys.harness import World
from tests.journeys.isp import RAHIM
from tests.journeys.outside import CHAND
from tests.journeys.people import Visitor


async def sent_a_link(world: World) -> Visitor:
    """Chand finds Rahim, sends the link; Rahim has it open."""
    chand = world.staff(CHAND)
    chand.says("rahim")
    await chand.sees("Rahim Uddin", "Due", "Send payment link")
    await chand.taps("Send payment link")
    await chand.taps("✅ Send")
    await chand.sees("on its way")
    visitor = await world.visitor()
    page = await visitor.open(await world.link_of(RAHIM))
    assert page.status == 200
    assert "800" in page.text
    return visitor


async def test_a_customer_pays_by_bkash_and_everybody_knows(world: World) -> None:
    await world.run()
    await world.on_whatsapp(RAHIM)
    visitor = await sent_a_link(world)

    await visitor.press("bKash")
    page = await visitor.press("Confirm")

    assert "received" in page.text
    receipt = await world.receives(RAHIM, "800", channel="whatsapp")
    chand = world.staff(CHAND)
    await chand.sees("Paid by the link")
    await chand.sees("Nothing due")
    assert await world.payments(RAHIM) == [80_000]
    print(receipt, world.phone(RAHIM), [s.shown for s in chand.screens])
    await world.audit()

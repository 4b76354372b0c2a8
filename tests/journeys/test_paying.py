"""From a collector's search to a receipt and a session on the router, through real processes."""

from __future__ import annotations

import asyncio

import pytest

from domain import db
from sandbox.payments.standin import PaymentStandIn
from tests.journeys.harness import QUIET, World
from tests.journeys.isp import KARIM, RAHIM, SALMA, Person
from tests.journeys.outside import BINA, CHAND, PAYMENTS
from tests.journeys.people import Visitor

BUTTONS = {"bkash": "bKash", "sslcommerz": "Card"}


def standin(world: World, gateway: str) -> PaymentStandIn:
    return world.outside.bkash if gateway == "bkash" else world.outside.sslcommerz


async def sent_a_link(world: World, person: Person = RAHIM, typed: str = "rahim") -> Visitor:
    """Chand finds the customer and sends the link; the customer has it open."""
    chand = world.staff(CHAND)
    chand.says(typed)
    await chand.sees(person.name, person.code, "Send payment link")
    await chand.taps("Send payment link")
    await chand.taps("✅ Send")
    visitor = await world.visitor(f"198.51.100.{person.code[-1]}")
    page = await visitor.open(await world.link_of(person))
    assert page.status == 200
    assert "৳800" in page.text
    return visitor


async def finds_the_page(world: World, person: Person = RAHIM) -> Visitor:
    """The customer has no link, and tells the page for held services who they are."""
    visitor = await world.visitor(f"198.51.100.{person.code[-1]}")
    await visitor.open(f"{world.places.public_url}/held")
    page = await visitor.press("See my bill", customer_id=person.code, mobile=person.mobile)
    assert "৳800" in page.text
    return visitor


async def pays(visitor: Visitor, gateway: str) -> None:
    """Press the gateway's button and confirm on its page; come back where the browser is sent."""
    await visitor.press(BUTTONS[gateway])
    page = await visitor.press("Confirm")
    if page.forms and "Going back" in page.text:
        await visitor.press("Continue")


async def is_posted_once(world: World, person: Person = RAHIM) -> None:
    """One payment, nothing due, one receipt, whatever came how often."""

    async def posted() -> bool:
        return await world.payments(person) == [80_000] and not await world.due(person)

    await world.until(posted)
    await world.receives(person, "received")
    await world.until(lambda: is_heard(world))
    assert await world.payments(person) == [80_000]
    assert len(world.phone(person, "received")) == 1
    await world.audit()


async def is_heard(world: World) -> bool:
    """No notification and no message waits any more."""
    waiting = await db.value(
        "SELECT (SELECT COUNT(*) FROM inbox WHERE status = 'new')"
        " + (SELECT COUNT(*) FROM message WHERE status IN ('ready', 'leased')) AS n"
    )
    return not waiting


@pytest.mark.both_engines
@pytest.mark.parametrize(("gateway", "typed"), [("bkash", "rahim"), ("sslcommerz", "rahm")])
async def test_a_customer_pays_by_the_link_and_everybody_knows(
    world: World, gateway: str, typed: str
) -> None:
    world.outside.router.network.add_secret("rahim", profile="10M")
    world.outside.router.network.dial("rahim")
    await world.run()
    await world.on_whatsapp(RAHIM)
    visitor = await sent_a_link(world, typed=typed)

    await pays(visitor, gateway)

    assert visitor.page is not None
    assert "We have received ৳800" in visitor.page.text
    receipt = await world.receives(RAHIM, "received *Tk 800*", channel="whatsapp")
    name, kind, content = receipt.documents[0]
    assert (name[-4:], kind, content[:5]) == (".pdf", "application/pdf", b"%PDF-")
    chand = world.staff(CHAND)
    card = await chand.sees(RAHIM.name, "Nothing due", "Link: paid")
    assert card.edits
    await chand.sees("Paid by the link that you sent")
    await world.until(lambda: world.outside.router.network.service_of("rahim") == "paid")
    paper = await visitor.press_link("receipt.pdf")
    assert paper.body.startswith(b"%PDF-")
    await is_posted_once(world)


async def test_a_lost_redirect_loses_no_payment(world: World) -> None:
    world.outside.sslcommerz.lose_redirect = True
    await world.run(*QUIET)
    visitor = await finds_the_page(world)

    await pays(visitor, "sslcommerz")

    await is_posted_once(world)


@pytest.mark.both_engines
async def test_a_customer_who_never_comes_back_from_bkash_is_asked_about(world: World) -> None:
    world.outside.bkash.lose_redirect = True
    world.outside.bkash.pushes.lost = True
    await world.run(*QUIET)
    visitor = await finds_the_page(world)

    await pays(visitor, "bkash")
    await world.time_passes()

    await is_posted_once(world)


@pytest.mark.parametrize("gateway", ["bkash", "sslcommerz"])
async def test_a_lost_webhook_loses_no_payment(world: World, gateway: str) -> None:
    standin(world, gateway).pushes.lost = True
    await world.run(*QUIET)
    visitor = await finds_the_page(world)

    await pays(visitor, gateway)

    await is_posted_once(world)


@pytest.mark.both_engines
@pytest.mark.parametrize("gateway", ["bkash", "sslcommerz"])
async def test_a_webhook_sent_five_times_posts_once(world: World, gateway: str) -> None:
    standin(world, gateway).pushes.times = 5
    await world.run(*QUIET)
    visitor = await finds_the_page(world)

    await pays(visitor, gateway)

    await world.until(lambda: len(standin(world, gateway).pushes.made) >= 5)
    assert {hook.status for hook in standin(world, gateway).pushes.made} == {200}
    await is_posted_once(world)


async def test_a_webhook_that_comes_before_the_redirect_posts_once(world: World) -> None:
    world.outside.sslcommerz.pushes.before_return = True
    await world.run(*QUIET)
    visitor = await finds_the_page(world)

    await pays(visitor, "sslcommerz")

    await is_posted_once(world)


@pytest.mark.both_engines
async def test_who_pays_twice_has_the_second_in_advance(world: World) -> None:
    await world.run(*QUIET)
    first = await finds_the_page(world)
    second = await finds_the_page(world)
    await first.press("bKash")
    await second.press("Card")

    await first.press("Confirm")
    await second.press("Confirm")
    await second.press("Continue")

    async def both() -> bool:
        return await world.payments(RAHIM) == [80_000, 80_000]

    await world.until(both)
    assert await world.due(RAHIM) == 0
    await world.receives(RAHIM, "received", "800")
    assert await world.advance(RAHIM) == 80_000
    await world.audit()


async def test_a_payment_that_was_stopped_can_be_tried_again(world: World) -> None:
    await world.run(*QUIET)
    visitor = await finds_the_page(world)
    await visitor.press("bKash")

    page = await visitor.press("Cancel")
    assert "did not go through" in page.text
    await visitor.press_link("Try again")
    await pays(visitor, "bkash")

    await is_posted_once(world)


async def test_money_sent_by_hand_is_approved_in_the_group(world: World) -> None:
    await world.run()
    visitor = await finds_the_page(world)

    page = await visitor.press("I have sent it", amount="800", txn_id="NG8XK2P0QZ")
    assert "Our staff are checking it" in page.text
    bina = world.staff(BINA).within(PAYMENTS)
    await bina.sees("NG8XK2P0QZ", RAHIM.name, "৳800")
    answer = await bina.taps("Approve")
    assert "Posted" in answer.text
    await bina.sees("Approved by Bina")

    await is_posted_once(world)


async def test_money_sent_by_hand_that_nobody_sees_is_rejected_and_the_customer_told(
    world: World,
) -> None:
    await world.run()
    visitor = await finds_the_page(world)
    assert visitor.page is not None
    address = visitor.page.url
    await visitor.press("I have sent it", amount="800", txn_id="NG8XK2P0QZ")

    bina = world.staff(BINA).within(PAYMENTS)
    await bina.taps("Reject")
    await bina.taps("The money has not arrived")

    await world.receives(RAHIM, "could not find", "NG8XK2P0QZ")
    assert await world.payments(RAHIM) == []
    page = await visitor.open(address)
    assert "could not find your transfer" in page.text


@pytest.mark.both_engines
async def test_three_customers_pay_at_once_and_each_is_credited(world: World) -> None:
    people = (RAHIM, KARIM, SALMA)
    await world.run(*QUIET)
    visitors = [await finds_the_page(world, person) for person in people]

    await asyncio.gather(*(pays(each, "bkash") for each in visitors))

    for person in people:
        await is_posted_once(world, person)

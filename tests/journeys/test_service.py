"""Held customers come back when they pay, and NOC hears of routers once."""

from __future__ import annotations

import sys
import time

import pytest

from domain import db
from sandbox.routeros import User
from tests.journeys.harness import QUIET, World
from tests.journeys.isp import RAHIM, SALMA, Person
from tests.journeys.outside import BINA, DIPA, NOC
from tests.journeys.people import Visitor
from tests.waiting import until


def dials_in(world: World, *people: Person) -> None:
    for person in people:
        world.outside.router.network.add_secret(person.username, profile="10M")
        world.outside.router.network.dial(person.username)


async def is_suspended(world: World, person: Person) -> None:
    """Bina suspends the customer by hand, and the router does it."""
    bina = world.staff(BINA)
    bina.says(person.code)
    await bina.taps("⛔ Suspend")
    await bina.taps("Does not pay")
    await bina.taps("Yes, suspend")
    router = world.outside.router
    await world.until(lambda: router.network.service_of(person.username) == "suspended")


async def pays_at_the_held_page(world: World, person: Person) -> Visitor:
    """From whatever the router redirects to, to the gateway's page."""
    visitor = await world.visitor("198.51.100.7")
    page = await visitor.open(f"{world.places.public_url}/held")
    assert "Is your internet stopped?" in page.text
    await visitor.press("See my bill", customer_id=person.code, mobile=person.mobile)
    await visitor.press("bKash")
    return visitor


@pytest.mark.both_engines
async def test_who_is_held_pays_on_the_page_and_is_back(world: World) -> None:
    dials_in(world, SALMA, RAHIM)
    await world.run()
    await world.on_whatsapp(SALMA)
    await is_suspended(world, SALMA)
    assert world.outside.router.network.service_of("rahim") == "paid"
    visitor = await pays_at_the_held_page(world, SALMA)

    await visitor.press("Confirm")
    paid = time.monotonic()
    await world.until(lambda: world.outside.router.network.service_of("salma") == "paid")
    took = time.monotonic() - paid

    await world.receives(SALMA, "received", "800")
    await world.staff(BINA).sees(SALMA.name, "🟢 Active", "Nothing due")
    seen = await until(lambda: seen_online(SALMA), logs=world.logs)
    sys.stdout.write(
        f"from the gateway's word to the router's commands: {took:.2f} s as the customer sees it,"
        f" {seen['done_at'] - seen['posted_at']} ms between posting and the router's answer\n"
    )
    await world.audit()


async def seen_online(person: Person) -> dict[str, int] | None:
    return await db.one(
        "SELECT s.done_at, s.seen_at, p.posted_at FROM service s"
        " JOIN customer c ON c.id = s.customer_id JOIN payment p ON p.customer_id = c.id"
        " WHERE c.code = $1 AND s.seen_at IS NOT NULL AND s.generation = s.applied",
        person.code,
    )


@pytest.mark.both_engines
async def test_a_payment_while_the_router_is_down_reconnects_when_it_is_back(world: World) -> None:
    dials_in(world, SALMA)
    await world.run()
    await is_suspended(world, SALMA)
    await world.outside.router.power(False)

    visitor = await pays_at_the_held_page(world, SALMA)
    page = await visitor.press("Confirm")
    assert "We have received" in page.text
    await world.outside.router.power(True)

    await world.until(lambda: world.outside.router.network.service_of("salma") == "paid")


async def test_a_router_going_down_and_up_is_told_once_each(world: World) -> None:
    dials_in(world, RAHIM, SALMA)
    await world.run()
    noc = world.staff(DIPA).within(NOC)
    await world.until(was_asked)

    await world.outside.router.power(False)
    await db.run("UPDATE router_state SET misses = 2")  # two of three misses are behind it
    alert = await noc.sees("Router core does not answer", "customers behind it")
    await world.outside.router.power(True)
    await db.run("UPDATE router_state SET hits = 1")
    await noc.sees("Over: ")

    assert "Over" in alert.shown, "the alert itself says that it is over"
    assert [m for m in noc.screens if "core" in m.shown] == [alert]


async def test_check_says_of_a_router_what_is_wrong_and_what_to_do(world: World) -> None:
    router = world.outside.router
    profiles = router["/ppp/profile"]
    profiles.remove([each for each in [profiles.named("suspended")] if each])
    lacking = await world.netkhata("check")
    router.world.users["netkhata"] = User("netkhata", "another word")
    locked = await world.netkhata("check")

    assert "BAD router core: core RouterOS" in lacking.out
    assert "but no profile suspended: add it on the router" in lacking.out
    assert "it does not take this username and password" in locked.out
    assert (lacking.code, locked.code) == (1, 1)
    assert "router-secret" not in locked.out + locked.err


async def was_asked() -> bool:
    return bool(await db.value("SELECT 1 AS one FROM router_state WHERE checked_at IS NOT NULL"))


async def test_what_somebody_changed_on_the_router_is_put_right(world: World) -> None:
    dials_in(world, SALMA, RAHIM)
    process = await world.run()
    await is_suspended(world, SALMA)
    await process.terminate()
    router = world.outside.router
    lists = router["/ip/firewall/address-list"]
    lists.remove(list(lists.items.values()))
    secrets = router["/ppp/secret"]
    secret, paid = secrets.named("salma"), router["/ppp/profile"].named("10M")
    assert secret is not None
    assert paid is not None
    secrets.change(secret, {"profile": paid})
    router.network.hang_up("salma")
    router.network.dial("salma")
    assert router.network.service_of("salma") == "paid"

    await db.run("UPDATE router_state SET due_at = NULL")
    await world.run(*QUIET)

    await world.until(lambda: router.network.service_of("salma") == "suspended")
    assert router.network.service_of("rahim") == "paid"

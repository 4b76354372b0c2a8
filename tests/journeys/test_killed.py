"""An import, and a router's worker, killed at any instant: nothing doubled, nothing missing."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from domain import db
from tests.journeys.harness import BACK, World
from tests.journeys.isp import HEADINGS, Person
from tests.kills import kills

pytestmark = pytest.mark.both_engines

KILLS = kills(3)
AT_ONCE = 10  # so many kills hit imports of one file
ROWS = 1500
BEHIND = 60  # customers behind the router


def newcomers(batch: int) -> list[str]:
    """Rows of customers who owe or have paid ahead; every other one without a customer ID."""
    return [
        ",".join(
            (
                f"N{batch}-{number}" if number % 2 else "", f"Newcomer {number}",
                f"+88019{batch:03d}{number:05d}", "en", "mirpur", "north", "home", "standard",
                "pppoe", f"new{batch}x{number}" if number % 3 else "", "", "",
                str(100 * (number % 2)), "active", str(50 * (number % 4 == 2)),
            )
        )
        for number in range(ROWS)
    ]  # fmt: skip


def written(folder: Path, name: str, rows: Sequence[str], headings: str = HEADINGS) -> str:
    path = folder / name
    path.write_text("\n".join([headings, *rows]) + "\n")
    return str(path)


async def test_imports_that_are_killed_and_repeated_bring_everybody_in_once(world: World) -> None:
    dice = random.Random(11)
    for batch in range(0, KILLS, AT_ONCE):
        file = written(world.folder, f"{batch}.csv", newcomers(batch), f"{HEADINGS},advance")
        command = ("import", "customers", file)
        for _ in range(batch, min(batch + AT_ONCE, KILLS)):
            await world.killed_at(dice.random(), *command)

        done = await world.netkhata(*command)

        assert done.code == 0, done.err
        await everybody_came_in_once(batch)
    await world.audit()


async def test_two_imports_of_one_file_at_once_bring_everybody_in_once(world: World) -> None:
    file = written(world.folder, "both.csv", newcomers(0), f"{HEADINGS},advance")

    done = await asyncio.gather(*(world.netkhata("import", "customers", file) for _ in range(2)))

    assert [each.code for each in done] == [0, 0], done
    await everybody_came_in_once(0)
    await world.audit()


async def everybody_came_in_once(batch: int) -> None:
    found = await db.one(
        "SELECT COUNT(*) AS people, COUNT(DISTINCT mobile) AS numbers,"
        " SUM((SELECT COUNT(*) FROM bill b WHERE b.customer_id = c.id)) AS bills,"
        " SUM((SELECT COUNT(*) FROM credit k WHERE k.customer_id = c.id)) AS credits"
        " FROM customer c WHERE mobile LIKE $1",
        f"+88019{batch:03d}%",
    )
    assert found is not None
    assert {name: int(count) for name, count in found.items()} == {
        "people": ROWS, "numbers": ROWS, "bills": ROWS // 2, "credits": ROWS // 4,
    }  # fmt: skip


def behind_the_router() -> list[Person]:
    """Half of them dial in, half have an address of their own."""
    return [
        Person(
            f"R{number:03d}", f"Customer {number}", f"+88017{number:08d}", username=f"r{number}"
        )
        if number % 2
        else Person(
            f"R{number:03d}", f"Customer {number}", f"+88017{number:08d}",
            connection="static", username=f"r{number}", ip=f"10.9.0.{number + 1}",
        )
        for number in range(BEHIND)
    ]  # fmt: skip


def furnish(world: World, people: Sequence[Person]) -> None:
    for person in people:
        if person.connection == "static":
            world.outside.router.network.add_host(person.username, person.ip)
        else:
            world.outside.router.network.add_secret(person.username, profile="10M")
            world.outside.router.network.dial(person.username)


async def are_now(world: World, people: Sequence[Person], status: str) -> None:
    """Let an import say of all of them that they are suspended, or active."""
    rows = [replace(person, status=status).row for person in people]
    file = written(world.folder, f"{status}.csv", rows)
    done = await world.netkhata("import", "customers", file, "--set-status")
    assert done.code == 0, done.err


async def test_a_worker_killed_while_it_serves_a_router_leaves_it_as_desired(world: World) -> None:
    dice, people = random.Random(5), behind_the_router()
    furnish(world, people)
    router = world.outside.router
    await are_now(world, people, "active")
    process = await world.run(*BACK)
    await world.until(nothing_is_asked_for)
    for number in range(KILLS):
        await are_now(world, people, ("suspended", "active")[number % 2])
        await asyncio.sleep(dice.random() * 0.5)
        process = await world.kill_and_start(process)
        if number % 5 == 0:
            await world.until(nothing_is_asked_for)

    for status, service in (("suspended", "suspended"), ("active", "paid")):
        await are_now(world, people, status)
        await world.until(
            lambda service=service: (
                {router.network.service_of(each.username) for each in people}  # type: ignore[misc]
                == {service}
            )
        )
        await world.until(nothing_is_asked_for)
        held = Counter(
            router["/ip/firewall/address-list"].text(item, "address")
            for item in router["/ip/firewall/address-list"].items.values()
        )
        assert set(held.values()) <= {1}, "no address is held twice"
        assert len(held) == (BEHIND if service == "suspended" else 0)


async def nothing_is_asked_for() -> bool:
    return not await db.value(
        "SELECT COUNT(*) AS n FROM service s JOIN customer c ON c.id = s.customer_id"
        " WHERE s.generation <> s.applied AND c.code LIKE 'R%'"
    )

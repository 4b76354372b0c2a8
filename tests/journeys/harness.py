"""A world for one journey: stand-ins, a prepared database, and real processes in between."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack, suppress
from pathlib import Path

from domain import db
from domain.ledger import entries
from domain.ledger.models import Account
from sandbox.phone import Received
from tests.journeys import processes
from tests.journeys.balancer import balanced
from tests.journeys.isp import Person
from tests.journeys.outside import TOKEN, VERIFY, Outside, Places
from tests.journeys.people import Colleague, Visitor
from tests.journeys.processes import Finished, Process
from tests.waiting import LIMIT, until

KEY = "a key that only the journeys use"
BACK = ("worker", "scheduler")
QUIET = ("web", "scheduler", "worker")  # without the bot, which takes longest to start
COUNTED = (
    ("message", "status || ' ' || error"),
    ("delivery", "channel || ' ' || status || ' ' || error"),
    ("inbox", "kind || ' ' || status || ' ' || error"),
    ("attempt", "status || ' ' || error"),
    ("job_run", "name || ' ' || status"),
)
LINK = re.compile(r"https?://\S+/p/\w+")


class World:
    """Everything that a journey needs; `run` and `netkhata` are the only ways in."""

    def __init__(self, url: str, places: Places, folder: Path) -> None:
        self.places = places
        self.folder = folder
        self.url = url
        self.outside = Outside(places)
        self.processes: list[Process] = []
        self.settings = settings(url, places)
        self._stack = AsyncExitStack()
        self._lasts: dict[tuple[str, ...], float] = {}

    async def __aenter__(self) -> World:
        await self.outside.start()
        self._stack.push_async_callback(self.outside.stop)
        await db.open_database(self.url)
        self._stack.push_async_callback(db.close_database)
        return self

    async def __aexit__(self, *why: object) -> None:
        for process in self.processes:
            await process.kill()
        await self._stack.aclose()

    async def run(self, *roles: str, name: str = "", **more: str) -> Process:
        """Start `netkhata run ROLE ...` and wait until it is ready."""
        return await (await self.launch(*roles, name=name, **more)).until_ready()

    async def launch(self, *roles: str, name: str = "", **more: str) -> Process:
        """Start it without waiting."""
        process = await Process.start(
            "run", *roles,
            name=name or f"{'-'.join(roles) or 'all'}-{len(self.processes) + 1}",
            settings={**self.settings, **more},
            folder=self.folder,
        )  # fmt: skip
        process.more = more
        self.processes.append(process)
        return process

    async def kill_and_start(self, process: Process) -> Process:
        """SIGKILL, and the same again after what it held has become free."""
        await process.kill()
        await self.time_passes()
        return await self.run(*process.roles, **process.more)

    async def run_two_webs(self) -> None:
        """Two web processes behind one public address."""
        await self._stack.enter_async_context(balanced(self.places.web, self.places.webs))
        await asyncio.gather(
            *(self.run("web", name=f"web-{port}", port=str(port)) for port in self.places.webs)
        )

    async def netkhata(self, *arguments: str, **more: str) -> Finished:
        """Run another command to its end."""
        return await processes.finish(
            *arguments, settings={**self.settings, **more}, folder=self.folder
        )

    async def killed_at(self, part: float, *arguments: str) -> None:
        """Begin a command that is killed after this part of the time that it needs."""
        if arguments not in self._lasts:
            began = time.monotonic()
            done = await self.netkhata(*arguments, "--dry-run")
            assert done.code == 0, done.err
            self._lasts[arguments] = 2 * (time.monotonic() - began)
        begun = await Process.start(
            *arguments,
            name=f"killed-{len(self.processes) + 1}",
            settings=self.settings,
            folder=self.folder,
        )
        self.processes.append(begun)
        with suppress(TimeoutError):
            await begun.ended(part * self._lasts[arguments])
        await begun.kill()

    async def audit(self) -> None:
        """The books hold, as the command says."""
        done = await self.netkhata("audit")
        assert done.code == 0, done.out + done.err

    async def logs(self) -> str:
        """The last lines of every process, and what lies in the database in which state."""
        lines = [process.tail() for process in self.processes]
        for table, column in COUNTED:
            found = await db.rows(
                f"SELECT {column} AS state, COUNT(*) AS n FROM {table} GROUP BY {column}"
            )
            lines.append(f"{table}: { ({row['state']: row['n'] for row in found}) }")
        return "\n".join(lines)

    async def until(self, holds: Callable[[], object], seconds: float = LIMIT) -> object:
        """Wait until it holds; a failure shows the logs."""
        return await until(holds, seconds, logs=self.logs)

    # Who is there

    def staff(self, number: int) -> Colleague:
        """A member of staff with the app open."""
        return Colleague(self.outside, number, self.logs)

    async def visitor(self, address: str = "") -> Visitor:
        """A browser that is closed with the world."""
        return await self._stack.enter_async_context(Visitor(address))

    async def on_whatsapp(self, *people: Person) -> None:
        """Let these customers have just written to us, so that WhatsApp takes what we write."""
        whatsapp = self.outside.whatsapp
        await whatsapp.account.notifier.subscribe(
            f"{self.places.public_url}/webhooks/whatsapp/whatsapp", VERIFY
        )
        for person in people:
            await whatsapp.customers.say(person.mobile, "hello")
            await self.receives(person, channel="whatsapp")  # they are greeted, and all is quiet

    def phone(self, person: Person, *fragments: str, channel: str = "") -> list[Received]:
        """What has arrived at a customer's number, with all of these in it."""
        return [
            one
            for one in self.outside.phones.of(person.mobile)
            if all(each in one.text for each in fragments) and channel in ("", one.channel)
        ]

    async def receives(self, person: Person, *fragments: str, channel: str = "") -> Received:
        """Wait for such a message."""
        found = await until(
            lambda: self.phone(person, *fragments, channel=channel), logs=self._phones
        )
        newest: Received = found[-1]
        return newest

    async def _phones(self) -> str:
        lines = [f"{one.channel} {one.to}: {one.text}" for one in self.outside.phones.received]
        return "\n".join(["--- phones:", *lines[-12:], await self.logs()])

    async def link_of(self, person: Person) -> str:
        """The payment link that the customer was sent last, as it stands on the phone."""
        await self.receives(person, "/p/")
        found: list[str] = LINK.findall(self.phone(person, "/p/")[-1].text)
        return found[-1]

    # What has become of it

    async def customer(self, person: Person) -> int:
        """The row of a customer."""
        found = await db.value("SELECT id FROM customer WHERE code = $1", person.code)
        return int(found)

    async def due(self, person: Person) -> int:
        """Minor units that the customer's bills leave open."""
        found = await db.value(
            "SELECT COALESCE(SUM(b.total_minor - b.paid_minor), 0) AS due FROM bill b"
            " JOIN customer c ON c.id = b.customer_id WHERE c.code = $1"
            " AND b.status IN ('unpaid', 'partial')",
            person.code,
        )
        return int(found)

    async def payments(self, person: Person) -> list[int]:
        """Amounts posted for the customer, in minor units."""
        found = await db.rows(
            "SELECT p.amount_minor FROM payment p JOIN customer c ON c.id = p.customer_id"
            " WHERE c.code = $1 AND p.status = 'posted' ORDER BY p.id",
            person.code,
        )
        return [int(row["amount_minor"]) for row in found]

    async def advance(self, person: Person) -> int:
        """Minor units that the customer has paid ahead, as the ledger says."""
        return -await entries.balance(Account.ADVANCE, await self.customer(person))

    async def time_passes(self) -> None:
        """What a dead process held is free again: its leases have run out."""
        await db.run("UPDATE lease SET until_ms = 0")
        await db.run("UPDATE message SET locked_ms = 0 WHERE status = 'leased'")
        await db.run("UPDATE inbox SET due_ms = 0 WHERE status = 'new'")
        await db.run("UPDATE card SET locked_until = 0 WHERE wanted > shown")
        await db.run("UPDATE attempt SET poll_at = 0 WHERE poll_at IS NOT NULL")
        await db.run("UPDATE attempt SET asking_until = NULL")


def settings(url: str, places: Places) -> Mapping[str, str]:
    """What the environment tells every process of a world."""
    return {
        "database_url": url,
        "telegram_token": TOKEN,
        "telegram_api_base": f"http://127.0.0.1:{places.telegram}",
        "public_url": places.public_url,
        "host": "127.0.0.1",
        "port": str(places.web),
        "secret_key": KEY,
        "trusted_proxies": "127.0.0.1",
    }

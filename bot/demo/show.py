"""`netkhata demo`: the demo ISP, everything around it and the real processes, in one process."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import logging
import signal
import socket
from pathlib import Path

from bot import database
from bot.apply import provision
from bot.demo import folder as own
from bot.demo import isp, people, twice
from bot.demo.clock import DemoClock
from bot.demo.memory import Memory
from bot.demo.outside import BOT_TOKEN, PROFILES, Outside
from bot.failure import Failure
from bot.serving import logs, roles
from bot.serving.needs import ROLES
from bot.settings import Settings, load
from domain import db, schema, wakes
from domain.customers.models import Customer
from sandbox.board import Board, Lever, Phone
from scheduler.nursery import Nursery

log = logging.getLogger(__name__)
HOST = "127.0.0.1"
KEY = "demo-key-that-protects-only-a-demo"
LINES = (
    "rahim",
    "rahm",
    "করিম",
    "/help",
    "/summary",
    "/bills",
    "/broadcast",
    "/billrun",
    "/routers",
    "/verify",
)


def settings_of(options: argparse.Namespace, telegram_base: str) -> Settings:
    """Settings of the demo: nothing of the machine's own configuration has a say."""
    folder = Path(options.data).resolve()
    environment = {
        "NETKHATA_DATABASE_URL": f"sqlite://{folder / own.DATABASE}",
        "NETKHATA_TELEGRAM_TOKEN": BOT_TOKEN,
        "NETKHATA_TELEGRAM_API_BASE": telegram_base,
        "NETKHATA_PUBLIC_URL": f"http://{HOST}:{options.port + 1}",
        "NETKHATA_HOST": HOST,
        "NETKHATA_PORT": str(options.port + 1),
        "NETKHATA_SECRET_KEY": KEY,
    }
    return load(environment, folder, needs=("secret_key",))


async def run(options: argparse.Namespace) -> int:
    """Serve the demo until it is interrupted."""
    if not 1 <= options.customers <= 100_000:
        raise Failure("--customers is a number from 1 to 100000", 2)
    await asyncio.to_thread(own.require_own, Path(options.data))
    for port in (options.port, options.port + 1):
        _check_free(port)
    folder = await asyncio.to_thread(own.prepare, Path(options.data), fresh=options.fresh)
    logs.set_up("text", level=logging.WARNING)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, stop.set)
    async with Demo(options, folder) as demo:
        print(f"\n  The demo is ready: open {demo.address}\n", flush=True)  # noqa: T201
        await stop.wait()
    return 0


def _check_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError) as why:
            raise Failure(
                f"port {port} is taken or no port; the demo needs two in a row, as --port 9000"
            ) from why


class Demo:
    """The demo from its start to its end; tests use it as people do."""

    def __init__(self, options: argparse.Namespace, folder: Path) -> None:
        self._options = options
        self._public_url = f"http://{HOST}:{options.port + 1}"
        self.clock = DemoClock(folder)
        self.outside = Outside(self.clock, self._public_url)
        self.memory = Memory(
            folder, self.outside.phones, self.outside.telegram, self.outside.routers
        )
        self.stop = asyncio.Event()
        self.ended = asyncio.Event()
        self._failure: Exception | None = None
        self._nursery = Nursery()
        self.address = f"http://{HOST}:{options.port}/"
        self._phones: list[Phone] = []
        self._stack = contextlib.AsyncExitStack()
        self.board: Board

    async def __aenter__(self) -> Demo:
        try:
            await self._open(await self._stack.__aenter__())
        except BaseException:
            await self._stack.aclose()
            raise
        return self

    async def _open(self, stack: contextlib.AsyncExitStack) -> None:
        self.clock.use()
        await self.outside.start()
        stack.push_async_callback(self.outside.stop)
        settings = settings_of(self._options, self.outside.telegram.base_url)
        await stack.enter_async_context(database.opened(settings.database_url, current=False))
        await schema.migrate(settings.database_url)
        await self._prepare(settings)
        await self._show_board(stack)
        self._nursery.spawn("demo", lambda: self._serve(settings))
        await self._greet()

    async def __aexit__(self, *why: object) -> None:
        self.stop.set()
        await self.ended.wait()
        await self._stack.__aexit__(None, None, None)

    async def _serve(self, settings: Settings) -> None:
        try:
            await roles.serve(settings, ROLES, self.stop)
        except Exception as why:
            self._failure = why
        finally:
            self.ended.set()

    async def _prepare(self, settings: Settings) -> None:
        written = self.outside.file(settings.public_url)
        await provision.apply(written.encode(), settings)
        neighbours = list(people.customers(self._options.customers))
        self.memory.restore()
        self.outside.connect(
            neighbours, {code: f"{code}-{rate}" for code, rate in PROFILES.items()}, self.memory
        )
        if not await isp.is_there():
            await isp.make(self._options.customers, self.clock)
            self.clock.keep()
        self._phones = [
            Phone(row.mobile, row.name, row.username or f"customer{row.id}", row.email)
            for row in await Customer.all().order_by("id")
        ]

        self._open_windows()

    async def _show_board(self, stack: contextlib.AsyncExitStack) -> None:
        self.board = Board(
            telegram=self.outside.telegram,
            phones=self.outside.phones,
            routers=self.outside.routers,
            customers=lambda: self._phones,
            clock=self.clock.local,
            levers=[*self.outside.levers(self.clock, self._moved), self._pays_twice()],
            lines=LINES,
            roles={one[0]: one[2] for one in people.STAFF},
            whatsapp=self.outside.whatsapp.customers,
        )
        self.board.watchers.append(self.memory.changed)
        self._nursery.spawn("memory", lambda: self.memory.keep_on(self.ended))
        await self.board.start(HOST, self._options.port)
        stack.push_async_callback(self.board.stop)

    def _open_windows(self) -> None:
        """Customers wrote to us lately, so that WhatsApp carries free words; a fifth never does."""
        account = self.outside.whatsapp.account
        for place, one in enumerate(self._phones, 1):
            if place % people.WITHOUT_WHATSAPP:
                account.last_inbound[one.number.lstrip("+")] = self.clock.now()
            else:
                account.not_on_whatsapp.add(one.number)

    def _pays_twice(self) -> Lever:
        async def pull() -> None:
            await twice.pay(self.outside, self._public_url)

        return Lever("pays-twice", "customer pays twice", "Gateways", pull)

    async def _moved(self) -> None:
        """After a jump in time everything looks at what is due now."""
        self._open_windows()
        await db.run("UPDATE lease SET until_ms = 0")
        for what in (wakes.OUTBOX, wakes.INBOX, wakes.NETWORK, wakes.CARDS, wakes.BROADCASTS):
            wakes.wake(what)

    async def _greet(self) -> None:
        """Let WhatsApp know where to report, and staff open their chats."""
        await self._reachable()
        await self.outside.whatsapp.account.notifier.subscribe(
            f"{self._public_url}/webhooks/whatsapp/whatsapp", "demo-verify"
        )
        for telegram_id, *_ in people.STAFF:
            if not self.outside.telegram.world.transcript(telegram_id):
                self.outside.telegram.users.start(telegram_id)

    async def _reachable(self) -> None:
        for _ in range(400):
            if self.ended.is_set():
                raise Failure("the demo ended before it was ready") from self._failure
            try:
                _, writer = await asyncio.open_connection(HOST, self._options.port + 1)
            except OSError:
                await asyncio.sleep(0.05)
                continue
            writer.close()
            return
        raise Failure(f"nothing answers at port {self._options.port + 1}")

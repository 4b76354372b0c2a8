"""The town in which everything happens: one ISP, its customers, and all that is outside of it."""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import copy
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from unittest import mock

from domain import clock, events, inbox, jobs, reactions, vault
from domain.accounts.models import Gateway
from domain.customers.models import Customer, CustomerStatus, Package
from domain.errors import DomainError, Outside
from domain.messaging import dispatcher, recording
from domain.network import routers
from domain.outreach import facts, queries
from domain.payments.models import Link
from domain.ports import Account, Hook, Ports
from domain.staff.rights import Actor
from handlers.ui import commands
from handlers.ui.conversation import Conversation
from scheduler import heard
from scheduler import inbox as reader
from scheduler.clockwork import Clockwork
from scheduler.routers import DUTIES
from tests import waiting
from tests.cast import Cast
from tests.fake_web import web_ports
from tests.person import Person
from tests.sealing import VAULT
from tests.world.books import Books
from tests.world.death import Death, Killed, pause
from tests.world.outside import Bank, ClosingBank, Mood, Phones, Tower

commands.load("handlers.staff", "handlers.customer")

ONLINE, WALLET, BY_HAND = "cards", "bkash", "nagad"
BANKS = (ONLINE, WALLET)
PHONES = ("whatsapp", "sms")
ROUNDS = 6  # in which what a pass leaves to the others is done


class Faults(logging.Handler):
    """What is logged as an error was foreseen by nobody."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if not record.getMessage().startswith("inbox-given-up"):  # staff are told of it
            self.found.append(logging.Formatter("%(message)s").format(record))


@dataclass
class Told:
    """What staff said that they would do, and what customers hold in their hands."""

    links: dict[int, list[int]] = field(default_factory=dict)
    attempts: list[tuple[int, int]] = field(default_factory=list)  # attempt, link
    resent: dict[int, int] = field(default_factory=dict)  # message: how often by a person
    txns: list[str] = field(default_factory=list)
    pins: list[tuple[str, int]] = field(default_factory=list)  # of recharge cards, and their worth
    numbers: int = 0
    accepted: int = 0  # messages that were looked through
    advances: set[int] = field(default_factory=set)  # credits that were met
    states: dict[tuple[str, int], str] = field(default_factory=dict)


class Town:
    """A world at one moment: the database is its memory, all else stands here."""

    def __init__(self, cast: Cast, now: datetime, books: Books, death: Death) -> None:
        self.cast, self.now, self.books, self.death = cast, now, books, death
        self.banks = {
            ONLINE: Bank(ONLINE), WALLET: ClosingBank(WALLET), BY_HAND: Bank(BY_HAND),
        }  # fmt: skip
        self.phones = {name: Phones() for name in PHONES}
        self.tower, self.told, self.faults = Tower(), Told(), Faults()
        self._processes = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._clean = contextvars.copy_context()
        self.start_process()

    # ---- A process of ours, and its end

    def start_process(self) -> None:
        """What a fresh process begins with: nothing but the database."""
        self._processes += 1
        self.process = f"here-{self._processes}"
        self.ports = self._ports()
        self.ticks = Clockwork(self.process, self.ports)
        self.chat = Conversation(self.ports)
        self._at_work = asyncio.Lock()

    def _ports(self) -> Ports:
        def bank(account: Account) -> Bank:
            return self.banks[account.name]

        def phones(account: Account) -> Phones:
            return self.phones[account.name]

        return replace(
            web_ports(),
            payment_gateway=bank,
            message_gateway=phones,
            access=lambda account: self.tower.backend(account),
            spawn=self._spawn,
        )

    def _spawn(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        async def run() -> None:
            with contextlib.suppress(Killed):
                await work()

        task = asyncio.create_task(run(), name=name, context=self._clean.copy())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # ---- Doing something in it

    async def lives(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Do it, as far as death lets us; a refusal is an answer like any other."""
        events.listen(reactions.MAP)
        vault.use(VAULT)
        clock.use(lambda: self.now)
        log = logging.getLogger()
        log.addHandler(self.faults)
        try:
            with (
                mock.patch.object(asyncio, "sleep", self._sleep),
                mock.patch.object(asyncio, "to_thread", _at_once),
                mock.patch.object(recording, "LINGER_SECONDS", waiting.LIMIT),
            ):
                return await self._done(work)
        finally:
            log.removeHandler(self.faults)

    async def _done(self, work: Coroutine[Any, Any, Any]) -> Any:
        self.death.is_watching = True
        task = asyncio.ensure_future(work)
        await asyncio.wait([task])
        await self._let_all_end()
        self.death.is_watching = False
        struck, killed = self.death.has_struck, self.death.is_dead
        if killed:
            self.start_process()
        if struck:
            self.faults.found.clear()
            self.death.revive()
        error = asyncio.CancelledError() if task.cancelled() else task.exception()
        if error is None:
            return task.result()
        if killed or isinstance(error, DomainError) or (struck and _is_cancelled(error)):
            return error
        raise error

    async def _let_all_end(self) -> None:
        """What was started beside it ends as well, or is ended with the process."""
        mine = asyncio.current_task()
        while others := {task for task in asyncio.all_tasks() if task is not mine}:
            _, late = await asyncio.wait(others, timeout=waiting.LIMIT)
            for task in late:
                task.cancel()
                if not self.death.has_struck:
                    self.faults.found.append(f"{task.get_name()} goes on for ever")

    async def _sleep(self, seconds: float, result: Any = None) -> Any:
        self.now += timedelta(seconds=max(seconds, 0))
        await pause(0)
        return result

    # ---- What time does

    async def passes(self) -> None:
        """All that goes on by itself, until nothing is left that is due now."""
        async with self._at_work:
            await self._pass()

    async def _pass(self) -> None:
        await jobs.beat(self.process, "worker", self.now)
        await self.ticks.look_now()
        for _ in range(ROUNDS):
            await self._serve_routers()
            done = await heard.work({})
            while took := await reader.work(self.ports):
                done += took
            allowed = queries.sending.allowed(self.ports)
            while took := await dispatcher.work(
                f"{self.process}/0", facts.gather, self.ports, allowed=allowed
            ):
                done += took
            if not done:
                return

    async def _serve_routers(self) -> None:
        for router in await routers.enabled():
            for duty in DUTIES:
                try:
                    await duty.do(router, self.ports)
                except (Outside, TimeoutError):
                    continue

    async def go_on(self, *, attended: int = 1, **by: float) -> None:
        """Time goes by; we work so many times on the way, the last time at its end."""
        for _ in range(attended):
            self.now += timedelta(**by) / attended
            await self.passes()

    async def hear(self, kind: str, gateway: str, hook: Hook) -> None:
        """A notification comes in, and is stored."""
        await inbox.store([inbox.received(kind, gateway, hook)], self.now)

    # ---- Whom and what there is

    async def customer(self, who: int) -> Customer:
        """One of those who live here."""
        everybody = await Customer.all().order_by("id")
        return everybody[who % len(everybody)]

    async def gateway(self, name: str) -> Gateway:
        """An account of ours."""
        return await Gateway.get(name=name)

    async def link(self, who: int) -> Link | None:
        """The newest link that the customer was given."""
        return await Link.filter(customer_id=(await self.customer(who)).id).order_by("-id").first()

    def person(self, actor: Actor) -> Person:
        """Somebody of the staff, before their phone."""
        return Person.playing(self.chat, actor)

    def new_name(self, what: str) -> str:
        """Something to know a cause by."""
        self.told.numbers += 1
        return f"{what} {self.told.numbers}"

    def all_is_well(self) -> None:
        """Whatever was wrong outside is put right."""
        self.death.revive()
        self.tower.is_down = False
        for somebody in (*self.banks.values(), *self.phones.values()):
            somebody.mood = Mood.WELL

    async def let_through(self) -> None:
        """A person lets through what waits for one on routers."""
        for router in await routers.enabled():
            if (await routers.state(router.id)).waiting:
                await routers.release(self.cast.asha, router.id)

    async def furnish(self) -> None:
        """The router knows the customers as it was seen to have them."""
        for row in await Customer.all().order_by("id"):
            held = row.status is CustomerStatus.SUSPENDED
            package = await Package.get(id=row.package_id)
            self.tower.add(row.username, "suspended" if held else package.profile)


def _is_cancelled(error: BaseException) -> bool:
    return isinstance(error, asyncio.CancelledError)


async def _at_once(work: Callable[..., Any], *given: Any, **named: Any) -> Any:
    return work(*given, **named)


@dataclass(frozen=True)
class Beginning:
    """How every sequence begins."""

    cast: Cast
    now: datetime
    books: Books

    async def again(self, death: Death) -> Town:
        """The town as it was; its database is brought back by the stage."""
        death.revive()
        town = Town(copy.deepcopy(self.cast), self.now, copy.deepcopy(self.books), death)
        await town.furnish()
        return town

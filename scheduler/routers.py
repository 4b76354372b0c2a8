"""Serving routers: each by its own loops, in one process at a time, however many there are.

A hung router holds up nobody but itself. Processes share the routers evenly by leases in the
database, and take over those of one that died when its leases have run out.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from domain import clock, jobs, wakes
from domain.errors import NotFound, Outside
from domain.network import monitoring, passes, reconciler, routers
from domain.network.models import Router
from domain.ports import Ports
from domain.wakes import Listener

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=20)
LOOK_SECONDS = 5.0
_IDLE_SECONDS = 3.0
_SEEN_SECONDS = 1.0  # how soon to look for a session again that is expected
_LONGEST_PAUSE_SECONDS = 20.0
_PASS_SECONDS = 600.0
_URGENT_SECONDS = 30.0

Step = Callable[[Router], Awaitable[float]]


async def _reconnect(router: Router, ports: Ports) -> float:
    async with asyncio.timeout(_URGENT_SECONDS):
        taken = await reconciler.urgent_pass(router, ports, reconnects=True)
    if taken:
        wakes.rouse(wakes.NETWORK)  # there is somebody to look out for
    return _IDLE_SECONDS


async def _look_out(router: Router, ports: Ports) -> float:
    async with asyncio.timeout(_URGENT_SECONDS):
        awaited = await reconciler.look_out(router, ports)
    return _SEEN_SECONDS if awaited else _IDLE_SECONDS


async def _carry_out(router: Router, ports: Ports) -> float:
    async with asyncio.timeout(_PASS_SECONDS):
        taken = await reconciler.urgent_pass(router, ports, reconnects=False)
    return 0.0 if taken else _IDLE_SECONDS


async def _look_through(router: Router, ports: Ports) -> float:
    if passes.is_due(await routers.state(router.id)):
        await _read_whole(router, ports)
    return _IDLE_SECONDS


async def _ask(router: Router, ports: Ports) -> float:
    await monitoring.check(router, ports)
    return monitoring.EVERY_SECONDS


@dataclass(frozen=True, slots=True)
class Duty:
    """What is done for a router time and again; it says in how many seconds once more."""

    do: Callable[[Router, Ports], Awaitable[float]]
    wakeful: bool = True


DUTIES = (
    Duty(_reconnect),
    Duty(_look_out),
    Duty(_carry_out),
    Duty(_look_through),
    Duty(_ask, wakeful=False),
)


async def serve_router(router_id: int, ports: Ports, stop: asyncio.Event) -> None:
    """Keep one router as it is desired, and watch over it, until `stop`.

    Reconnections, the look-out for their sessions, other wishes, full passes and health go on
    side by side: none waits for another.
    """

    def step_of(duty: Duty) -> Step:
        return lambda router: duty.do(router, ports)

    await asyncio.gather(
        *(_keep_on(router_id, step_of(duty), stop, wakeful=duty.wakeful) for duty in DUTIES)
    )


async def _read_whole(router: Router, ports: Ports) -> None:
    """A full pass; what fails is kept, with when it is tried again."""
    try:
        async with asyncio.timeout(_PASS_SECONDS):
            await reconciler.full_pass(router, ports)
    except Outside as error:
        log.info("router-failed router=%s why=%s", router.id, error)
    except TimeoutError:
        log.info("router-failed router=%s why=timeout", router.id)
        await passes.failed(router, "late")
    except Exception:
        log.exception("router-pass-failed router=%s", router.id)
        await passes.failed(router, "fault")


async def _keep_on(
    router_id: int, step: Step, stop: asyncio.Event, *, wakeful: bool = True
) -> None:
    """Repeat a step with the router as it is set now; failures only make the pauses longer."""
    failures = 0
    with wakes.listening(wakes.NETWORK) as listener:
        while not stop.is_set():
            pause = 0.0
            try:
                pause = await step(await routers.get(router_id))
                failures = 0
            except NotFound:
                return
            except (Outside, TimeoutError) as error:
                failures += 1
                log.info("router-failed router=%s why=%s", router_id, error or "timeout")
            except Exception:
                failures += 1
                log.exception("router-step-failed router=%s", router_id)
            if failures:
                pause = min(0.5 * 2.0 ** min(failures, 10), _LONGEST_PAUSE_SECONDS)
            await _rest(listener, stop, pause, wakeful=wakeful and not failures)


async def _rest(listener: Listener, stop: asyncio.Event, seconds: float, *, wakeful: bool) -> None:
    if wakeful:
        await listener.sleep(seconds)
        return
    await _until(stop, seconds)


async def _until(stop: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        pass


class Supervisor:
    """Takes this process's share of the routers and has them served."""

    def __init__(self, holder: str, ports: Ports) -> None:
        self._holder = holder
        self._ports = ports
        self._serving: dict[int, asyncio.Event] = {}
        self._ended = asyncio.Event()

    @property
    def serving(self) -> set[int]:
        """The routers that this process serves now."""
        return {number for number, stop in self._serving.items() if not stop.is_set()}

    async def run(self, stop: asyncio.Event) -> None:
        """Serve until `stop`, then let everything end and give it back."""
        while not stop.is_set():
            try:
                await self.look()
            except Exception:
                log.exception("router-supervisor-failed")
            await _until(stop, LOOK_SECONDS)
        await self.end()

    async def look(self) -> None:
        """Renew what is held, take what is free up to an even share, let go of the rest."""
        now = clock.now()
        await jobs.elect(f"routers/{self._holder}", self._holder, now, lease=LEASE)
        await monitoring.clear_switched_off()
        wanted = {router.id: router for router in await routers.enabled()}
        share = -(-len(wanted) // max(await jobs.held("routers/", now), 1))
        surplus = len(self.serving & wanted.keys()) - share
        for number in self.serving:
            if number not in wanted or surplus > 0:
                surplus -= number in wanted
                self._let_go(number)
        for number in [*self._serving]:
            await self._renew(number)
        for number, router in wanted.items():
            if len(self.serving) >= share:
                break
            free = number not in self._serving
            if free and await self._elect(number):
                self._take(router)

    async def end(self) -> None:
        """Stop serving, wait until all has ended, and give the share to the others."""
        for number in self.serving:
            self._let_go(number)
        while self._serving:
            self._ended.clear()
            await self._ended.wait()
        await jobs.resign(f"routers/{self._holder}", self._holder)

    async def _renew(self, router_id: int) -> None:
        """Keep the lease, also of what is ending: nobody else may begin before it has ended."""
        if router_id not in self._serving:
            return
        renewed = await self._elect(router_id)
        if router_id not in self._serving:  # it ended meanwhile: do not hold what nobody serves
            await jobs.resign(_lease(router_id), self._holder)
        elif not renewed:
            log.warning("router-lease-lost router=%s", router_id)
            self._let_go(router_id)

    async def _elect(self, router_id: int) -> bool:
        return await jobs.elect(_lease(router_id), self._holder, clock.now(), lease=LEASE)

    def _take(self, router: Router) -> None:
        stop = self._serving[router.id] = asyncio.Event()

        async def serve() -> None:
            try:
                await serve_router(router.id, self._ports, stop)
            finally:
                try:
                    await jobs.resign(_lease(router.id), self._holder)
                finally:
                    self._serving.pop(router.id, None)
                    self._ended.set()

        self._ports.spawn(f"router {router.name}", serve)

    def _let_go(self, router_id: int) -> None:
        stop = self._serving.get(router_id)
        if stop is not None:
            stop.set()
        wakes.rouse(wakes.NETWORK)


def _lease(router_id: int) -> str:
    return f"router/{router_id}"

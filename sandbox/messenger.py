"""What the stand-ins of message providers share: a web server, planned failures, phones."""

from __future__ import annotations

import itertools
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime

from aiohttp import web

from sandbox.courier import Courier
from sandbox.faults import Faults, Kind
from sandbox.phone import Phones, Received, same_address

JUNK = "<<<\x00 not what you asked for"


def utc_now() -> datetime:
    return datetime.now(UTC)


class Numbers:
    """A set of phone numbers that doesn't mind how they are spelt."""

    def __init__(self) -> None:
        self._numbers: set[str] = set()

    def add(self, number: str) -> None:
        self._numbers.add(same_address(number))

    def discard(self, number: str) -> None:
        self._numbers.discard(same_address(number))

    def __contains__(self, number: str) -> bool:
        return same_address(number) in self._numbers


class Outlet:
    """Where what a provider takes on goes: to phones, and by its courier to callbacks."""

    def __init__(
        self, *, clock: Callable[[], datetime] = utc_now, phones: Phones | None = None
    ) -> None:
        self.clock = clock
        self.phones = phones or Phones()
        self.received: list[Received] = []
        self.courier = Courier()
        self.on_change: Callable[[], None] | None = None
        self._counter = itertools.count(1)

    def serial(self) -> int:
        """The next number, for ids that are unique within this stand-in."""
        return next(self._counter)

    def changed(self) -> None:
        if self.on_change is not None:
            self.on_change()

    def hand_over(self, received: Received) -> None:
        """Put a message on its addressee's phone."""
        self.received.append(received)
        self.phones.deliver(received)
        self.changed()


class Messenger:
    """A provider's web server on one port, with an outlet at its other end."""

    max_body = 1024**2

    def __init__(self, outlet: Outlet) -> None:
        self.outlet = outlet
        self.phones, self.received, self.courier = outlet.phones, outlet.received, outlet.courier
        self.faults = Faults()
        self.host = ""
        self.port = 0
        self._runner: web.AppRunner | None = None

    @property
    def on_change(self) -> Callable[[], None] | None:
        """Called after anything was taken on, told or delivered."""
        return self.outlet.on_change

    @on_change.setter
    def on_change(self, listener: Callable[[], None] | None) -> None:
        self.outlet.on_change = listener

    @property
    def base_url(self) -> str:
        return f"http://{self.host}:{self.port}"

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen; with port 0 a free one is taken and found in `port` afterwards."""
        app = web.Application(client_max_size=self.max_body)
        app.add_routes(self.routes())
        self._runner = web.AppRunner(
            app, access_log=None, handler_cancellation=True, shutdown_timeout=0.05
        )
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        self.host, self.port = self._runner.addresses[0][:2]

    async def stop(self) -> None:
        await self.courier.close()
        if self._runner is not None:
            await self._runner.cleanup()

    async def settle(self) -> None:
        """Return when every callback that was due has been delivered or given up."""
        await self.courier.settle()

    def routes(self) -> Iterable[web.RouteDef]:
        raise NotImplementedError

    def refusal(self, kind: Kind) -> web.StreamResponse:
        """The provider's own answer for a planned REFUSE, HTTP_429 or HTTP_500."""
        raise NotImplementedError

    async def perform(
        self,
        operation: str,
        request: web.Request,
        act: Callable[[], Awaitable[web.StreamResponse]],
    ) -> web.StreamResponse:
        """Do `act` unless a failure is planned for `operation`; then fail as planned."""
        kind = await self.faults.at(operation)
        if kind in (Kind.REFUSE, Kind.HTTP_429, Kind.HTTP_500):
            return self.refusal(kind)
        if kind in (Kind.RESET_BEFORE, Kind.SILENCE):
            return drop(request)
        answer = await act()
        if kind is Kind.RESET_AFTER:
            return drop(request)
        if kind is Kind.JUNK:
            return web.Response(status=answer.status, text=JUNK)
        return answer


def drop(request: web.Request) -> web.StreamResponse:
    """Tear the connection down without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()

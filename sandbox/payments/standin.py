"""What the gateways' stand-ins share: a server, faults, switches, pushes to the merchant."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from aiohttp import web

from sandbox.faults import Faults, Kind
from sandbox.payments.pushes import Pushes

Clock = Callable[[], datetime]
Handler = Callable[[web.Request], Awaitable[web.Response]]

PROXY_PAGE = "<html><head><title>502 Bad Gateway</title></head><body>Bad Gateway</body></html>"


def utc_now() -> datetime:
    """The real instant, the clock of a stand-in that was given none."""
    return datetime.now(UTC)


class Junk(StrEnum):
    """What an unreadable answer looks like; the act behind it has been done."""

    HTML = "html"
    EMPTY = "empty"
    TRUNCATED = "truncated"


class PageRefusal(Exception):
    """The hosted page stays open and tells the customer this text."""


@dataclass
class Answers:
    """What server answers and pushes say in place of the truth; None leaves the truth."""

    amount: str | None = None
    currency: str | None = None


class PaymentStandIn(ABC):
    """One gateway on one port.

    `pushes` are its notifications, and their fate.
    `lose_redirect`: the page finishes with "done", the browser goes nowhere.
    `forge_success`: any button only claims success; nothing is approved and nothing is paid.
    `answers`: an amount or currency that differs from what was asked.
    `junk`: shape of the body under the JUNK fault. A fault planned for "<operation>:answer"
    strikes after the act, so that SLOW there means "captured at once, told late".
    """

    def __init__(self, clock: Clock, public_url: str | None) -> None:
        self.clock = clock
        self.faults = Faults()
        self.on_change: Callable[[], None] | None = None
        self.lose_redirect = False
        self.pushes = Pushes(self.changed)
        self.forge_success = False
        self.answers = Answers()
        self.junk = Junk.HTML
        self.content_type = "application/json"
        self.host = ""
        self.port = 0
        self._public_url = public_url
        self._runner: web.AppRunner | None = None

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen; port 0 takes a free one and `port` tells which."""
        app = web.Application()
        self.add_routes(app)
        self.pushes.open()
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        self.host = host
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Stop listening, forget pushes under way, keep the state for inspection."""
        await self.pushes.close()
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def origin(self) -> str:
        """Scheme, host and port under which programs reach this server."""
        return f"http://{self.host}:{self.port}"

    @property
    def public_url(self) -> str:
        """Where a customer's browser reaches the hosted pages; differs behind a proxy."""
        return (self._public_url or self.origin).rstrip("/")

    @abstractmethod
    def add_routes(self, app: web.Application) -> None:
        """Put every path of the gateway into `app`."""

    @abstractmethod
    def refusal(self, operation: str) -> web.Response:
        """How this gateway says no to `operation` under the REFUSE fault."""

    def changed(self) -> None:
        """Tell whoever watches that the state moved."""
        if self.on_change is not None:
            self.on_change()

    def json(self, body: Mapping[str, Any], status: int = 200) -> web.Response:
        """A JSON answer under the content type that the gateway is set to use."""
        return web.Response(
            text=json.dumps(body), status=status, content_type=self.content_type, charset="utf-8"
        )

    def under_faults(self, operation: str, act: Handler) -> Handler:
        """`act` as the network lets the caller see it."""

        async def handle(request: web.Request) -> web.Response:
            kind = await self.faults.at(operation)
            if kind in (Kind.RESET_BEFORE, Kind.SILENCE):
                return _dropped(request)
            if kind is Kind.HTTP_500:
                return web.Response(text=PROXY_PAGE, status=500, content_type="text/html")
            if kind is Kind.HTTP_429:
                return self.json({"message": "Too Many Requests"}, 429)
            if kind is Kind.REFUSE:
                return self.refusal(operation)
            answer = await act(request)
            late = f"{operation}:answer"
            if late in self.faults.planned:
                kind = await self.faults.at(late) or kind
            if kind is Kind.JUNK:
                return self._junk(answer)
            if kind is None:
                return answer
            return _dropped(request)

        return handle

    def _junk(self, answer: web.Response) -> web.Response:
        if self.junk is Junk.HTML:
            return web.Response(text=PROXY_PAGE, content_type="text/html")
        text = (answer.text or "") if self.junk is Junk.TRUNCATED else ""
        return web.Response(text=text[: len(text) // 2], content_type=self.content_type)


def _dropped(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()

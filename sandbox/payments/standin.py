"""What the gateways' stand-ins share: a server, faults, pushes to the merchant, switches."""

from __future__ import annotations

import asyncio
import json
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import aiohttp
from aiohttp import web

from sandbox.faults import Faults, Kind

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
class WebhookDelivery:
    """One post to the merchant; `status` is None when nobody answered."""

    url: str
    body: bytes
    status: int | None


@dataclass
class Answers:
    """What server answers and pushes say in place of the truth; None leaves the truth."""

    amount: str | None = None
    currency: str | None = None


class PaymentStandIn(ABC):
    """One gateway on one port.

    `lose_redirect`: the page finishes with "done", the browser goes nowhere.
    `lose_webhook`, `webhook_times` (all at once), `webhook_delay` (seconds): fate of a push.
    `webhook_before_return`: the push is delivered before the browser may leave the page.
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
        self.lose_webhook = False
        self.webhook_times = 1
        self.webhook_delay = 0.0
        self.webhook_retries = 0
        self.webhook_retry_pause = 1.0
        self.webhook_before_return = False
        self.forge_success = False
        self.answers = Answers()
        self.junk = Junk.HTML
        self.content_type = "application/json"
        self.webhooks: list[WebhookDelivery] = []
        self.host = ""
        self.port = 0
        self._public_url = public_url
        self._runner: web.AppRunner | None = None
        self._session: aiohttp.ClientSession | None = None
        self._errands: set[asyncio.Task[None]] = set()

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen; port 0 takes a free one and `port` tells which."""
        app = web.Application()
        self.add_routes(app)
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=15))
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        self.host = host
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Stop listening, forget pushes under way, keep the state for inspection."""
        for errand in self._errands:
            errand.cancel()
        await asyncio.gather(*self._errands, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
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

    def in_background(self, errand: Coroutine[Any, Any, None]) -> None:
        """Run `errand` while the answer goes out; `settled` waits for it, `stop` ends it."""
        task = asyncio.create_task(errand)
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)

    async def push(self, url: str, body: bytes, headers: Mapping[str, str]) -> None:
        """Deliver a push now, with the fate that the switches set."""
        if self.lose_webhook:
            return
        if self.webhook_delay:
            await asyncio.sleep(self.webhook_delay)
        posts: list[Coroutine[Any, Any, None]] = [
            self._post(url, body, headers) for _ in range(self.webhook_times)
        ]
        await asyncio.gather(*posts)

    async def settled(self) -> None:
        """Return when no push is under way any more."""
        while self._errands:
            await asyncio.gather(*self._errands, return_exceptions=True)

    async def _post(self, url: str, body: bytes, headers: Mapping[str, str]) -> None:
        if self._session is None:
            raise RuntimeError("the stand-in has not been started")
        for turn in range(self.webhook_retries + 1):
            if turn:
                await asyncio.sleep(self.webhook_retry_pause)
            status: int | None = None
            try:
                async with self._session.post(url, data=body, headers=headers) as answer:
                    status = answer.status
            except (aiohttp.ClientError, TimeoutError):
                status = None
            self.webhooks.append(WebhookDelivery(url, body, status))
            self.changed()
            if status is not None and status < 300:
                return

    def _junk(self, answer: web.Response) -> web.Response:
        if self.junk is Junk.HTML:
            return web.Response(text=PROXY_PAGE, content_type="text/html")
        text = (answer.text or "") if self.junk is Junk.TRUNCATED else ""
        return web.Response(text=text[: len(text) // 2], content_type=self.content_type)


def _dropped(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()

"""The Bot API over HTTP."""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from aiohttp import hdrs, web

from sandbox.faults import Faults, Kind
from sandbox.telegram.call import Call
from sandbox.telegram.control import Control
from sandbox.telegram.errors import Refusal, bad_request, too_many_requests
from sandbox.telegram.limits import Limits
from sandbox.telegram.methods import METHODS, canonical
from sandbox.telegram.model import Bot
from sandbox.telegram.params import Params, read_body
from sandbox.telegram.users import Users
from sandbox.telegram.webhook import Execute
from sandbox.telegram.wire import Json
from sandbox.telegram.world import World

DESCRIPTIONS = {"setWebhook": "Webhook was set", "deleteWebhook": "Webhook was deleted"}


def utc_now() -> datetime:
    """The real clock."""
    return datetime.now(UTC)


class TelegramServer:
    """A Bot API server for bots under test, with the people who talk to them.

    Faults are planned by method name; "file" is the download of files. A planned refusal reads
    "chat not found"; nothing is done but with `slow` and `reset_after`. `public_rules` refuses
    webhook addresses that only a self-hosted Bot API server takes: plain http, any port.
    """

    def __init__(
        self,
        *tokens: str,
        clock: Callable[[], datetime] = utc_now,
        public_rules: bool = False,
        webhook_retry_seconds: float = 1.0,
    ) -> None:
        self.world = World(clock)
        self.users = Users(self.world)
        self.faults = Faults()
        self.limits = Limits()
        self.public_rules = public_rules
        self.webhook_retry_seconds = webhook_retry_seconds
        self.calls: deque[tuple[str, Json]] = deque(maxlen=10_000)
        self.port = 0
        self._host = ""
        self._runner: web.AppRunner | None = None
        for token in tokens:
            self.world.bot(token)

    @property
    def base_url(self) -> str:
        """What goes into TelegramAPIServer.from_base()."""
        return f"http://{self._host}:{self.port}"

    @property
    def on_change(self) -> Callable[[], None] | None:
        """Called after anything was said, edited or answered."""
        return self.world.on_change

    @on_change.setter
    def on_change(self, listener: Callable[[], None] | None) -> None:
        self.world.on_change = listener

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen; `port` 0 takes a free one."""
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_route("*", "/bot{token:[^/]+}/{method}", self._method)
        app.router.add_get("/file/bot{token:[^/]+}/{path:.+}", self._file)
        Control(self.world, self.users).register(app)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        self._host, self.port = self._runner.addresses[0][:2]

    async def stop(self) -> None:
        """Stop listening and delivering; the world stays as it is."""
        for bot in self.world.bots.values():
            bot.mailbox.release()
            if bot.mailbox.webhook:
                await bot.mailbox.webhook.close()
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    def executor(self, bot: Bot) -> Execute:
        """Run methods that come inside the answer of a webhook; refusals stay unseen there."""

        async def execute(method: str, params: Params) -> None:
            if name := canonical(method):
                try:
                    await self._call(name, bot, params)
                except Refusal:
                    return

        return execute

    async def _method(self, request: web.Request) -> web.StreamResponse:
        if request.method not in {hdrs.METH_GET, hdrs.METH_POST}:
            return _json(Refusal(405, "Method Not Allowed").body(), 405)
        bot = self._authorized(request)
        if bot is None:
            return _json(Refusal(401, "Unauthorized").body(), 401)
        name = canonical(request.match_info["method"])
        if name is None:
            return _json(Refusal(404, "Not Found: method not found").body(), 404)
        account = bot
        # Read before any fault: a caller who has gone by then is served all the same.
        try:
            params = await read_body(request.headers, request.content)
        except Refusal as refusal:
            return _json(refusal.body(), refusal.code)
        params.values = dict(request.query) | params.values

        async def act() -> web.StreamResponse:
            result = await self._call(name, account, params)
            described = {"description": DESCRIPTIONS[name]} if name in DESCRIPTIONS else {}
            return _json({"ok": True, "result": result, **described})

        return await self._with_faults(name, request, act)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        if self._authorized(request) is None:
            return _json(Refusal(401, "Unauthorized").body(), 401)
        path = request.match_info["path"]

        async def act() -> web.StreamResponse:
            for file in self.world.files.values():
                if file.path == path:
                    return web.Response(body=file.data, content_type="application/octet-stream")
            raise Refusal(404, "Not Found")

        return await self._with_faults("file", request, act)

    async def _with_faults(
        self,
        operation: str,
        request: web.Request,
        act: Callable[[], Awaitable[web.StreamResponse]],
    ) -> web.StreamResponse:
        kind = await self.faults.at(operation)
        try:
            if kind in {Kind.RESET_BEFORE, Kind.SILENCE}:
                return _dropped(request)
            if kind is Kind.REFUSE:
                raise bad_request("chat not found")
            if kind is Kind.HTTP_500:
                raise Refusal(500, "Internal Server Error")
            if kind is Kind.HTTP_429:
                raise too_many_requests(1)
            if kind is Kind.JUNK:
                return web.Response(text="<html>Bad Gateway</html>", content_type="text/html")
            response = await act()
        except Refusal as refusal:
            return _json(refusal.body(), refusal.code)
        return _dropped(request) if kind is Kind.RESET_AFTER else response

    async def _call(self, name: str, bot: Bot, params: Params) -> Any:
        self.calls.append((name, params.values))
        self.world.stirred()
        return await METHODS[name](Call(self, bot, params))

    def _authorized(self, request: web.Request) -> Bot | None:
        token = request.match_info["token"]
        return next((bot for bot in self.world.bots.values() if bot.token == token), None)


def _json(body: Json, status: int = 200) -> web.Response:
    return web.json_response(body, status=status)


def _dropped(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()

"""A small web server in the place of our own, which keeps what a stand-in calls it with."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from aiohttp import web
from multidict import CIMultiDict


@dataclass
class Call:
    method: str
    url: str
    headers: CIMultiDict[str]
    raw: bytes
    form: dict[str, str]


@dataclass
class Callback:
    """Answers every call with `status` (or the next of `statuses`) and `text`."""

    calls: list[Call] = field(default_factory=list)
    status: int = 200
    statuses: list[int] = field(default_factory=list)
    text: str = ""
    content_type: str = "text/plain"
    verify_token: str = "our-token"
    port: int = 0

    async def start(self) -> None:
        app = web.Application(client_max_size=4 * 1024**2)
        app.router.add_route("*", "/{tail:.*}", self._take)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        await self._runner.cleanup()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    async def _take(self, request: web.Request) -> web.Response:
        if request.method == "GET" and request.path == "/hook":
            known = request.query.get("hub.verify_token") == self.verify_token
            return web.Response(
                status=200 if known else 403, text=request.query.get("hub.challenge", "")
            )
        if request.path.startswith("/files/"):
            found = request.path.endswith("bill.pdf")
            return web.Response(status=200 if found else 404, body=b"%PDF-1.7")
        raw = await request.read()
        form = {key: str(value) for key, value in (await request.post()).items()}
        self.calls.append(Call(request.method, str(request.url), request.headers.copy(), raw, form))
        status = self.statuses.pop(0) if self.statuses else self.status
        return web.Response(status=status, text=self.text, content_type=self.content_type)


class MovableClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 6, 1, 6, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)

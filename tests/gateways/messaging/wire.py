"""A provider that answers what a case says, and keeps what it was asked."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web


@dataclass
class Wire:
    """Listens on a port of its own; answers in turn, the last for ever."""

    answers: list[tuple[int, bytes]] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    port: int = 0

    async def start(self) -> None:
        app = web.Application()
        app.router.add_route("*", "/{tail:.*}", self._take)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.05)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        await self._runner.cleanup()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def _take(self, request: web.Request) -> web.Response:
        raw = await request.read()
        asked: dict[str, Any] = {"method": request.method, "path": request.path}
        if request.query:
            asked["query"] = dict(request.query)
        if request.content_type == "application/json":
            asked["json"] = json.loads(raw)
        elif request.content_type == "application/x-www-form-urlencoded" and raw:
            form = await request.post()
            asked["form"] = {name: form[name] for name in form}
        asked["headers"] = {name.lower(): value for name, value in request.headers.items()}
        self.asked.append(asked)
        status, body = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return web.Response(status=status, body=body, content_type="application/octet-stream")

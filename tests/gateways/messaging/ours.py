"""Our door for a provider's calls, as the domain would get them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from domain.ports import Hook, MessageGateway, Word


class Ours:
    """Our route for webhooks: keeps each call as the domain would get it."""

    def __init__(self) -> None:
        self.hooks: list[Hook] = []
        self.gateway: MessageGateway | None = None

    async def take(self, request: web.Request) -> web.Response:
        hook = Hook(
            method=request.method,
            url=str(request.url.with_query(None)),
            query=dict(request.query),
            headers={name.lower(): value for name, value in request.headers.items()},
            body=await request.read(),
        )
        assert self.gateway is not None
        if request.method == "GET":
            greeting = self.gateway.greet(hook)
            return web.Response(status=403 if greeting is None else 200, text=greeting or "")
        self.hooks.append(hook)
        return web.Response()

    def words(self) -> list[Word]:
        """What all calls tell, each of them authentic."""
        assert self.gateway is not None
        assert all(self.gateway.authentic(hook) for hook in self.hooks)
        return [word for hook in self.hooks for word in self.gateway.parse(hook)]


@asynccontextmanager
async def at(stand_in: Any) -> AsyncIterator[Any]:
    await stand_in.start()
    try:
        yield stand_in
    finally:
        await stand_in.stop()

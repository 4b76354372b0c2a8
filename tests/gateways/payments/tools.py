"""What the tests of payment adapters share: a token store in memory, and a post as a hook."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

from domain import clock
from domain.errors import Busy, Refused
from domain.ports import Hook
from tests.sandbox.payments.shop import Post

Token = Mapping[str, str]
Obtain = Callable[[Token | None], Awaitable[tuple[Token, float]]]


class MemoryTokens:
    """The tokens of one process, under the promises of `ports.TokenStore`."""

    def __init__(self) -> None:
        self.kept: dict[int, tuple[Token, float]] = {}
        self.renewals: list[float] = []
        self._lock = asyncio.Lock()

    async def read(self, gateway_id: int) -> Token | None:
        token, until = self.kept.get(gateway_id, ({}, 0.0))
        return token if until > clock.now().timestamp() else None

    async def renew(
        self, gateway_id: int, stale: Token | None, obtain: Obtain, *, hourly_limit: int
    ) -> Token:
        async with self._lock:
            held = await self.read(gateway_id)
            if held is not None and held != stale:
                return held
            now = clock.now().timestamp()
            hour = timedelta(hours=1).total_seconds()
            self.renewals = [at for at in self.renewals if now - at < hour]
            if len(self.renewals) >= hourly_limit:
                raise Busy("token-limit", retry_after=self.renewals[0] + hour - now)
            self.renewals.append(now)
            last = self.kept[gateway_id][0] if gateway_id in self.kept else None
            try:
                token, lives = await obtain(last)
            except (Busy, Refused):
                self.renewals.pop()  # nothing was issued, so it does not count
                raise
            self.kept[gateway_id] = (token, now + lives)
            return token


def hook_of(post: Post, body: bytes | None = None) -> Hook:
    """A post that reached the merchant, as the web server hands it on."""
    headers = {name.lower(): value for name, value in post.headers.items()}
    return Hook(
        method="POST",
        url=f"https://isp.example{post.path}",
        query={},
        headers=headers,
        body=post.body if body is None else body,
    )

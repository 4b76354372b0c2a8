"""Providers' session tokens: one for all processes, renewed by one at a time and not too often."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from domain import clock
from domain.accounts import queries
from domain.accounts.models import GatewayToken
from domain.errors import Busy, Refused
from domain.fields import to_json, to_ms
from domain.vault import Vault

Obtain = Callable[[Mapping[str, str] | None], Awaitable[tuple[Mapping[str, str], float]]]

_HOUR_MS = 3_600_000
_EARLY_MS = 60_000  # a token is not used in its last minute
_LEASE = timedelta(seconds=40)  # longer than any adapter waits for an answer
_LOOK_AGAIN_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class SharedTokens:
    """The tokens of all gateways in the database, sealed; implements `ports.TokenStore`."""

    vault: Vault

    async def read(self, gateway_id: int) -> Mapping[str, str] | None:
        """The token that is still good, or None."""
        row = await GatewayToken.get_or_none(gateway_id=gateway_id)
        return self._good(row) if row else None

    def _good(self, row: GatewayToken) -> Mapping[str, str] | None:
        if not row.sealed or row.expires_ms - _EARLY_MS <= to_ms(clock.now()):
            return None
        return self.vault.open(row.sealed)

    async def renew(
        self,
        gateway_id: int,
        stale: Mapping[str, str] | None,
        obtain: Obtain,
        *,
        hourly_limit: int,
    ) -> Mapping[str, str]:
        """The token after renewal by one process at a time; `Busy` beyond the hourly limit.

        `stale` is the token that was found wanting: another one that is good is not renewed.
        """
        await queries.make_token(gateway_id)
        patience = round(_LEASE.total_seconds() / _LOOK_AGAIN_SECONDS)
        for _ in range(patience + 1):
            row = await GatewayToken.get(gateway_id=gateway_id)
            token = self._good(row)
            if token is not None and token != stale:
                return token
            if mine := await self._claim(row, hourly_limit):
                return await self._obtain(row, mine, obtain)
            await asyncio.sleep(_LOOK_AGAIN_SECONDS)
        raise Busy("token-renewing", retry_after=_LEASE.total_seconds())

    async def _claim(self, row: GatewayToken, hourly_limit: int) -> int:
        """The end of our lease, by which it is known as ours; 0 when somebody else renews."""
        now = to_ms(clock.now())
        if row.locked_ms > now:
            return 0
        recent = [at for at in row.renewals if at > now - _HOUR_MS]
        if len(recent) >= hourly_limit:
            wait = (recent[-hourly_limit] + _HOUR_MS - now) / 1000
            raise Busy("token-limit", retry_after=wait)
        until = max(now + _LEASE // timedelta(milliseconds=1), row.locked_ms + 1)
        held, before = queries.Held(row.id, row.locked_ms), to_json(row.renewals)
        won = await queries.claim_token(held, until, before, to_json([*recent, now]))
        return until if won else 0

    async def _obtain(self, row: GatewayToken, mine: int, obtain: Obtain) -> Mapping[str, str]:
        try:
            token, lives = await obtain(self.vault.open(row.sealed) or None)
        except (Busy, Refused):  # the provider issued nothing, so it counts nothing either
            await self._give_up(row, mine, to_json(row.renewals))
            raise
        except BaseException:
            await self._give_up(row, mine, None)
            raise
        now = to_ms(clock.now())
        held, expires = queries.Held(row.id, mine), now + int(lives * 1000)
        await queries.put_token(held, self.vault.seal(dict(token)), expires, now)
        return token

    @staticmethod
    async def _give_up(row: GatewayToken, mine: int, renewals: str | None) -> None:
        await queries.free_token(queries.Held(row.id, mine), to_ms(clock.now()), renewals)

"""Calls to bKash under a session token that all processes share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from domain import clock
from domain.errors import Busy, Refused, Unsure
from domain.ports import Account
from gateways.http import Reply
from gateways.payments import bkash_wire as wire
from gateways.provider import Tools

# More refreshes than these in an hour make bKash stop issuing tokens for an hour; what it forgets
# beyond them is granted anew, within bounds that a working session never comes near.
REFRESHES_AN_HOUR = 2
TOKENS_AN_HOUR = 4
_USED_SHARE = 0.9
_STORE_SECONDS = 60  # the store itself leaves the last minute unused


class BkashSession:
    """Calls of one account; a token that bKash has forgotten is renewed once."""

    def __init__(self, account: Account, tools: Tools, base: str) -> None:
        self._account = account
        self._http = tools.http
        self._tokens = tools.tokens
        self._base = base

    async def call(self, path: str, body: Mapping[str, str]) -> wire.Answer:
        """What bKash answers; failures are the three of the outside."""
        token = await self._token(None)
        try:
            return wire.read(await self._post(path, body, self._headers(token)))
        except wire.TokenDead:
            token = await self._token(token)
        try:
            return wire.read(await self._post(path, body, self._headers(token)))
        except wire.TokenDead as why:
            raise Refused("auth", "a fresh token was not accepted") from why

    async def _token(self, dead: Mapping[str, str] | None) -> Mapping[str, str]:
        held = await self._tokens.read(self._account.id)
        if held is not None and held != dead:
            return held
        try:
            return await self._tokens.renew(
                self._account.id, dead, self._obtain, hourly_limit=TOKENS_AN_HOUR
            )
        except Unsure as why:
            # A token that was issued and lost harms nobody: nothing was paid by it.
            raise Busy(why.reason, why.detail) from why

    async def _obtain(self, last: Mapping[str, str] | None) -> tuple[Mapping[str, str], float]:
        """A new token and its seconds, by refresh where there is something to refresh."""
        keys = {name: self._account.credentials[name] for name in ("app_key", "app_secret")}
        known = last or {}
        refresh, refreshed = known.get("refresh_token", ""), _lately(known)
        if refresh and len(refreshed) < REFRESHES_AN_HOUR:
            refreshed.append(str(int(clock.now().timestamp())))
            asked = {**keys, "refresh_token": refresh}
            try:
                return await self._issue(wire.REFRESH, asked, refreshed)
            except (Refused, Unsure):
                pass  # how long a refresh token lives is told differently; a grant always works
        return await self._issue(wire.GRANT, keys, refreshed)

    async def _issue(
        self, path: str, body: Mapping[str, str], refreshed: Sequence[str]
    ) -> tuple[Mapping[str, str], float]:
        names = {name: self._account.credentials[name] for name in ("username", "password")}
        try:
            answer = wire.read(await self._post(path, body, names))
        except wire.TokenDead as why:
            raise Refused("auth", "the credentials were not accepted") from why
        token = answer.text("id_token")
        if answer.code != wire.OK or not token:
            raise wire.refusal(answer)
        seconds = answer.text("expires_in")
        lives = min(int(seconds), 3600) if seconds.isdigit() else 3600
        fresh = {
            "id_token": token,
            "refresh_token": answer.text("refresh_token"),
            "refreshed": " ".join(refreshed),
        }
        return fresh, lives * _USED_SHARE + _STORE_SECONDS

    async def _post(self, path: str, body: Mapping[str, str], headers: Mapping[str, str]) -> Reply:
        return await self._http.call(
            "POST",
            wire.url(self._base, path),
            json=dict(body),
            headers={"Accept": "application/json", **headers},
        )

    def _headers(self, token: Mapping[str, str]) -> dict[str, str]:
        key = self._account.credentials["app_key"]
        return {"Authorization": token["id_token"], "X-APP-Key": key}


def _lately(token: Mapping[str, str]) -> list[str]:
    """When this token and those before it were refreshed within the hour, in seconds."""
    since = (clock.now() - timedelta(hours=1)).timestamp()
    return [at for at in token.get("refreshed", "").split() if int(at) > since]

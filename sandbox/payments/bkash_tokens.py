"""Tokens of the bKash stand-in: issue, refresh, age, and the cap on issuing them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Any

from sandbox.payments.bkash_state import Refused, TurnedAway
from sandbox.payments.standin import Clock

HOUR = timedelta(hours=1)


class TokenDesk:
    """Issues tokens to one merchant.

    More than `issues_an_hour` grants and refreshes, or `refreshes_an_hour` refreshes (None: no
    cap), are refused, and issuing then stays blocked for an hour. `expires_in_as_text` sends the
    lifetime as a string.
    """

    def __init__(
        self, clock: Clock, *, username: str, password: str, app_key: str, app_secret: str
    ) -> None:
        self.clock = clock
        self.username = username
        self.password = password
        self.app_key = app_key
        self.app_secret = app_secret
        self.lifetime = timedelta(seconds=3600)
        self.refresh_lifetime = timedelta(days=28)
        self.issues_an_hour: int | None = 5
        self.refreshes_an_hour: int | None = 2
        self.expires_in_as_text = False
        self.issued: list[datetime] = []
        self.refreshed: list[datetime] = []
        self.blocked_until: datetime | None = None
        self.id_tokens: dict[str, datetime] = {}
        self.refresh_tokens: dict[str, datetime] = {}

    def grant(self, headers: Mapping[str, str], body: Mapping[str, str]) -> dict[str, Any]:
        """The answer to a grant call."""
        self._check_merchant(headers, body)
        return self._issue()

    def refresh(self, headers: Mapping[str, str], body: Mapping[str, str]) -> dict[str, Any]:
        """The answer to a refresh call; an unknown or aged refresh token is refused."""
        self._check_merchant(headers, body)
        token = body.get("refresh_token", "")
        if not token:
            raise Refused("2065")
        self._hold_back(self.refreshed, self.refreshes_an_hour)
        self.refreshed.append(self.clock())
        if self.refresh_tokens.get(token, self.clock()) <= self.clock():
            raise Refused("2079")
        return self._issue()

    def check(self, headers: Mapping[str, str]) -> None:
        """Turn away a call without a living token or with a wrong app key."""
        token = headers.get("Authorization", "").removeprefix("Bearer ")
        living = self.id_tokens.get(token, self.clock()) > self.clock()
        if not living or not _same(headers.get("X-APP-Key", ""), self.app_key):
            raise TurnedAway(401, "Unauthorized")

    def expire_all(self) -> None:
        """Let every id token die early, as bKash does when it restarts."""
        self.id_tokens.clear()

    def _check_merchant(self, headers: Mapping[str, str], body: Mapping[str, str]) -> None:
        username, password = headers.get("username", ""), headers.get("password", "")
        if not (_same(username, self.username) and _same(password, self.password)):
            raise TurnedAway(401, "Unauthorized")
        key, secret = body.get("app_key", ""), body.get("app_secret", "")
        if not key or not secret:
            raise Refused("2065")
        if not (_same(key, self.app_key) and _same(secret, self.app_secret)):
            raise Refused("2001")

    def _issue(self) -> dict[str, Any]:
        now = self.clock()
        self._hold_back(self.issued, self.issues_an_hour)
        self.issued.append(now)
        id_token, refresh_token = secrets.token_urlsafe(96), secrets.token_urlsafe(96)
        self.id_tokens[id_token] = now + self.lifetime
        self.refresh_tokens[refresh_token] = now + self.refresh_lifetime
        seconds = int(self.lifetime.total_seconds())
        return {
            "statusCode": "0000",
            "statusMessage": "Successful",
            "id_token": id_token,
            "token_type": "Bearer",
            "expires_in": str(seconds) if self.expires_in_as_text else seconds,
            "refresh_token": refresh_token,
        }

    def _hold_back(self, done: Sequence[datetime], most: int | None) -> None:
        if most is None:
            return
        now = self.clock()
        blocked = self.blocked_until is not None and now < self.blocked_until
        if not blocked and sum(now - at < HOUR for at in done) >= most:
            self.blocked_until = now + HOUR
            blocked = True
        if blocked:
            raise TurnedAway(429, "Too Many Requests")


def _same(given: str, expected: str) -> bool:
    return compare_digest(given.encode(), expected.encode())

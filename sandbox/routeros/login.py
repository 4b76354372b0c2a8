"""Who may talk: the login of 6.43 and later, the challenge before it, and both between."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from hashlib import md5

from sandbox.routeros.traps import Trap
from sandbox.routeros.world import User

PLAIN_SINCE = (6, 43)
CHALLENGE_UNTIL = (6, 45, 1)


class Login:
    """The login state of one connection."""

    def __init__(self, users: Mapping[str, User], version: tuple[int, ...]) -> None:
        self._users = users
        self._plain = version >= PLAIN_SINCE
        self._challenges = version < CHALLENGE_UNTIL
        self._challenge = b""
        self.user: User | None = None

    def attempt(self, given: Mapping[str, str]) -> dict[str, str]:
        """Log in and give the attributes of `!done`. Raises Trap."""
        name = given.get("name", "")
        if "response" in given and self._challenges:
            return self._answer(name, given["response"])
        if self._plain and "name" in given:
            known = self._users.get(name)
            if known is None or known.password != given.get("password", ""):
                raise self._refusal()
            return self._enter(known)
        if self._challenges:
            # An old router takes a modern login for a request of a challenge.
            self._challenge = secrets.token_bytes(16)
            return {"ret": self._challenge.hex()}
        raise self._refusal()

    def _answer(self, name: str, response: str) -> dict[str, str]:
        known, challenge = self._users.get(name), self._challenge
        self._challenge = b""
        if known is None or not challenge:
            raise self._refusal()
        digest = md5(b"\x00" + known.password.encode() + challenge).hexdigest()
        if response != f"00{digest}":
            raise self._refusal()
        return self._enter(known)

    def _enter(self, user: User) -> dict[str, str]:
        if "api" not in user.policies:
            raise self._refusal()
        self.user = user
        return {}

    def _refusal(self) -> Trap:
        return Trap("invalid user name or password (6)" if self._plain else "cannot log in")

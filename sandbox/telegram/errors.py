"""How the Bot API says no."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    """A method was refused; `body` is the answer in Telegram's form."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        """`{"ok": false, ...}`, with `parameters` where the refusal has any."""
        answer: dict[str, Any] = {
            "ok": False,
            "error_code": self.code,
            "description": self.description,
        }
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


def bad_request(reason: str, **parameters: int) -> Refusal:
    """400: the request itself is wrong."""
    return Refusal(400, f"Bad Request: {reason}", **parameters)


def forbidden(reason: str) -> Refusal:
    """403: the person or the group does not let the bot."""
    return Refusal(403, f"Forbidden: {reason}")


def conflict(reason: str) -> Refusal:
    """409: two ways of receiving updates at once."""
    return Refusal(409, f"Conflict: {reason}")


def too_many_requests(seconds: int) -> Refusal:
    """429 with the wait that is asked for, in seconds."""
    return Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)

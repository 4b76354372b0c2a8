"""What a router's error text means for us.

Reasons: `auth`, `forbidden`, `tls`, `gone`, `conflict`, `bad-value`, `unsupported`, `failure`
(refused); `unreachable`, `silent`, `timeout`, `broken`, `full`, `overloaded`, `interrupted`,
`incomplete`, `protocol`, `closed` (busy, or unsure for a write that was sent).
"""

from __future__ import annotations

from domain.errors import Busy, Outside, Refused, Unsure

# In order: the first prefix that fits decides.
_TEXTS: tuple[tuple[str, str], ...] = (
    ("invalid user name or password", "auth"),
    ("cannot log in", "auth"),
    ("not enough permissions", "forbidden"),
    ("no such item", "gone"),
    ("no such command", "unsupported"),
    ("unknown parameter", "unsupported"),
    ("missing =", "bad-value"),
    ("input does not match any value of", "bad-value"),
    ("invalid value", "bad-value"),
    ("value of ", "bad-value"),
    ("failure: already have", "conflict"),
    ("failure: secret with the same name", "conflict"),
    ("std failure: timeout", "overloaded"),
    ("action timed out", "overloaded"),
    ("interrupted", "interrupted"),
    ("not logged in", "broken"),
)
_CATEGORIES = {"0": "unsupported", "1": "bad-value", "2": "interrupted"}
_PASSING = frozenset(("overloaded", "interrupted", "broken"))


def reason_of(message: str, category: str = "") -> str:
    """Our word for a `!trap`; texts decide before categories, which are often left out."""
    text = message.lower()
    for prefix, reason in _TEXTS:
        if text.startswith(prefix):
            return reason
    return _CATEGORIES.get(category, "failure")


def of_trap(message: str, category: str = "", *, writes: bool) -> Outside:
    """The failure that a `!trap` stands for."""
    reason = reason_of(message, category)
    if reason in _PASSING:
        return undecided(reason, message, writes=writes)
    return Refused(reason, message)


def undecided(reason: str, detail: str = "", *, writes: bool) -> Outside:
    """No answer to rely on: a write may have been done, a read is asked again."""
    return Unsure(reason, detail) if writes else Busy(reason, detail)

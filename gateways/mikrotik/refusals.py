"""What a router's error text means for us.

A `Fault`, or one of our own words, which this package alone reads: `gone`, `conflict`,
`bad-value`, `failure` (refused), `closed` (busy, or unsure for a write that was sent).
"""

from __future__ import annotations

from domain.errors import Busy, Outside, Refused, Unsure
from domain.ports.access import Fault

# In order: the first prefix that fits decides.
_TEXTS: tuple[tuple[str, str], ...] = (
    ("invalid user name or password", Fault.AUTH),
    ("cannot log in", Fault.AUTH),
    ("not enough permissions", Fault.FORBIDDEN),
    ("no such item", "gone"),
    ("no such command", Fault.UNSUPPORTED),
    ("unknown parameter", Fault.UNSUPPORTED),
    ("missing =", "bad-value"),
    ("input does not match any value of", "bad-value"),
    ("invalid value", "bad-value"),
    ("value of ", "bad-value"),
    ("failure: already have", "conflict"),
    ("failure: secret with the same name", "conflict"),
    ("std failure: timeout", Fault.OVERLOADED),
    ("action timed out", Fault.OVERLOADED),
    ("interrupted", Fault.INTERRUPTED),
    ("not logged in", Fault.BROKEN),
)
_CATEGORIES = {"0": Fault.UNSUPPORTED, "1": "bad-value", "2": Fault.INTERRUPTED}
_PASSING = frozenset(("overloaded", "interrupted", Fault.BROKEN))


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

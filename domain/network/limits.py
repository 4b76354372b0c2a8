"""The limits of doing no harm on a router, and of trying again: no I/O here."""

from __future__ import annotations

LEAST_PART_OF_LAST_READ = 80  # percent
MASS_PERCENT = 5
MASS_LEAST = 2  # so few are mended on a router of any size
LONGEST_PAUSE_SECONDS = 300


def is_plausible(secrets: int, last: int, expected: int) -> bool:
    """Whether a read can be believed: not empty where customers are, not much under the last."""
    if expected and not secrets:
        return False
    return secrets * 100 >= last * LEAST_PART_OF_LAST_READ


def is_mass(changed: int, customers: int) -> bool:
    """Whether so many changes at once are for a person to let through."""
    return changed > MASS_LEAST and changed * 100 > customers * MASS_PERCENT


def backoff_seconds(tries: int) -> int:
    """How long a service that can't be brought to what is desired waits for its next try."""
    return min(1 << min(tries, 9), LONGEST_PAUSE_SECONDS)

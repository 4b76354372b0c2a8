"""The instant, from one source that the process chooses: the machine, a demo's, a test's; and a
watch that tells how long something took, whatever the instant is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from time import monotonic


def machine() -> datetime:
    """The machine's own instant, whatever the process takes its time from."""
    return datetime.now(UTC)  # noqa: TID251 - the one place that reads the machine's clock


_source: Callable[[], datetime] = machine
_watch: Callable[[], float] = monotonic


def now() -> datetime:
    """The instant in UTC."""
    return _source()


def use(source: Callable[[], datetime] | None) -> None:
    """Take the instant from `source` from now on; None is the machine's clock."""
    global _source
    _source = source or machine


def seconds() -> float:
    """What the watch shows: between two looks lies how long something took."""
    return _watch()


def measure_by(watch: Callable[[], float]) -> None:
    """Take `seconds` from this watch from now on."""
    global _watch
    _watch = watch

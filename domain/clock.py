"""The instant, from one source that the process chooses: the machine, a demo's, a test's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime


def machine() -> datetime:
    """The machine's own instant, whatever the process takes its time from."""
    return datetime.now(UTC)  # noqa: TID251 - the one place that reads the machine's clock


_source: Callable[[], datetime] = machine


def now() -> datetime:
    """The instant in UTC."""
    return _source()


def use(source: Callable[[], datetime] | None) -> None:
    """Take the instant from `source` from now on; None is the machine's clock."""
    global _source
    _source = source or machine

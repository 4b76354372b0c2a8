"""Waiting for what must become true: no sleeps of a guessed length, and a reason when it fails."""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable
from typing import Any

PAUSE = 0.03
LIMIT = 180.0

Logs = Callable[[], Awaitable[str]]


async def until(
    holds: Callable[[], Any | Awaitable[Any]],
    seconds: float = LIMIT,
    *,
    logs: Logs | None = None,
) -> Any:
    """What `holds` gives once it is true; fails with its source and the logs after `seconds`."""
    deadline = time.monotonic() + seconds
    while True:
        found = holds()
        if inspect.isawaitable(found):
            found = await found
        if found:
            return found
        if time.monotonic() > deadline:
            shown = await logs() if logs is not None else ""
            raise AssertionError(f"it did not become true: {_source(holds)}\n{shown}")
        await asyncio.sleep(PAUSE)


def _source(holds: Callable[..., object]) -> str:
    try:
        return inspect.getsource(holds).strip()
    except (OSError, TypeError):
        return repr(holds)

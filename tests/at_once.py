"""Several who act at the same moment, which is made and not hoped for."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from domain import db

Act = Callable[[], Awaitable[object]]


async def somebody_waits() -> bool:
    """Whether a statement waits for what another transaction has locked; on PostgreSQL."""
    return bool(
        await db.value(
            "SELECT COUNT(*) AS many FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
    )


async def meet_at(monkeypatch: pytest.MonkeyPatch, place: Any, name: str, *acts: Act) -> list[Any]:
    """Begin one act after the other; each stops where it calls `name` of the `place`, until all
    have come there, have ended, or wait for one who has. How they ended, errors too.

    SQLite has one writer: there nobody stops, and they run side by side.
    """
    goes_on, there, real = asyncio.Event(), 0, getattr(place, name)
    if not db.on_postgres():
        goes_on.set()

    async def stop(*given: Any, **named: Any) -> Any:
        nonlocal there
        there += 1
        await goes_on.wait()
        return await real(*given, **named)

    monkeypatch.setattr(place, name, stop)
    acting: list[asyncio.Future[object]] = []
    for act in acts:
        acting.append(asyncio.ensure_future(act()))
        while not goes_on.is_set() and there + sum(each.done() for each in acting) < len(acting):
            if there and await somebody_waits():
                break
            await asyncio.sleep(0)
    goes_on.set()
    return await asyncio.gather(*acting, return_exceptions=True)

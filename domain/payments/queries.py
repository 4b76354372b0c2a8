"""Statements about attempts."""

from __future__ import annotations

from domain import db


async def hold_attempt(attempt_id: int) -> None:
    """Let nobody else conclude the attempt until the transaction ends."""
    if db.on_postgres():
        await db.run(f"SELECT id FROM attempt WHERE id = $1{db.locked()}", attempt_id)

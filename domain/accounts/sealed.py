"""Everything that the vault sealed, for a change of its keys."""

from __future__ import annotations

from typing import Any

from domain import db
from domain.vault import Vault

_SEALED = (("gateway", "credentials"), ("router", "credentials"), ("gateway_token", "sealed"))


async def check(vault: Vault) -> None:
    """Raise `InvalidValue` where something was sealed with a key that the vault has not."""
    for table, column in _SEALED:
        for row in await _rows(table, column):
            vault.open(row["sealed"])


async def renew(vault: Vault) -> int:
    """Seal everything under the newest key; how much was under an older one.

    Raises `InvalidValue`, and changes nothing, where no key fits.
    """
    renewed = 0
    async with db.transaction():
        for table, column in _SEALED:
            for row in await _rows(table, column):
                fresh = vault.reseal(row["sealed"])
                if fresh != row["sealed"]:
                    renewed += await db.run(
                        f"UPDATE {table} SET {column} = $1 WHERE id = $2 AND {column} = $3",
                        fresh, row["id"], row["sealed"],
                    )  # fmt: skip
    return renewed


async def _rows(table: str, column: str) -> list[dict[str, Any]]:
    return await db.rows(
        f"SELECT id, {column} AS sealed FROM {table} WHERE {column} <> '' ORDER BY id"
    )

"""Everything that the vault sealed, in whatever table it stands, for a change of its keys.

A column says of itself that it is sealed, so that none is forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tortoise import Tortoise

from domain import db
from domain.fields import TextField
from domain.vault import Vault


class Column(NamedTuple):
    """A column of a table whose texts the vault sealed."""

    table: str
    name: str


async def check(vault: Vault) -> None:
    """Raise `InvalidValue` where something was sealed with a key that the vault has not."""
    for column in columns():
        for _, text in await _texts(column):
            vault.open(text)


async def renew(vault: Vault) -> int:
    """Seal everything under the newest key; how much was under an older one.

    Raises `InvalidValue`, and changes nothing, where no key fits.
    """
    renewed = 0
    async with db.transaction():
        for column in columns():
            for row_id, text in await _texts(column):
                fresh = vault.reseal(text)
                if fresh != text:
                    renewed += await db.run(
                        f'UPDATE "{column.table}" SET "{column.name}" = $1'
                        f' WHERE id = $2 AND "{column.name}" = $3',
                        fresh, row_id, text,
                    )  # fmt: skip
    return renewed


def columns() -> Iterator[Column]:
    """The sealed columns of all tables."""
    if Tortoise.apps is None:
        raise RuntimeError("open the database first")
    for model in Tortoise.apps["domain"].values():
        for name, field in model._meta.fields_map.items():
            if isinstance(field, TextField) and field.sealed:
                yield Column(model._meta.db_table, model._meta.fields_db_projection[name])


class _Sealed(NamedTuple):
    id: int
    sealed: str


async def _texts(column: Column) -> list[tuple[int, str]]:
    found = await db.typed(
        _Sealed,
        f'SELECT id, "{column.name}" AS sealed FROM "{column.table}"'
        f" WHERE \"{column.name}\" <> '' ORDER BY id",
    )
    return [(row.id, row.sealed) for row in found]

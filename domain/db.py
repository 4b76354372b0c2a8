"""The database: opening it, transactions, guarded updates, and statements for both engines.

Plain SQL is written with `$1, $2`; it must run on SQLite and PostgreSQL. Only public verbs of the
domain open transactions. Inside one there is no network call: `inside_transaction` lets the ports
of the outside refuse it.
"""

from __future__ import annotations

import logging
import re
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager, nullcontext
from contextvars import ContextVar
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit, urlunsplit

from tortoise import Tortoise
from tortoise.backends.base.config_generator import expand_db_url
from tortoise.connection import get_connection
from tortoise.transactions import in_transaction

from domain import moves
from domain.errors import InvalidValue
from domain.tables import Model

log = logging.getLogger(__name__)

MODELS = (
    "domain.jobs",
    "domain.inbox",
    "domain.schema",
    "domain.staff.models",
    "domain.accounts.models",
    "domain.chat.models",
    "domain.incidents.models",
    "domain.ledger.models",
    "domain.customers.models",
    "domain.messaging.models",
    "domain.network.models",
    "domain.billing.models",
    "domain.payments.models",
    "domain.hotspot.models",
    "domain.vouchers.models",
    "domain.outreach.models",
    "domain.bulk.models",
)
R = TypeVar("R", bound=NamedTuple)
_ENGINES = {"sqlite": "domain.backends.sqlite", "postgres": "domain.backends.postgres"}
_PLACEHOLDER = re.compile(r"\$(\d+)")
_SQLITE = {"busy_timeout": "10000", "cache_size": "-64000", "temp_store": "MEMORY"}
_POSTGRES = {"minsize": "1", "maxsize": "12"}
_after_commit: ContextVar[list[Callable[[], None]] | None] = ContextVar("after", default=None)
_dialects: dict[str, bool] = {}


def config(url: str) -> dict[str, Any]:
    """Tortoise's configuration for a database address; raises `InvalidValue` for another scheme."""
    parts = urlsplit(url)
    if parts.scheme not in _ENGINES:
        raise InvalidValue(
            field="database_url", given=url.split("@")[-1], example="sqlite://netkhata.db"
        )
    defaults = _SQLITE if parts.scheme == "sqlite" else _POSTGRES
    query = urlencode({**defaults, **dict(parse_qsl(parts.query))})
    scheme = "sqlite" if parts.scheme == "sqlite" else "asyncpg"
    full = urlunsplit((scheme, parts.netloc, _path(parts), query, ""))
    if scheme == "sqlite" and not full.startswith("sqlite://"):
        full = full.replace("sqlite:", "sqlite://", 1)
    return {
        "connections": {"default": {**expand_db_url(full), "engine": _ENGINES[parts.scheme]}},
        "apps": {
            "domain": {
                "models": list(MODELS),
                "default_connection": "default",
                "migrations": "domain.migrations",
            }
        },
        "use_tz": True,
        "timezone": "UTC",
    }


def file_of(url: str) -> Path | None:
    """The file that an embedded database lies in; None for a server's, or one in memory."""
    parts = urlsplit(url)
    if parts.scheme != "sqlite" or parts.netloc + parts.path in {"", ":memory:"}:
        return None
    return Path(parts.netloc + _path(parts))


def _path(parts: SplitResult) -> str:
    """Four slashes before a file name mean what three do: it stands at the root."""
    return re.sub("^/+", "/", parts.path)


async def open_database(url: str) -> None:
    """Connect this process; every open needs its `close_database`, else the process hangs."""
    _dialects["postgres"] = urlsplit(url).scheme == "postgres"
    await Tortoise.init(config=config(url), _enable_global_fallback=True)


async def close_database() -> None:
    """Give back every connection."""
    await Tortoise.close_connections()


def on_postgres() -> bool:
    """Whether statements may use what only PostgreSQL has."""
    return _dialects["postgres"]


def skip_locked() -> str:
    """The end of a SELECT that claims rows: rows that another worker holds are passed over."""
    return " FOR UPDATE SKIP LOCKED" if on_postgres() else ""


def locked(of: str = "") -> str:
    """The end of a SELECT whose rows (those `of` one table of several) nobody else changes until
    the transaction ends: taken in its order, so that two never lock each other out."""
    return f" FOR NO KEY UPDATE{f' OF {of}' if of else ''}" if on_postgres() else ""


def claiming(change: str, chosen: str, *, told: str = "id") -> str:
    """A statement that makes the `change` (`UPDATE t SET ...`) to the rows that `chosen` selects.

    It answers with the columns `told` of each. The choice stands in a WITH, where it is made once:
    PostgreSQL may run a plain subquery with a limit again for every row, and claim all of them.
    """
    return (
        f"WITH chosen AS ({chosen}{skip_locked()})"
        f" {change} WHERE id IN (SELECT id FROM chosen) RETURNING {told}"
    )


def from_json(column: str, key: str) -> str:
    """The SQL for the value that a JSON column has by a key, as text; NULL where it has none."""
    if on_postgres():
        return f"({column}::json ->> '{key}')"
    return f"CAST(json_extract({column}, '$.{key}') AS TEXT)"


def ids(numbers: Iterable[int]) -> str:
    """Ids of rows as they stand in a statement; 0, which no row has, where there are none."""
    return ", ".join(str(int(each)) for each in numbers) or "0"


def inside_transaction() -> bool:
    """Whether the calling task is in a transaction, where no network call may happen."""
    return _after_commit.get() is not None


@asynccontextmanager
async def transaction() -> AsyncIterator[None]:
    """All or nothing; a nested one is a savepoint. `after_commit` calls run at the very end."""
    outer = _after_commit.get()
    waiting: list[Callable[[], None]] = [] if outer is None else outer
    kept = len(waiting)
    token = _after_commit.set(waiting)
    try:
        async with in_transaction():
            yield
    except BaseException:
        del waiting[kept:]
        raise
    finally:
        _after_commit.reset(token)
    if outer is None:
        for wake in waiting:
            wake()


class _TakenBack(Exception):
    """What was done is to be seen and not to stay."""


@asynccontextmanager
async def tried() -> AsyncIterator[None]:
    """What is done within is so for whoever looks inside, for nobody else, and never stays: what a
    verb would do is shown by doing it."""
    try:
        async with transaction():
            yield
            raise _TakenBack
    except _TakenBack:
        pass


@asynccontextmanager
async def unmoved() -> AsyncIterator[None]:
    """What is read within is of one moment on PostgreSQL, where a row may become seen after those
    that were numbered later. SQLite has one writer, and rows come in the order of their numbers:
    nothing is held there."""
    if not on_postgres():
        yield
        return
    async with transaction():
        await run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def after_commit(wake: Callable[[], None]) -> None:
    """Call `wake` once the outermost transaction is committed; losing it must cost only time."""
    waiting = _after_commit.get()
    if waiting is None:
        wake()
    else:
        waiting.append(wake)


def _native(sql: str) -> str:
    return sql if on_postgres() else _for_sqlite(sql)


@lru_cache(maxsize=500)
def _for_sqlite(sql: str) -> str:
    return _PLACEHOLDER.sub(r"?\1", sql)


async def rows(sql: str, *values: Any) -> list[dict[str, Any]]:
    """Run a statement that answers with rows (SELECT, or a change with RETURNING)."""
    return await get_connection("default").execute_query_dict(_native(sql), list(values))


async def typed(kind: type[R], sql: str, *values: Any) -> list[R]:
    """As `rows`, each a named tuple whose fields are the columns, in their order."""
    connection: Any = get_connection("default")
    found = await connection.fetch(_native(sql), list(values))
    if found and tuple(found[0].keys()) != kind._fields:
        raise TypeError(f"{kind.__name__} has other fields than {', '.join(found[0].keys())}")
    return [kind._make(row) for row in found]


async def typed_one(kind: type[R], sql: str, *values: Any) -> R | None:
    """The first row, or None."""
    found = await typed(kind, sql, *values)
    return found[0] if found else None


async def one(sql: str, *values: Any) -> dict[str, Any] | None:
    """The first row, or None."""
    found = await rows(sql, *values)
    return found[0] if found else None


async def value(sql: str, *values: Any) -> Any:
    """The only column of the first row, or None."""
    found = await one(sql, *values)
    return next(iter(found.values())) if found else None


async def run(sql: str, *values: Any) -> int:
    """Run a change and say how many rows it touched."""
    touched, _ = await get_connection("default").execute_query(_native(sql), list(values))
    return touched


async def run_many(sql: str, lines: Iterable[Sequence[Any]]) -> None:
    """The same change for many lines of values; inside a transaction it is part of it."""
    many = [list(line) for line in lines]
    if many:
        await get_connection("default").execute_many(_native(sql), many)


@lru_cache(maxsize=1000)
def marks(count: int, after: int = 0) -> str:
    """Placeholders for a list of `count` values that follow `after` others: `$3, $4`."""
    return ", ".join(f"${after + i}" for i in range(1, count + 1))


async def lock(name: str) -> None:
    """Take the lock on what has no row, by its name, until the transaction ends (SQLite has one
    writer anyway)."""
    if on_postgres():
        await rows("SELECT pg_advisory_xact_lock(hashtext($1))", name)


async def advance(
    row: Model,
    to: StrEnum,
    *,
    of: Iterable[StrEnum],
    field: str = "status",
    noted: Model | None = None,
    **values: Any,
) -> bool:
    """Move a row from one of the states `of` to `to`, with `values`; False when somebody was first.

    Raises `MoveForbidden` for a move that the row's map does not have. The claim is the update
    itself, so it holds between processes on both engines. A row that is `noted` is written with the
    move, or not at all.
    """
    meta, change = row._meta, {field: to, **values}
    kinds, columns = meta.fields_map, meta.fields_db_projection
    parts = ", ".join(f'"{columns[name]}" = ${i}' for i, name in enumerate(change, 1))
    origins = [state.value for state in moves.origins(row.moves[field], of, to)]
    changed = await _moved(
        f'UPDATE "{meta.db_table}" SET {parts} WHERE id = ${len(change) + 1}'
        f' AND "{columns[field]}" IN ({marks(len(origins), after=len(change) + 1)})',
        [
            *(kinds[name].to_db_value(value, row) for name, value in change.items()),
            row.pk,
            *origins,
        ],
        noted,
    )
    if changed:
        setattr(row, field, to)
        for name, given in values.items():
            setattr(row, name, given)
    return changed


async def _moved(update: str, told: Sequence[Any], noted: Model | None) -> bool:
    """Make a guarded update, and write the row that goes with it: on PostgreSQL at once."""
    if noted is None:
        return bool(await run(update, *told))
    if on_postgres():
        insert, written = _insert(noted)
        chosen = f"{insert} SELECT {marks(len(written), after=len(told))} FROM moved"
        whole = f"WITH moved AS ({update} RETURNING id) {chosen} RETURNING id"
        return bool(await rows(whole, *told, *written))
    async with nullcontext() if inside_transaction() else transaction():
        changed = bool(await run(update, *told))
        if changed:
            insert, written = _insert(noted)
            await run(f"{insert} VALUES ({marks(len(written))})", *written)
    return changed


def _insert(row: Model) -> tuple[str, list[Any]]:
    """The beginning of a statement that writes the row, and its values."""
    meta = row._meta
    names = [name for name in meta.fields_db_projection if name != meta.pk_attr]
    columns = ", ".join(f'"{meta.fields_db_projection[name]}"' for name in names)
    values = [meta.fields_map[name].to_db_value(getattr(row, name), row) for name in names]
    return f'INSERT INTO "{meta.db_table}" ({columns})', values


async def add(row: Model) -> bool:
    """Insert a row, unless that breaks a promise of the database; whether it was inserted.

    A refused insert leaves the transaction as it was, on both engines.
    """
    insert, values = _insert(row)
    made = await value(
        f"{insert} VALUES ({marks(len(values))}) ON CONFLICT DO NOTHING RETURNING id", *values
    )
    if made is not None:
        row.pk, row._saved_in_db = made, True
    return made is not None


async def is_alive() -> bool:
    """Whether the database answers."""
    return bool(await value("SELECT 1 AS one"))

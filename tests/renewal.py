"""A database of PostgreSQL made again what it was: in a small part of the time of another one."""

from __future__ import annotations

from dataclasses import dataclass

import asyncpg

_PUBLIC = "FROM pg_class WHERE relnamespace = 'public'::regnamespace"
# Its shape: what a statement that defines something would change.
_SHAPE = f"""
SELECT concat_ws(' ', (SELECT string_agg(oid::text, ',' ORDER BY oid) {_PUBLIC}),
    (SELECT count(*) FROM pg_attribute), (SELECT count(*) FROM pg_trigger),
    (SELECT count(*) FROM pg_constraint), (SELECT count(*) FROM pg_proc))
"""
_TABLES = f"SELECT relname {_PUBLIC} AND relkind = 'r' ORDER BY relname"
_NUMBERS = "SELECT sequencename, last_value FROM pg_sequences WHERE last_value IS NOT NULL"
_LARGE = 64 * 1024  # what is larger is not gone through row by row
_EMPTY = f"""
DO $$
DECLARE each record;
BEGIN
    FOR each IN SELECT oid::regclass AS name, pg_relation_size(oid) AS size
        {_PUBLIC} AND relkind = 'r' AND pg_relation_size(oid) > 0
    LOOP
        IF each.size > {_LARGE} THEN
            EXECUTE format('TRUNCATE %s CASCADE', each.name);
        ELSE
            EXECUTE format('DELETE FROM %s', each.name);
        END IF;
    END LOOP;
    FOR each IN SELECT oid::regclass AS name {_PUBLIC} AND relkind = 'S' LOOP
        PERFORM setval(each.name, 1, false);
    END LOOP;
END $$;
"""


@dataclass(frozen=True, slots=True)
class Original:
    """What a database was before anybody used it, and the script that makes it so again."""

    shape: str
    script: str


async def keep(url: str) -> Original:
    """Look at a database that nobody has used yet."""
    connection = await asyncpg.connect(url)
    try:
        fill = []
        for (table,) in await connection.fetch(_TABLES):
            rows = await connection.fetchval(f'SELECT json_agg(t)::text FROM "{table}" t')
            if rows is not None:
                assert "$kept$" not in rows
                source = f'json_populate_recordset(NULL::"{table}", $kept${rows}$kept$)'
                fill.append(f'INSERT INTO "{table}" SELECT * FROM {source};')
        for name, last in await connection.fetch(_NUMBERS):
            fill.append(f"SELECT setval('\"{name}\"', {last});")
        return Original(
            await connection.fetchval(_SHAPE),
            "BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL session_replication_role = replica;"
            f"{_EMPTY}{''.join(fill)} COMMIT;",
        )
    finally:
        await connection.close()


async def renew(url: str, original: Original) -> bool:
    """Make it what it was; False where it has another shape now, or somebody still uses it."""
    try:
        connection = await asyncpg.connect(url)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
        return False
    try:
        if await connection.fetchval(_SHAPE) != original.shape:
            return False
        await connection.execute(original.script)
    except (asyncpg.PostgresError, asyncpg.InterfaceError):
        return False
    finally:
        await connection.close()
    return True

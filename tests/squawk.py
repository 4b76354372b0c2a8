"""`./dev lint`: what a new migration says to PostgreSQL, held to what stops no table for long.

Nothing is connected to: a client that only writes down stands where the database would. What was
migrated everywhere before is left alone.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import SimpleNamespace
from typing import Any

from tortoise.connection import get_connection
from tortoise.migrations.operations import RunPython

from domain import db, migrations
from domain.backends.migrating import Executor
from tests.house.rules import ROOT

DONE = "0025_oldest_program"
_NOWHERE = "postgres://nobody@localhost/nothing"
_SQUAWK = Path(sys.executable).with_name("squawk")


class Scribe:
    """A client of a database that keeps what it is told, and answers with nothing."""

    def __init__(self, capabilities: object) -> None:
        self.capabilities = capabilities
        self.said: list[str] = []

    async def execute_script(self, query: str) -> None:
        self.said.append(query)

    async def execute_query(self, query: str, values: object = None) -> tuple[int, list[Any]]:
        self.said.append(query)
        return 0, []

    async def execute_query_dict(self, query: str, values: object = None) -> list[Any]:
        self.said.append(query)
        return []


def new() -> list[str]:
    """The migrations that are looked at."""
    names = sorted(module.name for module in iter_modules(migrations.__path__))
    return [name for name in names if name > DONE]


async def statements(name: str) -> str:
    """What the migration says to PostgreSQL."""
    await db.open_database(_NOWHERE)
    try:
        scribe = Scribe(get_connection("default").capabilities)
        executor = Executor(scribe, db.config(_NOWHERE)["apps"])  # type: ignore[arg-type]
        said = await executor.collect_sql("domain", name)
        editor = SimpleNamespace(client=scribe)
        for step in import_module(f"domain.migrations.{name}").Migration.operations:
            if isinstance(step, RunPython):
                with suppress(AttributeError, TypeError):  # one that goes through rows says no more
                    await step.code(None, editor)
    finally:
        await db.close_database()
    told = [one for one in [*said, *scribe.said] if not one.startswith(("--", "SELECT"))]
    return "".join(f"{one.rstrip(';')};\n" for one in told)


def faults(name: str, sql: str) -> str:
    """What the linter says against it; empty where it bears it."""
    done = subprocess.run(
        [_SQUAWK, "-c", ROOT / ".squawk.toml", "--reporter=gcc", f"--stdin-filepath={name}.sql"],
        input=sql, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode and not done.stdout:
        raise RuntimeError(done.stderr)
    return done.stdout if done.returncode else ""


def found() -> Iterator[str]:
    """What stands against the new migrations."""
    for name in new():
        if told := faults(name, asyncio.run(statements(name))):
            yield told


if __name__ == "__main__":
    said = "".join(found())
    sys.stdout.write(said)
    sys.exit(bool(said))

"""What every bench gives and gets: rows of figures beside limits, and databases to measure in.

A bench is a module of this package with `async def measure(lab)`; ENGINES names what it runs on,
both database engines unless it says otherwise.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import json
import pkgutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tests.bench
from bot.serving.roles import spare_the_collector
from domain import db, schema
from tests.engines import Databases, Engine, PostgresDatabases, SqliteDatabases
from tests.postgres import LocalPostgres

RUNS = 5
NO_BENCH = {"__main__", "frame", "plain_bot", "routers", "seeds", "sink"}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: our figures, the limit's, measured side by side, and the reach.

    `reach` is `<= 1.5` or `>= 0.4` and is what the ratio has to keep.
    """

    name: str
    unit: str
    ours: Sequence[float]
    limit: Sequence[float]
    reach: str

    @property
    def ratio(self) -> float:
        """Ours by the limit's of the same moment, the median of all runs."""
        if len(self.ours) != len(self.limit):
            return statistics.median(self.ours) / statistics.median(self.limit)
        pairs = zip(self.ours, self.limit, strict=True)
        return statistics.median(mine / other for mine, other in pairs)

    @property
    def holds(self) -> bool:
        """Whether the reach is kept."""
        sign, figure = self.reach.split()
        return self.ratio <= float(figure) if sign == "<=" else self.ratio >= float(figure)

    def as_json(self, engine: str) -> dict[str, Any]:
        """The row as `--json` writes it; `spread` is lowest and highest of ours."""
        return {
            "name": self.name,
            "engine": engine,
            "ours": round(statistics.median(self.ours), 3),
            "limit": round(statistics.median(self.limit), 3),
            "ratio": round(self.ratio, 3),
            "reach": self.reach,
            "holds": self.holds,
            "unit": self.unit,
            "runs": len(self.ours),
            "spread": [round(min(self.ours), 3), round(max(self.ours), 3)],
        }


@dataclass(frozen=True, slots=True)
class Lab:
    """Where a bench measures: databases of one engine, thrown away afterwards."""

    engine: str
    full: bool
    _databases: Databases | None

    @property
    def databases(self) -> Databases:
        """Databases of the engine; a bench without an engine has none."""
        if self._databases is None:
            raise LookupError("this bench runs without a database")
        return self._databases

    async def pattern(self, seed: Callable[[], Awaitable[None]]) -> str:
        """The address of a migrated database with what `seed` puts into it; nobody is connected."""
        url = self.databases.empty()
        await db.open_database(url)
        try:
            await schema.migrate(url)
            await seed()
            await db.run("ANALYZE")
        finally:
            await db.close_database()
        return url

    @asynccontextmanager
    async def copy_of(self, pattern: str) -> AsyncIterator[str]:
        """A copy of the pattern, open and warm, gone afterwards."""
        url = self.databases.copy(pattern)
        await db.open_database(url)
        try:
            await warm_up()
            spare_the_collector()
            yield url
        finally:
            await db.close_database()
            self.databases.drop(url)


async def warm_up() -> None:
    """Read what a process that has been up for a while has read."""
    for table in ("customer", "package", "billing_profile", "operator"):
        await db.value(f"SELECT COUNT(*) AS n FROM {table}")


async def timed(work: Callable[[], Awaitable[object]]) -> float:
    """How many seconds the work takes."""
    start = time.perf_counter()
    await work()
    return time.perf_counter() - start


def benches() -> list[str]:
    """The names of all benches."""
    found = [module.name for module in pkgutil.iter_modules(tests.bench.__path__)]
    return sorted(set(found) - NO_BENCH)


def main(arguments: Sequence[str]) -> int:
    """Measure what is named, or everything; 1 when a reach is not kept."""
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(benches()))
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep the rows")
    parser.add_argument("--full", action="store_true", help="also what takes very long")
    parser.add_argument("--engine", help="only this one: sqlite, postgres, none")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if unknown := sorted(set(options.names) - set(benches())):
        parser.error(f"no bench {unknown[0]!r}; there are {', '.join(benches())}")
    if options.inside:
        rows = _measure(options.names[0], options.engine, options.full)
        sys.stdout.write(json.dumps(rows))
        return 0
    rows = []
    sys.stdout.write(_line(_HEAD))
    for name in options.names or benches():
        engines = getattr(_module(name), "ENGINES", ("sqlite", "postgres"))
        sys.stdout.write(f"\n# {_what(name)}\n")
        for engine in engines:
            if options.engine in (None, engine):
                rows += _in_its_own_process(name, engine, options.full)
    if options.json:
        options.json.write_text(json.dumps(rows, indent=2) + "\n")
    return 0 if all(row["holds"] for row in rows) else 1


def _what(name: str) -> str:
    """What a bench does, in its own first words."""
    return str(_module(name).__doc__).partition("\n")[0]


def _module(name: str) -> Any:
    return importlib.import_module(f"tests.bench.{name}")


def _in_its_own_process(name: str, engine: str, full: bool) -> list[dict[str, Any]]:
    """Nothing of one engine or bench may linger in the next."""
    command = [sys.executable, "-m", "tests.bench", name, "--engine", engine, "--inside"]
    done = subprocess.run(
        [*command, "--full"] if full else command, stdout=subprocess.PIPE, text=True, check=True
    )
    rows: list[dict[str, Any]] = json.loads(done.stdout)
    for row in rows:
        sys.stdout.write(_line(row))
        sys.stdout.flush()
    return rows


def _measure(name: str, engine: str, full: bool) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory(prefix="netkhata-bench-") as directory:
        server = LocalPostgres() if engine == Engine.POSTGRES else None
        databases: Databases | None = None
        if server is not None:
            server.start()
            databases = PostgresDatabases(server)
        elif engine == Engine.SQLITE:
            databases = SqliteDatabases(Path(directory))
        try:
            rows = asyncio.run(_module(name).measure(Lab(engine, full, databases)))
        finally:
            if server is not None:
                server.stop()
    return [row.as_json(engine) for row in rows]


_HEAD = {
    "name": "bench", "engine": "engine", "ours": "ours", "spread": ["least", "most"],
    "limit": "limit", "unit": "unit", "ratio": "ratio", "reach": "reach", "holds": "holds",
    "runs": "runs",
}  # fmt: skip


def _line(row: dict[str, Any]) -> str:
    holds = {True: "yes", False: "NO"}.get(row["holds"], row["holds"])
    spread = "..".join(str(figure) for figure in row["spread"])
    return (
        f"{row['name']:<28} {row['engine']:<9} {row['ours']:>10} {spread:>20} {row['limit']:>10}"
        f" {row['unit']:<12} {row['ratio']:>8} {row['reach']:>8} {holds:>5} {row['runs']:>4}\n"
    )

"""Databases for a command: files in a folder, or a server of its own, gone when it ends."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import engines
from tests.engines import Databases, Engine
from tests.postgres import LocalPostgres, memory


@contextmanager
def lent(engine: Engine) -> Iterator[Databases]:
    """Databases of the engine."""
    if engine is Engine.SQLITE:
        with tempfile.TemporaryDirectory() as place:
            yield engines.SqliteDatabases(Path(place))
        return
    server = LocalPostgres(memory())
    server.start()
    try:
        yield engines.PostgresDatabases(server)
    finally:
        server.stop()

"""The throw-away server that the other PostgreSQL tests stand on."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest

from tests import postgres


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.LocalPostgres]:
    local = postgres.LocalPostgres()
    local.start()
    yield local
    local.stop()


async def test_a_database_copies_its_template(server: postgres.LocalPostgres) -> None:
    server.create_database("pattern")
    server.execute("CREATE TABLE zone AS SELECT 'মিরপুর' AS name", "pattern")

    connection = await asyncpg.connect(server.create_database("copy", template="pattern"))
    try:
        assert await connection.fetchval("SELECT name FROM zone") == "মিরপুর"
    finally:
        await connection.close()


async def test_a_database_goes_though_somebody_is_connected(
    server: postgres.LocalPostgres,
) -> None:
    connection = await asyncpg.connect(server.create_database("brief"))

    server.drop_database("brief")

    with pytest.raises(asyncpg.PostgresError):
        await connection.fetchval("SELECT 1")
    with pytest.raises(asyncpg.InvalidCatalogNameError):
        await asyncpg.connect(server.url("brief"))


@pytest.mark.parametrize("crash", [False, True])
async def test_a_restart_breaks_connections_and_keeps_what_was_committed(
    server: postgres.LocalPostgres, crash: bool
) -> None:
    address = server.create_database(f"kept_{crash}")
    connection = await asyncpg.connect(address)
    await connection.execute("CREATE TABLE bill AS SELECT 500 AS amount")

    server.restart(crash=crash)

    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, OSError)):
        await connection.fetchval("SELECT 1")
    again = await asyncpg.connect(address)
    try:
        assert await again.fetchval("SELECT amount FROM bill") == 500
    finally:
        await again.close()


async def test_a_halted_server_refuses_until_it_resumes(server: postgres.LocalPostgres) -> None:
    server.halt()
    with pytest.raises(ConnectionRefusedError):
        await asyncpg.connect(server.url("postgres"))

    server.resume()

    assert server.execute("SELECT 'back'") == "back"


async def test_nobody_enters_without_the_password(server: postgres.LocalPostgres) -> None:
    port = urlsplit(server.url("postgres")).port

    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(
            user="postgres", password="guess", host="127.0.0.1", port=port, database="postgres"
        )


def test_a_wrong_statement_is_told(server: postgres.LocalPostgres) -> None:
    with pytest.raises(RuntimeError, match="syntax error"):
        server.execute("SELEKT 1")


def test_stopping_removes_all_that_was_written() -> None:
    local = postgres.LocalPostgres()
    local.start()
    home = local._home
    assert home is not None
    assert home.is_dir()

    local.stop()
    local.stop()

    assert not home.exists()


def test_the_server_ends_with_a_process_that_is_killed() -> None:
    owner = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; from tests.postgres import LocalPostgres\n"
            "server = LocalPostgres(); server.start()\n"
            "print(server._home, flush=True); sys.stdin.read()",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert owner.stdout is not None
    home = Path(owner.stdout.readline().strip())
    assert (home / "data" / "postmaster.pid").exists()

    owner.kill()
    owner.communicate()

    deadline = time.monotonic() + 30
    while home.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not home.exists()

"""A demo keeps to itself: it knows its own folder, and touches nothing of anybody else's."""

from __future__ import annotations

import shutil
import socket
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.demo import folder
from bot.failure import Failure
from tests.bot.conftest import Result


def contents(place: Path) -> dict[str, bytes]:
    return {str(each.relative_to(place)): each.read_bytes() for each in place.rglob("*.*")}


@pytest.fixture
def installation(isp: Path) -> Path:
    (isp / "netkhata.toml").write_text('secret_key = "0123456789abcdef"\n')
    (isp / "backups").mkdir()
    (isp / "backups" / "monday.db").write_bytes(b"kept")
    return isp


@pytest.mark.parametrize("words", [[], ["--fresh"]])
def test_a_real_installation_is_refused_and_stays_as_it_is(
    netkhata: Callable[..., Result], installation: Path, words: list[str]
) -> None:
    before = contents(installation)

    with socket.create_server(("127.0.0.1", 0)) as taken:  # nothing would be served anyhow
        port = str(taken.getsockname()[1])
        result = netkhata("demo", "--data", str(installation), "--port", port, *words)

    assert result.returncode == 1
    assert "was not made by this demo" in result.stderr
    assert "--data my-demo" in result.stderr
    assert contents(installation) == before


def test_an_installation_that_lies_where_a_demo_was_is_refused_too(
    tmp_path: Path, installation: Path
) -> None:
    place = tmp_path / "demo"
    folder.prepare(place, fresh=False)
    shutil.copy(installation / "netkhata.db", place / "netkhata.db")
    before = contents(place)

    for fresh in (False, True):
        with pytest.raises(Failure):
            folder.prepare(place, fresh=fresh)
    assert contents(place) == before


def test_a_demo_opens_its_own_again(tmp_path: Path) -> None:
    database = folder.prepare(tmp_path, fresh=False) / "netkhata.db"
    with closing(sqlite3.connect(database)) as made:
        made.execute("PRAGMA journal_mode = WAL")
        made.execute("CREATE TABLE bill (id)")

    folder.prepare(tmp_path, fresh=False)

    with closing(sqlite3.connect(database)) as again:
        assert again.execute("SELECT count(*) FROM bill").fetchone() == (0,)


def test_beginning_anew_forgets_the_demo_and_nothing_that_lies_beside_it(tmp_path: Path) -> None:
    database = folder.prepare(tmp_path, fresh=False) / "netkhata.db"
    with closing(sqlite3.connect(database)) as made:
        made.execute("CREATE TABLE bill (id)")
    (tmp_path / "clock").write_text("0")
    (tmp_path / "notes.txt").write_text("mine")

    folder.prepare(tmp_path, fresh=True)

    assert not (tmp_path / "clock").exists()
    assert (tmp_path / "notes.txt").read_text() == "mine"
    with closing(sqlite3.connect(database)) as again:
        assert again.execute("SELECT name FROM sqlite_master").fetchall() == []


def test_a_demo_that_was_killed_before_it_made_its_database_starts_again(tmp_path: Path) -> None:
    (tmp_path / "netkhata.db").touch()
    folder.prepare(tmp_path, fresh=False)
    folder.prepare(tmp_path, fresh=False)


def test_a_folder_with_something_else_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "clock").write_text("ticking")
    for fresh in (False, True):
        with pytest.raises(Failure):
            folder.prepare(tmp_path, fresh=fresh)
    assert contents(tmp_path) == {}
    assert (tmp_path / "clock").read_text() == "ticking"

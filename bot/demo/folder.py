"""The demo's folder: its own is known by a mark in the database that only the demo makes."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.failure import Failure

DATABASE = "netkhata.db"
MARK = int.from_bytes(b"NKdm")
_MARK_AT = slice(68, 72)  # SQLite's application id in the header of a file
_MADE = (
    DATABASE,
    *(f"{DATABASE}{ending}" for ending in ("-wal", "-shm", "-journal", ".migrating")),
    "clock",
    "phones.jsonl",
    "outside.json",
)


def require_own(folder: Path) -> None:
    """Raises `Failure` when anything lies there and no demo made it."""
    if not _is_marked(folder / DATABASE) and not _is_free(folder):
        raise Failure(
            f"{folder} was not made by this demo, which touches nothing of anybody else's: give"
            " the demo a folder of its own, as --data my-demo"
        )


def prepare(folder: Path, *, fresh: bool) -> Path:
    """The folder with a database of the demo's own in it; `fresh` begins a new one.

    Raises `Failure` as `require_own` does: nothing is touched then.
    """
    require_own(folder)
    database = folder / DATABASE
    if fresh or not _is_marked(database):
        for name in _MADE:
            (folder / name).unlink(missing_ok=True)
        folder.mkdir(parents=True, exist_ok=True)
        _mark(database)
    return folder


def _is_free(folder: Path) -> bool:
    """Whether there is nothing, or what a demo left that was killed before it made its mark."""
    if not folder.exists():
        return True
    if not folder.is_dir():
        return False
    begun = {DATABASE, f"{DATABASE}-journal"}
    return all(each.name in begun and not _holds_anything(each) for each in folder.iterdir())


def _holds_anything(file: Path) -> bool:
    return file.is_dir() or (file.name == DATABASE and file.stat().st_size > 0)


def _is_marked(database: Path) -> bool:
    if not database.is_file():
        return False
    with database.open("rb") as file:
        return file.read(100)[_MARK_AT] == MARK.to_bytes(4)


def _mark(database: Path) -> None:
    with closing(sqlite3.connect(database)) as made:
        made.execute(f"PRAGMA application_id = {MARK}")
        made.commit()

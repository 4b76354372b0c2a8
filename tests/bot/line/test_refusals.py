"""Wrong use, wrong settings, and a database that can't be used: one plain line and what to do."""

from __future__ import annotations

import json
import os
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from domain.migrations import OLDEST
from tests.bot.conftest import FILE, Result

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("words", "nearest"),
    [
        (["billrn"], "billrun"),
        (["run", "wbe"], "web"),
        (["import", "custmers", "x"], "customers"),
        (["billrun", "--perid", "x"], "--period"),
        (["invite", "--role", "admni"], "admin"),
    ],
)
def test_a_slip_is_told_with_what_was_meant(
    netkhata: Callable[..., Result], isp: Path, words: list[str], nearest: str
) -> None:
    result = netkhata(*words)
    assert result.returncode == 2
    assert f"did you mean {nearest}?" in result.stderr


def test_nothing_given_for_a_period_or_an_operator_bills_nobody(
    netkhata: Callable[..., Result], isp: Path
) -> None:
    assert netkhata("billrun", "--period", "").returncode == 2
    assert netkhata("billrun", "--operator", "").returncode == 1


@pytest.mark.parametrize("period", ["1900-01", "2000-01", "2099-12", "9999-12", "0000-01"])
def test_a_month_of_another_age_is_refused_in_words(
    netkhata: Callable[..., Result], isp: Path, period: str
) -> None:
    for more in ((), ("--dry-run",)):
        result = netkhata("billrun", "--period", period, *more)
        assert result.returncode in {1, 2}
        assert result.stdout == ""
        assert "2026-11" in result.stderr
        assert "bill" in result.stderr


def test_in_a_folder_where_nothing_is_set_nothing_is_made_and_where_it_looked_is_told(
    netkhata: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NETKHATA_SECRET_KEY")
    for words in (
        ["migrate"], ["migrate", "--json"], ["audit"], ["check"], ["apply", "x.toml"],
        ["billrun"], ["invite", "--role", "admin"], ["import", "customers", "x"], ["run", "web"],
    ):  # fmt: skip
        result = netkhata(*words)
        assert (result.returncode in {1, 2}, result.stdout) == (True, ""), words
        assert str(tmp_path) in result.stderr, words
        assert list(tmp_path.iterdir()) == [], words

    assert netkhata("migrate", "--new").returncode == 0
    assert (tmp_path / "netkhata.db").exists()
    assert netkhata("migrate").stdout == "nothing to do: the database is current\n"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("sqlite:///nowhere/at/all/x.db", "there is no folder /nowhere/at/all"),
        ("sqlite:////nowhere/at/all/x.db", "there is no folder /nowhere/at/all"),
        ("sqlite://.", "is a folder"),
        ("sqlite://junk.db", "not a database"),
        ("postgres://u:hush@127.0.0.1:1/x", "127.0.0.1"),
    ],
)
def test_a_database_that_does_not_open_is_one_plain_line(
    tmp_path: Path, address: str, said: str
) -> None:
    (tmp_path / "junk.db").write_bytes(b"junk " * 2000)
    done = subprocess.run(
        [sys.executable, "-m", "bot", "audit"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "NETKHATA_DATABASE_URL": address},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1
    assert said in done.stderr
    assert "hush" not in done.stderr


@pytest.mark.parametrize("slashes", [3, 4])
def test_a_database_is_found_at_the_root_with_three_slashes_and_with_four(
    netkhata: Callable[..., Result], isp: Path, monkeypatch: pytest.MonkeyPatch, slashes: int
) -> None:
    whole = str(isp / "netkhata.db").lstrip("/")
    monkeypatch.setenv("NETKHATA_DATABASE_URL", f"sqlite:{'/' * slashes}{whole}")
    result = netkhata("audit")
    assert (result.returncode, result.stderr) == (0, "")


FROM_LATER = (
    "INSERT INTO tortoise_migrations (app, name, applied_at)"
    " VALUES ('domain', '0099_future', '2027-01-01')"
)


def test_a_database_that_a_later_version_has_only_added_to_goes_on(
    netkhata: Callable[..., Result], isp: Path
) -> None:
    with sqlite3.connect(isp / "netkhata.db") as raw:
        raw.execute(FROM_LATER)
    for words in (["migrate"], ["audit"]):
        result = netkhata(*words)
        assert (result.returncode, result.stderr) == (0, "")
    with sqlite3.connect(isp / "netkhata.db") as raw:
        assert raw.execute("SELECT migration FROM oldest_program").fetchall() == [(OLDEST,)]


def test_a_database_of_a_later_version_is_left_alone(
    netkhata: Callable[..., Result], isp: Path
) -> None:
    with sqlite3.connect(isp / "netkhata.db") as raw:
        raw.execute(FROM_LATER)
        raw.execute("UPDATE oldest_program SET migration = '0099_future'")
    for words in (["migrate"], ["audit"], ["run", "web"]):
        result = netkhata(*words)
        assert result.returncode == 1
        assert "newer than this version" in result.stderr
        assert "0099_future" in result.stderr


def test_a_database_that_fails_meanwhile_is_told_as_such(
    netkhata: Callable[..., Result], isp: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NETKHATA_DATABASE_URL", "sqlite://netkhata.db?busy_timeout=1")
    (isp / "isp.toml").write_text(FILE.replace("Nagar", "Other"))
    with sqlite3.connect(isp / "netkhata.db", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        result = netkhata("apply", "isp.toml")
        other.execute("ROLLBACK")
    assert result.returncode == 1
    assert "the database failed (database is locked)" in result.stderr


def test_a_port_that_another_program_has_is_named(
    netkhata: Callable[..., Result], isp: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setenv("NETKHATA_PORT", str(taken.getsockname()[1]))
        result = netkhata("run", "web")
    assert (result.returncode, result.stdout) == (1, "")
    assert "NETKHATA_PORT" in result.stderr.splitlines()[-1]


def test_a_new_secret_key_first_seals_everything_anew_and_the_old_one_may_go(
    netkhata: Callable[..., Result], isp: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = "0123456789abcdef", "fedcba9876543210"
    monkeypatch.setenv("NETKHATA_SECRET_KEY", new)
    for words in (["apply", "isp.toml"], ["run", "web"], ["migrate"]):
        result = netkhata(*words)
        assert result.returncode == 2
        assert "does not open the credentials" in result.stderr

    monkeypatch.setenv("NETKHATA_SECRET_KEY", f"{new},{old}")
    assert netkhata("apply", "isp.toml").stdout == "nothing changed\n"
    assert json.loads(netkhata("migrate", "--json").stdout) == {"applied": [], "resealed": 1}
    assert json.loads(netkhata("migrate", "--json").stdout)["resealed"] == 0

    monkeypatch.setenv("NETKHATA_SECRET_KEY", new)
    assert netkhata("apply", "isp.toml").stdout == "nothing changed\n"
    found = {
        one["what"]: one["ok"] for one in json.loads(netkhata("check", "--json").stdout)["checks"]
    }
    assert found["secret key"]

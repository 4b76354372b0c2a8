"""Each call that the house bans is stopped by the linter, save in the one file that wraps it."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib

import pytest

from tests.house.rules import ROOT

LINT = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ruff"]["lint"]
BANNED = LINT["flake8-tidy-imports"]["banned-api"]
DOORS = [path for path, codes in LINT["per-file-ignores"].items() if "TID251" in codes]

MUST_BE_BANNED = {
    "asyncio.create_task",
    "asyncio.ensure_future",
    "datetime.datetime.now",
    "datetime.date.today",
    "time.time",
    "tortoise.transactions",
    "aiohttp.ClientSession",
    "decimal.getcontext",
}


def faults(code: str, path: str) -> list[str]:
    """The messages of the linter on a text, as if it stood in a file of that name."""
    options = ["--output-format=json", "--no-cache", "--select=TID251"]
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", *options, f"--stdin-filename={path}", "-"],
        cwd=ROOT,
        input=code,
        capture_output=True,
        text=True,
    )
    return [found["message"] for found in json.loads(done.stdout)]


def use_of(name: str) -> str:
    module, _, attribute = name.rpartition(".")
    if module == "datetime.datetime":
        return "from datetime import datetime\n\ndatetime.now()\n"
    if module == "datetime.date":
        return "from datetime import date\n\ndate.today()\n"
    return f"from {module} import {attribute}\n\nprint({attribute})\n"


def test_nobody_lifts_a_ban_unseen() -> None:
    assert set(BANNED) >= MUST_BE_BANNED


@pytest.mark.parametrize("name", BANNED)
@pytest.mark.parametrize("path", ["handlers/planted.py", "domain/billing/planted.py"])
def test_a_banned_call_is_caught_with_what_to_do_instead(name: str, path: str) -> None:
    found = faults(use_of(name), path)

    assert found
    assert all(name in message and BANNED[name]["msg"] in message for message in found)


@pytest.mark.parametrize("name", BANNED)
def test_a_banned_call_hides_behind_no_module(name: str) -> None:
    module = name.partition(".")[0]

    assert faults(f"import {module}\n\n{name}()\n", "scheduler/planted.py")


def test_other_calls_pass() -> None:
    assert faults("import time\n\ntime.monotonic()\n", "handlers/planted.py") == []


@pytest.mark.parametrize("path", [path for path in DOORS if "*" not in path])
def test_a_file_that_wraps_a_call_may_use_it(path: str) -> None:
    assert faults(use_of("asyncio.create_task"), path) == []
    assert not path.startswith("handlers/")

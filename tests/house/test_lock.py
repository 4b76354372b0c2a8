"""What is installed is what was tried: exact versions with hashes, and no word on where from."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.house.rules import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCKS = sorted((ROOT / "requirements").glob("*.lock"))
PIN = re.compile(r"(?P<name>[a-z0-9][a-z0-9._-]*)==(?P<version>[a-z0-9.+!-]+)(?: ; .+)?")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def pins(text: str) -> dict[str, str]:
    """Name to version of a lock, in which nothing else than pins with hashes may stand."""
    found = {}
    for block in re.split(r"\n(?=\S)", text.strip()):
        head, *hashes = [part.strip() for part in block.replace("\\\n", "\n").split("\n")]
        pin = PIN.fullmatch(head)
        if pin is None:
            raise ValueError(f"not an exact version: {head}")
        if not hashes or not all(HASH.fullmatch(line) for line in hashes):
            raise ValueError(f"without a hash: {head}")
        found[pin["name"]] = pin["version"]
    return found


def lock(name: str) -> dict[str, str]:
    return pins((ROOT / "requirements" / f"{name}.lock").read_text())


def unmet(wanted: list[str], locked: dict[str, str]) -> list[str]:
    """The requirements of the project that a lock does not fulfil."""
    missing = []
    for line in wanted:
        requirement = Requirement(line)
        name = re.sub(r"[._-]+", "-", requirement.name).lower()
        if name not in locked or not requirement.specifier.contains(locked[name]):
            missing.append(line)
    return missing


def test_the_three_locks_are_there() -> None:
    assert [path.stem for path in LOCKS] == ["dev", "installer", "run"]


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.stem)
def test_a_lock_is_exact_and_hashed(path: Path) -> None:
    assert pins(path.read_text())


def test_running_needs_nothing_beside_its_lock() -> None:
    extras = PROJECT["project"]["optional-dependencies"].values()
    wanted = PROJECT["project"]["dependencies"] + [line for extra in extras for line in extra]

    assert unmet(wanted + PROJECT["dependency-groups"]["build"], lock("run")) == []


def test_developing_needs_nothing_beside_its_lock() -> None:
    assert unmet(PROJECT["dependency-groups"]["dev"], lock("dev")) == []


def test_developers_run_what_users_run() -> None:
    assert lock("run").items() <= lock("dev").items()


SUM = "a" * 64


@pytest.mark.parametrize(
    "text",
    [
        f"aiohttp>=3.14 \\\n    --hash=sha256:{SUM}\n",
        "aiohttp==3.14.5\n",
        "aiohttp==3.14.5 \\\n    --hash=md5:abc\n",
        f"--index-url https://example.org/simple\naiohttp==3.14.5 \\\n    --hash=sha256:{SUM}\n",
        f"aiohttp @ https://packages.example/a.whl \\\n    --hash=sha256:{SUM}\n",
        f"aiohttp @ file:///wheels/a.whl \\\n    --hash=sha256:{SUM}\n",
        f"# from packages.example\naiohttp==3.14.5 \\\n    --hash=sha256:{SUM}\n",
    ],
)
def test_a_loose_lock_is_caught(text: str) -> None:
    with pytest.raises(ValueError, match=r"not an exact version|without a hash"):
        pins(text)


@pytest.mark.parametrize("wanted", ["aiohttp>=4", "twilio"])
def test_a_stale_lock_is_caught(wanted: str) -> None:
    assert unmet(["jinja2>=3", wanted], {"aiohttp": "3.14.5", "jinja2": "3.1.6"}) == [wanted]

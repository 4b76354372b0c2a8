"""What every test of the command line begins with: a folder, an ISP in it, and the command."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.line.main import main

FILE = """
[isp]
code = "isp"
name = "Nagar Net"
[[operator]]
code = "north"
name = "North"
[[zone]]
code = "mirpur"
name = "Mirpur"
operator = "north"
[[package]]
code = "home"
name = "Home"
price = 800.50
profile = "home-10M"
[[billing_profile]]
code = "standard"
name = "Standard"
vat_rate = 5
[[gateway]]
name = "bkash"
kind = "payment"
provider = "bkash"
base_url = "http://127.0.0.1:9"
credentials = { username = "u", password = "env:BKASH_PASSWORD", app_key = "k", app_secret = "s" }
"""
CUSTOMERS = """customer_id,name,mobile,zone,operator,package,billing_profile,opening_due,colour
1001,Rahim Uddin,01711111111,Mirpur,north,home,standard,500,red
1002,করিম,01811111111,Mirpur,north,home,standard,,
1003,Nobody,12,Mirpur,north,home,standard,,
"""


@dataclass(frozen=True)
class Result:
    """What a command left: its exit code and what it said."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def netkhata(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Result]:
    """Run `netkhata` in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NETKHATA_SECRET_KEY", "0123456789abcdef")
    monkeypatch.setenv("BKASH_PASSWORD", "from-the-environment")

    def run(*words: str) -> Result:
        capsys.readouterr()
        try:
            code = main(words)
        except SystemExit as end:
            code = int(end.code or 0)
        said = capsys.readouterr()
        return Result(code, said.out, said.err)

    return run


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database in which the file was applied."""
    folder = tmp_path_factory.mktemp("isp")
    (folder / "isp.toml").write_text(FILE)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("NETKHATA_SECRET_KEY", "0123456789abcdef")
        patch.setenv("BKASH_PASSWORD", "from-the-environment")
        assert main(["migrate"]) == 0
        assert main(["apply", "isp.toml"]) == 0
    return folder


@pytest.fixture
def isp(made_once: Path, tmp_path: Path) -> Path:
    """A database with an ISP in it, this test's own."""
    for name in ("netkhata.db", "isp.toml"):
        shutil.copy(made_once / name, tmp_path / name)
    return tmp_path

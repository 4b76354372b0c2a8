"""`netkhata export` as a person types it: what is in the file, and what is refused."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from beancount import loader

from tests.bot.conftest import CUSTOMERS, Result
from tests.house import pages
from tests.house.rules import ROOT

Netkhata = Callable[..., Result]


@pytest.fixture
def billed(netkhata: Netkhata, isp: Path) -> Path:
    """An ISP with two customers, one of whom owed already, and the bills of a month."""
    (isp / "customers.csv").write_text(CUSTOMERS)
    netkhata("import", "customers", "customers.csv")
    assert netkhata("billrun").returncode == 0
    return isp


def test_the_journal_is_accepted_by_the_checker_while_the_audit_holds(
    netkhata: Netkhata, billed: Path
) -> None:
    done = netkhata("export", "journal", "books.beancount", "--json")

    found, errors, options = loader.load_file(str(billed / "books.beancount"))
    assert (done.returncode, errors) == (0, [])
    moved = sum(type(each).__name__ == "Transaction" for each in found)
    assert json.loads(done.stdout) == {"file": "books.beancount", "entries": moved}
    assert moved >= 5
    assert options["title"] == "Nagar Net"
    assert netkhata("audit").stdout.strip() == "the books hold"
    assert stat.S_IMODE((billed / "books.beancount").stat().st_mode) == 0o600


def test_a_dash_writes_the_journal_alone_to_standard_output(
    netkhata: Netkhata, billed: Path
) -> None:
    done = netkhata("export", "journal", "-", "--operator", "north")

    assert done.stdout.startswith('option "title" "North"\n')
    assert loader.load_string(done.stdout)[1] == []


def test_nothing_is_left_of_what_failed_and_the_file_from_before_stays(
    netkhata: Netkhata, billed: Path
) -> None:
    (billed / "books.beancount").write_text("from before")

    done = netkhata("export", "journal", "books.beancount", "--operator", "nort")

    assert (done.returncode, done.stderr) == (
        1,
        "netkhata: there is no operator 'nort'; did you mean north?\n",
    )
    assert (billed / "books.beancount").read_text() == "from before"
    assert [path.name for path in billed.iterdir() if path.suffix == ".part"] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["books", "--since", "soon"], "'soon' is no day: write it like 2026-11-30"),
        (["books", "--since", "2026-11-02", "--until", "2026-11-01"], "--since is after --until"),
        (["nowhere/books"], "nowhere/books can't be written: No such file or directory"),
        ([], "FILE"),
    ],
)
def test_what_can_not_be_written_is_refused_in_words(
    netkhata: Netkhata, isp: Path, words: list[str], said: str
) -> None:
    done = netkhata("export", "journal", *words)

    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_every_command_of_the_page_does_what_it_says(netkhata: Netkhata, billed: Path) -> None:
    page = (ROOT / "docs/operations/9-money-and-audit.md").read_text()
    typed = [words for words in pages.lines(page) if words[:2] == ["netkhata", "export"]]

    assert len(typed) >= 2
    for words in typed:
        asked = words[1 : words.index("|")] if "|" in words else words[1:]
        assert netkhata(*asked).stderr == "", asked


def test_without_an_isp_the_next_step_is_named(netkhata: Netkhata) -> None:
    netkhata("migrate", "--new")

    assert "netkhata apply" in netkhata("export", "journal", "books").stderr

"""`netkhata export` as a person types it: what is in the file, and what is refused."""

from __future__ import annotations

import csv
import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from beancount import loader
from python_calamine import CalamineWorkbook

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


@pytest.mark.parametrize(
    ("words", "rows"),
    [
        (["bills"], 3),
        (["bills", "--operator", "north", "--status", "open"], 3),
        (["bills", "--status", "paid"], 0),
        (["bills", "--overdue", "1"], 0),
        (["bills", "--zone", "mirpur", "--package", "home", "--since", "2020-01-01"], 3),
        (["bills", "--until", "2020-01-01"], 0),
        (["payments", "--method", "cash"], 0),
        (["customers"], 2),
        (["customers", "--status", "suspended", "--status", "left"], 0),
        (["messages"], 2),
        (["messages", "--status", "ready", "--since", "2020-01-01"], 2),
        (["messages", "--status", "failed"], 0),
        (["messages", "--channel", "sms"], 0),
        (["messages", "--until", "2020-01-01"], 0),
    ],
)
def test_a_list_is_narrowed_as_it_is_said(
    netkhata: Netkhata, billed: Path, words: list[str], rows: int
) -> None:
    done = netkhata("export", words[0], "list.csv", *words[1:], "--json")

    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == {"file": "list.csv", words[0]: rows}
    assert len(table_of(billed / "list.csv")) == rows + 1


def table_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_bills_as_a_spreadsheet_hold_what_the_audit_proves(
    netkhata: Netkhata, billed: Path
) -> None:
    assert netkhata("export", "bills", "bills.xlsx", "--language", "en").returncode == 0

    headings, *rows = (
        CalamineWorkbook.from_path(billed / "bills.xlsx").get_sheet_by_index(0).to_python()
    )
    total = headings.index("Total")
    assert sum(row[total] for row in rows) == 500 + 2 * 840.53
    assert {row[headings.index("Customer ID")] for row in rows} == {"1001", "1002"}
    assert stat.S_IMODE((billed / "bills.xlsx").stat().st_mode) == 0o600
    assert netkhata("audit").returncode == 0


def test_headings_are_in_the_operators_language_unless_another_is_named(
    netkhata: Netkhata, billed: Path
) -> None:
    netkhata("export", "customers", "customers.csv")

    assert table_of(billed / "customers.csv")[0][0] == "কাস্টমার আইডি"
    netkhata("export", "customers", "customers.csv", "--language", "en")
    assert table_of(billed / "customers.csv")[0][0] == "Customer ID"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["bills", "bills.pdf"], 2, "end it in .xlsx or .csv"),
        (["bills", "a.csv", "--status", "payd"], 2, "no status 'payd'; did you mean paid?"),
        (["bills", "a.csv", "--overdue", "some"], 2, "'some' is no number"),
        (["bills", "a.csv", "--zone", "mirpr"], 1, "no zone 'mirpr'; did you mean mirpur?"),
        (["bills", "a.csv", "--since", "2026-11-02", "--until", "2026-11-01"], 2, "--since"),
        (["payments", "a.csv", "--method", "cahs"], 2, "no method 'cahs'; did you mean cash?"),
        (["payments", "a.csv", "--collector", "Chand"], 1, "nobody called 'Chand' took money"),
        (["customers", "a.csv", "--language", "xx"], 2, "no language 'xx'"),
        (["customers", "no/a.csv"], 2, "can't be written"),
    ],
)
def test_what_no_list_is_narrowed_to_is_named(
    netkhata: Netkhata, billed: Path, words: list[str], code: int, said: str
) -> None:
    done = netkhata("export", *words)

    assert (done.returncode, said in done.stderr) == (code, True), done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (billed / "a.csv").exists()


def test_a_dash_writes_a_list_alone_to_standard_output(isp: Path) -> None:
    command = [sys.executable, "-m", "bot", "export", "customers", "-", "--language", "en"]
    done = subprocess.run(command, cwd=isp, capture_output=True, check=True, env=os.environ)

    assert done.stdout.decode("utf-8-sig").startswith("Customer ID,Name,Mobile,")


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


def test_the_regulators_report_has_numbers_that_add_up(netkhata: Netkhata, billed: Path) -> None:
    done = netkhata("export", "btrc", "btrc.xlsx", "--month", "2040-01", "--language", "en")

    assert (done.returncode, done.stderr) == (0, "")
    rows = CalamineWorkbook.from_path(str(billed / "btrc.xlsx")).get_sheet_by_index(0).to_python()
    headings, whole, *others = rows
    assert headings[:3] == ["Part", "Operator", "Zone"]
    groups = [row for row in others if row[0] == "Subscribers"]
    assert groups
    assert sum(row[6] for row in groups) == whole[6] == 2


def test_a_month_that_is_none_is_refused(netkhata: Netkhata, billed: Path) -> None:
    done = netkhata("export", "btrc", "btrc.csv", "--month", "2026-13")
    assert done.returncode == 2
    assert "'2026-13' is no month: write it like 2026-11" in done.stderr

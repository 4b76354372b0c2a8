"""The command line as a person types it: the real process, its words, its exit code."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import tomllib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.bot.conftest import CUSTOMERS, FILE, Result

ROOT = Path(__file__).parents[3]
WHATSAPP = """
[[gateway]]
name = "wa"
kind = "whatsapp"
provider = "meta"
credentials.phone_number_id = "106540352242922"
credentials.token = "t"
credentials.app_secret = "s"
credentials.verify_token = "v"
[gateway.options.templates.payment-link]
name = "payment_link"
params = ["customer_name", "amount_due"]

"""
TOLD = """
[[event]]
name = "payment-received"
channels = ["email"]

[[template]]
event = "due-reminder"
language = "en"
channel = "sms"
text = "Pay {amount_due} by {due_date}"
"""
NOT_CALLED = """
[[gateway]]
name = "nagad"
kind = "payment"
provider = "manual"
credentials = { method = "nagad", number = "01700-123456" }

[[gateway]]
name = "texts"
kind = "sms"
provider = "sparrow"
credentials = { token = "t", sender = "ISP" }
"""


def test_help_lists_what_exists_and_every_command_has_its_own(
    netkhata: Callable[..., Result],
) -> None:
    listed = netkhata("--help")
    for name in (
        "run",
        "demo",
        "migrate",
        "apply",
        "import",
        "billrun",
        "check",
        "audit",
        "export",
        "invite",
    ):
        assert name in listed.stdout
        assert netkhata(name, "--help").returncode == 0


def test_it_tells_its_version(netkhata: Callable[..., Result]) -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        version = tomllib.load(file)["project"]["version"]
    told = netkhata("--version")
    assert (told.returncode, told.stdout) == (0, f"netkhata {version}\n")


@pytest.mark.parametrize("words", [["fly"], ["run", "pilot"], ["billrun", "--perid", "x"], []])
def test_wrong_use_is_one_plain_line_and_exit_2(
    netkhata: Callable[..., Result], words: list[str]
) -> None:
    result = netkhata(*words)
    assert result.returncode == 2
    assert len(result.stderr.strip().splitlines()) == 1
    assert "Traceback" not in result.stderr


def test_a_database_that_is_behind_is_refused_with_the_command_that_mends_it(
    netkhata: Callable[..., Result],
) -> None:
    for words in (["run", "scheduler"], ["audit"], ["billrun"]):
        result = netkhata(*words)
        assert result.returncode == 1
        assert "netkhata migrate" in result.stderr


def test_migrating_twice_does_nothing_twice(netkhata: Callable[..., Result]) -> None:
    assert json.loads(netkhata("migrate", "--json").stdout)["applied"]
    assert json.loads(netkhata("migrate", "--json").stdout)["applied"] == []


def test_applying_twice_changes_nothing_and_a_change_is_named(
    netkhata: Callable[..., Result], isp: Path
) -> None:
    assert "nothing changed" in netkhata("apply", "isp.toml").stdout
    (isp / "isp.toml").write_text(FILE.replace("800.50", "900"))
    assert netkhata("apply", "isp.toml").stdout.strip() == "changed package home"


def test_how_events_are_told_and_in_which_words_is_applied_once(
    netkhata: Callable[..., Result], isp: Path
) -> None:
    (isp / "isp.toml").write_text(FILE + TOLD)
    assert netkhata("apply", "isp.toml").stdout.split("\n")[:2] == [
        "made event payment-received",
        "made template due-reminder",
    ]
    assert "nothing changed" in netkhata("apply", "isp.toml").stdout
    (isp / "isp.toml").write_text(FILE + TOLD.replace("Pay", "Please pay"))
    assert netkhata("apply", "isp.toml").stdout.strip() == "changed template due-reminder"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("payment-received", "payment-recieved", "payment-received"),
        ('"email"', '"emial"', "email"),
        ('"sms"', '"smss"', "sms"),
        ('"en"', '"xx"', "en, bn"),
        ("amount_due", "amount_deu", "amount_due"),
        ("{amount_due}", "{amount_due", "brace"),
    ],
)
def test_what_is_wrong_in_events_and_words_is_named(
    netkhata: Callable[..., Result], isp: Path, before: str, after: str, said: str
) -> None:
    (isp / "wrong.toml").write_text(FILE + TOLD.replace(before, after))
    result = netkhata("apply", "wrong.toml")
    assert result.returncode == 1
    assert said in result.stderr


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("[[zone]]", "[[zones]]", "zone"),
        ("price =", "prise =", "price"),
        ('provider = "bkash"', 'provider = "bikash"', "bkash"),
        ("app_key =", "app_kee =", "app_key"),
        ("env:BKASH_PASSWORD", "env:BKASH_PASSWROD", "BKASH_PASSWROD"),
        ("price = 800.50", "price = -5", "-5"),
        ("[isp]", "[isp", "TOML"),
        ("[[zone]]", WHATSAPP.replace("amount_due", "amount_deu") + "[[zone]]", "“amount_due”"),
        ("[[zone]]", WHATSAPP.replace("params", "parms") + "[[zone]]", "like params"),
    ],
)
def test_what_a_file_says_wrong_is_named_and_nothing_is_half_made(
    netkhata: Callable[..., Result], isp: Path, before: str, after: str, said: str
) -> None:
    (isp / "wrong.toml").write_text(FILE.replace(before, after).replace("Nagar", "Other"))
    result = netkhata("apply", "wrong.toml")
    assert result.returncode in {1, 2}
    assert said in result.stderr
    assert "from-the-environment" not in result.stderr
    assert "nothing changed" in netkhata("apply", "isp.toml").stdout


def test_check_says_of_each_gateway_in_words_how_it_is(
    netkhata: Callable[..., Result], isp: Path
) -> None:
    (isp / "isp.toml").write_text(
        FILE.replace('provider = "bkash"', 'provider = "bkash"\nenabled = false') + NOT_CALLED
    )
    netkhata("apply", "isp.toml")

    said = netkhata("check").stdout.splitlines()

    assert (
        "ok  payment nagad: ☑️ Customers send money to the number and submit the transaction ID;"
        " there is nothing to call."
    ) in said
    assert (
        "ok  sms texts: ☑️ This provider has no test call. Send yourself a message to be sure."
    ) in said


def test_customers_are_imported_once_and_bad_lines_are_named(
    netkhata: Callable[..., Result], isp: Path
) -> None:
    (isp / "customers.csv").write_text(CUSTOMERS)
    words = ("import", "customers", "customers.csv", "--json")
    tried = json.loads(netkhata(*words, "--dry-run").stdout)
    assert (tried["new"], tried["unknown_headings"]) == (2, ["colour"])
    first = netkhata(*words)
    assert first.returncode == 1
    assert [error["line"] for error in json.loads(first.stdout)["errors"]] == [4]
    again = json.loads(netkhata(*words).stdout)
    assert (again["new"], again["same"]) == (0, 2)


def test_an_import_says_what_it_would_change_before_it_does(
    netkhata: Callable[..., Result], isp: Path
) -> None:
    (isp / "customers.csv").write_text(CUSTOMERS)
    netkhata("import", "customers", "customers.csv")
    changed = CUSTOMERS.replace("01711111111", "01799999999").replace(",500,red", ",500,red,")
    (isp / "customers.csv").write_text(changed.replace("colour", "status").replace("red", "left"))

    told = json.loads(
        netkhata("import", "customers", "customers.csv", "--dry-run", "--json").stdout
    )
    assert told["changes"] == {"mobile": 1}
    assert told["changed_rows"] == [
        {
            "line": 2,
            "customer_id": "1001",
            "changes": {"mobile": {"from": "+8801711111111", "to": "+8801799999999"}},
        }
    ]
    assert [note["line"] for note in told["notes"]] == [2]
    said = netkhata("import", "customers", "customers.csv", "--dry-run").stdout
    assert "would change: mobile 1" in said
    assert "line 2, customer 1001: mobile +8801711111111 → +8801799999999" in said
    assert "stays “active”; the file says “left”" in said
    assert "line 4: 12 is no mobile number" in said

    words = ("import", "customers", "customers.csv", "--set-status", "--json")
    assert json.loads(netkhata(*words).stdout)["changes"] == {"mobile": 1, "status": 1}
    assert json.loads(netkhata(*words).stdout)["changed"] == 0


def test_the_dry_run_and_the_run_refuse_the_same_lines(
    netkhata: Callable[..., Result], isp: Path
) -> None:
    headings = "customer_id,name,mobile,operator,package,router,username,status"
    words = ("import", "customers", "customers.csv", "--set-status", "--create-missing", "--json")

    def bring(*lines: str, dry_run: bool = False) -> dict[str, Any]:
        (isp / "customers.csv").write_text("\n".join([headings, *lines]))
        told: dict[str, Any] = json.loads(netkhata(*words, *["--dry-run"] * dry_run).stdout)
        return told

    bring("R1,Rahim Uddin,01711111111,north,home,edge-9,u1,left")
    bring("K1,Karim Mia,01722222222,north,home,edge-9,u1,active")
    lines = ("R1,Rahim Uddin,01711111111,,,,,active", "K1,Karim Mia,01722222222,,,,,suspended")
    tried, done = bring(*lines, dry_run=True), bring(*lines)

    assert [error["line"] for error in done["errors"]] == [2]
    assert "customer K1 (Karim Mia)" in done["errors"][0]["error"]
    assert done["changes"] == {"status": 1}
    assert tried | {"dry_run": False} == done


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "There is nothing in this file"),
        (b"name,mobile\n", "headings in line 1 and no customer below them"),
        (b"make,model\n", "no heading \u201cname, mobile\u201d"),
        (b"Name,Mobile,name\nRahim,01,x\n", "“Name” stands in this file more than once (A1, C1)"),
        (b"name,mobile\nRa\0him,01711111111\n", "Line 2 of this file holds signs"),
        (b"%PDF-1.7 a poster", "no table that can be read"),
        (b"make,model\nFord,T\n", "no heading \u201cname, mobile\u201d"),
        (b"name,moblie\nRahim,01711111111\n", "Is it the column \u201cmoblie\u201d?"),
        (b'name,mobile\n"Rahim "R" Uddin",01711111111\n', "line 2"),
        (
            "name,mobile\nJos\u00e9,01711111111\n".encode("cp1252"),
            "Line 2 of this file is not UTF-8",
        ),
    ],
)
def test_what_is_no_list_of_customers_ends_with_one_sentence(
    netkhata: Callable[..., Result], isp: Path, content: bytes, said: str
) -> None:
    (isp / "customers.csv").write_bytes(content)
    result = netkhata("import", "customers", "customers.csv")

    assert (result.returncode, result.stdout) == (1, "")
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Customers of Nagar Net\n\nগ্রাহকের নাম,মোবাইল নম্বর,প্যাকেজ,এলাকা\nরহিম,01711111111,home,mirpur\n",
        "sep=;\nClient Name;Phone No.;Plan;Area\nRahim;01711111111;home;mirpur\n",
    ],
)
def test_a_file_of_another_program_is_read_and_said_how(
    netkhata: Callable[..., Result], isp: Path, text: str
) -> None:
    (isp / "customers.csv").write_bytes(text.encode("utf-16"))
    result = netkhata("import", "customers", "customers.csv", "--json")

    made = json.loads(result.stdout)
    assert (result.returncode, made["new"], made["errors"]) == (0, 1, [])
    assert sorted(made["headings_read"].values()) == ["mobile", "name", "package", "zone"]


def test_tampered_books_are_found_and_named(netkhata: Callable[..., Result], isp: Path) -> None:
    (isp / "customers.csv").write_text(CUSTOMERS)
    netkhata("import", "customers", "customers.csv")
    netkhata("billrun")
    with sqlite3.connect(isp / "netkhata.db") as raw:
        raw.execute("UPDATE bill SET paid_minor = 1 WHERE id = (SELECT MAX(id) FROM bill)")
    result = netkhata("audit")
    assert result.returncode == 1
    assert "do not hold" in result.stdout


def test_an_invite_gives_a_token_for_a_known_role_only(
    netkhata: Callable[..., Result], isp: Path
) -> None:
    made = json.loads(netkhata("invite", "--role", "admin", "--json").stdout)
    assert len(made["token"]) == 22
    assert netkhata("invite", "--role", "king").returncode == 2


def test_check_says_of_each_thing_what_is_wrong(netkhata: Callable[..., Result], isp: Path) -> None:
    result = netkhata("check", "--json")
    found = {one["what"]: one for one in json.loads(result.stdout)["checks"]}
    assert result.returncode == 1
    assert found["database"]["ok"]
    assert not found["payment bkash"]["ok"]
    assert "BotFather" in found["telegram"]["text"]
    assert "from-the-environment" not in result.stdout


def test_check_names_who_has_what_can_be_had_once(
    netkhata: Callable[..., Result], isp: Path
) -> None:
    (isp / "customers.csv").write_text(CUSTOMERS)
    netkhata("import", "customers", "customers.csv")
    with closing(sqlite3.connect(isp / "netkhata.db")) as books:
        books.execute("UPDATE customer SET ip = '10.1.1.1', router_id = NULL")
        names = [name for (name,) in books.execute("SELECT name FROM customer ORDER BY id")]
        books.commit()

    said = netkhata("check").stdout

    assert len(names) > 1
    (line,) = [line for line in said.splitlines() if line.startswith("BAD address 10.1.1.1")]
    assert all(name in line for name in names)
    assert "give one of them another ip" in line


def test_the_installed_command_is_the_same_as_the_module(tmp_path: Path) -> None:
    said = [
        subprocess.run([*start, "--help"], cwd=ROOT, capture_output=True, text=True, check=True)
        for start in (
            [sys.executable, "-m", "bot"],
            [str(Path(sys.executable).parent / "netkhata")],
        )
    ]
    assert said[0].stdout == said[1].stdout


def test_a_new_database_is_for_its_owner_alone(
    netkhata: Callable[..., Result], tmp_path: Path
) -> None:
    before = os.umask(0)
    try:
        assert netkhata("migrate").returncode == 0
    finally:
        os.umask(before)
    kept = [each for each in tmp_path.iterdir() if each.name.startswith("netkhata.db")]
    assert kept
    assert {
        each.name for each in kept if each.stat().st_mode & 0o077 and each.stat().st_size
    } == set()


@pytest.mark.parametrize(
    "words",
    [["audit"], ["apply", "isp.toml"], ["check"], ["invite", "--role", "admin"], ["billrun"]],
)
def test_a_command_in_a_wrong_folder_makes_no_empty_database_there(
    netkhata: Callable[..., Result], tmp_path: Path, words: list[str]
) -> None:
    (tmp_path / "isp.toml").write_text(FILE)

    result = netkhata(*words)

    assert result.returncode == 1
    said = result.stderr + result.stdout
    assert f"there is no database {tmp_path / 'netkhata.db'}" in said
    assert "netkhata migrate" in said
    assert [each.name for each in tmp_path.iterdir()] == ["isp.toml"]

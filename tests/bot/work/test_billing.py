"""`netkhata billrun`: a month is billed once, and each currency summed by itself."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from tests.bot.conftest import CUSTOMERS, FILE, Result


def test_a_month_is_billed_once_and_the_books_hold(
    netkhata: Callable[..., Result], isp: Path
) -> None:
    (isp / "customers.csv").write_text(CUSTOMERS)
    netkhata("import", "customers", "customers.csv")
    tried = json.loads(netkhata("billrun", "--dry-run", "--json").stdout)
    made = json.loads(netkhata("billrun", "--json").stdout)
    assert (tried["bills"], made["bills"]) == (2, 2)
    assert json.loads(netkhata("billrun", "--json").stdout)["bills"] == 0
    assert netkhata("billrun", "--period", "2026-13").returncode == 2
    assert netkhata("billrun", "--operator", "nobody").returncode == 1
    assert netkhata("audit").stdout.strip() == "the books hold"


DOLLARS = """
[[operator]]
code = "lanka"
name = "Lanka"
currency = "USD"
[[package]]
code = "lanka-home"
name = "Lanka home"
price = 20
operator = "lanka"
profile = "home-10M"
"""


def test_a_month_in_two_currencies_is_summed_in_each(
    netkhata: Callable[..., Result], isp: Path
) -> None:
    (isp / "isp.toml").write_text(FILE + DOLLARS)
    netkhata("apply", "isp.toml")
    dollars = "2001,Nimal,01911111111,,lanka,lanka-home,standard,,\n"
    (isp / "customers.csv").write_text(CUSTOMERS + dollars)
    netkhata("import", "customers", "customers.csv")
    tried = netkhata("billrun", "--dry-run").stdout
    made = netkhata("billrun").stdout
    assert "would make 3 bills, ৳1,681.06, $21" in tried
    assert "made 3 bills, ৳1,681.06, $21" in made

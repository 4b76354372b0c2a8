"""Who speaks with people gets frozen views, and the rows that are handed out still are counted."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.house import rowreader, sqlreader
from tests.house.rules import ROOT

DOMAIN = rowreader.read(sqlreader.domain())
# The rows that each package still gets. A new one asks for a view; the list only becomes shorter.
STILL: Mapping[str, frozenset[str]] = {
    "bot": frozenset(
        {
            "BillRun",
            "BillingProfile",
            "Customer",
            "EventSetting",
            "Gateway",
            "Group",
            "JobRun",
            "Link",
            "Operator",
            "Package",
            "Payment",
            "Router",
            "Staff",
            "Template",
            "Zone",
        }
    ),
    "handlers": frozenset(
        {
            "Attempt",
            "Broadcast",
            "Customer",
            "Gateway",
            "Inbox",
            "Link",
            "Operator",
            "Payment",
            "Verification",
        }
    ),
}


def outside(package: str) -> dict[str, str]:
    return {
        path.relative_to(ROOT).as_posix(): path.read_text()
        for path in sorted((ROOT / package).rglob("*.py"))
    }


@pytest.mark.parametrize("package", ["bot", "handlers"])
def test_who_speaks_with_people_holds_no_more_rows_than_before(package: str) -> None:
    found = rowreader.by_package(outside(package), DOMAIN)

    assert found[package] == STILL[package]


PLANTED = rowreader.read(
    {
        "domain/yard/models.py": "class Goat(Model):\n    pass\n",
        "domain/yard/goats.py": (
            "from domain.yard.models import Goat\n\n"
            "async def get(goat_id: int) -> Goat: ...\n\n"
            "async def some() -> list[Goat] | None: ...\n\n"
            "async def count() -> int: ...\n"
        ),
    }
)


@pytest.mark.parametrize(
    "text",
    [
        "from domain.yard.models import Goat",
        "from domain.yard.models import Goat as G",
        "from domain.yard import goats\n\nasync def f(): return (await goats.get(1)).name",
        "from domain.yard import goats as kept\n\nasync def f(): return await kept.some()",
        "async def f():\n    from domain.yard import goats\n    return await goats.get(1)",
    ],
)
def test_a_row_that_leaves_the_domain_is_seen(text: str) -> None:
    assert set(rowreader.held(text, PLANTED)) == {"domain.yard.models.Goat"}


@pytest.mark.parametrize(
    "text",
    [
        "from domain.yard import goats\n\nasync def f(): return await goats.count()",
        "from handlers.staff import goats\n\nasync def f(): return await goats.get(1)",
    ],
)
def test_what_is_no_row_is_passed_over(text: str) -> None:
    assert not set(rowreader.held(text, PLANTED))

"""The journal of the books as beancount reads it: an accounting tool that knows nothing of ours."""

from __future__ import annotations

import io
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from beancount import loader
from beancount.core import realization

from bot.work import exporting
from bot.work.exporting import Chosen

Balances = Mapping[tuple[str, str], Decimal]


async def written(**chosen: Any) -> str:
    to = io.StringIO()
    await exporting.journal(Chosen(**chosen), to)
    return to.getvalue()


def read(text: str) -> list[Any]:
    """The directives, which beancount has checked: it says nothing against any of them."""
    found, errors, _ = loader.load_string(text)
    assert errors == [], "\n".join(error.message for error in errors)
    return list(found)


def balances(found: list[Any]) -> Balances:
    """What every account comes to, as beancount adds it up."""
    tree = realization.realize(found)
    return {
        (each.account, position.units.currency): position.units.number
        for each in realization.iter_children(tree, leaf_only=True)
        for position in each.balance
    }


async def assert_accepted(**chosen: Any) -> None:
    """Its checker finds every balance of ours by adding up, and debits equal credits."""
    found = balances(read(await written(**chosen)))
    for currency in {code for _, code in found}:
        assert sum(amount for (_, code), amount in found.items() if code == currency) == 0

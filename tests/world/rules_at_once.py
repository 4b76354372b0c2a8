"""Several things in one moment: whoever comes second finds what the first has done."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from domain.errors import DomainError
from tests.world import (
    rules_counter,
    rules_deciding,
    rules_office,
    rules_page,
    rules_refunds,
    rules_vouchers,
)
from tests.world.rules import Rules, which, who
from tests.world.town import BANKS, Town

Act = Callable[[Town, int, int], Awaitable[Any]]

ACTS: dict[str, Act] = {
    "everything goes on": lambda town, who, which: town.passes(),
    "customer begins": lambda town, who, which: rules_page.begins(town, who, BANKS[0], None),
    "customer comes back": lambda town, who, which: rules_page.returns(town, which),
    "customer claims": lambda town, who, which: rules_page.claims(town, who, 1000, which),
    "staff take cash": lambda town, who, which: rules_counter.recorded(town, who, 1000),
    "staff record an id": lambda town, who, which: rules_counter.with_a_known_id(
        town, who, 1000, which, again=False
    ),
    "staff take it back": lambda town, who, which: rules_counter.taken_back(town, which, False),
    "staff give it back": lambda town, who, which: rules_refunds.given_back(town, which, 700),
    "staff redeem a card": lambda town, who, which: rules_vouchers.redeemed(
        town, who, which, False
    ),
    "a card comes by the page": lambda town, who, which: rules_vouchers.redeemed(
        town, who, which, True
    ),
    "staff approve": lambda town, who, which: rules_deciding.approved(
        town, which, None, None, apart=False
    ),
    "staff reject": lambda town, who, which: rules_deciding.rejected(town, which),
    "staff bill": lambda town, who, which: rules_office.billed(town, who, 1),
    "staff void": lambda town, who, which: rules_office.voided(town, which),
    "staff suspend": lambda town, who, which: rules_office.suspended(town, who),
}


async def _at_once(town: Town, acts: Sequence[str], who: int, which: int) -> None:
    begun = (ACTS[name](town, who, which) for name in acts)
    for answer in await asyncio.gather(*begun, return_exceptions=True):
        if isinstance(answer, BaseException) and not isinstance(answer, DomainError):
            raise answer


class AtOnce(Rules):
    @rule(
        acts=st.lists(st.sampled_from(sorted(ACTS)), min_size=2, max_size=3), who=who, which=which
    )
    def happen_at_once(self, acts: list[str], who: int, which: int) -> None:
        self.do(_at_once, self.town, acts, who, which)

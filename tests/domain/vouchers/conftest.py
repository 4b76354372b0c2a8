"""A lot of five vouchers of 500.00 in the hands of Dolly, who keeps five of a hundred."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from domain import events, reactions, vault
from domain.billing import proof as billing_proof
from domain.ledger import proof as ledger_proof
from domain.money import Money
from domain.payments import proof as payments_proof
from domain.staff.models import Role
from domain.staff.rights import Actor
from domain.vouchers import lots, proof, rules
from domain.vouchers.lots import Wanted
from tests import builders
from tests.cast import Cast
from tests.sealing import VAULT

VALUE = Money(500_00)


@dataclass
class Sheet:
    """A lot, who sells it, and what its paper says."""

    lot_id: int
    dolly: Actor
    pins: list[str]
    serials: list[str]
    asha: Actor = field(repr=False)

    async def again(self, **wanted: Any) -> Sheet:
        """One more lot, issued, with other terms."""
        made = await drawn(self.asha, self.dolly, **wanted)
        await lots.issue(self.asha, made.lot_id, 1)
        return made


async def drawn(asha: Actor, dolly: Actor, **wanted: Any) -> Sheet:
    """A lot that was printed, and that nobody has issued."""
    terms: dict[str, Any] = {
        "value": VALUE, "count": 5, "distributor_id": dolly.staff_id,
        "commission": rules.commission(VALUE, "5%"), **wanted,
    }  # fmt: skip
    lot = await lots.make(asha, Wanted(**terms))
    paper = await lots.print_anew(asha, lot.id, 0)
    pins, serials = zip(*((each.pin, each.serial) for each in paper.vouchers), strict=True)
    return Sheet(lot.id, dolly, list(pins), list(serials), asha)


@pytest.fixture
async def dolly(cast: Cast) -> Actor:
    vault.use(VAULT)
    events.listen(reactions.MAP)
    await builders.a_gateway("nagad-hand", kind="payment", provider="manual")
    return await builders.a_person("Dolly", Role.DISTRIBUTOR, cast.isp)


@pytest.fixture
async def sheet(cast: Cast, dolly: Actor) -> Sheet:
    made = await drawn(cast.asha, dolly)
    await lots.issue(cast.asha, made.lot_id, 1)
    return made


async def assert_they_hold() -> None:
    """Ledger, bills, payments and vouchers say the same."""
    for room in (ledger_proof, billing_proof, payments_proof, proof):
        assert await room.faults(5) == []

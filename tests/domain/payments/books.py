"""What every test of payments ends with."""

from __future__ import annotations

from domain.billing import proof as billing_proof
from domain.ledger import proof as ledger_proof
from domain.payments import proof


async def assert_they_hold() -> None:
    """Ledger, bills and payments say the same."""
    faults = [
        *await ledger_proof.faults(5),
        *await billing_proof.faults(5),
        *await proof.faults(5),
    ]
    assert faults == []

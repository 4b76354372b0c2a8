"""The proof names what is wrong, however it came into the books."""

from __future__ import annotations

import pytest

from domain import clock, db
from domain.fields import to_ms
from domain.ledger import proof
from domain.ledger.models import Account
from domain.ledger.proof import Fault
from tests import builders
from tests.cast import Cast


async def forge(cast: Cast, **values: object) -> None:
    """Write an entry past the verbs."""
    row: dict[str, object] = {
        "at": to_ms(clock.now()),
        "operator_id": cast.north.id,
        "debit": "receivable",
        "debit_of": cast.rahim.id,
        "credit": "revenue",
        "credit_of": cast.north.id,
        "amount_minor": 100,
        "currency": "BDT",
        "cause": "bill",
        "cause_id": 1,
        "reason": "",
        "reverses_id": None,
        **values,
    }
    places = ", ".join(f"${number}" for number in range(1, len(row) + 1))
    await db.run(f"INSERT INTO entry ({', '.join(row)}) VALUES ({places})", *row.values())


async def test_books_of_bills_hold(cast: Cast) -> None:
    await builders.a_bill(cast.rahim, total=1050, vat=50)

    assert await proof.faults() == []
    assert await proof.trial_balance() == [
        (Account.RECEIVABLE, "BDT", 105_000),
        (Account.REVENUE, "BDT", -100_000),
        (Account.VAT, "BDT", -5_000),
    ]


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ({"debit": "pocket"}, "entry-account"),
        ({"credit": "receivable", "credit_of": 7, "debit_of": 7}, "entry-account"),
        ({"cause": ""}, "entry-cause"),
        ({"reverses_id": 1}, "entry-reversal"),
        ({"reverses_id": 4711}, "entry-reversal"),
    ],
)
async def test_a_forged_entry_is_named(cast: Cast, values: dict[str, object], kind: str) -> None:
    await forge(cast)
    await forge(cast, **values)
    forged = await db.value("SELECT MAX(id) FROM entry")

    assert await proof.faults() == [Fault(kind, str(forged))]


async def test_an_account_of_two_currencies_is_named(cast: Cast) -> None:
    await forge(cast)
    await forge(cast, currency="INR", credit_of=cast.south.id)

    assert await proof.faults() == [Fault("account-currency", f"receivable {cast.rahim.id}")]


async def test_the_proof_stops_at_the_limit(cast: Cast) -> None:
    for _ in range(3):
        await forge(cast, cause="")

    assert len(await proof.faults(limit=2)) == 2

"""One customer ID is one customer, however its letters and digits are written."""

from __future__ import annotations

import pytest

from domain.customers.models import Customer
from tests.cast import Cast
from tests.domain.onboarding.test_matching import NEW, bring, bring_what_can, plan, refused


async def test_customer_ids_that_differ_in_case_only_are_one(cast: Cast) -> None:
    made = await bring_what_can(
        cast, {**NEW, "customer_id": "A1"}, {**NEW, "customer_id": "a1", "name": "Other"}
    )
    assert [(error.line, error.key) for error in made.errors] == [(3, "error-row-repeated")]

    again = await plan({**NEW, "customer_id": "a1", "email": "j@example.com"})
    assert [row.code for row in again.changed] == ["A1"]
    other = await plan({**NEW, "customer_id": "a1", "name": "X", "mobile": "01811000009"})
    assert refused(other) == [(2, "error-line-doubtful", "A1")]


@pytest.mark.parametrize("there", ["1001", "১০০১"])
async def test_a_customer_id_in_bengali_digits_is_the_number(cast: Cast, there: str) -> None:
    await Customer.filter(id=cast.rahim.id).update(code=there)
    rahim = {"name": "Rahim Uddin", "mobile": "01711111111"}

    for said in ("১০০১", "1001"):
        made = await plan({**rahim, "customer_id": said})
        assert [row.row_id for row in made.same] == [cast.rahim.id]
    await bring(cast, {**NEW, "customer_id": "০১২"})
    assert (await Customer.get(name="Jamal Khan")).code == "012"

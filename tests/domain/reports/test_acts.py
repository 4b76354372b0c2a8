"""The acts of the audit are read by whoever may know of them."""

from __future__ import annotations

import pytest

from domain.errors import RightLacking
from domain.reports import acts
from domain.staff import audit
from domain.staff.models import Role
from domain.staff.rights import SYSTEM
from tests.builders import a_bill, a_customer, a_person
from tests.cast import Cast


async def test_others_acts_are_not_shown(cast: Cast) -> None:
    await audit.note(cast.bina, "one", "customer", 1)
    await audit.note(cast.esha, "two", "customer", 1)
    await audit.note(SYSTEM, "three", "job", None)

    assert [row.act for row in await acts.page(cast.bina)] == ["one"]
    assert [row.act for row in await acts.page(cast.asha)] == ["three", "two", "one"]
    assert [row.act for row in await acts.page(cast.asha, subject="job")] == ["three"]
    assert [row.act for row in await acts.page(cast.asha, offset=1, limit=1)] == ["two"]


@pytest.mark.parametrize("who", ["chand", "dipa"])
async def test_who_lacks_the_right_reads_no_audit(cast: Cast, who: str) -> None:
    with pytest.raises(RightLacking):
        await acts.page(getattr(cast, who))


async def test_who_is_limited_to_zones_reads_what_was_done_to_customers_there(cast: Cast) -> None:
    mina = await a_person("Mina", Role.OPERATOR, cast.north, zones=[cast.uttara])
    homeless = await a_customer("Nowhere", zone=None)
    for customer in (cast.karim, cast.rahim, homeless):
        bill = await a_bill(customer)
        await audit.note(cast.bina, f"change-{customer.name}", "customer", customer.id)
        await audit.note(cast.bina, f"void-{customer.name}", "bill", bill.id)
    await audit.note(cast.bina, "import", "customer", None, after={"made": ["1001"]})
    await audit.note(cast.bina, "catalog", "package", cast.home.id)
    await audit.note(cast.bina, "theirs", "broadcast", 1)
    await audit.note(mina, "mine", "broadcast", 2)

    assert [row.act for row in await acts.page(mina)] == [
        "mine", "catalog", "void-Karim Mia", "change-Karim Mia",
    ]  # fmt: skip
    assert [row.act for row in await acts.page(mina, subject="bill")] == ["void-Karim Mia"]
    assert len(await acts.page(cast.bina, limit=20)) == 10

"""The audit says who did what, before and after, to whoever may know, and never a secret."""

from __future__ import annotations

import pytest

from domain import db
from domain.money import Money
from domain.reports import acts
from domain.staff import audit
from domain.staff.rights import SYSTEM
from tests.cast import Cast


async def test_an_act_is_told_with_what_changed(cast: Cast) -> None:
    told_of = audit.difference({"name": "Old", "rate": 5}, {"name": "New", "rate": 5})

    await audit.note(
        cast.bina, "customer.change", "customer", cast.rahim.id,
        before=told_of["before"], after=told_of["after"],
    )  # fmt: skip

    told = (await acts.page(cast.bina))[0]
    assert (told.staff_id, told.actor, told.operator_id) == (
        cast.bina.staff_id, "staff", cast.north.id,
    )  # fmt: skip
    assert (told.before, told.after) == ({"name": "Old"}, {"name": "New"})


async def test_secrets_do_not_reach_the_audit(cast: Cast) -> None:
    await audit.note(
        SYSTEM, "router.save", "router", 1,
        after={"password": "hunter2", "inner": [{"api_key": "hunter2"}], "at": Money(5)},
    )  # fmt: skip

    told = (await acts.page(cast.asha))[0]
    assert "hunter2" not in str(told.after)
    assert told.actor == "system"


@pytest.mark.parametrize("statement", ["UPDATE audit SET act = 'x'", "DELETE FROM audit"])
async def test_the_audit_is_only_added_to(cast: Cast, statement: str) -> None:
    await audit.note(SYSTEM, "one", "job", None)

    with pytest.raises(Exception, match="only added"):
        await db.run(statement)

"""What may be had once is given to one of two who want it at the same moment."""

from __future__ import annotations

from functools import partial

import pytest

from domain.customers import customers
from domain.customers.models import Customer
from domain.errors import UsernameTaken
from tests.at_once import meet_at
from tests.cast import Cast


async def test_of_two_who_add_one_username_at_once_the_second_is_refused(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    add = partial(
        customers.create, cast.bina, name="Jamal Khan", mobile="01811-222333",
        package_id=cast.home.id, billing_profile_id=cast.standard.id, zone_id=cast.mirpur.id,
        router_id=cast.router.id, username="jamal",
    )  # fmt: skip

    ends = await meet_at(monkeypatch, customers, "free_ids", add, add)

    assert {type(end) for end in ends} == {Customer, UsernameTaken}


async def test_of_two_who_give_out_one_username_at_once_the_second_is_refused(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends = await meet_at(
        monkeypatch, customers, "_after",
        *(
            partial(
                customers.change, cast.bina, one.id, router_id=cast.router.id, username="jamal"
            )
            for one in (cast.rahim, cast.karim)
        ),
    )  # fmt: skip

    assert {type(end) for end in ends} == {Customer, UsernameTaken}

"""The regulator's report: how many were served at a month's end, how many came and left in it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from domain.calendar import Period
from domain.customers import customers
from domain.customers.models import Customer, CustomerStatus, Package
from domain.errors import RightLacking
from domain.reports import subscribers
from domain.staff.models import Role
from tests.builders import a_customer, a_person
from tests.cast import Cast, Moment

OCTOBER, NOVEMBER = Period(2026, 10), Period(2026, 11)


async def leaves(cast: Cast, customer: Customer) -> None:
    await customers.change(cast.asha, customer.id, status=CustomerStatus.LEFT)


async def months(cast: Cast, moment: Moment) -> dict[str, Customer]:
    """Rahim and Karim are there for long; of the others each comes or leaves on a day."""
    await Customer.all().update(joined_on=date(2026, 1, 1))
    made: dict[str, Customer] = {}
    for number, (name, joined, more) in enumerate(
        [
            ("Sohel", date(2026, 10, 1), {"zone": cast.mirpur}),
            ("Jamal", date(2026, 10, 31), {"zone": None}),
            ("Gita", date(2026, 9, 30), {"zone": cast.gulshan, "operator": cast.south}),
            ("Tuli", date(2026, 11, 1), {"zone": cast.mirpur, "connection": "static"}),
        ]
    ):
        given: dict[str, Any] = more
        made[name] = await a_customer(
            name, code=f"9{number}", mobile=f"+880171234560{number}", joined_on=joined, **given
        )
    moment.now = datetime(2026, 10, 31, 17, 59, tzinfo=UTC)  # a minute to midnight in Dhaka
    await leaves(cast, made["Gita"])
    moment.now = datetime(2026, 10, 31, 18, 1, tzinfo=UTC)
    await leaves(cast, made["Sohel"])
    moment.now = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)
    return made


async def test_a_month_counts_who_was_there_who_came_and_who_left(
    cast: Cast, moment: Moment
) -> None:
    await months(cast, moment)
    october = await subscribers.of_month(cast.asha, OCTOBER)
    # Rahim, Karim, Sohel (left a minute later), Jamal
    assert (october.total, october.came, october.lost) == (4, 2, 1)
    november = await subscribers.of_month(cast.asha, NOVEMBER)
    # Rahim, Karim, Jamal, Tuli
    assert (november.total, november.came, november.lost) == (4, 1, 1)
    assert november.total == october.total + november.came - november.lost
    assert november.by_connection() == {"pppoe": 3, "static": 1}


async def test_rows_tell_operator_zone_type_and_bandwidth_and_add_up(
    cast: Cast, moment: Moment
) -> None:
    await months(cast, moment)
    found = await subscribers.of_month(cast.asha, NOVEMBER)
    told = [
        (row.operator, row.zone, row.connection, row.profile, row.total, row.came, row.lost)
        for row in found.groups
    ]
    assert ("North Net", "Mirpur", "pppoe", "10M", 1, 0, 1) in told
    assert ("North Net", "Mirpur", "static", "10M", 1, 1, 0) in told
    assert ("North Net", None, "pppoe", "10M", 1, 0, 0) in told
    assert sum(row.total for row in found.groups) == found.total


async def test_what_is_not_recorded_is_named_with_how_many_it_concerns(
    cast: Cast, moment: Moment
) -> None:
    made = await months(cast, moment)
    await Package.filter(id=cast.home.id).update(profile="")
    await Customer.filter(id=made["Gita"].id).update(left_at=None)
    found = await subscribers.of_month(cast.asha, NOVEMBER)
    assert found.lacking == {"lacks-zone": 1, "lacks-bandwidth": 4, "lacks-left-on": 1}
    listed = await subscribers.listed(cast.asha, NOVEMBER)
    rows = [row for page in [page async for page in listed.pages] for row in page]
    assert rows[0] == ("list-part-all", "", "", "", "", "", 4, 1, 1)
    assert [(row[0], row[6]) for row in rows[-3:]] == list(found.lacking.items())


async def test_who_waits_to_be_connected_is_no_subscriber(cast: Cast, moment: Moment) -> None:
    await Customer.filter(id=cast.karim.id).update(status=CustomerStatus.PENDING)
    assert (await subscribers.of_month(cast.asha, NOVEMBER)).total == 1


async def test_who_came_back_is_served_again(cast: Cast, moment: Moment) -> None:
    await leaves(cast, cast.rahim)
    assert (await Customer.get(id=cast.rahim.id)).left_at is not None
    await customers.change(cast.asha, cast.rahim.id, status=CustomerStatus.ACTIVE)
    assert (await Customer.get(id=cast.rahim.id)).left_at is None
    found = await subscribers.of_month(cast.asha, NOVEMBER)
    assert (found.total, found.lost) == (2, 0)


async def test_everybody_counts_those_whom_they_see(cast: Cast, moment: Moment) -> None:
    await months(cast, moment)
    lima = await a_person("Lima", Role.MANAGER, cast.north, zones=[cast.mirpur])
    assert (await subscribers.of_month(lima, NOVEMBER)).total == 2
    assert (await subscribers.of_month(cast.esha, OCTOBER)).lost == 1
    with pytest.raises(RightLacking):
        await subscribers.of_month(cast.chand, NOVEMBER)

"""The evening's digest comes once to each group for reports, with its own operator's figures."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from domain.chat import digests, groups
from domain.chat.models import Card, Digest, Group, Purpose
from domain.jobs import JobRun
from domain.reports import digest
from domain.staff.models import Operator
from tests.cast import Cast, Moment

OFFICE, NORTH = -700, -701
EVENING = datetime(2026, 11, 21, 14, 0, tzinfo=UTC)  # eight in Dhaka


async def bound(cast: Cast) -> None:
    await groups.bind(cast.asha, str(OFFICE), Purpose.REPORTS, "Office")
    await groups.bind(cast.asha, str(NORTH), Purpose.REPORTS, "North", operator_code="north")


async def test_it_comes_at_eight_to_each_group_once(cast: Cast, moment: Moment) -> None:
    await bound(cast)
    assert await digest.raise_due("one") == 0
    moment.now = EVENING
    assert await digest.raise_due("one") == 2
    assert await digest.raise_due("another") == 0
    moment.move(days=1)
    assert await digest.raise_due("one") == 2
    assert await Card.all().count() == 4


async def test_a_group_reads_its_own_operators_figures(cast: Cast, moment: Moment) -> None:
    await bound(cast)
    moment.now = EVENING
    await digest.raise_due("one")
    read = {card.chat_id: card.args["operator_id"] for card in await Card.all()}
    assert read == {str(OFFICE): cast.isp.id, str(NORTH): cast.north.id}


async def test_evening_is_where_the_operator_is(cast: Cast, moment: Moment) -> None:
    await Operator.filter(id=cast.north.id).update(timezone="Europe/London")
    await bound(cast)
    moment.now = EVENING
    assert await digest.raise_due("one") == 1
    moment.move(hours=6)
    assert await digest.raise_due("one") == 1


async def test_where_no_group_is_bound_the_admins_get_it_in_private_once(
    cast: Cast, moment: Moment
) -> None:
    await groups.bind(cast.asha, str(NORTH), Purpose.REPORTS, "North", operator_code="north")
    assert await digest.raise_due("one") == 0
    moment.now = EVENING
    assert await digest.raise_due("one") == 2
    assert await digest.raise_due("another") == 0
    told = await Card.get(chat_id=str(cast.asha.telegram_id))
    assert (told.screen, told.args["operator_id"]) == ("report.digest", cast.isp.id)
    assert await Card.all().count() == 2

    moment.move(minutes=5)
    await groups.bind(cast.asha, str(OFFICE), Purpose.REPORTS, "Office")
    assert await digest.raise_due("one") == 1
    moment.move(days=1)
    assert await digest.raise_due("one") == 2
    assert await Card.filter(chat_id=str(cast.asha.telegram_id)).count() == 1


async def chosen(cast: Cast, *kinds: Digest, hour: int) -> None:
    """The office's group gets these, from now on."""
    await groups.bind(cast.asha, str(OFFICE), Purpose.REPORTS, "Office")
    group = await Group.get(chat_id=str(OFFICE))
    await digests.choose(cast.asha, group.id, kinds, hour)


async def told() -> list[tuple[str, str]]:
    return [(card.args["every"], card.args["day"]) for card in await Card.all().order_by("id")]


async def each_hour(moment: Moment, days: int) -> None:
    for _ in range(24 * days):
        await digest.raise_due("one")
        await digest.raise_due("another")
        moment.move(hours=1)


async def test_each_kind_comes_once_for_its_own_days(cast: Cast, moment: Moment) -> None:
    await chosen(cast, Digest.DAILY, Digest.WEEKLY, Digest.MONTHLY, hour=9)
    await each_hour(moment, days=11)  # from noon on Saturday, 21 November
    days = [day for kind, day in await told() if kind == "daily"]
    assert days == [date(2026, 11, day).isoformat() for day in range(21, 31)] + ["2026-12-01"]
    others = [one for one in await told() if one[0] != "daily"]
    assert others == [
        ("weekly", "2026-11-21"), ("weekly", "2026-11-28"), ("monthly", "2026-11-30"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "hour", "day", "due"),
    [
        (Digest.DAILY, 20, date(2026, 11, 20), datetime(2026, 11, 20, 14, tzinfo=UTC)),
        (Digest.DAILY, 9, date(2026, 11, 20), datetime(2026, 11, 21, 3, tzinfo=UTC)),
        (Digest.WEEKLY, 20, date(2026, 11, 14), datetime(2026, 11, 15, 14, tzinfo=UTC)),
        (Digest.MONTHLY, 9, date(2026, 10, 31), datetime(2026, 11, 1, 3, tzinfo=UTC)),
    ],
)
async def test_the_latest_that_is_due_is_of_the_days_that_are_over(
    cast: Cast, moment: Moment, kind: Digest, hour: int, day: date, due: datetime
) -> None:
    assert digest.latest(kind, hour, moment.now, "Asia/Dhaka") == (day, due)


async def test_after_a_week_without_us_the_latest_comes_once(cast: Cast, moment: Moment) -> None:
    await chosen(cast, Digest.DAILY, Digest.WEEKLY, hour=20)
    moment.move(days=1)
    await digest.raise_due("one")
    assert await told() == [("daily", "2026-11-21")]
    moment.move(days=8)
    await digest.raise_due("one")
    await digest.raise_due("another")
    assert (await told())[1:] == [("daily", "2026-11-29"), ("weekly", "2026-11-28")]


async def test_one_whose_process_died_is_taken_up_by_another_and_comes_once(
    cast: Cast, moment: Moment
) -> None:
    await chosen(cast, Digest.DAILY, hour=20)
    moment.now = EVENING
    assert await digest.raise_due("one") == 1
    # As if the process had died after the claim and before all else.
    await Card.all().delete()
    await JobRun.all().update(status="running", holder="dead", finished_at=None)
    assert await digest.raise_due("another") == 0  # the claim has still to run out
    moment.move(minutes=6)
    assert await digest.raise_due("another") == 1
    assert await digest.raise_due("one") == 0
    assert await Card.all().count() == 1


async def test_what_was_due_before_it_was_wanted_does_not_come(cast: Cast, moment: Moment) -> None:
    await chosen(cast, Digest.WEEKLY, Digest.MONTHLY, hour=9)
    assert await digest.raise_due("one") == 0


async def test_a_group_that_was_bound_before_there_was_a_choice_gets_the_daily_one(
    cast: Cast, moment: Moment
) -> None:
    await bound(cast)
    await Group.all().update(digests=None, digest_hour=None, digest_from=None)
    moment.now = EVENING
    assert await digest.raise_due("one") == 2


async def test_none_comes_where_none_is_wanted(cast: Cast, moment: Moment) -> None:
    await chosen(cast, hour=9)
    await each_hour(moment, days=2)
    assert await told() == []

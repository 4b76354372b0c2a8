"""The evening's digest comes once to each group for reports, with its own operator's figures."""

from __future__ import annotations

from datetime import UTC, datetime

from domain.chat import groups
from domain.chat.models import Card, Purpose
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

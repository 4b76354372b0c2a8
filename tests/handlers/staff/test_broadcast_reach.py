"""What the card of a broadcast says of when it reaches people, and of those whom it does not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from domain import clock
from domain.customers.models import Customer
from domain.outreach import sending
from domain.outreach.models import Broadcast
from domain.ports import Output
from handlers.ui import commands
from handlers.ui.drawing import Reader, draw
from tests.cast import Cast, Moment
from tests.domain.outreach.conftest import House, crowd
from tests.domain.outreach.conftest import house as house
from tests.person import Person

PersonOf = Callable[..., Person]


@pytest.fixture(autouse=True)
def _can_send(house: House) -> None:
    """Gateways are there."""


async def test_whoever_composes_and_whoever_approves_is_told_of_quiet_hours(
    cast: Cast, person_of: PersonOf, moment: Moment
) -> None:
    moment.move(hours=10)
    await crowd(cast, 101)
    bina = person_of(cast.bina)
    await bina.says("/broadcast text: No line tomorrow")
    await bina.taps("Send")
    await bina.says("/broadcast text: No line tomorrow")
    bina.sees("103 recipients have quiet hours then", "08:00")
    asha = person_of(cast.asha)
    screen = await commands.SCREENS["broadcast.approval"](
        cast.asha, asha.conversation.ports, (await Broadcast.get()).id
    )
    texts = asha.conversation.ports.texts
    asha.messages[0] = await draw(screen, Reader("en", "Asia/Dhaka"), texts, Output.PLAIN)
    asha.sees("103 recipients have quiet hours then", "08:00")


async def test_outside_of_quiet_hours_nothing_is_said_of_them(asha: Person) -> None:
    await asha.says("/broadcast text: No line tomorrow")
    asha.does_not_see("quiet hours")


async def test_one_that_waits_for_the_morning_says_until_when(
    asha: Person, house: House, moment: Moment
) -> None:
    moment.move(hours=10)
    await asha.says("/broadcast text: No line tomorrow")
    await asha.taps("Send")
    await sending.tick()
    await house.work()
    await asha.taps("Refresh")
    asha.sees("Waits; goes on", "08:00")


async def test_the_result_says_what_became_of_those_who_were_asked_for(
    asha: Person, house: House, cast: Cast
) -> None:
    await asha.says("/broadcast text: No line tomorrow")
    await asha.taps("Send")
    await Customer.filter(id=cast.rahim.id).update(opted_out_at=clock.now())
    await house.finish()
    await asha.taps("Refresh")
    asha.sees("1 of 2", "Left out since it was composed: 1 · have opted out")


async def test_an_hour_that_is_past_is_said_to_whoever_decides(
    asha: Person, cast: Cast, person_of: PersonOf, moment: Moment
) -> None:
    await crowd(cast, 101)
    bina = person_of(cast.bina)
    await bina.says("/broadcast text: No line tomorrow")
    bina.does_not_see("That hour is past")
    await bina.taps("Send")
    await Broadcast.all().update(send_at=moment.now + timedelta(hours=1))
    moment.move(hours=6)
    await asha.says("/broadcasts")
    asha.sees("That hour is past: it goes as soon as somebody says so")
    await asha.taps("Approve")
    await sending.tick()
    await asha.says("/broadcasts")
    await asha.taps("103")
    asha.sees("long before it was let go", "Send now")

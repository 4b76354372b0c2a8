"""Rows of the timetable tell of other dates than a bill's: in their words, once, made up for if
missed.

The end of validity is one of the product; a week after joining stands in this file alone, and needs
nothing of the product but its words.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from domain import db
from domain.billing.models import BillingProfile
from domain.customers.models import CustomerStatus
from domain.messaging import notices, outbox
from domain.messaging.models import EventSetting, Message
from domain.messaging.notices import Notice
from domain.outreach import notifiers, timetable
from domain.outreach.timetable import Notifier
from domain.payments.models import Link
from tests.builders import a_bill, a_customer
from tests.cast import Cast, Moment
from tests.domain.outreach.conftest import House
from tests.paces import fixed

TODAY = date(2026, 11, 21)  # noon in Dhaka; reminders are due from 10 o'clock
ENDS = notices.EXPIRATION_WARNING
WELCOME = Notice("welcome")


def joined_days(profile: BillingProfile) -> tuple[int, ...]:
    return (7,)


JOINED = Notifier("joined", timetable.of_customers("joined_on"), joined_days, after=WELCOME)


@pytest.fixture(autouse=True)
async def declared(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """One row more, and days for the other."""
    await BillingProfile.all().update(expiry_days=[-3, -1, 0])
    monkeypatch.setattr(timetable, "NOTIFIERS", (*timetable.NOTIFIERS, JOINED))
    monkeypatch.setattr(notices, "NOTICES", {**notices.NOTICES, WELCOME.key: WELCOME})


async def ending(days: int, **values: object) -> int:
    """A customer whose validity ends so many days from today."""
    return int((await a_customer(expires_on=TODAY + timedelta(days=days), **values)).id)


async def told(customer_id: int) -> list[tuple[str, object]]:
    found = await Message.filter(customer_id=customer_id).order_by("id")
    return [(message.event, message.about["days"]) for message in found]


async def test_each_of_its_days_is_told_in_its_own_words(house: House) -> None:
    ends = await ending(3, mobile="+8801811111111")
    others = [await ending(days) for days in (4, 2, 1, 0, -1)]
    new = await a_customer(joined_on=TODAY - timedelta(days=7), mobile="+8801822222222")

    assert await notifiers.remind_due("a") == 4
    await house.work()

    assert await told(ends) == [("expiration-warning", -3)]
    assert [len(await told(each)) for each in others] == [0, 0, 1, 1, 0]
    said = {message.to: message.text for message in house.sms.sent}
    assert "ends on 24 Nov 2026, days left: 3" in said["+8801811111111"]
    assert "Welcome to" in said["+8801822222222"]
    assert await told(new.id) == [("welcome", 7)]
    assert not await Link.exists()


async def test_a_day_is_gone_through_once_by_however_many(house: House, moment: Moment) -> None:
    await ending(3)
    assert [await notifiers.remind_due(holder) for holder in "aba"] == [1, 0, 0]
    moment.move(hours=5)
    assert await notifiers.remind_due("c") == 0


async def test_where_nothing_is_due_one_row_more_asks_nothing_more(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, typed = list[str](), db.typed

    async def hear(kind: type[Any], sql: str, *values: object) -> list[Any]:
        asked.append(sql)
        return await typed(kind, sql, *values)

    await notifiers.remind_due("a")
    monkeypatch.setattr(db, "typed", hear)
    await notifiers.remind_due("a")
    with_more = len(asked)
    asked.clear()
    monkeypatch.setattr(timetable, "NOTIFIERS", timetable.NOTIFIERS[:1])
    await notifiers.remind_due("a")

    assert with_more == len(asked) > 0


async def test_of_days_that_were_missed_the_last_step_is_made_up_for(
    house: House, moment: Moment
) -> None:
    ends, waits = await ending(4), await ending(6)
    await notifiers.remind_due("a")
    moment.move(days=5)  # yesterday it ended, and tomorrow that of the other

    assert await notifiers.remind_due("b") == 2

    assert await told(ends) == [("expiration-warning", 0)]
    assert await told(waits) == [("expiration-warning", -1)]
    assert await notifiers.remind_due("c") == 0


async def test_a_row_that_is_new_tells_nothing_of_the_days_before_it(house: House) -> None:
    await ending(-1)
    await ending(2)

    assert await notifiers.remind_due("a") == 0


async def test_who_is_not_there_any_more_or_not_yet_is_told_nothing(house: House) -> None:
    for status in (CustomerStatus.LEFT, CustomerStatus.PENDING):
        await ending(3, status=status)

    assert await notifiers.remind_due("a") == 0


async def test_more_than_a_batch_is_told_to_the_last(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notifiers, "a_pace", lambda: fixed(2))
    for _ in range(5):
        await ending(3)

    assert await notifiers.remind_due("a") == 5


async def test_who_dies_in_the_middle_is_followed_by_who_tells_the_rest(
    house: House, moment: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = [await ending(3), await ending(3)]
    monkeypatch.setattr(notifiers, "a_pace", lambda: fixed(1))
    put_many, put = outbox.put_many, list[object]()

    async def dies(drafts: Sequence[outbox.Draft], *, channels: str) -> int:
        put.append(drafts)
        if len(put) == 2:
            raise OSError("killed")
        return await put_many(drafts, channels=channels)

    with monkeypatch.context() as killed:
        killed.setattr(outbox, "put_many", dies)
        with pytest.raises(OSError, match="killed"):
            await notifiers.remind_due("dead")
    assert [len(await told(each)) for each in both] == [1, 0]
    moment.move(minutes=6)

    assert await notifiers.remind_due("alive") == 1
    assert [len(await told(each)) for each in both] == [1, 1]


async def test_it_is_no_warning_before_a_cut(house: House) -> None:
    customer = await a_customer(expires_on=TODAY + timedelta(days=3))
    bill = await a_bill(customer, due_on=TODAY + timedelta(days=2), warned=False)

    await notifiers.remind_due("a")
    await bill.refresh_from_db()

    assert await told(customer.id) == [("expiration-warning", -3)]
    assert bill.warned_at is None


async def test_an_operator_may_switch_it_off(house: House, cast: Cast) -> None:
    await EventSetting.create(operator_id=cast.north.id, event=ENDS.key, enabled=False)
    await ending(3)

    assert await notifiers.remind_due("a") == 0

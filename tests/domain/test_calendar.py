"""Times to come as people write them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from domain.calendar import Period, parse_moment
from domain.errors import PeriodNotReadable, TimeNotReadable

NOW = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)  # noon in Dhaka
DHAKA = "Asia/Dhaka"


@pytest.mark.parametrize(
    ("said", "day", "hour", "minute"),
    [
        ("18:30", 21, 18, 30),
        ("১৮:৩০", 21, 18, 30),
        ("6 pm", 21, 18, 0),
        ("6pm", 21, 18, 0),
        ("10:00", 22, 10, 0),
        ("12:00", 22, 12, 0),
        ("12:01", 21, 12, 1),
        ("tomorrow 9 am", 22, 9, 0),
        ("আগামীকাল 10:00", 22, 10, 0),
        ("today 13.15", 21, 13, 15),
        ("25/11 10:00", 25, 10, 0),
        ("25-11-2026  10:00", 25, 10, 0),
        ("2026-11-25 12 am", 25, 0, 0),
    ],
)
def test_a_time_to_come_is_read(said: str, day: int, hour: int, minute: int) -> None:
    asked = datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo(DHAKA))
    assert parse_moment(said, NOW, DHAKA) == asked


def test_a_day_that_is_over_this_year_is_the_next_years() -> None:
    assert parse_moment("20/11 10:00", NOW, DHAKA) == datetime(2027, 11, 20, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "said",
    ["", "soon", "25:00", "13 pm am", "18", "yesterday 10:00", "today 11:59", "31/2 10:00",
     "21/11/2025 10:00", "9:77", "100:00", "2026-11-21 12:00"],
)  # fmt: skip
def test_what_is_no_time_or_is_over_is_refused(said: str) -> None:
    with pytest.raises(TimeNotReadable):
        parse_moment(said, NOW, DHAKA)


@pytest.mark.parametrize(
    ("said", "period"),
    [
        ("December", Period(2026, 12)),
        ("ডিসেম্বর", Period(2026, 12)),
        ("oct", Period(2026, 10)),
        ("january", Period(2027, 1)),
        ("জানুয়ারি", Period(2027, 1)),
        ("june", Period(2026, 6)),
        ("২০২৬-০৯", Period(2026, 9)),
    ],
)
def test_a_month_is_read_by_its_name_as_the_one_least_away(said: str, period: Period) -> None:
    assert Period.parse(said, date(2026, 11, 21)) == period


def test_a_month_by_its_name_alone_is_none_without_a_day_that_it_is_near() -> None:
    with pytest.raises(PeriodNotReadable):
        Period.parse("december")

"""Business dates, billing periods and proration: pure computation in an operator's time zone."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from unicodedata import normalize
from zoneinfo import ZoneInfo

from domain import languages
from domain.errors import DateNotReadable, PeriodNotReadable, TimeNotReadable
from domain.money import latin_digits

LAST_DAY = 31  # that a month can have
_PERIOD = re.compile(r"(\d{4})-(\d{1,2})")


@languages.remembered
def _months() -> dict[str, int]:
    """The number of each month by its names, and by their forms: in the month, of it."""
    return {
        normalize("NFC", name + ending): number
        for language in languages.known()
        for number, names in enumerate(language.heard.get("months", ()), start=1)
        for name in languages.parted(names)
        for ending in ("", *language.words("endings"))
    }


def today(now: datetime, timezone: str) -> date:
    """The business date at the instant `now`."""
    return now.astimezone(ZoneInfo(timezone)).date()


def instant(day: date, at: time, timezone: str) -> datetime:
    """The UTC instant of a wall-clock time on a business date."""
    return datetime.combine(day, at, ZoneInfo(timezone)).astimezone(UTC)


def days_in_month(day: date) -> int:
    """28 to 31."""
    return monthrange(day.year, day.month)[1]


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One calendar month of service."""

    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> Period:
        """The month that the day lies in."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str, near: date | None = None) -> Period:
        """From `2026-11` (in the digits of any language); raises `PeriodNotReadable`.

        With a day that it is `near`, a month's name will do, too: the one that is least away.
        """
        plain = latin_digits(text).strip()
        month = _months().get(normalize("NFC", plain.casefold()))
        if near is not None and month is not None:
            return cls.of(near).later((month - near.month + 5) % 12 - 5)
        match = _PERIOD.fullmatch(plain)
        if match is None or not 1 <= int(match[2]) <= 12 or int(match[1]) < 2000:
            raise PeriodNotReadable(text=text[:40])
        return cls(int(match[1]), int(match[2]))

    @property
    def starts_on(self) -> date:
        """The first day."""
        return date(self.year, self.month, 1)

    @property
    def ends_on(self) -> date:
        """The last day."""
        return self.starts_on.replace(day=days_in_month(self.starts_on))

    def on(self, day: int) -> date:
        """Its day of that number; where it has fewer days, its last."""
        return self.starts_on.replace(day=min(day, days_in_month(self.starts_on)))

    def later(self, months: int) -> Period:
        """The month so many after; before, with a minus."""
        number = self.year * 12 + self.month - 1 + months
        return Period(number // 12, number % 12 + 1)

    def next(self) -> Period:
        """The month after."""
        return Period.of(self.ends_on + timedelta(days=1))

    def previous(self) -> Period:
        """The month before."""
        return Period.of(self.starts_on - timedelta(days=1))

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Days of service, from the first to the last."""

    starts_on: date
    ends_on: date

    @classmethod
    def parse(cls, first: str, last: str) -> Span:
        """From two days as the database has them."""
        return cls(date.fromisoformat(first), date.fromisoformat(last))

    @property
    def month(self) -> Period | None:
        """The calendar month that it is, if it is one."""
        month = Period.of(self.starts_on)
        return month if (self.starts_on, self.ends_on) == (month.starts_on, month.ends_on) else None


_YEAR = r"(?:[ /.,-]+(?P<y>\d{4}|\d{2}))?"


@languages.remembered
def _days() -> dict[str, int]:
    """How far off the days are that have a name of their own."""
    shifts = {"today": 0, "yesterday": -1, "tomorrow": 1}
    return {word: by for day, by in shifts.items() for word in languages.words("days", day)}


@languages.remembered
def _forms() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A day before its month, and behind it."""
    nth = f"{languages.one_of(languages.words('ordinals'))}?"
    before = rf"(?P<d>\d{{1,2}})(?:[/.-](?P<m>\d{{1,2}})|{nth}[ /.-]?(?P<name>[^\d\s/.,-]+)\.?)"
    behind = rf"(?P<name>[^\d\s/.,-]+)[ .]*(?P<d>\d{{1,2}}){nth}"
    return re.compile(before + _YEAR), re.compile(behind + _YEAR)


_TOGETHER = (re.compile(r"(20\d\d)(\d\d)(\d\d)"), re.compile(r"(\d\d)(\d\d)(20\d\d)"))


def parse_day(text: str, now_on: date, *, past: bool = False) -> date:
    """A day as a person writes it: `2026-11-21`, `21/11/26`, `21-11`, `21 nov`, `yesterday`.

    Day before month, as in Bangladesh, unless the month has its name: `nov 21`; with eight digits
    in a row, `20261121` or `21112026`. One without a year is this year's; with `past` last year's
    where this year's is more than half a year away. Raises `DateNotReadable`.
    """
    plain = normalize("NFC", " ".join(latin_digits(text).lower().split()))
    if plain in _days():
        return now_on + timedelta(days=_days()[plain])
    try:
        if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", plain):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if day := _together(plain):
            return day
        day_first, month_first = _forms()
        if match := day_first.fullmatch(plain) or month_first.fullmatch(plain):
            said = match.groupdict()
            month = int(said.get("m") or _months().get(said["name"], 0))
            year = int(said["y"] or now_on.year - (past and month > now_on.month + 6))
            return date(year + 2000 if year < 100 else year, month, int(said["d"]))
    except ValueError:
        pass
    raise DateNotReadable(text=text[:40])


def _together(plain: str) -> date | None:
    """Eight digits in a row that are a day, the year first or last."""
    for form, order in zip(_TOGETHER, ((1, 2, 3), (3, 2, 1)), strict=True):
        if match := form.fullmatch(plain):
            try:
                return date(*(int(match[part]) for part in order))
            except ValueError:
                continue
    return None


_TIME = re.compile(r"(?:(.+?)\s+)?(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?")


@languages.remembered
def _tomorrow() -> frozenset[str]:
    """Tomorrow, also in words that mean it only where nothing past can be meant."""
    return frozenset(languages.words("days", "tomorrow") + languages.words("days", "to_come"))


def _time_of(hour: int, minute: int, half: str | None) -> time:
    if half is None:
        return time(hour, minute)
    return time(hour % 12 + (12 if half == "pm" else 0), minute)


def parse_moment(text: str, now: datetime, timezone: str) -> datetime:
    """An instant to come as a person writes it: `18:30`, `6 pm`, `tomorrow 10:00`, `25/11 10:00`.

    A bare time that is past is tomorrow's, a day without a year that is past is the next year's.
    Raises `TimeNotReadable` for what is no time, or is over.
    """
    plain = normalize("NFC", " ".join(latin_digits(text).lower().split()))
    match = _TIME.fullmatch(plain)
    clock_like = match is not None and (match[3] or match[4])
    if match is None or not clock_like:
        raise TimeNotReadable(text=text[:40])
    on, day = today(now, timezone), match[1]
    try:
        at = _time_of(int(match[2]), int(match[3] or 0), match[4])
        if day is None:
            found = instant(on, at, timezone)
            return found if found > now else instant(on + timedelta(days=1), at, timezone)
        asked = on + timedelta(days=1) if day in _tomorrow() else parse_day(day, on)
        if asked < on and re.fullmatch(r"\d{1,2}[/.-]\d{1,2}", day):
            asked = asked.replace(year=asked.year + 1)
        found = instant(asked, at, timezone)
    except (ValueError, DateNotReadable) as why:
        raise TimeNotReadable(text=text[:40]) from why
    if found <= now:
        raise TimeNotReadable(text=text[:40])
    return found

"""How long what was bought lasts, and from when: computed and read, without a look at anything."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from unicodedata import normalize
from zoneinfo import ZoneInfo

from domain import languages
from domain.errors import InvalidValue
from domain.money import latin_digits


class ValidityUnit(StrEnum):
    """In what a validity is counted; days end at the clock time at which they began."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"


LONGEST = timedelta(days=3660)
_TOLD = re.compile(r"(\d{1,7})\s*(\D+)")
_LENGTHS = {
    ValidityUnit.MINUTE: timedelta(minutes=1),
    ValidityUnit.HOUR: timedelta(hours=1),
    ValidityUnit.DAY: timedelta(days=1),
}


@dataclass(frozen=True, slots=True)
class Validity:
    """So many minutes, hours or days."""

    count: int
    unit: ValidityUnit

    def __str__(self) -> str:
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}"

    @property
    def length(self) -> timedelta:
        """How long it is where no clock is put forward or back in between."""
        return self.count * _LENGTHS[self.unit]

    def end(self, begin: datetime, timezone: str) -> datetime:
        """When it is over: days end at the clock time at which they began, all else by the hour."""
        if self.unit is not ValidityUnit.DAY:
            return begin + self.length
        there = begin.astimezone(ZoneInfo(timezone))
        return (there + self.length).astimezone(UTC)


@languages.remembered
def _units() -> dict[str, ValidityUnit]:
    """The units by the words that people write for them."""
    return {
        word: unit
        for unit in ValidityUnit
        for language in languages.known()
        for word in (unit.value, *language.words("units", unit.value))
    }


def parse(text: str) -> Validity:
    """`24 hours`, `7 days`, `৩০ মিনিট`; raises `InvalidValue`."""
    told = _TOLD.fullmatch(normalize("NFC", latin_digits(text).strip().casefold()))
    unit = _units().get(told[2].strip(" .")) if told else None
    if told is None or unit is None or not int(told[1]):
        raise InvalidValue(field="validity", given=text, example="24 hours")
    validity = Validity(int(told[1]), unit)
    if validity.length > LONGEST:
        raise InvalidValue(field="validity", given=text, example="24 hours")
    return validity


def is_one(text: str) -> bool:
    """Whether it says a validity."""
    try:
        parse(text)
    except InvalidValue:
        return False
    return True

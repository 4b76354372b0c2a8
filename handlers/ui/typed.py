"""Kinds of what people type in a conversation; the place of a value is the filling of its flow."""

from __future__ import annotations

from dataclasses import replace

from domain import clock, kinds, money, signs
from domain.calendar import parse_moment
from domain.forms import Field, Kind
from handlers.ui.flows import Filling

LONGEST_REASON = 200
_DAYS = kinds.whole(0, 9999, "days")


def _moment(text: str, filling: Filling) -> str:
    return parse_moment(text, clock.now(), filling.actor.timezone).isoformat()


def _amount(text: str, filling: Filling) -> int:
    return money.parse(text, filling.actor.currency).minor


def _days(text: str, filling: Filling) -> int:
    number: int = _DAYS.parse(text.partition(" ")[0])
    return number


def _reason(text: str, filling: Filling) -> str:
    return signs.within("reason", text, LONGEST_REASON)


AT = Field("at", "tomorrow 10:00", Kind(parse=_moment))  # a time to come
AMOUNT = Kind(parse=_amount, example="500")  # in the currency of whoever types, in minor units
DAYS = replace(_DAYS, parse=_days, example="7")  # `7` or `7 days`
REASON = Kind(parse=_reason)

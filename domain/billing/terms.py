"""The terms of a billing profile as people and files give them: declared once, for every door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from domain.billing import steps
from domain.billing.charging.kinds import KINDS
from domain.billing.models import VatMode
from domain.billing.rules import WEEKDAYS
from domain.billing.states import FeeEvery, FeeOn, LateFee, PrepaidBill, PrepaidDay, Restores
from domain.calendar import parse_day
from domain.forms import Field, Fields, Kind
from domain.kinds import FLAG, decimal, listed, one_of, or_said, whole
from domain.languages import words
from domain.money import from_major, is_zero, parse

NEVER = "never"
LARGEST_AMOUNT = 10**9
_CURRENCY = "BDT"


def _amount(text: str, currency: str = _CURRENCY, *place: object) -> Decimal:
    if is_zero(text, currency):
        return Decimal(0)
    return parse(text, currency).decimal()


def _are_steps(given: object) -> bool:
    if not isinstance(given, list):
        return False
    if any(isinstance(one, bool) or not isinstance(one, int | str) for one in given):
        return False
    try:
        return len(steps.of(given)) == len(given)
    except ValueError:
        return False


def _steps(text: str, *place: object) -> list[int | str]:
    """`-5 9:00 sms+email, 0, 1` in any digits; a word that says none."""
    if _is_never(text):
        return []
    return [step.kept for step in steps.read(text)]


def _is_never(text: str) -> bool:
    said = text.strip().casefold()
    return said == NEVER or said in words("terms", "never")


def _is_weekday(one: object) -> bool:
    return one in WEEKDAYS


def _is_day(one: object) -> bool:
    if isinstance(one, datetime):
        return False
    return isinstance(one, date) or (isinstance(one, str) and _iso(one))


def _iso(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _weekdays(text: str, *place: object) -> list[str]:
    """`fri, sat`, in the words of any language; a word that says none."""
    if _is_never(text):
        return []
    known = {word: day for day in WEEKDAYS for word in (day, *words("weekdays", day))}
    said = {known.get(part.strip().casefold(), "") for part in text.split(",")}
    if "" in said:
        raise ValueError
    return [day for day in WEEKDAYS if day in said]


def _days(text: str, currency: str = _CURRENCY, today: date | None = None) -> list[str]:
    """Days with commas between, as people write them; a word that says none."""
    if _is_never(text):
        return []
    now_on = today or date.min
    return sorted({parse_day(part, now_on).isoformat() for part in text.split(",")})


AMOUNT = replace(decimal(LARGEST_AMOUNT, "800 or 800.50"), parse=_amount)
THRESHOLD = or_said(
    "threshold",
    replace(decimal(LARGEST_AMOUNT, "2000", above=0), parse=_amount),
    _is_never,
)
STEPS = Kind(
    "steps",
    _are_steps,
    _steps,
    {"most": str(steps.FARTHEST)},
    example="-5, 0 9:00, 1 18:00 sms+email",
    quoted=False,
)
SPARED_WEEKDAYS = replace(
    listed("weekdays", _is_weekday, choices=", ".join(WEEKDAYS)),
    parse=_weekdays,
    example="fri, sat",
)
SPARED_DAYS = replace(listed("spared-days", _is_day), parse=_days, example="2026-12-16")
PERCENT = decimal(100, "5 or 7.5", 2)
_HOUR, _WITHIN_A_YEAR = whole(0, 23), whole(0, 366, "days")


def _terms(**kinds: Kind) -> Fields:
    return Fields(*(Field(name, kind=kind, required=False) for name, kind in kinds.items()))


TERMS = _terms(
    cycle=one_of(*KINDS),
    bill_day=whole(1, 31),
    bill_hour=_HOUR,
    due_days=_WITHIN_A_YEAR,
    proration=FLAG,
    bill_suspended=FLAG,
    prepaid_day=one_of(*PrepaidDay),
    prepaid_bill=one_of(*PrepaidBill),
    vat_rate=PERCENT,
    vat_mode=one_of(*VatMode),
    reminder_days=STEPS,
    expiry_days=STEPS,
    reminder_hour=_HOUR,
    quiet_from_hour=_HOUR,
    quiet_to_hour=_HOUR,
    auto_suspend=FLAG,
    grace_days=_WITHIN_A_YEAR,
    suspend_over=THRESHOLD,
    suspend_hour=_HOUR,
    spared_weekdays=SPARED_WEEKDAYS,
    spared_days=SPARED_DAYS,
    restores=one_of(*Restores),
    least_part=AMOUNT,
    part_payment=FLAG,
    late_fee=one_of(*LateFee),
    late_fee_amount=AMOUNT,
    late_fee_percent=PERCENT,
    late_fee_every=one_of(*FeeEvery),
    late_fee_on=one_of(*FeeOn),
    late_fee_vat=FLAG,
)
MONEY = ("suspend_over", "least_part", "late_fee_amount")
PERCENTS = ("vat_rate", "late_fee_percent")
STEPPED = ("reminder_days", "expiry_days")


def column_of(name: str) -> str:
    """The column of `BillingProfile` that keeps a term."""
    if name in MONEY:
        return f"{name}_minor"
    return f"{name}_bp" if name in PERCENTS else name


def columns(given: Mapping[str, Any], currency: str) -> dict[str, Any]:
    """What a profile keeps of terms that fit: amounts in minor units, shares in hundredths of a
    percent."""
    return {column_of(name): _kept(name, value, currency) for name, value in given.items()}


def _kept(name: str, value: Any, currency: str) -> Any:
    if name in MONEY:
        is_said = isinstance(value, str) and _is_never(value)
        return None if is_said else from_major(Decimal(value), currency).minor
    if name in PERCENTS:
        return int(Decimal(value) * 100)
    if name in STEPPED:
        return [step.kept for step in steps.of(value)]
    if name == "spared_days":
        return sorted(str(day) for day in value)
    return value


def read(name: str, text: str, currency: str, today: date) -> dict[str, Any]:
    """A typed term as columns; raises `InvalidValue`, or what says more."""
    return columns({name: TERMS[name].read(text, currency, today)}, currency)

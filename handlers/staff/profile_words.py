"""The terms of a billing profile in plain words: what they are called, and what they say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from domain.billing import steps, terms
from domain.billing.steps import Step
from domain.forms import Kind
from domain.kinds import FLAG
from domain.money import Money
from handlers.ui.screens import Lines, Text, plain

# What stands together on a profile's card.
PARTS: Mapping[str, tuple[str, ...]] = {
    "bills": ("cycle", "bill_day", "bill_hour", "due_days", "proration", "bill_suspended"),
    "days": ("prepaid_day", "prepaid_bill"),
    "vat": ("vat_rate", "vat_mode"),
    "reminders": (
        "reminder_days", "expiry_days", "reminder_hour", "quiet_from_hour", "quiet_to_hour",
    ),
    "cuts": (
        "auto_suspend", "grace_days", "suspend_over", "suspend_hour", "spared_weekdays",
        "spared_days",
    ),
    "back": ("restores", "least_part", "part_payment"),
    "fee": (
        "late_fee", "late_fee_amount", "late_fee_percent", "late_fee_every", "late_fee_on",
        "late_fee_vat",
    ),
}  # fmt: skip
_HOURS = frozenset(name for name in terms.TERMS.names if name.endswith("_hour"))
_MAY_BE_NONE = (terms.THRESHOLD, terms.STEPS, terms.SPARED_DAYS)
_WEEKENDS = (["fri"], ["fri", "sat"], ["sat", "sun"])
_DAYS = frozenset({"due_days", "grace_days"})


def part_of(term: str) -> str:
    """The part of the card on which a term stands; empty for the name."""
    return next((part for part, names in PARTS.items() if term in names), "")


def name_of(term: str) -> Text:
    """What the term is called."""
    column = term if term == "name" else terms.column_of(term).removesuffix("_minor")
    return Text(f"field-{column.replace('_', '-')}")


def said(term: str, value: Any, currency: str) -> Text:
    """What the term says, as a profile keeps it."""
    if isinstance(value, bool):
        return Text("audit-yes" if value else "audit-no")
    if value is None or value == []:
        return Text("term-none")
    if term in terms.MONEY:
        return plain(Money(value, currency))
    if term in terms.PERCENTS:
        return Text("term-percent", percent=Decimal(value) / 100)
    if term in _HOURS:
        return Text("term-hour", hour=value)
    if term in _DAYS:
        return Text("term-days", days=value)
    if isinstance(value, list):
        return plain([_one_of(term, one) for one in value])
    if term in terms.TERMS and terms.TERMS[term].kind.choices:
        return Text(f"term-{term}-{value}".replace("_", "-"))
    return plain(value)


def _one_of(term: str, one: Any) -> object:
    if term == "spared_weekdays":
        return Text(f"weekday-{one}")
    if term == "spared_days":
        return date.fromisoformat(one)
    (found,) = steps.of([one])
    return step(term, found)


def step(term: str, one: Step) -> Text:
    """A step of reminders: on which day, and what it has of its own."""
    own = [
        None if one.hour is None else Text("term-step-hour", hour=one.hour),
        ways(one) if one.channels else None,
    ]
    said = [each for each in own if each is not None]
    day = _day_of(term, one.days)
    return Text("term-step-own", step=day, ways=said) if said else day


def _day_of(term: str, days: int) -> Text:
    if not days:
        return Text("term-step-on" if term == "reminder_days" else "term-step-on-end")
    return Text("term-step-after" if days > 0 else "term-step-before", days=abs(days))


def ways(one: Step) -> Text:
    """By which channels a step goes."""
    named = [Text(f"channel-{channel.value}") for channel in one.channels]
    if len(named) == 1:
        return named[0]
    return Text("term-ways-each" if one.each else "term-ways-first", channels=named)


def line(term: str, value: Any, currency: str) -> Text:
    """A term with its name."""
    return Text("profile-term", name=name_of(term), value=said(term, value, currency))


def part(name: str, kept: Mapping[str, Any], currency: str) -> Lines:
    """A part of the card: its title and its terms."""
    return Lines(
        Text(f"profile-part-{name}"), *(line(term, kept[term], currency) for term in PARTS[name])
    )


def choices(term: str, currency: str) -> list[tuple[Text, str]]:
    """What can be tapped for a term, and how that would be typed."""
    kind: Kind = terms.TERMS[term].kind
    if kind is FLAG:
        return [(said(term, value == "yes", currency), value) for value in kind.choices]
    if kind.choices:
        return [(said(term, value, currency), value) for value in kind.choices]
    none = (Text("term-none"), terms.NEVER)
    if kind is terms.SPARED_WEEKDAYS:
        return [none, *((said(term, days, currency), ", ".join(days)) for days in _WEEKENDS)]
    return [none] if kind in _MAY_BE_NONE else []

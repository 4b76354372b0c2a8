"""All guards, by what they guard."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tests.ablation import (
    bills,
    bulks,
    hotspot,
    messages,
    money,
    packages,
    refunds,
    rest,
    talk,
    vouchers,
)
from tests.ablation.guard import Guard

CHAPTERS: Mapping[str, Sequence[Guard]] = {
    "Money": money.GUARDS,
    "Money that goes back": refunds.GUARDS,
    "Recharge cards": vouchers.GUARDS,
    "What is bought for a time": hotspot.GUARDS,
    "Bills": bills.GUARDS,
    "Packages and credit notes": packages.GUARDS,
    "Many at once": bulks.GUARDS,
    "Messages": messages.GUARDS,
    "What we are told, cards and buttons": talk.GUARDS,
    "Jobs, service and import": rest.GUARDS,
}
GUARDS: Sequence[Guard] = [guard for guards in CHAPTERS.values() for guard in guards]


def named(name: str) -> Guard:
    """The guard of this name; raises `KeyError`."""
    return {guard.name: guard for guard in GUARDS}[name]


def together(name: str) -> Iterator[Guard]:
    """The guard of this name, and those that keep the same."""
    yield named(name)
    yield from map(named, named(name).backed)

"""A billing profile holds the rules that there are, and no other."""

from __future__ import annotations

from functools import partial

import pytest

from domain.billing import profiles
from domain.billing.models import BillingProfile
from domain.billing.profiles import ProfileChanged, ThresholdUnderLeastPart
from domain.errors import DomainError, InvalidValue
from domain.staff import audit
from tests.at_once import meet_at
from tests.cast import Cast


async def test_an_unknown_rule_is_named(cast: Cast) -> None:
    with pytest.raises(InvalidValue) as refused:
        await profiles.save(cast.asha, code="odd", name="Odd", grace_dayz=3)

    assert refused.value.values["field"] == "grace_dayz"


async def test_of_two_who_change_it_at_once_the_second_is_told(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = (await profiles.get(cast.asha, cast.standard.id)).version
    change = partial(profiles.change, cast.asha, cast.standard.id, seen=seen)

    ends = await meet_at(
        monkeypatch,
        audit,
        "note",
        partial(change, "grace_days", "1"),
        partial(change, "due_days", "4"),
    )

    told = [end for end in ends if isinstance(end, ProfileChanged)]
    assert [why.values["who"] for why in told] == [cast.asha.name]
    row = await BillingProfile.get(id=cast.standard.id)
    assert (row.grace_days, row.due_days) in {(1, 9), (3, 4)}


async def test_a_threshold_is_not_less_than_what_may_be_left(cast: Cast) -> None:
    await BillingProfile.filter(id=cast.standard.id).update(least_part_minor=500_00)
    with pytest.raises(ThresholdUnderLeastPart):
        await profiles.read(cast.asha, cast.standard.id, "suspend_over", "400")
    assert await profiles.read(cast.asha, cast.standard.id, "suspend_over", "500") == {
        "suspend_over_minor": 500_00
    }


async def test_copies_of_one_name_have_codes_of_their_own(cast: Cast) -> None:
    made = [await profiles.copy(cast.asha, cast.taxed.id, "  Shops   9 ") for _ in range(3)]
    assert [row.code for row in made] == ["shops-9", "shops-9-2", "shops-9-3"]
    assert {row.terms["vat_rate"] for row in made} == {500}


@pytest.mark.parametrize(
    ("term", "typed", "kept"),
    [
        ("grace_days", "৫", {"grace_days": 5}),
        ("reminder_days", "১, -৫ 0", {"reminder_days": [-5, 0, 1]}),
        ("reminder_days", "none", {"reminder_days": []}),
        ("suspend_over", "৳1,500.50", {"suspend_over_minor": 1500_50}),
        ("suspend_over", "কখনও না", {"suspend_over_minor": None}),
        ("vat_rate", "৭.৫", {"vat_rate_bp": 750}),
        ("least_part", "0", {"least_part_minor": 0}),
        ("auto_suspend", "no", {"auto_suspend": False}),
        ("cycle", "Anniversary", {"cycle": "anniversary"}),
        ("spared_weekdays", "Saturday, শুক্রবার", {"spared_weekdays": ["fri", "sat"]}),
        ("spared_weekdays", "none", {"spared_weekdays": []}),
        ("spared_days", "16 dec, 21/2/2027", {"spared_days": ["2026-12-16", "2027-02-21"]}),
        ("late_fee", "percent", {"late_fee": "percent"}),
        ("late_fee_percent", "২.৫%", {"late_fee_percent_bp": 250}),
        ("restores", "paid", {"restores": "paid"}),
    ],
)
async def test_what_is_typed_becomes_a_term(
    cast: Cast, term: str, typed: str, kept: dict[str, object]
) -> None:
    assert await profiles.read(cast.asha, cast.standard.id, term, typed) == kept


@pytest.mark.parametrize(
    ("term", "typed"),
    [
        ("grace_days", "-1"), ("grace_days", "2.5"), ("reminder_days", "61"), ("bill_day", "0"),
        ("suspend_over", "0"), ("suspend_over", "1500,50"), ("vat_rate", "101"),
        ("bill_hour", "24"), ("vat_rate", "7.555"), ("cycle", "lunar"),
        ("name", "  "), ("name", "x" * 81), ("no", "1"),
    ],
)  # fmt: skip
async def test_what_is_none_is_refused(cast: Cast, term: str, typed: str) -> None:
    with pytest.raises(DomainError):
        await profiles.read(cast.asha, cast.standard.id, term, typed)


async def test_a_holiday_is_added_and_taken_away_by_a_sign(cast: Cast) -> None:
    await BillingProfile.filter(id=cast.standard.id).update(spared_days=["2026-12-16"])
    read = partial(profiles.read, cast.asha, cast.standard.id, "spared_days")

    assert await read("+25 dec") == {"spared_days": ["2026-12-16", "2026-12-25"]}
    assert await read("-16/12") == {"spared_days": []}

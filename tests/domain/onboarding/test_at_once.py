"""Two imports at the same moment."""

from __future__ import annotations

from functools import partial

import pytest

from domain.customers.models import Customer
from domain.onboarding import importing, opening
from tests.at_once import meet_at
from tests.cast import Cast

NEW = {"name": "Jamal Khan", "mobile": "01811000001", "package": "home", "operator": "north"}


async def test_two_imports_of_one_file_at_once_bring_nobody_twice(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    plans = [await importing.plan([NEW]) for _ in range(2)]

    ends = await meet_at(
        monkeypatch, opening, "_insert",
        *(partial(opening.carry_out, plan, cast.asha) for plan in plans),
    )  # fmt: skip

    assert await Customer.filter(name="Jamal Khan").count() == 1
    assert sorted(end.made for end in ends) == [0, 1]

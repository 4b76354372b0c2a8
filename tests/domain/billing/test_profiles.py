"""A billing profile holds the rules that there are, and no other."""

from __future__ import annotations

import pytest

from domain.billing import profiles
from domain.errors import InvalidValue
from tests.cast import Cast


async def test_an_unknown_rule_is_named(cast: Cast) -> None:
    with pytest.raises(InvalidValue) as refused:
        await profiles.save(cast.asha, code="odd", name="Odd", grace_dayz=3)

    assert refused.value.values["field"] == "grace_dayz"

"""A trouble is one incident, however many see it begin and end."""

from __future__ import annotations

from functools import partial

import pytest

from domain.incidents import incidents
from domain.incidents.models import Incident
from tests.at_once import meet_at
from tests.cast import Cast

TROUBLE = ("router-down", "router:1")


async def test_two_who_see_a_trouble_at_once_begin_one_incident(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    see = partial(incidents.open_, *TROUBLE, None, {})

    one, other = await meet_at(monkeypatch, incidents, "_begin", see, see)

    assert one.id == other.id
    assert await Incident.all().count() == 1


async def test_who_saw_it_open_a_moment_ago_gives_no_second_all_clear(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = await incidents.open_(*TROUBLE, None, {})
    assert await incidents.close(*TROUBLE)

    async def as_it_was(**_: object) -> Incident:
        return seen

    monkeypatch.setattr(Incident, "get_or_none", as_it_was)

    assert await incidents.close(*TROUBLE) is None

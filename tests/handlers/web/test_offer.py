"""The ways to pay that pages show are kept for moments, and made once for all who ask."""

from __future__ import annotations

import asyncio

import pytest

from domain.staff import gateways
from domain.staff.models import Gateway
from tests.handlers.web.conftest import Visitor


async def test_many_who_open_a_page_at_once_have_the_gateways_read_once(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    enabled = gateways.enabled

    async def counted(kind: str, operator_id: int) -> list[Gateway]:
        asked.append(operator_id)
        return await enabled(kind, operator_id)

    monkeypatch.setattr(gateways, "enabled", counted)

    pages = await asyncio.gather(*(visitor.get() for _ in range(12)))

    assert {page.status for page in pages} == {200}
    assert len(asked) == 1

"""A router is saved with its password sealed, and only as somebody can reach it."""

from __future__ import annotations

import pytest

from domain.errors import InvalidValue
from domain.network.models import Router
from domain.staff.models import Audit
from tests.builders import save_router
from tests.cast import Cast
from tests.sealing import VAULT


async def test_a_routers_password_is_sealed_and_in_no_audit(cast: Cast) -> None:
    await save_router(cast.asha, "edge", "hunter2", host="192.0.2.9", username="api")
    row, changed = await save_router(cast.asha, "edge", None, host="192.0.2.10")

    assert changed
    assert VAULT.open(row.credentials) == {"password": "hunter2"}
    rows = f"{await Router.all().values()} {await Audit.all().values()}"
    assert "hunter2" not in rows
    assert row.credentials not in f"{await Audit.all().values()}"


@pytest.mark.parametrize("given", ["3A:7F", "no fingerprint at all", "zz" * 32])
async def test_a_fingerprint_that_is_none_is_refused(cast: Cast, given: str) -> None:
    with pytest.raises(InvalidValue):
        await save_router(
            cast.asha, "edge", "a", host="10.0.0.2", username="netkhata", fingerprint=given
        )


async def test_a_new_router_needs_a_password(cast: Cast) -> None:
    with pytest.raises(InvalidValue):
        await save_router(cast.asha, "edge", None, host="192.0.2.9", username="api")

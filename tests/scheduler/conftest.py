"""The clerk, and ports through which Meta is understood."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain import vault
from domain.ports import Ports
from tests import builders
from tests.cast import Cast, Moment
from tests.fake_web import FakePay, web_ports
from tests.scheduler.clerk import Clerk, Meta
from tests.sealing import VAULT


@pytest.fixture
def clerk() -> Clerk:
    return Clerk()


@pytest.fixture
async def ports(cast: Cast, moment: Moment) -> Ports:
    vault.use(VAULT)
    await builders.a_gateway("wa", kind="whatsapp", provider="meta")
    return replace(web_ports(FakePay()), message_gateway=lambda account: Meta())  # type: ignore[arg-type, return-value]

"""Everything that staff can do is known here, and so are the consequences of it."""

from __future__ import annotations

import pytest

from domain import events, reactions, vault
from handlers.ui import commands
from tests.cast import Cast
from tests.sealing import VAULT

commands.load("handlers.staff")


@pytest.fixture(autouse=True)
def consequences(cast: Cast) -> None:
    """What follows from an act follows, and links can be made."""
    events.listen(reactions.MAP)
    vault.use(VAULT)

"""What a conversation asks is what is declared: it reads, refuses and shows by the field."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from domain.forms import Field
from domain.ports import Ports
from domain.staff.rights import Actor
from gateways import registry
from handlers.ui import guide
from handlers.ui.commands import COMMANDS, command
from handlers.ui.flows import FLOWS, Filling, Step, field_step, flow
from handlers.ui.screens import Screen, plain
from handlers.ui.turns import Turn
from tests.person import Person

ROUTER = [each for each in registry.backend("mikrotik").fields if not each.secret]


@pytest.fixture
def a_router() -> Iterator[None]:
    """A conversation that is made of nothing but the fields of a backend."""

    async def do(filling: Filling) -> Screen:
        return Screen((plain(f"Kept: {dict(sorted(filling.values.items()))}"),))

    steps = (field_step(each, plain(f"{each.name}?")) for each in ROUTER)
    made = flow("router-fields", *steps, do=do)

    @command("routerfields")
    async def begin(turn: Turn, actor: Actor, ports: Ports) -> Screen:
        return await guide.begin(made, turn, actor, ports)

    yield
    del FLOWS["router-fields"], COMMANDS["routerfields"]


@pytest.mark.usefixtures("a_router")
async def test_a_form_in_chat_only_shows_what_is_declared(asha: Person) -> None:
    await asha.says("/routerfields")
    asha.sees("host?")
    await asha.says("http://10.0.0.1")
    asha.sees("It must be a name or an IP address without port and blanks, like 10.0.0.1.", "host?")
    await asha.says("10.0.0.1")
    await asha.says("99999")
    asha.sees("“99999” doesn't fit. It must be a whole number from 1 to 65535, like 8728.")
    for said in ("৮৭২৮", "perhaps", "yes", "3A" * 32, "netkhata", "held", "held", "no", "all"):
        await asha.says(said)
    asha.sees("Kept:", "'port': 8728", "'tls': True", "'drop_sessions': False")


def test_a_secret_is_not_asked_where_it_would_be_kept() -> None:
    with pytest.raises(ValueError, match="secret"):
        field_step(Field("password", "x", secret=True), plain("?"))


def test_a_flow_with_a_field_declared_twice_is_refused() -> None:
    async def do(filling: Filling) -> Screen:
        return Screen()

    step = Step("amount", plain("?"))
    with pytest.raises(ValueError, match="amount declared twice"):
        flow("twice", step, field_step(Field("amount"), plain("?")), do=do)
    assert "twice" not in FLOWS

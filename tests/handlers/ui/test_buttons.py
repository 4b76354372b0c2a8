"""What a button carries comes back as it was, in 64 bytes."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.errors import Outdated
from handlers.ui import buttons, commands
from handlers.ui.buttons import LONGEST, Press, code_of, pack, unpack
from handlers.ui.screens import Button, plain

WRITTEN = st.characters(exclude_categories=["Cs"], exclude_characters="\0")  # what databases keep
ARGS = st.lists(st.integers(-(10**15), 10**15) | st.text(WRITTEN), max_size=4)


@given(args=ARGS, once=st.booleans())
@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
async def test_any_arguments_come_back(database: str, args: list[str | int], once: bool) -> None:
    data = await pack(Button(plain("x"), "some.action", tuple(args), once=once), 7)
    assert len(data.encode()) <= LONGEST
    press = await unpack(data)
    assert (press.code, press.args) == (code_of("some.action"), tuple(args))
    assert bool(press.token) == once


async def test_the_same_button_is_the_same_data_however_long(database: str) -> None:
    button = Button(plain("x"), "some.action", ("a long text, " * 20,))
    assert await pack(button, 1) == await pack(button, 1)


async def test_short_arguments_need_no_database() -> None:
    data = await pack(Button(plain("x"), "customer.card", (1023, "after", -5)), 1)
    assert await unpack(data) == Press(code_of("customer.card"), (1023, "after", -5), "")


async def test_what_is_gone_from_the_database_is_outdated(database: str) -> None:
    with pytest.raises(Outdated):
        await unpack(f"{code_of('some.action')}!0123456789ab")


@pytest.mark.parametrize("data", ["", "abc", "abcd:.zz zz", "abcd:.§", "abcd:.zzzzzzzzzzzzzz"])
async def test_what_can_not_be_read_is_outdated(data: str) -> None:
    with pytest.raises(Outdated):
        await unpack(data)


def test_no_two_actions_share_a_code() -> None:
    codes = {code_of(name) for name in commands.ACTIONS} | {code_of("command")}
    assert len(codes) == len(commands.ACTIONS) + 1
    assert all(len(code) == buttons._CODE for code in codes)

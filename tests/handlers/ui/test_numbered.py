"""Without buttons, a number does what a tap does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.ui import numbered
from handlers.ui.drawing import Drawn, Key
from handlers.ui.turns import Turn

TURN = Turn(app="whatsapp", chat="1", person="1")
DRAWN = Drawn(
    ("What would you like?",),
    (
        (Key("My bill", data="abcd"), Key("Pay", url="https://x.example/p")),
        (Key("Help", data="efgh"),),
    ),
)


async def test_choices_are_numbered_and_links_written_out(database: str) -> None:
    assert await numbered.write(TURN, DRAWN) == (
        "What would you like?\n\nPay: https://x.example/p\n1. My bill\n2. Help"
    )


@pytest.mark.parametrize(
    ("text", "choice"),
    [("1", "abcd"), (" 2.", "efgh"), ("২", "efgh"), ("3", ""), ("0", ""), ("2 3", "")],
)
async def test_a_number_is_the_choice(database: str, text: str, choice: str) -> None:
    await numbered.write(TURN, DRAWN)
    turn = await numbered.read(replace(TURN, text=text))
    assert (turn.choice, turn.text) == (choice, "" if choice else text)


async def test_only_the_last_screen_and_the_own_one_count(database: str) -> None:
    await numbered.write(TURN, DRAWN)
    other = await numbered.read(replace(TURN, person="2", chat="2", text="1"))
    assert other.choice == ""
    await numbered.write(TURN, Drawn(("Done.",)))
    assert (await numbered.read(replace(TURN, text="1"))).choice == ""


async def test_a_toast_alone_is_said(database: str) -> None:
    assert await numbered.write(TURN, Drawn((), toast="Already done.")) == "Already done."

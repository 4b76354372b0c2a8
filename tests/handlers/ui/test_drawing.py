"""Screens become words by language, zone and output."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from domain.ports import Output
from handlers.ui import paging
from handlers.ui.drawing import Key, Reader, bar, draw
from handlers.ui.screens import Button, Lines, Screen, Text, in_rows, plain
from tests.texts import TEXTS

ENGLISH, BENGALI = Reader("en", "Asia/Dhaka"), Reader("bn", "Asia/Dhaka")


async def test_blocks_are_apart_and_lines_together() -> None:
    screen = Screen((plain("One"), Lines(plain("two"), None, plain("three"))))
    assert (await draw(screen, ENGLISH, TEXTS, Output.PLAIN)).text == "One\n\ntwo\nthree"


async def test_values_are_escaped_and_marks_are_not() -> None:
    screen = Screen((Text("home-title", isp="<Nagar & Net>"),))
    assert (await draw(screen, ENGLISH, TEXTS, Output.TELEGRAM)).text == (
        "<b>&lt;Nagar &amp; Net&gt;</b>"
    )
    assert (await draw(screen, ENGLISH, TEXTS, Output.PLAIN)).text == "<Nagar & Net>"


async def test_a_text_in_a_text_is_escaped_once() -> None:
    inner = Text("home-title", isp="<A & B>")
    drawn = await draw(Screen((plain(inner),)), ENGLISH, TEXTS, Output.TELEGRAM)
    assert drawn.text == "&lt;A &amp; B&gt;"


async def test_instants_are_told_in_the_readers_zone() -> None:
    at = datetime(2026, 11, 21, 18, 30, tzinfo=UTC)
    drawn = await draw(Screen((plain(at),)), BENGALI, TEXTS, Output.PLAIN)
    assert drawn.text == "২২ নভে ২০২৬, ০০:৩০"


@pytest.mark.parametrize(
    ("done", "total", "shown"),
    [
        (0, 10, "░░░░░░░░░░ 0 %"),
        (45, 100, "▓▓▓▓░░░░░░ 45 %"),
        (999, 1000, "▓▓▓▓▓▓▓▓▓░ 99 %"),
        (10, 10, "▓▓▓▓▓▓▓▓▓▓ 100 %"),
        (0, 0, "▓▓▓▓▓▓▓▓▓▓ 100 %"),
        (12, 10, "▓▓▓▓▓▓▓▓▓▓ 100 %"),
    ],
)
def test_a_bar_is_full_only_at_the_end(done: int, total: int, shown: str) -> None:
    assert bar(TEXTS, "en", done, total) == shown


async def test_a_bar_has_the_digits_of_the_language() -> None:
    drawn = await draw(Screen(progress=(45, 100)), BENGALI, TEXTS, Output.TELEGRAM)
    assert drawn.text == "▓▓▓▓░░░░░░ ৪৫%"
    assert not drawn.silent


async def test_each_kind_of_button_is_drawn_as_such() -> None:
    row = (
        Button(plain("Pay"), url="https://pay.example/p/x"),
        Button(plain("Copy"), copy="9XK4"),
        Button(plain("Share"), inline_query="rahim"),
    )
    drawn = await draw(Screen((plain("x"),), (row, ())), ENGLISH, TEXTS, Output.PLAIN)
    assert drawn.keys == (
        (
            Key("Pay", url="https://pay.example/p/x"),
            Key("Copy", copy="9XK4"),
            Key("Share", inline="rahim"),
        ),
    )


def test_pages_know_their_ends() -> None:
    def labels(**at: int) -> list[str]:
        row = paging.by_offset("bills", "unpaid", size=5, total=12, **at)
        return [button.text.key for button in row]

    assert labels(offset=0, shown=5) == ["page-of", "later"]
    assert labels(offset=5, shown=5) == ["earlier", "page-of", "later"]
    assert labels(offset=10, shown=2) == ["earlier", "page-of"]
    assert paging.by_offset("bills", offset=0, shown=3, total=3) == ()
    assert paging.by_offset("bills", offset=0, shown=8, more=False) == ()
    assert [button.args for button in paging.by_offset("b", 7, offset=8, shown=8, more=True)] == [
        (7, 0),
        (7, 8),
        (7, 16),
    ]


def test_rows_of_two() -> None:
    made = in_rows([Button(plain(str(number))) for number in range(3)])
    assert [len(row) for row in made] == [2, 1]

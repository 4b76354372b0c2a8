"""One screen is buttons, a list or numbered text: whatever the account shows of it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from gateways.whatsapp.interactive import LIMITS, body
from handlers.carriers.whatsapp.rendering import render
from handlers.ui.drawing import Drawn, Key
from sandbox.whatsapp.limits import check_interactive
from tests.gateways.messaging.accounts import a_message


def drawn(*labels: str, text: str = "What would you like?", **keys: Any) -> Drawn:
    return Drawn((text,), tuple((Key(label, data=f"k{n}"),) for n, label in enumerate(labels)))


def kind_of(screen: Drawn) -> str:
    shown = render(screen, LIMITS)
    if not shown.options:
        return "text"
    return str(
        body(a_message("whatsapp", text=shown.text, choices=shown.options, opens="Choose"))["type"]
    )


@pytest.mark.parametrize(
    ("labels", "kind"),
    [
        ((), "text"),
        (("My bill", "Language", "No more news"), "button"),
        (("A label of 21 letters",), "list"),
        (("Same", "Same"), "list"),
        (tuple(f"Choice {n}" for n in range(10)), "list"),
        (tuple(f"Choice {n}" for n in range(11)), "text"),
        (("A label of 25 letters, oh!",), "text"),
    ],
)
def test_what_fits_decides_how_it_is_shown(labels: tuple[str, ...], kind: str) -> None:
    assert kind_of(drawn(*labels)) == kind


def test_a_long_text_brings_its_choices_along_in_words() -> None:
    shown = render(drawn("My bill", "Language", text="x" * 1025), LIMITS)

    assert shown.options == ()
    assert shown.text.endswith("1. My bill\n2. Language")


def test_an_account_that_shows_no_choices_gets_words_alone() -> None:
    assert render(drawn("My bill"), None).text == "What would you like?\n\n1. My bill"


def test_links_are_written_out_above_the_choices() -> None:
    keys = (
        (Key("Pay", url="https://x.example/p"), Key("Code", copy="9XK4")),
        (Key("Help", data="h"),),
    )
    shown = render(Drawn(("Your bill",), keys), LIMITS)

    assert shown.text == "Your bill\n\nPay: https://x.example/p\nCode: 9XK4"
    assert [(one.key, one.label) for one in shown.options] == [("h", "Help")]


@settings(max_examples=200, deadline=None)
@given(
    some.lists(some.text(max_size=30), max_size=12),
    some.text(max_size=1100).filter(lambda text: bool(text)),
)
def test_whatever_is_offered_meta_takes_it_or_it_is_in_the_words(
    labels: list[str], text: str
) -> None:
    shown = render(drawn(*labels, text=text), LIMITS)

    if shown.options:
        message = a_message("whatsapp", text=shown.text, choices=shown.options, opens="Choose")
        check_interactive(body(message))
        assert [one.label for one in shown.options] == labels
    else:
        assert all(f"{n}. {label}" in shown.text for n, label in enumerate(labels, 1))

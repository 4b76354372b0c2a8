"""What a typed line says and a command does not understand is never left out in silence."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.builders import a_gateway
from tests.cast import Cast
from tests.person import Person

PersonOf = Callable[..., Person]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("/bills mirpur uttara", "Uttara"),
        ("/bills বাকি zzzz", "zzzz"),
        ("/audit zzzz", "zzzz"),
        ("/invite janitor", "janitor"),
        ("/billrun zzzz", "zzzz"),
        ("/broadcast link mirpur 21/11", "2026-11-21"),
        ("/broadcast link text mirpur", "text"),
    ],
)
async def test_words_without_a_meaning_are_named(
    person_of: PersonOf, cast: Cast, line: str, words: str
) -> None:
    await a_gateway("sms", kind="sms")
    await a_gateway("bkash", kind="payment", provider="bkash")
    asha = person_of(cast.asha)
    await asha.says(line)
    asha.sees(f"I don't know what “{words}” means here")


@pytest.mark.parametrize("line", ["/bills বাকি mirpur", "/bills unpaid Mirpur", "/audit payment"])
async def test_words_of_both_languages_have_their_meaning_for_everybody(
    person_of: PersonOf, cast: Cast, line: str
) -> None:
    asha = person_of(cast.asha)
    await asha.says(line)
    asha.does_not_see("I don't know what")

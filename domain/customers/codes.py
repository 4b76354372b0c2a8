"""Codes of customers as people say them: `a1` is `A1`, and ১০০১ is 1001."""

from __future__ import annotations

from collections.abc import Collection

from domain import languages
from domain.customers import letters, queries
from domain.money import latin_digits


@languages.remembered
def _digits() -> list[dict[int, int]]:
    """The digits of each language that has others than Latin ones."""
    kinds = {language.digits for language in languages.known()}
    return [str.maketrans("0123456789", digits) for digits in kinds if not digits.isascii()]


def plain(text: str) -> str:
    """A code as it is kept; raises `LettersMixed`."""
    return latin_digits(letters.identifier("customer_id", text))


def fold(code: str) -> str:
    """What every spelling of a code has in common."""
    return latin_digits(code).casefold()


async def spelled(codes: Collection[str]) -> set[str]:
    """These, and however else the books may spell them; only letters have two cases."""
    other = {code.upper() for code in codes}
    other |= {code.translate(digits) for code in codes for digits in _digits()}
    ways = sorted(other - set(codes))
    lettered = sorted({code.lower() for code in codes if code.lower() != code.upper()})
    return {*codes, *await queries.spelled(ways, lettered)}

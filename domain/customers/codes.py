"""Codes of customers as people say them: `a1` is `A1`, and ১০০১ is 1001."""

from __future__ import annotations

from collections.abc import Collection

from domain.customers import letters, queries
from domain.money import latin_digits

_BENGALI_DIGITS = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")


def plain(text: str) -> str:
    """A code as it is kept; raises `LettersMixed`."""
    return latin_digits(letters.identifier("customer_id", text))


def fold(code: str) -> str:
    """What every spelling of a code has in common."""
    return latin_digits(code).casefold()


async def spelled(codes: Collection[str]) -> set[str]:
    """These, and however else the books may spell them; only letters have two cases."""
    other = {way for code in codes for way in (code.translate(_BENGALI_DIGITS), code.upper())}
    ways = sorted(other - set(codes))
    lettered = sorted({code.lower() for code in codes if code.lower() != code.upper()})
    return {*codes, *await queries.spelled(ways, lettered)}

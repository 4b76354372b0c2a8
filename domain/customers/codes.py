"""Customer IDs as people say them: `a1` is `A1`, and ১০০১ is 1001."""

from __future__ import annotations

from collections.abc import Collection

from domain import db
from domain.customers import letters
from domain.money import latin_digits

_BENGALI_DIGITS = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")


def plain(text: str) -> str:
    """A customer ID as it is kept; raises `LettersMixed`."""
    return latin_digits(letters.identifier("customer_id", text))


def fold(code: str) -> str:
    """What every spelling of a customer ID has in common."""
    return latin_digits(code).casefold()


async def spelled(codes: Collection[str]) -> set[str]:
    """These, and however else the books may spell them; only letters have two cases."""
    ways = {way for code in codes for way in (code, code.translate(_BENGALI_DIGITS))}
    if lettered := sorted({code.lower() for code in codes if code.lower() != code.upper()}):
        ways |= {code.upper() for code in lettered} | set(lettered)
        found = await db.rows(
            "SELECT customer_id FROM customer"
            f" WHERE LOWER(customer_id) IN ({db.marks(len(lettered))})",
            *lettered,
        )
        ways |= {row["customer_id"] for row in found}
    return ways

"""Writing what the search reads: words, how many have each, and their spellings with a slip."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from domain import db
from domain.customers import names, queries

_NAMED_AT_ONCE = 2000


async def index(customer_ids: Sequence[int]) -> None:
    """Bring the words of these customers up to date, in the caller's transaction if there is one.

    What is right already is left as it is, so a repetition writes nothing.
    """
    for start in range(0, len(customer_ids), _NAMED_AT_ONCE):
        async with db.transaction():
            await db.lock("search words")
            await _index_some(customer_ids[start : start + _NAMED_AT_ONCE])


def words_of(name: str, numbers: Iterable[str]) -> set[str]:
    """The words by which a customer is found; numbers beside the mobile are words as they are."""
    found = {form for word in names.normalise(name) for form in names.forms(word)}
    return found | {number for number in numbers if number}


async def _index_some(customer_ids: Sequence[int]) -> None:
    wanted = {
        (word, row.id)
        for row in await queries.numbered(customer_ids)
        for word in words_of(row.name, {row.whatsapp} - {row.mobile})
    }
    there = set(await queries.terms(customer_ids))
    fresh, stale = sorted(wanted - there), sorted(there - wanted)
    await queries.change_terms(stale, fresh)
    moved = Counter(word for word, _ in fresh)
    moved.subtract(word for word, _ in stale)
    await _count(moved)


async def _count(moved: Counter[str]) -> None:
    words = sorted(word for word, by in moved.items() if by)
    known: set[str] = set()
    for start in range(0, len(words), _NAMED_AT_ONCE):
        known |= await queries.known_words(words[start : start + _NAMED_AT_ONCE])
    await queries.count_words([(moved[word], word) for word in words if word in known])
    unknown = [word for word in words if word not in known]
    await queries.add_words(
        [(word, moved[word]) for word in unknown],
        [
            (variant, word)
            for word in unknown
            if names.may_be_mistyped(word)
            for variant in sorted(names.shortened(word))
        ],
    )

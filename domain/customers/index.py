"""Writing what the search reads: words, how many have each, and their spellings with a slip."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from domain import db
from domain.customers import names

_CHUNK = 2000


async def index(customer_ids: Sequence[int]) -> None:
    """Bring the words of these customers up to date, in the caller's transaction if there is one.

    What is right already is left as it is, so a repetition writes nothing.
    """
    for start in range(0, len(customer_ids), _CHUNK):
        async with db.transaction():
            await db.lock("search words")
            await _index_some(customer_ids[start : start + _CHUNK])


def words_of(name: str, numbers: Iterable[str]) -> set[str]:
    """The words by which a customer is found; numbers beside the mobile are words as they are."""
    found = {form for word in names.normalise(name) for form in names.forms(word)}
    return found | {number for number in numbers if number}


async def _index_some(customer_ids: Sequence[int]) -> None:
    ids = ", ".join(str(int(customer_id)) for customer_id in customer_ids)
    customers = await db.rows(
        f"SELECT id, name, mobile, whatsapp FROM customer WHERE id IN ({ids})"
    )
    wanted = {
        (word, row["id"])
        for row in customers
        for word in words_of(row["name"], {row["whatsapp"]} - {row["mobile"]})
    }
    there = {
        (row["word"], row["customer_id"])
        for row in await db.rows(
            f"SELECT word, customer_id FROM search_term WHERE customer_id IN ({ids})"
        )
    }
    fresh, stale = sorted(wanted - there), sorted(there - wanted)
    await db.run_many("DELETE FROM search_term WHERE word = $1 AND customer_id = $2", stale)
    await db.run_many("INSERT INTO search_term (word, customer_id) VALUES ($1, $2)", fresh)
    moved = Counter(word for word, _ in fresh)
    moved.subtract(word for word, _ in stale)
    await _count(moved)


async def _count(moved: Counter[str]) -> None:
    words = sorted(word for word, by in moved.items() if by)
    known: set[str] = set()
    for start in range(0, len(words), _CHUNK):
        part = words[start : start + _CHUNK]
        places = ", ".join(f"${place}" for place in range(1, len(part) + 1))
        found = await db.rows(f"SELECT word FROM search_word WHERE word IN ({places})", *part)
        known |= {row["word"] for row in found}
    await db.run_many(
        "UPDATE search_word SET customers = customers + $1 WHERE word = $2",
        [(moved[word], word) for word in words if word in known],
    )
    unknown = [word for word in words if word not in known]
    await db.run_many(
        "INSERT INTO search_word (word, customers) VALUES ($1, $2)",
        [(word, moved[word]) for word in unknown],
    )
    await db.run_many(
        "INSERT INTO search_variant (variant, word) VALUES ($1, $2)"
        " ON CONFLICT (variant, word) DO NOTHING",
        [
            (variant, word)
            for word in unknown
            if names.may_be_mistyped(word)
            for variant in sorted(names.shortened(word))
        ],
    )

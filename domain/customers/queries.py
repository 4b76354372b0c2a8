"""Statements about customers: who they are, what they chose, and the words that find them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple

from domain import db


class Called(NamedTuple):
    """By what a customer is known, and where they belong."""

    code: str
    name: str
    zone_id: int | None
    path: str


async def called(customer_id: int) -> Called | None:
    """By what the customer is known."""
    return await db.typed_one(
        Called,
        "SELECT c.code, c.name, c.zone_id, o.path FROM customer c"
        " JOIN operator o ON o.id = c.operator_id WHERE c.id = $1",
        customer_id,
    )


async def last_id() -> int:
    """The id of the newest customer; 0 where there is none."""
    return int(await db.value("SELECT COALESCE(MAX(id), 0) FROM customer"))


async def spelled(ways: Sequence[str], lettered: Sequence[str]) -> set[str]:
    """The codes that are spelled in one of these ways, or so in small letters."""
    asked = [
        f"{column} IN ({db.marks(len(given), after=after)})"
        for column, given, after in (
            ("code", ways, 0),
            ("LOWER(code)", lettered, len(ways)),
        )
        if given
    ]
    if not asked:
        return set()
    found = await db.typed(
        _Code, f"SELECT code FROM customer WHERE {' OR '.join(asked)}", *ways, *lettered
    )
    return {row.code for row in found}


class _Code(NamedTuple):
    code: str


class _Id(NamedTuple):
    id: int


async def never_online(customer_ids: Iterable[int]) -> list[int]:
    """Those of the customers who were not seen online yet."""
    found = await db.typed(
        _Id,
        f"SELECT id FROM customer WHERE id IN ({db.ids(customer_ids)}) AND online_at IS NULL"
        " ORDER BY id",
    )
    return [row.id for row in found]


async def come_online(customer_ids: Iterable[int], at: int) -> list[int]:
    """Note that they were seen then for the first time; of whom nobody had noted it."""
    found = await db.typed(
        _Id,
        f"UPDATE customer SET online_at = $1 WHERE id IN ({db.ids(customer_ids)})"
        " AND online_at IS NULL RETURNING id",
        at,
    )
    return sorted(row.id for row in found)


class Reached(NamedTuple):
    """A customer's WhatsApp number, and whose customer it is."""

    whatsapp: str
    operator_id: int


async def whatsapp_of(customer_id: int) -> Reached | None:
    """On which number the customer has WhatsApp; empty where it is the mobile."""
    return await db.typed_one(
        Reached, "SELECT whatsapp, operator_id FROM customer WHERE id = $1", customer_id
    )


async def give_whatsapp(customer_id: int, phone: str) -> None:
    """The customer has WhatsApp on this number."""
    await db.run("UPDATE customer SET whatsapp = $1 WHERE id = $2", phone, customer_id)


async def hold_off(customer_id: int, until: str) -> None:
    """Nothing suspends the customer up to that day, if it was not promised for longer."""
    await db.run(
        "UPDATE customer SET promised_until = $1 WHERE id = $2"
        " AND (promised_until IS NULL OR promised_until < CAST($1 AS TEXT))",
        until,
        customer_id,
    )


class Changed(NamedTuple):
    """A customer who is changed, and whose customer it is."""

    id: int
    operator_id: int


async def opt_out(customer_ids: Sequence[int], at: int | None) -> list[Changed]:
    """These want no news since then, or want them again; those for whom it is news."""
    return await db.typed(
        Changed,
        "UPDATE customer SET opted_out_at = $1 WHERE id IN (SELECT id FROM customer"
        f" WHERE id IN ({db.marks(len(customer_ids), after=1)}) ORDER BY id{db.locked()})"
        f" AND opted_out_at IS {'NOT NULL' if at is None else 'NULL'} RETURNING id, operator_id",
        at,
        *customer_ids,
    )


class Spoken(NamedTuple):
    """A customer, and the language in which they are spoken to."""

    id: int
    operator_id: int
    language: str


async def of_other_language(customer_ids: Sequence[int], language: str) -> list[Spoken]:
    """Those who are spoken to in another language; nobody else changes them meanwhile."""
    return await db.typed(
        Spoken,
        "SELECT id, operator_id, language FROM customer WHERE language <> $1"
        f" AND id IN ({db.marks(len(customer_ids), after=1)}) ORDER BY id{db.locked()}",
        language,
        *customer_ids,
    )


async def give_language(customer_id: int, language: str) -> None:
    """The customer is spoken to in this language."""
    await db.run("UPDATE customer SET language = $1 WHERE id = $2", language, customer_id)


async def insert(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write new customers, each a code and a value for each column; a known code is left alone."""
    await db.run_many(
        f"INSERT INTO customer (code, {', '.join(columns)}) VALUES ({db.marks(len(columns) + 1)})"
        " ON CONFLICT (code) DO NOTHING",
        rows,
    )


class _Currency(NamedTuple):
    currency: str


async def currencies(path: str) -> list[str]:
    """What operators under a path keep their money in, and what is sold for."""
    found = await db.typed(
        _Currency,
        "SELECT o.currency FROM operator o WHERE o.path LIKE $1 UNION SELECT p.currency"
        " FROM package p ORDER BY 1",
        f"{path}%",
    )
    return [row.currency for row in found]


class Unlike(NamedTuple):
    """A package that is sold in another currency than an operator keeps."""

    name: str
    first: str
    operator: str
    currency: str


async def unlike(package_id: int, operator_id: int) -> Unlike | None:
    """The package, where the operator keeps another currency than it is sold in."""
    return await db.typed_one(
        Unlike,
        "SELECT p.name, p.currency AS first, o.name AS operator, o.currency FROM package p"
        " JOIN operator o ON o.id = $2 WHERE p.id = $1 AND p.currency <> o.currency",
        package_id,
        operator_id,
    )


class Numbered(NamedTuple):
    """A customer by name and numbers."""

    id: int
    name: str
    mobile: str
    whatsapp: str


async def numbered(customer_ids: Collection[int]) -> list[Numbered]:
    """What these customers are found by."""
    return await db.typed(
        Numbered,
        f"SELECT id, name, mobile, whatsapp FROM customer WHERE id IN ({db.ids(customer_ids)})",
    )


class Term(NamedTuple):
    """A word by which a customer is found."""

    word: str
    customer_id: int


async def terms(customer_ids: Collection[int]) -> list[Term]:
    """The words by which these customers are found now."""
    return await db.typed(
        Term,
        f"SELECT word, customer_id FROM search_term WHERE customer_id IN ({db.ids(customer_ids)})",
    )


async def change_terms(stale: Sequence[tuple[str, int]], fresh: Sequence[tuple[str, int]]) -> None:
    """Drop words of customers, and add others."""
    await db.run_many("DELETE FROM search_term WHERE word = $1 AND customer_id = $2", stale)
    await db.run_many("INSERT INTO search_term (word, customer_id) VALUES ($1, $2)", fresh)


class _Word(NamedTuple):
    word: str


async def known_words(words: Sequence[str]) -> set[str]:
    """Those of the words that are in the index."""
    found = await db.typed(
        _Word, f"SELECT word FROM search_word WHERE word IN ({db.marks(len(words))})", *words
    )
    return {row.word for row in found}


async def count_words(moved: Iterable[tuple[int, str]]) -> None:
    """So many customers more, or fewer, have each word of the index."""
    await db.run_many("UPDATE search_word SET customers = customers + $1 WHERE word = $2", moved)


async def add_words(words: Iterable[tuple[str, int]], variants: Iterable[tuple[str, str]]) -> None:
    """Words that are new, how many customers have each, and their spellings with a slip."""
    await db.run_many("INSERT INTO search_word (word, customers) VALUES ($1, $2)", words)
    await db.run_many(
        "INSERT INTO search_variant (variant, word) VALUES ($1, $2)"
        " ON CONFLICT (variant, word) DO NOTHING",
        variants,
    )


class Found(NamedTuple):
    """A customer whom somebody looks for, and by what they were found."""

    why: str
    id: int
    code: str
    name: str
    mobile: str
    status: str
    zone: str | None
    operator: str
    currency: str


# CROSS JOIN: SQLite keeps the order and starts from what was found, not from a zone or operator.
_OF_CUSTOMER = (
    " CROSS JOIN customer c JOIN operator o ON o.id = c.operator_id"
    " LEFT JOIN zone z ON z.id = c.zone_id"
)
_CARRIED = (
    "c.id, c.code, c.name, c.mobile, c.status, z.name AS zone, o.name AS operator, o.currency"
)
_MOST_BEGUN = 400
Scope = Callable[[int], tuple[str, list[object]]]  # the condition on `c`, by its first place


class Said(NamedTuple):
    """What was typed, as an identity: as it is, in capitals, in small letters; as a number, the
    beginning of a number, or an address, where it may be one."""

    texts: tuple[str, str, str]
    mobile: str | None
    begun: str | None
    address: str | None


async def by_identity(said: Said, also: Sequence[str], scope: Scope, limit: int) -> list[Found]:
    """Who has what was said, the surest first; `also` are more ways to have it."""
    wanted = [
        "SELECT 1 AS rank, 'id' AS why, id FROM customer WHERE code IN ($1, $2, $3)",
        "SELECT 3, 'username', id FROM customer WHERE username IN ($1, $2, $3)",
        *also,
    ]
    values: list[object] = [*said.texts]
    place = len(values) + 1
    if said.mobile:
        wanted.append(f"SELECT 2, 'mobile', id FROM customer WHERE mobile = ${place}")
        wanted.append(f"SELECT 2, 'mobile', customer_id FROM search_term WHERE word = ${place}")
        values.append(said.mobile)
    elif said.begun:
        wanted.append(
            "SELECT 7, 'mobile', id FROM (SELECT id FROM customer"
            f" WHERE mobile >= ${place} AND mobile < ${place + 1}"
            f" ORDER BY mobile LIMIT {_MOST_BEGUN}) AS begun"
        )
        values += [said.begun, said.begun + ":"]  # ":" is the character after "9"
    if said.address:
        wanted.append(f"SELECT 4, 'ip', id FROM customer WHERE ip = ${len(values) + 1}")
        values.append(said.address)
    where, more = scope(len(values) + 1)
    return await db.typed(
        Found,
        f"SELECT found.why, {_CARRIED} FROM ("
        f" SELECT id, MIN(rank) AS rank, MIN(why) AS why FROM ({' UNION ALL '.join(wanted)})"
        f" AS every GROUP BY id) AS found{_OF_CUSTOMER}"
        f" WHERE c.id = found.id AND {where} ORDER BY found.rank, c.id LIMIT {int(limit)}",
        *values,
        *more,
    )


class Counted(NamedTuple):
    """A word of the index, and how many customers have it."""

    word: str
    customers: int


async def word(key: str) -> list[Counted]:
    """This very word, where the index has it."""
    return await db.typed(Counted, "SELECT word, customers FROM search_word WHERE word = $1", key)


async def words_between(first: str, last: str, limit: int) -> list[Counted]:
    """The words from the first on and before the last."""
    return await db.typed(
        Counted,
        "SELECT word, customers FROM search_word WHERE word >= $1 AND word < $2"
        f" ORDER BY word LIMIT {int(limit)}",
        first,
        last,
    )


async def words_near(variants: Sequence[str]) -> list[Counted]:
    """The words that are one of these, or have one of these as a spelling with a slip."""
    places = db.marks(len(variants))
    return await db.typed(
        Counted,
        "SELECT w.word, w.customers FROM search_variant v JOIN search_word w ON w.word = v.word"
        f" WHERE v.variant IN ({places})"
        f" UNION SELECT word, customers FROM search_word WHERE word IN ({places})",
        *variants,
    )


async def with_words(
    rarest: Sequence[str], others: Sequence[Sequence[str]], scope: Scope, *, most: int, limit: int
) -> list[Found]:
    """Who has one of the rarest words, and one of each of the others; so `most` are looked at."""
    values: list[object] = [*rarest]
    also = ""
    for words in others:
        also += (
            " AND EXISTS (SELECT 1 FROM search_term other WHERE other.customer_id = c.id"
            f" AND other.word IN ({db.marks(len(words), after=len(values))}))"
        )
        values += words
    where, more = scope(len(values) + 1)
    return await db.typed(
        Found,
        f"SELECT 'name' AS why, {_CARRIED} FROM (SELECT customer_id FROM search_term"
        f" WHERE word IN ({db.marks(len(rarest))}) LIMIT {int(most)}) AS rare{_OF_CUSTOMER}"
        f" WHERE c.id = rare.customer_id AND {where}{also} LIMIT {int(limit)}",
        *values,
        *more,
    )


async def give_profile(customer_ids: Sequence[int], profile_id: int) -> None:
    """These customers are billed by that profile."""
    marks = db.marks(len(customer_ids), after=1)
    await db.run(
        f"UPDATE customer SET billing_profile_id = $1 WHERE id IN ({marks})",
        profile_id,
        *customer_ids,
    )

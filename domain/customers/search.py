"""Finding a customer by whatever a person types: every look-up goes through an index.

An identity (customer ID, mobile, username, IP, bill or transaction number) comes before names.
Names match by parts in any order: whole words, beginnings, other spellings, one slip a word.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from domain import db, phone, reach
from domain.customers import names
from domain.customers.index import index
from domain.customers.models import CustomerStatus
from domain.customers.names import normalise
from domain.ledger import entries
from domain.ledger.models import Account
from domain.staff.rights import Actor

__all__ = ["Hit", "index", "normalise", "search"]

_LONGEST_TEXT = 100
_MOST_PARTS = 6
_MOST_WORDS = 120  # index words that one typed word may stand for
_MOST_TERMS = 20_000  # customers of the rarest word that are looked at
_MOST_RANKED = 400
_LAST = "\U0010fffd"
# CROSS JOIN: SQLite keeps the order and starts from what was found, not from a zone or operator.
_OF_CUSTOMER = (
    " CROSS JOIN customer c JOIN operator o ON o.id = c.operator_id"
    " LEFT JOIN zone z ON z.id = c.zone_id"
)
_CARRIED = (
    "c.id, c.code, c.name, c.mobile, c.status, z.name AS zone, o.name AS operator, o.currency"
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A customer that was found, with what tells them apart; `due_minor` None: may not be seen.

    `why` is id, mobile, username, ip, bill, txn or name.
    """

    id: int
    code: str
    name: str
    mobile: str
    zone: str
    operator: str
    due_minor: int | None
    currency: str
    status: CustomerStatus
    why: str


Way = Callable[[str], Awaitable[dict[str, int]]]


async def search(actor: Actor, text: str, *, limit: int = 8) -> list[Hit]:
    """The customers that the actor may see and that the text may mean, the likeliest first."""
    actor.require("customer.see")
    readable = "".join(letter if letter.isprintable() else " " for letter in text)
    typed = " ".join(readable.split())[:_LONGEST_TEXT]
    if not typed or limit < 1:
        return []
    found = await _by_identity(actor, typed, limit)
    if len(found) < limit:
        known = {row["id"] for row in found}
        named = await _by_name(actor, normalise(typed)[:_MOST_PARTS], limit + len(known))
        found += [row for row in named if row["id"] not in known]
    return await _hits(actor, found[:limit])


async def _by_identity(actor: Actor, typed: str, limit: int) -> list[dict[str, Any]]:
    wanted = [
        "SELECT 1 AS rank, 'id' AS why, id FROM customer WHERE code IN ($1, $2, $3)",
        "SELECT 3, 'username', id FROM customer WHERE username IN ($1, $2, $3)",
        "SELECT 5, 'bill', customer_id FROM bill WHERE number IN ($1, $2, $3)",
        "SELECT 6, 'txn', customer_id FROM payment WHERE txn_id IN ($1, $2, $3)",
    ]
    values: list[object] = [typed, typed.upper(), typed.lower()]
    if mobile := phone.find(typed, actor.region):
        place = len(values) + 1
        wanted.append(f"SELECT 2, 'mobile', id FROM customer WHERE mobile = ${place}")
        wanted.append(f"SELECT 2, 'mobile', customer_id FROM search_term WHERE word = ${place}")
        values.append(mobile)
    elif begun := phone.beginning(typed, actor.region):
        place = len(values) + 1
        wanted.append(
            "SELECT 7, 'mobile', id FROM (SELECT id FROM customer"
            f" WHERE mobile >= ${place} AND mobile < ${place + 1}"
            f" ORDER BY mobile LIMIT {_MOST_RANKED}) AS begun"
        )
        values += [begun, begun + ":"]  # ":" is the character after "9"
    if address := _address(typed):
        wanted.append(f"SELECT 4, 'ip', id FROM customer WHERE ip = ${len(values) + 1}")
        values.append(address)
    where, more = reach.sql(actor, first=len(values) + 1)
    return await db.rows(
        f"SELECT found.why, {_CARRIED} FROM ("
        f" SELECT id, MIN(rank) AS rank, MIN(why) AS why FROM ({' UNION ALL '.join(wanted)})"
        f" AS every GROUP BY id) AS found{_OF_CUSTOMER}"
        f" WHERE c.id = found.id AND {where} ORDER BY found.rank, c.id LIMIT {int(limit)}",
        *values,
        *more,
    )


def _address(typed: str) -> str | None:
    try:
        return str(ipaddress.ip_address(typed))
    except ValueError:
        return None


async def _by_name(actor: Actor, parts: list[str], limit: int) -> list[dict[str, Any]]:
    """Customers by spelling, then by beginning, then by slip; each way is asked while it may help.

    Where nobody is spelled so, beginnings and slips share the places: `rahm` may be the beginning
    of Rahman, and Rahim with a letter lost.
    """
    if not parts:
        return []
    meant: list[dict[str, int]] = [{} for _ in parts]
    found: dict[int, dict[str, Any]] = {}
    ways: dict[int, Way] = {}
    for widen in (_spelled, _begun, _mistyped):
        if _is_enough(widen, found, ways, parts, limit):
            break
        news = False
        for words, part in zip(meant, parts, strict=True):
            more = await widen(part)
            # Whoever has a word has its sound, too.
            fresh = {word: many for word, many in more.items() if names.key(word) not in words}
            words |= fresh
            news = news or bool(fresh)
        for row in await _with_all(actor, meant) if news else ():
            found.setdefault(row["id"], row)
            ways.setdefault(row["id"], widen)
    ranked = sorted(
        found.values(),
        key=lambda row: (
            row["status"] == CustomerStatus.LEFT,
            -names.likeness(parts, normalise(row["name"])),
            row["id"],
        ),
    )
    slips = [row for row in ranked if ways[row["id"]] is _mistyped][: limit // 2]
    others = [row for row in ranked if ways[row["id"]] is not _mistyped]
    chosen = {row["id"] for row in (*others[: limit - len(slips)], *slips)}
    return [row for row in ranked if row["id"] in chosen]


def _is_enough(
    widen: Way, found: dict[int, Any], ways: dict[int, Way], parts: list[str], limit: int
) -> bool:
    if widen is not _mistyped:
        return len(found) >= limit
    spelled = any(way is _spelled for way in ways.values())
    return bool(found) and (len(parts) > 1 or spelled)


async def _spelled(part: str) -> dict[str, int]:
    """The word in any spelling, and how many customers have it."""
    return _counted(
        await db.rows("SELECT word, customers FROM search_word WHERE word = $1", names.key(part))
    )


async def _begun(part: str) -> dict[str, int]:
    """The words that begin so."""
    begun = names.latin(part)
    if len(begun) < 2:
        return {}
    return _counted(
        await db.rows(
            "SELECT word, customers FROM search_word WHERE word >= $1 AND word < $2"
            f" ORDER BY word LIMIT {_MOST_WORDS}",
            begun,
            begun + _LAST,
        )
    )


async def _mistyped(part: str) -> dict[str, int]:
    """The words of the index that are one slip away."""
    typed = names.latin(part)
    if not names.may_be_mistyped(typed):
        return {}
    variants = sorted(names.shortened(typed) | {typed})
    places = ", ".join(f"${place}" for place in range(1, len(variants) + 1))
    near = await db.rows(
        "SELECT w.word, w.customers FROM search_variant v JOIN search_word w ON w.word = v.word"
        f" WHERE v.variant IN ({places})"
        f" UNION SELECT word, customers FROM search_word WHERE word IN ({places})",
        *variants,
    )
    return _counted([row for row in near if names.one_slip_apart(typed, row["word"])])


def _counted(rows: list[dict[str, Any]]) -> dict[str, int]:
    return {row["word"]: row["customers"] for row in rows if row["customers"] > 0}


async def _with_all(actor: Actor, meant: Sequence[dict[str, int]]) -> list[dict[str, Any]]:
    """Customers who have a word for every part, found from the part that fewest have."""
    if not all(meant):
        return []
    values: list[object] = []

    def given(words: dict[str, int]) -> str:
        start = len(values) + 1
        values.extend(sorted(words))
        return ", ".join(f"${place}" for place in range(start, len(values) + 1))

    rarest, *others = sorted(meant, key=lambda words: sum(words.values()))
    first = given(rarest)
    also = "".join(
        " AND EXISTS (SELECT 1 FROM search_term other WHERE other.customer_id = c.id"
        f" AND other.word IN ({given(words)}))"
        for words in others
    )
    where, more = reach.sql(actor, first=len(values) + 1)
    return await db.rows(
        f"SELECT 'name' AS why, {_CARRIED} FROM (SELECT customer_id FROM search_term"
        f" WHERE word IN ({first}) LIMIT {_MOST_TERMS}) AS rare{_OF_CUSTOMER}"
        f" WHERE c.id = rare.customer_id AND {where}{also} LIMIT {_MOST_RANKED}",
        *values,
        *more,
    )


async def _hits(actor: Actor, found: list[dict[str, Any]]) -> list[Hit]:
    seen = actor.can("amount.see")
    owed = await entries.balances(Account.RECEIVABLE, [row["id"] for row in found]) if seen else {}
    return [
        Hit(
            id=row["id"],
            code=row["code"],
            name=row["name"],
            mobile=row["mobile"],
            zone=row["zone"] or "",
            operator=row["operator"],
            due_minor=owed.get(row["id"], 0) if seen else None,
            currency=row["currency"],
            status=CustomerStatus(row["status"]),
            why=row["why"],
        )
        for row in found
    ]

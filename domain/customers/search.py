"""Finding a customer by whatever a person types: every look-up goes through an index.

An identity (customer ID, mobile, username, IP, bill or transaction number) comes before names.
Names match by parts in any order: whole words, beginnings, other spellings, one slip a word.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from domain import phone, reach
from domain.customers import names, queries
from domain.customers.index import index
from domain.customers.models import CustomerStatus
from domain.customers.names import normalise
from domain.customers.queries import Found
from domain.ledger import entries
from domain.ledger.models import Account
from domain.staff.rights import Actor

__all__ = ["Hit", "certain", "index", "normalise", "search"]

_LONGEST_TEXT = 100
_MOST_PARTS = 6
_MOST_WORDS = 120  # index words that one typed word may stand for
_MOST_TERMS = 20_000  # customers of the rarest word that are looked at
_MOST_RANKED = 400
_LAST = "\U0010fffd"


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


async def search(actor: Actor, text: str, *, limit: int = 8, also: Sequence[str] = ()) -> list[Hit]:
    """The customers that the actor may see and that the text may mean, the likeliest first.

    `also` are more identities: queries of rank, `why` and the customer's id, for what was typed
    (`$1`), in capitals (`$2`) and in small letters (`$3`).
    """
    actor.require("customer.see")
    readable = "".join(letter if letter.isprintable() else " " for letter in text)
    typed = " ".join(readable.split())[:_LONGEST_TEXT]
    if not typed or limit < 1:
        return []
    found = await _by_identity(actor, typed, limit, also)
    if len(found) < limit:
        known = {row.id for row in found}
        named = await _by_name(actor, normalise(typed)[:_MOST_PARTS], limit + len(known))
        found += [row for row in named if row.id not in known]
    return await _hits(actor, found[:limit])


def certain(hits: Sequence[Hit]) -> Hit | None:
    """The one that is meant: the only hit, or the only one by a number that is nobody's name."""
    if len(hits) == 1:
        return hits[0]
    identified = [hit for hit in hits if hit.why not in {"name", "username"}]
    return identified[0] if len(identified) == 1 else None


async def _by_identity(actor: Actor, typed: str, limit: int, also: Sequence[str]) -> list[Found]:
    mobile = phone.find(typed, actor.region)
    said = queries.Said(
        (typed, typed.upper(), typed.lower()),
        mobile,
        None if mobile else phone.beginning(typed, actor.region),
        _address(typed),
    )
    return await queries.by_identity(said, also, _scope(actor), limit)


def _scope(actor: Actor) -> queries.Scope:
    return lambda first: reach.sql(actor, first=first)


def _address(typed: str) -> str | None:
    try:
        return str(ipaddress.ip_address(typed))
    except ValueError:
        return None


async def _by_name(actor: Actor, parts: list[str], limit: int) -> list[Found]:
    """Customers by spelling, then by beginning, then by slip; each way is asked while it may help.

    Where nobody is spelled so, beginnings and slips share the places: `rahm` may be the beginning
    of Rahman, and Rahim with a letter lost.
    """
    if not parts:
        return []
    meant: list[dict[str, int]] = [{} for _ in parts]
    found: dict[int, Found] = {}
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
            found.setdefault(row.id, row)
            ways.setdefault(row.id, widen)
    ranked = sorted(
        found.values(),
        key=lambda row: (
            row.status == CustomerStatus.LEFT,
            -names.likeness(parts, normalise(row.name)),
            row.id,
        ),
    )
    slips = [row for row in ranked if ways[row.id] is _mistyped][: limit // 2]
    others = [row for row in ranked if ways[row.id] is not _mistyped]
    chosen = {row.id for row in (*others[: limit - len(slips)], *slips)}
    return [row for row in ranked if row.id in chosen]


def _is_enough(
    widen: Way, found: dict[int, Any], ways: dict[int, Way], parts: list[str], limit: int
) -> bool:
    if widen is not _mistyped:
        return len(found) >= limit
    spelled = any(way is _spelled for way in ways.values())
    return bool(found) and (len(parts) > 1 or spelled)


async def _spelled(part: str) -> dict[str, int]:
    """The word in any spelling, and how many customers have it."""
    return _counted(await queries.word(names.key(part)))


async def _begun(part: str) -> dict[str, int]:
    """The words that begin so."""
    begun = names.romanise(part)
    if len(begun) < 2:
        return {}
    return _counted(await queries.words_between(begun, begun + _LAST, _MOST_WORDS))


async def _mistyped(part: str) -> dict[str, int]:
    """The words of the index that are one slip away."""
    typed = names.romanise(part)
    if not names.may_be_mistyped(typed):
        return {}
    variants = sorted(names.shortened(typed) | {typed})
    near = await queries.words_near(variants)
    return _counted([row for row in near if names.one_slip_apart(typed, row.word)])


def _counted(rows: Sequence[queries.Counted]) -> dict[str, int]:
    return {row.word: row.customers for row in rows if row.customers > 0}


async def _with_all(actor: Actor, meant: Sequence[dict[str, int]]) -> list[Found]:
    """Customers who have a word for every part, found from the part that fewest have."""
    if not all(meant):
        return []
    rarest, *others = (sorted(words) for words in sorted(meant, key=lambda one: sum(one.values())))
    return await queries.with_words(
        rarest, others, _scope(actor), most=_MOST_TERMS, limit=_MOST_RANKED
    )


async def _hits(actor: Actor, found: list[Found]) -> list[Hit]:
    seen = actor.can("amount.see")
    owed = await entries.balances(Account.RECEIVABLE, [row.id for row in found]) if seen else {}
    return [
        Hit(
            id=row.id,
            code=row.code,
            name=row.name,
            mobile=row.mobile,
            zone=row.zone or "",
            operator=row.operator,
            due_minor=owed.get(row.id, 0) if seen else None,
            currency=row.currency,
            status=CustomerStatus(row.status),
            why=row.why,
        )
        for row in found
    ]

"""Who may see what, said once: what is a customer's is seen by whoever may see the customer.

Staff see the customers of their operator and of all operators under it. Who is limited to zones
sees those of these zones alone, so that customers without a zone are the unlimited's. Whatever is
out of reach is not found, in the very words in which it would be said of what does not exist.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from domain import db
from domain.errors import NotFound
from domain.staff import operators
from domain.staff.rights import Actor
from domain.tables import Model

Row = TypeVar("Row", bound=Model)


def zones(actor: Actor) -> tuple[int, ...] | None:
    """The zones that the actor is limited to; None where it is to none."""
    return actor.zone_ids


def is_limited(actor: Actor) -> bool:
    """Whether the actor sees some zones only."""
    return actor.zone_ids is not None


def is_boundless(actor: Actor) -> bool:
    """Whether every customer that there is is the actor's to see."""
    return actor.is_at_root and not is_limited(actor)


def in_zones(actor: Actor, zone_id: int | None) -> bool:
    """Whether the zone is one that the actor may see."""
    return actor.sees_zone(zone_id)


def holds(actor: Actor, path: str, zone_id: int | None) -> bool:
    """Whether somebody in that zone of the operator at that path is the actor's to see."""
    return actor.sees(path) and in_zones(actor, zone_id)


async def sees(actor: Actor, operator_id: int, zone_id: int | None) -> bool:
    """The same, of an operator that is known by its row."""
    return in_zones(actor, zone_id) and await of_operator(actor, operator_id)


def covers(actor: Actor, zone_ids: Sequence[int] | None) -> bool:
    """Whether the actor sees all that somebody sees who is limited to these zones, or to none."""
    if actor.zone_ids is None:
        return True
    return zone_ids is not None and set(zone_ids) <= set(actor.zone_ids)


async def of_operator(actor: Actor, operator_id: int | None) -> bool:
    """Whether what an operator has is the actor's to see; what no operator has is the root's."""
    if actor.is_at_root or operator_id == actor.operator_id:
        return True
    return operator_id is not None and await operators.is_within(operator_id, actor)


def sql(
    actor: Actor, alias: str = "c", *, first: int = 1, books: str = ""
) -> tuple[str, list[object]]:
    """The condition that leaves the customers of table `alias` whom the actor may see.

    Its values are to be placed from `$first` on. Sums go by the operator in whose `books` a row
    stands, which may have been another one's than the customer is now.
    """
    condition, values = operators_sql(actor, books or alias, first=first)
    if actor.zone_ids is None:
        return condition, values
    here, more = zones_sql(actor.zone_ids, alias, first=first + len(values))
    return f"{condition} AND {here}", [*values, *more]


def zones_sql(
    zone_ids: Sequence[int], alias: str = "c", *, first: int = 1
) -> tuple[str, list[object]]:
    """The condition that leaves what somebody sees who is limited to these zones."""
    if not zone_ids:
        return "FALSE", []
    return f"{alias}.zone_id IN ({db.marks(len(zone_ids), after=first - 1)})", list(zone_ids)


def operators_sql(actor: Actor, alias: str, *, first: int = 1) -> tuple[str, list[object]]:
    """The condition that leaves the rows of table `alias` whose operator is the actor's to see."""
    if actor.is_at_root:
        return "TRUE", []
    under = f"{alias}.operator_id IN (SELECT id FROM operator WHERE path LIKE ${first})"
    return under, [f"{actor.path}%"]


@dataclass(frozen=True, slots=True)
class Thing(Generic[Row]):
    """A kind of things that customers have, as the room says that keeps them.

    `rows` is its table `t` in SQL, joined to the customers `c`. What `may_be_nobodys` is also its
    own operator's matter, and where nobody knows whose it is the unlimited's of that operator.
    """

    what: str
    model: type[Row]
    rows: str
    may_be_nobodys: bool = False

    async def get(self, actor: Actor, row_id: int) -> Row:
        """The row; raises `NotFound` for one out of the actor's reach as for one that is not."""
        row = await self.model.get_or_none(id=row_id)
        if row is None or not (is_boundless(actor) or await self._is_seen(actor, row_id)):
            raise NotFound(what=self.what, given=row_id)
        return row

    async def _is_seen(self, actor: Actor, row_id: int) -> bool:
        seen, values = self.sql(actor, first=2)
        found = await db.value(
            f"SELECT t.id FROM {self.rows} WHERE t.id = $1 AND {seen}", row_id, *values
        )
        return found is not None

    def sql(self, actor: Actor, *, first: int = 1) -> tuple[str, list[object]]:
        """The condition on `rows` that leaves what the actor may see; values as those of `sql`."""
        whose, values = sql(actor, first=first)
        if not self.may_be_nobodys:
            return whose, values
        if not is_limited(actor):
            whose = f"(t.customer_id IS NULL OR ({whose}))"
        under, more = operators_sql(actor, "t", first=first + len(values))
        return f"{whose} AND {under}", values + more

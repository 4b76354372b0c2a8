"""The tree of operators: the ISP at its root, resellers under it, each with its path of ids."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from domain import db
from domain.errors import InvalidValue, NotFound
from domain.staff import audit, queries
from domain.staff.models import Operator
from domain.staff.rights import SYSTEM, Actor


async def root() -> Operator:
    """The ISP itself; raises `NotFound` before it was set up."""
    found = await Operator.filter(parent_id=None).order_by("id").first()
    if found is None:
        raise NotFound(what="operator", given="")
    return found


async def get(operator_id: int) -> Operator:
    """The operator; raises `NotFound`."""
    found = await Operator.get_or_none(id=operator_id)
    if found is None:
        raise NotFound(what="operator", given=operator_id)
    return found


async def currency_of(operator_id: int) -> str:
    """What the operator's books are kept in; raises `NotFound`."""
    return (await get(operator_id)).currency


async def find(code: str) -> Operator | None:
    """The operator of that code."""
    return await Operator.get_or_none(code=code)


async def children(operator_id: int) -> list[Operator]:
    """The operators directly under it, by name."""
    return await Operator.filter(parent_id=operator_id).order_by("name", "id")


async def reached(actor: Actor) -> list[Operator]:
    """The operators of the actor's subtree, by name; their own is among them."""
    return await Operator.filter(path__startswith=actor.path).order_by("name", "id")


async def subtree_ids(operator_id: int) -> list[int]:
    """The operator and all under it; 0, where the system itself acts, is everybody."""
    path = (await get(operator_id)).path if operator_id else SYSTEM.path
    return [row.id for row in await queries.under(path)]


async def currencies_under(operator_id: int) -> dict[int, str]:
    """What the books of the operator and of all under it are kept in."""
    path = (await get(operator_id)).path if operator_id else SYSTEM.path
    return {row.id: row.currency for row in await queries.under(path)}


def ids_of(path: str) -> list[int]:
    """The operators on a path, the root first."""
    return [int(part) for part in path.split("/") if part]


async def over_both(operator: Operator, other_id: int) -> Operator:
    """The nearest operator that has both in its subtree: one of them, or one above."""
    if operator.id == other_id:
        return operator
    other = ids_of((await get(other_id)).path)
    return await get([each for each in ids_of(operator.path) if each in other][-1])


async def above(operator_ids: Collection[int]) -> dict[int, list[int]]:
    """For each operator those on its path, the root first and itself last."""
    if not operator_ids:
        return {}
    return {row.id: ids_of(row.path) for row in await queries.paths(operator_ids)}


async def is_within(operator_id: int, actor: Actor) -> bool:
    """Whether the operator lies in the actor's subtree."""
    path = await queries.path_of(operator_id)
    return path is not None and actor.sees(path)


async def reached_by(actor: Actor, operator_id: int | None) -> Operator:
    """The operator of that id if the actor reaches it, their own without one, else `NotFound`."""
    if not operator_id:
        return await get(actor.operator_id) if actor.operator_id else await root()
    found = await get(operator_id)
    if not actor.sees(found.path):
        raise NotFound(what="operator", given=operator_id)
    return found


async def within(actor: Actor, code: str | None) -> Operator:
    """The operator of that code if the actor reaches it, their own without one, else `NotFound`."""
    if code is None:
        return await get(actor.operator_id) if actor.operator_id else await root()
    found = await find(code)
    if found is None or not actor.sees(found.path):
        raise NotFound(what="operator", given=code)
    return found


async def save(
    actor: Actor, *, code: str, parent: str | None = None, **values: Any
) -> tuple[Operator, bool]:
    """Make the operator or bring it to these values; whether anything changed.

    `parent` is a code; without one the operator is the root, and there is one root only. An
    operator that moves takes all under it along.
    """
    actor.require("operator.manage")
    async with db.transaction():
        await db.lock("operator tree")
        above = await within(actor, parent) if parent is not None else None
        row = await find(code)
        if row is not None and not actor.sees(row.path):
            raise NotFound(what="operator", given=code)
        if above is None:
            await _refuse_second_root(code)
        wanted = {**values, "parent_id": above.id if above else None}
        before = {name: getattr(row, name) for name in wanted} if row else None
        if before == wanted and row is not None:
            return row, False
        row = row or Operator(code=code)
        row.update_from_dict(wanted)
        await row.save()
        await _place(row, above)
        await audit.note(
            actor, "operator.save", "operator", row.id,
            operator_id=row.id, **audit.difference(before, wanted),
        )  # fmt: skip
    return row, True


async def give_logo(actor: Actor, operator_id: int, logo: str) -> Operator:
    """The operator's papers and pages have this logo from now on, or none where it is empty.

    Raises `NotFound`.
    """
    actor.require("operator.manage")
    async with db.transaction():
        row = await reached_by(actor, operator_id)
        if row.logo != logo:
            await Operator.filter(id=row.id).update(logo=logo)
            told = {"logo": "given" if logo else "removed"}
            await audit.note(
                actor, "operator.logo", "operator", row.id, operator_id=row.id, after=told
            )
    return await get(row.id)


async def _refuse_second_root(code: str) -> None:
    first = await Operator.filter(parent_id=None).first()
    if first is not None and first.code != code:
        raise InvalidValue(field="parent", given="", example=first.code)


async def _place(row: Operator, above: Operator | None) -> None:
    """Give the row, and all under it, the path that its parent makes."""
    path = f"{above.path if above else '/'}{row.id}/"
    if above is not None and row.path and above.path.startswith(row.path):
        raise InvalidValue(field="parent", given=above.code, example="")
    if row.path and row.path != path:
        await queries.move(row.path, path)
    row.path = path
    await row.save(update_fields=["path"])

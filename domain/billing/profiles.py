"""Billing profiles: the rules by which customers are billed, seen, saved by code, changed."""

from __future__ import annotations

import hashlib
import json
import re
from itertools import count
from typing import Any

from domain import calendar, clock, db, languages, reach
from domain.billing import queries, terms
from domain.billing.charging.kinds import KINDS
from domain.billing.models import BillingProfile
from domain.billing.states import Restores
from domain.billing.views import ProfileRow, ProfileView
from domain.customers import catalog
from domain.errors import DomainError, InvalidValue, NotFound
from domain.money import Money
from domain.staff import audit, operators, people
from domain.staff.models import Operator
from domain.staff.rights import Actor

_RULES = frozenset(BillingProfile._meta.fields) - {
    "id", "code", "name", "operator", "operator_id",
}  # fmt: skip
_LONGEST_NAME, _LONGEST_CODE, _VERSION = 80, 32, 12
_ADDING = ("+", "-")  # a day to those that are there, or away from them


class ProfileChanged(DomainError):
    """Somebody changed the profile since it was looked at; `who`."""


class ThresholdUnderLeastPart(DomainError):
    """Whoever owes between `second` and `first` would be suspended and restored at once."""


async def save(
    actor: Actor, *, code: str, name: str, operator_code: str | None = None, **rules: Any
) -> tuple[BillingProfile, bool]:
    """Rules of billing; `rules` are columns of `BillingProfile`, others raise `InvalidValue`."""
    for rule in rules.keys() - _RULES:
        raise InvalidValue(field=rule, given=rules[rule], example=", ".join(sorted(_RULES)))
    if (cycle := rules.get("cycle")) is not None and cycle not in KINDS:
        raise InvalidValue(field="cycle", given=cycle, example=", ".join(KINDS))
    wanted = {"name": name, "operator_id": await catalog.owner_of(actor, operator_code), **rules}
    return await catalog.save(actor, BillingProfile, {"code": code}, wanted)


async def list_profiles(actor: Actor) -> list[ProfileRow]:
    """The profiles that are the actor's, their operators' or everybody's, with how many of the
    customers whom the actor sees are on each."""
    actor.require("bill.run")
    which, values = reach.sql(actor)
    known = await queries.profiles.known(which, values)
    return [
        ProfileRow(row.id, row.code, row.name, row.operator, row.customers)
        for row in known
        if await _is_seen(actor, row.operator_id)
    ]


async def _is_seen(actor: Actor, owner: int | None) -> bool:
    """One's own, those of one's operators, and those that operators above give."""
    given = owner is None or owner in operators.ids_of(actor.path)
    return given or await reach.of_operator(actor, owner)


async def get(actor: Actor, profile_id: int) -> ProfileView:
    """The profile with its terms; raises `NotFound` for one that is not the actor's to see."""
    actor.require("bill.run")
    row = await BillingProfile.get_or_none(id=profile_id)
    if row is None or not await _is_seen(actor, row.operator_id):
        raise NotFound(what="billing_profile", given=profile_id)
    return await _view(actor, row)


async def _view(actor: Actor, row: BillingProfile) -> ProfileView:
    owner = await operators.get(row.operator_id) if row.operator_id else None
    counted = {each.id: each.customers for each in await list_profiles(actor)}
    return ProfileView(
        id=row.id,
        code=row.code,
        name=row.name,
        operator=owner.name if owner else None,
        currency=(owner or await operators.root()).currency,
        customers=counted.get(row.id, 0),
        version=version_of(row),
        may_change=actor.can("catalog.manage") and await reach.of_operator(actor, row.operator_id),
        terms={name: getattr(row, terms.column_of(name)) for name in terms.TERMS.names},
    )


def version_of(row: BillingProfile) -> str:
    """Another as soon as anything of the profile is another."""
    kept = {name: getattr(row, name) for name in sorted(_RULES | {"name"})}
    text = json.dumps(kept, default=str, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:_VERSION]


async def managed(actor: Actor, profile_id: int) -> BillingProfile:
    """The row; raises `NotFound` for one that is not the actor's to change."""
    actor.require("catalog.manage")
    row = await BillingProfile.get_or_none(id=profile_id)
    if row is None or not await reach.of_operator(actor, row.operator_id):
        raise NotFound(what="billing_profile", given=profile_id)
    return row


async def currency_of(row: BillingProfile) -> str:
    """What the amounts of a profile are in."""
    return (await owner_of(row)).currency


async def owner_of(row: BillingProfile) -> Operator:
    """Whose profile it is; the ISP's is everybody's."""
    return await (operators.get(row.operator_id) if row.operator_id else operators.root())


async def read(actor: Actor, profile_id: int, term: str, text: str) -> dict[str, Any]:
    """A typed term of the profile as columns; raises `InvalidValue`, or what says more."""
    row = await managed(actor, profile_id)
    if term == "name":
        return {"name": named(text)}
    if term not in terms.TERMS:
        raise InvalidValue(field="field", given=term, example=terms.TERMS.nearest(term))
    owner = await owner_of(row)
    today = calendar.today(clock.now(), owner.timezone)
    if term == "spared_days" and text[:1] in _ADDING:
        days = terms.read(term, text[1:], owner.currency, today)["spared_days"]
        kept = set(row.spared_days or ())
        return {term: sorted(kept.union(days) if text[0] == "+" else kept.difference(days))}
    read = terms.read(term, text, owner.currency, today)
    _refuse_contradiction(row, read, owner.currency)
    return read


def named(text: str) -> str:
    """A name that a profile may have; raises `InvalidValue`."""
    name = " ".join(text.split())
    if not name or len(name) > _LONGEST_NAME:
        raise InvalidValue(field="name", given=name[:40], example="Monthly")
    return name


def _refuse_contradiction(row: BillingProfile, read: dict[str, Any], currency: str) -> None:
    if read.get("restores", row.restores) != Restores.LEFT:
        return
    over = read.get("suspend_over_minor", row.suspend_over_minor)
    least = read.get("least_part_minor", row.least_part_minor)
    if over is not None and over < least:
        raise ThresholdUnderLeastPart(first=Money(over, currency), second=Money(least, currency))


async def change(actor: Actor, profile_id: int, term: str, text: str, *, seen: str) -> ProfileView:
    """Bring one term, or the name, to what was typed, if the profile is still the version `seen`.

    Raises `ProfileChanged` where it is another, and as `read` does.
    """
    async with db.transaction():
        await queries.profiles.hold(profile_id)
        wanted = await read(actor, profile_id, term, text)
        row = await managed(actor, profile_id)
        if version_of(row) != seen:
            raise ProfileChanged(who=await _last(profile_id))
        before = {column: getattr(row, column) for column in wanted}
        if before != wanted:
            row.update_from_dict(wanted)
            await row.save(update_fields=list(wanted))
            await audit.note(
                actor, "billing_profile.save", "billing_profile", row.id,
                operator_id=row.operator_id, **audit.difference(before, wanted),
            )  # fmt: skip
    return await _view(actor, row)


async def _last(profile_id: int) -> str | None:
    staff_id = await queries.profiles.changed_by(profile_id)
    names = await people.names_of([staff_id] if staff_id else [])
    return names.get(staff_id or 0)


async def copy(actor: Actor, profile_id: int, name: str) -> ProfileView:
    """A new profile with the terms of one that the actor sees, and no customers.

    It is the actor's own operator's; the root's is everybody's.
    """
    actor.require("catalog.manage")
    await get(actor, profile_id)
    row = await BillingProfile.get(id=profile_id)
    rules = {rule: getattr(row, rule) for rule in _RULES}
    owner = await catalog.owner_of(actor, None)
    async with db.transaction():
        made = await _added(named(name), owner, rules)
        await audit.note(
            actor, "billing_profile.save", "billing_profile", made.id,
            operator_id=owner, after={"name": made.name, "like": row.name},
        )  # fmt: skip
    return await _view(actor, made)


async def _added(name: str, owner: int | None, rules: dict[str, Any]) -> BillingProfile:
    """The profile under a code that nobody has, made of its name."""
    code = first = code_from(name)
    for number in count(2):
        made = BillingProfile(code=code, name=name, operator_id=owner, **rules)
        if await db.add(made):
            break
        code = f"{first[: _LONGEST_CODE - 5]}-{number}"
    return await BillingProfile.get(code=code)


def code_from(name: str) -> str:
    """A short code for what has only a name: `Mirpur 10` becomes `mirpur-10`."""
    letters = "".join(languages.scripts())
    return re.sub(f"[^a-z0-9{letters}]+", "-", name.lower()).strip("-")[:_LONGEST_CODE] or "main"

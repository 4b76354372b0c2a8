"""Billing profiles: the rules by which customers are billed, saved by code."""

from __future__ import annotations

from typing import Any

from domain.billing.charging.kinds import KINDS
from domain.billing.models import BillingProfile
from domain.customers import catalog
from domain.errors import InvalidValue
from domain.staff.rights import Actor

_RULES = frozenset(BillingProfile._meta.fields) - {
    "id", "code", "name", "operator", "operator_id",
}  # fmt: skip


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

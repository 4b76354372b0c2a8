"""Staff: who somebody is, how they join by a one-time link, and how they lose access at once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from domain import clock, db, events, tables, tokens
from domain.errors import AlreadyDone, InvalidState, InvalidValue, NotFound, RightLacking, TokenUsed
from domain.events import StaffRemoved
from domain.fields import to_ms
from domain.staff import audit, operators, queries
from domain.staff.models import Invite, Role, Staff
from domain.staff.rights import RIGHTS, SYSTEM, Actor
from domain.staff.views import StaffView

INVITE_GOOD_FOR = timedelta(days=7)


class InviteExpired(TokenUsed):
    """An invite link that nobody used in time."""


async def actor_of(telegram_id: int) -> Actor | None:
    """Who this Telegram account is at this moment; None for whoever is not, or no longer, staff."""
    return next(map(_actor, await queries.by_telegram(telegram_id)), None)


async def actor_by_id(staff_id: int) -> Actor | None:
    """The member of staff; None when removed."""
    return next(map(_actor, await queries.by_id(staff_id)), None)


async def with_chat(staff_ids: Iterable[int]) -> list[Actor]:
    """Those of them who work here still, and have a chat with us."""
    found = [await actor_by_id(staff_id) for staff_id in dict.fromkeys(staff_ids)]
    return [actor for actor in found if actor is not None and actor.telegram_id is not None]


async def actor_of_key(key: str) -> Actor | None:
    """The member of staff to whom something belongs by this key; None when removed."""
    side, _, number = key.partition(":")
    return await actor_by_id(int(number)) if side == "staff" else None


async def reader_of(operator_id: int, role: Role = Role.ACCOUNTANT) -> Actor:
    """Whoever reads in the operator's group: its subtree, in its currency and time."""
    operator = await operators.get(operator_id)
    return Actor(
        staff_id=None,
        name=operator.name,
        role=role,
        operator_id=operator.id,
        path=operator.path,
        language=operator.language,
        currency=operator.currency,
        timezone=operator.timezone,
        region=operator.region,
    )


async def who_may(right: str, operator_id: int | None) -> list[Actor]:
    """Whoever may do this for the operator and can be written to: its people, and those above it.

    Without an operator, the people of the root.
    """
    operator = await (operators.get(operator_id) if operator_id else operators.root())
    roles = [role for role, rights in RIGHTS.items() if right in rights]
    found = await queries.who_can_be_told(operators.ids_of(operator.path), roles)
    return [_actor(member) for member in found]


async def name_of(staff_id: int | None) -> str:
    """What the person is called, also when removed since; empty for nobody."""
    staff = await Staff.get_or_none(id=staff_id) if staff_id else None
    return staff.name if staff else ""


async def names_of(staff_ids: Iterable[int | None]) -> dict[int, str]:
    """What these people are called, also those removed since."""
    known = await Staff.filter(id__in=[each for each in set(staff_ids) if each is not None])
    return {row.id: row.name for row in known}


def _actor(member: queries.Member) -> Actor:
    zones = None if member.zone_ids is None else tuple(json.loads(member.zone_ids))
    return Actor(**{**member._asdict(), "role": Role(member.role), "zone_ids": zones})


def _refuse_more_than_own(actor: Actor, role: Role, zone_ids: Sequence[int] | None) -> None:
    """Nobody gives away rights or zones that are not theirs."""
    if actor is not SYSTEM:
        lacking = RIGHTS[role] - (RIGHTS[actor.role] if actor.role else frozenset())
        if lacking:
            raise RightLacking(right=min(lacking))
    if actor.zone_ids is not None and not set(zone_ids or [0]) <= set(actor.zone_ids):
        raise RightLacking(right="staff.invite")


def _refuse_idle(role: Role) -> None:
    """Nobody gets a role that does not exist, or that may do nothing."""
    if not RIGHTS.get(role):
        raise InvalidValue(field="role", given=str(role), example=Role.COLLECTOR.value)


async def invite(
    actor: Actor,
    role: Role,
    *,
    operator_id: int | None = None,
    zone_ids: Sequence[int] | None = None,
    name: str = "",
) -> str:
    """The token of a link that makes whoever opens it first staff; good for 7 days.

    It is told here once and kept as a hash. Raises `NotFound` for an operator out of reach.
    """
    actor.require("staff.invite")
    _refuse_idle(role)
    _refuse_more_than_own(actor, role, zone_ids)
    operator = await operators.reached_by(actor, operator_id)
    token, zones = tokens.new(), None if zone_ids is None else list(zone_ids)
    async with db.transaction():
        made = await Invite.create(
            token_hash=tokens.digest(token),
            role=role,
            operator_id=operator.id,
            zone_ids=zones,
            name=name,
            made_by_id=actor.staff_id,
            expires_at=clock.now() + INVITE_GOOD_FOR,
        )
        told = {"role": role, "name": made.name, "zones": zones}
        await audit.note(
            actor, "staff.invite", "invite", made.id, operator_id=operator.id, after=told
        )
    return token


async def join(token: str, telegram_id: int, name: str) -> Actor:
    """Make the account staff as the invite says; somebody who was removed comes back so.

    Raises `TokenUsed` for a used or unknown token, `InviteExpired`, and `AlreadyDone` for an
    account that is staff, whose invite stays good for somebody else.
    """
    now = clock.now()
    async with db.transaction():
        found = await Invite.get_or_none(token_hash=tokens.digest(token))
        if found is None:
            raise TokenUsed(what="invite")
        if found.expires_at <= now and found.used_at is None:
            raise InviteExpired(what="invite")
        staff = await Staff.get_or_none(telegram_id=telegram_id) or Staff(telegram_id=telegram_id)
        if staff.id is not None and staff.removed_at is None:
            raise AlreadyDone(what="join")
        if not await Invite.filter(id=found.id, used_at=None).update(used_at=now):
            raise TokenUsed(what="invite")
        operator = await operators.get(found.operator_id)
        staff.update_from_dict(
            {
                "name": found.name or name[:120] or str(telegram_id),
                "role": found.role,
                "operator_id": operator.id,
                "zone_ids": found.zone_ids,
                "language": operator.language,
                "removed_at": None,
            }
        )
        await staff.save()
        (actor,) = map(_actor, await queries.by_id(staff.id))
        await audit.note(
            actor, "staff.join", "staff", staff.id, after={"role": staff.role, "name": staff.name}
        )
    return actor


async def save(
    actor: Actor,
    *,
    name: str,
    role: Role,
    telegram_id: int,
    operator_code: str | None = None,
    zone_ids: Sequence[int] | None = None,
    language: str | None = None,
) -> tuple[Staff, bool]:
    """Make the account staff, or bring it to these values; whether anything changed."""
    actor.require("staff.invite")
    _refuse_idle(role)
    _refuse_more_than_own(actor, role, zone_ids)
    operator = await operators.within(actor, operator_code)
    wanted: dict[str, Any] = {
        "name": name,
        "role": role,
        "operator_id": operator.id,
        "zone_ids": None if zone_ids is None else list(zone_ids),
        "removed_at": None,
    }
    if language is not None:
        wanted["language"] = language
    async with db.transaction():
        row = await Staff.get_or_none(telegram_id=telegram_id)
        if row is not None and not await operators.is_within(row.operator_id, actor):
            raise InvalidValue(field="telegram_id", given=telegram_id, example="")
        before = {key: getattr(row, key) for key in wanted} if row else None
        if row is not None and before == wanted:
            return row, False
        row = row or Staff(telegram_id=telegram_id, language=operator.language)
        await row.update_from_dict(wanted).save()
        await audit.note(
            actor, "staff.save", "staff", row.id,
            operator_id=operator.id, **audit.difference(before, wanted),
        )  # fmt: skip
    return row, True


async def get(actor: Actor, staff_id: int) -> StaffView:
    """A member of staff in the actor's subtree; raises `NotFound` for others."""
    return tables.view(StaffView, await _get(actor, staff_id))


async def _get(actor: Actor, staff_id: int) -> Staff:
    actor.require("staff.remove")
    row = await Staff.get_or_none(id=staff_id)
    if row is None or not await operators.is_within(row.operator_id, actor):
        raise NotFound(what="staff", given=staff_id)
    return row


async def remove(actor: Actor, staff_id: int) -> StaffView:
    """Take access away at once: cards drawn for the person are no longer kept.

    Raises `NotFound` out of reach, `InvalidState` for oneself, `AlreadyDone`.
    """
    staff = await _get(actor, staff_id)
    if staff.id == actor.staff_id:
        raise InvalidState(what="staff", state="oneself")
    _refuse_more_than_own(actor, staff.role, staff.zone_ids)
    now = clock.now()
    async with db.transaction():
        if not await Staff.filter(id=staff.id, removed_at=None).update(removed_at=now):
            raise AlreadyDone(what="staff")
        await queries.use_up_invites(staff.id, to_ms(now))
        await audit.note(
            actor, "staff.remove", "staff", staff.id,
            operator_id=staff.operator_id, before={"role": staff.role, "name": staff.name},
        )  # fmt: skip
        await events.publish(StaffRemoved(staff.id))
    return tables.view(StaffView, staff)


async def set_language(actor: Actor, language: str) -> None:
    """The language in which the person is spoken to from now on."""
    await Staff.filter(id=actor.staff_id).update(language=language[:8])


async def list_people(actor: Actor, *, offset: int = 0, limit: int = 50) -> list[StaffView]:
    """Staff of the actor's subtree who have access, by name."""
    actor.require("staff.invite")
    seen = await operators.subtree_ids(actor.operator_id)
    mine = Staff.filter(operator_id__in=seen, removed_at=None)
    rows = await mine.order_by("name", "id").offset(offset).limit(limit)
    return [tables.view(StaffView, row) for row in rows]

"""Groups of staff, bound to a purpose for an operator's subtree: on Telegram, so far."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from domain import calendar, clock, db, events, reach, tables
from domain.chat import queries
from domain.chat.addresses import TELEGRAM
from domain.chat.models import Card, Group, Purpose
from domain.chat.views import GroupView
from domain.errors import NotFound
from domain.events import GroupBound
from domain.fields import to_ms
from domain.staff import audit, operators, people
from domain.staff.models import Operator, Role
from domain.staff.rights import SYSTEM, Actor

# What cards come for; without a group they come to people in private, or wait in their lists.
HEARD = (Purpose.ALERTS, Purpose.PAYMENTS, Purpose.BROADCASTS, Purpose.REPORTS)


async def bind(
    actor: Actor,
    chat_id: str,
    purpose: Purpose,
    title: str = "",
    thread_id: str | None = None,
    *,
    operator_code: str | None = None,
    language: str | None = None,
) -> tuple[GroupView, bool]:
    """Bind the chat, or bring its binding to these values; whether anything changed.

    Raises `NotFound` when the chat serves an operator out of the actor's reach.
    """
    actor.require("group.bind")
    operator = await operators.within(actor, operator_code)
    async with db.transaction():
        row = await Group.get_or_none(purpose=purpose, app=TELEGRAM, chat_id=chat_id)
        if row is not None and not await reach.of_operator(actor, row.operator_id):
            raise NotFound(what="group", given=chat_id)
        spoken = operator.language if actor is SYSTEM else actor.language
        wanted: dict[str, Any] = {
            "title": title[:128] or (row.title if row else ""),
            "thread_id": thread_id,
            "operator_id": operator.id,
            "language": language or (row.language if row else spoken),
        }
        before = {name: getattr(row, name) for name in wanted} if row else None
        if row is not None and before == wanted:
            return tables.view(GroupView, row), False
        row = row or Group(
            purpose=purpose, app=TELEGRAM, chat_id=chat_id, digest_from=_today(operator)
        )
        await row.update_from_dict(wanted).save()
        told = audit.difference(before, {**wanted, "purpose": purpose})
        await audit.note(actor, "group.bind", "group", row.id, operator_id=operator.id, **told)
        await events.publish(GroupBound(row.id))
    return tables.view(GroupView, row), True


def _today(operator: Operator) -> datetime:
    """When the operator's day began: whoever is bound in the evening still gets its digest."""
    on = calendar.today(clock.now(), operator.timezone)
    return calendar.instant(on, time(), operator.timezone)


async def unbind(actor: Actor, chat_id: str, purpose: Purpose | None = None) -> int:
    """Release the chat from the purpose, or from all; from how many."""
    actor.require("group.bind")
    bound = Group.filter(app=TELEGRAM, chat_id=chat_id)
    if purpose is not None:
        bound = bound.filter(purpose=purpose)
    released = 0
    async with db.transaction():
        for row in await bound:
            if not await reach.of_operator(actor, row.operator_id):
                continue
            await row.delete()
            released += 1
            await audit.note(
                actor, "group.unbind", "group", row.id,
                operator_id=row.operator_id, before={"purpose": row.purpose, "title": row.title},
            )  # fmt: skip
        if released and not await Group.exists(app=TELEGRAM, chat_id=chat_id):
            # Nothing is kept true any more for people who are not to hear of it.
            await queries.end_in_chat(TELEGRAM, chat_id, to_ms(clock.now()))
    return released


async def find(chat_id: str, purpose: Purpose | None = None) -> GroupView | None:
    """A binding of the chat: for the purpose, or its first."""
    bound = Group.filter(app=TELEGRAM, chat_id=chat_id)
    if purpose is not None:
        bound = bound.filter(purpose=purpose)
    row = await bound.order_by("id").first()
    return tables.view(GroupView, row) if row else None


async def readers_in(chat_id: str) -> list[Actor]:
    """Whoever reads in the chat, by each operator that it is bound for, those of most first."""
    bound = {row.operator_id for row in await Group.filter(app=TELEGRAM, chat_id=chat_id)}
    readers = [await people.reader_of(each, Role.ADMIN) for each in sorted(bound)]
    return sorted(readers, key=lambda reader: reader.path.count("/"))


async def groups_for(purpose: Purpose, operator_id: int | None) -> list[Group]:
    """The groups that hear of the operator's matters: its own and those of operators above it.

    Without an operator, the groups of the root.
    """
    operator = await (operators.get(operator_id) if operator_id else operators.root())
    above = operators.ids_of(operator.path)
    return await Group.filter(purpose=purpose, operator_id__in=above).order_by("id")


async def unheard(operator_ids: Sequence[int]) -> list[Purpose]:
    """The purposes for which no group is bound for any of these: an operator and those above."""
    if not operator_ids:
        return list(HEARD)
    known = await queries.purposes(operator_ids)
    return [purpose for purpose in HEARD if purpose.value not in known]


async def leave_topic(chat_id: str, thread_id: str) -> int:
    """The topic is gone: what goes there goes to the group itself; how many bindings."""
    async with db.transaction():
        await Card.filter(app=TELEGRAM, chat_id=chat_id, thread_id=thread_id).update(thread_id=None)
        return await Group.filter(app=TELEGRAM, chat_id=chat_id, thread_id=thread_id).update(
            thread_id=None
        )


async def rename_chat(old_id: str, new_id: str) -> None:
    """The group became a supergroup: it has another id, and its old messages can't be edited."""
    async with db.transaction():
        known = [row.purpose for row in await Group.filter(app=TELEGRAM, chat_id=new_id)]
        await Group.filter(app=TELEGRAM, chat_id=old_id, purpose__in=known).delete()
        await Group.filter(app=TELEGRAM, chat_id=old_id).update(chat_id=new_id)
        await Card.filter(app=TELEGRAM, chat_id=old_id).update(chat_id=new_id, message_id=None)

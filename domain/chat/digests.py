"""Which digests come to the groups bound for reports, and when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from domain import clock, db, reach
from domain.chat.models import USUAL_HOUR, Digest, Group, Purpose
from domain.chat.views import DigestView
from domain.errors import InvalidValue, NotFound
from domain.staff import audit
from domain.staff.rights import Actor


def kinds_of(group: Group) -> tuple[Digest, ...]:
    """Which come to the group."""
    named = Digest.DAILY.value if group.digests is None else group.digests
    return tuple(Digest(name) for name in named.split(",") if name)


def hour_of(group: Group) -> int:
    """At which hour of the operator's day they come."""
    return USUAL_HOUR if group.digest_hour is None else group.digest_hour


async def listed(actor: Actor) -> Sequence[DigestView]:
    """The groups bound for reports of operators whom the actor reaches."""
    actor.require("group.bind")
    found = await Group.filter(purpose=Purpose.REPORTS).order_by("id")
    return [_view(row) for row in found if await reach.of_operator(actor, row.operator_id)]


async def get(actor: Actor, group_id: int) -> DigestView:
    """One of them; raises `NotFound`."""
    return _view(await _get(actor, group_id))


async def _get(actor: Actor, group_id: int) -> Group:
    actor.require("group.bind")
    row = await Group.get_or_none(id=group_id, purpose=Purpose.REPORTS)
    if row is None or not await reach.of_operator(actor, row.operator_id):
        raise NotFound(what="group", given=group_id)
    return row


async def choose(actor: Actor, group_id: int, kinds: Iterable[Digest], hour: int) -> DigestView:
    """Which come from now on, and at which hour; raises `NotFound`, `InvalidValue`.

    What was due before, and did not come, does not come any more.
    """
    if not 0 <= hour <= 23:
        raise InvalidValue(field="hour", given=hour, example=str(USUAL_HOUR))
    named = ",".join(kind.value for kind in Digest if kind in set(kinds))
    async with db.transaction():
        row = await _get(actor, group_id)
        before = {"digests": ",".join(kinds_of(row)), "digest_hour": hour_of(row)}
        after = {"digests": named, "digest_hour": hour}
        if before != after:
            await Group.filter(id=row.id).update(**after, digest_from=clock.now())
            await audit.note(
                actor, "digest.set", "group", row.id, operator_id=row.operator_id,
                **audit.difference(before, after),
            )  # fmt: skip
    return _view(await _get(actor, group_id))


def _view(row: Group) -> DigestView:
    return DigestView(row.id, row.chat_id, row.title, row.operator_id, kinds_of(row), hour_of(row))

"""What NOC must know: one row from its start to its all-clear, told once each."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from domain import clock, db, events, reach, tables
from domain.errors import NotFound
from domain.events import IncidentChanged
from domain.fields import to_json, to_ms
from domain.incidents import queries
from domain.incidents.models import Incident
from domain.incidents.views import IncidentView
from domain.staff import audit
from domain.staff.rights import Actor

FLAPPING = timedelta(minutes=10)  # what comes back so soon is the same incident


def of_router(router_id: int) -> str:
    """The subject of a router's incidents."""
    return f"router:{router_id}"


def router_of(incident: IncidentView) -> int:
    """The router that an incident is about; raises `NotFound`."""
    what, _, number = incident.subject.partition(":")
    if what != "router":
        raise NotFound(what="router", given=incident.subject)
    return int(number)


async def of_router_now(router_id: int) -> list[IncidentView]:
    """The router's open incidents, the oldest first."""
    found = await Incident.filter(subject=of_router(router_id), closed_at=None).order_by("id")
    return [tables.view(IncidentView, row) for row in found]


async def open_(
    kind: str, subject: str, operator_id: int | None, data: dict[str, Any]
) -> IncidentView:
    """The open incident of that kind and subject, begun now if there is none.

    One that was closed moments ago, or is muted yet, goes on, and counts a flap. Staff hear of it
    when it begins, goes on, or when `data` differs.
    """
    async with db.transaction():
        await db.lock(f"incident {kind} {subject}")
        found = await Incident.get_or_none(kind=kind, subject=subject, closed_at=None)
        if found is not None and found.data == data:
            return tables.view(IncidentView, found)
        if found is None:
            found = await _begin(kind, subject, operator_id, data)
        else:
            await Incident.filter(id=found.id).update(data=data)
        await events.publish(IncidentChanged(found.id))
    return await _view(found.id)


async def _view(incident_id: int) -> IncidentView:
    return tables.view(IncidentView, await Incident.get(id=incident_id))


async def _begin(
    kind: str, subject: str, operator_id: int | None, data: dict[str, Any]
) -> Incident:
    now = clock.now()
    again = await queries.go_on(
        kind, subject, to_json(data), since=to_ms(now - FLAPPING), now=to_ms(now)
    )
    if again is not None:
        return await Incident.get(id=again)
    return await Incident.create(
        kind=kind, subject=subject, operator_id=operator_id, opened_at=now, data=data
    )


async def close(kind: str, subject: str) -> IncidentView | None:
    """Give the all-clear; None when there was nothing to clear."""
    open_now = await Incident.get_or_none(kind=kind, subject=subject, closed_at=None)
    if open_now is None:
        return None
    async with db.transaction():
        closed = await Incident.filter(id=open_now.id, closed_at=None).update(closed_at=clock.now())
        if not closed:
            return None
        await events.publish(IncidentChanged(open_now.id))
    return await _view(open_now.id)


async def acknowledge(actor: Actor, incident_id: int) -> IncidentView:
    """Somebody looks after it; the first one stays named. Raises `NotFound`."""
    incident = await _managed(actor, incident_id)
    async with db.transaction():
        taken = await Incident.filter(id=incident_id, acked_by_id=None).update(
            acked_by_id=actor.staff_id
        )
        if taken:
            await _noted(actor, "incident.acknowledge", incident)
    return await _view(incident_id)


async def mute(actor: Actor, incident_id: int, minutes: int) -> IncidentView:
    """No more word of it for a while. Raises `NotFound`."""
    incident = await _managed(actor, incident_id)
    async with db.transaction():
        until = clock.now() + timedelta(minutes=minutes)
        await Incident.filter(id=incident_id).update(muted_until=until)
        await _noted(actor, "incident.mute", incident)
    return await _view(incident_id)


async def unmute(actor: Actor, incident_id: int) -> IncidentView:
    """Word of it again. Raises `NotFound`."""
    incident = await _managed(actor, incident_id)
    async with db.transaction():
        await Incident.filter(id=incident_id).update(muted_until=None)
        await _noted(actor, "incident.unmute", incident)
    return await _view(incident_id)


def is_muted(incident: Incident | IncidentView) -> bool:
    """Whether no word of it is to be heard now."""
    return incident.muted_until is not None and incident.muted_until > clock.now()


async def open_now(actor: Actor) -> list[IncidentView]:
    """Open incidents of the actor's subtree, and of nobody's for the root, the newest first."""
    actor.require("router.see")
    found = await Incident.filter(closed_at=None).order_by("-id")
    return [
        tables.view(IncidentView, each)
        for each in found
        if await reach.of_operator(actor, each.operator_id)
    ]


async def get(actor: Actor, incident_id: int) -> IncidentView:
    """One that the actor may see; raises `NotFound`."""
    actor.require("router.see")
    found = await Incident.get_or_none(id=incident_id)
    if found is None or not await reach.of_operator(actor, found.operator_id):
        raise NotFound(what="incident", given=incident_id)
    return tables.view(IncidentView, found)


async def _managed(actor: Actor, incident_id: int) -> IncidentView:
    actor.require("router.manage")
    return await get(actor, incident_id)


async def _noted(actor: Actor, act: str, incident: IncidentView) -> None:
    await audit.note(actor, act, "incident", incident.id, operator_id=incident.operator_id)
    await events.publish(IncidentChanged(incident.id))

"""Alerts: one card an incident, from its start to its all-clear."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from domain import clock, reach
from domain.incidents import incidents
from domain.incidents.views import IncidentView
from domain.network import routers
from domain.ports import Ports
from domain.ports.access import Fault
from domain.staff import people
from domain.staff.rights import Actor
from handlers.staff import whys
from handlers.ui import guide
from handlers.ui.commands import action, command, screen
from handlers.ui.screens import Button, Lines, Row, Screen, Text, Watch
from handlers.ui.turns import Turn

HOUR, NIGHT = 60, 8 * 60
KINDS = (
    "router-down", "router-refuses", "router-unread", "profile-missing", "mass-change",
    "plausibility", "foreign-entry",
    "gateway-troubled", "webhook-forged", "inbox-given-up",
    "message-given-up", "stranger-stopped",
    "telegram-shared", "group-gone", "topic-gone",
)  # fmt: skip
USUAL = (*Fault, "late", "fault", "plausibility")
# What waits for a person: the button that decides it.
DECISIONS = {"plausibility": "alert-accept", "mass-change": "router-release"}
_OF_CUSTOMERS = frozenset({"customers", "changes", "read", "missing", "held", "names", "entries"})
ADVICE = (
    "router-unread", "plausibility", "foreign-entry", "stranger-stopped",
    "telegram-shared", "group-gone", "topic-gone",
)  # fmt: skip


@command("alerts", right="router.see", home=9)
async def alerts(turn: Turn, actor: Actor, ports: Ports) -> Screen:
    """What is wrong now."""
    found = await incidents.open_now(actor)
    if not found:
        return Screen((Text("alerts-none"),), (guide.HOME,))
    return Screen(
        (Text("alerts-title"), *listed(found[:12])),
        tuple((Button(_title(each), "incident.card", (each.id,)),) for each in found[:12]),
    )


def listed(found: Sequence[IncidentView]) -> list[Lines]:
    """Each in a line, with how long it has been so."""
    return [Lines(*(_in_short(each) for each in found))] if found else []


def _in_short(row: IncidentView) -> Text:
    span = clock.now() - row.opened_at
    quiet = row.muted_until if incidents.is_muted(row) else None
    return Text("alerts-line", what=_title(row), at=row.opened_at, span=span, quiet=quiet)


@screen("incident.card", right="router.see")
async def card(actor: Actor, ports: Ports, incident_id: int) -> Screen:
    """One incident: what, since when, how many customers, who looks after it."""
    row = await incidents.get(actor, incident_id)
    keeper = await people.name_of(row.acked_by_id)
    title = _title(row)
    return Screen(
        (
            Text("alert-over", what=title) if row.closed_at else title,
            _facts(row, _told(actor, row), keeper),
        ),
        _buttons(row),
        watch=Watch("incident.card", (row.id,), f"incident:{row.id}"),
    )


def _told(actor: Actor, row: IncidentView) -> Mapping[str, Any]:
    """What is known of it; whoever sees some zones only is told nothing of who is in others."""
    hidden = _OF_CUSTOMERS if reach.is_limited(actor) else frozenset()
    return {key: told for key, told in row.data.items() if key not in hidden}


def _facts(row: IncidentView, told: Mapping[str, Any], keeper: str = "") -> Lines:
    return Lines(
        Text("alert-since", at=row.opened_at),
        Text("alert-until", at=row.closed_at) if row.closed_at else None,
        Text("alert-waits") if row.kind in DECISIONS and not row.closed_at else None,
        Text("alert-customers", count=told["customers"]) if told.get("customers") else None,
        Text("alert-changes", count=told["changes"]) if told.get("changes") else None,
        Text("alert-read", read=told["read"], before=told["before"]) if "read" in told else None,
        Text("alert-missing", count=told["missing"], names=list(told["names"]))
        if told.get("missing")
        else None,
        Text("alert-held", count=told["held"], names=list(told["names"]))
        if told.get("held")
        else None,
        Text("alert-entries", names=list(told["entries"])) if told.get("entries") else None,
        Text("alert-profiles", names=list(told["profiles"])) if told.get("profiles") else None,
        Text("alert-reason", reason=_reason(row)) if told.get("reason") else None,
        Text("alert-detail", detail=told["detail"]) if told.get("detail") else None,
        Text("alert-others", names=list(told["others"])) if told.get("others") else None,
        Text(f"alert-do-{row.kind}") if row.kind in ADVICE and not row.closed_at else None,
        Text("alert-flaps", count=row.flaps) if row.flaps else None,
        Text("alert-kept", who=keeper) if keeper else None,
        Text("alert-muted", until=row.muted_until) if incidents.is_muted(row) else None,
    )


def _reason(row: IncidentView) -> Text:
    reason = str(row.data["reason"])
    return whys.why(reason) if row.kind == "gateway-troubled" else why(reason)


def why(reason: str) -> Text:
    """A router's trouble in words, where it is one of the usual."""
    return Text(f"why-{reason}") if reason in USUAL else Text("plain", value=reason)


def _of(subject: str) -> str:
    """What an incident without a name is about; a row's number says nothing to a person."""
    number = subject.partition(":")[2]
    return "" if number.isdigit() else subject


def _title(row: IncidentView) -> Text:
    name = str(row.data.get("router") or row.data.get("gateway") or _of(row.subject))
    kind = row.kind if row.kind in KINDS else "other"
    return Text(f"alert-{kind}", name=name)


def _buttons(row: IncidentView) -> tuple[Row, ...]:
    if row.closed_at is not None:
        return ()
    mine: Row = () if row.acked_by_id else (Button(Text("alert-ack"), "incident.ack", (row.id,)),)
    mute: Row = (
        (Button(Text("alert-unmute"), "incident.unmute", (row.id,)),)
        if incidents.is_muted(row)
        else (
            Button(Text("alert-mute-hour"), "incident.mute", (row.id, HOUR)),
            Button(Text("alert-mute-night"), "incident.mute", (row.id, NIGHT)),
        )
    )
    return (*deciding(row), *((mine,) if mine else ()), mute)


def deciding(row: IncidentView) -> tuple[Row, ...]:
    """The button for what waits for a person."""
    label = DECISIONS.get(row.kind)
    return ((Button(Text(label), "incident.ask", (row.id,)),),) if label else ()


@action("incident.ask", right="router.manage", refresh="incident.card")
async def ask(turn: Turn, actor: Actor, ports: Ports, incident_id: int) -> Screen:
    """What deciding it means: how many are gone, or would be changed."""
    row = await incidents.get(actor, incident_id)
    if row.closed_at is not None or row.kind not in DECISIONS:
        return await card(actor, ports, incident_id)
    told, name = row.data, str(row.data["router"])
    if row.kind == "mass-change":
        seen = told["changes"]
        question = Text("router-release-ask", count=seen, name=name)
        yes = Button(Text("router-release-yes"), "incident.release", (row.id, seen), once=True)
    else:
        seen = told["read"]
        question = Text(
            "alert-accept-ask", name=name, read=seen, gone=max(told["before"] - seen, 0)
        )
        yes = Button(Text("alert-accept-yes"), "incident.accept", (row.id, seen), once=True)
    return Screen(
        (_title(row), _facts(row, _told(actor, row)), question),
        ((yes,), (Button(Text("back"), "incident.card", (row.id,)),)),
    )


@action("incident.accept", right="router.manage", refresh="incident.card")
async def accept(turn: Turn, actor: Actor, ports: Ports, incident_id: int, read: int) -> Screen:
    """The shorter list is the true one."""
    row = await incidents.get(actor, incident_id)
    await routers.accept(actor, incidents.router_of(row), read)
    return (await card(actor, ports, incident_id)).saying(Text("alert-accepted"))


@action("incident.release", right="router.manage", refresh="incident.card")
async def let_through(
    turn: Turn, actor: Actor, ports: Ports, incident_id: int, seen: int
) -> Screen:
    """The corrections that were shown are made."""
    row = await incidents.get(actor, incident_id)
    await routers.release(actor, incidents.router_of(row), seen)
    return (await card(actor, ports, incident_id)).saying(Text("router-released"))


@action("incident.ack", right="router.manage", refresh="incident.card")
async def acknowledge(turn: Turn, actor: Actor, ports: Ports, incident_id: int) -> Screen:
    """Somebody says that they look after it."""
    row = await incidents.acknowledge(actor, incident_id)
    who = await people.name_of(row.acked_by_id)
    said = Text("alert-acked" if row.acked_by_id == actor.staff_id else "alert-kept", who=who)
    return (await card(actor, ports, incident_id)).saying(said)


@action("incident.mute", right="router.manage", refresh="incident.card")
async def mute(turn: Turn, actor: Actor, ports: Ports, incident_id: int, minutes: int) -> Screen:
    """No more word of it for a while."""
    await incidents.mute(actor, incident_id, minutes)
    return (await card(actor, ports, incident_id)).saying(Text("alert-muted-now"))


@action("incident.unmute", right="router.manage", refresh="incident.card")
async def unmute(turn: Turn, actor: Actor, ports: Ports, incident_id: int) -> Screen:
    """Word of it again."""
    await incidents.unmute(actor, incident_id)
    return (await card(actor, ports, incident_id)).saying(Text("alert-unmuted-now"))

"""Alerts: one card an incident, from its start to its all-clear."""

from __future__ import annotations

from domain import clock
from domain.network import incidents
from domain.network.models import Incident
from domain.ports import Ports
from domain.staff import people
from domain.staff.rights import Actor
from handlers.ui import guide
from handlers.ui.commands import action, command, screen
from handlers.ui.screens import Button, Lines, Row, Screen, Text, Watch
from handlers.ui.turns import Turn

HOUR, NIGHT = 60, 8 * 60
KINDS = (
    "router-down", "router-refuses", "profile-missing", "mass-change", "plausibility",
    "gateway-troubled", "webhook-forged", "inbox-given-up",
    "message-given-up",
)  # fmt: skip
USUAL = (
    "unreachable", "silent", "timeout", "broken", "auth", "forbidden", "tls", "protocol",
    "plausibility",
)  # fmt: skip


@command("alerts", right="router.see", home=9)
async def alerts(turn: Turn, actor: Actor, ports: Ports) -> Screen:
    """What is wrong now."""
    found = await incidents.open_now(actor)
    if not found:
        return Screen((Text("alerts-none"),), (guide.HOME,))
    return Screen(
        (Text("alerts-title"),),
        tuple((Button(_title(each), "incident.card", (each.id,)),) for each in found[:12]),
    )


@screen("incident.card", right="router.see")
async def card(actor: Actor, ports: Ports, incident_id: int) -> Screen:
    """One incident: what, since when, how many customers, who looks after it."""
    row = await incidents.get(actor, incident_id)
    keeper = await people.actor_by_id(row.acked_by_id) if row.acked_by_id else None
    title = _title(row)
    return Screen(
        (Text("alert-over", what=title) if row.closed_at else title, _facts(row, keeper)),
        _buttons(row),
        watch=Watch("incident.card", (row.id,), f"incident:{row.id}"),
    )


def _facts(row: Incident, keeper: Actor | None) -> Lines:
    told = row.data
    return Lines(
        Text("alert-since", at=row.opened_at),
        Text("alert-until", at=row.closed_at) if row.closed_at else None,
        Text("alert-customers", count=told["customers"]) if told.get("customers") else None,
        Text("alert-changes", count=told["changes"]) if told.get("changes") else None,
        Text("alert-read", read=told["read"], before=told["before"]) if "read" in told else None,
        Text("alert-profiles", names=list(told["profiles"])) if told.get("profiles") else None,
        Text("alert-reason", reason=why(str(told["reason"]))) if told.get("reason") else None,
        Text("alert-flaps", count=row.flaps) if row.flaps else None,
        Text("alert-kept", who=keeper.name) if keeper else None,
        Text("alert-muted", until=row.muted_until) if _is_muted(row) else None,
    )


def why(reason: str) -> Text:
    """A router's trouble in words, where it is one of the usual."""
    return Text(f"why-{reason}") if reason in USUAL else Text("plain", value=reason)


def _title(row: Incident) -> Text:
    name = str(row.data.get("router") or row.data.get("gateway") or row.subject)
    kind = row.kind if row.kind in KINDS else "other"
    return Text(f"alert-{kind}", name=name)


def _is_muted(row: Incident) -> bool:
    return row.muted_until is not None and row.muted_until > clock.now()


def _buttons(row: Incident) -> tuple[Row, ...]:
    if row.closed_at is not None:
        return ()
    mine: Row = () if row.acked_by_id else (Button(Text("alert-ack"), "incident.ack", (row.id,)),)
    mute: Row = (
        Button(Text("alert-mute-hour"), "incident.mute", (row.id, HOUR)),
        Button(Text("alert-mute-night"), "incident.mute", (row.id, NIGHT)),
    )
    return (*((mine,) if mine else ()), mute)


@action("incident.ack", right="router.manage", refresh="incident.card")
async def acknowledge(turn: Turn, actor: Actor, ports: Ports, incident_id: int) -> Screen:
    """Somebody says that they look after it."""
    await incidents.acknowledge(actor, incident_id)
    return (await card(actor, ports, incident_id)).saying(Text("alert-acked"))


@action("incident.mute", right="router.manage", refresh="incident.card")
async def mute(turn: Turn, actor: Actor, ports: Ports, incident_id: int, minutes: int) -> Screen:
    """No more word of it for a while."""
    await incidents.mute(actor, incident_id, minutes)
    return (await card(actor, ports, incident_id)).saying(Text("alert-muted-now"))

"""Administration: inviting and removing people, binding groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from domain.chat import groups
from domain.chat.models import Purpose
from domain.customers import offers
from domain.errors import InvalidValue
from domain.incidents import incidents
from domain.ports import Ports
from domain.staff import operators, people
from domain.staff.models import Role
from domain.staff.rights import GIVEN, Actor
from domain.staff.views import StaffView
from handlers.ui import guide, paging
from handlers.ui.commands import action, command, screen
from handlers.ui.flows import Filling, Option, Step, flow
from handlers.ui.screens import Button, Lines, Screen, Text, plain
from handlers.ui.turns import Turn

SHOWN_PEOPLE = 12
_ROLES = [Option(Text(f"role-{role}"), role.value) for role in GIVEN]


async def _operators(filling: Filling) -> Sequence[Option]:
    return [Option(plain(row.name), row.id) for row in await operators.reached(filling.actor)]


async def _zones(filling: Filling) -> Sequence[Option]:
    theirs = await offers.zones(filling.actor, int(filling.values["operator"]))
    return [Option(plain(row.name), row.id) for row in theirs]


def _limited(values: Any) -> bool:
    return values.get("role") in {Role.COLLECTOR.value, Role.SUPPORT.value}


async def _invite_confirm(filling: Filling) -> Screen:
    operator = await operators.get(int(filling.values["operator"]))
    chosen = filling.values.get("zones") or []
    zones = [row for row in await offers.zones(filling.actor, operator.id) if row.id in chosen]
    return Screen(
        (
            Text("invite-confirm", role=Text(f"role-{filling.values['role']}")),
            Lines(
                Text("invite-operator", operator=operator.name),
                Text("invite-zones", zones=[zone.name for zone in zones]) if zones else None,
            ),
        )
    )


async def _invite_do(filling: Filling) -> Screen:
    zones = filling.values.get("zones") or None
    token = await people.invite(
        filling.actor,
        Role(filling.values["role"]),
        operator_id=int(filling.values["operator"]),
        zone_ids=zones,
    )
    link = f"https://t.me/{filling.ports.bot_username}?start={token}"
    return Screen(
        (Text("invite-made"), plain(link)),
        ((Button(Text("invite-copy"), copy=link),), guide.HOME),
    )


INVITE = flow(
    "invite",
    Step("role", Text("invite-ask-role"), options=_ROLES),
    Step("operator", Text("invite-ask-operator"), options=_operators, resets=("zones",)),
    Step(
        "zones", Text("invite-ask-zones"), options=_zones, when=_limited, default=[], many=True,
        title="step-zone",
    ),
    confirm=_invite_confirm,
    do=_invite_do,
    right="staff.invite",
)  # fmt: skip


@command("invite", right="staff.invite", args="[ROLE]", home=60)
async def invite(turn: Turn, actor: Actor, ports: Ports) -> Screen:
    """A link that makes whoever opens it first staff."""
    role = turn.text.strip().lower()
    values = {"role": role} if role in {each.value for each in _ROLES} else {}
    shown = await guide.begin(INVITE, turn, actor, ports, values=values)
    return shown if values else _with_unread(shown, turn)


@command("staff", right="staff.remove", home=61)
async def staff(turn: Turn, actor: Actor, ports: Ports) -> Screen:
    """Everybody who works here."""
    return await team(actor, ports)


@screen("staff", right="staff.remove")
async def team(actor: Actor, ports: Ports, offset: int = 0) -> Screen:
    """People, each a button to their card."""
    listed = await people.list_people(actor, offset=offset, limit=SHOWN_PEOPLE + 1)
    found = listed[:SHOWN_PEOPLE]
    pages = paging.by_offset(
        "staff", offset=offset, shown=len(found), more=len(listed) > SHOWN_PEOPLE,
        size=SHOWN_PEOPLE,
    )  # fmt: skip
    rows = tuple(
        (
            Button(
                Text("staff-row", name=each.name, role=Text(f"role-{each.role}")),
                "staff.person",
                (each.id,),
            ),
        )
        for each in found
    )
    return Screen((Text("staff-title"),), (*rows, pages, guide.HOME))


@screen("staff.person", right="staff.remove")
async def person(actor: Actor, ports: Ports, staff_id: int) -> Screen:
    """One of them."""
    row = await people.get(actor, staff_id)
    operator = await operators.get(row.operator_id)
    remove = (Button(Text("staff-remove"), "staff.ask-remove", (row.id,)),)
    mine = row.id == actor.staff_id
    return Screen(
        (_about(row, operator.name),),
        (*(() if mine or row.removed_at else (remove,)), (Button(Text("back"), "staff"),)),
    )


def _about(row: StaffView, operator: str) -> Lines:
    return Lines(
        Text("staff-name", name=row.name),
        Text("staff-role", role=Text(f"role-{row.role}"), operator=operator),
        Text("staff-removed", at=row.removed_at) if row.removed_at else None,
    )


@action("staff.ask-remove", right="staff.remove", refresh="staff.person")
async def ask_remove(turn: Turn, actor: Actor, ports: Ports, staff_id: int) -> Screen:
    """What taking somebody's access away does."""
    row = await people.get(actor, staff_id)
    return Screen(
        (Text("staff-remove-ask", name=row.name),),
        (
            (Button(Text("staff-remove-yes"), "staff.remove", (row.id,), once=True),),
            (Button(Text("back"), "staff.person", (row.id,)),),
        ),
    )


@action("staff.remove", right="staff.remove", refresh="staff.person")
async def remove(turn: Turn, actor: Actor, ports: Ports, staff_id: int) -> Screen:
    """Access ends now."""
    row = await people.remove(actor, staff_id)
    return (await team(actor, ports)).below(Text("staff-removed-now", name=row.name))


@command("bind", right="group.bind", args="[PURPOSE]", groups=True)
async def bind(turn: Turn, actor: Actor, ports: Ports) -> Screen:
    """Written in a group: what its cards are about from now on."""
    if turn.private:
        lines = Lines(*(_purpose(each) for each in groups.HEARD))
        return Screen((Text("bind-in-group"), lines, *await unheard(actor)))
    wanted = turn.text.strip().lower()
    if wanted not in groups.HEARD:
        buttons = tuple(
            (Button(Text(f"purpose-{each}"), "group.bind", (each.value,)),) for each in groups.HEARD
        )
        return Screen((Text("bind-ask"),), buttons)
    return await _bound(turn, actor, wanted)


async def unheard(actor: Actor) -> list[Text]:
    """What no group hears of, told to whoever can bind one."""
    if not actor.can("group.bind"):
        return []
    lacking = await groups.unheard(operators.ids_of(actor.path))
    if not lacking:
        return []
    named = [Text(f"purpose-{each}") for each in lacking]
    commands = [Text("bind-command", purpose=each.value) for each in lacking]
    return [Text("bind-unheard", purposes=named, commands=commands)]


def _purpose(each: Purpose) -> Text:
    return Text("bind-line", purpose=each.value, what=Text(f"purpose-{each}"))


@action("group.bind", right="group.bind")
async def bind_by_button(turn: Turn, actor: Actor, ports: Ports, purpose: str) -> Screen:
    """The same by a button."""
    return await _bound(turn, actor, purpose)


async def _bound(turn: Turn, actor: Actor, purpose: str) -> Screen:
    if turn.private:
        raise InvalidValue(field="group", given="", example="")
    await groups.bind(
        actor,
        turn.chat,
        Purpose(purpose),
        thread_id=turn.thread_id,
        language=actor.language,
    )
    await incidents.close("topic-gone", turn.chat)
    return Screen((Text("bind-done", what=Text(f"purpose-{purpose}")),))


def _with_unread(shown: Screen, turn: Turn) -> Screen:
    """The screen, and above it what was typed and not understood."""
    return shown.below(Text("bills-unread", words=turn.text[:100])) if turn.text.strip() else shown

"""Packages that are sold for a time at a hotspot: which there are, and making and changing one."""

from __future__ import annotations

from collections.abc import Sequence

from domain import kinds, validity
from domain.billing.profiles import code_from
from domain.customers import catalog
from domain.customers.models import ValidFrom
from domain.customers.views import ForATimeView, SoldForATime
from domain.forms import Field
from domain.money import Money
from domain.ports import Ports
from domain.staff.rights import Actor
from handlers.ui import guide
from handlers.ui.commands import action, command, screen
from handlers.ui.flows import Filling, Option, Step, field_step, flow
from handlers.ui.screens import Button, Lines, Screen, Text
from handlers.ui.turns import Turn
from handlers.ui.typed import AMOUNT

RIGHT = "catalog.manage"
_NAME = Field("name", "Day pass", kinds.line(80))
_PRICE = Field("price", "20", AMOUNT)
_LASTS = Field("validity", "24 hours", kinds.VALIDITY)
_CAP = Field("cap_mb", "500", kinds.whole(0, 10**9))
_SPEED = Field("profile", "hotspot-5M", kinds.line(64))
_FROM = [Option(Text(f"package-from-{each}"), each.value) for each in ValidFrom]


@command("packages", right=RIGHT, args="[NAME PRICE VALIDITY]", home=65)
async def by_command(turn: Turn, actor: Actor, ports: Ports) -> Screen:
    """What is sold for a time; `/packages Day pass 20 24 hours` makes one."""
    words = turn.words
    if len(words) < 4:
        return await overview(actor, ports)
    given = {
        "name": " ".join(words[:-3]), "price": words[-3], "validity": " ".join(words[-2:]),
    }  # fmt: skip
    return await guide.begin(PACKAGE, turn, actor, ports, given=given)


@screen("packages", right=RIGHT)
async def overview(actor: Actor, ports: Ports) -> Screen:
    """Each a button to change it, and one to make another."""
    found = await catalog.for_a_time(actor)
    return Screen(
        (Text("packages-title") if found else Text("packages-none"),),
        (
            *((Button(_line(each), "packages.change", (each.id,)),) for each in found),
            (Button(Text("packages-new"), "packages.new"),),
            guide.HOME,
        ),
    )


def _line(one: ForATimeView) -> Text:
    return Text(
        "packages-line", package=one.name, price=one.price, lasts=one.lasts, cap=one.cap_mb,
        off=Text("packages-off") if not one.active else None,
    )  # fmt: skip


@action("packages.new", right=RIGHT, refresh="packages")
async def new(turn: Turn, actor: Actor, ports: Ports) -> Screen:
    """Asks what it is called, what it costs, how long it lasts."""
    return await guide.begin(PACKAGE, turn, actor, ports)


@action("packages.change", right=RIGHT, refresh="packages")
async def change(turn: Turn, actor: Actor, ports: Ports, package_id: int) -> Screen:
    """All that it is, each to be changed; what was sold before stays as it was."""
    one = await catalog.one_for_a_time(actor, package_id)
    values = {
        "code": one.code,
        "name": one.name,
        "price": one.price.minor,
        "validity": str(one.lasts),
        "cap_mb": one.cap_mb or 0,
        "valid_from": one.valid_from.value,
        "profile": one.profile,
        "active": one.active,
    }
    return await guide.begin(PACKAGE, turn, actor, ports, values=values)


async def _profiles(filling: Filling) -> Sequence[Option]:
    known = dict.fromkeys(each.profile for each in await catalog.for_a_time(filling.actor))
    return [Option(Text("packages-speed-like", profile=each), each) for each in known]


async def _confirm(filling: Filling) -> Screen:
    values = filling.values
    lasts = validity.parse(str(values["validity"]))
    return Screen(
        (
            Text("packages-confirm", package=values["name"]),
            Lines(
                Text("packages-price", price=Money(values["price"], filling.actor.currency)),
                Text("packages-lasts", lasts=lasts),
                Text(f"package-from-{values['valid_from']}"),
                Text("packages-cap", cap=values["cap_mb"])
                if values["cap_mb"]
                else Text("packages-no-cap"),
                Text("packages-speed", profile=values["profile"]),
                None if values["active"] else Text("packages-off"),
            ),
            Text("packages-then"),
        )
    )


async def _save(filling: Filling) -> Screen:
    values, actor = filling.values, filling.actor
    wanted = SoldForATime(
        name=str(values["name"]),
        price=Money(int(values["price"]), actor.currency),
        profile=str(values["profile"]),
        validity=validity.parse(str(values["validity"])),
        valid_from=str(values["valid_from"]),
        cap_mb=int(values["cap_mb"]),
        active=bool(values["active"]),
    )
    code = str(values.get("code") or code_from(wanted.name))
    await catalog.save_for_a_time(actor, code, wanted)
    return (await overview(actor, filling.ports)).saying(Text("packages-saved"))


PACKAGE = flow(
    "packages",
    field_step(_NAME, Text("packages-ask-name")),
    field_step(_PRICE, Text("packages-ask-price")),
    field_step(_LASTS, Text("packages-ask-lasts")),
    field_step(_SPEED, Text("packages-ask-speed"), options=_profiles, columns=1),
    field_step(_CAP, Text("packages-ask-cap"), default=0, asked=False),
    Step("valid_from", Text("packages-ask-from"), options=_FROM, columns=1,
         default=ValidFrom.PURCHASE.value, asked=False),
    Step("active", Text("packages-ask-active"), columns=2, default=True, asked=False,
         options=[Option(Text("packages-on"), True), Option(Text("packages-off"), False)]),
    confirm=_confirm,
    do=_save,
    right=RIGHT,
    agree="packages-agree",
)  # fmt: skip

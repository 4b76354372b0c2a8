"""Making recharge cards, and taking them out of use: seen before it is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from domain import clock, kinds
from domain.calendar import parse_day, today
from domain.errors import InvalidValue
from domain.forms import Field
from domain.money import Money, parse
from domain.ports import Ports
from domain.staff.rights import Actor
from domain.vouchers import lots, rules, serials
from domain.vouchers.lots import Seller, Wanted
from handlers.staff import vouchers
from handlers.staff.reasons import reason_step
from handlers.ui import guide
from handlers.ui.commands import action, command
from handlers.ui.flows import Filling, Option, Step, field_step, flow, row_number
from handlers.ui.screens import Lines, Screen, Text, plain
from handlers.ui.turns import Turn

REASONS = ("lost", "misprint", "returned")
_COUNT = Field("count", "240", kinds.whole(1, rules.MOST_IN_A_LOT))
_PACKAGE = "package "
_NOBODY = ""


@command("newcards", right="voucher.make", args="[AMOUNT] [COUNT]")
async def by_command(turn: Turn, actor: Actor, ports: Ports) -> Screen:
    """`/newcards 500 240`: so many cards of that value; the rest is asked."""
    value, count = [*turn.words, "", ""][:2]
    return await guide.begin(MAKE, turn, actor, ports, given={"value": value, "count": count})


@action("voucher.make", right="voucher.make", refresh="vouchers")
async def begin(turn: Turn, actor: Actor, ports: Ports) -> Screen:
    """The same by the button of the list."""
    return await guide.begin(MAKE, turn, actor, ports)


async def _packages(filling: Filling) -> Sequence[Option]:
    return [
        Option(Text("cards-package", package=each.name, price=each.price), f"{_PACKAGE}{each.id}")
        for each in await lots.offered(filling.actor)
    ]


async def _value(filling: Filling, text: str) -> int:
    return parse(text, filling.actor.currency).minor


async def _days(filling: Filling) -> Sequence[Option]:
    on = today(clock.now(), filling.actor.timezone)
    later = [on + timedelta(days=days) for days in (90, 180, 365)]
    return [
        Option(Text("cards-endless"), ""),
        *(Option(Text("cards-until", on=day), day.isoformat()) for day in later),
    ]


async def _day(filling: Filling, text: str) -> str:
    on = today(clock.now(), filling.actor.timezone)
    day = parse_day(text, on)
    lots.require_day(day, on)
    return day.isoformat()


def _key(seller: Seller) -> str:
    if seller.distributor_id is not None:
        return f"person {seller.distributor_id}"
    return f"operator {seller.reseller_id}"


async def _sellers(filling: Filling) -> Sequence[Option]:
    known = [Option(plain(each.name), _key(each)) for each in await lots.sellers(filling.actor)]
    return [Option(Text("cards-office"), _NOBODY), *known]


def _is_sold(values: Mapping[str, Any]) -> bool:
    return values.get("seller") not in {None, _NOBODY}


async def _commission(filling: Filling, text: str) -> str:
    wanted = await _wanted(filling)
    rules.commission(wanted.value, text)
    return text.strip()


async def _wanted(filling: Filling) -> Wanted:
    """What is filled so far; a package that was chosen gives its price."""
    given, chosen = filling.values, str(filling.values["value"])
    package_id, value = None, Money(0, filling.actor.currency)
    if chosen.startswith(_PACKAGE):
        package_id = int(chosen.removeprefix(_PACKAGE))
        priced = {each.id: each.price for each in await lots.offered(filling.actor)}
        if package_id not in priced:
            raise InvalidValue(field="choice", given="", example="500")
        value = priced[package_id]
    else:
        value = Money(int(chosen), filling.actor.currency)
    kind, _, number = str(given.get("seller") or "").partition(" ")
    return Wanted(
        value=value,
        count=int(given["count"]),
        package_id=package_id,
        expires_on=date.fromisoformat(given["expires"]) if given.get("expires") else None,
        distributor_id=int(number) if kind == "person" else None,
        reseller_id=int(number) if kind == "operator" else None,
        commission=rules.commission(value, str(given.get("commission") or "")),
    )


async def _confirm(filling: Filling) -> Screen:
    wanted = await _wanted(filling)
    face = wanted.value.share(wanted.count, 1)
    commission = wanted.commission or rules.commission(wanted.value, "")
    options = await _packages(filling) if wanted.package_id else []
    package = [each.label for each in options if each.value == filling.values["value"]]
    named = {_key(each): each.name for each in await lots.sellers(filling.actor)}
    name = named.get(str(filling.values.get("seller") or ""))
    return Screen(
        (
            Text("cards-confirm", count=wanted.count, value=wanted.value),
            Lines(
                *package,
                Text("cards-until", on=wanted.expires_on)
                if wanted.expires_on
                else Text("cards-endless"),
                Text(
                    "cards-seller", name=name, commission=commission.each or None,
                    percent=commission.percent or None,
                ) if name else None,
                Text("cards-face", amount=face),
            ),
            Text("cards-confirm-then"),
        )
    )  # fmt: skip


async def _make(filling: Filling) -> Screen:
    made = await lots.make(filling.actor, await _wanted(filling))
    shown = await vouchers.lot(filling.actor, filling.ports, made.id)
    return shown.saying(Text("cards-made-now", lot=made.id))


MAKE = flow(
    "newcards",
    Step("value", Text("cards-ask-value"), parse=_value, options=_packages, columns=1,
         resets=("commission",), title="step-card-value"),
    field_step(_COUNT, Text("cards-ask-count", most=rules.MOST_IN_A_LOT)),
    Step("expires", Text("cards-ask-until"), parse=_day, options=_days, columns=1),
    Step("seller", Text("cards-ask-seller"), options=_sellers, columns=1, resets=("commission",)),
    Step("commission", Text("cards-ask-commission"), parse=_commission, default="", when=_is_sold,
         options=[Option(plain(each), each) for each in ("3%", "5%", "10%")], columns=3),
    confirm=_confirm,
    do=_make,
    right="voucher.make",
    agree="cards-agree",
)  # fmt: skip


@action("voucher.void", right="voucher.make", refresh="vouchers")
async def ask_void(turn: Turn, actor: Actor, ports: Ports, cards: str) -> Screen:
    """One card by its serial, or what is left of a lot by its number: why?"""
    return await guide.begin(VOID, turn, actor, ports, given={"cards": cards})


async def _which(filling: Filling, text: str) -> str:
    if rules.tidy_serial(text):
        return (await serials.find(filling.actor, text)).serial
    return str((await lots.get(filling.actor, row_number("voucher-lot", text))).id)


async def _void_confirm(filling: Filling) -> Screen:
    cards, reason = filling.values["cards"], Text("card-why", reason=filling.values["reason"])
    if rules.tidy_serial(cards):
        one = await serials.find(filling.actor, cards)
        return Screen((Text("card-void-ask", serial=one.serial, value=one.value), reason))
    lot = await lots.get(filling.actor, int(cards))
    return Screen((Text("cards-void-ask", lot=lot.id, count=lot.open, value=lot.value), reason))


async def _void(filling: Filling) -> Screen:
    cards, reason = filling.values["cards"], filling.values["reason"]
    if rules.tidy_serial(cards):
        one = await serials.void(filling.actor, cards, reason)
        return await vouchers.voucher(filling.actor, filling.ports, one.serial)
    await lots.void_rest(filling.actor, int(cards), reason)
    return await vouchers.lot(filling.actor, filling.ports, int(cards))


VOID = flow(
    "voidcards",
    Step("cards", Text("cards-ask-which"), parse=_which),
    reason_step("cards-why", [f"cards-void-{each}" for each in REASONS]),
    confirm=_void_confirm,
    do=_void,
    right="voucher.make",
    agree="cards-void-agree",
)

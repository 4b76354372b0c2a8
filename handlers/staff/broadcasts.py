"""Composing a broadcast: whom, which words, by what, when; seen with a real text before it goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from domain import clock
from domain.calendar import parse_moment, today
from domain.customers import customers
from domain.errors import InvalidValue
from domain.forms import Field
from domain.money import Money
from domain.outreach import broadcasts, previews
from domain.outreach.audience import STATUSES, Audience
from domain.outreach.models import Broadcast
from domain.outreach.previews import BroadcastPreview
from domain.ports import Ports
from domain.staff.rights import Actor
from handlers.staff import broadcast_cards, filters
from handlers.ui import guide, typed
from handlers.ui.commands import command
from handlers.ui.flows import Filling, Option, Step, field_step, flow
from handlers.ui.screens import Block, Button, Lines, Row, Screen, Text, in_rows
from handlers.ui.turns import Turn

WORDS = {
    "broadcast-words-link": ("link",),
    "broadcast-words-text": ("text",),
    **{f"broadcast-words-{status}": (status,) for status in STATUSES},
}
NARROWING = ("statuses", "zones", "packages", "operators", "least", "overdue")


@command("broadcast", right="broadcast.compose", args="[FILTER] [TEXT]", home=8)
async def by_command(turn: Turn, actor: Actor, ports: Ports) -> Screen:
    """`/broadcast link mirpur`, `/broadcast text uttara: No line tomorrow`, or step by step."""
    head, colon, body = turn.text.partition(":")
    meaning = filters.words_for(ports.texts, WORDS)
    on = today(clock.now(), actor.timezone)
    said = filters.understand(head.split(), await filters.places(actor), meaning, on)
    kinds = [word for word in said.meant if word in {"link", "text"}]
    values: dict[str, Any] = {
        "statuses": [word for word in said.meant if word in STATUSES],
        **{
            f"{kind}s": [place.id for place in said.places if place.kind == kind]
            for kind in filters.PLACES
        },
    }
    unread = [*said.unread, *dict.fromkeys(said.days), *kinds[1:]]
    if unread:
        values["unread"] = " ".join(unread)[:100]
    kind = kinds[0] if kinds else "text" if body.strip() else ""
    given = {"kind": kind, "own" if kind == "link" else "text": body.strip() if colon else ""}
    return await guide.begin(BROADCAST, turn, actor, ports, values=values, given=given)


async def _unread(filling: Filling) -> Screen:
    return Screen((Text("broadcast-unread", words=str(filling.values["unread"])),))


async def _meant(filling: Filling, text: str) -> str:
    """What was meant by words that were not understood joins the filter."""
    said = filters.understand(
        text.replace(",", " ").split(), await filters.places(filling.actor),
        filters.words_for(filling.ports.texts, WORDS), today(clock.now(), filling.actor.timezone),
    )  # fmt: skip
    statuses = [word for word in said.meant if word in STATUSES]
    if said.unread or said.days or len(statuses) < len(said.meant):
        raise InvalidValue(field="choice", given=text.strip()[:40], example="")
    filling.values["statuses"].extend(statuses)
    for place in said.places:
        named = filling.values[f"{place.kind}s"]
        named += [place.id] if place.id not in named else []
    return text.strip()


def _is_unread(values: Mapping[str, Any]) -> bool:
    """Until somebody has said what was meant: nothing goes to more people than were named."""
    return "unread" in values and "meant" not in values


async def _words(filling: Filling, text: str) -> str:
    broadcasts.check_words(str(filling.values["kind"]), text)
    return text.strip()


async def _times(filling: Filling) -> Sequence[Option]:
    return [
        Option(Text("broadcast-now"), ""),
        *(Option(Text("plain", value=at), at.isoformat()) for at in soon(filling.actor)),
    ]


def soon(actor: Actor) -> list[datetime]:
    """Times that are asked for often: in an hour, this evening, tomorrow morning."""
    now = clock.now()
    evening = parse_moment("18:00", now, actor.timezone)
    morning = parse_moment("tomorrow 10:00", now, actor.timezone)
    return sorted({now.replace(second=0, microsecond=0) + timedelta(hours=1), evening, morning})


async def _amounts(filling: Filling) -> Sequence[Option]:
    currency = filling.actor.currency
    marks = [Money(amount, currency) for amount in (50_000, 100_000, 200_000, 500_000)]
    any_ = Option(Text("broadcast-any-due"), 0)
    return [any_, *(Option(Text("plain", value=mark), mark.minor) for mark in marks)]


async def _placed(filling: Filling, text: str, kind: str) -> int:
    known = [place for place in await filters.places(filling.actor) if place.kind == kind]
    on = today(clock.now(), filling.actor.timezone)
    said = filters.understand(text.split(), known, lambda _word: (), on)
    if len(said.places) != 1 or said.unread or said.days:
        raise InvalidValue(field="choice", given=text.strip()[:40], example="")
    return said.places[0].id


def _place_step(kind: str) -> Step:
    async def read(filling: Filling, text: str) -> int:
        return await _placed(filling, text, kind)

    async def offered(filling: Filling) -> Sequence[Option]:
        known = await filters.places(filling.actor)
        return [
            Option(Text("plain", value=place.name), place.id)
            for place in known
            if place.kind == kind
        ]

    return Step(
        f"{kind}s", Text(f"broadcast-ask-{kind}s"), parse=read, options=offered,
        default=[], asked=False, many=True,
    )  # fmt: skip


def _is(kind: str, values: Mapping[str, Any]) -> bool:
    return values.get("kind") == kind


async def _composed(filling: Filling) -> Broadcast:
    """What the filled steps come to, checked but not kept."""
    given = filling.values
    return await broadcasts.compose(
        filling.actor,
        kind=given["kind"],
        audience=audience_of(given),
        body=given.get("text") or given.get("own") or "",
        channels=given["channels"],
        send_at=datetime.fromisoformat(given["at"]) if given["at"] else None,
    )


def audience_of(given: Mapping[str, Any]) -> Audience:
    """The filters among the filled steps."""
    return Audience(
        operators=tuple(given["operators"]),
        zones=tuple(given["zones"]),
        packages=tuple(given["packages"]),
        statuses=tuple(given["statuses"]),
        least_due_minor=int(given["least"]),
        overdue_days=int(given["overdue"]),
    )


async def _confirm(filling: Filling) -> Screen:
    actor, row = filling.actor, await _composed(filling)
    seen = await previews.of_broadcast(row, filling.ports)
    approval = broadcasts.needs_approval(actor, seen.recipients)
    blocks: list[Block] = [
        Lines(
            Text("broadcast-title", kind=Text(f"broadcast-kind-{row.kind}")),
            *await broadcast_cards.audience_lines(actor, row),
        ),
        _reach(seen),
        await _text(actor, seen),
        Lines(
            *await broadcast_cards.when(row),
            *(await broadcast_cards.approval(actor, row) if approval else ()),
        ),
    ]
    return Screen(tuple(block for block in blocks if block), _narrowing(filling.ref))


def _reach(seen: BroadcastPreview) -> Lines:
    costs = None
    if seen.channel is not None:
        channel = Text(f"channel-{seen.channel.value}")
        costs = Text("broadcast-cost", channel=channel, segments=seen.segments, cost=seen.cost)
    return Lines(
        Text("broadcast-recipients", recipients=seen.recipients),
        *broadcast_cards.left_out(seen.left_out),
        *(
            Text("broadcast-goes-by", channel=Text(f"channel-{each.value}"), customers=count)
            for each, count in seen.by.items()
            if len(seen.by) > 1
        ),
        costs,
    )


async def _text(actor: Actor, seen: BroadcastPreview) -> Lines:
    if seen.customer_id is None:
        return Lines(Text("broadcast-nobody"))
    who = await customers.get(actor, seen.customer_id)
    return Lines(Text("broadcast-reads", name=who.name), Text("quoted", text=seen.text))


def _narrowing(ref: str) -> tuple[Row, ...]:
    buttons = [
        Button(Text(f"broadcast-by-{name}"), "flow.change", (ref, name)) for name in NARROWING
    ]
    return in_rows(buttons, 3)


async def _send(filling: Filling) -> Screen:
    row = await broadcasts.ask(filling.actor, await _composed(filling), filling.ports)
    return await broadcast_cards.card(filling.actor, filling.ports, row.id)


_WITHOUT = [Option(Text("broadcast-without"), "")]
_KINDS = [Option(Text(f"broadcast-kind-{kind}"), kind) for kind in ("link", "text")]
_CHANNELS = [Option(Text(f"broadcast-by-{name or 'auto'}"), name) for name in
             ("", "whatsapp", "sms")]  # fmt: skip
_STATUSES = [Option(Text(f"broadcast-status-{status}"), status) for status in STATUSES]
_LEAST, _OVERDUE = Field("least", kind=typed.AMOUNT), Field("overdue", kind=typed.DAYS)
_LATE = [Option(Text("broadcast-any-day"), 0)] + [
    Option(Text("broadcast-days", days=days), days) for days in (1, 7, 15, 30)
]

BROADCAST = flow(
    "broadcast",
    Step("meant", _unread, parse=_meant, options=_WITHOUT, when=_is_unread),
    Step("kind", Text("broadcast-ask-kind"), options=_KINDS, resets=("text", "own"), columns=1),
    Step("text", Text("broadcast-ask-text"), parse=_words, when=lambda values: _is("text", values)),
    Step(
        "own", Text("broadcast-ask-own"), parse=_words, default="", asked=False,
        when=lambda values: _is("link", values),
    ),
    Step(
        "statuses", Text("broadcast-ask-statuses"), options=_STATUSES, default=[], asked=False,
        many=True,
    ),
    *(_place_step(kind) for kind in filters.PLACES),
    field_step(_LEAST, Text("broadcast-ask-least"), options=_amounts, default=0, asked=False),
    field_step(_OVERDUE, Text("broadcast-ask-overdue"), options=_LATE, default=0, asked=False),
    Step("channels", Text("broadcast-ask-channels"), options=_CHANNELS, default="", asked=False),
    field_step(
        typed.AT, Text("broadcast-ask-at"), options=_times, default="", asked=False, columns=1
    ),
    confirm=_confirm,
    do=_send,
    right="broadcast.compose",
    agree="broadcast-send",
)  # fmt: skip

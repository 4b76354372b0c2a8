"""Which digests come to a group, and at which hour."""

from __future__ import annotations

from domain.chat import digests
from domain.chat.models import Digest
from domain.chat.views import DigestView
from domain.errors import Outdated
from domain.money import latin_digits
from domain.ports import Ports
from domain.staff.rights import Actor
from handlers.staff import filters
from handlers.ui import guide
from handlers.ui.commands import action, command, screen
from handlers.ui.screens import Button, Lines, Row, Screen, Text, in_rows
from handlers.ui.turns import Turn

RIGHT = "group.bind"
WORDS = {f"digest-words-{kind}": (kind.value,) for kind in Digest}
HOURS = (7, 8, 9, 10, 18, 20, 21, 22)


@command("digest", right=RIGHT, args="[FILTER]", groups=True)
async def by_command(turn: Turn, actor: Actor, ports: Ports) -> Screen:
    """`/digest daily weekly 9` in the group; without words, what comes now."""
    known = await digests.listed(actor)
    here = [each for each in known if turn.private or each.chat_id == turn.chat]
    if not here:
        return Screen((Text("digest-none"),), () if not turn.private else (guide.HOME,))
    if len(here) > 1:
        return Screen((Text("digest-which"),), tuple((_group(each),) for each in here))
    return await _typed(turn, actor, ports, here[0])


def _group(each: DigestView) -> Button:
    label = Text("plain", value=each.title) if each.title else Text("digest-untitled")
    return Button(label, "digest", (each.group_id,))


async def _typed(turn: Turn, actor: Actor, ports: Ports, now: DigestView) -> Screen:
    meaning = filters.words_for(ports.texts, WORDS)
    kinds = [Digest(name) for word in turn.words for name in meaning(word)]
    hours = [int(word) for word in map(latin_digits, turn.words) if word.isdecimal()]
    unread = [w for w in turn.words if not meaning(w) and not latin_digits(w).isdecimal()]
    if kinds or hours:
        hour = hours[-1] if hours else now.hour
        await digests.choose(actor, now.group_id, kinds or now.kinds, hour)
    shown = await card(actor, ports, now.group_id)
    return shown.below(Text("bills-unread", words=" ".join(unread)[:100])) if unread else shown


@screen("digest", right=RIGHT)
async def card(actor: Actor, ports: Ports, group_id: int) -> Screen:
    """What comes to a group and when: each button changes it."""
    now = await digests.get(actor, group_id)
    hours = [
        _choice(Text("digest-hour", hour=hour), now, ("hour", hour), chosen=hour == now.hour)
        for hour in HOURS
    ]
    return Screen(
        (
            Lines(
                Text("digest-of", title=now.title),
                Text("digest-comes", kinds=[Text(f"digest-{kind}") for kind in now.kinds])
                if now.kinds
                else Text("digest-nothing"),
                Text("digest-at", hour=now.hour),
            ),
            Text("digest-when"),
        ),
        (_kinds(now), *in_rows(hours, 4)),
    )


def _kinds(now: DigestView) -> Row:
    return tuple(
        _choice(Text(f"digest-{kind}"), now, (kind.value, 0), chosen=kind in now.kinds)
        for kind in Digest
    )


def _choice(label: Text, now: DigestView, what: tuple[str, int], *, chosen: bool) -> Button:
    marked = Text("chosen", label=label) if chosen else label
    return Button(marked, "digest.set", (now.group_id, *what))


@action("digest.set", right=RIGHT, refresh="digest")
async def change(
    turn: Turn, actor: Actor, ports: Ports, group_id: int, what: str, at_hour: int
) -> Screen:
    """One kind more or less, or another hour."""
    now = await digests.get(actor, group_id)
    if what == "hour":
        await digests.choose(actor, group_id, now.kinds, at_hour)
    elif what in {kind.value for kind in Digest}:
        other = set(now.kinds) ^ {Digest(what)}
        await digests.choose(actor, group_id, other, now.hour)
    else:
        raise Outdated
    return await card(actor, ports, group_id)

"""What customers are told by itself: switched on or off, by which channels, in whose words."""

from __future__ import annotations

from collections.abc import Sequence

from domain.errors import InvalidValue
from domain.messaging import notices, rules, telling, templates
from domain.messaging.states import SENDING, Channel
from domain.messaging.telling import Telling
from domain.messaging.templates import Wording
from domain.outreach import previews
from domain.ports import Ports
from domain.staff.rights import Actor
from handlers.ui import guide
from handlers.ui.commands import action, command, screen
from handlers.ui.flows import Filling, Step, flow
from handlers.ui.screens import Block, Button, Lines, Row, Screen, Text, in_rows, plain
from handlers.ui.turns import Turn

CHANGES = telling.CHANGES
_ORDERS = ("whatsapp,sms", "sms", "sms,email", "email,sms", "email")


@command("notices", right=CHANGES, home=66)
async def by_command(turn: Turn, actor: Actor, ports: Ports) -> Screen:
    """Every event that customers are told of."""
    return await overview(actor, ports)


@screen("notices", right=CHANGES)
async def overview(actor: Actor, ports: Ports) -> Screen:
    """Every event, whether it is told, each a button to its card."""
    buttons = [
        Button(
            Text("notices-row", icon=Text(_icon(one)), what=_name(one.event)),
            "notice",
            (one.event,),
        )
        for one in await telling.listed(actor)
    ]
    return Screen(
        (Lines(Text("notices-title"), Text("notices-what")),), (*in_rows(buttons), guide.HOME)
    )


def _icon(one: Telling) -> str:
    return "notices-on" if one.enabled else "notices-off"


def _name(event: str) -> Text:
    """What an event is called, and of which step where the words are of one."""
    key, _, days = event.partition(notices.STEP)
    name = Text(f"message-event-{key}")
    return Text("notice-step", what=name, days=int(days)) if days else name


@screen("notice", right=CHANGES)
async def card(actor: Actor, ports: Ports, event: str) -> Screen:
    """One event: whether it is told, by what, and its words in each language."""
    one = await telling.get(actor, event)
    is_optional = notices.of(event).is_optional
    return Screen(
        (
            Lines(
                Text("notice-head", what=_name(event), event=event),
                Text("notice-on" if one.enabled else "notice-off"),
                Text("notice-by", channels=_named(one.channels)),
                Text("notice-own" if one.own else "notice-from-above"),
            ),
        ),
        (
            (_switching(one),) if is_optional else (),
            *in_rows(_orders(one)),
            *_wordings(event, ports),
            (Button(Text("back"), "notices"),),
        ),
    )


def _switching(one: Telling) -> Button:
    label = Text("notice-switch-off" if one.enabled else "notice-switch-on")
    return Button(label, "notice.switch", (one.event, int(not one.enabled)))


def _named(channels: Sequence[Channel]) -> list[Text]:
    return [Text(f"channel-{channel.value}") for channel in channels]


def _orders(one: Telling) -> list[Button]:
    now = ",".join(one.channels)
    return [
        Button(
            Text("notice-send-by", channels=_named(rules.channel_order(order))),
            "notice.by",
            (one.event, order),
        )
        for order in _ORDERS
        if order != now
    ]


def _wordings(event: str, ports: Ports) -> tuple[Row, ...]:
    return tuple(
        tuple(
            Button(
                Text(
                    "notice-words",
                    channel=Text(f"channel-{channel.value}"),
                    tongue=plain(ports.texts.t(language, "language-name")),
                ),
                "notice.words",
                (event, language, channel.value),
            )
            for channel in SENDING
        )
        for language in ports.texts.languages()
    )


@action("notice.switch", right=CHANGES, refresh="notice")
async def switch(turn: Turn, actor: Actor, ports: Ports, event: str, told: int) -> Screen:
    """Tell it from now on, or no more."""
    await telling.switch(actor, event, on=bool(told))
    shown = await card(actor, ports, event)
    return shown.saying(Text("notice-on" if told else "notice-off"))


@action("notice.by", right=CHANGES, refresh="notice")
async def send_by(turn: Turn, actor: Actor, ports: Ports, event: str, order: str) -> Screen:
    """Tell it by these channels."""
    await telling.send_by(actor, event, order.split(","))
    return (await card(actor, ports, event)).saying(Text("notice-saved"))


@screen("notice.step", right=CHANGES)
async def at_step(actor: Actor, ports: Ports, event: str, step: int) -> Screen:
    """The words of one step of a reminder."""
    key = notices.at_step(event, step)
    telling.known_words(key)
    return Screen(
        (Lines(Text("notice-head", what=_name(key), event=key), Text("notice-step-words")),),
        (*_wordings(key, ports), (Button(Text("back"), "notice", (event,)),)),
    )


@screen("notice.words", right=CHANGES)
async def words(actor: Actor, ports: Ports, event: str, language: str, channel: str) -> Screen:
    """The words of an event in a language by a channel, and how a customer reads them."""
    found = await _wording(actor, ports, event, language, channel)
    args = (event, language, channel)
    back = Button(Text("notice-words-drop"), "notice.words.drop", args)
    return Screen(
        (
            _head(ports, found),
            Text("quoted", text=_written(found)),
            Text("notice-words-own" if found.own else "notice-words-shipped"),
            *await _read(actor, ports, found),
        ),
        (
            (Button(Text("notice-words-change"), "notice.words.ask", args),),
            (back,) if found.own else (),
            (Button(Text("back"), *_card_of(event)),),
        ),
    )


async def _wording(actor: Actor, ports: Ports, event: str, language: str, channel: str) -> Wording:
    if language not in ports.texts.languages():
        raise InvalidValue(field="language", given=language, example="en")
    known = telling.known_channel(channel)
    return await templates.get(actor, event, language, known, ports.texts)


def _card_of(event: str) -> tuple[str, tuple[str | int, ...]]:
    key, _, days = event.partition(notices.STEP)
    return ("notice.step", (key, int(days))) if days else ("notice", (key,))


def _head(ports: Ports, found: Wording) -> Text:
    return Text(
        "notice-words-head",
        what=_name(found.event),
        channel=Text(f"channel-{found.channel.value}"),
        tongue=plain(ports.texts.t(found.language, "language-name")),
    )


def _written(found: Wording) -> str:
    return f"{found.subject}\n{found.text}" if found.channel is Channel.EMAIL else found.text


async def _read(actor: Actor, ports: Ports, found: Wording) -> Sequence[Block]:
    """How a customer reads it, and what it comes to."""
    if not actor.can("message.see"):
        return ()
    seen = await previews.of_words(actor, found, ports)
    if seen is None:
        return ()
    name, shown = seen
    return (
        Lines(Text("notice-reads", name=name), Text("quoted", text=shown.text)),
        Text("notice-no-gateway", segments=shown.segments)
        if shown.channel is None
        else Text("link-cost", segments=shown.segments, cost=shown.cost),
    )


@action("notice.words.drop", right=CHANGES, refresh="notice.words")
async def drop(
    turn: Turn, actor: Actor, ports: Ports, event: str, language: str, channel: str
) -> Screen:
    """Go back to the words that there are without one's own."""
    await templates.drop(actor, event, language, telling.known_channel(channel))
    shown = await words(actor, ports, event, language, channel)
    return shown.saying(Text("notice-words-dropped"))


@action("notice.words.ask", right=CHANGES, refresh="notice.words")
async def ask_words(
    turn: Turn, actor: Actor, ports: Ports, event: str, language: str, channel: str
) -> Screen:
    """Asks for other words."""
    found = await _wording(actor, ports, event, language, channel)
    values = {"event": event, "language": language, "channel": found.channel.value}
    return await guide.begin(WORDS, turn, actor, ports, values=values)


async def _ask(filling: Filling) -> Screen:
    values = filling.values
    found = await _wording(
        filling.actor, filling.ports, values["event"], values["language"], values["channel"]
    )
    named = sorted(notices.of(found.event).variables)
    return Screen(
        (
            _head(filling.ports, found),
            Text("quoted", text=_written(found)),
            Text("notice-ask-mail" if found.channel is Channel.EMAIL else "notice-ask"),
            Text("notice-variables", names=", ".join(f"{{{name}}}" for name in named)),
        )
    )


async def _checked(filling: Filling, text: str) -> str:
    """What was typed, once it is known that it could be filled in."""
    made = _typed(filling, text)
    templates.check(made.event, made.text, made.subject)
    return text.strip()


def _typed(filling: Filling, text: str) -> Wording:
    """Of a mail the first line is the subject."""
    values = filling.values
    channel, subject, body = Channel(values["channel"]), "", text.strip()
    if channel is Channel.EMAIL:
        subject, _, body = body.partition("\n")
    return Wording(
        values["event"], values["language"], channel, body.strip(), subject.strip(), own=True
    )


async def _confirm(filling: Filling) -> Screen:
    made = _typed(filling, filling.values["text"])
    return Screen(
        (
            _head(filling.ports, made),
            Text("quoted", text=_written(made)),
            *await _read(filling.actor, filling.ports, made),
        )
    )


async def _save(filling: Filling) -> Screen:
    made = _typed(filling, filling.values["text"])
    await templates.write(filling.actor, made)
    shown = await words(filling.actor, filling.ports, made.event, made.language, made.channel.value)
    return shown.saying(Text("notice-saved"))


WORDS = flow(
    "notice-words",
    Step("text", _ask, parse=_checked),
    confirm=_confirm,
    do=_save,
    right=CHANGES,
)

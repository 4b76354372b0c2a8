"""What a customer can do by writing to us: who we are, their language, news or none."""

from __future__ import annotations

from dataclasses import replace

from domain.chat.principals import CustomerSelf
from domain.customers import languages
from domain.messaging import recognition, stopwords
from domain.payments import mailing
from domain.ports import Ports
from handlers.ui import helping
from handlers.ui.commands import CUSTOMER, action, command, words
from handlers.ui.screens import Button, Screen, Text, command_button, in_rows, plain
from handlers.ui.turns import Turn


@command("start", aliases=("menu",), sides=CUSTOMER)
async def start(turn: Turn, customer: CustomerSelf, ports: Ports) -> Screen:
    """Which ISP this is, whom it takes them for, and what they can do."""
    seen = await recognition.profile(customer)
    news = Button(Text("my-news-off" if seen.wants_news else "my-news-on"), "my.news",
                  (0 if seen.wants_news else 1,))  # fmt: skip
    return Screen(
        (
            Text("my-hello", name=customer.name),
            Text("my-isp", isp=seen.isp),
            *((Text("my-office", phone=seen.phone),) if seen.phone else ()),
            *((Text("my-several", names=seen.connections),) if seen.are_several else ()),
        ),
        (
            (Button(Text("my-statement"), "my.statement"),),
            (Button(Text("my-why"), "my.why"),),
            (Button(Text("my-language"), "my.language"),),
            (news,),
        ),
    )


@command("help", sides=CUSTOMER)
async def help_(turn: Turn, customer: CustomerSelf, ports: Ports) -> Screen:
    """Every command that customers have, one line each."""
    return Screen(
        (Text("help-title"), helping.what_may_be_typed(customer)),
        ((command_button(Text("home"), "start"),),),
    )


@words
async def say(turn: Turn, customer: CustomerSelf, ports: Ports) -> Screen:
    """STOP and START in their own words; whatever else is said is greeted."""
    wanted = stopwords.wanted(turn.text, ports.texts) if turn.text else None
    if wanted is not None:
        return await _change(turn, customer, ports, wanted=wanted)
    return replace(await start(turn, customer, ports), is_greeting=True)


@command("stop", sides=CUSTOMER)
async def stop(turn: Turn, customer: CustomerSelf, ports: Ports) -> Screen:
    """No news any more."""
    return await _change(turn, customer, ports, wanted=False)


@action("my.news", sides=CUSTOMER)
async def news(turn: Turn, customer: CustomerSelf, ports: Ports, wanted: int) -> Screen:
    """News again, or no more."""
    return await _change(turn, customer, ports, wanted=bool(wanted))


async def _change(turn: Turn, customer: CustomerSelf, ports: Ports, *, wanted: bool) -> Screen:
    await recognition.want_news(turn.address, wanted=wanted)
    said = Text("my-news-come" if wanted else "my-news-stopped")
    return (await start(turn, customer, ports)).below(said)


@command("language", sides=CUSTOMER)
async def language(turn: Turn, customer: CustomerSelf, ports: Ports) -> Screen:
    """The languages there are, each by its own name."""
    buttons = [
        Button(plain(ports.texts.t(code, "language-name")), "my.language.set", (code,))
        for code in ports.texts.languages()
    ]
    return Screen(
        (Text("language-ask"),), (*in_rows(buttons), (command_button(Text("home"), "start"),))
    )


@action("my.language", sides=CUSTOMER)
async def ask_language(turn: Turn, customer: CustomerSelf, ports: Ports) -> Screen:
    return await language(turn, customer, ports)


@action("my.language.set", sides=CUSTOMER)
async def set_language(turn: Turn, customer: CustomerSelf, ports: Ports, code: str) -> Screen:
    """Speak to this person in that language from now on, also in messages."""
    if code not in ports.texts.languages():
        return await language(turn, customer, ports)
    await languages.speak(customer.customer_ids, code)
    shown = (await start(turn, customer, ports)).below(Text("language-set"))
    return replace(shown, language=code)


@command("statement", sides=CUSTOMER)
async def statement(turn: Turn, customer: CustomerSelf, ports: Ports) -> Screen:
    """The statement of these three months, as a message of its own: it may carry a file."""
    span, sent = await mailing.ask(customer)
    said = Text("my-statement-comes" if sent else "my-statement-came", days=span)
    return Screen((said,), ((command_button(Text("home"), "start"),),))


@action("my.statement", sides=CUSTOMER)
async def ask_statement(turn: Turn, customer: CustomerSelf, ports: Ports) -> Screen:
    return await statement(turn, customer, ports)

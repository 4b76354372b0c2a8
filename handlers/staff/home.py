"""Home, help and language: what this person, in this role, can do now."""

from __future__ import annotations

import functools
from dataclasses import replace

from domain.ports import Ports
from domain.staff import operators, people
from domain.staff.rights import Actor
from handlers.staff import admin
from handlers.ui import commands
from handlers.ui.commands import Command, action, command, screen
from handlers.ui.screens import Button, Lines, Screen, Text, command_button, in_rows, plain
from handlers.ui.turns import Turn

FIND = "find_"  # a deep link that opens a customer: t.me/bot?start=find_1023


@screen("home")
async def home(actor: Actor, ports: Ports) -> Screen:
    """The card that everything starts from."""
    operator = await operators.get(actor.operator_id)
    known = [made for made in commands.open_to(actor) if made.home is not None]
    buttons = [command_button(Text(f"home-{made.name}"), made.name) for made in known]
    return Screen(
        (
            Lines(
                Text("home-title", isp=operator.name),
                Text("home-hello", name=actor.name, role=Text(f"role-{actor.role}")),
            ),
            *await admin.unheard(actor),
            Text("home-search"),
        ),
        in_rows(buttons),
    )


@command("start", aliases=("menu",))
async def start(turn: Turn, actor: Actor, ports: Ports) -> Screen:
    """Home, or the customer that a deep link names."""
    if turn.text.startswith(FIND):
        find = commands.COMMANDS["find"]
        return await find.handler(replace(turn, text=turn.text.removeprefix(FIND)), actor, ports)
    return await home(actor, ports)


@command("help", home=90)
async def help_(turn: Turn, actor: Actor, ports: Ports) -> Screen:
    """Every command that this person may use, one line each."""
    lines = [_line(made) for made in commands.open_to(actor)]
    return Screen(
        (Text("help-title"), Lines(*lines), Text("help-search")),
        ((Button(Text("home"), "home"),),),
    )


def _line(made: Command) -> Text:
    what = Text(f"command-{made.name}")
    if not made.args:
        return Text("help-bare", name=made.name, what=what)
    args = functools.reduce(_beside, arguments(made.args))
    line = Text("help-command", name=made.name, args=args, what=what)
    return Text("help-example", line=line, example=Text(f"example-{made.name}"))


def arguments(args: str) -> list[Text]:
    """`CUSTOMER [AMOUNT]` in the reader's words."""
    return [_argument(word) for word in args.split()]


def _beside(before: Text, after: Text) -> Text:
    return Text("arg-more", before=before, after=after)


def _argument(word: str) -> Text:
    name = Text(f"arg-{word.strip('[]').lower()}")
    return Text("arg-optional", name=name) if word.startswith("[") else name


@command("language", home=91)
async def language(turn: Turn, actor: Actor, ports: Ports) -> Screen:
    """The languages there are, each by its own name."""
    buttons = [
        Button(plain(ports.texts.t(code, "language-name")), "language.set", (code,))
        for code in ports.texts.languages()
    ]
    return Screen((Text("language-ask"),), in_rows(buttons))


@action("language.set")
async def set_language(turn: Turn, actor: Actor, ports: Ports, code: str) -> Screen:
    """Speak to this person in that language from now on."""
    if code not in ports.texts.languages():
        return await language(turn, actor, ports)
    await people.set_language(actor, code)
    shown = (await home(actor, ports)).below(Text("language-set"))
    return replace(shown, language=code)

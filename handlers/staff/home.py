"""Home, help and language: what this person, in this role, can do now."""

from __future__ import annotations

from dataclasses import replace

from domain.ports import Ports
from domain.staff import operators, people
from domain.staff.rights import Actor
from handlers.staff import admin
from handlers.ui import commands, helping
from handlers.ui.commands import action, command, screen
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
    return Screen(
        (Text("help-title"), helping.what_may_be_typed(actor), Text("help-search")),
        ((Button(Text("home"), "home"),),),
    )


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

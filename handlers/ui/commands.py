"""The registry: commands that people type, actions that buttons carry, screens drawn again.

A module of `handlers.staff` or `handlers.customer` registers by decorating, and is found by `load`.
What is for one side is not there for the other, whatever a button says.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, TypeVar

from domain import forms
from domain.chat.principals import Principal, Side, side_of
from domain.errors import Outdated
from handlers.ui.screens import Button, Found, Screen

Handler = Callable[..., Awaitable[Screen]]
Search = Callable[..., Awaitable[list[Found]]]
H = TypeVar("H", bound=Callable[..., Any])

STAFF, CUSTOMER = (Side.STAFF,), (Side.CUSTOMER,)
BOTH = STAFF + CUSTOMER
_KINDS = {"int": int, "str": str}
_TYPED = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@(\w+))?(?:\s+(.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Command:
    """What `/name` does, who may, and how it is written."""

    name: str
    handler: Handler
    right: str | None
    args: str
    aliases: tuple[str, ...]
    home: int | None
    groups: bool

    def open_to(self, principal: Principal) -> bool:
        """Whether this person may use it."""
        return self.right is None or principal.can(self.right)


@dataclass(frozen=True, slots=True)
class Action:
    """What a button does. Outdated, it shows the screen `refresh` with as many of its arguments
    as that takes."""

    name: str
    handler: Handler
    right: str | None
    refresh: str
    sides: tuple[Side, ...] = STAFF

    def open_to(self, principal: Principal) -> bool:
        """Whether this person may do it."""
        here = side_of(principal) in self.sides
        return here and (self.right is None or principal.can(self.right))


COMMANDS: dict[str, Command] = {}  # of staff
OF_CUSTOMERS: dict[str, Command] = {}
ACTIONS: dict[str, Action] = {}
SCREENS: dict[str, Handler] = {}
INLINE: list[Search] = []
WORDS: list[Handler] = []


def command(
    name: str,
    *,
    right: str | None = None,
    args: str = "",
    aliases: tuple[str, ...] = (),
    home: int | None = None,
    groups: bool = False,
    sides: tuple[Side, ...] = STAFF,
) -> Callable[[H], H]:
    """Register `async def f(turn, actor, ports) -> Screen` for `/name`.

    `turn.text` is what followed the command. `args` is shown in the help (`CUSTOMER [AMOUNT]`, each
    word a text `arg-customer`). `sides` says whom it is for. `home` puts a button on the home card,
    lower first. In groups it answers only with `groups`. It needs the texts `command-NAME`, with
    `home` also `home-NAME`, and with `args` an `example-NAME`.
    """

    def register(handler: H) -> H:
        made = Command(name, handler, right, args, aliases, home, groups)
        for side in sides:
            for each in (name, *aliases):
                _add(known_to(side), each, made)
        return handler

    return register


def action(
    name: str,
    *,
    right: str | None = None,
    refresh: str = "",
    sides: tuple[Side, ...] = STAFF,
) -> Callable[[H], H]:
    """Register `async def f(turn, actor, ports, *args) -> Screen` for buttons with this action.

    `refresh` names the screen that is shown when the button turns out outdated or refused.
    """

    def register(handler: H) -> H:
        _add(ACTIONS, name, Action(name, handler, right, refresh, sides))
        return handler

    return register


def screen(
    name: str, *, right: str | None = None, sides: tuple[Side, ...] = STAFF
) -> Callable[[H], H]:
    """Register `async def f(actor, ports, *args) -> Screen`: a card that can be drawn again.

    It is an action of the same name as well, so that buttons open it.
    """

    def register(handler: H) -> H:
        async def show(_turn: object, actor: Principal, ports: object, *args: str | int) -> Screen:
            return await draw_again(name, actor, ports, args)

        _add(SCREENS, name, handler)
        _add(ACTIONS, name, Action(name, show, right, name, sides))
        return handler

    return register


def words(handler: H) -> H:
    """Register `async def f(turn, customer, ports) -> Screen` for whatever else a customer says."""
    WORDS.append(handler)
    return handler


def inline(search: Search) -> Search:
    """Register `async def f(actor, ports, text) -> list[Found]` for `@bot text` in any chat."""
    INLINE.append(search)
    return search


def known_to(side: Side) -> dict[str, Command]:
    """The commands of a side by what is typed."""
    return COMMANDS if side is Side.STAFF else OF_CUSTOMERS


def _add(registry: dict[str, Any], name: str, made: Any) -> None:
    if name in registry:
        raise ValueError(f"{name} is registered twice")
    registry[name] = made


async def draw_again(
    name: str, actor: Principal, ports: object, args: Iterable[str | int]
) -> Screen:
    """The registered screen, with as many of the arguments as it takes."""
    handler = SCREENS[name]
    fit = fitting(handler, tuple(args), before=2)
    if not _are_of_kind(handler, (actor, ports, *fit)):
        raise Outdated
    return await handler(actor, ports, *fit)


def fitting(handler: Handler, args: tuple[str | int, ...], *, before: int) -> tuple[str | int, ...]:
    """As many of the arguments as the handler takes after its first `before` parameters."""
    kinds = [parameter.kind for parameter in _signature(handler).parameters.values()]
    if inspect.Parameter.VAR_POSITIONAL in kinds:
        return args
    return args[: len(kinds) - before]


def named(name: str, args: tuple[str | int, ...]) -> dict[str, str | int]:
    """The arguments of a registered screen by the names of its parameters."""
    bound = _signature(SCREENS[name]).bind(None, None, *args).arguments
    return dict(list(bound.items())[2:])


def takes(handler: Handler, args: tuple[str | int, ...]) -> bool:
    """Whether the handler can be called with a turn, an actor, ports and these arguments."""
    return _are_of_kind(handler, (None, None, None, *args))


def _are_of_kind(handler: Handler, args: tuple[object, ...]) -> bool:
    """Whether the handler takes so many, with numbers and texts where it wants them."""
    signature = _signature(handler)
    try:
        given = signature.bind(*args).arguments
    except TypeError:
        return False
    kinds = {name: _KINDS.get(str(each.annotation)) for name, each in signature.parameters.items()}
    return all(kinds[name] is None or type(value) is kinds[name] for name, value in given.items())


@cache
def _signature(handler: Handler) -> inspect.Signature:
    return inspect.signature(handler)


def load(*packages: str) -> None:
    """Import every module of the packages, so that what they register is known."""
    for package in packages:
        found = importlib.import_module(package)
        for module in pkgutil.iter_modules(found.__path__, f"{package}."):
            importlib.import_module(module.name)


def read(text: str) -> tuple[str, str, str] | None:
    """A typed line as command, bot that it names (or empty), and the rest; None for other text."""
    match = _TYPED.fullmatch(text.strip())
    if match is None:
        return None
    return match[1].lower(), match[2] or "", (match[3] or "").strip()


def open_to(actor: Principal) -> list[Command]:
    """The commands that this person may use: those of the home card in its order, then the rest."""
    theirs = known_to(side_of(actor))
    known = [made for name, made in theirs.items() if name == made.name and made.open_to(actor)]
    return sorted(known, key=lambda made: (made.home is None, made.home or 0, made.name))


def permitted(shown: Screen, actor: Principal) -> Screen:
    """The screen without buttons that this person may not press."""
    rows = [tuple(each for each in row if _may_press(each, actor)) for row in shown.buttons]
    return replace(shown, buttons=tuple(row for row in rows if row))


def _may_press(button: Button, actor: Principal) -> bool:
    if button.action == "command":
        made = known_to(side_of(actor)).get(str(button.args[0]))
        return made is None or made.open_to(actor)
    return button.action not in ACTIONS or ACTIONS[button.action].open_to(actor)


def nearest(name: str, actor: Principal) -> str | None:
    """The command that was probably meant."""
    known = [made.name for made in open_to(actor)]
    return forms.near(name, known) or None

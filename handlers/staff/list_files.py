"""What a list shows, whole, as a file: the tap is answered first, and the file comes when made."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from domain import clock
from domain.errors import Outdated
from domain.ports import Document, Ports
from domain.ports.lists import Form, Listed
from domain.staff.rights import Actor
from handlers.ui.commands import action
from handlers.ui.screens import Button, Row, Screen, Text
from handlers.ui.turns import Turn

Whole = Callable[[Actor, str], Awaitable[Listed]]
_WHOLE: dict[str, Whole] = {}


def of(listed: str) -> Callable[[Whole], Whole]:
    """Register `async def f(actor, packed)`, which gives the list that a filter leaves."""

    def register(whole: Whole) -> Whole:
        _WHOLE[listed] = whole
        return whole

    return register


def buttons(listed: str, packed: str) -> Row:
    """The list that the filter leaves, as each kind of file."""
    return tuple(
        Button(Text(f"list-as-{form.value}"), "list.file", (listed, form.value, packed))
        for form in Form
    )


@action("list.file", right="customer.see")
async def make(
    turn: Turn, actor: Actor, ports: Ports, listed: str, form: str, packed: str
) -> Screen:
    """The file; what it holds is asked for in the rights of whoever tapped."""
    if listed not in _WHOLE or form not in {each.value for each in Form}:
        raise Outdated
    whole = await _WHOLE[listed](actor, packed)

    async def paper() -> Document:
        return await ports.lists.document(whole, Form(form), actor.language)

    return Screen(
        (Text("list-made", title=Text(whole.title), at=clock.now()),), paper=paper, edit=False
    )

"""The logo on an operator's papers and pages: sent as a picture or a file."""

from __future__ import annotations

from collections.abc import Sequence

from domain.errors import PictureNotReadable
from domain.ports import Ports
from domain.staff import operators
from domain.staff.rights import Actor
from handlers.ui import guide
from handlers.ui.commands import action, command
from handlers.ui.flows import Filling, Option, Step, flow
from handlers.ui.screens import Button, Screen, Text, plain
from handlers.ui.turns import Turn

RIGHT = "operator.manage"
LARGEST_BYTES = 10_000_000


@command("logo", right=RIGHT)
async def logo(turn: Turn, actor: Actor, ports: Ports) -> Screen:
    """Asks whose it is where there are several, then for the picture."""
    known = await operators.reached(actor)
    values = {"operator": known[0].id} if len(known) == 1 else {}
    return await guide.begin(LOGO, turn, actor, ports, values=values)


async def _operators(filling: Filling) -> Sequence[Option]:
    return [Option(plain(row.name), row.id) for row in await operators.reached(filling.actor)]


async def _picture(filling: Filling, text: str) -> str:
    sent = filling.turn.photo or filling.turn.document
    if sent is None:
        raise PictureNotReadable(reason="none")
    if sent.size > LARGEST_BYTES:
        raise PictureNotReadable(reason="too-large")
    return await filling.ports.papers.logo(await sent.fetch())


async def _keep(filling: Filling) -> Screen:
    row = await operators.give_logo(
        filling.actor, filling.values["operator"], filling.values["picture"]
    )
    return Screen(
        (Text("logo-kept", operator=row.name),),
        ((Button(Text("logo-remove"), "logo.remove", (row.id,)),), guide.HOME),
    )


LOGO = flow(
    "logo",
    Step("operator", Text("logo-whose"), options=_operators),
    Step("picture", Text("logo-ask"), parse=_picture, takes="photo"),
    do=_keep,
    right=RIGHT,
)


@action("logo.remove", right=RIGHT, refresh="home")
async def remove(turn: Turn, actor: Actor, ports: Ports, operator_id: int) -> Screen:
    """The initial of the name stands there again."""
    row = await operators.give_logo(actor, operator_id, "")
    return Screen((Text("logo-removed", operator=row.name),), (guide.HOME,))

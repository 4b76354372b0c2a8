"""Cards that were raised in a group for all who are in it: whoever taps, they stay there."""

from __future__ import annotations

from dataclasses import replace

from domain.chat import cards
from domain.chat.principals import Principal
from domain.ports import Ports
from handlers.ui import commands
from handlers.ui.commands import Action
from handlers.ui.screens import Screen
from handlers.ui.turns import Turn


async def left_standing(
    turn: Turn, actor: Principal, ports: Ports, made: Action | None, shown: Screen
) -> Screen:
    """What a tap shows: on the raised card itself what is decided there, all else below it.

    A raised card is kept true for everybody already, and becomes nobody's own.
    """
    if turn.private or turn.message_id is None or shown.silent or not shown.edit:
        return shown
    card = await cards.raised_at(turn.app, turn.chat, turn.message_id)
    if card is None:
        return shown
    if made is not None and card.screen in {made.name, made.refresh}:
        return replace(shown, watch=None)
    leads_on = made is None or made.name in commands.SCREENS
    if leads_on or shown.watch is None or shown.watch.subject != card.subject:
        return replace(shown, edit=False)
    again = await commands.SCREENS[card.screen](actor, ports, **card.args)
    return replace(again, watch=None, toast=shown.toast, alert=shown.alert)

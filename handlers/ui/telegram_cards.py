"""Keeps cards in Telegram chats true: draws again what the domain says has changed."""

from __future__ import annotations

import logging

from aiogram.exceptions import TelegramAPIError

from domain import clock
from domain.errors import NotFound, RightLacking
from domain.ports import Output, Ports
from domain.staff import cards, groups, operators, people
from domain.staff.models import Card
from domain.staff.rights import SYSTEM, Actor
from handlers.ui import commands
from handlers.ui.drawing import Reader, draw
from handlers.ui.telegram_send import ChatGone, Sender, Spot

log = logging.getLogger(__name__)


class TelegramCards:
    """A worker's body: `step` shows what is due. Several processes may run it, told apart by
    `holder`; each card is shown by one of them."""

    def __init__(self, ports: Ports, sender: Sender, holder: str) -> None:
        self._ports = ports
        self._sender = sender
        self._holder = holder

    async def step(self, limit: int = 20) -> int:
        """Show the cards that are due; how many there were. Sleep on `wakes.CARDS` after none."""
        due = await cards.due(self._holder, clock.now(), limit)
        for card in due:
            await self._show(card)
        return len(due)

    async def _show(self, card: Card) -> None:
        version = card.wanted
        try:
            message_id = await self._draw(card)
        except (ChatGone, NotFound, RightLacking):
            await cards.dead(card)
        except TelegramAPIError as why:
            log.warning("card not shown id=%s: %s", card.id, type(why).__name__)
            await cards.put_off(card, clock.now())
        except Exception:
            log.exception("card can't be drawn id=%s screen=%s", card.id, card.screen)
            await cards.put_off(card, clock.now())
        else:
            await cards.shown(card, version, message_id)

    async def _draw(self, card: Card) -> int | None:
        actor, reader = await self._whose(card)
        handler = commands.SCREENS[card.screen]
        screen = await handler(actor, self._ports, **card.args)
        drawn = await draw(screen, reader, self._ports.texts, Output.TELEGRAM)
        spot = Spot(card.chat_id, card.thread_id, card.message_id)
        return await self._sender.show(spot, drawn)

    async def _whose(self, card: Card) -> tuple[Actor, Reader]:
        """With whose rights it is drawn, and for whom: its person, or the group that it is in."""
        if card.staff_id is None:
            group = await groups.find(card.chat_id)
            owner = await (operators.get(group.operator_id) if group else operators.root())
            return SYSTEM, Reader(card.language, owner.timezone)
        actor = await people.actor_by_id(card.staff_id)
        if actor is None:
            raise ChatGone
        private = card.chat_id == actor.telegram_id
        return actor, Reader(
            actor.language if private else card.language,
            actor.timezone,
            actor.staff_id if private else None,
        )

"""Keeps cards in Telegram chats true: draws again what the domain says has changed."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta
from functools import partial

from aiogram.exceptions import TelegramAPIError, TelegramRetryAfter

from domain import clock, wakes
from domain.chat import cards, groups
from domain.chat.addresses import TELEGRAM
from domain.chat.views import CardView
from domain.errors import NotFound, RightLacking
from domain.fields import from_ms
from domain.ports import Output, Ports
from domain.staff import people
from domain.staff.rights import Actor
from handlers.carriers.telegram import troubles
from handlers.carriers.telegram.faces import face_of
from handlers.carriers.telegram.sending import ChatGone, Sender, name_of, spot_of
from handlers.ui import commands
from handlers.ui.drawing import Reader, draw
from handlers.ui.screens import Screen

log = logging.getLogger(__name__)

CHATS_AT_ONCE = 50
LONGEST = timedelta(seconds=40)  # that showing one card may take; its claim lasts longer


class TelegramCards:
    """A worker's body: `begin` starts to show what is due. Several processes may run it, told
    apart by `holder`; each card is shown by one of them, and no chat waits for another."""

    def __init__(self, ports: Ports, sender: Sender, holder: str) -> None:
        self._ports = ports
        self._sender = sender.without_waiting()
        self._holder = holder
        self._busy: set[str] = set()
        self._fine: set[str] = set()  # groups that took what was said

    async def step(self, limit: int = 20) -> int:
        """Show the cards that are due, to the end; how many there were."""
        due = await self._claimed(limit)
        await asyncio.gather(*(self._show_all(chat, theirs) for chat, theirs in due.items()))
        return sum(map(len, due.values()))

    async def begin(self, limit: int = 20) -> int:
        """Start to show the cards that are due; how many. Sleep on `wakes.CARDS` after none."""
        due = await self._claimed(limit)
        for chat, theirs in due.items():
            self._ports.spawn(f"cards of {chat}", partial(self._show_all, chat, theirs))
        return sum(map(len, due.values()))

    async def _claimed(self, limit: int) -> dict[str, list[CardView]]:
        """Cards that are ours to show, by chat; of chats in which nothing is being shown yet."""
        chats: dict[str, list[CardView]] = {}
        if len(self._busy) < CHATS_AT_ONCE:
            now = clock.now()
            shut = self._busy | self._quiet(now)
            for card in await cards.due(TELEGRAM, self._holder, now, limit, but_in=shut):
                chats.setdefault(card.chat_id, []).append(card)
        self._busy.update(chats)
        return chats

    def _quiet(self, now: datetime) -> set[str]:
        """The chats that Telegram asked to leave alone for now."""
        known = self._sender.quiet_until
        for chat in [chat for chat, until in known.items() if until <= now]:
            del known[chat]
        return {str(chat) for chat in known}

    async def _show_all(self, chat: str, due: list[CardView]) -> None:
        try:
            for card in due:
                now = clock.now()
                until = self._sender.quiet_until.get(int(chat), now)
                runs_out = from_ms(card.locked_until) - now < LONGEST
                if until > now or runs_out:
                    await cards.wait_for_chat(TELEGRAM, chat, self._holder, now, until)
                    return
                await self._show(card)
        finally:
            self._busy.discard(chat)
            wakes.rouse(wakes.CARDS)

    async def _show(self, card: CardView) -> None:
        version = card.wanted
        try:
            async with asyncio.timeout(LONGEST.total_seconds()):
                message_id, face = await self._draw(card)
        except TelegramRetryAfter as why:
            now = clock.now()
            until = now + timedelta(seconds=why.retry_after)
            log.info("chat is to be left alone id=%s seconds=%s", card.chat_id, why.retry_after)
            await cards.wait_for_chat(TELEGRAM, card.chat_id, self._holder, now, until)
        except (ChatGone, NotFound, RightLacking) as why:
            await cards.dead(card)
            if isinstance(why, ChatGone) and not card.owner:
                self._fine.discard(card.chat_id)
                await troubles.group_gone(card.chat_id)
        except (TelegramAPIError, TimeoutError) as why:
            log.warning("card not shown id=%s: %s", card.id, type(why).__name__)
            await cards.put_off(card, clock.now())
        except Exception:
            log.exception("card can't be drawn id=%s screen=%s", card.id, card.screen)
            await cards.put_off(card, clock.now())
        else:
            await cards.shown(card, version, message_id, face)
            await self._look_at_chat(card)

    async def _look_at_chat(self, card: CardView) -> None:
        """Tell of a topic that is gone, and no more of a group that was."""
        if not card.owner and card.chat_id not in self._fine:
            self._fine.add(card.chat_id)
            await troubles.heard_again(card.chat_id)
        lost = (int(card.chat_id), int(card.thread_id or 0))
        if lost in self._sender.lost_topics:
            self._sender.lost_topics.discard(lost)
            await troubles.topic_gone(str(lost[0]), str(lost[1]))

    async def _draw(self, card: CardView) -> tuple[str | None, str]:
        screen, reader = await (self._own(card) if card.owner else self._in_group(card))
        drawn = await draw(screen, reader, self._ports.texts, Output.TELEGRAM)
        face = face_of(drawn)
        if card.message_id is not None and card.face == face:
            return card.message_id, face
        spot = spot_of(card.chat_id, card.thread_id, card.message_id)
        return name_of(await self._sender.show(spot, drawn)), face

    async def _in_group(self, card: CardView) -> tuple[Screen, Reader]:
        """The card as whoever is in the group may see it: of their operators' customers only."""
        readers = await groups.readers_in(card.chat_id)
        for reader in readers:
            try:
                screen = await self._made(card, reader)
            except NotFound:
                if reader is readers[-1]:
                    raise
            else:
                return screen, Reader(card.language, reader.timezone)
        raise ChatGone

    async def _own(self, card: CardView) -> tuple[Screen, Reader]:
        """The card with the rights of its person, wherever it is."""
        actor = await people.actor_of_key(card.owner)
        if actor is None:
            raise ChatGone
        private = card.chat_id == str(actor.telegram_id)
        screen = await self._made(card, actor)
        return commands.permitted(screen, actor) if private else screen, Reader(
            actor.language if private else card.language,
            actor.timezone,
            actor.key if private else "",
        )

    async def _made(self, card: CardView, actor: Actor) -> Screen:
        return await commands.SCREENS[card.screen](actor, self._ports, **card.args)

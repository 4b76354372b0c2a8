"""Telegram: updates in, screens out. Everything in between is the same for every app."""

from __future__ import annotations

import asyncio
import html
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from aiogram import Bot, Dispatcher, Router
from aiogram.enums import ContentType
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest
from aiogram.types import (
    CallbackQuery,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InputTextMessageContent,
    MaybeInaccessibleMessageUnion,
    Message,
    TelegramObject,
    Update,
)

from domain import clock
from domain.chat import cards, groups, memory
from domain.chat.addresses import TELEGRAM
from domain.chat.cards import Kept, Tapped
from domain.ports import Output
from domain.staff import operators
from handlers.carriers.telegram import turns
from handlers.carriers.telegram.faces import face_of, keys_of, keys_on
from handlers.carriers.telegram.menu import Menus
from handlers.carriers.telegram.sending import (
    ChatGone,
    Sender,
    Spot,
    cut,
    in_one,
    keyboard,
    length,
    name_of,
    patiently,
    plain,
    spot_of,
)
from handlers.together import Together
from handlers.ui import commands, errors
from handlers.ui.conversation import Conversation, Reply
from handlers.ui.drawing import Drawn, Reader, draw, say
from handlers.ui.screens import Found, Screen, Text
from handlers.ui.turns import Turn
from handlers.ui.turnstile import Turnstile

log = logging.getLogger(__name__)

LONGEST_TOAST = 200
MOST_FOUND = 50
SPINNER_SECONDS = 10.0  # after that Telegram takes no answer to a tap
MOST_WAITS, WAIT_SECONDS = 60, 0.05  # for a card that is being drawn just now
SAID = (  # the rest tells of events in a chat
    ContentType.TEXT,
    ContentType.DOCUMENT,
    ContentType.PHOTO,
    ContentType.LOCATION,
    ContentType.CONTACT,
    ContentType.VENUE,
    ContentType.VOICE,
    ContentType.AUDIO,
    ContentType.VIDEO,
    ContentType.VIDEO_NOTE,
    ContentType.ANIMATION,
    ContentType.STICKER,
    ContentType.DICE,
    ContentType.POLL,
    ContentType.STORY,
)
Next = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class Telegram:
    """The bot: hand it a conversation; its dispatcher takes updates, however they come."""

    def __init__(self, conversation: Conversation, bot: Bot) -> None:
        self.conversation = conversation
        self.bot = bot
        self.sender = Sender(bot)
        self.dispatcher = Dispatcher(disable_fsm=True)
        self._menus = Menus(bot, conversation.ports.texts)
        self._order = Turnstile()
        self._making: set[tuple[str, str]] = set()  # papers that are being made
        self._known = Together(memory.are_taken)
        self._taken = Together(memory.take_updates)
        self._alone = Together(cards.take)
        self._ended = Together(cards.end_taps)
        router = Router()
        router.message.register(self._on_message)
        router.callback_query.register(self._on_tap)
        router.inline_query.register(self._on_inline)
        self.dispatcher.include_router(router)
        self.dispatcher.update.outer_middleware(self._once_and_in_order)

    async def greet(self) -> None:
        """Set what the bot's menu offers to whoever is not staff."""
        await self._menus.set_public()

    async def _once_and_in_order(
        self, handler: Next, update: TelegramObject, data: dict[str, Any]
    ) -> Any:
        """Each update once, and one person's in a chat in their order.

        It is taken only when it is done: one that a dying process had in hand is handled again,
        where whatever it had done already is found done.
        """
        assert isinstance(update, Update)  # noqa: S101
        who, where = data.get("event_from_user"), data.get("event_chat")
        source = f"telegram:{self.bot.id}"
        async with self._order.pass_through((where.id if where else None, who.id if who else None)):
            if await self._known.do((source, str(update.update_id))):
                return None
            done = await handler(update, data)
            await self._taken.do((source, str(update.update_id)))
            return done

    async def _on_message(self, message: Message) -> None:
        if message.migrate_to_chat_id is not None:
            await groups.rename_chat(str(message.chat.id), str(message.migrate_to_chat_id))
            return
        if turns.is_hidden_admins(message):
            await self._ask_for_a_name(message)
            return
        turn = turns.of_message(message, self.bot)
        if turn is None or message.content_type not in SAID:
            return
        reply = await self.conversation.handle(turn)
        drawn = await self._draw(reply)
        if drawn.toast and drawn.silent:
            drawn = Drawn((html.escape(drawn.toast, quote=False),))
        await self._show(turn, reply, drawn)
        if turn.private:
            await self._menus.set_for(message.chat.id, reply.principal)

    async def _ask_for_a_name(self, message: Message) -> None:
        """Whoever writes as the group itself can't be known: rights are a person's."""
        typed = commands.read(message.text or "")
        ours = self.conversation.ports.bot_username.lower()
        if typed is None or typed[0] not in commands.COMMANDS or typed[1].lower() not in {"", ours}:
            return
        group = await groups.find(str(message.chat.id))
        root = await operators.root()
        reader = Reader(group.language if group else root.language, root.timezone)
        drawn = await draw(
            Screen((Text("anonymous-admin"),)),
            reader,
            self.conversation.ports.texts,
            Output.TELEGRAM,
        )
        topic = message.message_thread_id if message.is_topic_message else None
        await self.sender.show(Spot(message.chat.id, topic), drawn)

    async def _on_tap(self, query: CallbackQuery) -> None:
        turn = turns.of_tap(query)
        if turn is None:
            await self._answer(query, "", False)
            return
        try:
            reply = await self.conversation.handle(turn)
            drawn = None if reply.screen.paper else await self._draw(reply)
        except Exception:
            await self._answer(query, "", False)
            raise
        if drawn is None:
            await self._make_beside(query, turn, reply)
            return
        drawn, on_show = self._beside(query.message, drawn, reply.reader)
        await asyncio.gather(
            self._answer(query, drawn.toast, drawn.alert), self._show(turn, reply, drawn, on_show)
        )
        if turn.private:
            await self._menus.set_for(int(turn.chat), reply.principal)

    async def _make_beside(self, query: CallbackQuery, turn: Turn, reply: Reply) -> None:
        """A paper takes its time: the tap is answered first, and what comes next goes on."""
        texts = self.conversation.ports.texts
        await self._answer(query, say(texts, reply.reader, Text("paper-making")), False)
        paper = (turn.chat, turn.choice)
        if paper in self._making:
            return
        self._making.add(paper)

        async def make() -> None:
            try:
                await self._show(turn, reply, await self._draw_paper(reply))
            finally:
                self._making.discard(paper)

        self.conversation.ports.spawn(f"paper in {turn.chat}", make)

    async def _draw_paper(self, reply: Reply) -> Drawn:
        try:
            return await self._draw(reply)
        except Exception as why:
            said = Screen((errors.sentence(why),), edit=False)
            return await self._draw(replace(reply, screen=said))

    def _beside(
        self, seen: MaybeInaccessibleMessageUnion | None, drawn: Drawn, reader: Reader
    ) -> tuple[Drawn, bool]:
        """The screen beside what its message shows: what brings nothing new says so, and is on
        show already where its buttons are the same as well."""
        if not isinstance(seen, Message) or not drawn.edit or drawn.silent or drawn.document:
            return drawn, False
        keys = keys_of(drawn)
        if not self.sender.faces.are_alike(seen, plain(in_one(drawn.text)).strip(), keys):
            return drawn, False
        if not drawn.toast:
            nothing_new = Text("nothing-new", at=clock.now())
            drawn = replace(drawn, toast=say(self.conversation.ports.texts, reader, nothing_new))
        return drawn, keys == keys_on(seen)

    async def _answer(self, query: CallbackQuery, toast: str, loud: bool) -> None:
        """Stop the spinner, whatever happened; one that waited too long stops by itself."""
        said = toast if length(toast) <= LONGEST_TOAST else f"{cut(toast, LONGEST_TOAST - 1)}…"
        try:
            await patiently(
                lambda: query.answer(said or None, show_alert=loud or None), SPINNER_SECONDS
            )
        except TelegramBadRequest:
            log.debug("the tap was too old to answer")
        except TelegramAPIError as why:
            log.warning("tap not answered: %s", type(why).__name__)

    async def _draw(self, reply: Reply) -> Drawn:
        texts = self.conversation.ports.texts
        return await draw(reply.screen, reply.reader, texts, Output.TELEGRAM)

    async def _show(self, turn: Turn, reply: Reply, drawn: Drawn, on_show: bool = False) -> None:
        if drawn.silent:
            if "~" in turn.choice and turn.message_id is not None:
                await cards.redraw(TELEGRAM, turn.chat, turn.message_id)
            return
        if turn.message_id is None or not drawn.edit:
            shown = await self._put(turn, drawn)
            if shown is not None and (kept := _kept(turn, reply, shown, face_of(drawn))):
                await cards.keep(kept)
            return
        tapped = (TELEGRAM, turn.chat, turn.message_id)
        await self._be_alone_at(tapped)
        done = Tapped(tapped)
        try:
            shown = turn.message_id if on_show else await self._put(turn, drawn)
            if shown is not None:
                kept = _kept(turn, reply, shown, face_of(drawn))
                free = kept is None and turn.private and shown == turn.message_id
                done = Tapped(tapped, kept, free)
        finally:
            await self._ended.do(done)

    async def _be_alone_at(self, message: cards.Spot) -> None:
        """Let nobody draw a kept card over what a tap has just brought up."""
        for _ in range(MOST_WAITS):
            if await self._alone.do(message):
                break
            await asyncio.sleep(WAIT_SECONDS)

    async def _put(self, turn: Turn, drawn: Drawn) -> str | None:
        """The message that shows it now; None where nobody is left to see it."""
        spot = spot_of(turn.chat, turn.thread_id, turn.message_id)
        try:
            return name_of(await self.sender.show(spot, drawn))
        except ChatGone:
            log.info("chat is gone id=%s", turn.chat)
            return None

    async def _on_inline(self, query: InlineQuery) -> None:
        found, reader = await self.conversation.search(turns.of_inline(query))
        results = [await self._result(each, reader) for each in found[:MOST_FOUND]]
        try:
            await query.answer(list(results), cache_time=0, is_personal=True)
        except TelegramBadRequest:
            log.debug("the search was too old to answer")

    async def _result(self, found: Found, reader: Reader) -> InlineQueryResultArticle:
        texts = self.conversation.ports.texts
        drawn = await draw(found.screen, reader, texts, Output.TELEGRAM)
        return InlineQueryResultArticle(
            id=found.id,
            title=say(texts, reader, found.title),
            description=say(texts, reader, found.description),
            input_message_content=InputTextMessageContent(
                message_text=drawn.text, parse_mode="HTML"
            ),
            reply_markup=_without_taps(drawn),
        )


def _kept(turn: Turn, reply: Reply, message_id: str, face: str) -> Kept | None:
    """The card that the message is from now on, where its screen is to be kept true."""
    watch, actor = reply.screen.watch, reply.principal
    if watch is None or actor is None:
        return None
    return Kept(
        key=f"{turn.app}:{turn.chat}:{message_id}",
        screen=watch.screen,
        args=commands.named(watch.screen, watch.args),
        subject=watch.subject,
        app=turn.app,
        chat_id=turn.chat,
        language=reply.reader.language,
        owner=actor.key,
        message_id=message_id,
        thread_id=turn.thread_id,
        until=watch.until,
        face=face,
    )


def _without_taps(drawn: Drawn) -> InlineKeyboardMarkup | None:
    """The buttons that work in a message that somebody else sends."""
    rows = [tuple(key for key in row if not key.data) for row in drawn.keys]
    return keyboard(replace(drawn, keys=tuple(row for row in rows if row)))

"""The menu of commands beside the text field: by role and language, and one for everybody else."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramRetryAfter
from aiogram.types import BotCommand, BotCommandScopeChat

from domain import clock
from domain.chat.principals import CustomerSelf, Principal
from domain.ports import Texts
from handlers.carriers.telegram.sending import patiently
from handlers.ui import commands

log = logging.getLogger(__name__)

PUBLIC = ("start", "language")
MOST, LONGEST = 100, 256
WAIT_SECONDS = 3.0


class Menus:
    """Sets a person's menu when their role or language is another than this process has seen."""

    def __init__(self, bot: Bot, texts: Texts) -> None:
        self._bot = bot
        self._texts = texts
        self._seen: dict[int, tuple[str, str] | None] = {}
        self._not_before: datetime | None = None

    async def set_public(self) -> None:
        """What whoever is not staff can choose, in each language."""
        for language in self._texts.languages():
            await self._set_public(language, language)
        await self._set_public("en", None)

    async def _set_public(self, language: str, code: str | None) -> None:
        menu = [self._entry(name, language) for name in PUBLIC]
        await patiently(lambda: self._bot.set_my_commands(menu, language_code=code))

    async def set_for(self, chat_id: int, principal: Principal | None) -> None:
        """The menu of this person's own chat; gone for whoever is not known any more."""
        wanted = None if principal is None else (_role(principal), principal.language)
        if chat_id in self._seen and self._seen[chat_id] == wanted:
            return
        if self._not_before is not None and clock.now() < self._not_before:
            return
        self._seen[chat_id] = wanted
        scope = BotCommandScopeChat(chat_id=chat_id)
        try:
            if principal is None:
                await patiently(lambda: self._bot.delete_my_commands(scope=scope), WAIT_SECONDS)
                return
            known = [made for made in commands.open_to(principal)][:MOST]
            menu = [self._entry(made.name, principal.language) for made in known]
            await patiently(lambda: self._bot.set_my_commands(menu, scope=scope), WAIT_SECONDS)
        except TelegramRetryAfter as why:  # the person's next words are not to wait for that
            self._seen.pop(chat_id, None)
            self._not_before = clock.now() + timedelta(seconds=why.retry_after)
        except TelegramAPIError as why:
            log.warning("menu not set: %s", type(why).__name__)

    def _entry(self, name: str, language: str) -> BotCommand:
        what = self._texts.t(language, f"command-{name}")
        return BotCommand(command=name, description=what[:LONGEST])


def _role(principal: Principal) -> str:
    return "customer" if isinstance(principal, CustomerSelf) else str(principal.role)

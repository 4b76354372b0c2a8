"""`netkhata invite`: a one-time link to become staff."""

from __future__ import annotations

from aiogram.exceptions import TelegramAPIError

from bot.apply import provision
from bot.failure import MISUSED, Failure, meant
from bot.keys import use_vault
from bot.settings import Settings
from domain.staff import people
from domain.staff.models import Role
from domain.staff.rights import GIVEN, SYSTEM


async def invite(settings: Settings, *, role: str, code: str | None, name: str) -> tuple[str, str]:
    """A one-time link (empty while the bot's name is not known) and its token."""
    use_vault(settings)
    if role not in GIVEN:
        raise Failure(f"there is no role '{role}'{meant(role, GIVEN)}", MISUSED)
    found = await provision.isp() if code is None else await provision.operator(code)
    token = await people.invite(SYSTEM, Role(role), operator_id=found.id, name=name)
    return await _link(settings, token), token


async def _link(settings: Settings, token: str) -> str:
    if not settings.telegram_token:
        return ""
    from bot.serving.telegram import Telegram

    telegram = Telegram(settings)
    try:
        return f"https://t.me/{await telegram.username()}?start={token}"
    except TelegramAPIError:
        return ""
    finally:
        await telegram.close()

"""From Telegram's updates to turns."""

from __future__ import annotations

from aiogram import Bot
from aiogram.types import CallbackQuery, InlineQuery, Message, User

from domain import phone
from domain.chat.addresses import TELEGRAM
from handlers.carriers.telegram.sending import name_of
from handlers.ui.turns import Place, Turn, Upload

LARGEST_FILE = 20 * 1024 * 1024  # what bots may fetch


def is_hidden_admins(message: Message) -> bool:
    """Whether it was written in the name of the group: Telegram does not say by which admin."""
    return message.sender_chat is not None and message.sender_chat.id == message.chat.id


def of_message(message: Message, bot: Bot) -> Turn | None:
    """What somebody wrote or sent; None for what is nobody's."""
    who = message.from_user
    if who is None or who.is_bot:
        return None
    place = message.location
    return Turn(
        app=TELEGRAM,
        chat=str(message.chat.id),
        person=str(who.id),
        private=message.chat.type == "private",
        text=message.text or message.caption or "",
        document=_document(message, bot),
        photo=_photo(message, bot),
        place=Place(place.latitude, place.longitude) if place else None,
        contact=_contact(message, who),
        reply_to=name_of(message.reply_to_message.message_id if message.reply_to_message else None),
        thread_id=name_of(message.message_thread_id if message.is_topic_message else None),
        language=who.language_code or "",
        person_name=who.full_name,
    )


def of_tap(query: CallbackQuery) -> Turn | None:
    """A button that was pressed; None where Telegram does not say on which message."""
    if query.message is None or not query.data:
        return None
    topic = query.message.message_thread_id if isinstance(query.message, Message) else None
    return Turn(
        app=TELEGRAM,
        chat=str(query.message.chat.id),
        person=str(query.from_user.id),
        private=query.message.chat.type == "private",
        choice=query.data,
        message_id=str(query.message.message_id),
        thread_id=name_of(topic),
        language=query.from_user.language_code or "",
        person_name=query.from_user.full_name,
    )


def of_inline(query: InlineQuery) -> Turn:
    """What was typed after the bot's name in some chat."""
    return Turn(
        app=TELEGRAM,
        chat=str(query.from_user.id),
        person=str(query.from_user.id),
        text=query.query.strip(),
        language=query.from_user.language_code or "",
        person_name=query.from_user.full_name,
    )


def _contact(message: Message, who: User) -> str:
    """The sender's own number: a contact of somebody else proves nothing."""
    shared = message.contact
    if shared is None or shared.user_id != who.id:
        return ""
    return phone.find("+" + shared.phone_number.lstrip("+")) or ""


def _document(message: Message, bot: Bot) -> Upload | None:
    sent = message.document
    if sent is None:
        return None
    return _upload(
        bot, sent.file_id, sent.file_name or "file", sent.mime_type or "", sent.file_size or 0
    )


def _photo(message: Message, bot: Bot) -> Upload | None:
    if not message.photo:
        return None
    largest = message.photo[-1]
    return _upload(bot, largest.file_id, "photo.jpg", "image/jpeg", largest.file_size or 0)


def _upload(bot: Bot, file_id: str, name: str, mime: str, size: int) -> Upload:
    async def fetch() -> bytes:
        stream = await bot.download(file_id)
        return stream.read() if stream else b""

    return Upload(name, mime, size, fetch)

"""Methods about the bot itself: its commands, its menu, how updates reach it."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from sandbox.telegram.call import Call
from sandbox.telegram.chats import Chat
from sandbox.telegram.errors import bad_request
from sandbox.telegram.model import Bot, Person
from sandbox.telegram.params import Params
from sandbox.telegram.webhook import Webhook
from sandbox.telegram.wire import Json

LONGEST_POLL_SECONDS = 50
WEBHOOK_PORTS = frozenset({443, 80, 88, 8443})
_SECRET = re.compile(r"[A-Za-z0-9_-]*")
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_WIDE_SCOPES = frozenset(
    {"default", "all_private_chats", "all_group_chats", "all_chat_administrators"}
)


async def get_me(call: Call) -> Json:
    """The bot's own account."""
    return call.bot.as_me()


async def get_updates(call: Call) -> list[Json]:
    """The long poll."""
    _allow(call)
    updates = await call.bot.mailbox.poll(
        call.params.integer("offset"),
        call.params.integer("limit", 100),
        min(call.params.integer("timeout"), LONGEST_POLL_SECONDS),
    )
    return [update.as_json() for update in updates]


async def set_webhook(call: Call) -> bool:
    """Have updates posted to an address; an empty one is deleteWebhook."""
    url = call.params.text("url").strip()
    if not url:
        return await delete_webhook(call)
    secret = call.params.text("secret_token")
    _check_webhook(call, url, secret)
    await _unset(call)
    _allow(call)
    mailbox = call.bot.mailbox
    mailbox.terminate("terminated by setWebhook request")
    mailbox.webhook = Webhook(
        mailbox,
        url,
        secret,
        min(max(call.params.integer("max_connections", 40), 1), 100),
        call.host.executor(call.bot),
        call.host.webhook_retry_seconds,
        call.world.stirred,
    )
    mailbox.webhook.wake()
    return True


async def delete_webhook(call: Call) -> bool:
    """Back to getUpdates."""
    await _unset(call)
    return True


async def get_webhook_info(call: Call) -> Json:
    """The address and how deliveries fare."""
    mailbox = call.bot.mailbox
    if mailbox.webhook:
        return mailbox.webhook.info()
    waiting = len(mailbox.current())
    return {"url": "", "has_custom_certificate": False, "pending_update_count": waiting}


async def set_my_commands(call: Call) -> bool:
    """The commands shown in one scope and language."""
    commands = call.params.json_list("commands", "can't parse commands JSON object") or []
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    kept = [_command(each) for each in commands]
    scope = _scope(call)
    if kept:
        call.bot.commands[scope] = kept
    else:
        call.bot.commands.pop(scope, None)
    return True


async def get_my_commands(call: Call) -> list[Json]:
    """The commands of exactly this scope and language."""
    return call.bot.commands.get(_scope(call), [])


async def delete_my_commands(call: Call) -> bool:
    """Fall back to the commands of wider scopes."""
    call.bot.commands.pop(_scope(call), None)
    return True


async def set_chat_menu_button(call: Call) -> bool:
    """What the button beside the input field opens."""
    button = call.params.json_object("menu_button", "can't parse menu button JSON object")
    button = button or {"type": "default"}
    if button.get("type") not in {"default", "commands", "web_app"}:
        raise bad_request("MenuButton type is invalid")
    if button["type"] == "web_app":
        web_app = button.get("web_app") or {}
        if not str(web_app.get("url", "")).startswith("https://"):
            raise bad_request("menu button Web App URL is invalid: Only HTTPS links are allowed")
    chat_id = call.chat().id if call.params.text("chat_id") else None
    call.bot.menu_buttons[chat_id] = button
    return True


def commands_shown(bot: Bot, chat: Chat, person: Person) -> list[Json]:
    """The commands that a person sees in a chat: the narrowest scope that has any."""
    member = chat.members.get(person.id)
    scopes = [f"chat {chat.id}", "all_private_chats", "default"]
    if not chat.is_private:
        scopes = [f"chat {chat.id}", "all_group_chats", "default"]
        if member and member.is_admin:
            scopes.insert(1, "all_chat_administrators")
            scopes.insert(0, f"chat_administrators {chat.id}")
        scopes.insert(0, f"chat_member {chat.id} {person.id}")
    for scope in scopes:
        for language in (person.language_code or "", ""):
            if commands := bot.commands.get((scope, language)):
                return commands
    return []


def _allow(call: Call) -> None:
    # Left out, the choice made last stays; an empty list goes back to the usual kinds.
    kinds = call.params.json_list("allowed_updates", "can't parse allowed updates")
    if kinds is not None:
        call.bot.mailbox.allowed = frozenset(map(str, kinds)) or None


async def _unset(call: Call) -> None:
    mailbox = call.bot.mailbox
    if mailbox.webhook:
        await mailbox.webhook.close()
        mailbox.webhook = None
    if call.params.flag("drop_pending_updates"):
        mailbox.pending.clear()


def _check_webhook(call: Call, url: str, secret: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise bad_request("bad webhook: invalid URL specified")
    if call.host.public_rules and parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if call.host.public_rules and (parts.port or 443) not in WEBHOOK_PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")


def _command(command: Any) -> Json:
    if not isinstance(command, dict):
        raise bad_request("expected an Object")
    name = str(command.get("command", "")).removeprefix("/")
    description = str(command.get("description", ""))
    if not _COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


def _scope(call: Call) -> tuple[str, str]:
    language = call.params.text("language_code")
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise bad_request("invalid language code specified")
    scope = call.params.json_object("scope", "can't parse BotCommandScope") or {}
    kind = str(scope.get("type", "default"))
    if kind in _WIDE_SCOPES:
        return kind, language
    if kind not in {"chat", "chat_administrators", "chat_member"}:
        raise bad_request("can't parse BotCommandScope: invalid type specified")
    chat = Call(call.host, call.bot, Params(scope)).known_chat()
    user = f" {Params(scope).integer('user_id')}" if kind == "chat_member" else ""
    return f"{kind} {chat.id}{user}", language

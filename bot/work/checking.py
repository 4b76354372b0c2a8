"""`netkhata check`: a real call to everything that we depend on, and what to do where it fails."""

from __future__ import annotations

import asyncio
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

from bot import database, keys, sentences
from bot.serving.app import App, opened
from bot.settings import Settings, SettingsWrong
from domain.accounts import gateways
from domain.accounts.models import Gateway
from domain.chat import groups
from domain.errors import InvalidValue, Outside
from domain.network import routers
from domain.network.models import Router
from domain.reports import doubles
from domain.reports.doubles import Double
from domain.staff import operators
from gateways import registry
from handlers.staff import gateways as gateway_cards

SECONDS = 20.0
UNREADABLE = "its credentials can't be read: see the secret key, then apply the file again"
_DOUBLES = 20
_MEND = {
    doubles.USERNAME: "a router takes them for one; give one of them another username by a file"
    " for `netkhata import customers`, or status left",
    doubles.ADDRESS: "one cuts and frees the other; give one of them another ip by a file for"
    " `netkhata import customers`, or status left",
    doubles.TRANSACTION: "they are posted with one transaction ID; compare both with the wallet's"
    " statement, and take back on its card in chat the one that is no money of its own",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """How one thing is."""

    ok: bool
    what: str
    text: str

    def line(self) -> str:
        """For a person."""
        return f"{'ok ' if self.ok else 'BAD'} {self.what}: {self.text}"

    def as_json(self) -> dict[str, object]:
        """For a program."""
        return asdict(self)


async def everything(settings: Settings) -> list[Finding]:
    """Settings, database, Telegram, every enabled gateway and router, in that order."""
    found = [_address(settings)]
    try:
        async with database.opened(settings.database_url):
            found.append(Finding(True, "database", database.safe(settings.database_url)))
            found.append(await _key(settings))
            async with opened(settings) as app:
                found += await _isp()
                found += await _doubles()
                found.append(await _telegram(settings))
                found += await _gateways(app)
                found += await _routers(app)
    except database.DatabaseWrong as why:
        found.append(Finding(False, "database", str(why)))
    return found


def _address(settings: Settings) -> Finding:
    parts = urlsplit(settings.public_url)
    local = parts.hostname in {"127.0.0.1", "localhost", "0.0.0.0"}  # noqa: S104
    text = settings.public_url
    if local:
        text += " (customers can't open this: set NETKHATA_PUBLIC_URL to your public address)"
    return Finding(True, "public address", text)


async def _key(settings: Settings) -> Finding:
    try:
        await keys.check(settings)
    except SettingsWrong as why:
        return Finding(False, "secret key", why.problems[0])
    return Finding(True, "secret key", "opens every credential")


async def _isp() -> list[Finding]:
    try:
        root = await operators.root()
    except Exception:
        return [Finding(False, "isp", "no operator yet: run `netkhata apply FILE.toml` first")]
    found = [Finding(True, "isp", f"{root.name} ({root.code}), {root.currency}, {root.timezone}")]
    if lacking := await groups.unheard([root.id]):
        commands = ", ".join(f"/bind {purpose}" for purpose in lacking)
        found.append(
            Finding(True, "groups", f"none for {', '.join(lacking)}: write in a group {commands}")
        )
    return found


async def _doubles() -> list[Finding]:
    """What should be once and stands twice: by name, and what to do."""
    twice = await doubles.found()
    if not twice:
        return [Finding(True, "doubles", "no username, address or transaction stands twice")]
    shown = [_double(each) for each in twice[:_DOUBLES]]
    if more := len(twice) - len(shown):
        shown.append(Finding(False, "doubles", f"and {more} more, seen when these are mended"))
    return shown


def _double(each: Double) -> Finding:
    what = f"{each.kind} {each.given}{each.place and f' on {each.place}'}"
    return Finding(False, what, f"{' and '.join(each.who)} have it: {_MEND[each.kind]}")


async def _telegram(settings: Settings) -> Finding:
    if not settings.telegram_token:
        return Finding(False, "telegram", "no token: set NETKHATA_TELEGRAM_TOKEN from @BotFather")
    from bot.serving.telegram import Telegram

    telegram = Telegram(settings)
    try:
        async with asyncio.timeout(SECONDS):
            return Finding(True, "telegram", f"@{await telegram.username()}")
    except SettingsWrong as why:
        return Finding(False, "telegram", why.problems[0])
    except Exception as why:
        text = f"{settings.telegram_api_base} does not answer ({type(why).__name__})"
        return Finding(False, "telegram", text)
    finally:
        await telegram.close()


async def _gateways(app: App) -> list[Finding]:
    rows = await Gateway.filter(enabled=True).order_by("kind", "name")
    found = [await _gateway(app, row) for row in rows]
    kinds = {row.kind for row in rows}
    if not kinds & {"whatsapp", "sms"}:
        found.append(Finding(False, "messages", "no gateway: customers can't be written to"))
    if "payment" not in kinds:
        found.append(Finding(False, "payments", "no gateway: payment links can't be sent"))
    return found


async def _gateway(app: App, row: Gateway) -> Finding:
    what = f"{row.kind} {row.name}"
    try:
        account = gateways.account(row, app.ports.vault)
        adapter = (
            app.ports.payment_gateway(account)
            if row.kind == "payment"
            else app.ports.message_gateway(account)
        )
        async with asyncio.timeout(SECONDS):
            health = await adapter.check()
    except InvalidValue:
        return Finding(False, what, f"{row.provider}: {UNREADABLE}")
    except Outside as why:
        return Finding(False, what, f"{row.provider}: {why.reason} {why.detail}".strip())
    except TimeoutError:
        return Finding(False, what, f"{row.provider} did not answer within {SECONDS:.0f} s")
    except Exception as why:
        return Finding(False, what, f"{row.provider}: {type(why).__name__}")
    text = gateway_cards.result(health)
    return Finding(health.ok, what, sentences.said(text.key, text.values))


async def _routers(app: App) -> list[Finding]:
    rows = await Router.filter(enabled=True).order_by("name")
    return list(await asyncio.gather(*(_router(app, row) for row in rows)))


def _place(row: Router) -> str:
    settings = row.settings or {}
    return ":".join(str(settings[key]) for key in ("host", "port") if settings.get(key))


async def _router(app: App, row: Router) -> Finding:
    what, place = f"router {row.name}", _place(row)
    try:
        element = routers.backend(row, app.ports)
        async with asyncio.timeout(SECONDS):
            health = await element.health()
            lacking = await element.lacking(await routers.used(row.id))
    except InvalidValue:
        return Finding(False, what, UNREADABLE)
    except Outside as why:
        advice = registry.backend(row.backend).advice.get(why.reason, "")
        text = " ".join(filter(None, (place, why.reason, why.detail)))
        return Finding(False, what, f"{text}{advice and ': '}{advice}")
    except TimeoutError:
        return Finding(False, what, f"{place} did not answer within {SECONDS:.0f} s")
    text = f"{health.identity} {health.version}, {health.sessions} sessions"
    if lacking:
        names = ", ".join(lacking)
        return Finding(False, what, f"{text}, but no profile {names}: add it on the router")
    return Finding(True, what, text)

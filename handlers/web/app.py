"""The web of a process: pages, webhooks, health, and what stands before all of them."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence

from aiohttp import web

from domain.errors import DomainError, NotFound
from domain.ports import Ports
from handlers import webhooks
from handlers.web import ahead, buying, guard, health, held, papers, pay, recharging
from handlers.web.meters import Meters
from handlers.web.pages import HEADERS, Pages
from handlers.web.site import SITE, Rates, Site, TooOften

log = logging.getLogger(__name__)

MOST_BYTES = 3_000_000
_KEYS = {403: "page-forbidden", 404: "page-not-found", 413: "page-too-large"}
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def build(
    ports: Ports,
    *,
    trusted_proxies: Sequence[str] = (),
    telegram_secrets: Sequence[str] = (),
    database_url: str = "",
    rates: Rates | None = None,
) -> web.Application:
    """The application. `trusted_proxies` are addresses and networks whose word on a client's
    address is believed; `telegram_secrets` are accepted from Telegram, none closes its route;
    `database_url` lets `/readyz` look for missing migrations.
    """
    pages = Pages(ports.texts, ports.public_url)
    site = Site(
        ports=ports,
        proxies=guard.Proxies(trusted_proxies),
        rates=rates or Rates(),
        pages=pages,
        meters=Meters(),
        languages=tuple(ports.texts.languages()),
    )
    app = web.Application(middlewares=[_answered], client_max_size=MOST_BYTES)
    app[SITE] = site
    app[health.DATABASE_URL] = database_url
    app[webhooks.INTAKE] = webhooks.Intake(ports, site.meters, telegram_secrets)
    # What a captive browser asks for can be anything, so held comes last.
    app.add_routes(
        [
            *webhooks.routes(),
            *health.routes(),
            *pay.routes(),
            *papers.routes(),
            *recharging.routes(),
            *ahead.routes(),
            *buying.routes(),
            *held.routes(),
        ]
    )
    return app


@web.middleware
async def _answered(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Whatever happens, an answer with our headers that is counted."""
    site = request.app[SITE]
    route = _route(request)
    try:
        response = await handler(request)
    except web.HTTPRedirection as why:
        why.headers.update(site.pages.headers)
        site.meters.answered(route, why.status)
        raise
    except (asyncio.CancelledError, ConnectionResetError):  # the visitor has gone
        raise
    except Exception as why:
        response = _refused(request, why)
    response.headers.update(response.get(HEADERS, site.pages.headers))
    site.meters.answered(route, response.status)
    return response


def _refused(request: web.Request, why: Exception) -> web.Response:
    """What went wrong, in words of the person's own."""
    match why:
        case TooOften():
            response = _plain_page(request, 429, "page-too-often")
            response.headers["Retry-After"] = str(why.seconds)
        case NotFound():
            response = _plain_page(request, 404, "page-not-found")
        case web.HTTPException():
            response = _plain_page(request, why.status, _KEYS.get(why.status, "page-odd"))
            if "Allow" in why.headers:
                response.headers["Allow"] = why.headers["Allow"]
        case DomainError():
            log.warning("page-refused key=%s", why.key)
            response = _plain_page(request, 409, "page-odd")
        case _:
            number = secrets.token_hex(4)
            log.error("page-failed id=%s path=%s", number, _route(request), exc_info=why)
            response = _plain_page(request, 500, "page-failed", id=number)
    return response


def _route(request: web.Request) -> str:
    """The route without what stands in its place: a link's token belongs into no log."""
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else ""


def _plain_page(request: web.Request, status: int, key: str, **values: object) -> web.Response:
    """A page that belongs to nobody: no operator, no customer."""
    site = request.app[SITE]
    if request.path.startswith("/webhooks/"):
        return web.Response(status=status)
    language = site.language(request)
    t = site.pages.speech(language)
    return site.pages.render(
        "message.html",
        language,
        None,
        status=status,
        tone="bad",
        title=t(f"{key}-title"),
        lines=[t(key, **values)],
        actions=[],
        refresh=0,
    )

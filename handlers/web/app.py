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
from handlers.web import guard, health, held, pay
from handlers.web.meters import Meters
from handlers.web.pages import Pages
from handlers.web.site import SITE, Rates, Site, TooOften

log = logging.getLogger(__name__)

MOST_BYTES = 3_000_000
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
    app = web.Application(middlewares=[_counted, _answered], client_max_size=MOST_BYTES)
    app[SITE] = site
    app[health.DATABASE_URL] = database_url
    app[webhooks.INTAKE] = webhooks.Intake(ports, site.meters, telegram_secrets)

    async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
        response.headers.update(pages.headers)

    app.on_response_prepare.append(add_headers)
    # What a captive browser asks for can be anything, so held comes last.
    app.add_routes([*webhooks.routes(), *health.routes(), *pay.routes(), *held.routes()])
    return app


@web.middleware
async def _counted(request: web.Request, handler: Handler) -> web.StreamResponse:
    route = request.match_info.route.resource
    name = route.canonical if route is not None else ""
    try:
        response = await handler(request)
    except web.HTTPException as why:
        request.app[SITE].meters.answered(name, why.status)
        raise
    request.app[SITE].meters.answered(name, response.status)
    return response


@web.middleware
async def _answered(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Whatever goes wrong, an answer in words of the person's own."""
    try:
        return await handler(request)
    except TooOften as why:
        response = _plain_page(request, 429, "page-too-often")
        response.headers["Retry-After"] = str(why.seconds)
        return response
    except NotFound:
        return _plain_page(request, 404, "page-not-found")
    except web.HTTPRedirection:
        raise
    except web.HTTPException as why:
        key = {403: "page-forbidden", 404: "page-not-found", 413: "page-too-large"}
        response = _plain_page(request, why.status, key.get(why.status, "page-odd"))
        if "Allow" in why.headers:
            response.headers["Allow"] = why.headers["Allow"]
        return response
    except DomainError as why:
        log.warning("page-refused key=%s", why.key)
        return _plain_page(request, 409, "page-odd")
    except (asyncio.CancelledError, ConnectionError):
        raise
    except Exception:
        number = secrets.token_hex(4)
        log.exception("page-failed id=%s route=%s", number, request.match_info.route.resource)
        return _plain_page(request, 500, "page-failed", id=number)


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

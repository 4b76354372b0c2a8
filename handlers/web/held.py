"""The page for held services: whoever is redirected here sees why, and can pay there and then."""

from __future__ import annotations

from aiohttp import web

from domain.errors import NoGateway, NotFound
from domain.payments import held
from domain.payments.held import Held
from domain.staff import operators
from handlers.web import guard
from handlers.web.site import SITE, Site


async def show(request: web.Request) -> web.Response:
    """Why nothing opens: by the address that asks, else by customer id or username, and mobile.

    Nothing is written: phones look at such a page every few seconds.
    """
    site = request.app[SITE]
    site.limit_address(request, "page", site.rates.address)
    found = await held.by_address(site.source(request), site.ports)
    return await _page(site, request, found)


async def _page(
    site: Site,
    request: web.Request,
    found: Held | None,
    *,
    typed: dict[str, str] | None = None,
    wrong: str = "",
    status: int = 200,
) -> web.Response:
    operator_id = found.operator_id if found else (await operators.root()).id
    offer = await site.offer(operator_id)
    return site.pages.render(
        "held.html",
        site.language(request, found.language if found else (typed or {}).get("lang", "")),
        offer.letterhead,
        status=status,
        held=found,
        typed={"customer_id": "", "mobile": "", **(typed or {})},
        wrong=wrong,
        here=f"{site.ports.public_url.rstrip('/')}/held",
    )


async def go(request: web.Request) -> web.Response:
    """Make a fresh link and open its page."""
    site = request.app[SITE]
    site.limit_address(request, "held", site.rates.held_form)
    fields = await guard.read_form(request)
    if not guard.is_own(request, site.ports.public_url):
        raise web.HTTPForbidden
    typed = {name: fields.get(name, "")[:64] for name in ("customer_id", "mobile", "lang")}
    try:
        if typed["customer_id"] or typed["mobile"]:
            found = await held.by_number(typed["customer_id"], typed["mobile"])
        else:
            known = await held.by_address(site.source(request), site.ports)
            if known is None:
                raise NotFound(what="customer", given="")
            found = known
        token = await held.fresh_link(found.customer_id)
    except NotFound:
        return await _page(site, request, None, typed=typed, wrong="page-who-unknown", status=422)
    except NoGateway:
        return await _page(site, request, None, typed=typed, wrong="page-no-gateway", status=503)
    language = typed["lang"] if typed["lang"] in site.languages else ""
    query = f"?lang={language}" if language else ""
    raise web.HTTPSeeOther(f"{site.ports.public_url.rstrip('/')}/p/{token}{query}")


async def elsewhere(request: web.Request) -> web.Response:
    """Any address of any host: a router redirects held customers here whatever they asked for."""
    site = request.app[SITE]
    if site.is_at_home(request) or request.method not in {"GET", "HEAD"}:
        raise web.HTTPNotFound
    site.limit_address(request, "page", site.rates.address)
    return site.pages.render(
        "captive.html",
        site.language(request),
        None,
        here=f"{site.ports.public_url.rstrip('/')}/held",
    )


def routes() -> list[web.RouteDef]:
    """The page, its form, and whatever a redirected browser asks for."""
    return [
        web.get("/held", show),
        web.post("/held", go),
        web.get("/{elsewhere:.*}", elsewhere),
    ]

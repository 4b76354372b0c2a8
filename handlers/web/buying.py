"""Packages for a time on the page of a link: one is chosen, and its bill is paid as any bill is."""

from __future__ import annotations

from aiohttp import web

from domain.errors import DomainError, InvalidState, NotFound
from domain.hotspot import offers, ordering, selling
from domain.hotspot.views import Held, OfferView
from domain.payments import links
from domain.payments.page import Page, PageState
from handlers.web import guard, pay
from handlers.web.pages import Speech
from handlers.web.site import Site


async def show(request: web.Request) -> web.Response:
    """What there is to buy; where the customer buys nothing for a time, the page of the link."""
    site, token, found = await pay.opened(request)
    if not found.buys or found.state is PageState.REVOKED:
        raise web.HTTPSeeOther(f"/p/{token}")
    return await _page(site, request, token, found)


async def _page(
    site: Site, request: web.Request, token: str, found: Page, *, wrong: str = ""
) -> web.Response:
    offer = await site.offer(found.operator_id)
    language = site.language(request, found.language)
    t = site.pages.speech(language)
    held = await selling.held_of(found.customer_id)
    return site.pages.render(
        "packages.html",
        language,
        offer.letterhead,
        status=422 if wrong else 200,
        token=token,
        form=guard.form_token(token),
        name=found.name,
        code=found.code,
        offers=[(each.id, _said(t, each)) for each in await offers.of_customer(found.customer_id)],
        runs=_runs(t, held),
        wrong=wrong,
    )


def _said(t: Speech, offer: OfferView) -> str:
    return t(
        "sell-offer", package=offer.name, price=offer.price, lasts=offer.lasts, cap=offer.cap_mb
    )


def _runs(t: Speech, held: Held | None) -> str:
    return t("page-buy-runs", package=held.now.package) if held and held.now else ""


async def choose(request: web.Request) -> web.Response:
    """Order what was chosen: the page of the link then says what there is to pay.

    A link that was closed when all was paid leads to a fresh one.
    """
    site, token, found = await pay.opened(request)
    fields = await pay.own_fields(request, site, token)
    number = fields.get("package", "")
    if not found.buys or found.state is PageState.REVOKED:
        raise web.HTTPSeeOther(f"/p/{token}")
    try:
        if not number.isascii() or not number.isdigit() or len(number) > 18:
            raise NotFound(what="package", given="")
        await ordering.choose(found.customer_id, int(number))
        onward = await links.to_go_on(token)
    except InvalidState:
        return await _page(site, request, token, found, wrong="page-buy-held")
    except NotFound:
        return await _page(site, request, token, found, wrong="page-buy-gone")
    except DomainError:
        onward = token  # nobody could be paid: the page says so
    language = fields.get("lang", "")[:8]
    said = f"?lang={language}" if language in site.languages else ""
    raise web.HTTPSeeOther(f"/p/{onward}{said}")


def routes() -> list[web.RouteDef]:
    """Everything about buying under a link."""
    return [web.get("/p/{token}/packages", show), web.post("/p/{token}/packages", choose)]

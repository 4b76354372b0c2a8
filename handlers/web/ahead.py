"""Days of service paid ahead on the page of a link: what people usually pay, or another amount."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from aiohttp import web

from domain import money
from domain.billing import ahead
from domain.billing.ahead import Ahead
from domain.errors import AmountNotReadable, DomainError, InvalidValue
from domain.money import Money
from domain.payments import beginning, links
from domain.payments.page import Page, PageState
from domain.payments.starting import GatewayAway
from handlers.web import guard, pay
from handlers.web.site import Site

_LONGEST = 60


async def show(request: web.Request) -> web.Response:
    """What can be paid; where nothing can be paid ahead, the page of the link."""
    site, token, found = await pay.opened(request)
    return await _page(site, request, token, found, {})


async def _page(
    site: Site, request: web.Request, token: str, found: Page, typed: Mapping[str, str],
    *, wrong: str = "",
) -> web.Response:  # fmt: skip
    to_come = await _to_come(token, found)
    offer = await site.offer(found.operator_id)
    language = site.language(request, typed.get("lang", "")[:8] or found.language)
    zone = ZoneInfo(offer.operator.timezone)

    def at(instant: datetime) -> datetime:
        return instant.astimezone(zone)

    return site.pages.render(
        "ahead.html",
        language,
        offer.letterhead,
        status=422 if wrong else 200,
        token=token,
        form=guard.form_token(token),
        name=found.name,
        code=found.code,
        due=found.due,
        until=at(to_come.until),
        least=to_come.least,
        most=to_come.most,
        offers=[(each.amount, at(each.until)) for each in to_come.offers],
        chosen=typed.get("amount", ""),
        other=typed.get("other", "")[:_LONGEST],
        online=offer.online,
        wrong=wrong,
    )


async def _to_come(token: str, found: Page) -> Ahead:
    may = found.pays_ahead and found.state is not PageState.REVOKED
    to_come = await ahead.of(found.customer_id) if may else None
    if to_come is None:
        raise web.HTTPSeeOther(f"/p/{token}")
    return to_come


async def choose(request: web.Request) -> web.Response:
    """Begin an attempt of the amount; a link that was closed leads on by a fresh one."""
    site, token, found = await pay.opened(request)
    fields = await pay.own_fields(request, site, token)
    await _to_come(token, found)
    choice = (await site.offer(found.operator_id)).named(
        fields.get("gateway", "")[:64], manual=False
    )
    try:
        if choice is None or choice.shown.asks:
            raise GatewayAway(gateway="")
        link = await links.to_pay_ahead(token)
        amount = await beginning.payable(link, _meant(fields, found.due.currency))
        language = site.language(request, fields.get("lang", "")[:8])
        attempt = await beginning.begin(link, choice.gateway, amount, language, site.ports)
    except (AmountNotReadable, InvalidValue):
        return await _page(site, request, token, found, fields, wrong="page-ahead-amount")
    except DomainError:
        return await _page(site, request, token, found, fields, wrong="page-ahead-away")
    raise web.HTTPSeeOther(pay.onward(links.token_of(link), attempt))


def _meant(fields: Mapping[str, str], currency: str) -> Money:
    typed = fields.get("other", "").strip()[:_LONGEST] or fields.get("amount", "")[:_LONGEST]
    return money.parse(typed, currency)


def routes() -> list[web.RouteDef]:
    """Everything about paying ahead under a link."""
    return [web.get("/p/{token}/ahead", show), web.post("/p/{token}/ahead", choose)]

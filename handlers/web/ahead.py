"""Days of service paid ahead on the page of a link: what people usually pay, or another amount."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web

from domain import money, phone
from domain.billing import ahead
from domain.billing.ahead import Ahead
from domain.errors import DomainError
from domain.payments import beginning, links
from domain.payments.page import Page, PageState
from domain.payments.starting import GatewayAway
from handlers.web import guard, pay
from handlers.web.paying import Filled
from handlers.web.site import Offer, Site

_OTHER = "other"  # the field of an amount that is not among those offered
_OF_AMOUNTS = frozenset({"page-wrong-amount", "page-wrong-amount-over"})


async def show(request: web.Request) -> web.Response:
    """What can be paid; where nothing can be paid ahead, the page of the link."""
    site, token, found = await pay.opened(request)
    return await _page(site, request, token, found)


async def _page(
    site: Site,
    request: web.Request,
    token: str,
    found: Page,
    filled: Filled | None = None,
    other: str = "",
) -> web.Response:
    to_come = await _to_come(token, found)
    offer = await site.offer(found.operator_id)
    language = site.language(request, filled.language if filled else found.language)
    return site.pages.render(
        "ahead.html",
        language,
        offer.letterhead,
        status=pay.status_of(filled.wrong) if filled else 200,
        token=token,
        form=guard.form_token(token),
        name=found.name,
        code=found.code,
        mobile=phone.mask(found.mobile),
        due=found.due,
        online=offer.online,
        asking=offer.asking,
        asked=_asked(offer),
        filled=filled,
        other=other,
        **_amounts(to_come, ZoneInfo(offer.operator.timezone)),
    )


def _amounts(to_come: Ahead, zone: ZoneInfo) -> dict[str, Any]:
    """What can be paid, with times as the operator's clock shows them."""

    def at(instant: datetime) -> datetime:
        return instant.astimezone(zone)

    return {
        "until": at(to_come.until),
        "least": to_come.least,
        "most": to_come.most,
        "offers": [(each.amount, at(each.until)) for each in to_come.offers],
    }


def _asked(offer: Offer) -> list[tuple[str, str, str]]:
    """What gateways want to know, each once: its name, of which kind, and who asks for it."""
    asked: dict[str, tuple[str, list[str]]] = {}
    for _, title, fields in offer.asking:
        for name, kind in fields:
            asked.setdefault(name, (kind, []))[1].append(title)
    return [(name, kind, " · ".join(titles)) for name, (kind, titles) in asked.items()]


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
    filled, other = Filled.of(fields, is_transfer=False), _other(fields)
    await _to_come(token, found)
    choice = (await site.offer(found.operator_id)).named(filled.gateway, manual=False)
    try:
        if choice is None:
            raise GatewayAway(gateway=filled.gateway)
        wanted = money.parse(other or filled.amount, found.due.currency)
        link = await links.to_pay_ahead(token)
        amount = await beginning.payable(link, wanted)
        told = await beginning.told(link, choice.shown.asks, filled.answers)
        language = site.language(request, filled.language)
        attempt = await beginning.begin(link, choice.gateway, amount, language, site.ports, told)
    except DomainError as why:
        return await _refused(site, request, token, found, filled, other, why)
    raise web.HTTPSeeOther(pay.onward(links.token_of(link), attempt))


def _other(fields: Mapping[str, str]) -> str:
    return fields.get(_OTHER, "").strip()[:60]


async def _refused(
    site: Site,
    request: web.Request,
    token: str,
    found: Page,
    filled: Filled,
    other: str,
    why: DomainError,
) -> web.Response:
    """The same page with what was typed and what is wrong with it."""
    wrong = pay.wrong_by(why)
    if not wrong:
        raise web.HTTPSeeOther(f"/p/{token}")
    kept = filled.refused(wrong, found.due, why)
    if wrong in _OF_AMOUNTS:
        to_come = await _to_come(token, found)
        bounds = {"least": to_come.least, "most": to_come.most}
        kept = replace(kept, wrong="page-ahead-amount", wrong_values=bounds)
    return await _page(site, request, token, found, kept, other)


def routes() -> list[web.RouteDef]:
    """Everything about paying ahead under a link."""
    return [web.get("/p/{token}/ahead", show), web.post("/p/{token}/ahead", choose)]

"""A recharge card on the page of a link: its digits become money of the customer, without login.

Of a number that no card has, of a card that is not sold yet and of another provider's the page says
the same, and counts it.
"""

from __future__ import annotations

from aiohttp import web

from domain.errors import CurrencyForeign, DomainError, NotFound
from domain.payments import links
from domain.payments.links import LinkClosed
from domain.payments.page import Page, PageState
from domain.payments.sights import TxnUsed
from domain.vouchers import redeeming, tries
from handlers.web import guard, pay, paying
from handlers.web.site import Site

_TAKES = (PageState.OPEN, PageState.PAID)
_LONGEST = 40


async def show(request: web.Request) -> web.Response:
    """The form; where no card can be in anybody's hands, the page of the link."""
    site, token, found = await pay.opened(request)
    offer = await site.offer(found.operator_id)
    if found.state not in _TAKES or not offer.takes_vouchers:
        raise web.HTTPSeeOther(f"/p/{token}")
    return await _form(site, request, token, found)


async def _form(
    site: Site,
    request: web.Request,
    token: str,
    found: Page,
    *,
    preferred: str = "",
    why: DomainError | None = None,
) -> web.Response:
    offer = await site.offer(found.operator_id)
    language = site.language(request, preferred or found.language)
    return site.pages.render(
        "card.html",
        language,
        offer.letterhead,
        status=422 if why else 200,
        token=token,
        form=guard.form_token(token),
        name=found.name,
        code=found.code,
        wrong=_wrong(site, language, why) if why else "",
    )


def _wrong(site: Site, language: str, why: DomainError) -> str:
    """What is wrong, in plain words; raises what nobody can be told."""
    t = site.pages.speech(language)
    match why:
        case tries.PinUnknown():
            return t("page-wrong-card", left=why.values["left"])
        case tries.PinsLocked():
            return t("page-wrong-card-locked", minutes=why.values["minutes"])
        case redeeming.VoucherUsed() | TxnUsed():
            return t("page-wrong-card-used")
        case redeeming.VoucherOver():
            return t("page-wrong-card-over", day=why.values["on"])
        case redeeming.VoucherForPackage():
            return t("page-wrong-card-package", package=why.values["name"])
        case redeeming.VoucherVoid() | CurrencyForeign():
            return t("page-wrong-card-void")
        case _:
            raise why


async def redeem(request: web.Request) -> web.Response:
    """Take a card."""
    site, token, found = await pay.opened(request)
    site.limit_address(request, "voucher", site.rates.voucher)
    fields = await pay.own_fields(request, site, token)
    language = fields.get("lang", "")[:8]
    if found.state not in _TAKES:
        raise web.HTTPSeeOther(f"/p/{token}")
    try:
        payment = await redeeming.by_link(
            await links.find(token), fields.get("card", "").strip()[:_LONGEST]
        )
    except LinkClosed:
        raise web.HTTPSeeOther(f"/p/{token}") from None
    except DomainError as why:
        return await _form(site, request, token, found, preferred=language, why=why)
    said = f"?lang={language}" if language in site.languages else ""
    raise web.HTTPSeeOther(f"/p/{token}/card/{payment.id}{said}")


async def done(request: web.Request) -> web.Response:
    """What a card has brought, and what is still to pay."""
    site, token, found = await pay.opened(request)
    number = request.match_info["payment"]
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        raise NotFound(what="payment", given="")
    amount = await redeeming.brought(found.customer_id, int(number))
    offer = await site.offer(found.operator_id)
    language = site.language(request, found.language)
    return paying.recharged(site.pages, token, found, offer, language, amount)


def routes() -> list[web.RouteDef]:
    """Everything about cards under a link."""
    return [
        web.get("/p/{token}/card", show),
        web.post("/p/{token}/card", redeem),
        web.get("/p/{token}/card/{payment}", done),
    ]

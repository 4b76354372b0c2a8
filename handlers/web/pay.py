"""The payment page of a link: see, pay, come back, claim a transfer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

from aiohttp import web

from domain import clock, money, tokens
from domain.accounts import gateways
from domain.calendar import today
from domain.errors import (
    AmountNotReadable,
    DomainError,
    InvalidValue,
    NotFound,
    TooLong,
    TooMany,
)
from domain.payments import (
    answers,
    attempts,
    beginning,
    leading,
    links,
    page,
    rules,
    sights,
    starting,
    verifying,
)
from domain.payments.models import Attempt
from domain.payments.page import Page, PageState
from domain.ports import PostForm, Redirect, Wait
from handlers.web import guard, paying
from handlers.web.paying import Filled
from handlers.web.site import SITE, Site

_MACHINE = re.compile(
    r"bot\b|crawl|spider|preview|externalhit|vkshare|linkexpanding|^(whatsapp|viber|imo|curl)\b",
    re.IGNORECASE,
)


def _token(request: web.Request) -> str:
    return request.match_info["token"]


async def opened(request: web.Request) -> tuple[Site, str, Page]:
    """The site, the token and its page; guesses are slowed down by where they come from."""
    site, token = request.app[SITE], _token(request)
    site.limit_address(request, "page", site.rates.address)
    found = await site.opening.do(token)
    if found is None:
        site.limit_address(request, "guess", site.rates.guess)
        raise NotFound(what="link", given="")
    site.limit("token", token, site.rates.token)
    return site, token, found


async def show(request: web.Request) -> web.Response:
    """The page as it stands."""
    site, token, found = await opened(request)
    if found.is_new and _is_person(request):
        await links.opened(await links.find(token))
    return await _page(site, request, token, found)


def _is_person(request: web.Request) -> bool:
    """Whether somebody looks at the page, and not the app that shows a preview of the link."""
    fetched_ahead = request.headers.get("Sec-Purpose", "").startswith("prefetch")
    agent = request.headers.get("User-Agent", "")
    return request.method == "GET" and not fetched_ahead and not _MACHINE.search(agent)


async def _page(
    site: Site,
    request: web.Request,
    token: str,
    found: Page,
    *,
    filled: Filled | None = None,
    status: int = 200,
) -> web.Response:
    offer = await site.offer(found.operator_id)
    language = site.language(request, filled.language if filled else found.language)
    if found.state is not PageState.OPEN:
        why = await page.why_settled(found)
        return paying.ended(site.pages, token, found, offer, language, why)
    day = today(clock.now(), offer.operator.timezone)
    return paying.open_page(site.pages, token, found, offer, language, day, filled, status)


async def _filled(
    request: web.Request, site: Site, token: str, *, is_transfer: bool = False
) -> Filled:
    """What the customer sent, from a page of ours; raises 403 otherwise."""
    return Filled.of(await own_fields(request, site, token), is_transfer=is_transfer)


async def own_fields(request: web.Request, site: Site, token: str) -> Mapping[str, str]:
    """The fields of a form that was sent from a page of the link; raises 403 otherwise."""
    site.limit("form", token, site.rates.form)
    fields = await guard.read_form(request)
    if not guard.is_own(request, site.ports.public_url) or not tokens.equal(
        fields.get("form", ""), guard.form_token(token)
    ):
        raise web.HTTPForbidden
    return fields


async def pay(request: web.Request) -> web.Response:
    """Begin an attempt and send the customer to the gateway."""
    site, token, found = await opened(request)
    filled = await _filled(request, site, token)
    offer = await site.offer(found.operator_id)
    choice = offer.named(filled.gateway, manual=False)
    try:
        if choice is None:
            raise starting.GatewayAway(gateway=filled.gateway)
        link = await links.find(token)
        links.require_open(link)
        wanted = money.parse(filled.amount, found.due.currency) if filled.amount else None
        amount = await beginning.payable(link, wanted)
        told = await beginning.told(link, choice.shown.asks, filled.answers)
        language = site.language(request, filled.language)
        attempt = await beginning.begin(link, choice.gateway, amount, language, site.ports, told)
    except DomainError as why:
        return await _refused(site, request, token, filled, why)
    raise web.HTTPSeeOther(onward(token, attempt))


def onward(token: str, attempt: Attempt) -> str:
    """Where an attempt is gone on with: at the gateway, or on a page of ours."""
    match leading.way_of(attempt):
        case Redirect(url):
            return url
        case PostForm():
            return f"{_standing(token, attempt)}/form"
        case _:
            return _standing(token, attempt)


def _standing(token: str, attempt: Attempt) -> str:
    return f"/p/{token}/attempt/{attempt.ref}"


async def transfer(request: web.Request) -> web.Response:
    """Take the transaction id of money that the customer has sent."""
    site, token, found = await opened(request)
    filled = await _filled(request, site, token, is_transfer=True)
    choice = (await site.offer(found.operator_id)).named(filled.gateway, manual=True)
    try:
        if choice is None:
            raise starting.GatewayAway(gateway=filled.gateway)
        link = await links.find(token)
        links.require_open(link)
        await verifying.submit(
            link,
            choice.gateway,
            txn_id=filled.txn_id,
            sender=filled.sender,
            amount=money.parse(filled.amount, found.due.currency),
            txn_pattern=choice.shown.txn_pattern,
        )
    except DomainError as why:
        return await _refused(site, request, token, filled, why)
    raise web.HTTPSeeOther(_back(token, filled.language))


def _back(token: str, language: str) -> str:
    return f"/p/{token}?lang={language}" if language.isalpha() else f"/p/{token}"


async def _refused(
    site: Site, request: web.Request, token: str, filled: Filled, why: DomainError
) -> web.Response:
    """The same page with what was typed and what is wrong with it, in plain words."""
    wrong = wrong_by(why)
    if not wrong:
        raise web.HTTPSeeOther(_back(token, filled.language))
    found = await page.read(token)
    return await _page(
        site, request, token, found,
        filled=filled.refused(wrong, found.due, why), status=status_of(wrong),
    )  # fmt: skip


def wrong_by(why: DomainError) -> str:
    """The key of what is wrong; empty where the page of the link says it, whatever was typed.

    Raises what nobody can be told.
    """
    match why:
        case AmountNotReadable():
            return "page-wrong-amount"
        case InvalidValue(values={"field": "amount"}):
            return "page-wrong-amount-over"
        case answers.AnswerWrong():
            return f"page-wrong-{why.values['kind']}"
        case TooLong():
            return "page-wrong-sender"
        case InvalidValue():
            return "page-wrong-txn"
        case beginning.PartNotAllowed():
            return "page-wrong-part"
        case sights.TxnUsed():
            return "" if "claim" in why.values else "page-wrong-txn-used"
        case TooMany():
            return "page-wrong-too-many"
        case starting.GatewayAway():
            return paying.REFUSALS.get(str(why.values.get("reason")), "page-gateway-away")
        case links.LinkExpired() | links.LinkClosed() | links.NothingDue():
            return ""
    raise why


def status_of(wrong: str) -> int:
    """Of a page that says so."""
    return 503 if wrong == "page-gateway-away" else 422


async def returned(request: web.Request) -> web.Response:
    """The browser comes back from a gateway: what it says is a hint, the gateway is asked."""
    site, token, found = await opened(request)
    gateway = await gateways.find(request.match_info["gateway"])
    if gateway is None or gateway.kind != "payment":
        raise NotFound(what="gateway", given="")
    form = {}
    if request.method == "POST":
        form = dict(await guard.read_form(request))
    adapter = site.ports.payment_gateway(gateways.account(gateway, site.ports.vault))
    hint = adapter.read_return(dict(request.query), form)
    site.limit("form", token, site.rates.form)
    try:
        attempt = await attempts.returned(await links.find(token), gateway, hint, site.ports)
    except NotFound:
        offer = await site.offer(found.operator_id)
        language = site.language(request, found.language)
        return paying.unknown_return(site.pages, token, offer, language)
    raise web.HTTPSeeOther(_standing(token, attempt))


async def form(request: web.Request) -> web.Response:
    """The form that takes the customer to the gateway, for as long as it is good for anything."""
    site, token, found = await opened(request)
    attempt = await attempts.of_customer(found.customer_id, request.match_info["ref"])
    way = leading.way_of(attempt)
    if not isinstance(way, PostForm) or leading.is_late(attempt):
        raise web.HTTPSeeOther(_standing(token, attempt))
    offer = await site.offer(found.operator_id)
    language = site.language(request, attempt.language)
    return paying.form_page(site.pages, token, attempt, way, offer, language)


async def status(request: web.Request) -> web.Response:
    """How an attempt stands; where a page waits for a phone, the gateway is asked now and then."""
    site, token, found = await opened(request)
    attempt = await attempts.of_customer(found.customer_id, request.match_info["ref"])
    if isinstance(leading.way_of(attempt), Wait) and site.asks_about(attempt.ref):
        await attempts.ask(attempt, await gateways.get(attempt.gateway_id), None, site.ports)
        if attempt.status not in rules.OPEN:  # and so the page that was read is out of date
            raise web.HTTPSeeOther(_standing(token, attempt))
    offer = await site.offer(found.operator_id)
    language = site.language(request, attempt.language)
    refusal = await page.refusal(attempt)
    if refusal is not None:
        return paying.refused(site.pages, token, refusal, offer, language)
    came = await page.outcome(attempt)
    return paying.attempt_page(site.pages, token, attempt, offer, language, found, came)


async def reloaded(request: web.Request) -> web.Response:
    """The address of a form, opened without one: its page."""
    raise web.HTTPSeeOther(f"/p/{quote(_token(request), safe='')}")


def routes() -> list[web.RouteDef]:
    """Everything under a link."""
    return [
        web.get(paying.SENDING, paying.sending),
        web.get("/p/{token}", show),
        web.post("/p/{token}/pay", pay),
        web.get("/p/{token}/pay", reloaded),
        web.post("/p/{token}/transfer", transfer),
        web.get("/p/{token}/transfer", reloaded),
        # Without HEAD: whoever only looks whether the address is there makes no attempt end.
        web.get("/p/{token}/return/{gateway}", returned, allow_head=False),
        web.post("/p/{token}/return/{gateway}", returned),
        web.get("/p/{token}/attempt/{ref}", status),
        web.get("/p/{token}/attempt/{ref}/form", form),
    ]

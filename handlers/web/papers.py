"""The papers of a link's customer, as files."""

from __future__ import annotations

from datetime import date

from aiohttp import web

from domain.calendar import Span
from domain.errors import NotFound
from domain.payments import mailing, papers, statements
from domain.payments.page import Page, PageState
from handlers.web import pay
from handlers.web.site import Site


async def invoice(request: web.Request) -> web.Response:
    """A bill's paper; without `?bill=` the one that is due first, else the newest."""
    site, token, found = await _papers(request, PageState.OPEN, PageState.PAID)
    facts = await papers.invoice_of(
        found,
        _number(request, "bill"),
        pay_url=await _pay_url(site, token, found),
        language=site.language(request, found.language),
    )
    return await _pdf(site, facts)


async def receipt(request: web.Request) -> web.Response:
    """The paper of a payment; without `?payment=` of the newest by the link."""
    site, token, found = await _papers(request, PageState.OPEN, PageState.PAID, PageState.EXPIRED)
    facts = await papers.receipt_of(
        found,
        None if found.state is PageState.EXPIRED else _number(request, "payment"),
        pay_url=await _pay_url(site, token, found),
        language=site.language(request, found.language),
    )
    return await _pdf(site, facts)


async def note(request: web.Request) -> web.Response:
    """The credit note that is asked for by `?note=`."""
    site, token, found = await _papers(request, PageState.OPEN, PageState.PAID)
    facts = await papers.note_of(
        found,
        _number(request, "note"),
        pay_url=await _pay_url(site, token, found),
        language=site.language(request, found.language),
    )
    return await _pdf(site, facts)


async def statement(request: web.Request) -> web.Response:
    """The statement of account; without `?since=` and `?until=` of the last three months."""
    site, token, found = await _papers(request, PageState.OPEN, PageState.PAID)
    facts = await statements.of_page(
        found,
        _days(request),
        pay_url=await _pay_url(site, token, found),
        language=site.language(request, found.language),
    )
    return await _pdf(site, facts)


def _number(request: web.Request, what: str) -> int | None:
    """What is asked for by the number of its row; raises `NotFound` for what is none."""
    wanted = request.query.get(what, "")
    if not wanted:
        return None
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 19):
        raise NotFound(what=what, given="")
    return int(wanted)


def _days(request: web.Request) -> Span | None:
    named = [request.query.get(name, "") for name in ("since", "until")]
    if not any(named):
        return None
    try:
        first, last = sorted(map(date.fromisoformat, named))
    except ValueError:
        raise NotFound(what="day", given="") from None
    return Span(first, last)


async def _pay_url(site: Site, token: str, found: Page) -> str:
    """Where a paper's code leads: back to the page, where it can be paid at all."""
    offer = await site.offer(found.operator_id)
    may_pay = offer.choices and found.state is PageState.OPEN
    return f"{site.ports.public_url}/p/{token}" if may_pay else ""


async def _papers(request: web.Request, *may_be: PageState) -> tuple[Site, str, Page]:
    site, token, found = await pay.opened(request)
    site.limit("paper", token, site.rates.paper)
    if found.state not in may_be:
        raise NotFound(what="link", given="")
    return site, token, found


async def _pdf(site: Site, facts: mailing.Facts) -> web.Response:
    made = await papers.made(site.ports.papers, facts)
    name = "".join(letter for letter in made.filename if letter.isalnum() or letter in "-_.")
    return web.Response(
        body=made.content,
        content_type=made.mime,
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


def routes() -> list[web.RouteDef]:
    """Those under a link."""
    return [
        web.get("/p/{token}/invoice.pdf", invoice),
        web.get("/p/{token}/receipt.pdf", receipt),
        web.get("/p/{token}/note.pdf", note),
        web.get("/p/{token}/statement.pdf", statement),
    ]

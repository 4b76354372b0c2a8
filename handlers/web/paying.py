"""What the pages of a link say, state by state; `pay` decides which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, NamedTuple

from aiohttp import web

from domain import clock, phone
from domain.money import Money
from domain.payments.models import Attempt
from domain.payments.page import Page, PageState
from domain.payments.states import AttemptStatus, VerificationStatus
from domain.ports import PayRefusal
from handlers.web import guard
from handlers.web.pages import Pages
from handlers.web.site import Offer

REFRESH_SECONDS = 5
_UNDER_WAY = {AttemptStatus.CREATED, AttemptStatus.INITIATED, AttemptStatus.UNKNOWN}
_RECENT = timedelta(hours=1)


REFUSALS: Mapping[str, str] = {
    PayRefusal.AMOUNT: "page-wrong-amount-way",
    PayRefusal.REPEATED: "page-failed-repeated",
    PayRefusal.BALANCE: "page-failed-balance",
    PayRefusal.PIN: "page-failed-pin",
    PayRefusal.WALLET: "page-failed-wallet",
}


@dataclass(frozen=True, slots=True)
class Filled:
    """What a customer has typed, kept when something is wrong with it."""

    gateway: str = ""
    amount: str = ""
    txn_id: str = ""
    sender: str = ""
    language: str = ""
    is_transfer: bool = False
    wrong: str = ""
    wrong_values: Mapping[str, object] = field(default_factory=dict)

    @classmethod
    def of(cls, fields: Mapping[str, str], *, is_transfer: bool) -> Filled:
        """From a form's fields."""
        return cls(
            gateway=fields.get("gateway", "")[:64],
            amount=fields.get("amount", "").strip()[:60],
            txn_id=fields.get("txn_id", "").strip()[:80],
            sender=fields.get("sender", "").strip()[:40],
            language=fields.get("lang", "")[:8],
            is_transfer=is_transfer,
        )

    def refused(self, key: str, due: Money) -> Filled:
        """The same with the key of what is wrong."""
        needs_due = {"page-wrong-amount-over", "page-wrong-part"}
        return replace(self, wrong=key, wrong_values={"due": due} if key in needs_due else {})


class Owed(NamedTuple):
    """What a page says that others may say, too."""

    due: Money
    package: str
    part_allowed: bool
    bills: tuple[tuple[date, date, date, bool, Money], ...]
    online: Sequence[tuple[str, str]]
    manual: Sequence[tuple[str, str, str]]
    filled: Filled | None = None
    notes: Sequence[tuple[str, str, dict[str, Any]]] = ()


def open_page(
    pages: Pages,
    token: str,
    page: Page,
    offer: Offer,
    language: str,
    day: date,
    filled: Filled | None,
    status: int,
) -> web.Response:
    """What is due and the ways to pay it."""
    own = {
        "token": token,
        "form": guard.form_token(token),
        "name": page.name,
        "code": page.code,
        "mobile": phone.mask(page.mobile),
    }
    for number, bill in enumerate(page.bills):
        own[f"bill{number}"], own[f"number{number}"] = str(bill.id), bill.number
    bills = [
        (bill.starts_on, bill.ends_on, bill.due_on, bill.due_on < day, bill.left)
        for bill in page.bills
    ]
    owed = Owed(page.due, page.package, page.part_allowed, tuple(bills), offer.online, offer.manual)
    notes = _notes(page, offer)
    issuer = offer.letterhead
    if filled or notes:
        values = owed._replace(filled=filled, notes=notes)._asdict()
        return pages.render("pay.html", language, issuer, status=status, own=own, **values)
    return pages.render_alike("pay.html", language, issuer, same=owed, own=own)


def _notes(page: Page, offer: Offer) -> list[tuple[str, str, dict[str, Any]]]:
    """What happened by this link lately: (tone, key, values)."""
    notes: list[tuple[str, str, dict[str, Any]]] = []
    attempt, claim = page.attempt, page.claim
    if attempt is not None:
        values = {"amount": attempt.amount, "gateway": offer.title(attempt.gateway_id)}
        recent = attempt.made_at > clock.now() - _RECENT
        if attempt.status in _UNDER_WAY and attempt.was_sent and recent:
            notes.append(("wait", "page-note-under-way", values))
        elif attempt.status is AttemptStatus.HELD and claim is None:
            notes.append(("wait", "page-note-held", values))
    if claim is not None and claim.status is VerificationStatus.SUBMITTED:
        values = {"amount": claim.amount, "txn": claim.txn_id}
        notes.append(("wait", "page-note-claimed", values))
    elif claim is not None and claim.status is VerificationStatus.REJECTED:
        values = {"txn": claim.txn_id, "reason": claim.reason or None}
        notes.append(("bad", "page-note-rejected", values))
    return notes


def _message(
    pages: Pages, language: str, offer: Offer, tone: str, title: str, **values: Any
) -> web.Response:
    shown: dict[str, Any] = {"lines": [], "actions": [], "refresh": 0, "status": 200, **values}
    return pages.render("message.html", language, offer.letterhead, tone=tone, title=title, **shown)


def ended(pages: Pages, token: str, page: Page, offer: Offer, language: str) -> web.Response:
    """A link by which nothing can be paid any more, and why."""
    t = pages.speech(language)
    if page.state is PageState.PAID:
        actions = []
        if page.paid_id is not None:
            href = f"/p/{token}/receipt.pdf?lang={language}"
            actions.append((href, t("page-get-receipt"), True))
        return _message(
            pages, language, offer, "good", t("page-paid-title"),
            lines=[t("page-paid"), t("page-customer", name=page.name, id=page.code)],
            actions=actions,
        )  # fmt: skip
    key = "revoked" if page.state is PageState.REVOKED else "expired"
    lines = [t(f"page-{key}")]
    if page.state is PageState.EXPIRED and page.due:
        lines.append(t("page-expired-due", due=page.due))
    return _message(pages, language, offer, "wait", t(f"page-{key}-title"), lines=lines, status=410)


def unknown_return(pages: Pages, token: str, offer: Offer, language: str) -> web.Response:
    """Somebody came back from a gateway with nothing that we know."""
    t = pages.speech(language)
    return _message(
        pages, language, offer, "wait", t("page-unknown-title"), lines=[t("page-unknown")],
        actions=[(f"/p/{token}?lang={language}", t("page-back"), True)], status=404,
    )  # fmt: skip


def attempt_page(
    pages: Pages, token: str, attempt: Attempt, offer: Offer, language: str
) -> web.Response:
    """How one try to pay stands."""
    t = pages.speech(language)
    amount = Money(attempt.amount_minor, attempt.currency)
    values = {"amount": amount, "gateway": offer.title(attempt.gateway_id)}
    back = (f"/p/{token}?lang={language}", t("page-back"), False)
    again = (f"/p/{token}?lang={language}", t("page-try-again"), True)
    if attempt.status is AttemptStatus.PAID:
        receipt = (f"/p/{token}/receipt.pdf?lang={language}", t("page-get-receipt"), True)
        return _message(
            pages, language, offer, "good", t("page-received-title"),
            lines=[t("page-received", **values), t("page-reconnect")], actions=[receipt, back],
        )  # fmt: skip
    if attempt.status is AttemptStatus.HELD:
        return _message(
            pages, language, offer, "wait", t("page-held-title"),
            lines=[t("page-note-held", **values), t("page-nothing-more")], actions=[back],
        )  # fmt: skip
    if attempt.status in _UNDER_WAY:
        return _message(
            pages, language, offer, "wait", t("page-pending-title"),
            lines=[t("page-pending", **values), t("page-nothing-more")],
            actions=[back], refresh=REFRESH_SECONDS,
        )  # fmt: skip
    return _message(
        pages, language, offer, "bad", t("page-failed-title"),
        lines=[t(_why_failed(attempt)), t("page-failed-safe")],
        actions=[again],
    )  # fmt: skip


def _why_failed(attempt: Attempt) -> str:
    """The key of what the gateway said, where a customer can do something about it."""
    word = attempt.error.partition(" ")[0]
    if attempt.status is AttemptStatus.FAILED and word in REFUSALS:
        return REFUSALS[word]
    return f"page-failed-{attempt.status.value}"

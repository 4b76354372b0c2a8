"""What the pages of a link say, state by state; `pay` decides which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, NamedTuple

from aiohttp import web

from domain import clock, phone
from domain.errors import DomainError
from domain.money import Money
from domain.payments import leading
from domain.payments.answers import AnswerWrong
from domain.payments.models import Attempt
from domain.payments.page import Claim, Outcome, Page, PageState, Settled
from domain.payments.states import AttemptStatus, VerificationKind, VerificationStatus
from domain.ports import PayRefusal, PostForm, Wait
from handlers.web import guard
from handlers.web.pages import HEADERS, TEMPLATES, Pages, Speech
from handlers.web.site import Offer

ANSWER = "answer-"  # before the name of what a gateway asks
REFRESH_SECONDS = 5
SENDING = "/p/send.js"
_SCRIPT = (TEMPLATES / "send.js").read_bytes()
_UNDER_WAY = {AttemptStatus.CREATED, AttemptStatus.INITIATED, AttemptStatus.UNKNOWN}
_RECENT = timedelta(hours=1)
_HELD = frozenset({"page-note-held", "page-note-claimed"})
_OURS = frozenset({"not-started", "silent", "auth", "config", "rejected", "away", "unreachable"})


REFUSALS: Mapping[str, str] = {
    PayRefusal.AMOUNT: "page-wrong-amount-way",
    PayRefusal.REPEATED: "page-failed-repeated",
    PayRefusal.BALANCE: "page-failed-balance",
    PayRefusal.PIN: "page-failed-pin",
    PayRefusal.WALLET: "page-failed-wallet",
    PayRefusal.NOT_DUE: "page-failed-not-due",
    PayRefusal.REVOKED: "page-revoked",
}


@dataclass(frozen=True, slots=True)
class Filled:
    """What a customer has typed, kept when something is wrong with it."""

    gateway: str = ""
    amount: str = ""
    txn_id: str = ""
    sender: str = ""
    answers: Mapping[str, str] = field(default_factory=dict, repr=False)
    language: str = ""
    is_transfer: bool = False
    wrong: str = ""
    wrong_values: Mapping[str, object] = field(default_factory=dict)
    wrong_field: str = ""  # the name of an answer

    @classmethod
    def of(cls, fields: Mapping[str, str], *, is_transfer: bool) -> Filled:
        """From a form's fields."""
        return cls(
            gateway=fields.get("gateway", "")[:64],
            amount=fields.get("amount", "").strip()[:60],
            txn_id=fields.get("txn_id", "").strip(),
            sender=fields.get("sender", "").strip(),
            answers={
                name.removeprefix(ANSWER): value.strip()[:160]
                for name, value in fields.items()
                if name.startswith(ANSWER)
            },
            language=fields.get("lang", "")[:8],
            is_transfer=is_transfer,
        )

    def refused(self, key: str, due: Money, why: DomainError) -> Filled:
        """The same with the key of what is wrong."""
        values: dict[str, object] = {}
        if key in {"page-wrong-amount-over", "page-wrong-part"}:
            values = {"due": due}
        elif isinstance(why, AnswerWrong):
            values = {"example": why.values["example"]}
        field = str(why.values["field"]) if isinstance(why, AnswerWrong) else ""
        return replace(self, wrong=key, wrong_values=values, wrong_field=field)


class Owed(NamedTuple):
    """What a page says that others may say, too."""

    due: Money
    package: str
    part_allowed: bool
    bills: tuple[tuple[date, date, date, bool, Money], ...]
    online: Sequence[tuple[str, str, str]]
    asking: Sequence[tuple[str, str, Sequence[tuple[str, str]]]]
    manual: Sequence[tuple[str, str, str]]
    takes_vouchers: bool = False
    buys: bool = False
    pays_ahead: bool = False
    filled: Filled | None = None
    notes: Sequence[tuple[str, str, dict[str, Any]]] = ()
    is_held: bool = False  # money waits for a person: nobody should pay again


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
    ways = (offer.online, offer.asking, offer.manual)
    terms = (page.due, page.package, page.part_allowed, tuple(bills))
    beside = (offer.takes_vouchers, page.buys, page.pays_ahead)
    owed = Owed(*terms, *ways, *beside)
    notes = _notes(page, offer)
    issuer = offer.letterhead
    if filled or notes:
        held = any(key in _HELD for _, key, _ in notes)
        values = owed._replace(filled=filled, notes=notes, is_held=held)._asdict()
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
        elif attempt.is_checked and claim is None:
            notes.append(("wait", "page-note-held", values))
    if claim is not None and claim.status is not VerificationStatus.APPROVED:
        notes.append(_about(claim, offer.title(claim.gateway_id)))
    return notes


def _about(claim: Claim, gateway: str | None) -> tuple[str, str, dict[str, Any]]:
    """What a person has decided, or must: about the customer's word, or the gateway's."""
    waits = claim.status is VerificationStatus.SUBMITTED
    reason = {} if waits else {"reason": claim.reason or None}
    if claim.kind is VerificationKind.MANUAL:
        amount = {"amount": claim.amount} if waits else {}
        key = "page-note-claimed" if waits else "page-note-rejected"
        return "wait" if waits else "bad", key, {**amount, "txn": claim.txn_id, **reason}
    key = "page-note-held" if waits else "page-note-refused"
    values = {"amount": claim.amount, "gateway": gateway, **reason}
    return "wait" if waits else "bad", key, values


def _message(
    pages: Pages, language: str, offer: Offer, tone: str, title: str, **values: Any
) -> web.Response:
    shown: dict[str, Any] = {"lines": [], "actions": [], "refresh": 0, "status": 200, **values}
    return pages.render("message.html", language, offer.letterhead, tone=tone, title=title, **shown)


def ended(
    pages: Pages, token: str, page: Page, offer: Offer, language: str, why: Settled
) -> web.Response:
    """A link by which nothing can be paid any more, and why."""
    t = pages.speech(language)
    notes = [(key, values) for _, key, values in _notes(page, offer) if key in _HELD]
    held = [t(key, **values) for key, values in notes]
    actions = []
    if page.paid_id is not None and page.state is not PageState.REVOKED:
        href = f"/p/{token}/receipt.pdf?lang={language}"
        actions.append((href, t("page-get-receipt"), True))
    if page.state is PageState.PAID:
        if page.buys:
            actions.append((f"/p/{token}/packages?lang={language}", t("page-buy"), True))
        if page.pays_ahead:
            actions.append((f"/p/{token}/ahead?lang={language}", t("page-ahead"), True))
        if offer.takes_vouchers:
            actions.append((f"/p/{token}/card?lang={language}", t("page-card-button"), False))
        statement = f"/p/{token}/statement.pdf?lang={language}"
        actions.append((statement, t("page-get-statement"), False))
        return _message(
            pages, language, offer, "good", t("page-paid-title"),
            lines=[t(f"page-{why}"), *held, t("page-customer", name=page.name, id=page.code)],
            actions=actions,
        )  # fmt: skip
    key = "revoked" if page.state is PageState.REVOKED else "expired"
    lines = [t(f"page-{key}"), *held]
    if held:
        lines.append(t("page-do-not-pay-again"))
    elif page.state is PageState.EXPIRED and page.due:
        lines.append(t("page-expired-due", due=page.due))
    return _message(
        pages, language, offer, "wait", t(f"page-{key}-title"), lines=lines, actions=actions,
        status=410,
    )  # fmt: skip


def unknown_return(pages: Pages, token: str, offer: Offer, language: str) -> web.Response:
    """Somebody came back from a gateway with nothing that we know."""
    t = pages.speech(language)
    return _message(
        pages, language, offer, "wait", t("page-unknown-title"), lines=[t("page-unknown")],
        actions=[(f"/p/{token}?lang={language}", t("page-back"), True)], status=404,
    )  # fmt: skip


def refused(pages: Pages, token: str, claim: Claim, offer: Offer, language: str) -> web.Response:
    """An attempt whose money a person did not accept."""
    t = pages.speech(language)
    _, key, values = _about(claim, offer.title(claim.gateway_id))
    return _message(
        pages, language, offer, "bad", t("page-refused-title"), lines=[t(key, **values)],
        actions=[(f"/p/{token}?lang={language}", t("page-back"), True)],
    )  # fmt: skip


def attempt_page(
    pages: Pages,
    token: str,
    attempt: Attempt,
    offer: Offer,
    language: str,
    page: Page,
    outcome: Outcome | None,
) -> web.Response:
    """How one try to pay stands; `outcome` is what it brought."""
    t = pages.speech(language)
    amount = Money(attempt.amount_minor, attempt.currency)
    values = {"amount": amount, "gateway": offer.title(attempt.gateway_id)}
    back = (f"/p/{token}?lang={language}", t("page-back"), False)
    again = (f"/p/{token}?lang={language}", t("page-try-again"), True)
    if attempt.status is AttemptStatus.PAID or outcome is not None:
        if outcome is None:
            return _message(
                pages, language, offer, "wait", t("page-taken-back-title"),
                lines=[t("page-taken-back", **values)], actions=[back],
            )  # fmt: skip
        receipt = (f"/p/{token}/receipt.pdf?lang={language}", t("page-get-receipt"), True)
        return _message(
            pages, language, offer, "good", t("page-received-title"),
            lines=_received(t, outcome, values, page), actions=[receipt, back],
        )  # fmt: skip
    if isinstance(way := leading.way_of(attempt), Wait) and not leading.is_late(attempt):
        return _prompted(pages, language, offer, way, values, back)
    if attempt.status is AttemptStatus.HELD or attempt.status in _UNDER_WAY:
        held = attempt.status is AttemptStatus.HELD
        key = "page-held" if held else "page-pending"
        return _message(
            pages, language, offer, "wait", t(f"{key}-title"),
            lines=[t(key, **values), t("page-nothing-more")], actions=[back],
            refresh=0 if held else REFRESH_SECONDS,
        )  # fmt: skip
    return _message(
        pages, language, offer, "bad", t("page-failed-title"),
        lines=[_why_failed(t, attempt, values["gateway"]), t("page-failed-safe")],
        actions=[again],
    )  # fmt: skip


def _prompted(
    pages: Pages,
    language: str,
    offer: Offer,
    way: Wait,
    values: Mapping[str, object],
    back: tuple[str, str, bool],
) -> web.Response:
    """What the customer finds on the phone by now."""
    t, number = pages.speech(language), way.phone or None
    return _message(
        pages, language, offer, "wait", t("page-wait-title"),
        lines=[t(f"page-wait-{way.prompt}", **values, phone=number), t("page-wait-here")],
        actions=[back], refresh=REFRESH_SECONDS,
    )  # fmt: skip


def recharged(
    pages: Pages, token: str, page: Page, offer: Offer, language: str, amount: Money
) -> web.Response:
    """A recharge card became money of the customer."""
    t = pages.speech(language)
    lines = [t("page-card-done", amount=amount)]
    if page.due:
        lines.append(t("page-expired-due", due=page.due))
    elif page.may_come_back:
        lines.append(t("page-reconnect"))
    receipt = (f"/p/{token}/receipt.pdf?lang={language}", t("page-get-receipt"), True)
    back = (f"/p/{token}?lang={language}", t("page-back"), False)
    return _message(
        pages, language, offer, "good", t("page-card-done-title"), lines=lines,
        actions=[receipt, back],
    )  # fmt: skip


def form_page(
    pages: Pages, token: str, attempt: Attempt, way: PostForm, offer: Offer, language: str
) -> web.Response:
    """A form that leads to the gateway: it sends itself, or by its button."""
    shown = pages.render(
        "form.html", language, offer.letterhead, script=SENDING, url=way.url, fields=way.fields,
        gateway=offer.title(attempt.gateway_id),
        amount=Money(attempt.amount_minor, attempt.currency), back=f"/p/{token}?lang={language}",
    )  # fmt: skip
    shown[HEADERS] = pages.leading_to(leading.origin_of(way.url))
    return shown


async def sending(request: web.Request) -> web.Response:
    """The script by which a form sends itself."""
    return web.Response(body=_SCRIPT, content_type="text/javascript", charset="utf-8")


def _received(t: Speech, outcome: Outcome, values: Mapping[str, object], page: Page) -> list[str]:
    """What is in the books, what of it is advance, and what is still to pay."""
    lines = [t("page-received", **{**values, "amount": outcome.amount})]
    if outcome.advance:
        lines.append(t("page-received-over", advance=outcome.advance))
    if page.due:
        lines.append(t("page-expired-due", due=page.due))
    elif page.may_come_back:
        lines.append(t("page-reconnect"))
    return lines


def _why_failed(t: Speech, attempt: Attempt, gateway: object) -> str:
    """What the gateway said, where it said anything that a customer understands."""
    word = attempt.error.partition(" ")[0]
    if word in REFUSALS:
        return t(REFUSALS[word])
    if attempt.status is not AttemptStatus.FAILED:
        return t(f"page-failed-{attempt.status}")
    if attempt.session and word not in _OURS and any(map(str.isalpha, attempt.error)):
        return t("page-failed-said", gateway=gateway, reason=attempt.error.rstrip("."))
    return t("page-failed-failed" if attempt.session else "page-failed-begin")

"""What stands on each paper, as texts in its language: the templates only place it."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from domain import phone
from domain.money import Money, total
from domain.ports import InvoiceFacts, Issuer, PaperLine, ReceiptFacts, Texts, VoucherSheet

Say = Callable[..., str]
ON_A_PAGE = 24
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp|svg\+xml)[;,]")


def _speaker(texts: Texts, language: str) -> Say:
    return lambda key, **values: texts.t(language, key, **values)


def _head(issuer: Issuer, say: Say) -> dict[str, Any]:
    contacts = [issuer.address, issuer.phone and _local(issuer.phone), issuer.email]
    return {
        "name": issuer.name,
        "initial": next((letter for letter in issuer.name if letter.isalnum()), ""),
        "logo": issuer.logo if _PICTURE.match(issuer.logo) else "",
        "contacts": [contact for contact in contacts if contact],
        "thanks": say("paper-thanks", operator=issuer.name),
        "help": say("paper-help", phone=issuer.phone) if issuer.phone else "",
    }


def _local(number: str) -> str:
    return phone.local(number) if number.startswith("+") else number


def _row(label: str, value: str) -> dict[str, str]:
    return {"label": label, "value": value}


def _amounts(say: Say) -> Callable[[Money], str]:
    return lambda amount: say("plain", value=amount)


def _lines(
    lines: Sequence[PaperLine], say: Say, show: Callable[[Money], str]
) -> list[dict[str, str]]:
    return [
        _row(say(line.label) if line.label.startswith("bill-line-") else line.label,
             show(line.amount))
        for line in lines
    ]  # fmt: skip


def _days(say: Say, first: date, last: date) -> str:
    return say("paper-days", first=first, last=last)


def invoice(facts: InvoiceFacts, texts: Texts) -> dict[str, Any]:
    """The values of `invoice.html`."""
    say = _speaker(texts, facts.language)
    show = _amounts(say)
    settled = not facts.due
    state = "paid" if settled else ("part" if facts.paid else "due")
    return {
        "language": facts.language,
        "title": say("paper-invoice"),
        "number": facts.number,
        "issuer": _head(facts.issuer, say),
        "state": state,
        "state_name": say(f"paper-state-{state}"),
        "customer_label": say("paper-billed-to"),
        "customer": facts.customer_name,
        "customer_lines": [
            line
            for line in (
                say("paper-customer-id", id=facts.customer_code),
                facts.customer_address,
                _local(facts.customer_mobile),
            )
            if line
        ],
        "details": [
            _row(say("paper-issued"), say("plain", value=facts.issued_on)),
            _row(say("paper-period"), _days(say, facts.starts_on, facts.ends_on)),
            _row(say("paper-due-date"), say("plain", value=facts.due_on)),
            _row(say("paper-package"), facts.package),
        ],
        "what": say("paper-what"),
        "amount": say("paper-amount"),
        "lines": _lines(facts.lines, say, show),
        "sums": _sums(facts, say, show),
        "due_label": say("paper-settled") if settled else say("paper-due"),
        "due": show(facts.total if settled else facts.due),
        "due_note": "" if settled else say("paper-due-by", day=facts.due_on),
        "qr": _qr(facts.pay_url) if facts.pay_url and not settled else "",
        "scan": say("paper-scan"),
        "scan_how": say("paper-scan-how"),
    }


def _sums(facts: InvoiceFacts, say: Say, show: Callable[[Money], str]) -> list[dict[str, str]]:
    """VAT was added to the lines, or is contained in them: the lines' own sum tells."""
    lines = total((line.amount for line in facts.lines), facts.total.currency)
    added = lines + facts.vat == facts.total
    rows = []
    if facts.vat and added:
        rows += [_row(say("paper-subtotal"), show(lines)), _row(say("paper-vat"), show(facts.vat))]
    rows.append(_row(say("paper-total"), show(facts.total)))
    if facts.vat and not added:
        rows.append(_row(say("paper-vat-within"), show(facts.vat)))
    if facts.paid:
        rows.append(_row(say("paper-paid"), show(facts.paid)))
    return rows


def receipt(facts: ReceiptFacts, texts: Texts) -> dict[str, Any]:
    """The values of `receipt.html`."""
    say = _speaker(texts, facts.language)
    show = _amounts(say)
    return {
        "language": facts.language,
        "title": say("paper-receipt"),
        "number": facts.number,
        "issuer": _head(facts.issuer, say),
        "state_name": say("paper-received"),
        "received_label": say("paper-received-from"),
        "customer": facts.customer_name,
        "amount": show(facts.amount),
        "details": [
            _row(label, value)
            for label, value in (
                (say("paper-paid-on"), say("plain", value=facts.paid_on)),
                (say("paper-customer-number"), facts.customer_code),
                (say("paper-package"), facts.package),
                (say("paper-method"), say(facts.method)),
                (say("paper-txn"), facts.txn_id),
                (say("paper-taken-by"), facts.taken_by),
                (say("paper-given-back"), show(facts.given_back) if facts.given_back else ""),
            )
            if value
        ],
        "what": say("paper-settles"),
        "amount_label": say("paper-amount"),
        "lines": _lines(facts.settled, say, show),
        "advance_label": say("paper-advance") if facts.advance else "",
        "advance": show(facts.advance),
        "left_label": say("paper-left" if facts.due else "paper-settled"),
        "left": show(facts.due) if facts.due else "",
        "object": say("paper-object"),
    }


def vouchers(sheet: VoucherSheet, texts: Texts) -> dict[str, Any]:
    """The values of `vouchers.html`: pages of cards, each with a PIN."""
    say = _speaker(texts, sheet.language)
    cards = [
        {"serial": each.serial, "pin": each.pin, "qr": _qr(each.pin.replace(" ", ""))}
        for each in sheet.vouchers
    ]
    parts = [cards[at : at + ON_A_PAGE] for at in range(0, len(cards), ON_A_PAGE)]
    whose = {"lot": sheet.lot, "printing": sheet.printing}
    return {
        "language": sheet.language,
        "title": say("paper-cards", lot=sheet.lot),
        "issuer": _head(sheet.issuer, say),
        "value": say("plain", value=sheet.value),
        "package": sheet.package,
        "until": say("paper-cards-until", day=sheet.expires_on) if sheet.expires_on else "",
        "pin": say("paper-cards-pin"),
        "how": say("paper-cards-how"),
        "help": say("paper-cards-help", phone=sheet.issuer.phone) if sheet.issuer.phone else "",
        "pages": [
            {"cards": part, "foot": say("paper-cards-foot", page=number, pages=len(parts), **whose)}
            for number, part in enumerate(parts, 1)
        ],
    }


def _qr(text: str) -> str:
    import segno

    drawn = io.BytesIO()
    # The best of eight masks would cost four times as much, and readers take any.
    segno.make(text, micro=False, error="m", boost_error=False, mask=2).save(
        drawn, kind="png", scale=4, border=0, dark="#12263f"
    )
    return "data:image/png;base64," + base64.b64encode(drawn.getvalue()).decode()

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
from domain.ports import (
    Bar,
    BarGroup,
    ChartFacts,
    InvoiceFacts,
    Issuer,
    NoteFacts,
    PaperLine,
    ReceiptFacts,
    StatementFacts,
    StatementLine,
    Texts,
    VoucherSheet,
)

Say = Callable[..., str]
Facts = InvoiceFacts | ReceiptFacts | NoteFacts | StatementFacts
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


def _addressed(facts: InvoiceFacts | NoteFacts | StatementFacts, say: Say) -> dict[str, Any]:
    """Whose paper it is."""
    lines = [facts.customer_address, _local(facts.customer_mobile)]
    return {
        "customer_label": say("paper-billed-to"),
        "customer": facts.customer_name,
        "customer_lines": [
            say("paper-customer-id", id=facts.customer_code), *(line for line in lines if line)
        ],
    }  # fmt: skip


def _payable(pay_url: str, due: Money, say: Say) -> dict[str, str]:
    """The code to pay by, while there is something to pay and a way to."""
    return {
        "qr": _qr(pay_url) if pay_url and due.minor > 0 else "",
        "scan": say("paper-scan"),
        "scan_how": say("paper-scan-how"),
    }


def _sheet(facts: Facts, say: Say, title: str, number: str, objection: str = "") -> dict[str, Any]:
    """What every paper has at its head and its end."""
    return {
        "language": facts.language,
        "title": say(title),
        "number": number,
        "issuer": _head(facts.issuer, say),
        "amount_label": say("paper-amount"),
        "object": say(objection) if objection else "",
    }


def invoice(facts: InvoiceFacts, texts: Texts) -> dict[str, Any]:
    """The values of `invoice.html`."""
    say = _speaker(texts, facts.language)
    show = _amounts(say)
    settled = not facts.due
    state = "paid" if settled else ("part" if facts.paid else "due")
    return {
        **_sheet(facts, say, "paper-invoice", facts.number),
        "state": state,
        "state_name": say(f"paper-state-{state}"),
        **_addressed(facts, say),
        "details": [
            _row(say("paper-issued"), say("plain", value=facts.issued_on)),
            _row(say("paper-period"), _days(say, facts.starts_on, facts.ends_on)),
            _row(say("paper-due-date"), say("plain", value=facts.due_on)),
            _row(say("paper-package"), facts.package),
        ],
        "what": say("paper-what"),
        "lines": _lines(facts.lines, say, show),
        "sums": _sums(facts, say, show),
        "due_label": say("paper-settled") if settled else say("paper-due"),
        "due": show(facts.total if settled else facts.due),
        "due_note": "" if settled else say("paper-due-by", day=facts.due_on),
        **_payable(facts.pay_url, facts.due, say),
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
        **_sheet(facts, say, "paper-receipt", facts.number, "paper-object"),
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
        "lines": _lines(facts.settled, say, show),
        "advance_label": say("paper-advance") if facts.advance else "",
        "advance": show(facts.advance),
        "left_label": say("paper-left" if facts.due else "paper-settled"),
        "left": show(facts.due) if facts.due else "",
        **_payable(facts.pay_url, facts.due, say),
    }


def note(facts: NoteFacts, texts: Texts) -> dict[str, Any]:
    """The values of `note.html`."""
    say = _speaker(texts, facts.language)
    show = _amounts(say)
    return {
        **_sheet(facts, say, "paper-note", facts.number),
        "withdrawn": say("paper-note-withdrawn") if facts.withdrawn else "",
        **_addressed(facts, say),
        "details": [
            _row(say("paper-issued"), say("plain", value=facts.issued_on)),
            _row(say("paper-note-bill"), facts.bill_number),
        ],
        "what": say("paper-what"),
        "lines": [
            _row(facts.reason or say("paper-note-off"), show(facts.net)),
            *([_row(say("paper-vat"), show(facts.vat))] if facts.vat else []),
        ],
        "state": "paid",
        "due_label": say("paper-note-total"),
        "due": show(facts.total),
        "due_note": say("paper-note-left", due=facts.due) if facts.due else say("paper-settled"),
        **_payable(facts.pay_url, facts.due, say),
    }


def statement(facts: StatementFacts, texts: Texts) -> dict[str, Any]:
    """The values of `statement.html`."""
    say = _speaker(texts, facts.language)
    show = _amounts(say)
    days = _days(say, facts.starts_on, facts.ends_on)
    owed = facts.closing.minor > 0
    return {
        **_sheet(facts, say, "paper-statement", days, "paper-statement-object"),
        "digits": [say("plain", value=digit) for digit in range(10)],
        **_addressed(facts, say),
        "details": [
            _row(say("paper-statement-days"), days),
            _row(say("paper-statement-made"), say("plain", value=facts.made_on)),
        ],
        "on": say("paper-issued"),
        "what": say("paper-what"),
        "charged": say("paper-charged"),
        "credited": say("paper-credited"),
        "balance": say("paper-balance"),
        "opening_label": say("paper-opening"),
        "opening": show(facts.opening),
        "lines": [_moved(line, say, show) for line in facts.lines],
        "nothing": say("paper-nothing-moved"),
        "closing_label": say("paper-closing"),
        "charged_sum": show(facts.charged),
        "credited_sum": show(facts.credited),
        "closing": show(facts.closing),
        "open_label": say("paper-open-before"),
        "open_before": _lines(facts.open_before, say, show),
        "state": "" if owed else "paid",
        "due_label": say("paper-statement-due" if owed else "paper-statement-advance"),
        "due_note": say("paper-statement-on", day=facts.ends_on),
        "due": show(facts.closing if owed else -facts.closing),
        **_payable(facts.pay_url, facts.closing, say),
    }


def _moved(line: StatementLine, say: Say, show: Callable[[Money], str]) -> dict[str, str]:
    said = [say(line.what), say(line.method) if line.method else "", line.reference]
    late = line.entered_on
    return {
        "on": say("plain", value=line.on),
        "what": " · ".join(part for part in said if part),
        "note": say("paper-entered-on", day=late) if late else "",
        "charged": show(line.moved) if line.moved.minor > 0 else "",
        "credited": show(-line.moved) if line.moved.minor < 0 else "",
        "balance": show(line.balance),
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


def chart(charts: Sequence[ChartFacts], texts: Texts) -> dict[str, Any]:
    """The values of `chart.html`."""
    say = _speaker(texts, charts[0].language)
    return {
        "language": charts[0].language,
        "title": say("plain", value=charts[0].period),
        "charts": [
            {
                "issuer": each.issuer.name,
                "title": say("plain", value=each.period),
                "currency": each.currency if len(charts) > 1 else "",
                "sums": [_row(say(key), say("plain", value=value)) for key, value in each.sums],
                "groups": [_bars(group, say) for group in each.groups],
            }
            for each in charts
        ],
    }


def _bars(group: BarGroup, say: Say) -> dict[str, Any]:
    longest = max((amount.minor for bar in group.bars for amount in bar.amounts), default=0)
    return {
        "title": say(group.title),
        "named": [say(key) for key in group.named],
        "bars": [
            {
                "label": _called(bar, say),
                "parts": [_part(each, longest, say) for each in bar.amounts],
            }
            for bar in group.bars
        ],
    }


def _called(bar: Bar, say: Say) -> str:
    return say(bar.key) if bar.key else say("plain", value=bar.label)


def _part(amount: Money, longest: int, say: Say) -> dict[str, str]:
    """A bar as long as its amount is beside the longest; an amount that is there is seen."""
    per_mille = max(amount.minor * 1000 // longest, 4) if amount.minor > 0 else 0
    width = f"{per_mille // 10}.{per_mille % 10}" if per_mille else ""
    return {"width": width, "value": say("plain", value=amount)}


def _qr(text: str) -> str:
    import segno

    drawn = io.BytesIO()
    # The best of eight masks would cost four times as much, and readers take any.
    segno.make(text, micro=False, error="m", boost_error=False, mask=2).save(
        drawn, kind="png", scale=4, border=0, dark="#12263f"
    )
    return "data:image/png;base64," + base64.b64encode(drawn.getvalue()).decode()

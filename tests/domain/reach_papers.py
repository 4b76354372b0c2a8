"""How the verbs are called that bring a customer's papers to somebody."""

from __future__ import annotations

from datetime import date

from domain.calendar import Span
from domain.payments import mailing, statements
from domain.payments.mailing import Wanted
from domain.payments.states import PaperKind
from tests.domain.reach_lines import Line, Row

DAYS = Span(date(2026, 11, 1), date(2026, 11, 30))

PAPERS: dict[str, Line] = {
    "payments.statements.of": Row(lambda actor, its: statements.of(actor, its.customer_id, DAYS)),
    "payments.mailing.customer_of": Row(
        lambda actor, its: mailing.customer_of(actor, Wanted(PaperKind.INVOICE, its.bill_id))
    ),
    "payments.mailing.send": Row(
        lambda actor, its: mailing.send(actor, Wanted(PaperKind.STATEMENT, its.customer_id, DAYS))
    ),
}

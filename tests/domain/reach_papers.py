"""How the verbs are called that bring papers and figures to somebody."""

from __future__ import annotations

from collections.abc import Awaitable
from datetime import date

from domain.calendar import Period, Span
from domain.chat import digests
from domain.chat.models import Digest
from domain.payments import mailing, statements
from domain.payments.mailing import Wanted
from domain.payments.states import PaperKind
from domain.ports.lists import Listed
from domain.reports import charts, figure_list, subscribers, summary
from domain.staff import operators
from tests.domain.reach_lines import Line, Of, Row, Those

MONTH = Period(2026, 11)
DAYS = Span(date(2026, 11, 1), date(2026, 11, 30))

PAPERS: dict[str, Line] = {
    "payments.statements.of": Row(lambda actor, its: statements.of(actor, its.customer_id, DAYS)),
    "payments.mailing.customer_of": Row(
        lambda actor, its: mailing.customer_of(actor, Wanted(PaperKind.INVOICE, its.bill_id))
    ),
    "payments.mailing.send": Row(
        lambda actor, its: mailing.send(actor, Wanted(PaperKind.STATEMENT, its.customer_id, DAYS))
    ),
    "chat.digests.listed": Those(digests.listed),
    "chat.digests.get": Of(lambda actor, its: digests.get(actor, its.group_id)),
    "chat.digests.choose": Of(
        lambda actor, its: digests.choose(actor, its.group_id, [Digest.WEEKLY], 9)
    ),
    "staff.operators.give_logo": Of(
        lambda actor, its: operators.give_logo(actor, its.operator_id, "")
    ),
    "reports.charts.month": Those(lambda actor: charts.month(actor, MONTH)),
    "reports.figure_list.listed": Those(lambda actor: _rows_of(figure_list.listed(actor, MONTH))),
    "reports.subscribers.of_month": Those(lambda actor: subscribers.of_month(actor, MONTH)),
    "reports.subscribers.listed": Those(lambda actor: _rows_of(subscribers.listed(actor, MONTH))),
    "reports.summary.came": Those(lambda actor: summary.came(actor, DAYS, "BDT")),
}


async def _rows_of(making: Awaitable[Listed]) -> object:
    return [page async for page in (await making).pages]

"""How the verbs of bulks are called on one that is another's."""

from __future__ import annotations

from domain.bulk import bulks, lines
from domain.bulk.states import LineStatus
from tests.domain.reach_lines import Free, Line, Row, Those

_LINES = Free("a line about who is not its author's to see is refused: test_bulks")

BULKS: dict[str, Line] = {
    "bulk.bulks.begin": _LINES,
    "bulk.bulks.get": Row(lambda actor, its: bulks.get(actor, its.bulk_id)),
    "bulk.bulks.row_of": Row(lambda actor, its: bulks.row_of(actor, its.bulk_id)),
    "bulk.bulks.own": Row(lambda actor, its: bulks.own(actor, its.bulk_id), makers=True),
    "bulk.bulks.latest": Those(bulks.latest),
    "bulk.bulks.needs_approval": Free("answers of a number"),
    "bulk.bulks.confirm": Row(
        lambda actor, its: bulks.confirm(actor, its.bulk_id, ""), makers=True
    ),
    "bulk.bulks.decide": Row(lambda actor, its: bulks.decide(actor, its.bulk_id, approve=True)),
    "bulk.bulks.cancel": Row(lambda actor, its: bulks.cancel(actor, its.bulk_id), makers=True),
    "bulk.bulks.stop": Row(lambda actor, its: bulks.stop(actor, its.bulk_id), makers=True),
    "bulk.bulks.undo": Row(lambda actor, its: bulks.undo(actor, its.bulk_id)),
    "bulk.checking.check": _LINES,
    "bulk.checking.meant_by": _LINES,
    "bulk.checking.require_as_chosen": _LINES,
    "bulk.doing.do": _LINES,
    "bulk.doing.take_back": _LINES,
    "bulk.lines.page": Row(lambda actor, its: lines.page(actor, its.bulk_id, tuple(LineStatus))),
    "bulk.lines.get": Row(lambda actor, its: lines.get(actor, its.line_id)),
    "bulk.lines.choices": Row(lambda actor, its: lines.choices(actor, its.line_id), makers=True),
    "bulk.lines.choose": Row(
        lambda actor, its: lines.choose(actor, its.line_id, its.customer_id), makers=True
    ),
    "bulk.lines.mean": Row(lambda actor, its: lines.mean(actor, its.line_id), makers=True),
    "bulk.lines.correct": Row(
        lambda actor, its: lines.correct(actor, its.line_id, bulks.Typed(1, "")), makers=True
    ),
    "bulk.lines.came_by": Row(
        lambda actor, its: lines.came_by(actor, its.bulk_id, "cash"), makers=True
    ),
    "bulk.lines.method_of": Row(lambda actor, its: lines.method_of(actor, its.bulk_id)),
    "bulk.of_bills.begin": Free("takes what `finding.page` finds: test_of_bills"),
    "bulk.lines.take_in": Row(lambda actor, its: lines.take_in(actor, its.line_id), makers=True),
    "bulk.lines.leave_out": Row(
        lambda actor, its: lines.leave_out(actor, its.line_id), makers=True
    ),
}

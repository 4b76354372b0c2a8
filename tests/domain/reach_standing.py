"""How the verbs are called that say where a customer stands: in collection, held, by which rule."""

from __future__ import annotations

from domain.billing import collecting, restoring, whys
from tests.domain.reach_lines import Line, Row, Those

STANDING: dict[str, Line] = {
    "billing.collecting.of": Row(lambda actor, its: collecting.of(actor, its.customer_id)),
    "billing.collecting.counted": Those(collecting.counted),
    "billing.restoring.count_waiting": Those(restoring.count_waiting),
    "billing.restoring.waiting": Those(lambda actor: restoring.waiting(actor, limit=99)),
    "billing.whys.rule_now": Row(lambda actor, its: whys.rule_now(actor, its.customer_id)),
}

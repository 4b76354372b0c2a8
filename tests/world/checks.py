"""What holds in every world: after each step, and once everything outside is well again."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Any

from domain import calendar, clock, db
from domain.billing import proof as billing_proof
from domain.billing import rules as billing_rules
from domain.bulk import rules as bulk_rules
from domain.customers import standing
from domain.customers.models import Customer, CustomerStatus
from domain.hotspot import proof as hotspot_proof
from domain.ledger import proof as ledger_proof
from domain.messaging import rules as message_rules
from domain.messaging.models import Delivery
from domain.network.states import BOUGHT_ENDS
from domain.outreach import rules as outreach_rules
from domain.payments import proof as payments_proof
from domain.payments import rules as payment_rules
from domain.vouchers import proof as vouchers_proof
from tests.world import facts
from tests.world.town import BANKS, Town

_STATES: Mapping[str, Mapping[Any, frozenset[Any]]] = {
    "attempt": payment_rules.MAY,
    "bill": billing_rules.MAY,
    "broadcast": outreach_rules.MAY,
    "bulk": bulk_rules.MAY,
    "bulk_line": bulk_rules.LINE_MAY,
    "customer": standing.MAY,
    "message": message_rules.MAY,
    "payment": payment_rules.PAYMENT_MAY,
    "refund": payment_rules.REFUND_MAY,
    "verification": payment_rules.VERIFICATION_MAY,
}
_ALL_STATES = " UNION ALL ".join(
    f"SELECT '{table}' AS kind, id, status FROM {table}" for table in _STATES
)
_UNFINISHED = {
    "inbox": "SELECT id, error FROM inbox WHERE status = 'new'",
    "message": "SELECT id, event, status, error FROM message WHERE status IN ('ready', 'leased')",
    "attempt": "SELECT id, status, error FROM attempt"
    " WHERE status IN ('created', 'initiated', 'unknown')",
    "refund": "SELECT id, status, why FROM refund WHERE status IN ('asked', 'handed', 'pending')",
    "bill run": "SELECT id FROM bill_run WHERE status = 'running'",
    "broadcast": "SELECT id FROM broadcast WHERE status IN ('running', 'scheduled')",
    "bulk": "SELECT id, status FROM bulk WHERE status IN ('reading', 'running', 'undoing')",
    # What a day was to bring is made up for by another day's job.
    "job": "SELECT id, period FROM job_run WHERE status <> 'done' AND name = 'billrun'",
    "service": "SELECT id, desired, error FROM service WHERE generation <> applied",
}
_HELD_FOR_NOTHING = (
    "SELECT c.code, s.rule, s.figures FROM customer c LEFT JOIN suspension s ON s.id ="
    " (SELECT MAX(id) FROM suspension WHERE customer_id = c.id)"
    " WHERE c.status IN ('suspended', 'expired') AND COALESCE(c.expires_on >= $1, TRUE)"
    " AND c.code <> 'GUEST'"
    " AND NOT EXISTS (SELECT 1 FROM bill b"
    "  WHERE b.customer_id = c.id AND b.status IN ('unpaid', 'partial'))"
)
_CUT = (
    "SELECT s.id, s.customer_id, s.at, s.rule, s.figures FROM suspension s"
    " WHERE s.act = 'suspend' AND s.rule <> 'manual'"
    f" AND s.rule NOT IN ({', '.join(repr(rule) for rule in sorted(BOUGHT_ENDS))}) ORDER BY s.id"
)
_WARNED = (
    "SELECT 1 AS one FROM message m WHERE m.customer_id = $1 AND m.made_at <= $2"
    " AND m.event IN ('due-reminder', 'due-today', 'suspension-warning')"
    " AND m.made_at >= (SELECT MIN(b.made_at) FROM bill b WHERE b.customer_id = $1"
    "  AND b.made_at <= $3 AND (b.settled_at IS NULL OR b.settled_at >= $3))"
)
_WARNED_OF_END = (
    "SELECT 1 AS one FROM message m WHERE m.customer_id = $1 AND m.made_at <= $2"
    " AND m.event IN ('expiration-warning', 'service-expired', 'validity-over')"
    " AND m.about LIKE '%' || CAST($3 AS TEXT) || '%'"
)
_STEPS = (
    "SELECT customer_id, event, about, channels FROM message WHERE dedupe LIKE 'expiry:%'"
    " OR dedupe LIKE 'due:%' AND dedupe NOT LIKE 'due:%:cut:%'"
)
_DAY_MS = 86_400_000


async def after_each(town: Town) -> None:
    """What holds at every moment, whatever goes wrong."""
    assert town.faults.found == [], town.faults.found
    await facts.meet(town)
    await facts.assert_the_books_agree(town)
    await _no_message_twice(town)
    await _no_step_twice()
    await _no_money_twice()
    await _states_move_as_they_may(town)


async def when_all_is_well(town: Town) -> None:
    """What holds once everything was up for some days."""
    for proof in (
        ledger_proof,
        billing_proof,
        payments_proof,
        vouchers_proof,
        hotspot_proof,
    ):
        assert await proof.faults(5) == []
    await _all_money_is_known(town)
    await _what_went_back_is_known(town)
    await _nobody_is_cut_unwarned()
    for what, sql in _UNFINISHED.items():
        left = await db.rows(sql)
        assert left == [], f"a {what} waits for ever: {left}"
    await _nobody_is_held_for_nothing()
    await _routers_do_as_desired(town)


async def _no_message_twice(town: Town) -> None:
    """What a provider took on and did not report as failed reaches a customer once."""
    accepted = [one.ref for some in town.phones.values() for one in some.accepted]
    if len(accepted) == town.told.accepted:
        return
    town.told.accepted = len(accepted)
    failed = {ref for some in town.phones.values() for ref in some.failed}
    of = {row.id: row.message_id for row in await Delivery.filter(id__in=[*map(int, accepted)])}
    times = Counter(of[int(ref)] for ref in accepted if ref not in failed)
    for message, count in times.items():
        most = 1 + town.told.resent.get(message, 0)
        assert count <= most, f"message {message} came {count} times"


async def _no_step_twice() -> None:
    """Of a date a customer is told once at each step by each channel."""
    told = Counter[tuple[object, ...]]()
    for row in await db.rows(_STEPS):
        about = json.loads(row["about"])
        if date := about.get("ends") or about.get("bill"):
            told[row["customer_id"], row["event"], date, about["days"], row["channels"]] += 1
    assert [step for step, times in told.items() if times > 1] == []


async def _no_money_twice() -> None:
    """A transaction is in the books once, unless a person has said that it is another one."""
    twice = await db.rows(
        "SELECT method, txn_id FROM payment WHERE status = 'posted' AND txn_id <> ''"
        " AND apart_from IS NULL GROUP BY method, txn_id HAVING COUNT(*) > 1"
    )
    assert twice == [], "money is in the books twice"


async def _states_move_as_they_may(town: Town) -> None:
    before, now = town.told.states, {}
    for row in await db.rows(_ALL_STATES):
        table, number, status = row["kind"], row["id"], row["status"]
        was = before.get((table, number), status)
        assert status in _reached(table, was), f"{table} {number}: {was} to {status}"
        now[table, number] = status
    town.told.states = now


@cache
def _reached(table: str, state: str) -> frozenset[str]:
    """The states that may follow, by one move or several."""
    known, new, may = {state}, {state}, _STATES[table]
    while new:
        new = {str(to) for one, more in may.items() if str(one) in new for to in more} - known
        known |= new
    return frozenset(known)


async def _all_money_is_known(town: Town) -> None:
    """What a gateway took is posted, or a person has seen it."""
    known = {row["txn_id"] for row in await db.rows("SELECT txn_id FROM payment")}
    known |= {
        row["txn_id"].partition("+")[0] for row in await db.rows("SELECT txn_id FROM verification")
    }
    for name in BANKS:
        taken = {one.txn_id for some in town.banks[name].takings.values() for one in some}
        assert taken <= known, f"{taken - known} was paid, and nobody knows"


async def _what_went_back_is_known(town: Town) -> None:
    """What a gateway gave back is in the books, and nothing else is."""
    booked = await db.rows("SELECT ref, amount_minor FROM refund WHERE status = 'done'")
    returned = {ref: minor for bank in town.banks.values() for ref, minor in bank.returned.items()}
    assert {row["ref"]: row["amount_minor"] for row in booked} == returned


async def _nobody_is_held_for_nothing() -> None:
    """Who has paid is held only by a person who had another reason than money, or by the end of
    their validity."""
    today = calendar.today(clock.now(), "Asia/Dhaka").isoformat()
    for row in await db.rows(_HELD_FOR_NOTHING, today):
        by_hand = row["rule"] == "manual" and not json.loads(row["figures"]).get("due_minor")
        assert by_hand, f"{row['code']} has paid, and is held"


async def _nobody_is_cut_unwarned() -> None:
    for row in await db.rows(_CUT):
        before = row["at"] - _DAY_MS
        if row["rule"] == "expired":
            until = json.loads(row["figures"])["valid_until"]
            told = await db.value(_WARNED_OF_END, row["customer_id"], before, until)
        else:
            told = await db.value(_WARNED, row["customer_id"], before, row["at"])
        assert told, f"customer {row['customer_id']} was cut without a word"


async def _routers_do_as_desired(town: Town) -> None:
    for row in await db.rows(
        "SELECT c.username, s.desired FROM service s JOIN customer c ON c.id = s.customer_id"
        " WHERE NOT s.logs_in"
    ):
        wanted = {"active": {"paid"}, "suspended": {"held"}}.get(row["desired"], {"offline"})
        found = town.tower.service_of(row["username"])
        assert found in wanted, f"{row['username']} is {found}, not {row['desired']}"
    guest = await Customer.get_or_none(code="GUEST")
    if guest is not None and (user := town.tower.users.get("guest")) is not None:
        assert user.disabled is (guest.status is not CustomerStatus.ACTIVE)

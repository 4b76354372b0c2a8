"""Guards of what is bought for a time."""

from __future__ import annotations

from tests.ablation.guard import POSTGRES, Guard

_PURCHASES = "tests/domain/hotspot/test_purchases.py"
_COUNTING = "tests/domain/hotspot/test_counting.py"

GUARDS = (
    Guard(
        "purchase: ended by one",
        "what is over is ended once, and the service with it",
        {"f\" WHERE status = 'running' AND id IN ({db.ids(purchase_ids)}) RETURNING id\"": (
            'f" WHERE id IN ({db.ids(purchase_ids)}) RETURNING id"'
        )},
        f"{_PURCHASES}::test_what_two_end_at_once_is_ended_once",
        POSTGRES,
    ),
    Guard(
        "purchase: one order, one that runs",
        "a customer is served by one purchase at a time, and chooses one",
        {
            "if await Purchase.exists(customer_id=customer_id, status__in=NOW):": "if False:",
            '"CREATE UNIQUE INDEX one_purchase_now': '"CREATE INDEX one_purchase_now',
        },
        f"{_PURCHASES}::test_what_is_bought_while_one_runs_waits_for_its_end_and_lasts_as_long",
        key="purchase (customer_id)",
    ),
    Guard(
        "allowance: counted by one",
        "what a router counts is counted once, though two look at once",
        {"f\"{db.locked() if lock else ''}\"": '""'},
        f"{_COUNTING}::test_of_two_looks_at_once_one_is_counted",
        POSTGRES,
        key="allowance (customer_id)",
    ),
    Guard(
        "allowance: no look from before",
        "what was read earlier and comes later is no counter that began anew",
        {"if row.counted_at <= to_ms(began) and fresh != row:": "if fresh != row:"},
        f"{_COUNTING}::test_a_look_that_began_before_another_was_counted_tells_nothing",
    ),
)  # fmt: skip

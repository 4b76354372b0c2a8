"""Guards of money that goes back."""

from __future__ import annotations

from tests.ablation.guard import Guard
from tests.ablation.money import UNSEEN

_REFUNDS = "tests/domain/payments/test_refunds.py"
_LATE = "tests/domain/payments/test_late_words.py"

GUARDS = (
    Guard(
        "refund: one open of a payment",
        "of two who give the same payment back, one does",
        {'"CREATE UNIQUE INDEX one_open_refund': '"CREATE INDEX one_open_refund'},
        f"{_REFUNDS}::test_of_two_people_and_two_taps_one_asks",
        key="refund (payment_id)",
    ),
    Guard(
        "refund: moved by one",
        "a gateway is told once, and what went back is booked once",
        {
            '"""Move money that goes back; False when somebody was first."""'
            " return await db.advance(row, to, of=[row.status], **values)": UNSEEN,
        },
        f"{_REFUNDS}::test_of_two_who_hand_it_over_one_does",
    ),
    Guard(
        "refund: looked at by one",
        "a refund is looked at by one at a time, when its time has come",
        {"FROM refund WHERE poll_at <= $2": "FROM refund WHERE $2 > 0"},
        f"{_REFUNDS}::test_what_went_back_is_owed_again_and_the_payment_stays",
    ),
    Guard(
        "refund: told again only what surely never came",
        "what may be on its way to the gateway is not asked for again",
        {
            "and clock.now() - row.handed_at >= rules.SURELY_OVER": "",
        },
        f"{_REFUNDS}::test_what_may_still_arrive_is_not_told_again",
    ),
    Guard(
        "refund: a late word is of this one",
        "what went back is booked for the refund that went back, not for an earlier one",
        {"or await _may_be_another(row)": ""},
        f"{_LATE}::test_a_late_word_is_not_taken_for_another_refund_that_is_under_way",
    ),
)

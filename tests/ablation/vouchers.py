"""Guards of recharge cards."""

from __future__ import annotations

from tests.ablation.guard import POSTGRES, Guard

_LOTS = "tests/domain/vouchers/test_lots.py"
_REDEEMING = "tests/domain/vouchers/test_redeeming.py"

GUARDS = (
    Guard(
        "voucher: redeemed by one",
        "of all who bring one PIN, one has its money",
        {
            "if row.status is not VoucherStatus.ISSUED or not await db.advance( row,"
            " VoucherStatus.USED, of=[VoucherStatus.ISSUED], customer_id=customer.id,"
            " staff_id=staff_id, ended_at=now, ):": (
                "await Voucher.filter(id=row.id).update(status=VoucherStatus.USED,"
                " customer_id=customer.id, staff_id=staff_id, ended_at=now)\n    if False:"
            ),
            '"CREATE UNIQUE INDEX one_voucher_transaction': '"CREATE INDEX one_voucher_transaction',
        },
        f"{_REDEEMING}::test_of_two_at_the_same_moment_one_gets_it",
        POSTGRES,
    ),
    Guard(
        "voucher: who redeems is held",
        "wrong PINs that come at once are all counted, and lock",
        {
            "await standing.hold([customer.id]) await tries.require_open(customer.id)": (
                "await tries.require_open(customer.id)"
            ),
        },
        f"{_REDEEMING}::test_wrong_pins_at_once_are_all_counted",
        POSTGRES,
    ),
    Guard(
        "voucher: wrong PINs are counted by one row",
        "the fifth wrong PIN locks, by whatever door",
        {"ELSE pin_tries.wrong + 1 END": "ELSE 1 END"},
        f"{_REDEEMING}::test_five_wrong_pins_lock_a_customer_for_an_hour_by_every_door",
        key="pin_tries (customer_id)",
    ),
    Guard(
        "voucher: given back once",
        "what was taken back is good again, and the distributor's part is taken off once",
        {
            "moved = await db.advance( row, to, of=[VoucherStatus.USED],": (
                "moved = False and await db.advance( row, to, of=[VoucherStatus.USED],"
            ),
        },
        f"{_REDEEMING}::test_what_was_redeemed_for_the_wrong_customer_can_be_redeemed_again",
    ),
    Guard(
        "lot: printed by one",
        "of two who print at once, one has a paper that is good",
        {
            "id=lot.id, printing=printing, issued_at=None, voided_at=None"
            " ).update(printing=printing + 1, printed_at=clock.now())": (
                "id=lot.id ).update(printing=printing + 1, printed_at=clock.now())"
            ),
        },
        f"{_LOTS}::test_of_two_who_print_at_once_one_has_a_paper",
    ),
    Guard(
        "lot: issued as it was printed last",
        "an older paper is never issued, and none twice",
        {
            "id=lot.id, printing=printing, issued_at=None, voided_at=None"
            " ).update(issued_at=clock.now())": "id=lot.id ).update(issued_at=clock.now())",
        },
        f"{_LOTS}::test_a_paper_that_is_not_the_newest_is_not_issued",
    ),
    Guard(
        "voucher: issued from unissued only",
        "what was voided before is not good with the rest of its lot",
        {
            "SET status = 'issued' WHERE lot_id = $1 AND status = 'unissued'": (
                "SET status = 'issued' WHERE lot_id = $1 AND status <> 'none'"
            ),
        },
        f"{_LOTS}::test_what_was_voided_alone_stays_so_when_its_lot_is_issued",
    ),
    Guard(
        "voucher: voided while open only",
        "what was used stays used when the rest is taken out of use",
        {
            "\" WHERE lot_id = $1 AND status IN ('unissued', 'issued')\","
            " lot_id, staff_id, at,": '" WHERE lot_id = $1",\n        lot_id, staff_id, at,',
        },
        f"{_REDEEMING}::test_what_comes_back_of_a_void_lot_is_void",
    ),
    Guard(
        "voucher: over while open only",
        "what was used stays used when its last day has passed",
        {
            "\" WHERE lot_id = $1 AND status IN ('unissued', 'issued')\", lot_id, at,": (
                '" WHERE lot_id = $1",\n        lot_id, at,'
            ),
        },
        f"{_REDEEMING}::test_it_is_good_through_its_last_day_where_its_operator_is",
    ),
    Guard(
        "voucher: voided alone while open",
        "what is void or used is not voided once more",
        {
            "if row.status not in rules.OPEN or not await db.advance( row,"
            " VoucherStatus.VOIDED, of=rules.OPEN, staff_id=actor.staff_id,"
            " ended_at=clock.now(), why=why, ):": (
                "await Voucher.filter(id=row.id).update(status=VoucherStatus.VOIDED, why=why)\n"
                "        if False:"
            ),
        },
        f"{_LOTS}::test_what_is_void_is_printed_issued_and_voided_no_more",
    ),
)

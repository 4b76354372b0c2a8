"""Guards of bills and bill runs."""

from __future__ import annotations

from tests.ablation.guard import POSTGRES, Guard

_BILLING = "tests/domain/billing"
_AT_ONCE = f"{_BILLING}/test_at_once.py"

GUARDS = (
    Guard(
        "bill: whom it bills is held",
        "money that comes while a bill is made settles it",
        {"f\" ORDER BY c.id{db.locked('c')}) AS held\"": '" ORDER BY c.id) AS held"'},
        f"{_AT_ONCE}::test_money_that_comes_while_a_bill_is_made_settles_it",
        POSTGRES,
    ),
    Guard(
        "bill: numbers are given by one",
        "two who bill at once for one operator give different numbers",
        {
            '"INSERT INTO bill_counter (operator_id, year, given) VALUES ($1, $2, 0)"'
            ' " ON CONFLICT (operator_id, year) DO UPDATE SET given = bill_counter.given",': (
                '"INSERT INTO bill_counter (operator_id, year, given)"\n'
                '        " SELECT CAST($1 AS BIGINT), CAST($2 AS INT), 0 WHERE NOT EXISTS"\n'
                '        " (SELECT 1 FROM bill_counter WHERE operator_id = $1 AND year = $2)",'
            ),
        },
        f"{_AT_ONCE}::test_two_bills_at_once_have_two_numbers",
        POSTGRES,
        key="bill_counter (operator_id, year)",
    ),
    Guard(
        "bill: one of a number",
        "no two bills of an operator have one number",
        {"'unique_together': (('operator_id', 'year', 'serial'),), ": ""},
        f"{_AT_ONCE}::test_two_bills_at_once_have_two_numbers",
        POSTGRES,
        backed=("bill: numbers are given by one",),
        key="bill (operator_id, year, serial)",
    ),
    Guard(
        "bill: one of a customer and span",
        "nobody is billed twice for one span",
        {'"CREATE UNIQUE INDEX one_bill_per_period': '"CREATE INDEX one_bill_per_period'},
        f"{_AT_ONCE}::test_of_two_hands_at_once_one_bills",
        POSTGRES,
        backed=(
            "bill: whom it bills is held",
            "bill: numbers are given by one",
            "bill: one of a number",
        ),
        key="bill (customer_id, period)",
    ),
    Guard(
        "validity: the first word of its end counts",
        "who is told of it again is cut no later",
        {'" WHERE validity_warning.ends_on <> excluded.ends_on"': '""'},
        f"{_BILLING}/test_validity.py"
        "::test_what_was_told_of_a_day_counts_first_unless_it_is_told_again",
        key="validity_warning (customer_id)",
    ),
    Guard(
        "bill: whom it is taken back from is held",
        "money that comes while a bill is taken back settles it no more",
        {
            "await settling.lock(bill.customer_id) await _require_voidable(bill)": (
                "await _require_voidable(bill)"
            )
        },
        f"{_AT_ONCE}::test_money_that_comes_while_a_bill_is_taken_back_leaves_it_so",
        POSTGRES,
    ),
    Guard(
        "charge: the customer is held",
        "what is charged while a bill is made waits for the next",
        {
            "await settling.lock(customer_id)"
            " # a bill run counts charges before it takes them up": "pass",
        },
        f"{_AT_ONCE}::test_what_is_charged_while_a_bill_is_made_waits_for_the_next",
        POSTGRES,
    ),
    Guard(
        "charge: on one bill",
        "what stands on a bill is on no other",
        {'WHERE charge.bill_id IS NULL"': 'WHERE TRUE"'},
        f"{_BILLING}/test_byhand.py::test_what_stands_on_a_bill_is_on_no_other",
    ),
    Guard(
        "suspension: who is looked at is held",
        "who pays at that moment is not suspended",
        {"await standing.hold(named)": "pass"},
        f"{_BILLING}/test_enforcement.py::test_who_paid_a_moment_ago_is_not_suspended",
    ),
    Guard(
        "bill: taken back from unpaid only",
        "a bill is taken back once",
        {
            "await db.advance(bill, BillStatus.VOID, of=[BillStatus.UNPAID], settled_at=now):": (
                "await Bill.filter(id=bill.id).update(status=BillStatus.VOID, settled_at=now):"
            ),
        },
        f"{_BILLING}/test_bills.py::test_a_void_bill_is_owed_no_more_and_its_charges_wait_again",
    ),
    Guard(
        "bill run: one of a month",
        "of two who begin a run the second finds the first",
        {'await db.lock("bill run")': "pass"},
        f"{_AT_ONCE}::test_of_two_who_begin_a_run_the_second_finds_the_first",
        POSTGRES,
    ),
    Guard(
        "bill run: a batch is taken by one",
        "a batch is billed and counted by one process",
        {
            "ours = type(row).filter(pk=row.pk, cursor=after, **still)": (
                "ours = type(row).filter(pk=row.pk, **still)"
            ),
        },
        f"{_BILLING}/test_batches.py::test_two_who_carry_on_one_run_each_know_what_they_made",
    ),
    Guard(
        "profile: held while it is changed",
        "of two who change a profile from what they saw, the second is told",
        {
            'f"SELECT id FROM billing_profile WHERE id = $1{db.locked()}"': (
                '"SELECT id FROM billing_profile WHERE id = $1"'
            )
        },
        f"{_BILLING}/test_profiles.py::test_of_two_who_change_it_at_once_the_second_is_told",
        POSTGRES,
    ),
    Guard(
        "late fee: one of a customer and cycle",
        "nobody is charged a late fee twice in a cycle",
        {'"CREATE UNIQUE INDEX one_late_fee': '"CREATE INDEX one_late_fee'},
        f"{_BILLING}/test_fees.py::test_two_looks_at_once_charge_once",
        key="charge (customer_id, cycle)",
    ),
    Guard(
        "day of service: charged once",
        "a customer pays for a day of service once",
        {
            '"unique_together": (("customer_id", "served_on"),),': '"indexes": [],',
            '" ON CONFLICT (customer_id, served_on) DO NOTHING': '"',
        },
        f"{_BILLING}/test_prepaid.py::test_a_day_is_charged_once_whatever_the_row_says",
        key="served_day (customer_id, served_on)",
    ),
    Guard(
        "late fee: whom it is of is held",
        "money that comes while a fee is made settles it",
        {
            'f" ORDER BY id{db.locked()}) AS held", late.timezone': (
                '" ORDER BY id) AS held", late.timezone'
            ),
        },
        f"{_BILLING}/test_fees.py::test_money_that_comes_while_a_fee_is_made_settles_it",
        POSTGRES,
    ),
)

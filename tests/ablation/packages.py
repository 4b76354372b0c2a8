"""Guards of changes of package and of credit notes."""

from __future__ import annotations

from tests.ablation.guard import POSTGRES, Guard

_CHANGES = "tests/domain/billing/test_package_changes.py"

GUARDS = (
    Guard(
        "package: whose it is is held",
        "of two who change a package at the same moment one does",
        {
            "await settling.lock(customer_id)"
            " # a bill run, and who else changes it, take turns": "pass",
        },
        f"{_CHANGES}::test_of_two_who_change_it_at_once_one_does",
        POSTGRES,
    ),
    Guard(
        "package: a change is taken back by one",
        "a change of package is taken back once",
        {
            "if not await db.advance(row, ChangeStatus.TAKEN_BACK, of=[ChangeStatus.DONE]):": (
                "if False:"
            ),
        },
        f"{_CHANGES}::test_it_is_taken_back_whole_on_its_day",
    ),
    Guard(
        "note: numbers are given by one",
        "two credit notes at once of one operator have different numbers",
        {
            '" ON CONFLICT (operator_id, year) DO UPDATE"'
            ' " SET given = credit_note_counter.given + 1 RETURNING given",': (
                '" ON CONFLICT (operator_id, year) DO UPDATE"'
                ' " SET given = credit_note_counter.given RETURNING given",'
            ),
        },
        f"{_CHANGES}::test_two_notes_have_two_numbers",
        key="credit_note_counter (operator_id, year)",
    ),
    Guard(
        "note: one of a number",
        "no two credit notes of an operator have one number",
        {
            '"unique_together": (("operator_id", "year", "serial"),), "indexes": [': '"indexes": [',
        },
        f"{_CHANGES}::test_two_notes_have_two_numbers",
        backed=("note: numbers are given by one",),
        key="credit_note (operator_id, year, serial)",
    ),
    Guard(
        "note: the customer is held",
        "of two credit notes at once the second sees what is left",
        {
            "await settling.lock(bill.customer_id)"
            " # of two notes the second sees what is left": "pass",
        },
        "tests/domain/billing/test_credit_notes.py::test_of_two_at_once_the_second_sees_what_is_left",
        POSTGRES,
    ),
    Guard(
        "package: a planned change is carried out by one",
        "a change that was planned comes once",
        {
            "if not await db.advance( row, ChangeStatus.DONE, of=[ChangeStatus.PLANNED],"
            " made_at=clock.now(), **before ):": "if False:",
        },
        "tests/domain/billing/test_planned_changes.py::test_the_scheduler_carries_it_out_once",
    ),
    Guard(
        "package: a planned change is called off by one",
        "a change that was planned is called off once, and not when it has come",
        {
            "if not await db.advance(row, ChangeStatus.TAKEN_BACK, of=[ChangeStatus.PLANNED]):": (
                "if False:"
            ),
        },
        "tests/domain/billing/test_planned_changes.py::test_what_is_called_off_does_not_come",
    ),
)

"""Guards of what is done to many at once."""

from __future__ import annotations

from tests.ablation.guard import POSTGRES, Guard

_BULKS = "tests/domain/bulk/test_bulks.py"

GUARDS = (
    Guard(
        "bulk: a batch by one",
        "a line is recorded once, however many processes go on with the list",
        {
            "if not await batches.take(row, row.cursor, upto, status=row.status): return False": "",
        },
        f"{_BULKS}::test_a_batch_is_taken_once",
    ),
    Guard(
        "bulk: moved by one",
        "a list is begun, approved, stopped and taken back once",
        {
            "if not await db.advance(row, to, of=of, **values): raise await _decided(row.id)": (
                "await Bulk.filter(id=row.id).update(status=to, **values)"
            ),
        },
        f"{_BULKS}::test_of_two_who_decide_at_once_one_does",
    ),
    Guard(
        "bulk: held while it is confirmed",
        "what is done is what was seen: nobody changes a line meanwhile",
        {
            'state = f"SELECT 1 AS one FROM bulk WHERE id = $1 AND {among}{db.locked()}"': (
                'state = f"SELECT 1 AS one FROM bulk WHERE id = $1 AND {among}"'
            ),
        },
        f"{_BULKS}::test_what_is_corrected_at_the_last_moment_is_not_done_unseen",
        POSTGRES,
    ),
)

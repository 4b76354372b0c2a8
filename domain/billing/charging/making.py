"""Bills of spans, made in the caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from domain.billing.charging import scope as scopes
from domain.billing.charging import whom, writing
from domain.billing.charging.scope import Scope
from domain.billing.charging.writing import Made


class Outcome(NamedTuple):
    """The bills that were made, and how many customers got none for each reason."""

    made: Made
    skipped: Mapping[str, int]


async def make(
    scope: Scope,
    run_id: int | None,
    now: datetime,
    *,
    likely: int = 0,
    staff_id: int | None = None,
) -> Outcome:
    """Bill everybody in the scope who is to be billed, exactly once, with all that follows.

    Without a run it is a bill by hand, of one customer. `likely` is how many customers the scope
    has, where all are likely to be billed: then they are not counted before.
    """
    parts = await scopes.parts(scope, now)
    expected, skipped = (likely, {}) if likely else await whom.counted(parts)
    if not expected:
        return Outcome(Made(run_id, 0, 0, 0, 0), skipped)
    await whom.lock(scope, parts.years)
    charges = await whom.charges_wait(scope)
    made = await writing.write_bills(parts, run_id, now, charges=charges)
    if made.bills != expected:  # not likely after all, or changed while we waited to hold them
        _, skipped = await whom.counted(parts, made.where() if made.bills else "")
    if made.bills:
        await writing.write_rest(parts, made, now, charges=charges, staff_id=staff_id)
    return Outcome(made, skipped)

"""What a change of a billing profile will do, in sentences."""

from __future__ import annotations

from domain.billing.foreseeing import Cuts, Foreseen, Month
from handlers.ui.screens import Block, Lines, Text


def told(would: Foreseen) -> list[Block]:
    """Each consequence; that there is none at once, where there is none."""
    before, after = would.before, would.after
    blocks: list[Block] = []
    if before.cuts and after.cuts:
        blocks.append(cuts(before.cuts, after.cuts))
    if after.fresh:
        blocks.append(Text("foreseen-fresh", customers=after.fresh))
    if after.held is not None and before.held is not None and after.held > before.held:
        blocks.append(Text("foreseen-held", customers=after.held - before.held))
    if before.fees and after.fees and (before.fees.customers or after.fees.customers):
        blocks.append(
            Text(
                "foreseen-fees",
                customers=after.fees.customers,
                amount=after.fees.amount,
                was=before.fees.amount,
            )
        )
    if before.month and after.month:
        blocks.append(_month(before.month, after.month))
    return blocks or [Text("foreseen-quiet")]


def cuts(before: Cuts, after: Cuts) -> Lines:
    """Whom suspension names, before and after."""
    if after.at is None:
        return Lines(Text("foreseen-never", was=before.cut + before.warned))
    return Lines(
        Text("foreseen-look", at=after.at),
        Text("foreseen-cut", customers=after.cut, was=before.cut),
        Text("foreseen-warned", customers=after.warned, was=before.warned)
        if after.warned or before.warned
        else None,
    )


def _month(before: Month, after: Month) -> Lines:
    return Lines(
        Text("foreseen-month", period=after.period),
        Text("foreseen-day", on=after.on, was=None if before.on == after.on else before.on)
        if after.on
        else Text("foreseen-by-day"),
        Text(
            "foreseen-bills",
            bills=after.bills,
            amount=list(after.amounts),
            was_bills=before.bills,
            was=list(before.amounts),
        ),
        Text("foreseen-due", on=after.due_on, was=before.due_on)
        if after.due_on and after.due_on != before.due_on
        else None,
        Text("foreseen-open"),
    )

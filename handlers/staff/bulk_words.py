"""A line of a bulk in words: what it says, and what speaks against it or became of it."""

from __future__ import annotations

from domain.bulk.states import BulkKind, LineStatus
from domain.bulk.views import LineView
from handlers.ui import errors
from handlers.ui.screens import Text

QUOTED = 80


def line(kind: BulkKind, shown: LineView) -> Text:
    """Its number, what it was read as, and why it is not done."""
    return Text(
        "bulk-line",
        icon=Text(f"bulk-icon-{shown.status.value.replace('_', '-')}"),
        number=shown.number,
        what=what(kind, shown),
        why=why(shown) if shown.why else None,
    )


def what(kind: BulkKind, shown: LineView) -> Text:
    """Whom and how much it means; what was typed where that is not known."""
    if not shown.name or shown.amount is None:
        return said(shown, QUOTED)
    method = shown.method if kind is BulkKind.PAID and shown.method else ""
    return Text(
        "bulk-read",
        name=shown.name,
        id=shown.code,
        amount=shown.amount,
        method=Text(f"method-{method}") if method else None,
        txn=shown.txn_id or None,
        on=shown.paid_on,
        bills=shown.bills[:QUOTED] or None,
    )


def said(shown: LineView, longest: int) -> Text:
    """The beginning of what was typed, in quotes."""
    return Text("bulk-said", said=shown.said[:longest])


def why(shown: LineView) -> Text:
    """What speaks against it."""
    told = dict(shown.told)
    if shown.why == "error-day-doubtful":
        return Text(f"bulk-why-day-{told['why']}", on=told["on"], joined=told["joined"])
    if shown.why == "error-repeat-suspected":
        return Text(
            "bulk-why-repeat", at=told["at"], by=told["by"] or None, txn=told["txn"] or None,
            method=Text(f"method-{told['method']}"),
        )  # fmt: skip
    if shown.why in ("error-txn-used", "error-txn-claimed") and "at" in told:
        return Text(
            f"bulk-why-{shown.why.removeprefix('error-')}",
            name=told["name"] or None, by=told["by"] or None, at=told["at"],
        )  # fmt: skip
    if shown.why in ("error-part-missing", "error-part-unclear"):
        part = Text(f"bulk-part-{told['field']}")
        return errors.refusal(shown.why, {**told, "part": part})
    return errors.refusal(shown.why, told)


def is_meant_button(shown: LineView) -> bool:
    """Whether somebody may say that it is right as it is."""
    return shown.status is LineStatus.ASKS and shown.why != "error-customer-unclear"

"""What stands on the bill of a month of service, whichever day the month begins on.

The price, less the discount, which never exceeds it, less what a late start takes off where the
profile prorates: whole x days left / days of the span, rounded half up, so that the two halves of
a split month are the month.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.billing.charging.kind import LineSql, SpanSql
from domain.billing.states import LineKind

_PRICE = "COALESCE(c.price_minor, p.price_minor)"
_TAKEN = f"(CASE WHEN c.discount_minor > {_PRICE} THEN {_PRICE} ELSE c.discount_minor END)"
WHOLE = f"({_PRICE} - {_TAKEN})"


def lines(span: SpanSql) -> Sequence[LineSql]:
    """Price, discount, proration."""
    part = f"(2 * {WHOLE} * {span.left} + {span.days}) / (2 * {span.days})"
    off = (
        f"(CASE WHEN f.proration AND c.joined_on > {span.starts_on}"
        f" AND c.joined_on <= {span.ends_on} THEN {part} - {WHOLE} ELSE 0 END)"
    )
    return (
        LineSql(LineKind.PACKAGE, "p.name", _PRICE, always=True),
        LineSql(LineKind.DISCOUNT, "''", f"-{_TAKEN}"),
        LineSql(LineKind.PRORATION, "''", off, used="proration"),
    )

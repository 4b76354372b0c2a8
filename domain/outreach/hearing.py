"""Whether customers would hear of something that staff are about to do."""

from __future__ import annotations

from domain import db
from domain.messaging import rules
from domain.messaging.notices import Notice
from domain.messaging.queries import settings

# Which channels a gateway serves for `op`, an operator's row.
_SERVED = ", ".join(
    f"EXISTS (SELECT 1 FROM gateway g WHERE g.enabled AND g.kind = '{kind}'"
    " AND (g.operator_id IS NULL OR op.path LIKE '%/' || CAST(g.operator_id AS TEXT) || '/%'))"
    f" AS by_{kind}"
    for kind in ("whatsapp", "sms", "email")
)


async def hears(customer_id: int, notice: Notice, *, asked: bool = False) -> bool:
    """Whether the customer would be told this now: the operator tells it, the customer has an
    address, and a gateway is there that carries to it. What is `asked` for by hand goes also where
    the event is switched off."""
    row = await db.one(
        "SELECT c.mobile, c.whatsapp, c.email,"
        f" {settings.is_on('op.id', '$2')} AS told, {settings.channels('op.id', '$2')} AS channels,"
        f" {_SERVED} FROM customer c JOIN operator op ON op.id = c.operator_id"
        " WHERE c.id = $1",
        customer_id,
        notice.key,
    )
    if row is None or not (row["told"] or asked):
        return False
    addresses = {
        "whatsapp": row["whatsapp"] or row["mobile"], "sms": row["mobile"], "email": row["email"],
    }  # fmt: skip
    order = rules.channel_order(row["channels"], notice.channels)
    return any(row[f"by_{channel}"] and addresses[channel] for channel in order)


async def tell(operator_id: int, notice: Notice) -> tuple[int, int]:
    """Of the operator and those under it, how many tell this and have a gateway for it, and how
    many do not; those without customers do not count."""
    found = await db.rows(
        f"SELECT {settings.is_on('op.id', '$2')} AS told, {settings.channels('op.id', '$2')}"
        f" AS channels, {_SERVED} FROM operator op WHERE op.path LIKE"
        " (SELECT path FROM operator WHERE id = $1) || '%'"
        " AND EXISTS (SELECT 1 FROM customer c WHERE c.operator_id = op.id)",
        operator_id,
        notice.key,
    )
    can = [
        row
        for row in found
        if row["told"]
        and any(row[f"by_{each}"] for each in rules.channel_order(row["channels"], notice.channels))
    ]
    return len(can), len(found) - len(can)

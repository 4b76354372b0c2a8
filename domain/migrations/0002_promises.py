"""What the database itself promises: one of each, nothing negative, books that only grow."""

from typing import Any

from tortoise import migrations
from tortoise.migrations import operations as ops

INDEXES = (
    "CREATE UNIQUE INDEX one_bill_per_period ON bill (customer_id, period)"
    " WHERE period <> '' AND status <> 'void'",
    "CREATE INDEX open_bills ON bill (customer_id, due_on) WHERE status IN ('unpaid', 'partial')",
    "CREATE INDEX open_bills_due ON bill (due_on, customer_id)"
    " WHERE status IN ('unpaid', 'partial')",
    "CREATE INDEX credit_left ON credit (customer_id, id) WHERE left_minor > 0",
    "CREATE INDEX charge_waiting ON charge (customer_id) WHERE bill_id IS NULL",
    "CREATE INDEX message_due ON message (priority, due_ms, id) WHERE status = 'ready'",
    "CREATE INDEX message_leased ON message (locked_ms) WHERE status = 'leased'",
    "CREATE INDEX message_troubled ON message (id) WHERE status IN ('unknown', 'failed')",
    "CREATE INDEX delivery_to_ask ON delivery (ask_ms) WHERE ask_ms > 0",
    "CREATE INDEX inbox_due ON inbox (due_ms, id) WHERE status = 'new'",
    "CREATE INDEX inbox_failed ON inbox (id) WHERE status = 'failed'",
    "CREATE INDEX service_due ON service (router_id, urgent, due_ms, id)"
    " WHERE generation <> applied AND generation > 1",
    "CREATE INDEX service_watched ON service (router_id, id) WHERE urgent",
    "CREATE INDEX card_due ON card (id) WHERE wanted > shown",
    "CREATE INDEX card_of_message ON card (chat_id, message_id)",
    "CREATE UNIQUE INDEX one_payment_per_txn ON payment (gateway_id, txn_id)"
    " WHERE gateway_id IS NOT NULL",
    "CREATE UNIQUE INDEX one_offline_payment_per_txn ON payment (operator_id, method, txn_id)"
    " WHERE gateway_id IS NULL AND txn_id <> '' AND status = 'posted'",
    "CREATE UNIQUE INDEX one_attempt_per_session ON attempt (gateway_id, session)"
    " WHERE session <> ''",
    "CREATE INDEX attempt_polls ON attempt (poll_at) WHERE poll_at IS NOT NULL",
    "CREATE UNIQUE INDEX one_verification_per_txn ON verification (gateway_id, txn_id)"
    " WHERE status <> 'rejected'",
    "CREATE INDEX attempt_of_link ON attempt (link_id, id) WHERE link_id IS NOT NULL",
    "CREATE INDEX verification_of_link ON verification (link_id, id) WHERE link_id IS NOT NULL",
    "CREATE INDEX payment_of_link ON payment (link_id, id) WHERE link_id IS NOT NULL",
    "CREATE INDEX link_ends ON link (expires_at) WHERE closed_at IS NULL",
    "CREATE UNIQUE INDEX one_service_per_customer ON service (customer_id)",
    "CREATE UNIQUE INDEX one_payment_per_attempt ON payment (attempt_id)",
    "CREATE UNIQUE INDEX one_token_per_gateway ON gateway_token (gateway_id)",
    "CREATE UNIQUE INDEX one_state_per_router ON router_state (router_id)",
    "CREATE UNIQUE INDEX one_open_incident ON incident (kind, subject) WHERE closed_at IS NULL",
)
CHECKS = {
    "entry": ("amount_minor > 0", "an entry moves more than nothing"),
    "bill": ("paid_minor >= 0 AND paid_minor <= total_minor", "a bill is paid up to its total"),
    "credit": ("left_minor >= 0 AND left_minor <= amount_minor", "a credit is spent once"),
    "allocation": ("amount_minor > 0", "an allocation settles more than nothing"),
    "payment": ("amount_minor > 0", "a payment is more than nothing"),
    "charge": ("amount_minor > 0", "a charge is more than nothing"),
}
APPEND_ONLY = ("entry", "audit")


def _sqlite() -> list[str]:
    made = []
    for table, (rule, why) in CHECKS.items():
        fresh = rule
        for column in ("amount_minor", "paid_minor", "total_minor", "left_minor"):
            fresh = fresh.replace(column, f"NEW.{column}")
        for act in ("INSERT", "UPDATE"):
            made.append(
                f"CREATE TRIGGER {table}_checked_{act.lower()} BEFORE {act} ON {table}"
                f" WHEN NOT ({fresh}) BEGIN SELECT RAISE(ABORT, '{why}'); END"
            )
    for table in APPEND_ONLY:
        for act in ("UPDATE", "DELETE"):
            made.append(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{table} rows are only added'); END"
            )
    return made


def _postgres() -> list[str]:
    made = [
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_checked CHECK ({rule})"
        for table, (rule, _) in CHECKS.items()
    ]
    made.append(
        "CREATE FUNCTION only_added() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION '% rows are only added', TG_TABLE_NAME; END $$"
    )
    made += [
        f"CREATE TRIGGER {table}_only_added BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION only_added()"
        for table in APPEND_ONLY
    ]
    made += [
        f'ALTER TABLE {table} ALTER COLUMN {column} TYPE varchar(40) COLLATE "C"'
        for table, column in (
            ("search_term", "word"), ("search_word", "word"),
            ("search_variant", "variant"), ("search_variant", "word"),
        )
    ]  # fmt: skip
    made += [
        f"ALTER TABLE {table} SET (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02)"
        for table in ("message", "service", "card", "inbox")
    ]
    return made


async def promise(apps: Any, editor: Any) -> None:
    dialect = editor.client.capabilities.dialect
    for statement in (*INDEXES, *(_sqlite() if dialect == "sqlite" else _postgres())):
        await editor.client.execute_script(statement)


async def release(apps: Any, editor: Any) -> None:
    raise RuntimeError("the promises of the database are not taken back")


class Migration(migrations.Migration):
    dependencies = [("domain", "0001_initial")]
    operations = [ops.RunPython(promise, release)]

"""One transaction is money once: by its id in its system, whatever the way and the account."""

from typing import Any

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

NAMED = ("bank", "bkash", "nagad", "rocket", "upay", "card")
REPLACED = ("one_payment_per_txn", "one_offline_payment_per_txn", "one_verification_per_txn")
INDEXES = (
    # An id whose system nobody named may be of any, so it stands in the index of each.
    *(
        f"CREATE UNIQUE INDEX one_{system}_transaction ON payment (txn_id)"
        f" WHERE method IN ('{system}', 'cash', 'online', 'other') AND txn_id <> ''"
        " AND status = 'posted' AND apart_from IS NULL"
        for system in NAMED
    ),
    "CREATE INDEX payment_apart ON payment (apart_from) WHERE apart_from IS NOT NULL",
    "CREATE UNIQUE INDEX one_waiting_verification_per_txn ON verification (gateway_id, txn_id)"
    " WHERE status = 'submitted'",
    "CREATE INDEX verification_of_txn ON verification (txn_id)",
)
TIDIED = (
    "UPDATE payment SET txn_id = UPPER(REPLACE(txn_id, ' ', '')) WHERE gateway_id IS NOT NULL"
    " AND txn_id <> UPPER(REPLACE(txn_id, ' ', ''))"
)
REPEATED = (
    "SELECT id, txn_id, method FROM payment WHERE status = 'posted' AND txn_id IN ("
    "SELECT txn_id FROM payment WHERE status = 'posted' AND txn_id <> ''"
    " GROUP BY txn_id HAVING COUNT(*) > 1) ORDER BY id"
)


def repetitions(rows: list[dict[str, Any]]) -> list[tuple[int, int]]:
    """Payments that the indexes would refuse, each with the earlier one of the same id."""
    kept: dict[str, list[tuple[int, str]]] = {}
    found = []
    for row in rows:
        same = kept.setdefault(row["txn_id"], [])
        for earlier, method in same:
            if row["method"] == method or not {row["method"], method} <= set(NAMED):
                found.append((row["id"], earlier))
                break
        else:
            same.append((row["id"], row["method"]))
    return found


async def promise(apps: Any, editor: Any) -> None:
    client = editor.client
    for name in REPLACED:
        await client.execute_script(f"DROP INDEX {name}")
    await client.execute_script(TIDIED)
    for later, earlier in repetitions(await client.execute_query_dict(REPEATED)):
        await client.execute_script(
            f"UPDATE payment SET apart_from = {int(earlier)} WHERE id = {int(later)}"
        )
    for statement in INDEXES:
        await client.execute_script(statement)


async def release(apps: Any, editor: Any) -> None:
    raise RuntimeError("the promises of the database are not taken back")


class Migration(migrations.Migration):
    dependencies = [("domain", "0006_warnings")]
    operations = [
        ops.AddField("Payment", "apart_from", fields.BigIntField(null=True)),
        ops.AlterModelOptions(
            "Payment",
            {
                "table": "payment",
                "app": "domain",
                "indexes": (
                    ("customer_id", "id"),
                    ("posted_at",),
                    ("staff_id", "posted_at"),
                    ("txn_id",),
                ),
                "pk_attr": "id",
                "table_description": (
                    "Money that came. A transaction id is there once, see `sights`; a reversal"
                    " frees it."
                ),
            },
        ),
        ops.RunPython(promise, release),
    ]

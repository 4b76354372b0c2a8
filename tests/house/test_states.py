"""What has states changes them in one place of its room, and only by the map of its moves.

Whoever writes the column elsewhere goes past the map, and past what is kept of moves.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

import pytest
from tortoise import Tortoise

from domain import clock, db
from domain.billing import rules as billing
from domain.bulk import rules as bulk
from domain.customers import standing
from domain.messaging import rules as messaging
from domain.messaging.models import Message
from domain.messaging.states import MessageStatus
from domain.moves import Map, MoveForbidden
from domain.outreach import rules as outreach
from domain.payments import rules as payments
from domain.vouchers import rules as vouchers
from tests.cast import Cast
from tests.house.rules import PRODUCT, ROOT

# By room: what has states, and the files that write them beside `db.advance`, which looks the map
# up. In the first two rooms even that is called in one place, since a move is kept or told there.
KEPT = ("domain/customers/", "domain/payments/")
MOVERS: Mapping[str, tuple[str, ...]] = {
    "domain/customers/": ("standing",),
    "domain/payments/": ("moving",),
    "domain/billing/": ("settling", "allocation"),  # as much as money covers
    "domain/messaging/": ("outbox", "heard", "queries/outbox", "queries/sending"),
    "domain/outreach/": ("sending",),
    "domain/vouchers/": ("queries",),
}
MAPS: Mapping[str, Map] = {
    "customer": standing.MAY, "attempt": payments.MAY, "verification": payments.VERIFICATION_MAY,
    "payment": payments.PAYMENT_MAY, "refund": payments.REFUND_MAY, "bill": billing.MAY,
    "bill_run": billing.RUN_MAY, "message": messaging.MAY, "heard": messaging.HEARD_MAY,
    "broadcast": outreach.MAY, "bulk": bulk.MAY, "bulk_line": bulk.LINE_MAY,
    "voucher": vouchers.MAY,
}  # fmt: skip
TABLES = "|".join(MAPS)
MODELS = frozenset(
    {
        "Customer", "Attempt", "Verification", "Payment", "Refund", "Bill", "BillRun",
        "Message", "Heard", "Broadcast", "Bulk", "BulkLine", "Voucher",
    }
)  # fmt: skip
OTHERS = frozenset({"Delivery", "DeliveryStatus"})  # a try, which has ranks instead of moves
_SQL = re.compile(
    rf'UPDATE "?(?:{TABLES})"?(?: \w+)? SET (?:(?! WHERE ).)*?(?<![\w.])"?status"? =', re.DOTALL
)
_LITERAL = re.compile(
    rf"UPDATE ({TABLES}) SET (?:(?! WHERE ).)*?\bstatus = '(\w+)'(?:(?! WHERE ).)* WHERE (.*)",
    re.DOTALL,
)
_ORIGIN = re.compile(r"\bstatus (?:= '(\w+)'|IN \(([^)]*)\))")


def may_write(path: str) -> bool:
    """Whether states are written there."""
    rooms = ((room, names) for room, names in MOVERS.items() if path.startswith(room))
    return any(path == f"{room}{name}.py" for room, names in rooms for name in names)


def writes(path: str, text: str) -> Iterator[str]:
    """Where a file writes a state."""
    for node, words in statements(text):
        if _SQL.search(words):
            yield f"{path}:{node.lineno}: SQL writes a state"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            named = {keyword.arg for keyword in node.keywords}
            if node.func.attr == "update" and "status" in named and _is_ours(path, node):
                yield f"{path}:{node.lineno}: a query writes a state"
            if ast.unparse(node.func) == "db.advance" and path.startswith(KEPT):
                yield f"{path}:{node.lineno}: a move that is not kept"
        elif isinstance(node, ast.Assign) and path.startswith(KEPT):
            for target in node.targets:
                if isinstance(target, ast.Attribute) and target.attr == "status":
                    yield f"{path}:{node.lineno}: a state is put into a row"


def forbidden(path: str, text: str) -> Iterator[str]:
    """Where SQL names a move that its map does not have."""
    for node, words in statements(text):
        for table, to, where in _LITERAL.findall(words):
            states = [one or several for one, several in _ORIGIN.findall(where)]
            for state in re.findall(r"\w+", " ".join(states)):
                if to not in MAPS[table][state]:
                    yield f"{path}:{node.lineno}: a {table} that is {state} may not become {to}"


def statements(text: str) -> Iterator[tuple[ast.Constant | ast.JoinedStr, str]]:
    """The texts of a file, what is filled in later as `?`."""
    nodes = list(ast.walk(ast.parse(text)))
    parts = {part for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in nodes:
        if isinstance(node, ast.Constant | ast.JoinedStr) and node not in parts:
            yield node, _words(node)


def _words(node: ast.Constant | ast.JoinedStr) -> str:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    return "".join(_words(part) if isinstance(part, ast.Constant) else "?" for part in node.values)


def _is_ours(path: str, node: ast.Call) -> bool:
    """Whether the query is of what has moves, or may be: it begins in one of these rooms."""
    names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    return bool(names & MODELS) or (path.startswith(tuple(MOVERS)) and not names & OTHERS)


def product() -> Iterator[tuple[str, str]]:
    for floor in PRODUCT:
        for file in sorted((ROOT / floor).rglob("*.py")):
            path = file.relative_to(ROOT).as_posix()
            if "/migrations/" not in path:
                yield path, file.read_text()


def test_nobody_else_moves_them() -> None:
    found = [
        fault for path, text in product() if not may_write(path) for fault in writes(path, text)
    ]

    assert found == []


def test_those_who_write_them_write_no_move_that_is_forbidden() -> None:
    assert [fault for path, text in product() for fault in forbidden(path, text)] == []


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE message SET status = 'leased', tries = 1 WHERE status = 'paused'",
        "UPDATE bill SET status = 'unpaid' WHERE id = $1 AND status IN ('paid', 'void')",
    ],
)
def test_a_move_that_its_map_does_not_have_is_found(sql: str) -> None:
    assert len(list(forbidden("domain/messaging/outbox.py", f"sql = {sql!r}"))) == 1


async def test_a_row_is_not_moved_past_its_map(cast: Cast) -> None:
    message = await Message.create(
        dedupe="x", event="broadcast", operator_id=cast.north.id, made_at=clock.now(),
        status=MessageStatus.READ,
    )  # fmt: skip
    with pytest.raises(MoveForbidden, match="read may not become ready"):
        await db.advance(message, MessageStatus.READY, of=[MessageStatus.READ])
    assert (await Message.get(id=message.id)).status is MessageStatus.READ


def test_what_has_a_map_is_moved_by_it(database: str) -> None:
    models = {model._meta.db_table: model for model in Tortoise.apps["domain"].values()}
    single = {table: may for table, may in MAPS.items() if table != "customer"}  # moved as sets
    assert {table: models[table].moves["status"] for table in single} == single


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("domain/billing/x.py", "sql = f\"UPDATE customer SET status = 'left' WHERE id = {1}\""),
        ("domain/network/x.py", "sql = 'UPDATE attempt SET polls = 1,' ' status = $1'"),
        ("domain/network/x.py", "Customer.filter(id=1).exclude(id=2).update(status=LEFT)"),
        ("domain/payments/x.py", "rows.update(status=PAID)"),
        ("domain/payments/x.py", "db.advance(row, PAID, of=[HELD])"),
        ("domain/customers/x.py", "row.status = LEFT"),
        ("domain/messaging/x.py", "sql = 'UPDATE message SET status = 1'"),
        ("domain/outreach/x.py", "rows.update(status=DONE)"),
    ],
)  # fmt: skip
def test_whoever_does_is_found(path: str, line: str) -> None:
    assert len(list(writes(path, line))) == 1


@pytest.mark.parametrize(
    "line",
    [
        "sql = 'UPDATE attempt SET polls = 1 WHERE status = 3'",
        "Delivery.filter(id=1).update(status=SENT)",
        "Customer.filter(status=LEFT).update(name='x')",
    ],
)
def test_whoever_only_looks_at_it_is_left_alone(line: str) -> None:
    assert list(writes("domain/messaging/x.py", line)) == []


@pytest.mark.parametrize("table", MAPS)
def test_each_map_names_every_state(table: str) -> None:
    states = type(next(iter(MAPS[table])))
    assert set(MAPS[table]) == set(states)

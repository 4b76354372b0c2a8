"""Customers, attempts, verifications and payments change their state in one place each.

Whoever writes the column elsewhere goes past the map of allowed moves, and past the history.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

import pytest

from domain.customers import standing
from domain.customers.models import CustomerStatus
from domain.payments import rules as payments
from domain.payments.states import AttemptStatus, PaymentStatus, VerificationStatus
from tests.house.rules import PRODUCT, ROOT

MOVERS = ("domain/customers/standing.py", "domain/payments/moving.py")
ROOMS = ("domain/customers/", "domain/payments/")
TABLES = "customer|attempt|verification|payment"
MODELS = frozenset({"Customer", "Attempt", "Verification", "Payment"})
_SQL = re.compile(
    rf'UPDATE "?(?:{TABLES})"?(?: \w+)? SET (?:(?! WHERE ).)*?(?<![\w.])"?status"? =', re.DOTALL
)


def writes(path: str, text: str) -> Iterator[str]:
    """Where a file writes the state of one of the four."""
    nodes = list(ast.walk(ast.parse(text)))
    parts = {part for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in nodes:
        if node in parts:
            continue
        if isinstance(node, ast.Constant | ast.JoinedStr) and _SQL.search(_words(node)):
            yield f"{path}:{node.lineno}: SQL writes a state"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            named = {keyword.arg for keyword in node.keywords}
            if node.func.attr == "update" and "status" in named and _is_ours(path, node):
                yield f"{path}:{node.lineno}: a query writes a state"
            if ast.unparse(node.func) == "db.advance" and path.startswith(ROOMS):
                yield f"{path}:{node.lineno}: a move without its map"
        elif isinstance(node, ast.Assign) and path.startswith(ROOMS):
            for target in node.targets:
                if isinstance(target, ast.Attribute) and target.attr == "status":
                    yield f"{path}:{node.lineno}: a state is put into a row"


def _words(node: ast.Constant | ast.JoinedStr) -> str:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    return "".join(_words(part) if isinstance(part, ast.Constant) else "?" for part in node.values)


def _is_ours(path: str, node: ast.Call) -> bool:
    """Whether the query is of one of the four, or may be: it begins in their rooms."""
    names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    return bool(names & MODELS) or path.startswith(ROOMS)


def test_nobody_else_moves_them() -> None:
    found = [
        fault
        for floor in PRODUCT
        for file in sorted((ROOT / floor).rglob("*.py"))
        if (path := file.relative_to(ROOT).as_posix()) not in MOVERS and "/migrations/" not in path
        for fault in writes(path, file.read_text())
    ]

    assert found == []


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("domain/billing/x.py", "sql = f\"UPDATE customer SET status = 'left' WHERE id = {1}\""),
        ("domain/network/x.py", "sql = 'UPDATE attempt SET polls = 1,' ' status = $1'"),
        ("domain/network/x.py", "Customer.filter(id=1).exclude(id=2).update(status=LEFT)"),
        ("domain/payments/x.py", "rows.update(status=PAID)"),
        ("domain/payments/x.py", "db.advance(row, PAID, of=[HELD])"),
        ("domain/customers/x.py", "row.status = LEFT"),
    ],
)  # fmt: skip
def test_whoever_does_is_found(path: str, line: str) -> None:
    assert len(list(writes(path, line))) == 1


@pytest.mark.parametrize(
    "line",
    [
        "sql = 'UPDATE attempt SET polls = 1 WHERE status = 3'",
        "sql = 'UPDATE message SET status = 1'",
        "Customer.filter(status=LEFT).update(name='x')",
    ],
)
def test_whoever_only_looks_at_it_is_left_alone(line: str) -> None:
    assert list(writes("domain/messaging/x.py", line)) == []


@pytest.mark.parametrize(
    ("may", "states"),
    [
        (standing.MAY, CustomerStatus),
        (payments.MAY, AttemptStatus),
        (payments.VERIFICATION_MAY, VerificationStatus),
        (payments.PAYMENT_MAY, PaymentStatus),
    ],
)
def test_each_map_names_every_state(may: Mapping[object, object], states: type) -> None:
    assert set(may) == set(states)

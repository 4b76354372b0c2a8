"""What the domain's SQL is put together from: constants, whole numbers, marks, and SQL again.

A text of anything else is a value, and belongs beside the statement, not into it. Followed is where
a name was given its value in its function, what the calls of a function give it, what a helper
answers with, and how the attributes of a class are declared.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.house.rules import Faults

# Classes whose texts are SQL: columns and conditions that their makers write down as constants.
SQL_CLASSES: Mapping[str, str] = {
    "SpanSql": "the spans of a billing kind",
    "LineSql": "the lines of a billing kind",
}
# Values that stand in SQL all the same, and why they may.
ALLOWED: Mapping[tuple[str, str], str] = {
    ("domain/messaging/queries/outbox.py", "each.operator_id"): "a column that the caller names",
    ("domain/billing/charging/scope.py", "_path(self.path)"): "refuses all but ids and slashes",
    ("domain/billing/charging/scope.py", "self.kind.name"): "a kind is known by name in KINDS",
    ("domain/billing/charging/scope.py", "first"): "a day",
    ("domain/billing/charging/scope.py", "last"): "a day",
    ("domain/billing/charging/monthly.py", "part"): "made of the SQL of a span",
    ("domain/billing/charging/monthly.py", "span.starts_on"): "a day",
    ("domain/billing/charging/monthly.py", "span.ends_on"): "a day",
    ("domain/billing/charging/anniversary_month.py", "month.ends_on"): "a day",
    ("domain/billing/charging/whom.py", "part.span.starts_on"): "a day",
    ("domain/billing/charging/whom.py", "since"): "a month",
    ("domain/billing/charging/late.py", "overdue"): "a day",
    ("domain/billing/charging/late.py", "due_on"): "a day",
    ("domain/billing/charging/late.py", "month"): "a month",
    ("domain/billing/charging/writing.py", "line.kind"): "an enumeration",
    ("domain/ledger/queries.py", "each.cause"): "a cause is a word of the code",
    ("domain/outreach/queries/reminders.py", "notifier.name"): "a notifier is named by the code",
    ("domain/outreach/queries/waiting.py", "name"): "one of the names in TOLD",
    ("domain/messaging/queries/settings.py", "event"): "an expression, as its callers are told",
}
# Functions whose answer is safe for a reason that stands here.
SAFE_CALLS: Mapping[str, str] = {
    "int": "a whole number",
    "len": "a whole number",
    "to_ms": "a whole number",
    "db.marks": "placeholders",
}
_SAFE_TYPES = {"int", "bool", "date", "Period", "Days", "Sequence[date]", "None"}
_SQL = re.compile(
    r"\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|FROM|JOIN|WHERE|AND|OR|SET|CASE|VALUES|LIMIT)\b"
    r"|\b\w+\.\w+ (=|<|>|<=|>=|<>|IN|LIKE|IS) "
)
_COMPARED = re.compile(r"(=|<|>|\bLIKE|\bLIMIT|\bOFFSET|\bBETWEEN|\bTHEN|\bELSE|[+-])\s*$")
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass
class Code:
    """The functions, calls and attributes of the domain, by their names."""

    functions: dict[tuple[str, str], list[Function]] = field(
        default_factory=lambda: defaultdict(list)
    )
    calls: dict[tuple[str, str], list[tuple[str, Function | ast.Module, ast.Call]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    attributes: dict[str, set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))
    asked: dict[object, bool] = field(default_factory=dict)


def read(sources: Mapping[str, str]) -> tuple[Code, dict[str, ast.Module]]:
    """What stands in these sources."""
    code, trees = Code(), {path: ast.parse(text) for path, text in sources.items()}
    for path, tree in trees.items():
        for within, node in _walk(tree, None):
            if isinstance(node, Function):
                code.functions[Path(path).stem, node.name].append(node)
            elif isinstance(node, ast.ClassDef):
                for part in node.body:
                    if isinstance(part, ast.AnnAssign):
                        kind = (node.name, ast.unparse(part.annotation))
                        code.attributes[ast.unparse(part.target)].add(kind)
                    elif isinstance(part, Function) and part.returns:
                        kind = (node.name, ast.unparse(part.returns))
                        code.attributes[part.name].add(kind)
            elif isinstance(node, ast.Call):
                module, _, name = ast.unparse(node.func).rpartition(".")
                called = (module.rpartition(".")[2] or Path(path).stem, name)
                code.calls[called].append((path, within or tree, node))
    return code, trees


def _walk(node: ast.AST, within: Function | None) -> Iterator[tuple[Function | None, ast.AST]]:
    for child in ast.iter_child_nodes(node):
        yield within, child
        yield from _walk(child, child if isinstance(child, Function) else within)


def faults(
    path: str, tree: ast.Module, code: Code, allowed: Collection[tuple[str, str]] = ALLOWED
) -> Faults:
    """Values that stand in the SQL of a file."""
    for within, node in _walk(tree, None):
        if isinstance(node, ast.JoinedStr) and _is_sql(node):
            place = Place(path, within or tree, code)
            for part in _values(node):
                if (path, ast.unparse(part)) not in allowed and not place.is_safe(part):
                    yield f"{part.lineno}: {ast.unparse(part)} is put into SQL; bind it"


def _values(node: ast.JoinedStr) -> Iterator[ast.expr]:
    """What stands in the string where SQL takes a value: between quotes, or beside a comparison."""
    before = ""
    for part in node.values:
        if isinstance(part, ast.Constant):
            before += str(part.value)
        elif isinstance(part, ast.FormattedValue):
            if before.count("'") % 2 or _COMPARED.search(before):
                yield part.value
            before += "x"


def _is_sql(node: ast.JoinedStr) -> bool:
    text = "".join(
        str(part.value) if isinstance(part, ast.Constant) else "x" for part in node.values
    )
    return _SQL.search(text) is not None


@dataclass
class Place:
    """Where an expression stands, and what is known there."""

    path: str
    within: Function | ast.Module
    code: Code

    def is_safe(self, node: ast.expr) -> bool:
        """Whether what it comes to is no value that a person or a provider gave."""
        match node:
            case ast.Constant():
                return True
            case ast.JoinedStr():
                return all(self.is_safe(part) for part in node.values)
            case ast.FormattedValue() | ast.Starred() | ast.Await():
                return self.is_safe(node.value)
            case ast.Name():
                return node.id.isupper() or self._is_safe_name(node.id)
            case ast.Attribute():
                return node.attr.isupper() or node.attr == "value" or self._is_safe_attribute(node)
            case ast.Subscript():
                return self.is_safe(node.value)
            case ast.BinOp():
                return self.is_safe(node.left) and self.is_safe(node.right)
            case ast.IfExp():
                return self.is_safe(node.body) and self.is_safe(node.orelse)
            case ast.BoolOp() | ast.List() | ast.Tuple() | ast.Set():
                parts = node.values if isinstance(node, ast.BoolOp) else node.elts
                return all(self.is_safe(part) for part in parts)
            case ast.GeneratorExp() | ast.ListComp() | ast.SetComp():
                return self.is_safe(node.elt)
            case ast.NamedExpr():
                return self.is_safe(node.value)
            case ast.Call():
                return self._is_safe_call(node)
        return False

    def _is_safe_call(self, node: ast.Call) -> bool:
        named = ast.unparse(node.func)
        if named in SAFE_CALLS or named.rpartition(".")[2] in SAFE_CALLS:
            return True
        given = [*node.args, *(each.value for each in node.keywords)]
        if isinstance(node.func, ast.Attribute) and node.func.attr in {
            "join", "format", "replace", "strip", "upper",
        }:  # fmt: skip
            return self.is_safe(node.func.value) and all(self.is_safe(each) for each in given)
        if isinstance(node.func, ast.Attribute) and node.func.attr in {"items", "values", "keys"}:
            return self.is_safe(node.func.value)
        if named in {"map", "sorted", "list", "tuple", "reversed", "zip", "enumerate", "str"}:
            if named == "map":
                return ast.unparse(node.args[0]) in SAFE_CALLS or self.is_safe(node.args[1])
            return all(self.is_safe(each) for each in node.args)
        module, _, name = named.rpartition(".")
        stem = module.rpartition(".")[2] or Path(self.path).stem
        found = self.code.functions.get((stem, name), [])
        if not found:  # a method, or imported by its name
            every = self.code.functions.items()
            found = [each for (_, own), many in every if own == name for each in many]
        return bool(found) and all(self._answers_safely(each) for each in found)

    def _answers_safely(self, function: Function) -> bool:
        def look() -> bool:
            there = Place(self._path_of(function), function, self.code)
            told = [
                node.value
                for node in ast.walk(function)
                if isinstance(node, ast.Return | ast.Yield) and node.value is not None
            ]
            return bool(told) and all(there.is_safe(each) for each in told)

        kind = ast.unparse(function.returns) if function.returns else ""
        return kind in _SAFE_TYPES or self._once(("answer", id(function)), look)

    def _path_of(self, function: Function) -> str:
        for (stem, _), many in self.code.functions.items():
            if any(each is function for each in many):
                return f"{stem}.py"
        return self.path

    def _is_safe_name(self, name: str) -> bool:
        def look() -> bool:
            given = list(_given(self.within, name))
            return bool(given) and all(
                self._is_safe_parameter(each) if isinstance(each, ast.arg) else self.is_safe(each)
                for each in given
            )

        return self._once(("name", id(self.within), name), look)

    def _is_safe_parameter(self, parameter: ast.arg) -> bool:
        kind = ast.unparse(parameter.annotation) if parameter.annotation else ""
        if {part.strip() for part in kind.split("|")} <= _SAFE_TYPES:
            return True
        function = self.within
        assert isinstance(function, Function)
        stem = Path(self.path).stem
        calls = [
            each
            for module in (stem, "self", "cls")
            for each in self.code.calls.get((module, function.name), [])
        ]
        passed = [
            Place(path, within, self.code).is_safe(argument)
            for path, within, call in calls
            if (argument := _argument(call, function, parameter)) is not None
        ]
        return bool(calls) and all(passed)

    def _is_safe_attribute(self, node: ast.Attribute) -> bool:
        kinds = self.code.attributes.get(node.attr, set())
        return bool(kinds) and all(
            owner in SQL_CLASSES or {part.strip() for part in kind.split("|")} <= _SAFE_TYPES
            for owner, kind in kinds
        )

    def _once(self, key: object, look: object) -> bool:
        if key not in self.code.asked:
            self.code.asked[key] = True  # a circle adds nothing of its own
            self.code.asked[key] = look()  # type: ignore[operator]
        return self.code.asked[key]


def _argument(call: ast.Call, function: Function, parameter: ast.arg) -> ast.expr | None:
    for each in call.keywords:
        if each.arg == parameter.arg:
            return each.value
    names = [each.arg for each in function.args.args if each.arg not in {"self", "cls"}]
    if parameter.arg in names and names.index(parameter.arg) < len(call.args):
        return call.args[names.index(parameter.arg)]
    return None


def _own(scope: ast.AST) -> Iterator[ast.AST]:
    """What stands in a function, with those in it; of a file what stands in no function."""
    for within, node in _walk(scope, None):
        if within is None or isinstance(scope, Function):
            yield node


def _given(scope: ast.AST, name: str) -> Iterator[ast.expr | ast.arg]:
    """Everything that a name is given in a function."""
    for node in _own(scope):
        if isinstance(node, ast.arg) and node.arg == name:
            yield node
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                if name in {each.id for each in ast.walk(target) if isinstance(each, ast.Name)}:
                    yield _part(target, node.value, name)
        elif isinstance(node, ast.AnnAssign | ast.AugAssign | ast.NamedExpr):
            if isinstance(node.target, ast.Name) and node.target.id == name and node.value:
                yield node.value
        elif isinstance(node, ast.For | ast.AsyncFor | ast.comprehension):
            if name in {each.id for each in ast.walk(node.target) if isinstance(each, ast.Name)}:
                yield node.iter
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            adding = node.func.attr in {"append", "extend", "add"}
            if adding and ast.unparse(node.func.value) == name:
                yield from node.args


def _part(target: ast.expr, value: ast.expr, name: str) -> ast.expr:
    """What of the value goes to the name: its place in a tuple, else all of it."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for each, part in zip(target.elts, value.elts, strict=False):
            if isinstance(each, ast.Name) and each.id == name:
                return part
    return value

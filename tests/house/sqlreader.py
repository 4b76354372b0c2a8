"""What the domain writes and reads: tables in its SQL, and rows of models in its Python.

A table belongs to the room whose model has it. A fault reads `line: what is wrong`, as in `rules`.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tests.house.rules import ROOT, Faults

_LINE = re.compile(r"\((\w+)\)")
_TABLE = re.compile(r'^\s+table = "(\w+)"', re.MULTILINE)
_NAMED = re.compile(r'\b(INSERT INTO|UPDATE|DELETE FROM|FROM|JOIN)\s+"?(\w+|\{[\w.]*\})')
_MORE = re.compile(r"\bFROM\s+\w+(?:\s+(?!WHERE|JOIN|ORDER|GROUP)\w+)?(?:,\s*(\w+)(?:\s+\w+)?)+")
# Files that write to whatever table they are told, by the reason why they may.
ANY_TABLE: Mapping[str, str] = {
    "domain/db.py": "one row of a model: whose row it is, is looked at where it is called",
    "domain/sealed.py": "what the vault sealed is sealed again, in every table, when keys change",
}
_WRITING = ("INSERT INTO", "UPDATE", "DELETE FROM")
_SAVING = {
    "create", "bulk_create", "bulk_update", "update", "delete", "get_or_create",
    "update_or_create", "save", "update_from_dict",
}  # fmt: skip


@dataclass(frozen=True)
class House:
    """The rooms in their order, the tables and the models that belong to them."""

    lines: Mapping[str, int]  # the room's place, the uppermost first
    strangers: frozenset[int]  # places whose rooms do not use one another
    tables: Mapping[str, str]
    models: Mapping[str, str]
    makers: Mapping[tuple[str, str], str]  # (module, function) -> the model that it answers with

    def may_read(self, room: str, other: str) -> bool:
        """Whether a room may look into what belongs to another."""
        mine, its = self.lines[room], self.lines[other]
        return room == other or mine < its or (mine == its and mine not in self.strangers)


def order(contract: str) -> tuple[dict[str, int], frozenset[int]]:
    """The rooms by their place in the import contract, and the places of strangers."""
    layers = next(
        each["layers"]
        for each in tomllib.loads(contract)["tool"]["importlinter"]["contracts"]
        if each["id"] == "rooms"
    )
    lines = {room: place for place, line in enumerate(layers) for room in _LINE.findall(line)}
    return lines, frozenset(place for place, line in enumerate(layers) if "|" in line)


def house(sources: Mapping[str, str], contract: str) -> House:
    """The house as these sources, by their paths, build it."""
    lines, strangers = order(contract)
    tables: dict[str, str] = {}
    models: dict[str, str] = {}
    for path, text in sources.items():
        tables |= dict.fromkeys(_TABLE.findall(text), room_of(path))
        for node in ast.parse(text).body if "(Model)" in text else ():
            if isinstance(node, ast.ClassDef) and "Model" in map(ast.unparse, node.bases):
                models[node.name] = room_of(path)
    makers: dict[tuple[str, str], str] = {}
    for path, text in sources.items():
        for node in ast.parse(text).body:
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            if kind := _model_in(node.returns, models):
                makers[Path(path).stem, node.name] = kind
    return House(lines, strangers, tables, models, makers)


def domain() -> dict[str, str]:
    """The domain's sources by their paths, without its migrations."""
    return {
        path.relative_to(ROOT).as_posix(): path.read_text()
        for path in sorted((ROOT / "domain").rglob("*.py"))
        if "migrations" not in path.parts
    }


def room_of(path: str) -> str:
    """The room that a file of the domain stands in."""
    parts = Path(path).parts
    return parts[1] if len(parts) > 2 else Path(path).stem


def texts(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The strings of a file; a value that is put in stands as `{name}`, anything else as `{}`."""
    inner = {
        id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)
        for part in node.values
    }  # fmt: skip
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield node.lineno, "".join(map(_shown, node.values))
        elif id(node) not in inner and isinstance(node, ast.Constant):
            yield node.lineno, node.value if isinstance(node.value, str) else ""


def _shown(part: ast.expr) -> str:
    if isinstance(part, ast.Constant):
        return str(part.value)
    inside = part.value if isinstance(part, ast.FormattedValue) else part
    return "{" + (ast.unparse(inside) if isinstance(inside, ast.Name | ast.Attribute) else "") + "}"


@dataclass(frozen=True)
class Use:
    """A table in a statement."""

    line: int
    verb: str
    table: str

    @property
    def writes(self) -> bool:
        return self.verb in _WRITING


def uses(text: str, constants: Mapping[str, str]) -> Iterator[Use]:
    """The tables that the statements of a file name, by their names or through a constant."""
    for line, sql in texts(ast.parse(text)):
        for verb, table in _NAMED.findall(sql):
            if table.startswith("{"):
                table = constants.get(table.strip("{}").rpartition(".")[2], table)
            yield Use(line, verb, table)
        for also in _MORE.findall(sql):
            yield Use(line, "FROM", also)


def constants(sources: Mapping[str, str]) -> dict[str, str]:
    """The words that stand in constants of modules: what may be the name of a table."""
    found: dict[str, str] = {}
    for text in sources.values():
        for node in ast.parse(text).body:
            if not (isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)):
                continue
            if isinstance(node.value.value, str) and node.value.value.isidentifier():
                found |= {ast.unparse(name): node.value.value for name in node.targets}
    return found


def sql_faults(path: str, text: str, there: House, words: Mapping[str, str]) -> Faults:
    """A table is written by its own room, and read by those above it."""
    room = room_of(path)
    for use in uses(text, words):
        owner = there.tables.get(use.table)
        if use.writes and use.table.startswith("{"):
            if path in ANY_TABLE:
                continue
            yield f"{use.line}: {use.verb} a table that can't be told: {use.table}"
        elif owner is None or owner == room:
            continue
        elif use.writes:
            yield f"{use.line}: writes {use.table}, a table of {owner}"
        elif not there.may_read(room, owner):
            yield f"{use.line}: reads {use.table}, a table of {owner}, which is not below {room}"


_GATHERED = {"queries", "queries.py", "proof.py", "standing.py"}
# Files whose SQL stands with their one subject, and why.
WITH_ITS_SUBJECT: Mapping[str, str] = {
    "domain/billing/charging/whom.py": "put together from the SQL of a kind's spans and lines",
    "domain/billing/charging/writing.py": "the same: rows of bills are made of a kind's lines",
    "domain/billing/charging/late.py": "the same: a fee's cycle is made of a kind's spans",
    "domain/billing/charging/served_days.py": "the same: what days are made of is one statement",
    "domain/billing/settling.py": "how money meets bills is its statements, and nothing else",
    "domain/outreach/timetable.py": "a notifier is one entry, with where its dates stand",
}


def place_faults(path: str, text: str, there: House, words: Mapping[str, str]) -> Faults:
    """A room's statements stand together in its `queries`, those of its proof in `proof.py`,
    and those that move customers to another state where the map of moves is."""
    parts = Path(path).parts
    if len(parts) < 3 or path in WITH_ITS_SUBJECT or _GATHERED.intersection(parts):
        return
    declared = set(_of_things(text))
    for use in uses(text, words):
        if use.table in there.tables and use.line not in declared:
            yield f"{use.line}: SQL about {use.table} belongs into queries.py"


def _of_things(text: str) -> Iterator[int]:
    """The lines on which a `reach.Thing` says what its rows are."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "reach.Thing":
            yield from range(node.lineno, (node.end_lineno or node.lineno) + 1)


def untyped_faults(path: str, text: str) -> Faults:
    """Rows are named tuples: whoever reads one sees what it has, and a slip is seen by mypy."""
    if path == "domain/db.py":
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"db.rows", "db.one"}:
            yield f"{node.lineno}: {ast.unparse(node.func)} gives rows without types: db.typed"


class Rows:
    """The rows that a function works with: which name has a row of which model."""

    def __init__(self, function: ast.AST, there: House) -> None:
        self._function, self._house = function, there

    @cached_property
    def kinds(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for node in ast.walk(self._function):
            if isinstance(node, ast.arg):
                kind = _model_in(node.annotation, self._house.models)
                found |= {node.arg: kind} if kind else {}
            for name, value in _bound(node):
                if kind := self.kind(value, found):
                    found[name] = kind
        return found

    def kind(self, value: ast.expr, found: Mapping[str, str]) -> str | None:
        """The model whose row or rows this is, or None."""
        first = _root(value)
        if isinstance(first, ast.Name) and first.id in self._house.models:
            return first.id
        if isinstance(first, ast.Name) and first.id in found:
            return found[first.id]
        call = value.value if isinstance(value, ast.Await) else value
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
            return self._house.makers.get((ast.unparse(call.func.value), call.func.attr))
        return None


def row_faults(path: str, text: str, there: House) -> Faults:
    """Rows are made, changed and deleted by the room of their model."""
    room = room_of(path)
    seen = set[tuple[int, str]]()
    for function in ast.walk(ast.parse(text)):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        rows = Rows(function, there)
        for line, row in _saved(function):
            model = rows.kind(row, rows.kinds)
            if model is None or there.models[model] == room or (line, model) in seen:
                continue
            seen.add((line, model))
            yield f"{line}: writes a {model}, a row of {there.models[model]}"


def _saved(function: ast.AST) -> Iterator[tuple[int, ast.expr]]:
    """What is written: `row.save()`, `Model.filter(...).update()`, `db.add(row)`, `db.advance`,
    `batches.take`, `batches.delete`."""
    for node in ast.walk(function):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if ast.unparse(node.func) in {"db.add", "db.advance", "batches.take", "batches.delete"}:
            yield node.lineno, node.args[0]
        elif node.func.attr in _SAVING:
            yield node.lineno, node.func.value


def _bound(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        yield node.targets[0].id, node.value
    elif isinstance(node, ast.NamedExpr):
        yield node.target.id, node.value
    elif isinstance(node, ast.For | ast.AsyncFor | ast.comprehension):
        yield ast.unparse(node.target), node.iter


def _root(node: ast.expr) -> ast.expr:
    while True:
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Attribute | ast.Await | ast.Subscript):
            node = node.value
        else:
            return node


def _model_in(annotation: ast.expr | None, models: Mapping[str, str]) -> str | None:
    if annotation is None:
        return None
    names = (node.id for node in ast.walk(annotation) if isinstance(node, ast.Name))
    return next((name for name in names if name in models), None)

"""House rules that no linter knows, each a function from a file to its faults.

A fault reads `line: what is wrong`. The rules of the linters stand in pyproject.toml.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PRODUCT = ("bot", "handlers", "domain", "gateways", "scheduler", "locales")
GENERATED = ("domain/migrations/",)
MOST_LINES = 400
MOST_FUNCTION_LINES = 40

# `path::function` to the reason why it may be longer.
LONG_FUNCTIONS: Mapping[str, str] = {}

SPAWNERS = ("scheduler/nursery.py", "scheduler/apart.py", "domain/backends/ending.py")
# Where a library has a limit that is no argument of anything.
PATCHERS = ("locales/catalog.py",)
SIGHTED = ("domain/reach.py", "domain/staff/")
MONEY = re.compile(r"domain/(money\.py|(ledger|billing|payments)/.*\.py)")

# Put together here, so that this file keeps its own rules.
_UNFINISHED = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X"]) + r")\b")
_HOSTS = re.compile(
    "|".join(
        re.escape(host)
        for host in ("py" + "pi.org", "python" + "hosted.org", "npm" + "js.", "deb." + "debian.org")
    )
)
_SIGHT = re.compile(r"\bactor\.(sees|sees_zone|zone_ids)\b|\{actor\.path\}")
_HOMES = re.compile(r"(?<![\w.}$~-])/(home|Users|root|work)/\w")

Faults = Iterator[str]


def length(path: str, text: str) -> Faults:
    """No file is longer than a person holds in the head."""
    lines = text.count("\n")
    if lines > MOST_LINES:
        yield f"1: {lines} lines, at most {MOST_LINES}"


def parses(path: str, text: str) -> Faults:
    """Every Python file is Python."""
    try:
        ast.parse(text)
    except SyntaxError as fault:
        yield f"{fault.lineno}: {fault.msg}"


def function_length(path: str, text: str) -> Faults:
    """No function is longer than a screen; its docstring does not count."""
    for node in _tree(text):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = _lines(node)
            if lines > MOST_FUNCTION_LINES and f"{path}::{node.name}" not in LONG_FUNCTIONS:
                yield f"{node.lineno}: {node.name} has {lines} lines, at most {MOST_FUNCTION_LINES}"


def finished(path: str, text: str) -> Faults:
    """What is not done is not written down as done."""
    yield from _lines_with(_UNFINISHED, text, "unfinished")


def no_registry(path: str, text: str) -> Faults:
    """Where packages come from is the machine's own setting."""
    yield from _lines_with(_HOSTS, text, "names a package registry")


def no_home(path: str, text: str) -> Faults:
    """Nobody's home directory is everybody's."""
    yield from _lines_with(_HOMES, text, "a path of one machine")


def no_float(path: str, text: str) -> Faults:
    """Amounts are integers of the smallest unit."""
    for node in _tree(text):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield f"{node.lineno}: the float {node.value}"
        elif isinstance(node, ast.Name) and node.id == "float":
            yield f"{node.lineno}: float"
        elif isinstance(node, ast.Attribute) and node.attr in {"FloatField", "DecimalField"}:
            yield f"{node.lineno}: {node.attr}"


def one_nursery(path: str, text: str) -> Faults:
    """A task born inside a transaction writes into it: only the nursery starts tasks."""
    for node in _tree(text):
        if isinstance(node, ast.Attribute | ast.Name):
            name = node.attr if isinstance(node, ast.Attribute) else node.id
            if name in {"create_task", "ensure_future", "run_coroutine_threadsafe"}:
                yield f"{node.lineno}: {name}"


def one_reach(path: str, text: str) -> Faults:
    """Who may see what is said in one place, and asked there."""
    yield from _lines_with(_SIGHT, text, "asks past domain.reach who may see what")


def nothing_patched(path: str, text: str) -> Faults:
    """Others use a library's modules and classes too: they are subclassed, never changed."""
    foreign = set[str]()
    for node in _tree(text):
        if isinstance(node, ast.Import):
            names = [each for each in node.names if each.name.partition(".")[0] not in PRODUCT]
            foreign |= {(each.asname or each.name).partition(".")[0] for each in names}
        elif isinstance(node, ast.ImportFrom) and not _is_ours(node.module):
            foreign |= {each.asname or each.name for each in node.names}
    for node in _tree(text):  # another name for one of them
        if isinstance(node, ast.Assign | ast.AnnAssign) and _first(node.value) in foreign:
            foreign |= {each.id for each in _targets(node) if isinstance(each, ast.Name)}
    for node in _tree(text):
        changed: list[ast.expr] = []
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
            changed = [each for each in _targets(node) if isinstance(each, ast.Attribute)]
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "setattr":
            changed = node.args[:1]
        for each in changed:
            if _first(each) in foreign:
                yield f"{each.lineno}: changes {ast.unparse(each)}"


def _is_ours(module: str | None) -> bool:
    return module is None or module.partition(".")[0] in PRODUCT


def _targets(node: ast.Assign | ast.AnnAssign | ast.AugAssign) -> list[ast.expr]:
    return node.targets if isinstance(node, ast.Assign) else [node.target]


def _first(node: ast.expr | None) -> str:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


Rule = Callable[[str, str], Faults]


def rules_for(path: str) -> list[Rule]:
    """The rules that a file, named from the root, has to keep."""
    if path == "LICENSE":
        return []
    rules: list[Rule] = [no_registry, no_home, finished]
    if path.endswith(".py"):
        rules.append(parses)
        if not path.startswith(GENERATED):
            rules += [length, function_length]
        if path.startswith(tuple(f"{name}/" for name in PRODUCT)) and path not in SPAWNERS:
            rules.append(one_nursery)
        if path.startswith(tuple(f"{name}/" for name in PRODUCT)) and path not in PATCHERS:
            rules.append(nothing_patched)
        if path.startswith(tuple(f"{name}/" for name in PRODUCT)) and not path.startswith(SIGHTED):
            rules.append(one_reach)
        if MONEY.fullmatch(path):
            rules.append(no_float)
    return rules


def _tree(text: str) -> Iterator[ast.AST]:
    try:
        return ast.walk(ast.parse(text))
    except SyntaxError:
        return iter(())


def _lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    whole = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function, clean=False) is None:
        return whole
    return whole - ((first.end_lineno or first.lineno) - first.lineno + 1)


def _lines_with(pattern: re.Pattern[str], text: str, fault: str) -> Faults:
    for number, line in enumerate(text.splitlines(), 1):
        if pattern.search(line):
            yield f"{number}: {fault}: {line.strip()[:80]}"

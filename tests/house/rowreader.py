"""Which rows of tables leave the domain: by the verbs that answer with them, or by their classes.

Whoever speaks with people reads frozen views: a row could be changed and saved, or load another.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

Sources = Mapping[str, str]
Names = Mapping[str, str]  # what a name stands for: a module, or a thing in it, by dots


@dataclass(frozen=True)
class Domain:
    """The classes of rows by their dotted names, and the verbs that answer with which."""

    rows: frozenset[str]
    verbs: Mapping[str, frozenset[str]]


def read(sources: Sources) -> Domain:
    """The domain as these sources, by their paths, have it."""
    trees = {_dotted(path): ast.parse(text) for path, text in sources.items()}
    rows = frozenset(
        f"{module}.{node.name}"
        for module, tree in trees.items()
        for node in tree.body
        if isinstance(node, ast.ClassDef) and "Model" in map(ast.unparse, node.bases)
    )
    verbs = {}
    for module, tree in trees.items():
        known = {**names(tree), **{each.rpartition(".")[2]: each for each in rows if
                                   each.rpartition(".")[0] == module}}  # fmt: skip
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.returns:
                verbs[f"{module}.{node.name}"] = frozenset(_named(node.returns, known)) & rows
    return Domain(rows, verbs)


def _dotted(path: str) -> str:
    return ".".join(Path(path).with_suffix("").parts)


def names(tree: ast.Module) -> dict[str, str]:
    """What the names stand for that a file imports."""
    return {
        each.asname or each.name: f"{node.module}.{each.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module
        for each in node.names
    }


def _named(annotation: ast.expr, known: Names) -> Iterator[str]:
    for node in ast.walk(annotation):
        if isinstance(node, ast.Name | ast.Attribute):
            first, _, rest = ast.unparse(node).partition(".")
            yield ".".join(filter(None, (known.get(first, first), rest)))


def held(text: str, domain: Domain) -> Iterator[str]:
    """The rows that a file outside the domain holds: it names their class, or a verb gives them."""
    tree = ast.parse(text)
    known = names(tree)
    yield from domain.rows.intersection(known.values())
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            module = known.get(ast.unparse(node.func.value), "")
            yield from domain.verbs.get(f"{module}.{node.func.attr}", ())


def by_package(sources: Sources, domain: Domain) -> dict[str, set[str]]:
    """The names of the rows that each package holds."""
    found: dict[str, set[str]] = defaultdict(set)
    for path, text in sources.items():
        found[Path(path).parts[0]] |= {each.rpartition(".")[2] for each in held(text, domain)}
    return dict(found)

"""Where the domain guards something: locks, claims, guarded updates, inserts that may meet others.

A place is named by its room, its function and what stands there: `payments.record standing.hold`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.house.sqlreader import room_of

# Verbs that lock, claim, move or add; those made of them are guarded where they are written.
VERBS = frozenset({
    "db.lock", "db.locked", "db.skip_locked", "db.claiming", "db.advance", "db.add",
})  # fmt: skip
# What a guarded update looks at, beside the row: states, and who has something until when.
_STATES = (
    "status", "cursor", "holder", "generation", "used_at", "closed_at", "withdrawn_at",
    "asking_until", "poll_at", "due_ms", "ask_ms", "locked_ms", "locked_until", "until_ms",
    "expires_at", "tries", "filled", "moved_at", "opened_at",
)  # fmt: skip
_GUARDED = re.compile(
    rf"\bUPDATE \w+ SET .*?\bWHERE\b.*?(?:\b(?:{'|'.join(_STATES)})\b|\bIS (?:NOT )?NULL\b)",
    re.DOTALL,
)
_MEETING = "ON CONFLICT"


@dataclass(frozen=True)
class Place:
    """Something that guards, and the lines of it."""

    path: str
    name: str
    first: int
    last: int


def places(path: str, text: str) -> Iterator[Place]:
    """All of a file."""
    for place, statement in _of(ast.parse(text), "", room_of(path)):
        last = statement.end_lineno or statement.lineno
        yield Place(path, place, statement.lineno, last)


def _of(node: ast.AST, inside: str, room: str) -> Iterator[tuple[str, ast.expr]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from _of(child, inside or child.name, room)
        elif isinstance(child, ast.ClassDef):
            yield from _of(child, inside, room)
        elif isinstance(child, ast.Assign) and not inside:
            yield from _of(child, ast.unparse(child.targets[0]), room)
        else:
            if isinstance(child, ast.expr) and (what := _what(child)):
                yield f"{room}.{inside} {what}", child
            if not isinstance(child, ast.JoinedStr):
                yield from _of(child, inside, room)
            else:  # what is put into a text may lock, as `{db.locked()}` does
                for part in child.values:
                    if isinstance(part, ast.FormattedValue):
                        yield from _of(part, inside, room)


def _what(node: ast.expr) -> str:
    if isinstance(node, ast.Constant | ast.JoinedStr):
        words = _words(node)
        if _MEETING in words:
            return "ON CONFLICT"
        return "UPDATE" if _GUARDED.search(words) else ""
    if not isinstance(node, ast.Call):
        return ""
    verb = ast.unparse(node.func)
    if verb in VERBS:
        return verb
    if verb.endswith(".filter"):
        named = {keyword.arg for keyword in node.keywords} - {None}
        if named & {"id", "pk"} and named & {*_STATES, *(f"{one}__in" for one in _STATES)}:
            return "filter"
    return ""


def _words(node: ast.expr) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(map(_words, node.values))
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    return "?"

"""Which modules import each other in a circle, wherever in a file an import stands."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

Graph = dict[str, set[str]]


def graph(root: Path, packages: Iterable[str]) -> Graph:
    """Every module under these packages, with those among them that it imports."""
    files = {
        _name(path.relative_to(root)): path
        for package in packages
        for path in (root / package).rglob("*.py")
    }
    return {
        name: {found for found in _imports(name, path, files) if found != name}
        for name, path in files.items()
    }


def _name(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imports(name: str, path: Path, files: Mapping[str, Path]) -> Iterator[str]:
    home = name if path.name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names if each.name in files)
        elif isinstance(node, ast.ImportFrom):
            source = _source(node, home)
            for each in node.names:
                whole = f"{source}.{each.name}"
                if whole in files or source in files:
                    yield whole if whole in files else source


def _source(node: ast.ImportFrom, home: str) -> str:
    if not node.level:
        return node.module or ""
    above = home.split(".")[: len(home.split(".")) - node.level + 1]
    return ".".join([*above, *([node.module] if node.module else [])])


def circles(imports: Graph) -> list[str]:
    """One circle of each knot of modules, told as `a > b > a`."""
    told: list[str] = []
    done: set[str] = set()
    for start in sorted(imports):
        way = _way_back(start, imports) if start not in done else []
        if way:
            told.append(" > ".join(way))
            done |= _knot(start, imports)
    return told


def _way_back(start: str, imports: Graph) -> list[str]:
    """The shortest way from a module to itself, empty where there is none."""
    came_from = dict.fromkeys(imports[start], start)
    seen = list(came_from)
    for module in seen:
        if module == start:
            break
        for one in sorted(imports[module] - came_from.keys()):
            came_from[one] = module
            seen.append(one)
    if start not in came_from:
        return []
    way = [start, came_from[start]]
    while way[-1] != start:
        way.append(came_from[way[-1]])
    return way[::-1]


def _reached(start: str, imports: Graph) -> set[str]:
    reached, waiting = {start}, [start]
    while waiting:
        fresh = imports[waiting.pop()] - reached
        reached |= fresh
        waiting += fresh
    return reached


def _knot(start: str, imports: Graph) -> set[str]:
    return {one for one in _reached(start, imports) if start in _reached(one, imports)}

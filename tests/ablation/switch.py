"""A guard switched off: while its module is imported, other words stand in their place."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from tests.ablation.guard import Guard

ROOT = Path(__file__).parents[2]
WITHOUT = "NETKHATA_TEST_WITHOUT"


class Misplaced(Exception):
    """Words of a guard do not stand in the domain, or not once: they are to be put right."""


class Spot(NamedTuple):
    """Where words stand: in the file, and between these lines."""

    path: str
    first: int
    last: int


@cache
def sources() -> Mapping[str, str]:
    """The domain's files, by their paths."""
    files = sorted((ROOT / "domain").rglob("*.py"))
    return {file.relative_to(ROOT).as_posix(): file.read_text() for file in files}


def pattern(words: str) -> re.Pattern[str]:
    """The words, however they are broken into lines."""
    return re.compile(r"\s+".join(map(re.escape, words.split())))


@cache
def spot(words: str) -> Spot:
    """Where the words stand; raises `Misplaced` unless that is one place."""
    wanted = pattern(words)
    found = [
        Spot(path, text.count("\n", 0, at.start()) + 1, text.count("\n", 0, at.end()) + 1)
        for path, text in sources().items()
        for at in wanted.finditer(text)
    ]
    if len(found) != 1:
        raise Misplaced(f"{len(found)} places have these words: {words}")
    return found[0]


def spots(guard: Guard) -> Iterator[Spot]:
    """Where it stands; raises `Misplaced`."""
    return map(spot, guard.off)


def without(guards: Iterable[Guard]) -> dict[str, str]:
    """The sources as they are without these guards, of the files that have them."""
    changed: dict[str, str] = {}
    for guard in guards:
        for words, instead in guard.off.items():
            path = spot(words).path
            text = changed.get(path, sources()[path])
            changed[path] = pattern(words).sub(lambda _, read=instead: read, text)
    return changed


class _Loader(SourceFileLoader):
    """Loads a changed source, and keeps nothing of it on the disk."""

    def __init__(self, name: str, path: str, source: str) -> None:
        super().__init__(name, path)
        self._source = source

    def get_data(self, path: str) -> bytes:
        if path != self.path:
            raise OSError(path)  # what was compiled before
        return self._source.encode()

    def set_data(self, path: str, data: bytes, *, _mode: int = 0o666) -> None:
        pass


class _Finder(MetaPathFinder):
    def __init__(self, changed: Mapping[str, str]) -> None:
        self._sources = {
            path.removesuffix(".py").removesuffix("/__init__").replace("/", "."): source
            for path, source in changed.items()
        }

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name not in self._sources:
            return None
        found = PathFinder.find_spec(name, path, target)
        if found is not None and found.origin is not None:
            found.loader = _Loader(name, found.origin, self._sources[name])
        return found


def heed() -> None:
    """Do without the guard that the environment names, before anything of ours is imported."""
    name = os.environ.get(WITHOUT)
    if not name:
        return
    from tests.ablation.table import together

    if early := [module for module in sys.modules if module.startswith("domain")]:
        raise RuntimeError(f"imported before a guard could be switched off: {early}")
    sys.meta_path.insert(0, _Finder(without(together(name))))

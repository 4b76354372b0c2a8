"""The world as a state machine: the rules of every file `rules_*.py`."""

from __future__ import annotations

import importlib
import pkgutil

import tests.world
from tests.world.rules import Rules


def _files() -> list[type[Rules]]:
    """The rules of every file, in the order of their names."""
    found = []
    for module in sorted(each.name for each in pkgutil.iter_modules(tests.world.__path__)):
        if module.startswith("rules_"):
            loaded = importlib.import_module(f"tests.world.{module}")
            made = [each for each in vars(loaded).values() if isinstance(each, type)]
            own = [each for each in made if each.__module__ == loaded.__name__]
            found += [each for each in own if issubclass(each, Rules)]
    return found


World = type("World", tuple(_files()), {"__doc__": "Everything that may happen, in any order."})

"""Ids of rows as they were last seen, so that a look-up need not make the router scan a table."""

from __future__ import annotations

from collections.abc import Iterable

from gateways.mikrotik.words import Row


class Memory:
    """The ids of each name in one table.

    An id may be gone or belong to another row by now, above all after a reboot: whoever asks by
    it compares the name.
    """

    def __init__(self, key: str) -> None:
        self._key = key
        self._ids: dict[str, tuple[str, ...]] = {}

    def add(self, rows: Iterable[Row]) -> None:
        """More rows of the table."""
        _gather(self._ids, self._key, rows)

    def note(self, names: Iterable[str], rows: Iterable[Row]) -> None:
        """These are all rows that have one of the names."""
        for name in names:
            self._ids.pop(name, None)
        self.add(rows)

    def ids(self, names: Iterable[str]) -> list[str]:
        """Where the names were seen last."""
        return [number for name in names for number in self._ids.get(name, ())]

    def met(self, names: Iterable[str], rows: Iterable[Row]) -> set[str]:
        """The names whose every row is where it was."""
        found: dict[str, tuple[str, ...]] = {}
        _gather(found, self._key, rows)
        return {name for name in names if name in found and found[name] == self._ids.get(name)}


def _gather(ids: dict[str, tuple[str, ...]], key: str, rows: Iterable[Row]) -> None:
    for row in rows:
        name = row.get(key, "")
        ids[name] = (*ids.get(name, ()), row.get(".id", ""))

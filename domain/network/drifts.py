"""What differs on a router, as it is kept: no I/O here."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence, Set
from typing import Any

from domain.network.states import Drift

MOST_NAMES = 200  # of each kind of drift that are kept
MENDED = "mended-"  # before the kind of what the same pass has put right


def write(drift: Mapping[Drift, Sequence[str]], mended: Set[str]) -> dict[str, Any]:
    """Drift as it is kept: of each kind how many were found, how many mended, and first names."""
    found = {kind.value: names for kind, names in sorted(drift.items())}
    right = {
        f"{MENDED}{kind}": [name for name in names if name in mended]
        for kind, names in found.items()
    }
    return {
        kind: {"count": len(names), "names": sorted(names)[:MOST_NAMES]}
        for kind, names in (found | right).items()
        if names
    }


def read(kept: Any) -> dict[str, tuple[int, list[str]]]:
    """Count and first names of each kind, from JSON text, its value, or None.

    What was mended counts as such, and no more as what it was found as.
    """
    value = json.loads(kept) if isinstance(kept, str) else kept or {}
    nothing: dict[str, Any] = {"count": 0, "names": []}
    found = {}
    for kind, one in value.items():
        right = value.get(f"{MENDED}{kind}", nothing)
        names = [name for name in one["names"] if name not in right["names"]]
        found[kind] = (one["count"] - right["count"], names)
    return {kind: (count, names) for kind, (count, names) in found.items() if count}

"""What differs on a router, as it is kept: no I/O here."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from domain.network.states import Drift

MOST_NAMES = 200  # of each kind of drift that are kept


def write(drift: Mapping[Drift, Sequence[str]]) -> dict[str, Any]:
    """Drift as it is kept: how many of each kind, and the first names."""
    return {
        kind.value: {"count": len(names), "names": sorted(names)[:MOST_NAMES]}
        for kind, names in sorted(drift.items())
    }


def read(kept: Any) -> dict[str, tuple[int, list[str]]]:
    """Count and first names of each kind, from JSON text, its value, or None."""
    value = json.loads(kept) if isinstance(kept, str) else kept or {}
    return {kind: (one["count"], one["names"]) for kind, one in value.items()}

"""Incidents as they are shown: what they were when they were read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class IncidentView:
    """Something that NOC must know: what, about whom, since when, and who looks after it."""

    id: int
    kind: str
    subject: str
    operator_id: int | None
    opened_at: datetime
    closed_at: datetime | None
    acked_by_id: int | None
    muted_until: datetime | None
    flaps: int
    data: Mapping[str, Any]

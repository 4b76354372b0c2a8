"""What is shown of services, as it was when it was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class SuspensionView:
    """One suspension or reconnection with its rule and figures, and who of the staff did it."""

    act: str
    rule: str
    figures: Mapping[str, Any]
    at: datetime
    staff_id: int | None

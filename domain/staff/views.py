"""What is shown of people and of what they did, as it was when it was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.staff.models import Role


@dataclass(frozen=True, slots=True)
class StaffView:
    """Somebody of the staff, and whose."""

    id: int
    name: str
    role: Role
    operator_id: int
    removed_at: datetime | None


@dataclass(frozen=True, slots=True)
class ActView:
    """One act of one person: who, what, on what, before, after."""

    at: datetime
    staff_id: int | None
    actor: str  # staff, system, customer
    act: str
    subject: str
    subject_id: int | None
    operator_id: int | None
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None

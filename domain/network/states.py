"""The states of services, and the kinds of what differs on a router."""

from __future__ import annotations

from enum import StrEnum


class Desired(StrEnum):
    """What a service should be on the router; an absent one is held, its secret never deleted."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    ABSENT = "absent"


class Drift(StrEnum):
    """How a router differs from what was confirmed on it before."""

    FREE = "free"  # online, but should be held
    HELD = "held"  # held, but should be online
    PROFILE = "profile"  # online with another package's profile
    MISSING = "missing"  # the customer's secret is not on the router
    CLASH = "clash"  # should be held, but the address belongs to a customer who should not
    UNKNOWN = "unknown"  # a secret that no customer has

"""The states of services, and the kinds of what differs, as the port to elements names them."""

from __future__ import annotations

from domain.ports.access import Desired, Drift

__all__ = ["EXPIRED", "WAITS", "Desired", "Drift"]

EXPIRED = "expired"  # the rule of a validity that has ended: who is cut by it, has expired

WAITS = "waits"  # for a person: many were changed on the router by hand

"""The states of services, and the kinds of what differs, as the port to elements names them."""

from __future__ import annotations

from domain.ports.access import Desired, Drift

__all__ = ["WAITS", "Desired", "Drift"]

WAITS = "waits"  # for a person: many were changed on the router by hand

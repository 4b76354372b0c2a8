"""Statements about what is billed, owed and brought in, by what they are about.

Those that make bills of a kind's lines stand in `charging/`, and the one that lets money meet
bills in `settling`: each is put together from pieces by its one reader.
"""

from domain.billing.queries import (
    bills,
    changes,
    collecting,
    dues,
    opening,
    prepaid,
    profiles,
    runs,
    service,
)

__all__ = [
    "bills",
    "changes",
    "collecting",
    "dues",
    "opening",
    "prepaid",
    "profiles",
    "runs",
    "service",
]

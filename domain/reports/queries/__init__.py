"""Statements that look across the rooms, for people who watch: by what they are about."""

from domain.reports.queries import (
    acts,
    customers,
    doubles,
    figures,
    journal,
    listing,
    subscribers,
    summary,
)

__all__ = [
    "acts", "customers", "doubles", "figures", "journal", "listing", "subscribers", "summary",
]  # fmt: skip

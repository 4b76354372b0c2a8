"""Statements about money that customers pay, and what leads to it, by what they are about."""

from domain.payments.queries import (
    attempts,
    history,
    links,
    listing,
    page,
    refunds,
    statement,
    verifications,
    ways,
)

__all__ = [
    "attempts",
    "history",
    "links",
    "listing",
    "page",
    "refunds",
    "statement",
    "verifications",
    "ways",
]

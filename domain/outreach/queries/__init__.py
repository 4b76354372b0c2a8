"""Statements about what goes to many and what time tells, by what they are about."""

from domain.outreach.queries import (
    audience,
    facts,
    hearing,
    progress,
    reminders,
    sending,
    service,
    waiting,
)

__all__ = [
    "audience",
    "facts",
    "hearing",
    "progress",
    "reminders",
    "sending",
    "service",
    "waiting",
]

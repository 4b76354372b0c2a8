"""Statements about what is told to customers and heard from them, by what they are about."""

from domain.messaging.queries import customers, heard, outbox, people, sending, sent, settings

__all__ = ["customers", "heard", "outbox", "people", "sending", "sent", "settings"]

"""The states and channels of messages."""

from __future__ import annotations

from enum import StrEnum


class Channel(StrEnum):
    """How a message travels."""

    WHATSAPP = "whatsapp"
    SMS = "sms"
    EMAIL = "email"
    TELEGRAM = "telegram"  # customers speak to us there; nothing is sent but answers


SENDING = (Channel.WHATSAPP, Channel.SMS, Channel.EMAIL)


class MessageStatus(StrEnum):
    """States of a message; `rules.MAY` has the moves, which never go backwards."""

    READY = "ready"
    PAUSED = "paused"
    LEASED = "leased"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"
    UNKNOWN = "unknown"  # in flight when a process died: a person decides
    DROPPED = "dropped"  # not needed any more when its turn came


class HeardStatus(StrEnum):
    """States of something that a customer said."""

    NEW = "new"
    DONE = "done"
    FAILED = "failed"  # given up, for a person to look at


class DeliveryStatus(StrEnum):
    """States of one try by one channel."""

    HANDED = "handed"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"
    UNKNOWN = "unknown"

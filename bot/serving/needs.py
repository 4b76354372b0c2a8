"""The four roles, and the settings that each can't do without."""

from __future__ import annotations

NEEDS = {
    "bot": ("secret_key", "telegram_token"),
    "web": ("secret_key",),
    "scheduler": ("secret_key",),
    "worker": ("secret_key",),
}
ROLES = tuple(NEEDS)

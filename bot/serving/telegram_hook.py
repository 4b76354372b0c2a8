"""What Telegram and we know of each other when it calls us, without importing its library."""

from __future__ import annotations

import hashlib

from domain.vault import Vault

NAME = "main"
PATH = f"/webhooks/telegram/{NAME}"


def secrets_of(vault: Vault, token: str) -> list[str]:
    """The word that comes along with an update, for each key in use: give the first, accept any."""
    if not token:
        return []
    return [
        hashlib.sha256(f"{word}{token}".encode()).hexdigest() for word in vault.words("telegram")
    ]

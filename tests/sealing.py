"""The vault that tests seal with."""

from __future__ import annotations

from domain.vault import Vault

VAULT = Vault(["a key that only tests use"])

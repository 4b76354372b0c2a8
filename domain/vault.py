"""The one place of cryptography: credentials at rest, derived keys, rotation."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from domain import tokens
from domain.errors import InvalidValue


class Vault:
    """Seals with the newest key, opens with any: keys are rotated by putting a new one first."""

    def __init__(self, keys: list[str]) -> None:
        if not keys or any(len(key) < 16 for key in keys):
            raise InvalidValue(field="secret_key", given="", example=tokens.new())
        self._keys = [hashlib.sha256(key.encode()).digest() for key in keys]
        seals = [Fernet(base64.urlsafe_b64encode(self._sub(key, "seal"))) for key in self._keys]
        self._newest, self._fernet = seals[0], MultiFernet(seals)

    @staticmethod
    def _sub(key: bytes, purpose: str) -> bytes:
        return hashlib.blake2b(purpose.encode(), key=key, digest_size=32).digest()

    def seal(self, values: dict[str, str]) -> str:
        """The values encrypted and authenticated."""
        return self._fernet.encrypt(json.dumps(values).encode()).decode()

    def open(self, sealed: str) -> dict[str, str]:
        """What was sealed; raises `InvalidValue` when no key of the list fits."""
        if not sealed:
            return {}
        try:
            opened: dict[str, str] = json.loads(self._fernet.decrypt(sealed.encode()))
        except InvalidToken as why:
            raise InvalidValue(field="secret_key", given="", example="") from why
        return opened

    def reseal(self, sealed: str) -> str:
        """The same content under the newest key; what is under it already stays as it is.

        Raises `InvalidValue` when no key of the list fits.
        """
        try:
            self._newest.decrypt(sealed.encode())
        except InvalidToken:
            return self.seal(self.open(sealed))
        return sealed

    def key_id(self) -> str:
        """Names the newest key without telling it."""
        return self._name(self._keys[0])

    def _name(self, key: bytes) -> str:
        return self._sub(key, "name").hex()[:8]

    def words(self, purpose: str) -> list[str]:
        """The secret words for a purpose, newest key first: give the first, accept any."""
        return [tokens.derive(self._sub(key, "word"), purpose, b"") for key in self._keys]

    def marks(self, purpose: str, secret: str) -> list[str]:
        """By what a secret that is kept nowhere is known again, by each key, newest first.

        Nobody without a key can try out which secret a mark is of, however few there may be.
        """
        text = tokens.bytes_of(secret)
        subs = [self._sub(key, f"mark {purpose}") for key in self._keys]
        return [hmac.new(sub, text, hashlib.sha256).hexdigest() for sub in subs]

    def link_token(self, nonce: bytes, key_id: str) -> str:
        """The token of a payment link from its nonce and the key that it was made under.

        Raises `InvalidValue` when that key is no longer in the list.
        """
        for key in self._keys:
            if self._name(key) == key_id:
                return tokens.derive(self._sub(key, "link"), "link", nonce)
        raise InvalidValue(field="secret_key", given=key_id, example="")


_vault: Vault | None = None


def use(vault: Vault) -> None:
    """The vault of this process from now on."""
    global _vault
    _vault = vault


def the() -> Vault:
    """The vault of this process; a bug when none was chosen."""
    if _vault is None:
        raise RuntimeError("no vault was chosen")
    return _vault

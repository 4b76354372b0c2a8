"""The keyed hashes of what SSLCommerz posts: proof of who sent it, never of a payment."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping

from domain import tokens

ALWAYS_SIGNED = frozenset({"tran_id", "amount", "currency", "status", "store_id"})
_PAID = {"VALID", "VALIDATED"}


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _hash(
    posted: Mapping[str, str], keys: Iterable[str], password: str, digest: Callable[[str], str]
) -> str:
    values = {key: posted[key] for key in keys} | {"store_passwd": digest(password)}
    return digest("&".join(f"{key}={values[key]}" for key in sorted(values)))


def is_signed(posted: Mapping[str, str], password: str) -> bool:
    """Whether somebody with the store's password posted this, values exactly as they came.

    The poster names the signed keys, so those that matter have to be among them.
    """
    keys = posted.get("verify_key", "").split(",")
    needed = ALWAYS_SIGNED | ({"val_id"} if posted.get("status") in _PAID else set())
    if not needed.issubset(keys) or any(key not in posted for key in keys):
        return False
    given = posted.get("verify_sign", "")
    fits = tokens.equal(given, _hash(posted, keys, password, _md5))
    # Not documented, but sent; a wrong one is never sent by SSLCommerz.
    stronger = posted.get("verify_sign_sha2")
    if stronger is not None:
        fits = tokens.equal(stronger, _hash(posted, keys, password, _sha256)) and fits
    return fits


def sign(values: Mapping[str, str], password: str) -> dict[str, str]:
    """The values with the three fields that SSLCommerz adds."""
    keys = sorted(values)
    return {
        **values,
        "verify_key": ",".join(keys),
        "verify_sign": _hash(values, keys, password, _md5),
        "verify_sign_sha2": _hash(values, keys, password, _sha256),
    }

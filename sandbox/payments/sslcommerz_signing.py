"""The two keyed hashes under what SSLCommerz posts."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

MD5 = "md5"
SHA256 = "sha256"


def _keyed_hash(algorithm: str, fields: Mapping[str, str], keys: list[str], password: str) -> str:
    values = {key: fields[key] for key in keys}
    values["store_passwd"] = hashlib.new(algorithm, password.encode()).hexdigest()
    text = "&".join(f"{key}={values[key]}" for key in sorted(values))
    return hashlib.new(algorithm, text.encode()).hexdigest()


def signed(fields: Mapping[str, str], password: str) -> dict[str, str]:
    """`fields` with verify_key, verify_sign and verify_sign_sha2; every field is covered."""
    keys = sorted(fields)
    return {
        **fields,
        "verify_sign": _keyed_hash(MD5, fields, keys, password),
        "verify_key": ",".join(keys),
        "verify_sign_sha2": _keyed_hash(SHA256, fields, keys, password),
    }

"""Secrets that travel in links and buttons: made here, kept as hashes only."""

from __future__ import annotations

import hashlib
import hmac
import secrets

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
TOKEN_LENGTH = 22


def base62(raw: bytes, length: int = TOKEN_LENGTH) -> str:
    """The bytes as letters and digits, padded to `length` (22 hold 128 bits)."""
    number, text = int.from_bytes(raw, "big"), ""
    while number:
        number, rest = divmod(number, 62)
        text = _ALPHABET[rest] + text
    return text.rjust(length, "0")


def new() -> str:
    """128 random bits in 22 letters and digits."""
    return base62(secrets.token_bytes(16))


def digest(token: str) -> str:
    """What is stored of a token: its SHA-256 in hex."""
    return hashlib.sha256(bytes_of(token)).hexdigest()


def derive(key: bytes, purpose: str, nonce: bytes) -> str:
    """The token that belongs to a stored 128-bit nonce: never stored, made again when needed."""
    return base62(hmac.new(key, purpose.encode() + b"\0" + nonce, hashlib.sha256).digest()[:16])


def equal(first: str, second: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(bytes_of(first), bytes_of(second))


def bytes_of(text: str) -> bytes:
    """The bytes of what a stranger sent, also where it is no text."""
    return text.encode(errors="surrogatepass")

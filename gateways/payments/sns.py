"""Notifications of Amazon SNS: which hosts may vouch for them, and whether they are signed."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Awaitable, Callable, Collection, Mapping
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from domain import tokens

Fetch = Callable[[str], Awaitable[bytes]]

NOTIFICATION = "Notification"
SUBSCRIPTION = "SubscriptionConfirmation"
_SIGNED_KEYS = {
    NOTIFICATION: ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"),
    **dict.fromkeys(
        (SUBSCRIPTION, "UnsubscribeConfirmation"),
        ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"),
    ),
}
_HOST = re.compile(r"sns\.[a-zA-Z0-9-]{3,}\.amazonaws\.com(\.cn)?")
_MOST_CERTIFICATES = 16

# Certificates by address: Amazon gives a new address to each new certificate.
_certificates: dict[str, rsa.RSAPublicKey] = {}


def read(body: bytes) -> dict[str, str] | None:
    """The envelope of a request, None for anything else."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict):
        return None
    envelope = {key: value for key, value in found.items() if isinstance(value, str)}
    return envelope if envelope.get("Type") in _SIGNED_KEYS else None


def is_of_amazon(url: str, others: Collection[str] = ()) -> bool:
    """Whether SNS itself serves this address, or one of `others` (`host:port`) does."""
    try:
        parts = urlsplit(url)
        if parts.netloc in others:
            return parts.scheme in {"http", "https"}
        host = parts.hostname or ""
        return parts.scheme == "https" and parts.netloc == host and bool(_HOST.fullmatch(host))
    except ValueError:
        return False


def string_to_sign(envelope: Mapping[str, str]) -> bytes:
    """The bytes under the signature: the signed keys that are present, line by line."""
    keys = _SIGNED_KEYS[envelope["Type"]]
    text = "".join(f"{key}\n{envelope[key]}\n" for key in keys if key in envelope)
    return tokens.bytes_of(text)


def _digest(version: str) -> hashes.HashAlgorithm | None:
    if version == "1":
        return hashes.SHA1()  # noqa: S303 - what version 1 is; bKash still sends it
    return hashes.SHA256() if version == "2" else None


async def is_signed(
    envelope: Mapping[str, str], fetch: Fetch, others: Collection[str] = ()
) -> bool:
    """Whether SNS has signed this; what `fetch` raises when no certificate can be had passes."""
    url, digest = envelope.get("SigningCertURL", ""), _digest(envelope.get("SignatureVersion", ""))
    if digest is None or not is_of_amazon(url, others) or not urlsplit(url).path.endswith(".pem"):
        return False
    try:
        signature = base64.b64decode(envelope.get("Signature", ""), validate=True)
    except (binascii.Error, ValueError):
        return False
    key = await _key(url, fetch)
    if key is None:
        return False
    try:
        key.verify(signature, string_to_sign(envelope), padding.PKCS1v15(), digest)
    except InvalidSignature:
        return False
    return True


async def _key(url: str, fetch: Fetch) -> rsa.RSAPublicKey | None:
    if url not in _certificates:
        try:
            key = x509.load_pem_x509_certificate(await fetch(url)).public_key()
        except ValueError:
            return None
        if not isinstance(key, rsa.RSAPublicKey):
            return None
        while len(_certificates) >= _MOST_CERTIFICATES:
            _certificates.pop(next(iter(_certificates)))
        _certificates[url] = key
    return _certificates[url]


def sign(envelope: Mapping[str, str], key: rsa.RSAPrivateKey, url: str) -> dict[str, str]:
    """The envelope as SNS would send it, signed by the key whose certificate lies at `url`.

    The version is the envelope's, "2" where it has none.
    """
    version = envelope.get("SignatureVersion", "2")
    digest = _digest(version)
    if digest is None:
        raise ValueError(version)
    signature = key.sign(string_to_sign(envelope), padding.PKCS1v15(), digest)
    return {
        **envelope,
        "SignatureVersion": version,
        "Signature": base64.b64encode(signature).decode(),
        "SigningCertURL": url,
    }

"""A notification topic as Amazon SNS runs it: envelopes, a certificate of its own, signatures."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit
from uuid import uuid4

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

from sandbox.payments.standin import Clock

Envelope = dict[str, str]

NOTIFICATION_KEYS = ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
CONFIRMATION_KEYS = (
    "Message",
    "MessageId",
    "SubscribeURL",
    "Timestamp",
    "Token",
    "TopicArn",
    "Type",
)


@cache
def _signing_pair() -> tuple[rsa.RSAPrivateKey, str]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sns.amazonaws.com")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2049, 1, 1, tzinfo=UTC))
        .sign(key, hashes.SHA256())
    )
    return key, certificate.public_bytes(serialization.Encoding.PEM).decode()


def string_to_sign(envelope: Mapping[str, str]) -> bytes:
    """The bytes under the signature: the signed keys present, in their order, line by line."""
    keys = NOTIFICATION_KEYS if envelope["Type"] == "Notification" else CONFIRMATION_KEYS
    return "".join(f"{key}\n{envelope[key]}\n" for key in keys if key in envelope).encode()


class SnsTopic:
    """One topic with one subscriber.

    `signature_version` is "1" (SHA-1) or "2" (SHA-256). `wrong_signature` spoils signatures,
    `backdate` makes timestamps older. Nothing is published before `confirmed`.
    """

    def __init__(self, clock: Clock, *, region: str = "ap-southeast-1") -> None:
        self.clock = clock
        self.host = f"sns.{region}.amazonaws.com"
        self.topic_arn = f"arn:aws:sns:{region}:354285716021:pgw-merchant-ipn"
        self.certificate_path = f"/SimpleNotificationService-{secrets.token_hex(16)}.pem"
        self.signature_version = "1"
        self.wrong_signature = False
        self.backdate = timedelta(0)
        self.confirmed = False
        self.tokens: set[str] = set()

    @property
    def certificate_pem(self) -> str:
        """The certificate that verifies this topic's signatures."""
        return _signing_pair()[1]

    @property
    def signing_cert_url(self) -> str:
        """Where the envelopes say that the certificate lies."""
        return f"https://{self.host}{self.certificate_path}"

    async def fetch_certificate(self, url: str) -> bytes:
        """What a GET of `url` would bring; LookupError for any but the topic's own address."""
        if url != self.signing_cert_url:
            raise LookupError(f"no certificate at {url}")
        return self.certificate_pem.encode()

    async def confirm(self, subscribe_url: str) -> bool:
        """What a GET of the SubscribeURL does; False for a wrong topic or token."""
        query = parse_qs(urlsplit(subscribe_url).query)
        known = (
            query.get("Action") == ["ConfirmSubscription"]
            and query.get("TopicArn") == [self.topic_arn]
            and query.get("Token", [""])[0] in self.tokens
        )
        self.confirmed = self.confirmed or known
        return known

    def confirmation(self) -> Envelope:
        """A signed SubscriptionConfirmation with a fresh token."""
        token = secrets.token_hex(64)
        self.tokens.add(token)
        topic = quote(self.topic_arn, safe="")
        return self._signed(
            {
                **self._opening("SubscriptionConfirmation"),
                "Token": token,
                "Message": f"You have chosen to subscribe to the topic {self.topic_arn}.\n"
                "To confirm the subscription, visit the SubscribeURL included in this message.",
                "SubscribeURL": f"https://{self.host}/?Action=ConfirmSubscription"
                f"&TopicArn={topic}&Token={token}",
            }
        )

    def notification(self, message: Mapping[str, Any], subject: str | None = None) -> Envelope:
        """A signed Notification around `message`."""
        envelope = {**self._opening("Notification"), "Message": json.dumps(message)}
        if subject is not None:
            envelope["Subject"] = subject
        signed = self._signed(envelope)
        signed["UnsubscribeURL"] = f"https://{self.host}/?Action=Unsubscribe"
        return signed

    @staticmethod
    def wire(envelope: Envelope) -> tuple[bytes, dict[str, str]]:
        """Body and headers of the post that carries `envelope`."""
        return json.dumps(envelope, indent=2).encode(), {
            "Content-Type": "text/plain; charset=UTF-8",
            "x-amz-sns-message-type": envelope["Type"],
            "x-amz-sns-message-id": envelope["MessageId"],
            "x-amz-sns-topic-arn": envelope["TopicArn"],
            "User-Agent": "Amazon Simple Notification Service Agent",
        }

    def _opening(self, kind: str) -> Envelope:
        instant = (self.clock() - self.backdate).astimezone(UTC)
        return {
            "Type": kind,
            "MessageId": str(uuid4()),
            "TopicArn": self.topic_arn,
            "Timestamp": f"{instant:%Y-%m-%dT%H:%M:%S}.{instant.microsecond // 1000:03d}Z",
        }

    def _signed(self, envelope: Envelope) -> Envelope:
        digest = hashes.SHA1() if self.signature_version == "1" else hashes.SHA256()  # noqa: S303
        signature = bytearray(
            _signing_pair()[0].sign(string_to_sign(envelope), padding.PKCS1v15(), digest)
        )
        if self.wrong_signature:
            signature[-1] ^= 1
        return {
            **envelope,
            "SignatureVersion": self.signature_version,
            "Signature": base64.b64encode(bytes(signature)).decode(),
            "SigningCertURL": self.signing_cert_url,
        }

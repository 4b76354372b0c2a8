"""TLS: whose certificate is trusted, and what a stranger does not get."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from domain.errors import Busy, Refused
from sandbox.routeros import RouterOs
from tests.gateways.mikrotik.conftest import QUICK, Make
from tests.waiting import LIMIT


@pytest.fixture
def pem(tmp_path: Path) -> Path:
    """A certificate for 127.0.0.1 and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "router")])
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
    )
    certificate = builder.sign(key, hashes.SHA256())
    file = tmp_path / "router.pem"
    file.write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return file


@pytest.fixture
def fingerprint(pem: Path) -> str:
    """The certificate's SHA-256 as Winbox shows it."""
    certificate = x509.load_pem_x509_certificate(pem.read_bytes())
    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()


@pytest.fixture
async def secure(pem: Path) -> AsyncIterator[RouterOs]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    router = RouterOs(tls=context)
    await router.start()
    yield router
    await router.stop()


async def test_tls_trusts_the_certificate_whose_fingerprint_is_known(
    secure: RouterOs, make: Make, fingerprint: str
) -> None:
    client = make(port=secure.tls_port, tls=True, fingerprint=fingerprint)
    assert (await client.health()).identity == "MikroTik"
    await client.close()


@pytest.mark.parametrize("known", ["", "00" * 32])
async def test_tls_sends_no_password_to_a_stranger_and_tells_who_it_was(
    secure: RouterOs, make: Make, known: str, fingerprint: str
) -> None:
    client = make(port=secure.tls_port, tls=True, fingerprint=known)
    with pytest.raises(Refused, match=f"tls: .* {fingerprint}"):
        await client.health()
    assert secure.service.received["/login"] == 0


async def test_plain_talk_to_a_tls_port_is_told_apart(secure: RouterOs, make: Make) -> None:
    with pytest.raises((Busy, Refused), match=r"broken|protocol|silent"):
        await make(QUICK, port=secure.tls_port).health()
    with pytest.raises((Busy, Refused), match=r"tls|unreachable"):
        await make(QUICK, port=secure.port, tls=True).health()


async def test_a_tls_router_that_falls_silent_is_left_without_a_farewell(
    pem: Path, make: Make, fingerprint: str
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    over = threading.Event()

    def mute(listener: socket.socket) -> None:
        with context.wrap_socket(listener.accept()[0], server_side=True):
            over.wait(20)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=mute, args=(listener,))
        thread.start()
        port = listener.getsockname()[1]
        client = make(QUICK, port=port, tls=True, fingerprint=fingerprint)
        try:
            async with asyncio.timeout(LIMIT):
                with pytest.raises(Busy, match="silent"):
                    await client.health()
        finally:
            over.set()
            thread.join()

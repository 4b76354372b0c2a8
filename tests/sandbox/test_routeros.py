"""The API server speaks the protocol as the real one does: wire, login, tags, queries."""

from __future__ import annotations

import asyncio
import ssl
import tempfile
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from librouteros import async_connect, connect
from librouteros.exceptions import TrapError
from librouteros.login import async_token
from librouteros.query import Key

from sandbox.routeros import RouterOs, User
from sandbox.routeros.queries import Query
from sandbox.routeros.wire import BrokenWire, Reader, length_prefix, sentence
from tests.sandbox.routeros_client import Raw


@pytest.fixture
async def router() -> AsyncIterator[RouterOs]:
    router = RouterOs()
    router.network.add_profile("gold", rate_limit="10M/20M")
    for number in range(5):
        caller = f"AA:00:00:00:00:0{number}"
        router.network.add_secret(f"karim{number}", profile="gold", caller_id=caller)
    await router.start()
    yield router
    await router.stop()


@pytest.fixture
async def raw(router: RouterOs) -> AsyncIterator[Raw]:
    raw = await Raw.open(router.port)
    yield raw
    await raw.close()


@pytest.mark.parametrize("size", [0, 1, 0x7F, 0x80, 0x3FFF, 0x4000, 0x1FFFFF, 0x200000])
def test_words_of_every_length_survive_any_fragmentation(size: int) -> None:
    data = sentence("/x", "=a=" + "v" * size, "=b=é")
    step = max(1, len(data) // 7)
    reader = Reader()
    found = [s for at in range(0, len(data), step) for s in reader.feed(data[at : at + step])]
    assert found == [["/x", "=a=" + "v" * size, "=b=é"]]


def test_the_five_byte_length_is_read_and_reserved_bytes_are_refused() -> None:
    assert length_prefix(0x10000000) == b"\xf0\x10\x00\x00\x00"
    assert Reader().feed(b"\xf0\x00\x00\x00\x03/ab\x00") == [["/ab"]]
    with pytest.raises(BrokenWire):
        Reader().feed(b"\xf8abc")


def test_bytes_that_are_no_utf8_come_back_as_they_were() -> None:
    data = b"\x05=a=\xe9\xff\x00"
    (words,) = Reader().feed(data)
    assert sentence(*words) == data


ITEM = {"name": "rahim", "profile": "gold", "bytes": "900", "comment": ""}


@pytest.mark.parametrize(
    ("words", "passes"),
    [
        ([], True),
        (["?name"], True),
        (["?-name"], False),
        (["?password"], False),
        (["?-password"], True),
        (["?name=rahim"], True),
        (["?=name=karim"], False),
        (["?>bytes=1000"], False),
        (["?<bytes=1000"], True),
        (["?>comment="], False),
        (["?name=rahim", "?profile=silver"], False),
        (["?name=karim", "?profile=gold", "?#|"], True),
        (["?name=rahim", "?#!"], False),
        (["?name=karim", "?name=rahim", "?#!", "?#|"], False),
        (["?name=karim", "?name=rahim", "?profile=gold", "?#&|"], True),
        (["?name=karim", "?name=rahim", "?#0"], True),
        (["?name=karim", "?name=rahim", "?#1"], False),
        (["?#!"], False),
    ],
)
def test_query_words_work_on_a_stack_above_endless_truth(words: list[str], passes: bool) -> None:
    assert Query(words).passes(ITEM.get) is passes


async def test_a_command_before_login_is_fatal(router: RouterOs) -> None:
    raw = await Raw.open(router.port, login=False)
    assert await raw.ask("/ppp/secret/print") == [["!fatal", "not logged in"]]
    assert await raw.next() == []
    await raw.close()


async def test_a_stranger_may_send_little(router: RouterOs) -> None:
    raw = await Raw.open(router.port, login=False)
    raw.send("/login", "=name=" + "x" * 5000)
    assert await raw.next() == []
    await raw.close()


async def test_a_wrong_password_is_refused_in_the_routers_words(router: RouterOs) -> None:
    raw = await Raw.open(router.port, login=False)
    answer = await raw.ask("/login", "=name=netkhata", "=password=wrong")
    assert answer == [["!trap", "=message=invalid user name or password (6)"], ["!done"]]
    assert (await raw.ask("/login"))[0][0] == "!trap"
    assert await raw.ask("/login", "=name=netkhata", "=password=secret") == [["!done"]]
    await raw.close()


async def test_an_old_router_answers_a_modern_login_with_a_challenge() -> None:
    router = RouterOs(version="6.42.12")
    await router.start()
    raw = await Raw.open(router.port, login=False)
    ((word, ret),) = await raw.ask("/login", "=name=netkhata", "=password=secret")
    assert (word, ret[:5], len(ret)) == ("!done", "=ret=", 37)
    assert await raw.ask("/ppp/secret/print") == [["!fatal", "not logged in"]]
    await raw.close()
    api = await async_connect(
        "127.0.0.1", "netkhata", "secret", port=router.port, login_method=async_token
    )
    rows = [row async for row in api("/system/resource/print")]
    assert rows[0]["version"] == "6.42.12 (stable)"
    await api.close()
    with pytest.raises(TrapError, match="cannot log in"):
        await async_connect(
            "127.0.0.1", "netkhata", "wrong", port=router.port, login_method=async_token
        )
    await router.stop()


async def test_librouteros_reads_and_writes_through_both_of_its_faces(router: RouterOs) -> None:
    def blocking() -> list[str]:
        api = connect("127.0.0.1", "netkhata", "secret", port=router.port, encoding="utf-8")
        secrets = api.path("ppp", "secret")
        new = secrets.add(name="রহিম", password="x", profile="gold")
        secrets.update(**{".id": new, "disabled": True})
        name = Key("name")
        found = list(secrets.select(name, Key("disabled")).where(name == "রহিম"))
        secrets.remove(new)
        api.close()
        return [f"{row['name']} {row['disabled']}" for row in found]

    assert await asyncio.to_thread(blocking) == ["রহিম True"]
    api = await async_connect("127.0.0.1", "netkhata", "secret", port=router.port)
    assert len([row async for row in api.path("ppp", "secret")]) == 5
    with pytest.raises(TrapError, match="no such item"):
        await api.path("ppp", "secret").remove("*FF")
    assert len([row async for row in api.path("ppp", "secret")]) == 5
    await api.close()


async def test_tls_carries_the_same(router: RouterOs) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "router")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    secure = RouterOs(tls=server_context(pem))
    await secure.start()
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.check_hostname = False
    client.load_verify_locations(cadata=pem.decode())
    api = await async_connect(
        "127.0.0.1", "netkhata", "secret", port=secure.tls_port, ssl_wrapper=client
    )
    assert [row async for row in api("/system/identity/print")] == [{"name": "MikroTik"}]
    assert [row["via"] async for row in api("/user/active/print")] == ["api-ssl"]
    await api.close()
    await secure.stop()


def server_context(pem: bytes) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.NamedTemporaryFile(suffix=".pem") as file:
        file.write(pem)
        file.flush()
        context.load_cert_chain(file.name)
    return context


async def test_every_sentence_of_a_reply_carries_its_tag(raw: Raw) -> None:
    raw.send("/ppp/secret/print", "=.proplist=name", "?name=karim1", ".tag=a")
    raw.send("/nonsense/print", ".tag=b")
    seen = [await raw.next() for _ in range(4)]
    assert [words for words in seen if ".tag=a" in words] == [
        ["!re", ".tag=a", "=name=karim1"],
        ["!done", ".tag=a"],
    ]
    assert [words for words in seen if ".tag=b" in words] == [
        ["!trap", ".tag=b", "=category=0", "=message=no such command or directory (nonsense)"],
        ["!done", ".tag=b"],
    ]


async def test_a_long_table_lets_a_short_command_through(router: RouterOs, raw: Raw) -> None:
    router.network.load(f"c{number}" for number in range(3000))
    raw.send("/ppp/secret/print", ".tag=long")
    raw.send("/system/identity/print", ".tag=short")
    order: list[str] = []
    while len(order) < 2:
        words = await raw.next()
        if words[0] == "!done":
            order.append(words[1])
    assert order == [".tag=short", ".tag=long"]


async def test_cancel_answers_victim_itself_victim(raw: Raw) -> None:
    raw.send("/ppp/active/listen", ".tag=watch")
    raw.send("/cancel", "=tag=watch", ".tag=stop")
    assert [await raw.next() for _ in range(3)] == [
        ["!trap", ".tag=watch", "=category=2", "=message=interrupted"],
        ["!done", ".tag=stop"],
        ["!done", ".tag=watch"],
    ]
    assert await raw.ask("/system/identity/print") == [["!re", "=name=MikroTik"], ["!done"]]


async def test_listen_tells_what_came_changed_and_went(router: RouterOs, raw: Raw) -> None:
    raw.send("/ppp/secret/listen", "=.proplist=.id,name,disabled", ".tag=w")
    other = await Raw.open(router.port)
    ((_, ret), *_rest) = await other.ask("/ppp/secret/add", "=name=neu")
    number = ret.removeprefix("=ret=")
    await other.ask("/ppp/secret/disable", f"=.id={number}")
    await other.ask("/ppp/secret/remove", f"=.id={number}")
    assert [await raw.next() for _ in range(3)] == [
        ["!re", ".tag=w", f"=.id={number}", "=name=neu", "=disabled=false"],
        ["!re", ".tag=w", f"=.id={number}", "=name=neu", "=disabled=true"],
        ["!re", ".tag=w", f"=.id={number}", "=.dead=true"],
    ]
    await other.close()


async def test_an_empty_answer_says_so_from_7_18_on(raw: Raw) -> None:
    assert await raw.ask("/ppp/active/print") == [["!empty"], ["!done"]]
    older = RouterOs(version="7.17")
    await older.start()
    other = await Raw.open(older.port)
    assert await other.ask("/ppp/active/print") == [["!done"]]
    await other.close()
    await older.stop()


async def test_count_only_and_proplist(raw: Raw) -> None:
    assert await raw.ask("/ppp/secret/print", "=count-only=", "?>name=karim2") == [
        ["!done", "=ret=2"]
    ]
    assert await raw.ask("/ppp/secret/getall", "=.proplist=.id,profile", "?name=karim3") == [
        ["!re", "=.id=*4", "=profile=gold"],
        ["!done"],
    ]


async def test_quit_ends_the_session(raw: Raw) -> None:
    assert await raw.ask("/quit") == [["!fatal", "session terminated on request"]]


async def test_the_21st_session_is_closed_at_once(router: RouterOs) -> None:
    open_ones = [await Raw.open(router.port) for _ in range(20)]
    late = await Raw.open(router.port, login=False)
    assert await late.next() == []
    await open_ones[0].close()
    await (await Raw.open(router.port)).close()
    for each in [*open_ones[1:], late]:
        await each.close()


async def test_rights_are_those_of_the_group(router: RouterOs) -> None:
    router.world.users["viewer"] = User("viewer", "v", frozenset(("api", "read")))
    router.world.users["web"] = User("web", "w", frozenset(("read", "write")))
    raw = await Raw.open(router.port, login=False)
    assert (await raw.ask("/login", "=name=web", "=password=w"))[0][0] == "!trap"
    await raw.ask("/login", "=name=viewer", "=password=v")
    (row, _) = await raw.ask("/ppp/secret/print", "?name=karim1")
    assert not any(word.startswith("=password=") for word in row)
    refusal = [["!trap", "=message=not enough permissions (9)"], ["!done"]]
    assert await raw.ask("/ppp/secret/remove", "=.id=*1") == refusal
    assert await raw.ask("/ping", "=address=10.0.0.1") == refusal
    await raw.close()


async def test_a_source_that_is_not_allowed_gets_silence(router: RouterOs) -> None:
    api = router["/ip/service"].named("api")
    assert api is not None
    router["/ip/service"].change(api, {"address": "10.0.0.0/8"})
    raw = await Raw.open(router.port, login=False)
    raw.send("/login", "=name=netkhata", "=password=secret")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(raw.next(), 0.05)
    await raw.close()

"""Wrong settings, strangers and forgeries at every door: named, refused, and nothing done."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import pytest

from domain import db
from tests.engines import Databases
from tests.journeys import processes
from tests.journeys.harness import KEY, QUIET, World
from tests.journeys.isp import RAHIM
from tests.journeys.outside import CHAND, DIPA, ESHA, PAYMENTS, TOKEN

STRANGE = (b"", b"null", b"[]", b'{"Type": []}', b'{"Type": {}}', b'{"entry": 7}', b"\xff\xfe")
GOOD = {"database_url": "sqlite://here.db", "telegram_token": TOKEN, "secret_key": KEY}


@pytest.mark.parametrize(
    ("name", "wrong", "words"),
    [
        ("database_url", "mysql://somewhere", "is wrong"),
        ("telegram_token", "no token", "is wrong"),
        ("telegram_token", "", "is missing"),
        ("telegram_mode", "carrier pigeon", "is wrong"),
        ("telegram_api_base", "ftp://somewhere", "is wrong"),
        ("public_url", "pay.example.com", "is wrong"),
        ("port", "eighty", "is wrong"),
        ("port", "70000", "is wrong"),
        ("secret_key", "", "is missing"),
        ("secret_key", "short", "is wrong"),
        ("timezone", "Asia/Nowhere", "is wrong"),
        ("log_format", "poem", "is wrong"),
        ("secret_key_file", "/nowhere/at/all", "is wrong"),
    ],
)
async def test_a_wrong_setting_is_named_with_an_example_before_anything_starts(
    tmp_path: Path, name: str, wrong: str, words: str
) -> None:
    done = await processes.finish("run", settings={**GOOD, name: wrong}, folder=tmp_path)

    shown = f"NETKHATA_{name.upper()}"
    assert done.code == 2
    assert done.err.startswith(f"netkhata: {shown} {words}")
    assert "example: " in done.err
    assert "Traceback" not in done.err
    assert not done.out
    assert not (tmp_path / "here.db").exists()


async def test_every_wrong_setting_is_told_at_once(tmp_path: Path) -> None:
    settings = {"port": "eighty", "timezone": "Nowhere", "telegram_token": TOKEN}
    done = await processes.finish("run", settings=settings, folder=tmp_path)

    assert done.code == 2
    lines = done.err.strip().splitlines()
    assert len(lines) == 3
    for line, name in zip(sorted(lines), ("PORT", "SECRET_KEY", "TIMEZONE"), strict=True):
        assert f"NETKHATA_{name}" in line


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("fly",), "fly"),
        ((), "COMMAND"),
        (("run", "boss"), "there is no role 'boss'; did you mean bot?"),
        (("apply", "nowhere.toml"), "nowhere.toml can't be read"),
    ],
)
async def test_wrong_use_is_said_in_one_line_with_exit_code_2(
    tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    done = await processes.finish(*arguments, settings=GOOD, folder=tmp_path)

    assert done.code == 2
    assert words in done.err
    assert len(done.err.strip().splitlines()) == 1
    assert not done.out


@pytest.mark.both_engines
async def test_run_refuses_a_database_that_is_behind_and_names_the_command(
    databases: Databases, tmp_path: Path
) -> None:
    url = databases.empty()
    settings = {**GOOD, "database_url": url}
    refused = await processes.finish("run", "worker", settings=settings, folder=tmp_path)
    assert refused.code == 1
    assert "run `netkhata migrate` first" in refused.err
    assert len(refused.err.strip().splitlines()) == 1

    first = await processes.finish("migrate", "--json", settings=settings, folder=tmp_path)
    again = await processes.finish("migrate", "--json", settings=settings, folder=tmp_path)

    assert json.loads(first.out)["applied"]
    assert json.loads(again.out)["applied"] == []
    databases.drop(url)


@pytest.mark.both_engines
async def test_a_database_that_is_away_is_named_without_its_password(tmp_path: Path) -> None:
    url = "postgres://netkhata:hunter2hunter2@127.0.0.1:1/netkhata"
    done = await processes.finish(
        "run", "worker", settings={**GOOD, "database_url": url}, folder=tmp_path
    )

    assert done.code == 1
    assert "127.0.0.1:1" in done.err
    assert "hunter2hunter2" not in done.err
    assert "Traceback" not in done.err


async def test_a_refused_telegram_token_is_named(world: World) -> None:
    process = await world.launch("bot", telegram_token="1:AAwrong")
    assert await process.ended() == 2
    assert "NETKHATA_TELEGRAM_TOKEN is refused by Telegram" in process.said
    assert "Traceback" not in process.said


async def stored() -> int:
    return int(await db.value("SELECT COUNT(*) AS n FROM inbox WHERE kind <> 'telegram'") or 0)


async def says_what_is_no_text(base: str, path: str) -> None:
    """A signature in bytes that are no text, as no decent client would send it."""
    parts = urlsplit(base)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    head = f"POST {path} HTTP/1.1\r\nHost: here\r\nContent-Length: 2\r\n"
    writer.write(head.encode() + b"X-Hub-Signature-256: sha256=\xff\xfe\r\n\r\n{}")
    assert b" 403 " in await reader.readline()
    writer.close()


async def test_strangers_at_the_web_s_doors_get_nothing_done(world: World) -> None:
    await world.run(*QUIET, "bot", telegram_mode="webhook")
    base = world.places.public_url
    forgeries = [
        ("/webhooks/payment/bkash", b'{"Type": "Notification", "Message": "{}"}'),
        ("/webhooks/payment/sslcommerz", b"status=VALID&tran_id=NK1&val_id=1&verify_sign=x"),
        ("/webhooks/whatsapp/whatsapp", b'{"object": "whatsapp_business_account", "entry": []}'),
        ("/webhooks/telegram/main", b'{"update_id": 1}'),
        *(
            (f"/webhooks/{route}", body)
            for route in ("payment/bkash", "payment/sslcommerz", "whatsapp/whatsapp")
            for body in STRANGE
        ),
    ]
    async with aiohttp.ClientSession() as session:
        for path, body in forgeries:
            async with session.post(base + path, data=body) as answer:
                assert answer.status in {401, 403}, path
        await says_what_is_no_text(base, "/webhooks/whatsapp/whatsapp")
        for path in ("/webhooks/payment/nobody", "/webhooks/nothing/bkash"):
            async with session.post(base + path, data=b"{}") as answer:
                assert answer.status == 404, path
        for path in ("/p/2222222222222222222222", "/p/x", "/p/..%2f..%2fetc"):
            async with session.get(base + path) as answer:
                assert answer.status == 404, path
        async with session.post(f"{base}/p/2222222222222222222222/pay") as answer:
            assert answer.status == 404
        async with session.get(f"{base}/metrics") as answer:
            counted = await answer.text()

    assert await stored() == 0
    for name in ("bkash", "sslcommerz", "whatsapp"):
        counter = f'netkhata_webhooks_total{{gateway="{name}"'
        lines = [line for line in counted.splitlines() if line.startswith(counter)]
        forged = [float(line.rpartition(" ")[2]) for line in lines if "forged" in line]
        assert forged == [1 + len(STRANGE) + (name == "whatsapp")], counted
    assert "Traceback" not in await world.logs()


async def test_a_form_from_elsewhere_starts_no_payment(world: World) -> None:
    await world.run(*QUIET)
    visitor = await world.visitor("198.51.100.3")
    await visitor.open(f"{world.places.public_url}/held")
    page = await visitor.press("See my bill", customer_id=RAHIM.code, mobile=RAHIM.mobile)
    form = dict(page.forms[0].fields, gateway="bkash")
    async with aiohttp.ClientSession() as session:
        for headers, fields in (
            ({"Origin": "https://evil.example"}, form),
            ({}, {**form, "form": "guess"}),
        ):
            address = f"{page.url.partition('?')[0]}/pay"
            async with session.post(address, data=fields, headers=headers) as answer:
                assert answer.status == 403

    assert await db.value("SELECT COUNT(*) AS n FROM attempt") == 0


async def test_who_lacks_the_right_or_is_not_staff_gets_a_word_and_nothing_else(
    world: World,
) -> None:
    await world.run()
    stranger_id = 7007
    world.outside.telegram.world.person(stranger_id, "Stranger", "stranger", "en")
    stranger = world.staff(stranger_id)
    stranger.says("rahim")
    await stranger.sees("I don't know you yet")

    dipa = world.staff(DIPA)
    dipa.says("/paid 1001 500")
    await dipa.sees("You don't have the right to do that")
    dipa.says("rahim")
    card = await dipa.sees(RAHIM.name)
    assert "800" not in card.shown, "NOC sees no amount"

    esha = world.staff(ESHA)
    esha.says("rahim")
    await esha.sees("Nobody found")

    assert await world.payments(RAHIM) == []


async def test_a_button_of_the_payments_group_is_refused_to_who_may_not_verify(
    world: World,
) -> None:
    await world.run()
    visitor = await world.visitor("198.51.100.4")
    await visitor.open(f"{world.places.public_url}/held")
    await visitor.press("See my bill", customer_id=RAHIM.code, mobile=RAHIM.mobile)
    await visitor.press("I have sent it", amount="800", txn_id="NG8XK2P0QZ")
    group = world.staff(DIPA).within(PAYMENTS)
    await group.sees("NG8XK2P0QZ", "Approve")

    answer = await group.taps("Approve")

    assert answer.text
    assert await world.payments(RAHIM) == []
    world.outside.telegram.users.presence.join(CHAND, PAYMENTS)
    assert (await world.staff(CHAND).within(PAYMENTS).taps("Approve")).text
    assert await world.payments(RAHIM) == []
    assert await db.value("SELECT status FROM verification") == "submitted"

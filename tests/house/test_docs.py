"""The documents say what is so: their commands, links, settings and files are real."""

from __future__ import annotations

import configparser
import re
import tomllib
from pathlib import Path

import pytest

from bot import settings
from bot.apply import provision, shape
from bot.docs import generated
from domain import clock, jobs
from domain.accounts.models import Gateway
from domain.chat.models import Group
from domain.reports import figures
from domain.staff.models import Staff
from handlers.ui import commands
from tests.house import pages
from tests.house.rules import ROOT

OPERATIONS = ROOT / "docs" / "operations"
FIRST_ISP = (OPERATIONS / "3-first-isp.md").read_text()
BROKEN = (OPERATIONS / "10-when-something-breaks.md").read_text()
EXAMPLE = OPERATIONS / "isp.example.toml"
# Lines for others than our bot, and addresses of the web.
ELSEWHERE = {"newbot", "setinline", "setprivacy", "healthz", "readyz", "metrics", "held"}
# Pages for developers show commands that do not exist yet.
FOR_STAFF = [ROOT / "README.md", *sorted(OPERATIONS.glob("*.md"))]


def shown(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


every_page = pytest.mark.parametrize("page", pages.pages(), ids=shown)


def test_every_generated_part_is_as_the_code_is() -> None:
    assert generated.main(["--check"]) == 0, "run ./dev docs"


def test_a_part_that_the_code_has_left_behind_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("Before\n<!-- generated: jobs -->\nold\n<!-- end of jobs -->\nafter\n")

    (renewed,) = generated.stale([page]).values()

    assert renewed.startswith("Before\n<!-- generated: jobs -->\n\n| Job |")
    assert renewed.endswith("\n\n<!-- end of jobs -->\nafter\n")
    assert "old" not in renewed
    page.write_text(renewed)
    assert generated.stale([page]) == {}


def test_a_part_that_nobody_makes_is_refused() -> None:
    with pytest.raises(generated.UnknownPart, match="weather"):
        generated.renew("<!-- generated: weather -->\n<!-- end of weather -->")


def test_every_part_has_its_page() -> None:
    whole = "".join(page.read_text() for page in pages.pages())

    assert [name for name in generated.PARTS if f"<!-- generated: {name} -->" not in whole] == []


@every_page
def test_commands_links_and_settings_are_real(page: Path) -> None:
    text = page.read_text()

    assert pages.wrong_commands(pages.by_hand(text)) == []
    assert pages.dead_links(page, text) == []
    assert pages.unknown_settings(text) == set()


@every_page
def test_no_page_has_words_that_no_page_needs(page: Path) -> None:
    assert pages.unwanted_words(page.read_text()) == []


@pytest.mark.parametrize(
    "text",
    [
        "`netkhata migrat`",
        "`netkhata run printer`",
        "`netkhata invite --role king`",
        "```sh\nsudo -u netkhata netkhata aply isp.toml\n```",
        "```sh\ncd / && netkhata check --soon\n```",
        "```sh\ndocker compose run --rm web chek\n```",
        "`./dev tests`",
        "`./dev demo --people 5`",
        "`./dev test tests/no/such/place`",
    ],
)
def test_a_command_that_does_not_exist_is_found(text: str) -> None:
    assert pages.wrong_commands(text)


def test_what_is_no_command_of_ours_is_left_alone() -> None:
    text = """
`systemctl stop netkhata`
```sh
sudo useradd --system netkhata
sudo -u netkhata netkhata check --json  # as the user who owns the database
createdb --owner netkhata netkhata
```"""

    assert pages.wrong_commands(text) == []


def test_dead_links_settings_and_words_are_found() -> None:
    page = ROOT / "README.md"

    assert pages.dead_links(page, "[here](docs/nowhere.md)") == ["docs/nowhere.md"]
    assert pages.dead_links(page, "[a](LICENSE) [b](https://example.net/x)") == []
    assert pages.unknown_settings("`NETKHATA_DATABASE_URI`") == {"NETKHATA_DATABASE_URI"}
    assert pages.unknown_settings("`NETKHATA_SECRET_KEY_FILE`") == set()
    assert pages.unwanted_words("see issue 12, or #34")
    assert pages.unwanted_words("a power" + "ful engine")
    assert pages.unwanted_words("a session on the router, and a ticket") == []


@pytest.mark.parametrize("page", FOR_STAFF, ids=shown)
def test_every_line_for_the_bot_is_one_that_it_knows(page: Path) -> None:
    commands.load("handlers.staff")

    named = pages.chat_commands(pages.by_hand(page.read_text()))

    assert named - ELSEWHERE - set(commands.COMMANDS) == set()


def test_a_line_that_the_bot_does_not_know_is_found() -> None:
    assert pages.chat_commands("`/paid rahim 500` and `/dance`") == {"paid", "dance"}


@every_page
def test_every_piece_of_toml_is_toml(page: Path) -> None:
    for block in pages.blocks(page.read_text(), "toml"):
        assert tomllib.loads(block)


def settings_shown() -> list[str]:
    return [
        block
        for page in sorted(OPERATIONS.glob("*.md"))
        for block in pages.blocks(page.read_text(), "toml")
        if "database_url" in block
    ]


@pytest.mark.parametrize("block", settings_shown())
def test_settings_that_are_shown_are_good(block: str, tmp_path: Path) -> None:
    own = re.sub(r'(?m)^secret_key = "[^"]*"', 'secret_key = "one that somebody made"', block)
    own = own.replace("the newest key", "one that somebody made")
    (tmp_path / settings.FILE).write_text(own)

    assert settings.load({}, tmp_path).database_url


def section(table: str) -> str:
    """What the page says of a table of the file."""
    found = re.search(
        rf"^## [^\n]*`\[+{table}\]+`.*?(?=^## |\Z)", FIRST_ISP, re.MULTILINE | re.DOTALL
    )
    assert found, table
    return found[0]


@pytest.mark.parametrize("table", shape.KEYS)
def test_every_key_of_the_file_is_explained(table: str) -> None:
    told = set(re.findall(r"`(\w+)`", section(table)))

    assert sorted(shape.KEYS[table] - told) == []


def secrets_of(example: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in re.findall(r"env:(\w+)", example):
        monkeypatch.setenv(name, "a-secret-of-the-example")


async def test_the_example_is_made_and_repeating_it_changes_nothing(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = re.sub(r"^#(?=\S)", "", EXAMPLE.read_text(), flags=re.MULTILINE)
    content = whole.encode()
    secrets_of(whole, monkeypatch)
    given = {"NETKHATA_DATABASE_URL": database, "NETKHATA_SECRET_KEY": "a-key-of-the-tests"}
    chosen = settings.load(given, tmp_path)

    made = await provision.apply(content, chosen)

    assert {change.kind for change in made} == set(shape.KEYS)
    assert await provision.apply(content, chosen) == []


async def test_the_example_as_it_stands_gives_no_stranger_rights_or_money(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets_of(EXAMPLE.read_text(), monkeypatch)
    given = {"NETKHATA_DATABASE_URL": database, "NETKHATA_SECRET_KEY": "a-key-of-the-tests"}

    await provision.apply(EXAMPLE.read_bytes(), settings.load(given, tmp_path))

    assert not await Staff.exists()
    assert not await Group.exists()
    assert not await Gateway.exists(provider="manual", enabled=True)


def test_no_example_of_a_secret_is_taken_for_one() -> None:
    examples = {
        value
        for page in pages.pages()
        for block in pages.blocks(page.read_text(), "toml")
        for key in [tomllib.loads(block).get("secret_key", [])]
        for value in ([key] if isinstance(key, str) else key)
    }
    assert examples
    for example in examples:
        with pytest.raises(settings.SettingsWrong, match="openssl rand"):
            settings.load({"NETKHATA_SECRET_KEY": example}, Path("/nowhere"))
    good = settings.load(
        {"NETKHATA_SECRET_KEY": f"a-new-one-of-sixteen,{examples.pop()}"}, Path("/no")
    )
    assert len(good.secret_key) == 2, "data that was sealed with an example can still be opened"


def test_the_service_starts_what_exists() -> None:
    unit = configparser.ConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read_string((OPERATIONS / "netkhata.service").read_text())
    started = [value for name, value in unit["Service"].items() if name.startswith("ExecStart")]

    assert len(started) == 2
    assert unit["Service"]["StateDirectoryMode"] == "0750"
    assert unit["Service"]["UMask"] == "0077"
    assert pages.wrong_commands("\n".join(f"`{line}`" for line in started)) == []


async def test_every_figure_that_is_named_is_measured(database: str) -> None:
    await jobs.beat("here", "worker", clock.now())
    measured = {figure.name for figure in await figures.figures()}
    named = set(re.findall(r"netkhata_(\w+)", BROKEN))

    assert named
    assert named <= measured


def test_each_decision_has_a_number_of_its_own_and_says_it() -> None:
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [int(page.name.partition("-")[0]) for page in pages]
    assert numbers == list(range(1, len(pages) + 1))
    for page, number in zip(pages, numbers, strict=True):
        assert page.read_text().startswith(f"# {number}. "), page.name

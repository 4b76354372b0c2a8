"""Settings: from the environment, a file, or files of secrets; what is wrong is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import NAMES, SettingsWrong, load

KEY = "0123456789abcdef"


def test_nothing_given_means_an_embedded_database_and_polling(tmp_path: Path) -> None:
    settings = load({}, tmp_path)
    assert settings.database_url == "sqlite://netkhata.db"
    assert (settings.telegram_mode, settings.timezone) == ("polling", "Asia/Dhaka")
    assert settings.public_url == "http://127.0.0.1:8080"


def test_a_file_gives_the_same_names_in_small_letters_and_the_environment_wins(
    tmp_path: Path,
) -> None:
    (tmp_path / "netkhata.toml").write_text(
        f'port = 9000\nsecret_key = ["{KEY}-new", "{KEY}-old"]\ntimezone = "Asia/Kolkata"\n'
    )
    settings = load({"NETKHATA_PORT": "9001"}, tmp_path)
    assert settings.port == 9001
    assert settings.secret_key == (f"{KEY}-new", f"{KEY}-old")
    assert settings.timezone == "Asia/Kolkata"


def test_a_secret_is_read_from_the_file_that_its_name_points_to(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(f"{KEY}\n")
    settings = load({"NETKHATA_SECRET_KEY_FILE": str(tmp_path / "key")}, tmp_path)
    assert settings.secret_key == (KEY,)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NETKHATA_DATABASE_URL", "mysql://db"),
        ("NETKHATA_PORT", "eighty"),
        ("NETKHATA_PORT", "70000"),
        ("NETKHATA_SECRET_KEY", "short"),
        ("NETKHATA_TIMEZONE", "Mars/Olympus"),
        ("NETKHATA_TELEGRAM_MODE", "pigeon"),
        ("NETKHATA_TELEGRAM_TOKEN", "no-colon"),
        ("NETKHATA_LOG_FORMAT", "xml"),
        ("NETKHATA_PUBLIC_URL", "pay.example.com"),
        ("NETKHATA_SECRET_KEY_FILE", "/nowhere/at/all"),
    ],
)
def test_a_wrong_setting_is_named_with_an_example_and_not_repeated(
    tmp_path: Path, name: str, value: str
) -> None:
    with pytest.raises(SettingsWrong) as wrong:
        load({name: value}, tmp_path)
    (problem,) = wrong.value.problems
    assert problem.startswith(name.removesuffix("_FILE"))
    assert "example" in problem
    assert "short" not in problem


def test_every_wrong_setting_is_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(SettingsWrong) as wrong:
        load({"NETKHATA_PORT": "x", "NETKHATA_LOG_FORMAT": "y"}, tmp_path, needs=("secret_key",))
    assert len(wrong.value.problems) == 3


def test_an_unknown_name_in_the_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "netkhata.toml").write_text("prot = 1\n")
    with pytest.raises(SettingsWrong, match="prot"):
        load({}, tmp_path)


def test_empty_is_unset(tmp_path: Path) -> None:
    assert load(dict.fromkeys(NAMES, ""), tmp_path).port == 8080


def test_secrets_are_not_in_what_is_printed(tmp_path: Path) -> None:
    settings = load(
        {"NETKHATA_SECRET_KEY": KEY, "NETKHATA_TELEGRAM_TOKEN": "123456:AAsecret"}, tmp_path
    )
    assert KEY not in repr(settings)
    assert "AAsecret" not in repr(settings)

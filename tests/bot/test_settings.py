"""Settings: from the environment, a file, or files of secrets; what is wrong is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import NAMES, PREFIX, SETTINGS, SettingsWrong, load

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
        ("NETKHATA_DATABASE_URL", "postgres://u:p@db:port/name"),
        ("NETKHATA_TRUSTED_PROXIES", "banana"),
        ("NETKHATA_SENTRY_DSN", "https://sentry.example.com/1"),
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
    assert "port=8080" in repr(settings)


@pytest.mark.parametrize("name", [each.name for each in SETTINGS if each.secret])
def test_what_is_declared_a_secret_is_not_printed(tmp_path: Path, name: str) -> None:
    example = SETTINGS[name].example
    good = KEY if " " in example else example  # one that only tells how it is made
    settings = load({PREFIX + name.upper(): good}, tmp_path)

    assert getattr(settings, name)
    assert good not in repr(settings)
    assert f"{name}=" not in repr(settings)


@pytest.mark.parametrize(
    ("name", "wrong", "said"),
    [
        ("port", "70000", "it must be a whole number from 0 to 65535; example: 8080"),
        ("log_format", "xml", "it must be one of text, json; example: json"),
        ("timezone", "Dhaka", "it must be a time zone; example: Asia/Dhaka"),
    ],
)
def test_what_was_expected_is_said_with_the_example(
    tmp_path: Path, name: str, wrong: str, said: str
) -> None:
    with pytest.raises(SettingsWrong) as why:
        load({PREFIX + name.upper(): wrong}, tmp_path)
    assert why.value.problems[0] == f"{PREFIX}{name.upper()} is wrong: {said}"


def test_a_slip_in_a_name_is_told_with_the_name_that_was_meant(tmp_path: Path) -> None:
    (tmp_path / "netkhata.toml").write_text("secret_kye = 1\n")
    with pytest.raises(SettingsWrong) as wrong:
        load({"NETKHATA_PROT": "1", "NETKHATA_TEST_ENGINE": "sqlite"}, tmp_path)
    assert [problem.rpartition(" ")[2] for problem in wrong.value.problems] == [
        "secret_key?",
        "NETKHATA_PORT?",
    ]


def test_of_a_value_and_a_file_for_the_same_setting_the_file_counts(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(f"{KEY}-of-the-file")
    given = {"NETKHATA_SECRET_KEY": KEY, "NETKHATA_SECRET_KEY_FILE": str(tmp_path / "key")}
    assert load(given, tmp_path).secret_key == (f"{KEY}-of-the-file",)


def test_the_file_may_point_to_files_and_hold_a_mark_of_its_encoding(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text(f"\ufeff{KEY}-new\n{KEY}-old\n", encoding="utf-8")
    (tmp_path / "netkhata.toml").write_text(
        f"\ufeffsecret_key_file = '{tmp_path / 'keys'}'\n", encoding="utf-8"
    )
    assert load({}, tmp_path).secret_key == (f"{KEY}-new", f"{KEY}-old")


def test_a_settings_file_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "netkhata.toml").mkdir()
    with pytest.raises(SettingsWrong, match=r"netkhata\.toml can't be read"):
        load({}, tmp_path)


def test_one_value_is_no_table(tmp_path: Path) -> None:
    (tmp_path / "netkhata.toml").write_text("[port]\na = 1\n")
    with pytest.raises(SettingsWrong, match="'port' is one value"):
        load({}, tmp_path)


def test_the_other_name_of_postgres_is_known(tmp_path: Path) -> None:
    found = load({"NETKHATA_DATABASE_URL": "postgresql://u:p@db/n"}, tmp_path)
    assert found.database_url == "postgres://u:p@db/n"


def test_a_webhook_of_telegram_needs_an_address_with_https(tmp_path: Path) -> None:
    webhook = {"NETKHATA_TELEGRAM_TOKEN": "1:a", "NETKHATA_TELEGRAM_MODE": "webhook"}
    with pytest.raises(SettingsWrong, match="NETKHATA_PUBLIC_URL"):
        load(webhook, tmp_path)
    load({**webhook, "NETKHATA_PUBLIC_URL": "https://pay.example.com"}, tmp_path)
    load({**webhook, "NETKHATA_TELEGRAM_API_BASE": "http://127.0.0.1:1"}, tmp_path)

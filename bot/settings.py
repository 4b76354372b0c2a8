"""Settings: the environment, or `netkhata.toml`; what is wrong is named with an example."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

PREFIX = "NETKHATA_"
FILE = "netkhata.toml"


class SettingsWrong(Exception):
    """Settings that can't be used; `problems` has a plain line for each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that a process is told from outside."""

    database_url: str
    redis_url: str
    telegram_token: str = field(repr=False)
    telegram_api_base: str
    telegram_mode: str
    public_url: str
    host: str
    port: int
    secret_key: tuple[str, ...] = field(repr=False)
    timezone: str
    log_format: str
    sentry_dsn: str = field(repr=False)
    trusted_proxies: tuple[str, ...]


def _text(value: str) -> str:
    return value


def _url(*schemes: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in schemes or not (parts.netloc or parts.path)):
            raise ValueError
        return value.rstrip("/") if value.startswith("http") else value

    return read


def _one_of(*values: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value not in values:
            raise ValueError
        return value

    return read


def _port(value: str) -> int:
    number = int(value)
    if not 0 <= number <= 65535:
        raise ValueError
    return number


def _keys(value: str) -> tuple[str, ...]:
    keys = tuple(key.strip() for key in value.split(",") if key.strip())
    if any(len(key) < 16 for key in keys):
        raise ValueError
    return keys


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as why:
        raise ValueError from why
    return value


def _token(value: str) -> str:
    number, _, secret = value.partition(":")
    if value and not (number.isdigit() and secret):
        raise ValueError
    return value


def _list(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: how it is read, an example that is good, and what it is for."""

    read: Callable[[str], object]
    about: str
    example: str
    default: str = ""


SETTINGS: dict[str, Setting] = {
    "database_url": Setting(
        _url("sqlite", "postgres"),
        "where everything is kept: a file, or a PostgreSQL server",
        "postgres://netkhata:secret@db:5432/netkhata",
        "sqlite://netkhata.db",
    ),
    "redis_url": Setting(
        _url("redis", "rediss"), "checked for its form; nothing uses it", "redis://redis:6379/0"
    ),
    "telegram_token": Setting(
        _token, "the bot's token from BotFather", "123456789:AAExampleOfATokenFromBotFather"
    ),
    "telegram_api_base": Setting(
        _url("http", "https"),
        "another Bot API server than Telegram's own",
        "http://127.0.0.1:8081",
        "https://api.telegram.org",
    ),
    "telegram_mode": Setting(
        _one_of("polling", "webhook"),
        "`polling` asks Telegram for updates; with `webhook` Telegram calls the public address",
        "polling",
        "polling",
    ),
    "public_url": Setting(
        _url("http", "https"),
        "the address of the web role as customers and providers reach it; without one, host and"
        " port",
        "https://pay.example.com",
    ),
    "host": Setting(
        _text,
        "the address that the web role listens at",
        "0.0.0.0",  # noqa: S104 - an example for containers
        "127.0.0.1",
    ),
    "port": Setting(_port, "the port that the web role listens at", "8080", "8080"),
    "secret_key": Setting(
        _keys,
        "seals credentials and makes tokens; several are separated by commas, newest first",
        "a list of texts of 16 characters or more, newest first",
    ),
    "timezone": Setting(
        _zone,
        "the ISP's time zone where the file for `netkhata apply` names none",
        "Asia/Dhaka",
        "Asia/Dhaka",
    ),
    "log_format": Setting(
        _one_of("text", "json"), "how a line of the log is written", "json", "text"
    ),
    "sentry_dsn": Setting(
        _url("http", "https"),
        "where errors are reported, with secrets and numbers taken out",
        "https://key@sentry.example.com/1",
    ),
    "trusted_proxies": Setting(
        _list,
        "addresses or networks of proxies whose `X-Forwarded-For` is believed",
        "127.0.0.1,10.0.0.0/8",
    ),
}
NAMES: tuple[str, ...] = tuple(PREFIX + name.upper() for name in SETTINGS)


def load(
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    *,
    needs: tuple[str, ...] = (),
) -> Settings:
    """Read every setting; `needs` names those that may not be empty.

    Raises `SettingsWrong` with a line for each that is wrong, missing or unknown.
    """
    env = os.environ if environment is None else environment
    written = _from_file((folder or Path.cwd()) / FILE)
    problems = [
        f"{FILE}: there is no setting '{name}'; known are {', '.join(SETTINGS)}"
        for name in written
        if name not in SETTINGS
    ]
    values: dict[str, object] = {}
    for name, known in SETTINGS.items():
        try:
            raw = _raw(name, env, written) or known.default
            values[name] = known.read(raw)
        except (ValueError, OSError) as why:
            shown = f" ({why.strerror}: {why.filename})" if isinstance(why, OSError) else ""
            problems.append(f"{PREFIX}{name.upper()} is wrong{shown}; example: {known.example}")
            continue
        if name in needs and not values[name]:
            problems.append(f"{PREFIX}{name.upper()} is missing; example: {known.example}")
    if problems:
        raise SettingsWrong(problems)
    if not values["public_url"]:
        values["public_url"] = f"http://{values['host']}:{values['port']}"
    return Settings(**values)  # type: ignore[arg-type]


def _raw(name: str, env: Mapping[str, str], written: Mapping[str, str]) -> str:
    key = PREFIX + name.upper()
    if env.get(f"{key}_FILE"):
        return Path(env[f"{key}_FILE"]).read_text().strip()
    return env.get(key, "").strip() or written.get(name, "")


def _from_file(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    try:
        table = tomllib.loads(path.read_text())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as why:
        raise SettingsWrong([f"{path.name} can't be read: {why}"]) from why
    return {
        name: ",".join(map(str, value)) if isinstance(value, list) else str(value)
        for name, value in table.items()
    }

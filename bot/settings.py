"""Settings: the environment, or `netkhata.toml`; what is wrong is named with an example."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.failure import MISUSED, Failure

PREFIX = "NETKHATA_"
IN_FILE = "_FILE"
FILE = "netkhata.toml"


class SettingsWrong(Failure):
    """Settings that can't be used; `problems` has a plain line for each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems), MISUSED)
        self.problems = problems

    def lines(self) -> list[str]:
        """Each problem."""
        return self.problems


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
    broadcast_late_hours: int


def _text(value: str) -> str:
    return value


def _url(*schemes: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in schemes or not (parts.netloc or parts.path)):
            raise ValueError
        if parts.scheme != "sqlite" and parts.port == 0:  # which itself refuses what is no number
            raise ValueError
        return value.rstrip("/") if value.startswith("http") else value

    return read


def _database(value: str) -> str:
    if value.startswith("postgresql://"):
        value = "postgres" + value.removeprefix("postgresql")
    return _url("sqlite", "postgres")(value)


def _dsn(value: str) -> str:
    if value and not urlsplit(value).username:
        raise ValueError
    return _url("http", "https")(value)


def _networks(value: str) -> tuple[str, ...]:
    networks = _list(value)
    for network in networks:
        ip_network(network, strict=False)
    return networks


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


def _hours(value: str) -> int:
    hours = int(value)
    if not 1 <= hours <= 720:
        raise ValueError
    return hours


def _keys(value: str) -> tuple[str, ...]:
    keys = tuple(key.strip() for key in value.replace("\n", ",").split(",") if key.strip())
    if any(len(key) < 16 for key in keys) or _is_public(keys[:1]):
        raise ValueError
    return keys


def _is_public(newest: tuple[str, ...]) -> bool:
    """Whether things would be sealed with an example that everybody can read in the documents.

    Behind another it only opens what was sealed with it before.
    """
    words = ("output of", "the newest key", "the key before", "openssl rand", "example")
    return any(word in key.lower() for key in newest for word in words)


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
        _database,
        "where everything is kept: a file, or a PostgreSQL server",
        "postgres://netkhata:secret@db:5432/netkhata",
        "sqlite://netkhata.db",
    ),
    "redis_url": Setting(
        _url("redis", "rediss"),
        "a Redis that carries wakes between processes; without one PostgreSQL does",
        "redis://redis:6379/0",
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
        "what `openssl rand -base64 32` prints, the newest first",
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
        _dsn,
        "where errors are reported, with secrets and numbers taken out",
        "https://key@sentry.example.com/1",
    ),
    "trusted_proxies": Setting(
        _networks,
        "addresses or networks of proxies whose `X-Forwarded-For` is believed",
        "127.0.0.1,10.0.0.0/8",
    ),
    "broadcast_late_hours": Setting(
        _hours,
        "a broadcast that waited longer than this for NetKhata to run again goes only when its"
        " author says so",
        "6",
        "3",
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
    problems = _strangers(env, written)
    values: dict[str, object] = {}
    for name, known in SETTINGS.items():
        try:
            raw = _raw(name, env, written) or known.default
            values[name] = known.read(raw)
        except (ValueError, OSError) as why:
            problems.append(f"{_blamed(name, env, why)}; example: {known.example}")
            continue
        if name in needs and not values[name]:
            problems.append(f"{PREFIX}{name.upper()} is missing; example: {known.example}")
    if problems:
        raise SettingsWrong([*problems, *_where_looked(env, folder)])
    if not values["public_url"]:
        values["public_url"] = f"http://{values['host']}:{values['port']}"
    settings = Settings(**values)  # type: ignore[arg-type]
    _refuse_unreachable_webhook(settings)
    return settings


def _where_looked(env: Mapping[str, str], folder: Path | None) -> list[str]:
    if are_told(env, folder):
        return []
    return [f"{nowhere(folder)}: run this where your {FILE} lies"]


def nowhere(folder: Path | None = None) -> str:
    """That nothing is set, and where it was looked for."""
    here = (folder or Path.cwd()).absolute()
    return f"there is no {FILE} in {here}, and the environment sets nothing of {PREFIX}…"


def are_told(environment: Mapping[str, str] | None = None, folder: Path | None = None) -> bool:
    """Whether anybody has set anything here, in the file or in the environment."""
    env = os.environ if environment is None else environment
    in_environment = (env.get(name) or env.get(name + IN_FILE) for name in NAMES)
    return ((folder or Path.cwd()) / FILE).exists() or any(in_environment)


def _strangers(env: Mapping[str, str], written: Mapping[str, str]) -> list[str]:
    """Names that no setting has: any in the file, and slips of the pen in the environment."""
    known = {*SETTINGS, *(f"{name}{IN_FILE.lower()}" for name in SETTINGS)}
    problems = []
    for name in sorted(written.keys() - known):
        near = get_close_matches(name, known, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(SETTINGS)}"
        problems.append(f"{FILE}: there is no setting '{name}': {hint}")
    for key in sorted(env):
        name = key.removeprefix(PREFIX).lower()
        near = get_close_matches(name, known, n=1, cutoff=0.75)
        if key.startswith(PREFIX) and name not in known and near:
            problems.append(f"there is no setting {key}: did you mean {PREFIX}{near[0].upper()}?")
    return problems


def _blamed(name: str, env: Mapping[str, str], why: Exception) -> str:
    key = PREFIX + name.upper()
    if env.get(f"{key}{IN_FILE}"):
        key += IN_FILE
    shown = f" ({why.strerror}: {why.filename})" if isinstance(why, OSError) else ""
    return f"{key} is wrong{shown}"


def _refuse_unreachable_webhook(settings: Settings) -> None:
    """Telegram itself calls https addresses only; another Bot API server may call any."""
    if not settings.telegram_token or settings.telegram_mode != "webhook":
        return
    ours = settings.telegram_api_base == SETTINGS["telegram_api_base"].default
    if ours and not settings.public_url.startswith("https://"):
        raise SettingsWrong(
            [
                "NETKHATA_PUBLIC_URL must begin with https:// where NETKHATA_TELEGRAM_MODE is"
                f" webhook; example: {SETTINGS['public_url'].example}"
            ]
        )


def _raw(name: str, env: Mapping[str, str], written: Mapping[str, str]) -> str:
    key = PREFIX + name.upper()
    if path := env.get(f"{key}{IN_FILE}", "").strip():
        return _content(path)
    if given := env.get(key, "").strip():
        return given
    if path := written.get(f"{name}{IN_FILE.lower()}", ""):
        return _content(path)
    return written.get(name, "")


def _content(path: str) -> str:
    return Path(path).read_text(encoding="utf-8-sig").strip()


def _from_file(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as why:
        raise SettingsWrong([f"{path.name} can't be read: {why.strerror}"]) from why
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as why:
        raise SettingsWrong([f"{path.name} can't be read: {why}"]) from why
    nested = [name for name, value in table.items() if name in SETTINGS and isinstance(value, dict)]
    if nested:
        raise SettingsWrong([f"{path.name}: '{nested[0]}' is one value, not a table"])
    return {
        name: ",".join(map(str, value)) if isinstance(value, list) else str(value)
        for name, value in table.items()
    }

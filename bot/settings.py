"""Settings: the environment, or `netkhata.toml`; what is wrong is named with an example."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.failure import MISUSED, Failure
from domain import forms, kinds
from domain.errors import InvalidValue
from domain.forms import Field, Fields, Kind

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


@dataclass(frozen=True, slots=True, repr=False)
class Settings:
    """Everything that a process is told from outside."""

    database_url: str
    redis_url: str
    telegram_token: str
    telegram_api_base: str
    telegram_mode: str
    public_url: str
    host: str
    port: int
    secret_key: tuple[str, ...]
    timezone: str
    log_format: str
    sentry_dsn: str
    trusted_proxies: tuple[str, ...]
    broadcast_late_hours: int

    def __repr__(self) -> str:
        """Without what is secret."""
        shown = (each.name for each in SETTINGS if not each.secret)
        return f"Settings({', '.join(f'{name}={getattr(self, name)!r}' for name in shown)})"


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


def _read_by(parse: Callable[[str], object]) -> Kind:
    return Kind(parse=parse)


SETTINGS = Fields(
    Field(
        "database_url",
        "postgres://netkhata:secret@db:5432/netkhata",
        _read_by(_database),
        secret=True,
        default="sqlite://netkhata.db",
        about="where everything is kept: a file, or a PostgreSQL server",
    ),
    Field(
        "redis_url",
        "redis://redis:6379/0",
        _read_by(_url("redis", "rediss")),
        secret=True,
        about="a Redis that carries wakes between processes; without one PostgreSQL does",
    ),
    Field(
        "telegram_token",
        "123456789:AAExampleOfATokenFromBotFather",
        _read_by(_token),
        secret=True,
        about="the bot's token from BotFather",
    ),
    Field(
        "telegram_api_base",
        "http://127.0.0.1:8081",
        _read_by(_url("http", "https")),
        default="https://api.telegram.org",
        about="another Bot API server than Telegram's own",
    ),
    Field(
        "telegram_mode",
        "polling",
        kinds.one_of("polling", "webhook"),
        default="polling",
        about="`polling` asks Telegram for updates; with `webhook` Telegram calls the public"
        " address",
    ),
    Field(
        "public_url",
        "https://pay.example.com",
        _read_by(_url("http", "https")),
        about="the address of the web role as customers and providers reach it; without one, host"
        " and port",
    ),
    Field(
        "host",
        "0.0.0.0",  # noqa: S104 - an example for containers
        default="127.0.0.1",
        about="the address that the web role listens at",
    ),
    Field(
        "port",
        "8080",
        kinds.whole(0, 65_535),
        default="8080",
        about="the port that the web role listens at",
    ),
    Field(
        "secret_key",
        "what `openssl rand -base64 32` prints, the newest first",
        _read_by(_keys),
        secret=True,
        about="seals credentials and makes tokens; several are separated by commas, newest first",
    ),
    Field(
        "timezone",
        "Asia/Dhaka",
        Kind("timezone", parse=_zone),
        default="Asia/Dhaka",
        about="the ISP's time zone where the file for `netkhata apply` names none",
    ),
    Field(
        "log_format",
        "json",
        kinds.one_of("text", "json"),
        default="text",
        about="how a line of the log is written",
    ),
    Field(
        "sentry_dsn",
        "https://key@sentry.example.com/1",
        _read_by(_dsn),
        secret=True,
        about="where errors are reported, with secrets and numbers taken out",
    ),
    Field(
        "trusted_proxies",
        "127.0.0.1,10.0.0.0/8",
        _read_by(_networks),
        about="addresses or networks of proxies whose `X-Forwarded-For` is believed",
    ),
    Field(
        "broadcast_late_hours",
        "6",
        kinds.whole(1, 720, "hours"),
        default="3",
        about="a broadcast that waited longer than this for NetKhata to run again goes only when"
        " its author says so",
    ),
)
NAMES: tuple[str, ...] = tuple(PREFIX + each.name.upper() for each in SETTINGS)


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
    for known in SETTINGS:
        name = known.name
        try:
            raw = _raw(name, env, written) or str(known.default)
            values[name] = known.read(raw) if raw else known.kind.parse("")
        except (InvalidValue, ValueError, OSError) as why:
            problems.append(f"{_blamed(known, env, why)}; example: {known.example}")
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
    known = SETTINGS.names | {f"{name}{IN_FILE.lower()}" for name in SETTINGS.names}
    problems = []
    for name in sorted(written.keys() - known):
        near = forms.near(name, known)
        every = ", ".join(each.name for each in SETTINGS)
        hint = f"did you mean {near}?" if near else f"known are {every}"
        problems.append(f"{FILE}: there is no setting '{name}': {hint}")
    for key in sorted(env):
        name = key.removeprefix(PREFIX).lower()
        near = forms.near(name, known, likeness=0.75)
        if key.startswith(PREFIX) and name not in known and near:
            problems.append(f"there is no setting {key}: did you mean {PREFIX}{near.upper()}?")
    return problems


def _blamed(known: Field, env: Mapping[str, str], why: Exception) -> str:
    key = PREFIX + known.name.upper()
    if env.get(f"{key}{IN_FILE}"):
        key += IN_FILE
    if isinstance(why, OSError):
        return f"{key} is wrong ({why.strerror}: {why.filename})"
    is_said = isinstance(why, InvalidValue) and known.kind.name
    return f"{key} is wrong" + (f": it must be {_wanted(known.kind)}" if is_said else "")


def _wanted(kind: Kind) -> str:
    from bot import sentences  # all languages, which nobody waits for where nothing is wrong

    return sentences.wanted(kind)


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

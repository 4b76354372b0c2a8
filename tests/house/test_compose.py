"""The container set-up says only what the program understands, and keeps secrets in files."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

import pytest
import yaml

from tests.house.rules import ROOT

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
DOCKERFILE = (ROOT / "Dockerfile").read_text()
SETTING = re.compile(r"\bNETKHATA_[A-Z_]+\b")
ROLES = ["bot", "web", "scheduler", "worker"]
SECRET = re.compile(r"TOKEN|KEY|PASSWORD|DATABASE_URL")


def unknown_settings(text: str) -> set[str]:
    """The settings in a text that the program would not read."""
    return {name for name in SETTING.findall(text) if not understood(name)}


def understood(name: str) -> bool:
    from bot import settings

    return name in settings.NAMES or name.removesuffix("_FILE") in settings.NAMES


def open_secrets(compose: dict[str, Any]) -> set[str]:
    """The settings that hold a secret and are given as plain text."""
    return {
        name
        for service in compose["services"].values()
        for name in service.get("environment", {})
        if SECRET.search(name) and not name.endswith("_FILE")
    }


def lost_secrets(compose: dict[str, Any]) -> set[str]:
    """The secret files that a service reads and is not given."""
    return {
        path
        for service in compose["services"].values()
        for path in map(str, service.get("environment", {}).values())
        if path.startswith("/run/secrets/")
        and not (path.rpartition("/")[2] in service.get("secrets", []) and in_files(compose, path))
    }


def in_files(compose: dict[str, Any], path: str) -> bool:
    return "file" in compose["secrets"].get(path.rpartition("/")[2], {})


@pytest.mark.parametrize("name", ["docker-compose.yml", "Dockerfile"])
def test_every_setting_is_one_that_the_program_reads(name: str) -> None:
    text = (ROOT / name).read_text()

    assert SETTING.findall(text)
    assert unknown_settings(text) == set()


def test_a_misspelt_setting_is_caught() -> None:
    assert unknown_settings("NETKHATA_DATABASE_URI_FILE: x") == {"NETKHATA_DATABASE_URI_FILE"}


def test_secrets_are_files_that_the_service_is_given() -> None:
    assert open_secrets(COMPOSE) == set()
    assert lost_secrets(COMPOSE) == set()


def test_an_open_or_lost_secret_is_caught() -> None:
    compose = deepcopy(COMPOSE)
    compose["services"]["web"]["environment"] = {"NETKHATA_SECRET_KEY": "1234"}
    compose["services"]["worker"]["secrets"] = ["database_url"]

    assert open_secrets(compose) == {"NETKHATA_SECRET_KEY"}
    assert lost_secrets(compose) == {"/run/secrets/secret_key", "/run/secrets/telegram_token"}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_runs_in_a_service_of_its_own_after_the_migration(role: str) -> None:
    service = COMPOSE["services"][role]

    assert service["command"] == ["run", role]
    assert service["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert service["depends_on"]["postgres"] == {"condition": "service_healthy"}
    assert service["restart"] == "unless-stopped"
    assert service["read_only"] is True


def test_the_migration_runs_once() -> None:
    migrate = COMPOSE["services"]["migrate"]

    assert migrate["command"] == ["migrate"]
    assert migrate["restart"] == "no"


@pytest.mark.parametrize("name", ["web", "postgres", "redis", "caddy"])
def test_who_answers_is_asked_for_its_health(name: str) -> None:
    assert COMPOSE["services"][name]["healthcheck"]["test"][0] == "CMD"


def test_only_the_proxy_is_open_to_the_street() -> None:
    assert [name for name, it in COMPOSE["services"].items() if "ports" in it] == ["caddy"]
    caddyfile = COMPOSE["configs"]["caddyfile"]["content"]
    assert "reverse_proxy web:8080" in caddyfile
    assert re.search(r"@private path .*/metrics", caddyfile)


def test_whatever_a_held_customer_asks_for_reaches_the_page_that_says_why() -> None:
    caddyfile = COMPOSE["configs"]["caddyfile"]["content"]
    rest = caddyfile.partition("\nhttp:// {\n")[2]

    assert "reverse_proxy web:8080" in rest.partition("}")[0]
    assert "/metrics" in rest.partition("}")[0]


def test_redis_comes_only_when_asked_for() -> None:
    asked = {name for name, service in COMPOSE["services"].items() if "profiles" in service}

    assert asked == {"redis"}


def test_the_image_does_not_run_as_root() -> None:
    last = DOCKERFILE.rpartition("\nFROM ")[2]

    assert re.search(r"^USER netkhata$", last, re.MULTILINE)
    assert last.index("\nUSER ") < last.index("\nENTRYPOINT ")
    assert "HEALTHCHECK" in last


def test_the_image_gets_every_package_of_the_product() -> None:
    wanted = {line[1:] for line in (ROOT / ".dockerignore").read_text().split() if line[0] == "!"}

    assert wanted >= {"bot", "domain", "gateways", "handlers", "locales", "sandbox", "scheduler"}
    assert all((ROOT / name).exists() for name in wanted)

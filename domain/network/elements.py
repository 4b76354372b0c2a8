"""The routers that customers hang behind, saved by name."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from domain.customers import catalog
from domain.errors import InvalidValue
from domain.events import Event, RouterChanged
from domain.network.models import Router
from domain.staff.rights import Actor
from domain.vault import Vault

_TERMS = frozenset({"suspended_profile", "suspended_list"})
_FINGERPRINT = re.compile(r"(?:[0-9A-Fa-f]{2}:?){31}[0-9A-Fa-f]{2}")
_ROUTER_OPTIONS = frozenset({
    "port", "tls", "fingerprint", "suspended_profile", "suspended_list", "drop_sessions",
    "watch_only", "enabled",
})  # fmt: skip


async def save(
    actor: Actor,
    *,
    name: str,
    host: str,
    username: str,
    password: str | None,
    vault: Vault,
    operator_code: str | None = None,
    **options: Any,
) -> tuple[Router, bool]:
    """A router with its password sealed; None keeps the one that is there."""
    _check_fingerprint(options.get("fingerprint", ""))
    for option in options.keys() - _ROUTER_OPTIONS:
        example = ", ".join(sorted(_ROUTER_OPTIONS))
        raise InvalidValue(field=option, given=options[option], example=example)
    row = await Router.get_or_none(name=name)
    known = vault.open(row.password).get("password") if row else None
    fresh = known if password is None else password
    if fresh is None:
        raise InvalidValue(field="password", given="", example="")
    wanted = {
        "host": host,
        "username": username,
        "operator_id": await catalog.owner_of(actor, operator_code),
        **options,
    }
    if row is None or fresh != known:
        wanted["password"] = vault.seal({"password": fresh})
    return await catalog.save(actor, Router, {"name": name}, wanted, _other_terms)


def _other_terms(router_id: int, changed: Collection[str]) -> Event:
    return RouterChanged(router_id, bool(_TERMS.intersection(changed)))


def _check_fingerprint(given: str) -> None:
    if given and not _FINGERPRINT.fullmatch(given):
        raise InvalidValue(field="fingerprint", given=given, example="3A:7F:… (SHA-256, 32 pairs)")

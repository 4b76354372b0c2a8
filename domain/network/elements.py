"""The elements that customers hang behind, saved by name."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from domain import reach
from domain.customers import catalog
from domain.errors import InvalidState, InvalidValue, NotFound
from domain.events import Event, RouterChanged
from domain.network.models import Router
from domain.ports.access import Form
from domain.staff.rights import Actor
from domain.vault import Vault


async def save(
    actor: Actor,
    *,
    name: str,
    form: Form,
    settings: Mapping[str, Any],
    credentials: Mapping[str, str] | None,
    vault: Vault,
    operator_code: str | None = None,
    **options: bool,
) -> tuple[Router, bool]:
    """An element with its credentials sealed; None keeps those that are there.

    Settings and `options` (watch_only, enabled) that are not given stay as they are. Raises
    `InvalidState` for another backend: what was seen through one means nothing to the next.
    """
    row = await Router.get_or_none(name=name)
    if row is not None and not await reach.of_operator(actor, row.operator_id):
        raise NotFound(what="router", given=name)
    if row is not None and row.backend != form.backend and row.settings:
        raise InvalidState(what="router", state=row.backend)
    known = vault.open(row.credentials) if row else None
    fresh = known if credentials is None else dict(credentials)
    if fresh is None:
        raise InvalidValue(field="credentials", given="", example="")
    before: Mapping[str, Any] = (row.settings or {}) if row else {}
    now = {**before, **settings}
    wanted = {
        "backend": form.backend,
        "kinds": f",{','.join(sorted(form.kinds))},",
        "settings": now,
        "operator_id": await catalog.owner_of(actor, operator_code),
        **options,
    }
    if row is None or fresh != known:
        wanted["credentials"] = vault.seal(fresh)

    def follows(router_id: int, changed: Collection[str]) -> Event:
        return RouterChanged(router_id, any(before.get(key) != now.get(key) for key in form.terms))

    return await catalog.save(actor, Router, {"name": name}, wanted, follows)


async def reserve(actor: Actor, name: str, vault: Vault) -> None:
    """A name for an element without an address: switched off until somebody completes it.

    One of that name that is there already stays as it is.
    """
    if await Router.exists(name=name):
        return
    wanted = {
        "operator_id": await catalog.owner_of(actor, None),
        "credentials": vault.seal({}),
        "enabled": False,
        "watch_only": True,
    }
    await catalog.save(actor, Router, {"name": name}, wanted)


async def settings(name: str) -> Mapping[str, Any]:
    """The settings that the element of that name has."""
    row = await Router.get_or_none(name=name)
    return (row.settings or {}) if row else {}


def place(router: Router) -> str:
    """Where it is reached, as far as its settings say."""
    return str((router.settings or {}).get("host", ""))

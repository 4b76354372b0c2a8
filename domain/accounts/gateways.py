"""Our accounts with providers: sealed credentials, found by kind, watched for trouble."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from domain import clock, db, events, reach
from domain.accounts.models import Gateway, GatewayToken
from domain.accounts.session_tokens import SharedTokens
from domain.errors import Busy, InvalidState, NotFound, Outside, Refused
from domain.events import GatewayRecovered, GatewayTroubled
from domain.forms import Field
from domain.kinds import EMAIL
from domain.phone import MOBILE
from domain.ports import Account, Health, Outgoing, Ports
from domain.staff import audit, operators
from domain.staff.rights import Actor
from domain.vault import Vault

__all__ = ["SharedTokens"]
TEST_SECONDS = 15
TRIAL_SECONDS = 30
_MAIL = Field("email", "you@example.com", EMAIL)
_NUMBER = Field("mobile", kind=MOBILE)


async def save(
    actor: Actor,
    *,
    name: str,
    kind: str,
    provider: str,
    credentials: Mapping[str, str] | None,
    vault: Vault,
    base_url: str = "",
    rate: float = 10,
    enabled: bool = True,
    operator_code: str | None = None,
    options: Mapping[str, Any] | None = None,
) -> tuple[Gateway, bool]:
    """Make the account or bring it to these values; whether anything changed.

    `credentials` None keeps those that are there; the audit tells the names of changed ones only.
    Raises `NotFound` out of the actor's reach, `InvalidState` for another kind or provider: what
    was paid or sent through an account stays with it.
    """
    actor.require("gateway.manage")
    wanted: dict[str, Any] = {
        "operator_id": await _owner(actor, operator_code),
        "enabled": enabled,
        "base_url": base_url,
        "rate": rate,
        "options": dict(options or {}),
    }
    async with db.transaction():
        row = await _to_change(actor, name, kind, provider)
        before = {key: getattr(row, key) for key in wanted} if row else None
        opened = vault.open(row.credentials) if row else {}
        fresh = opened if credentials is None else dict(credentials)
        changed = sorted(key for key in fresh.keys() | opened if fresh.get(key) != opened.get(key))
        if row is not None and before == wanted and not changed:
            return row, False
        row = row or Gateway(name=name, kind=kind, provider=provider)
        await row.update_from_dict(wanted).save()
        if changed or not row.credentials:
            await _renew_credentials(row, vault.seal(fresh))
        told = audit.difference(before, wanted)
        told["after"]["credentials_changed"] = changed
        await audit.note(
            actor, "gateway.save", "gateway", row.id, operator_id=row.operator_id, **told
        )
    return row, True


async def _renew_credentials(row: Gateway, sealed: str) -> None:
    """With new ones the trouble may be over, and the session that the old ones opened is."""
    row.credentials = sealed
    await row.save()
    if await well(row.id):
        row.troubled_since = None
    await GatewayToken.filter(gateway_id=row.id).update(sealed="", expires_ms=0)


async def _to_change(actor: Actor, name: str, kind: str, provider: str) -> Gateway | None:
    row = await find(name)
    if row is not None:
        if not await reach.of_operator(actor, row.operator_id):
            raise NotFound(what="gateway", given=name)
        if (row.kind, row.provider) != (kind, provider):
            raise InvalidState(what="gateway", state=f"{row.kind}/{row.provider}")
    return row


async def _owner(actor: Actor, operator_code: str | None) -> int | None:
    """The operator that the account is for; an account for all is the root's to make."""
    if operator_code is not None:
        return int((await operators.within(actor, operator_code)).id)
    return None if actor.is_at_root else actor.operator_id


def account(gateway: Gateway, vault: Vault) -> Account:
    """The account with its credentials open, as an adapter needs it; not to be kept or shown."""
    return Account(
        id=gateway.id,
        name=gateway.name,
        kind=gateway.kind,
        provider=gateway.provider,
        base_url=gateway.base_url,
        rate=gateway.rate,
        credentials=vault.open(gateway.credentials),
        options=gateway.options or {},
    )


async def enabled(kind: str, operator_id: int | None) -> list[Gateway]:
    """The accounts that serve the operator: its own first, then those above it, then for all."""
    above = await operators.above([] if operator_id is None else [operator_id])
    found = await serving([kind], [operator_id], above)
    return found[kind, operator_id]


async def serving(
    kinds: Collection[str],
    operator_ids: Collection[int | None],
    above: Mapping[int, Sequence[int]],
) -> dict[tuple[str, int | None], list[Gateway]]:
    """The accounts that serve each operator by kind, in the order of `enabled`; see
    `operators.above`."""
    rows = await Gateway.filter(kind__in=list(kinds), enabled=True).order_by("id")
    return {
        (kind, number): _nearest_first(of_kind, above.get(number or 0, []))
        for kind in kinds
        for of_kind in [[row for row in rows if row.kind == kind]]
        for number in operator_ids
    }


def _nearest_first(rows: Sequence[Gateway], above: Sequence[int]) -> list[Gateway]:
    nearest = {owner: place for place, owner in enumerate(reversed(above))}
    found = [row for row in rows if row.operator_id is None or row.operator_id in nearest]
    return sorted(found, key=lambda row: (nearest.get(row.operator_id or 0, len(above)), row.id))


async def find(name: str) -> Gateway | None:
    """The account of that name."""
    return await Gateway.get_or_none(name=name)


async def get(gateway_id: int) -> Gateway:
    """The account; raises `NotFound`."""
    row = await Gateway.get_or_none(id=gateway_id)
    if row is None:
        raise NotFound(what="gateway", given=gateway_id)
    return row


async def managed(actor: Actor, gateway_id: int) -> Gateway:
    """The account, for somebody who may manage it; raises `NotFound` out of their reach."""
    actor.require("gateway.manage")
    row = await get(gateway_id)
    if not await reach.of_operator(actor, row.operator_id):
        raise NotFound(what="gateway", given=gateway_id)
    return row


async def try_out(actor: Actor, gateway_id: int, ports: Ports) -> Health:
    """Make a real call that shows whether the account works; failures are words of the result."""
    row = await managed(actor, gateway_id)
    opened = account(row, ports.vault)
    make = ports.payment_gateway if row.kind == "payment" else ports.message_gateway
    try:
        async with asyncio.timeout(TEST_SECONDS):
            found = await make(opened).check()
    except Refused as why:
        return Health(ok=False, key=f"health-{why.reason}", detail=why.detail)
    except (Outside, TimeoutError) as why:
        return Health(ok=False, key="health-unreachable", detail=getattr(why, "detail", ""))
    if found.ok:
        await well(row.id)
    return found


def trial_address(actor: Actor, kind: str, text: str) -> str:
    """Whom a trial goes to, by the kind of gateway; raises for what is no number or address."""
    address: str = (_MAIL if kind == "email" else _NUMBER).read(text, actor.region)
    return address


async def send_trial(actor: Actor, gateway_id: int, to: str, text: str, ports: Ports) -> Health:
    """Send one message to whom the actor names; what came of it is words of the result."""
    row = await managed(actor, gateway_id)
    opened = account(row, ports.vault)
    message = Outgoing(to=to, text=text, ref="0", language=actor.language, subject=text)
    await audit.note(actor, "gateway.trial", "gateway", row.id, operator_id=row.operator_id)
    try:
        async with asyncio.timeout(TRIAL_SECONDS):
            await ports.message_gateway(opened).send(message)
    except Refused as why:
        return Health(ok=False, key=f"health-{why.reason}", detail=why.detail)
    except Busy as why:
        key = "unreachable" if why.reason in {"unreachable", "timeout"} else "busy"
        return Health(ok=False, key=f"health-{key}", detail=why.detail)
    except (Outside, TimeoutError) as why:
        return Health(ok=False, key="health-unclear", detail=getattr(why, "detail", ""))
    return Health(ok=True, key="health-sent")


async def list_gateways(actor: Actor) -> list[Gateway]:
    """The accounts that the actor may manage, by kind and name."""
    actor.require("gateway.manage")
    rows = await Gateway.all().order_by("kind", "name")
    if actor.is_at_root:
        return rows
    seen = set(await operators.subtree_ids(actor.operator_id))
    return [row for row in rows if row.operator_id in seen]


async def shared_with(actor: Actor) -> list[Gateway]:
    """The accounts that serve the actor's operator and are others' to manage."""
    actor.require("gateway.manage")
    if actor.is_at_root:
        return []
    above = set(operators.ids_of(actor.path)) - {actor.operator_id}
    rows = await Gateway.filter(enabled=True).order_by("kind", "name")
    return [row for row in rows if row.operator_id is None or row.operator_id in above]


async def switch(actor: Actor, gateway_id: int, *, enabled: bool) -> Gateway:
    """Take the account into or out of use."""
    row = await managed(actor, gateway_id)
    async with db.transaction():
        if await Gateway.filter(id=row.id, enabled=not enabled).update(enabled=enabled):
            row.enabled = enabled
            await audit.note(
                actor, "gateway.switch", "gateway", row.id,
                operator_id=row.operator_id, before={"enabled": not enabled},
                after={"enabled": enabled},
            )  # fmt: skip
    return row


async def troubled(gateway_id: int, reason: str) -> bool:
    """The provider refuses us or keeps failing; True, and an event, when that is news."""
    async with db.transaction():
        news = await Gateway.filter(id=gateway_id, troubled_since=None).update(
            troubled_since=clock.now()
        )
        if news:
            await events.publish(GatewayTroubled(gateway_id, reason))
    return bool(news)


async def well(gateway_id: int) -> bool:
    """The provider serves us; True, and an event, when it did not before."""
    async with db.transaction():
        news = await Gateway.filter(id=gateway_id, troubled_since__isnull=False).update(
            troubled_since=None
        )
        if news:
            await events.publish(GatewayRecovered(gateway_id))
    return bool(news)

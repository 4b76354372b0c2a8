"""Who did what, on what, before and after: only added, and never a secret in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from domain import clock
from domain.staff.models import Audit
from domain.staff.rights import Actor

_SECRET = frozenset(
    {"password", "credentials", "secret", "token", "token_hash", "api_key", "pin", "sealed"}
)


async def note(
    actor: Actor,
    act: str,
    subject: str,
    subject_id: int | None,
    *,
    operator_id: int | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Write the act down in the caller's transaction; values of secret fields are left out."""
    await Audit.create(
        at=clock.now(),
        staff_id=actor.staff_id,
        actor="staff" if actor.staff_id else "system",
        act=act,
        subject=subject,
        subject_id=subject_id,
        operator_id=operator_id or actor.operator_id or None,
        before=_open(before),
        after=_open(after),
    )


async def note_each(
    actor: Actor,
    act: str,
    subject: str,
    changes: Iterable[tuple[int, int, dict[str, Any]]],
    *,
    after: dict[str, Any],
) -> None:
    """Write down one act on several things: the id of each, its operator, and what was before."""
    at, by = clock.now(), "staff" if actor.staff_id else "system"
    await Audit.bulk_create(
        Audit(
            at=at, staff_id=actor.staff_id, actor=by, act=act, subject=subject,
            subject_id=subject_id, operator_id=operator_id, before=_open(before),
            after=_open(after),
        )
        for subject_id, operator_id, before in changes
    )  # fmt: skip


def difference(before: dict[str, Any] | None, after: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The `before` and `after` of `note`, with only what changed in them."""
    if before is None:
        return {"after": after}
    changed = [name for name in after if before.get(name) != after[name]]
    return {
        "before": {name: before.get(name) for name in changed},
        "after": {name: after[name] for name in changed},
    }


def _open(values: Any) -> Any:
    if isinstance(values, dict):
        return {
            name: "•••" if name in _SECRET and value else _open(value)
            for name, value in values.items()
        }
    if isinstance(values, list | tuple):
        return [_open(value) for value in values]
    if values is None or isinstance(values, bool | int):
        return values
    return str(values)

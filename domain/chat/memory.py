"""What survives a restart: half-filled flows, one-use tokens of buttons, updates already taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from domain import batches, clock, tables, tokens
from domain.chat import queries
from domain.chat.models import Memory, OnceToken, SeenUpdate
from domain.errors import TokenUsed
from domain.fields import to_json, to_ms

_FLOWS_KEPT = timedelta(days=180)
_TOKENS_KEPT = timedelta(days=30)
_UPDATES_KEPT = timedelta(days=3)


async def remember(chat: str, flow: str, step: str, data: dict[str, Any]) -> None:
    """How far the person in the chat is; what was kept before is replaced."""
    await queries.put_memory(chat, flow, step, to_json(data), to_ms(clock.now()))


@dataclass(frozen=True, slots=True)
class Kept:
    """How far the person in a chat is in a flow, and what they have said."""

    flow: str
    step: str
    data: Mapping[str, Any]


async def recall(chat: str) -> Kept | None:
    """What is kept for the chat."""
    row = await Memory.get_or_none(chat=chat)
    return None if row is None else tables.view(Kept, row)


async def forget(chat: str) -> None:
    """The flow is over or was cancelled."""
    await Memory.filter(chat=chat).delete()


async def once(act: str, owner: str) -> str:
    """A token that lets the act be done once, by this principal where one is named by key."""
    token = tokens.new()
    await OnceToken.create(
        digest=tokens.digest(token), act=act[:48], owner=owner, made_at=clock.now()
    )
    return token


async def use(token: str, act: str, owner: str = "") -> bool:
    """Use the token up, in the caller's transaction if there is one.

    Raises `TokenUsed` when it was used before, is for another act, or for another person.
    """
    if not await queries.use_token(tokens.digest(token), act[:48], owner, to_ms(clock.now())):
        raise TokenUsed(what=act)
    return True


async def give_back(token: str, act: str) -> None:
    """The act was refused and nothing was done: the token is good once more."""
    await queries.free_token(tokens.digest(token), act[:48])


async def are_taken(updates: Sequence[tuple[str, str]]) -> list[bool]:
    """Whether each of these updates of a chat app was taken before."""
    taken = await queries.seen(updates)
    return [update in taken for update in updates]


async def take_updates(updates: Sequence[tuple[str, str]]) -> list[bool]:
    """Whether each of these updates of a chat app is taken for the first time."""
    new = await queries.take_updates(updates, to_ms(clock.now()))
    # One that stands among them twice comes for the first time once.
    return [update in new and update not in updates[:place] for place, update in enumerate(updates)]


async def tidy(now: datetime) -> None:
    """Drop what nobody comes back to; a button that refers to it is outdated, as any old one."""
    await batches.delete(Memory.filter(touched_at__lt=now - _FLOWS_KEPT))
    await batches.delete(OnceToken.filter(made_at__lt=now - _TOKENS_KEPT))
    await batches.delete(SeenUpdate.filter(at__lt=now - _UPDATES_KEPT))

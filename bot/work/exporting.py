"""`netkhata export`: the books written for others, within as little memory as ever there is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TextIO

from bot.apply import provision
from domain import db
from domain.ports.journal import Moved
from domain.reports import journal as books
from gateways.papers import journal as beancount


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whose, and from which day to which; what is not given does not limit."""

    operator: str | None = None
    since: date | None = None
    until: date | None = None


async def journal(chosen: Chosen, to: TextIO) -> int:
    """Write the journal; how many entries of the books it has."""
    await provision.isp()
    whose = None if chosen.operator is None else await provision.operator(chosen.operator)
    count = 0
    async with db.unmoved():
        begun = await books.begin(whose, chosen.since, chosen.until)
        to.write(beancount.head(begun.head()))
        async for part in books.directives(begun):
            to.write(beancount.written(part))
            count += sum(isinstance(each, Moved) for each in part)
    to.write(beancount.brought_forward(begun.head()))
    return count

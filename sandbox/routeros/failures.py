"""The planned failures of a router, each at its stage.

Planned failures (`sandbox.faults`) are asked for by these operation names:

- `connect`: any kind closes the connection at once, SILENCE never answers on it;
- `login` and every command such as `/ppp/secret/print`, before it is acted on: REFUSE and the
  HTTP kinds are traps, RESET_BEFORE drops the connection, RESET_AFTER drops it once acted,
  SILENCE leaves the command undone and unanswered, JUNK sends bytes that are no reply;
- `<command> after`: it was done; then REFUSE traps nevertheless, SILENCE never answers, the
  resets drop the connection;
- `<command> midway`: in the middle of a table, as above; JUNK breaks the stream;
- `<command> early`: the table ends half-way with a proper `!done`; `<command> empty`: no row.
"""

from __future__ import annotations

from sandbox.faults import Faults, Kind
from sandbox.routeros import traps
from sandbox.routeros.traps import Trap

JUNK = b"\xff\xfeHTTP/1.1 400 Bad Request\r\n"
HALF_A_SENTENCE = b"\x03!re\x08=na"


class Dropped(Exception):
    """The connection is cut, after `last` was sent."""

    def __init__(self, last: bytes = b"") -> None:
        self.last = last


async def before(faults: Faults, operation: str) -> bool:
    """Fail as planned before acting; True when the connection is to be cut afterwards."""
    kind = await faults.at(operation)
    if kind is Kind.RESET_AFTER:
        return True
    show(kind, operation)
    return False


async def after(faults: Faults, operation: str, cut: bool) -> None:
    """Fail as planned, although it was done."""
    if cut:
        raise Dropped
    show(await planned(faults, operation, "after"), operation)


async def midway(faults: Faults, operation: str) -> None:
    """Fail as planned within a table."""
    kind = await planned(faults, operation, "midway")
    if kind in (Kind.RESET_BEFORE, Kind.RESET_AFTER):
        raise Dropped(HALF_A_SENTENCE)
    show(kind, operation)


async def planned(faults: Faults, operation: str, stage: str) -> Kind | None:
    """What is planned for a stage; the random rate is left to whole commands."""
    key = f"{operation} {stage}"
    return await faults.at(key) if key in faults.planned else None


def show(kind: Kind | None, operation: str) -> None:
    """Raise what the kind means here: Trap or Dropped."""
    if kind is None:
        return
    if kind is Kind.REFUSE:
        if operation == "login":
            raise Trap("invalid user name or password (6)")
        raise traps.failure("can not do that")
    if kind in (Kind.HTTP_500, Kind.HTTP_429):
        raise traps.overloaded()
    raise Dropped(JUNK if kind is Kind.JUNK else b"")

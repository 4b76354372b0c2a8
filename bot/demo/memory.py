"""What the demo's surroundings remember when it is stopped or killed, and started again.

A message on a phone is written down as it arrives, chats and routers a moment after they changed.
"""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from sandbox.phone import Choice, Phones, Received
from sandbox.routeros import RouterOs
from sandbox.routeros.tables import Table
from sandbox.telegram import TelegramServer, transcripts

PAUSE = 0.3
_SECRET = ("profile", "comment", "disabled")
_LISTED = ("list", "address", "comment")


class Memory:
    """Two files in the demo's folder; `restore` before the first session and the first message."""

    def __init__(
        self,
        folder: Path,
        phones: Phones,
        telegram: TelegramServer,
        routers: Mapping[str, RouterOs],
    ) -> None:
        self._received = folder / "phones.jsonl"
        self._rest = folder / "outside.json"
        self._phones, self._telegram, self._routers = phones, telegram, routers
        self._written = 0
        self._changed = False
        self._secrets: dict[str, dict[str, dict[str, str]]] = {}

    def restore(self) -> None:
        """Bring back what was remembered; nothing in a new folder."""
        self._restore_phones()
        if not self._rest.is_file():
            return
        kept = json.loads(self._rest.read_text())
        transcripts.read(self._telegram.world, kept["telegram"])
        for name, router in self._routers.items():
            state = kept["routers"].get(name, {"secrets": {}, "listed": []})
            self._secrets[name] = state["secrets"]
            for entry in state["listed"]:
                router.network.add_listed(**entry)

    def secret(self, router: str, username: str) -> dict[str, str]:
        """What a router had stored of a customer, beside the name and the password."""
        return self._secrets.get(router, {}).get(username, {})

    def changed(self) -> None:
        """Something moved: what is new on the phones is written at once."""
        self._changed = True
        new = self._phones.received[self._written :]
        if new:
            with self._received.open("a") as file:
                file.writelines(f"{_line(one)}\n" for one in new)
            self._written = len(self._phones.received)

    async def keep_on(self, stop: asyncio.Event) -> None:
        """Write the rest a moment after it changed, and once more at the end."""
        while not stop.is_set():
            await asyncio.sleep(PAUSE)
            await self._write()

    async def _write(self) -> None:
        if not self._changed:
            return
        self._changed = False
        state = {
            "telegram": transcripts.written(self._telegram.world),
            "routers": {name: _state_of(router) for name, router in self._routers.items()},
        }
        await asyncio.to_thread(_replace, self._rest, state)

    def _restore_phones(self) -> None:
        if self._received.is_file():
            for line in self._received.read_text().splitlines():
                if line.endswith("}"):  # the last one may have been cut off
                    self._phones.received.append(_read(line))
        self._written = len(self._phones.received)


def _replace(path: Path, state: Mapping[str, Any]) -> None:
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps(state))
    beside.replace(path)


def _state_of(router: RouterOs) -> dict[str, Any]:
    """Its secrets, and the listed addresses that stay: a session gets another when it dials in."""
    stay = {host.address for host in router.network.hosts.static.values()}
    listed = _rows(router["/ip/firewall/address-list"], *_LISTED)
    return {
        "secrets": {row.pop("name"): row for row in _rows(router["/ppp/secret"], "name", *_SECRET)},
        "listed": [entry for entry in listed if entry["address"] in stay],
    }


def _rows(table: Table, *names: str) -> list[dict[str, str]]:
    return [
        {name: str(item.values[name]) for name in names if name in item.values}
        for item in table.items.values()
        if not item.dynamic
    ]


def _line(one: Received) -> str:
    body = asdict(one)
    body["at"] = one.at.isoformat()
    body["documents"] = [
        (name, mime, base64.b64encode(data).decode()) for name, mime, data in one.documents
    ]
    return json.dumps(body)


def _read(line: str) -> Received:
    body = json.loads(line)
    body["at"] = datetime.fromisoformat(body["at"])
    body["documents"] = [
        (name, mime, base64.b64decode(data)) for name, mime, data in body["documents"]
    ]
    body["choices"] = [Choice(**choice) for choice in body["choices"]]
    return Received(**body)

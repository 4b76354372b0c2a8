"""Handing one message to its provider, and what comes of it written down."""

from __future__ import annotations

import logging

from domain.errors import Busy, Outside, Refused
from domain.messaging import recording
from domain.messaging.choosing import Choice
from domain.messaging.models import Delivery
from domain.messaging.recording import Taken, Try
from domain.ports import Asked, MessageGateway, Outgoing, Ports
from domain.staff import gateways

log = logging.getLogger(__name__)


class Adapters:
    """The adapters of one batch: each account's credentials are opened once."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports
        self._of: dict[int, tuple[MessageGateway, bool]] = {}

    def of(self, choice: Choice) -> tuple[MessageGateway, bool]:
        """The adapter of the choice's gateway, and whether it tells of arrivals only when asked.

        Raises whatever keeps it from being made.
        """
        gateway = choice.gateway
        if gateway.id not in self._of:
            account = gateways.account(gateway, self._ports.vault)
            adapter = self._ports.message_gateway(account)
            self._of[gateway.id] = adapter, isinstance(adapter, Asked)
        return self._of[gateway.id]

    def report_url(self, choice: Choice) -> str:
        """Where the provider may tell what became of a message."""
        base = self._ports.public_url.rstrip("/")
        return f"{base}/webhooks/{choice.gateway.kind}/{choice.gateway.name}"


async def hand_over(one: Try, adapters: Adapters) -> Taken | None:
    """Make the try; what the provider took on is left to be written, all else is written here."""
    message, choice = one.message, one.choice
    try:
        adapter, asked = adapters.of(choice)
        outgoing = Outgoing(
            to=choice.to,
            text=choice.text,
            ref=str(one.delivery_id),
            language=choice.language,
            subject=choice.subject,
            document=await choice.document() if choice.document else None,
            template=choice.template,
            report_url=adapters.report_url(choice),
        )
    except Exception as why:
        # Nothing has left the house yet, whatever went wrong.
        log.exception("message-not-prepared message=%s gateway=%s", message.id, choice.gateway.id)
        await recording.busy(one, Busy("not-prepared", type(why).__name__))
        return None
    try:
        handed = await adapter.send(outgoing)
    except Refused as why:
        await recording.refused(message, await Delivery.get(id=one.delivery_id), why)
    except Busy as why:
        await recording.busy(one, why)
    except Outside as why:
        await recording.unsure(one, f"{why.reason} {why.detail}".strip())
    except Exception as why:
        log.exception("message-send-broke message=%s gateway=%s", message.id, choice.gateway.id)
        await recording.unsure(one, type(why).__name__)
    else:
        return Taken(one, handed, asked)
    return None

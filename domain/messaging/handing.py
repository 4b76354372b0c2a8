"""Handing one message to its provider, and what comes of it written down."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from domain.accounts import gateways
from domain.errors import Busy, Outside, Refused
from domain.messaging import recording
from domain.messaging.content import Choice, Claimed, Taken, Try
from domain.messaging.models import Delivery
from domain.ports import Asked, MessageGateway, Outgoing, Ports, Uploading

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A try that only has to be made; it gets its `ref` when it is on record."""

    adapter: MessageGateway
    asked: bool
    outgoing: Callable[..., Outgoing]


class Adapters:
    """The adapters of one batch: each account's credentials are opened once."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports
        self._of: dict[int, tuple[MessageGateway, bool]] = {}

    async def prepare(self, message: Claimed, choice: Choice) -> Prepared | Refused | Busy:
        """Everything that can be made of a try before it goes on record, or why it can't be.

        Nothing has reached the customer yet, whatever went wrong.
        """
        named = f"message={message.id} gateway={choice.gateway.id}"
        try:
            adapter, asked = self.of(choice)
            document = await choice.document() if choice.document else None
            outgoing = partial(
                Outgoing,
                to=choice.to,
                text=choice.text,
                language=choice.language,
                subject=choice.subject,
                document=document,
                template=choice.template,
                choices=choice.choices,
                opens=choice.opens,
                report_url=self.report_url(choice),
            )
        except Exception as why:
            log.exception("message-not-prepared %s", named)
            return Busy("not-prepared", type(why).__name__)
        if document is None or not isinstance(adapter, Uploading):
            return Prepared(adapter, asked, outgoing)
        try:
            media_id = await adapter.upload(document)
        except (Refused, Busy) as why:
            return why
        except Exception as why:
            log.exception("paper-not-uploaded %s", named)
            return Busy("upload", type(why).__name__)
        return Prepared(adapter, asked, partial(outgoing, media_id=media_id))

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


async def hand_over(one: Try, ready: Prepared) -> Taken | None:
    """Make the try; what the provider took on is left to be written, all else is written here."""
    message, choice = one.message, one.choice
    try:
        handed = await ready.adapter.send(ready.outgoing(ref=str(one.delivery_id)))
    except (Refused, Busy) as why:
        await turned_down(one, why)
    except Outside as why:
        await recording.unsure(one, f"{why.reason} {why.detail}".strip())
    except Exception as why:
        log.exception("message-send-broke message=%s gateway=%s", message.id, choice.gateway.id)
        await recording.unsure(one, type(why).__name__)
    else:
        return Taken(one, handed, ready.asked)
    return None


async def turned_down(one: Try, why: Refused | Busy) -> None:
    """Nothing was sent, for a reason that is known."""
    if isinstance(why, Busy):
        await recording.busy(one, why)
    else:
        await recording.refused(one.message, await Delivery.get(id=one.delivery_id), why)

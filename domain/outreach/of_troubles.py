"""What staff are told of that troubles us: gateways, messages, strangers."""

from __future__ import annotations

from domain.accounts.models import Gateway
from domain.events import (
    GatewayRecovered,
    GatewayTroubled,
    MessageGivenUp,
    StrangerPlaced,
    StrangerStopped,
)
from domain.incidents import incidents
from domain.messaging.models import Message


async def alert_gateway(event: GatewayTroubled) -> None:
    """A gateway that serves nobody is an incident."""
    gateway = await Gateway.get(id=event.gateway_id)
    await incidents.open_(
        "gateway-troubled", gateway.name, gateway.operator_id, {"reason": event.reason}
    )


async def clear_gateway(event: GatewayRecovered) -> None:
    """It is over."""
    gateway = await Gateway.get(id=event.gateway_id)
    await incidents.close("gateway-troubled", gateway.name)


async def alert_message(event: MessageGivenUp) -> None:
    """So is a message that could not be prepared."""
    message = await Message.get(id=event.message_id)
    await incidents.open_(
        "message-given-up", message.event, message.operator_id, {"id": message.id}
    )


async def alert_stranger(event: StrangerStopped | StrangerPlaced) -> None:
    """So is somebody unknown who asked to stop, until they are known."""
    if isinstance(event, StrangerStopped):
        await incidents.open_("stranger-stopped", event.name, event.operator_id, {})
    else:
        await incidents.close("stranger-stopped", event.name)

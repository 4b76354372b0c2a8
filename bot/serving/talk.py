"""Who answers customers in the apps where they write to us."""

from __future__ import annotations

from domain.ports import Ports, Talk
from handlers.carriers.whatsapp.carrier import WhatsApp
from handlers.ui import commands
from handlers.ui.conversation import Conversation


def on_whatsapp(ports: Ports) -> Talk:
    """The conversation, as WhatsApp carries it."""
    commands.load("handlers.staff")
    return WhatsApp(Conversation(ports), ports).talk

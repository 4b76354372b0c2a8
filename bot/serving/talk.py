"""Who answers customers, in each app where they write to us."""

from __future__ import annotations

from domain.chat.addresses import WHATSAPP
from domain.ports import Ports, Talks
from handlers.carriers.whatsapp.carrier import WhatsApp
from handlers.ui import commands
from handlers.ui.conversation import Conversation


def by_app(ports: Ports) -> Talks:
    """The one conversation, as each app carries it."""
    commands.load("handlers.staff", "handlers.customer")
    conversation = Conversation(ports)
    return {WHATSAPP: WhatsApp(conversation, ports).talk}

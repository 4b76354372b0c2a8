"""WhatsApp Business (Meta Cloud API) in small."""

from sandbox.whatsapp.account import Limiter, Message
from sandbox.whatsapp.server import WhatsApp
from sandbox.whatsapp.templates import Button, Template
from sandbox.whatsapp.webhooks import Habits, HandshakeRefusedError, Shape

__all__ = [
    "Button",
    "Habits",
    "HandshakeRefusedError",
    "Limiter",
    "Message",
    "Shape",
    "Template",
    "WhatsApp",
]

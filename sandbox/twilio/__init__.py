"""Twilio's messaging API in small: SMS and WhatsApp."""

from sandbox.twilio.account import Habits, Message
from sandbox.twilio.requests import Content
from sandbox.twilio.server import Twilio
from sandbox.twilio.signing import signature

__all__ = ["Content", "Habits", "Message", "Twilio", "signature"]

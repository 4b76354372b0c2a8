"""Accounts with providers, and what travels to and from all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Account:
    """A gateway as an adapter needs it; credentials are open here and never logged."""

    id: int
    name: str
    kind: str
    provider: str
    base_url: str
    rate: float
    credentials: Mapping[str, str] = field(repr=False)
    options: Mapping[str, object] = field(default_factory=dict)

    def text(self, name: str, default: str = "") -> str:
        """A value as text, whether it is kept as a credential or as an option."""
        value = self.credentials.get(name) or self.options.get(name)
        return default if value is None or value == "" else str(value)


@dataclass(frozen=True, slots=True)
class Document:
    """A file that travels with a message; `url` shows the same file to whoever has the address."""

    filename: str
    mime: str
    content: bytes = field(repr=False)
    url: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Health:
    """What a test of a gateway or router found, in words for staff: `key` names the sentence."""

    ok: bool
    key: str
    detail: str = ""
    balance: str = ""


@dataclass(frozen=True, slots=True)
class Hook:
    """A request of a provider to us as it came; `url` is our public address of the route."""

    method: str
    url: str
    query: Mapping[str, str] = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)  # lower-case names
    body: bytes = field(repr=False)
    remote: str = ""

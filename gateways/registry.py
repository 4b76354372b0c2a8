"""Every provider by kind and name, one line each; a module is imported when it is first asked for.

A module declares `PROVIDER`, or `PROVIDERS` where one engine serves many from data.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any

from domain import forms
from domain.errors import InvalidValue
from domain.ports import AccessBackend, Account, MessageGateway, PayChoice, PaymentGateway
from gateways.payments import choice
from gateways.provider import Provider, Threads, Tools

_MODULES: Mapping[str, Mapping[str, str]] = {
    "payment": {
        "bkash": "gateways.payments.bkash",
        "manual": "gateways.payments.manual",
        "sslcommerz": "gateways.payments.sslcommerz",
    },
    "whatsapp": {
        "meta": "gateways.whatsapp.meta",
        "twilio": "gateways.whatsapp.twilio",
    },
    "sms": {
        "http": "gateways.sms.http",
        "twilio": "gateways.sms.twilio",
    },
    "email": {
        "smtp": "gateways.mail.smtp",
    },
}
_CATALOGS: Mapping[str, str] = {
    "sms": "gateways.sms.catalog"
}  # kind to the module whose PROVIDERS come from data

_BACKENDS: Mapping[str, str] = {
    "mikrotik": "gateways.mikrotik",
}

KINDS = tuple(_MODULES)
BACKENDS = tuple(_BACKENDS)
BACKEND = "mikrotik"  # of an element that names none


@cache
def _catalog(kind: str) -> Mapping[str, Provider[Any]]:
    module = _CATALOGS.get(kind)
    return import_module(module).PROVIDERS if module else {}


def names(kind: str) -> list[str]:
    """The providers of a kind, by name; raises `InvalidValue` for an unknown kind."""
    if kind not in _MODULES:
        raise InvalidValue(field="kind", given=kind, example=forms.nearest(kind, KINDS))
    return sorted({*_MODULES[kind], *_catalog(kind)})


@cache
def find(kind: str, provider: str) -> Provider[Any]:
    """What is declared of a provider; raises `InvalidValue` with the nearest name."""
    known = names(kind)
    if provider not in known:
        nearest = forms.nearest(provider, known)
        raise InvalidValue(field="provider", given=provider, example=nearest)
    module = _MODULES[kind].get(provider)
    if module is None:
        return _catalog(kind)[provider]
    declared: Provider[Any] = import_module(module).PROVIDER
    return declared


def read_settings(kind: str, provider: str, given: Mapping[str, object]) -> forms.Settings:
    """The values of an account, checked and sorted; raises `InvalidValue`."""
    return find(kind, provider).all_fields.settings(given)


def payment_gateway(account: Account, tools: Tools) -> PaymentGateway:
    """The adapter of a payment account."""
    gateway: PaymentGateway = find("payment", account.provider).make(account, tools)
    return gateway


def message_gateway(account: Account, tools: Tools) -> MessageGateway:
    """The adapter of an account with a provider of messages."""
    gateway: MessageGateway = find(account.kind, account.provider).make(account, tools)
    return gateway


@cache
def backend(name: str) -> Provider[AccessBackend]:
    """What is declared of a backend of elements; raises `InvalidValue` with the nearest name."""
    if name not in _BACKENDS:
        nearest = forms.nearest(name, BACKENDS)
        raise InvalidValue(field="backend", given=name, example=nearest)
    declared: Provider[AccessBackend] = import_module(_BACKENDS[name]).PROVIDER
    return declared


def access_backend(account: Account, threads: Threads) -> AccessBackend:
    """The backend of an element."""
    return backend(account.provider).make(account, threads)


def pay_choice(account: Account) -> PayChoice:
    """How a payment account appears on the page."""
    return choice.pay_choice(account, find("payment", account.provider))

"""MikroTik RouterOS over its binary API."""

from gateways.mikrotik.client import MikroTik

__all__ = ["MikroTik"]

"""A RouterOS API server in small: speaks the binary protocol, keeps menus, dials customers in."""

from sandbox.routeros.server import RouterOs
from sandbox.routeros.world import ALL_POLICIES, Online, User

__all__ = ["ALL_POLICIES", "Online", "RouterOs", "User"]

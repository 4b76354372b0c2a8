"""Statements about services on routers, and the routers themselves, by what they are about."""

from domain.network.queries import holding, remnants, routers, services, wishes

__all__ = ["holding", "remnants", "routers", "services", "wishes"]

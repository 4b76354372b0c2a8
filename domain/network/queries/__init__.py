"""Statements about services on routers, and the routers themselves, by what they are about."""

from domain.network.queries import allowances, holding, remnants, routers, services, wishes

__all__ = ["allowances", "holding", "remnants", "routers", "services", "wishes"]

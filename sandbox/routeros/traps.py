"""The refusals of RouterOS, in its own words."""

from __future__ import annotations


class Trap(Exception):
    """A `!trap` to be sent; `category` is left out where the router leaves it out."""

    def __init__(self, message: str, category: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.category = category


class Fatal(Exception):
    """A `!fatal` to be sent, after which the connection is closed."""


def no_such_item() -> Trap:
    return Trap("no such item", 0)


def missing(name: str) -> Trap:
    return Trap(f"missing ={name}=")


def failure(text: str) -> Trap:
    return Trap(f"failure: {text}")


def no_match(name: str) -> Trap:
    return Trap(f"input does not match any value of {name}", 1)


def invalid(name: str) -> Trap:
    return Trap(f"invalid value for argument {name}", 1)


def out_of_range(name: str, low: int, high: int) -> Trap:
    return Trap(f"value of {name} out of range ({low}..{high})", 1)


def unknown_parameter(name: str, *, modern: bool) -> Trap:
    return Trap(f"unknown parameter {name}" if modern else "unknown parameter")


def no_such_menu(part: str) -> Trap:
    return Trap(f"no such command or directory ({part})", 0)


def no_such_verb(*, modern: bool) -> Trap:
    return Trap("no such command" if modern else "no such command prefix", 0)


def forbidden() -> Trap:
    return Trap("not enough permissions (9)")


def interrupted() -> Trap:
    return Trap("interrupted", 2)


def overloaded() -> Trap:
    return Trap(
        "action timed out - try again, if error continues contact MikroTik support and send "
        "a supout file (13)"
    )

"""Query words of print: a stack of booleans above an endless supply of true."""

from __future__ import annotations

import re
from collections.abc import Callable

from sandbox.routeros.traps import Trap

Get = Callable[[str], str | None]
Step = Callable[[list[bool], Get], None]

_NUMBER = re.compile(r"-?\d+")


def _sort_key(value: str) -> tuple[int, int | str]:
    return (0, int(value)) if _NUMBER.fullmatch(value) else (1, value)


def _pop(stack: list[bool]) -> bool:
    return stack.pop() if stack else True


def _peek(stack: list[bool], index: int) -> bool:
    return stack[-1 - index] if index < len(stack) else True


def _compare(sign: str, name: str, wanted: str) -> Step:
    def step(stack: list[bool], get: Get) -> None:
        value = get(name)
        if value is None:
            stack.append(False)
        elif sign == "=":
            stack.append(value == wanted)
        elif sign == "<":
            stack.append(_sort_key(value) < _sort_key(wanted))
        else:
            stack.append(_sort_key(value) > _sort_key(wanted))

    return step


def _exists(name: str, wanted: bool) -> Step:
    return lambda stack, get: stack.append((get(name) is not None) is wanted)


def _tokens(operations: str) -> list[str]:
    found = re.findall(r"\d+|[!&|.]", operations)
    if "".join(found) != operations:
        raise Trap(f"invalid query operation {operations}")
    return found


def _operate(operations: str) -> Step:
    tokens = _tokens(operations)

    def step(stack: list[bool], _get: Get) -> None:
        for at, sign in enumerate(tokens):
            if sign.isdigit():
                value = _peek(stack, int(sign))
                if at + 1 == len(tokens):
                    stack[:] = [value]
                else:
                    stack.append(value)
            elif sign == "!":
                stack.append(not _pop(stack))
            elif sign == ".":
                # A dot right after an index only separates it from the next one.
                if at == 0 or not tokens[at - 1].isdigit():
                    stack.append(_peek(stack, 0))
            else:
                right, left = _pop(stack), _pop(stack)
                stack.append((left and right) if sign == "&" else (left or right))

    return step


def _parse(body: str) -> Step:
    if body.startswith("#"):
        return _operate(body[1:])
    if body.startswith("-"):
        return _exists(body[1:], False)
    sign = "="
    if body[:1] in "<>=" and body:
        sign, body = body[0], body[1:]
    name, equals, wanted = body.partition("=")
    return _compare(sign, name, wanted) if equals else _exists(name, True)


class Query:
    """The query words of one command."""

    def __init__(self, words: list[str]) -> None:
        bodies = [each[1:] for each in words]
        self._steps = [_parse(body) for body in bodies]
        self._bodies = bodies

    def passes(self, get: Get) -> bool:
        """Whether an item, whose properties `get` gives, is left without a false."""
        stack: list[bool] = []
        for step in self._steps:
            step(stack, get)
        return all(stack)

    def equals(self, name: str) -> str | None:
        """The value that `name` must have, when the words are only ANDed and one says so."""
        if any(body.startswith("#") for body in self._bodies):
            return None
        for body in self._bodies:
            if body.startswith((f"{name}=", f"={name}=")):
                return body.removeprefix("=").partition("=")[2]
        return None

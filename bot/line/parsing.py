"""Reading a command's arguments; wrong use is told in one plain line."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from typing import NoReturn, TypeAlias

from bot.failure import HELD, MISUSED, meant

_WRONG_CHOICE = re.compile(r"invalid choice: (\S+) \(choose from (.*)\)")
_UNKNOWN_OPTION = re.compile(r"unrecognized arguments: (--\S+)")


class Parser(argparse.ArgumentParser):
    """Argparse's, which also says what was probably meant."""

    def error(self, message: str) -> NoReturn:
        self.exit(MISUSED, f"{self.prog}: {self._plain(message)} (see `{self.prog} --help`)\n")

    def _plain(self, message: str) -> str:
        """The library's sentence with the name that was probably meant."""
        if found := _WRONG_CHOICE.search(message):
            given = found[1].strip("'")
            known = [name.strip(" '") for name in found[2].split(",")]
            return f"there is no '{given}' here{meant(given, known)}"
        if found := _UNKNOWN_OPTION.match(message):
            return f"there is no option {found[1]} here{meant(found[1], self.options())}"
        return message

    def options(self) -> list[str]:
        """The options of this command and of those under it."""
        own = [name for action in self._actions for name in action.option_strings]
        under = [
            command.options()
            for action in self._actions
            if isinstance(action, argparse._SubParsersAction)
            for command in action.choices.values()
        ]
        return [*own, *(name for names in under for name in names)]


Commands: TypeAlias = "argparse._SubParsersAction[Parser]"
Run: TypeAlias = Callable[[argparse.Namespace], Awaitable[int]]


def serving(commands: Commands, name: str, text: str, run: Run) -> Parser:
    """A command that serves until it is stopped."""
    made = commands.add_parser(name, help=text)
    made.set_defaults(run=run, serves=True)
    return made


def answering(commands: Commands, name: str, text: str, run: Run) -> Parser:
    """A command that does one thing and says so, to a person or to a program."""
    made = commands.add_parser(name, help=text, description=text)
    made.add_argument("--json", action="store_true", help="print JSON for a program")
    made.set_defaults(run=run, serves=False)
    return made


class Version(argparse.Action):
    """Looked up only when it is asked for."""

    def __init__(self, option_strings: Sequence[str], dest: str, help: str) -> None:
        super().__init__(option_strings, argparse.SUPPRESS, nargs=0, help=help)

    def __call__(self, parser: argparse.ArgumentParser, *given: object) -> None:
        from importlib.metadata import version

        sys.stdout.write(f"netkhata {version('netkhata')}\n")
        parser.exit(HELD)


def port(text: str) -> int:
    """The type of an argument that is a port."""
    return _whole(text, 0, 65_535)


def count(text: str) -> int:
    """The type of an argument that says how many."""
    return _whole(text, 1, 1_000_000)


def day(text: str) -> date:
    """The type of an argument that is a day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is no day: write it like 2026-11-30") from None


def month(text: str) -> str:
    """The type of an argument that is a month."""
    try:
        date.fromisoformat(f"{text}-01")
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is no month: write it like 2026-11") from None
    return text


def _whole(text: str, least: int, most: int) -> int:
    if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
        raise argparse.ArgumentTypeError(f"'{text}' is no number from {least} to {most}")
    return int(text)

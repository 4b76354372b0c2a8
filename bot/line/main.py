"""The command line: one function a command, errors in one plain line, nothing imported early."""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import re
import sys
from collections.abc import Awaitable, Callable, Sequence
from difflib import get_close_matches
from typing import Any, NoReturn

ROLES = ("bot", "web", "scheduler", "worker")
HELD, FAILED, MISUSED = 0, 1, 2


class Failure(Exception):
    """What a command was asked for did not hold; the text says what is wrong and what to do."""

    def __init__(self, text: str, code: int = FAILED) -> None:
        super().__init__(text)
        self.code = code


_WRONG_CHOICE = re.compile(r"invalid choice: (\S+) \(choose from (.*)\)")
_UNKNOWN_OPTION = re.compile(r"unrecognized arguments: (--\S+)")


class _Parser(argparse.ArgumentParser):
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


class _Version(argparse.Action):
    """Looked up only when it is asked for."""

    def __init__(self, option_strings: Sequence[str], dest: str, help: str) -> None:
        super().__init__(option_strings, argparse.SUPPRESS, nargs=0, help=help)

    def __call__(self, parser: argparse.ArgumentParser, *given: object) -> None:
        from importlib.metadata import version

        sys.stdout.write(f"netkhata {version('netkhata')}\n")
        parser.exit(HELD)


def meant(given: str, known: Sequence[str]) -> str:
    """How a refusal ends: the known name that is nearest, or all of them."""
    near = get_close_matches(given.lower(), known, n=1, cutoff=0.5)
    return f"; did you mean {near[0]}?" if near else f"; there are {', '.join(known) or 'none yet'}"


def _port(text: str) -> int:
    return _whole(text, 0, 65_535)


def _count(text: str) -> int:
    return _whole(text, 1, 1_000_000)


def _whole(text: str, least: int, most: int) -> int:
    if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
        raise argparse.ArgumentTypeError(f"'{text}' is no number from {least} to {most}")
    return int(text)


def parser() -> argparse.ArgumentParser:
    """Every command that exists, with its help."""
    top = _Parser(prog="netkhata", description="Operations and billing for internet providers.")
    top.add_argument("--version", action=_Version, help="this version")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)

    run = commands.add_parser("run", help="serve: the roles named, or all in one process")
    run.add_argument("roles", nargs="*", metavar="ROLE", help=", ".join(ROLES))
    _demo(commands)
    migrate = _plain(commands, "migrate", "bring the database to this version; safe to repeat")
    migrate.add_argument(
        "--new", action="store_true", help="make a database here though nothing is set"
    )

    apply = _plain(commands, "apply", "make what a TOML file says; safe to repeat")
    apply.add_argument("file", metavar="FILE.toml")

    _import(commands)

    bills = _plain(commands, "billrun", "bill a month: one bill per customer, however often")
    bills.add_argument("--period", metavar="YYYY-MM", help="the month (this one)")
    bills.add_argument("--operator", metavar="CODE", help="only this operator and those under it")
    bills.add_argument("--dry-run", action="store_true", help="say what would happen")

    _plain(commands, "check", "configuration, database, every gateway and router: a line each")
    _plain(commands, "audit", "prove the books; the first fault otherwise")

    invite = _plain(commands, "invite", "a one-time link that makes whoever opens it staff")
    invite.add_argument("--role", required=True, metavar="ROLE", help="admin, collector, ...")
    invite.add_argument("--operator", metavar="CODE", help="the operator they work for")
    invite.add_argument("--name", default="", help="who it is for")
    return top


def _import(commands: Any) -> None:
    bring = commands.add_parser("import", help="onboarding: bring in what was kept elsewhere")
    kinds = bring.add_subparsers(dest="kind", metavar="WHAT", required=True)
    customers = _plain(kinds, "customers", "customers from a CSV or XLSX file")
    customers.add_argument("file", metavar="FILE")
    customers.add_argument("--dry-run", action="store_true", help="say what would happen")
    customers.add_argument(
        "--create-missing",
        action="store_true",
        help="make the zones, packages and so on that are unknown",
    )
    customers.add_argument(
        "--set-status",
        action="store_true",
        help="bring customers who are there to the status of the file, as by hand",
    )


def _demo(commands: Any) -> None:
    demo = commands.add_parser("demo", help="a demo ISP with everything around it, in one process")
    demo.add_argument("--port", type=_port, default=8800, help="port of the page to open (8800)")
    demo.add_argument("--customers", type=_count, default=500, help="how many customers (500)")
    demo.add_argument("--data", default="demo-data", help="folder for its database (demo-data)")
    demo.add_argument("--fresh", action="store_true", help="forget what was there and begin anew")


def _plain(commands: Any, name: str, text: str) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text)
    made.add_argument("--json", action="store_true", help="print JSON for a program")
    return made


def _handlers() -> dict[str, Callable[[argparse.Namespace], Awaitable[int]]]:
    from bot.line import commands

    return {
        "migrate": commands.migrate,
        "apply": commands.apply,
        "import": commands.import_customers,
        "billrun": commands.billrun,
        "check": commands.check,
        "audit": commands.audit,
        "invite": commands.invite,
    }


async def _serve(options: argparse.Namespace) -> int:
    if options.command == "demo":
        from bot.demo import show

        return await show.run(options)
    unknown = [role for role in options.roles if role not in ROLES]
    if unknown:
        raise Failure(f"there is no role '{unknown[0]}'{meant(unknown[0], ROLES)}", MISUSED)
    from bot.serving import roles

    return await roles.run(tuple(dict.fromkeys(options.roles)) or ROLES)


def say(result: dict[str, Any], lines: Sequence[str], *, as_json: bool) -> None:
    """Print a command's result, for a person or for a program."""
    text = json.dumps(result, ensure_ascii=False, default=str) if as_json else "\n".join(lines)
    sys.stdout.write(text + "\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code: 0 held, 1 did not, 2 wrong use."""
    options = parser().parse_args(arguments)
    try:
        if options.command in {"run", "demo"}:
            return asyncio.run(_serve(options))
        logging.getLogger().addHandler(logging.NullHandler())  # what failed is said once, below
        return asyncio.run(_handlers()[options.command](options))  # type: ignore[arg-type]
    except KeyboardInterrupt:
        return 130
    except Exception as why:
        return _explain(why)


def _explain(why: Exception) -> int:
    from bot.database import DatabaseWrong
    from bot.settings import SettingsWrong
    from domain.errors import DomainError

    if isinstance(why, SettingsWrong):
        sys.stderr.write("".join(f"netkhata: {problem}\n" for problem in why.problems))
        return MISUSED
    if isinstance(why, Failure):
        sys.stderr.write("".join(f"netkhata: {line}\n" for line in str(why).splitlines()))
        return why.code
    if isinstance(why, DatabaseWrong):
        sys.stderr.write(f"netkhata: {why}\n")
        return FAILED
    if isinstance(why, DomainError):
        from bot import sentences

        sys.stderr.write(f"netkhata: {sentences.of(why)}\n")
        return FAILED
    if isinstance(why, OSError):
        sys.stderr.write(f"netkhata: {why}\n")
        return FAILED
    from bot.serving import logs

    sys.stderr.write(
        f"netkhata: something went wrong that should not ({type(why).__name__}:"
        f" {logs.redact(str(why))[:200]}); please report it with the log\n"
    )
    return FAILED

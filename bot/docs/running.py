"""Generated parts for whoever runs NetKhata: settings, commands, providers, roles."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

from bot.docs.markdown import code, table
from bot.line.table import full_parser
from bot.settings import PREFIX, SETTINGS
from domain import kinds
from domain.forms import Field
from domain.staff.models import Role
from domain.staff.rights import EVERY_RIGHT, LIMITS, RIGHTS
from gateways import registry
from gateways.provider import OPTIONS, Provider
from handlers.ui import commands
from handlers.ui.commands import Command
from locales.catalog import Catalog

_EVERYWHERE = {"-h", "--json"}  # described beside the table
HANDLERS = ("handlers.staff", "handlers.customer")
_KINDS = {
    "payment": "Payment gateways",
    "whatsapp": "WhatsApp",
    "sms": "SMS",
    "email": "Email",
}


def settings() -> str:
    """Every setting with what it is for, its default and an example."""
    return table(
        ("Setting", "What it is for", "Without it", "Example"),
        [
            (
                code(PREFIX + one.name.upper()),
                one.about,
                code(str(one.default)) or "empty",
                one.example if " " in one.example else code(one.example),
            )
            for one in SETTINGS
        ],
    )


def command_line() -> str:
    """Every command with its options."""
    return table(("Command", "Does"), _described(full_parser()))


def _described(parser: argparse.ArgumentParser, about: str = "") -> Iterator[tuple[str, str]]:
    inner = [one for one in parser._actions if isinstance(one, argparse._SubParsersAction)]
    for group in inner:
        helps = {choice.dest: choice.help or "" for choice in group._choices_actions}
        for name, sub in group.choices.items():
            yield from _described(sub, helps.get(name, ""))
    if not inner:
        own = [one for one in parser._actions if _name(one) not in _EVERYWHERE]
        own.sort(key=lambda one: bool(one.option_strings))
        usage = " ".join([parser.prog, *map(_written, own)])
        notes = [f"{code(_name(one))}: {one.help}" for one in own if one.help]
        yield code(usage), "<br>".join([about, *notes])


def _name(option: argparse.Action) -> str:
    return option.option_strings[0] if option.option_strings else str(option.metavar)


def _written(option: argparse.Action) -> str:
    value = "" if option.nargs == 0 else str(option.metavar or option.dest.upper())
    if not option.option_strings:
        return f"[{value} ...]" if option.nargs == "*" else value
    text = f"{option.option_strings[0]} {value}".strip()
    return text if option.required else f"[{text}]"


def providers() -> str:
    """The fields of every provider, by kind."""
    return "\n\n".join(
        "\n\n".join([f"### {title}", _options(kind), *map(_provider, _found(kind))])
        for kind, title in _KINDS.items()
    )


def _found(kind: str) -> Iterator[Provider[Any]]:
    for name in registry.names(kind):
        yield registry.find(kind, name)


def _options(kind: str) -> str:
    return (
        "Every account of this kind may have "
        + ", ".join(
            f"{code(field.name)}{f' (like {code(field.example)})' if field.example else ''}"
            for field in OPTIONS[kind]
        )
        + "."
    )


def _provider(provider: Provider[Any]) -> str:
    place = f" ({provider.country})" if provider.country else ""
    return "\n\n".join(
        [
            f"#### `{provider.name}`: {provider.title}{place}",
            table(("Field", "Needed", "Example", "Otherwise"), map(_field, provider.fields)),
        ]
    )


def _field(field: Field) -> tuple[str, str, str, str]:
    name = code(field.name) + (" (secret)" if field.secret else "")
    needed = "yes" if field.is_needed else "no"
    return name, needed, _example(field), _otherwise(field)


def _otherwise(field: Field) -> str:
    return "by the other fields" if callable(field.default) else code(field.default)


def _example(field: Field) -> str:
    if field.kind.choices:
        return " or ".join(map(code, field.kind.choices))
    return "a table" if field.kind is kinds.TABLE else code(field.example)


def chat_commands() -> str:
    """What staff can type, in the order of the alphabet, and which roles may."""
    commands.load(*HANDLERS)
    texts = Catalog()
    return table(
        ("Command", "Does", "Who may"),
        [
            (
                _typed(made),
                texts.t("en", f"command-{made.name}"),
                _who(made.right),
            )
            for name, made in sorted(commands.COMMANDS.items())
            if name == made.name
        ],
    )


def customer_commands() -> str:
    """What customers can type, in the order of the alphabet."""
    commands.load(*HANDLERS)
    texts = Catalog()
    return table(
        ("Command", "Does"),
        [
            (_typed(made), texts.t("en", f"command-{made.name}"))
            for name, made in sorted(commands.OF_CUSTOMERS.items())
            if name == made.name
        ],
    )


def _typed(made: Command) -> str:
    first = f"{made.name} {made.args}".strip()
    return " ".join(code(f"/{one}") for one in (first, *made.aliases))


def _who(right: str | None) -> str:
    if right is None:
        return "all staff"
    return ", ".join(role.value for role in Role if right in RIGHTS[role])


def roles() -> str:
    """Which role has which right."""
    return table(
        ("Right", *(role.value for role in Role)),
        [
            (code(right), *("•" if right in RIGHTS[role] else "" for role in Role))
            for right in sorted(EVERY_RIGHT)
        ],
    )


def limits() -> str:
    """What each role may do alone."""
    return table(
        ("Limit", *(role.value for role in Role)),
        [
            (code(name), *(_limit(by_role, role) for role in Role))
            for name, by_role in LIMITS.items()
        ],
    )


def _limit(by_role: dict[Role, int | None], role: Role) -> str:
    if role not in by_role:
        return "0"
    limit = by_role[role]
    return "none" if limit is None else f"{limit:,}"

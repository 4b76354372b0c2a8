"""What a person may type, as they are told it."""

from __future__ import annotations

import functools

from domain.chat.principals import Principal
from handlers.ui import commands
from handlers.ui.commands import Command
from handlers.ui.screens import Lines, Text


def what_may_be_typed(principal: Principal) -> Lines:
    """Every command that this person may use, one line each, with an example."""
    return Lines(*(_line(made) for made in commands.open_to(principal)))


def _line(made: Command) -> Text:
    what = Text(f"command-{made.name}")
    if not made.args:
        return Text("help-bare", name=made.name, what=what)
    args = functools.reduce(_beside, arguments(made.args))
    line = Text("help-command", name=made.name, args=args, what=what)
    return Text("help-example", line=line, example=Text(f"example-{made.name}"))


def arguments(args: str) -> list[Text]:
    """`CUSTOMER [AMOUNT]` in the reader's words."""
    return [_argument(word) for word in args.split()]


def _beside(before: Text, after: Text) -> Text:
    return Text("arg-more", before=before, after=after)


def _argument(word: str) -> Text:
    name = Text(f"arg-{word.strip('[]').lower()}")
    return Text("arg-optional", name=name) if word.startswith("[") else name

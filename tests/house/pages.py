"""Reading the documents: commands, links, settings and words that they name."""

from __future__ import annotations

import argparse
import contextlib
import io
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

from bot.line.table import full_parser
from bot.serving.needs import ROLES
from bot.settings import NAMES
from domain.staff.models import Role
from tests.house.rules import ROOT

GENERATED = re.compile(r"<!-- generated: .*?<!-- end of [a-z ]+ -->", re.DOTALL)
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_SETTING = re.compile(r"\bNETKHATA_[A-Z_]+\b")
_CHAT = re.compile(r"/([a-z]+)(?: [^/]*)?")
_DEV = re.compile(r"^\./dev (\w+)", re.MULTILINE)
_ENDS = {"&&", "||", ";", "|", ">", "&"}

# Put together here, so that this file keeps its own rules.
_UNWANTED = re.compile(
    r"(?i:\b(?:issue|ticket|pull request) ?#?\d+)|(?<!\w)#\d+|\b(?:"
    + "|".join(
        ["A" + "I", "LL" + "M", "(?i:power" + "ful|seam" + "less|blaz" + "ing|cutting-ed" + "ge)"]
    )
    + r")\b"
)


def pages() -> list[Path]:
    """The documents."""
    return [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def by_hand(text: str) -> str:
    """The page without what the program has written into it."""
    return GENERATED.sub("", text)


def blocks(text: str, language: str) -> list[str]:
    """The fenced blocks of a language."""
    return [body for name, body in _FENCE.findall(text) if name == language]


def inline(text: str) -> list[str]:
    """What is marked as code within sentences."""
    return _INLINE.findall(_FENCE.sub("", text))


def lines(text: str) -> Iterator[list[str]]:
    """Everything that a reader may type into a shell, in words."""
    typed = [line for block in blocks(text, "sh") for line in block.splitlines()]
    for line in [*typed, *inline(text)]:
        with contextlib.suppress(ValueError):
            words = shlex.split(line, comments=True)
            if words:
                yield words


def wrong_commands(text: str) -> list[str]:
    """The commands of ours that do not exist as they are written."""
    return [
        " ".join(words)
        for words in lines(text)
        if not all(map(_understood, _ours(words))) or not _known_to_dev(words)
    ]


def _ours(words: list[str]) -> Iterator[list[str]]:
    """The arguments of each call of `netkhata` in a line."""
    for at, word in enumerate(words):
        before = words[at - 1] if at else ""
        starts = not at or before in _ENDS | {"sudo", "--"} or (at > 1 and words[at - 2] == "-u")
        direct = starts and (word == "netkhata" or word.endswith("/bin/netkhata"))
        contained = word == "web" and words[:3] == ["docker", "compose", "run"]
        if direct or contained:
            rest = words[at + 1 :]
            ends = [place for place, each in enumerate(rest) if each in _ENDS]
            yield rest[: ends[0] if ends else len(rest)]


def _understood(arguments: list[str]) -> bool:
    if not arguments:
        return True
    try:
        with contextlib.redirect_stderr(io.StringIO()), contextlib.redirect_stdout(io.StringIO()):
            options = full_parser().parse_args(arguments)
    except SystemExit as end:
        return end.code == 0 or _names_a_command(arguments)
    role = getattr(options, "role", None)
    return role in {None, *Role} and set(getattr(options, "roles", ())) <= set(ROLES)


def _names_a_command(arguments: list[str]) -> bool:
    """A command alone, as sentences name it: `netkhata import customers`."""
    return tuple(arguments) in _named(full_parser())


def _named(parser: argparse.ArgumentParser) -> Iterator[tuple[str, ...]]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, sub in action.choices.items():
                yield (name,)
                yield from ((name, *deeper) for deeper in _named(sub))


def _known_to_dev(words: list[str]) -> bool:
    words = words[1:] if words[0] == "sudo" else words
    if words[0] != "./dev":
        return _tests_exist(words)
    known = set(_DEV.findall((ROOT / "dev").read_text()))
    if words[1:] and words[1] not in known:
        return False
    if words[1:2] in (["run"], ["demo"]):
        return _understood(words[1:])
    return _tests_exist(words)


def _tests_exist(words: list[str]) -> bool:
    named = [word for word in words if word.startswith("tests/") and "<" not in word]
    return all((ROOT / word).exists() for word in named)


def dead_links(page: Path, text: str) -> list[str]:
    """The links to files that are not there."""
    named = [link.partition("#")[0] for link in _LINK.findall(_FENCE.sub("", text))]
    return [
        link
        for link in named
        if link and "://" not in link and not (page.parent / link).resolve().exists()
    ]


def unknown_settings(text: str) -> set[str]:
    """The settings that neither the program nor its tests would read."""
    found = [name for name in _SETTING.findall(text) if not name.startswith("NETKHATA_TEST_")]
    return {name for name in found if name.removesuffix("_FILE") not in NAMES and name not in NAMES}


def chat_commands(text: str) -> set[str]:
    """What looks like a line for the bot, without its arguments."""
    return {match[1] for code in inline(text) if (match := _CHAT.fullmatch(code))}


def unwanted_words(text: str) -> list[str]:
    """What no document needs: numbers of issues, praise, and who wrote it with what."""
    return _UNWANTED.findall(_FENCE.sub("", text))

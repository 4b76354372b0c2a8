"""What the languages lack: texts, variables, templates, words, and marks that no app can show."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from locales.catalog import FOLDER, LAST_RESORT

_MARK = re.compile(r"<[^>]*>|&")
_ALLOWED = re.compile(r"</?(?:b|i|u|s|code|pre|blockquote)>")
TABLES = ("formats.toml", "heard.toml")
_FREE = {"symbols", "letters", "languages", "money", "spelled"}
_VARIABLE = re.compile(r"\{\{?\s*(\w+)\s*\}?\}")


@dataclass
class Sentence:
    """A message of one language: where it stands and what it names."""

    path: str
    variables: frozenset[str]
    words: str


class _Names(Visitor):
    """Collects the variables and the plain words of a message."""

    def __init__(self) -> None:
        self.variables: set[str] = set()
        self.words: list[str] = []

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802
        self.variables.add(node.id.name)

    def visit_TextElement(self, node: ast.TextElement) -> None:  # noqa: N802
        self.words.append(node.value)


@dataclass
class Folder:
    """Everything that one language has, and what is wrong with it alone."""

    sentences: dict[str, Sentence] = field(default_factory=dict)
    templates: Mapping[str, Any] = field(default_factory=dict)
    entries: dict[str, frozenset[str]] = field(default_factory=dict)  # of its other tables, by file
    faults: list[str] = field(default_factory=list)


def read(folder: Path) -> Folder:
    """Read one language."""
    found = Folder()
    for path in sorted(folder.glob("*.ftl")):
        for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body:
            place = f"{folder.name}/{path.name}"
            if isinstance(entry, ast.Junk):
                found.faults.append(
                    f"{place}: can't be read: {(entry.content or '').partition(chr(10))[0]}"
                )
            elif isinstance(entry, ast.Message):
                _take(found, place, entry)
    templates = folder / "templates.toml"
    if templates.exists():
        found.templates = tomllib.loads(templates.read_text(encoding="utf-8"))
    for name in TABLES:
        path = folder / name
        said = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        found.entries[f"{folder.name}/{name}"] = frozenset(_entries(said))
    return found


def _entries(said: Mapping[str, Any], place: str = "") -> Iterator[str]:
    """The names of everything that is said, but for what languages say as they need."""
    for name, value in said.items():
        if not isinstance(value, Mapping):
            yield f"{place}{name}"
        elif name not in _FREE:
            yield from _entries(value, f"{place}{name}.")


def _take(found: Folder, place: str, entry: ast.Message) -> None:
    key, names = entry.id.name, _Names()
    names.visit(entry)
    if key in found.sentences:
        found.faults.append(f"{place}: {key} stands in {found.sentences[key].path} as well")
    words = "".join(names.words)
    for mark in _MARK.findall(words):
        if not _ALLOWED.fullmatch(mark):
            found.faults.append(f"{place}: {key} has {mark}, which apps can't show")
    for name in ("b", "i", "u", "s", "code", "pre", "blockquote"):
        if words.count(f"<{name}>") != words.count(f"</{name}>"):
            found.faults.append(f"{place}: {key} does not close <{name}>")
    found.sentences[key] = Sentence(place, frozenset(names.variables), words)


def faults(folder: Path = FOLDER) -> list[str]:
    """Everything that is wrong, a line each; English is what the others are measured by."""
    known = {path.parent.name: read(path.parent) for path in sorted(folder.glob("*/formats.toml"))}
    model = known[LAST_RESORT]
    found = [fault for each in known.values() for fault in each.faults]
    for code, language in known.items():
        if language is not model:
            found += _sentences(code, language.sentences, model.sentences)
            found += _templates(code, language.templates, model.templates)
            found += _tables(language.entries, model.entries)
    return found


def _sentences(
    code: str, has: Mapping[str, Sentence], wanted: Mapping[str, Sentence]
) -> Iterator[str]:
    for key in sorted(wanted.keys() - has.keys()):
        yield f"{code}: {key} is missing ({wanted[key].path})"
    for key in sorted(has.keys() - wanted.keys()):
        yield f"{has[key].path}: {key} is not in {LAST_RESORT}"
    for key in sorted(has.keys() & wanted.keys()):
        yield from _variables(f"{has[key].path}: {key}", has[key].variables, wanted[key].variables)


def _templates(code: str, has: Mapping[str, Any], wanted: Mapping[str, Any]) -> Iterator[str]:
    ours, theirs = dict(_channels(has)), dict(_channels(wanted))
    for place in sorted(theirs.keys() - ours.keys()):
        yield f"{code}: the template {place} is missing"
    for place in sorted(ours.keys() - theirs.keys()):
        yield f"{code}: the template {place} is not in {LAST_RESORT}"
    for place in sorted(ours.keys() & theirs.keys()):
        yield from _variables(f"{code}: the template {place}", ours[place], theirs[place])


def _tables(
    has: Mapping[str, frozenset[str]], wanted: Mapping[str, frozenset[str]]
) -> Iterator[str]:
    for (place, ours), theirs in zip(has.items(), wanted.values(), strict=True):
        for name in sorted(theirs - ours):
            yield f"{place}: {name} is missing"
        for name in sorted(ours - theirs):
            yield f"{place}: {name} is not in {LAST_RESORT}"


def _channels(templates: Mapping[str, Any]) -> Iterator[tuple[str, frozenset[str]]]:
    for event, channels in templates.items():
        for channel, words in channels.items():
            text = words if isinstance(words, str) else f"{words['subject']} {words['text']}"
            yield f"{event} for {channel}", frozenset(_VARIABLE.findall(text))


def _variables(place: str, has: frozenset[str], wanted: frozenset[str]) -> Iterator[str]:
    if lacking := wanted - has:
        yield f"{place} leaves out {', '.join(sorted(lacking))}"
    if added := has - wanted:
        yield f"{place} names {', '.join(sorted(added))}, which nobody gives"

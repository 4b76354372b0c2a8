"""The texts of every language: one folder each, Fluent for sentences, TOML for templates."""

from __future__ import annotations

import html
import logging
import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from fluent.runtime import FluentBundle, FluentResource, resolver
from fluent.runtime.resolver import CurrentEnvironment, ResolverEnvironment
from fluent.runtime.types import FluentType

from domain import languages
from domain.ports import Output, TemplateText
from locales import formats
from locales.formats import Manner

log = logging.getLogger(__name__)

FOLDER = Path(__file__).parent
LAST_RESORT = languages.MODEL
_TAG = re.compile(r"</?(?:b|i|u|s|code|pre|blockquote)>")
# The library refuses a value of some lines: texts that people wrote are longer. Whoever shows them
# cuts them to what there is room for.
resolver.MAX_PART_LENGTH = 10_000_000
_SHIELD = "\ue000"  # stands for < of a value while the tags of the sentence are taken out


class Count(int, FluentType):
    """A number in a sentence: it chooses the plural, and is written by the language's habits."""

    manner: Manner

    def format(self, locale: Any) -> str:
        return formats.number(self.manner, int(self))


class Nothing(str, FluentType):
    """What is not there: a sentence chooses by `none`, and says it in the language's words."""

    words: str

    def format(self, locale: Any) -> str:  # type: ignore[override]
        return self.words


class Language:
    """The texts of one language, read when they are needed first."""

    def __init__(self, code: str, folder: Path) -> None:
        self.code = code
        self.folder = folder
        self._fixed: dict[tuple[str, Output], str] = {}  # what has no values to be filled in

    @cached_property
    def manner(self) -> Manner:
        return formats.read(self.folder / "formats.toml")

    @cached_property
    def templates(self) -> Mapping[str, Mapping[str, Any]]:
        path = self.folder / "templates.toml"
        return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}

    @cached_property
    def bundle(self) -> FluentBundle:
        bundle = FluentBundle([self.code], use_isolating=False)
        for path in sorted(self.folder.glob("*.ftl")):
            bundle.add_resource(FluentResource(path.read_text(encoding="utf-8")))
        return bundle

    def say(self, key: str, output: Output, values: Mapping[str, object]) -> str:
        """The sentence; raises `KeyError` for a text or an argument that is missing."""
        if values:
            return self._written(key, output, values)
        if (key, output) not in self._fixed:
            self._fixed[key, output] = self._written(key, output, {})
        return self._fixed[key, output]

    def _written(self, key: str, output: Output, values: Mapping[str, object]) -> str:
        pattern = self.bundle.get_message(key).value
        if pattern is None:
            raise KeyError(key)
        arguments = {name: self._argument(value, output) for name, value in values.items()}
        env = ResolverEnvironment(
            context=self.bundle, current=CurrentEnvironment(args=arguments), errors=[]
        )
        said = str(pattern(env))
        if env.errors:
            raise KeyError(f"{key}: {env.errors[0]}")
        return _TAG.sub("", said).replace(_SHIELD, "<") if output is Output.PLAIN else said

    def _argument(self, value: object, output: Output) -> Any:
        if isinstance(value, int) and not isinstance(value, bool):
            count = Count(value)
            count.manner = self.manner
            return count
        text = formats.show(self.manner, value)
        if value is None:
            nothing = Nothing("none")
            nothing.words = text
            return nothing
        if output is Output.PLAIN:
            return text.replace("<", _SHIELD)
        return html.escape(text, quote=output is Output.HTML)


class Catalog:
    """`domain.ports.Texts` in the languages that are spoken, or in those of one folder.

    Strict, it raises `KeyError` for what is missing, `TypeError` for a value that has no form; else
    it logs that, and says it in English or by the bare key.
    """

    def __init__(self, folder: Path | None = None, *, strict: bool = False) -> None:
        self.strict = strict
        spoken = languages.known() if folder is None else languages.within(folder)
        self.known = {each.code: Language(each.code, each.folder) for each in spoken}

    def t(self, language: str, key: str, *, output: Output = Output.PLAIN, **values: object) -> str:
        """The sentence in the language; values are formatted by type and escaped for the output."""
        for code in dict.fromkeys((language, LAST_RESORT)):
            try:
                return self.known[code].say(key, output, values)
            except (KeyError, TypeError) as why:
                if self.strict:
                    raise
                log.error("text can't be said language=%s key=%s: %s", code, key, why)
        return key

    def show(self, language: str, value: object) -> str:
        """One value as customers read it in a message.

        In languages that an SMS carries at 160 letters a message, currencies are written by letters
        (`Tk 500`): one sign outside that alphabet would halve the room and double the cost.
        """
        return formats.show(self._language(language).manner, value, letters=True)

    def template(self, language: str, event: str, channel: str) -> TemplateText | None:
        """The shipped words of an event for a channel; None where the language has none."""
        kept = self._language(language).templates.get(event, {}).get(channel)
        if kept is None:
            return None
        if isinstance(kept, str):
            return TemplateText(kept.strip())
        return TemplateText(kept["text"].strip(), kept["subject"])

    def languages(self) -> Sequence[str]:
        """English first, then the others by their code."""
        return list(self.known)

    def _language(self, code: str) -> Language:
        return self.known.get(code) or self.known[LAST_RESORT]

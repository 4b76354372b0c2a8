"""Message templates: how they are registered, and what a send must bring for them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from sandbox.phone import Choice
from sandbox.whatsapp.errors import GraphError
from sandbox.whatsapp.limits import Json, check_media, items, mapping, text

VARIABLE = re.compile(r"\{\{(\w+)\}\}")


@dataclass(frozen=True)
class Button:
    """A button of a template: QUICK_REPLY, URL (variable when it ends in {{1}}), COPY_CODE."""

    type: str
    text: str
    url: str = ""

    @property
    def needs_value(self) -> bool:
        return self.type == "COPY_CODE" or (self.type == "URL" and "{{1}}" in self.url)


@dataclass
class Template:
    """A template as the business account holds it.

    `header` is "" for none, TEXT (then `header_text`) or IMAGE, VIDEO, DOCUMENT.
    `status` is APPROVED, PENDING, REJECTED, PAUSED or DISABLED.
    """

    name: str
    language: str
    body: str
    category: str = "UTILITY"
    status: str = "APPROVED"
    header: str = ""
    header_text: str = ""
    footer: str = ""
    buttons: tuple[Button, ...] = ()
    parameter_format: str = "POSITIONAL"
    id: str = ""

    def as_json(self) -> Json:
        """The element of a template listing."""
        components: list[Json] = []
        if self.header:
            text_part = {"text": self.header_text} if self.header == "TEXT" else {}
            components.append({"type": "HEADER", "format": self.header, **text_part})
        components.append({"type": "BODY", "text": self.body})
        if self.footer:
            components.append({"type": "FOOTER", "text": self.footer})
        if self.buttons:
            components.append({"type": "BUTTONS", "buttons": [as_button(b) for b in self.buttons]})
        return {
            "id": self.id,
            "name": self.name,
            "language": self.language,
            "status": self.status,
            "category": self.category,
            "parameter_format": self.parameter_format,
            "components": components,
        }

    @classmethod
    def from_json(cls, body: Json) -> Template:
        """A template that was asked for; it waits for approval.

        Raises GraphError 100 for what Meta's form check refuses.
        """
        name = text(body, "name", 512)
        if not re.fullmatch(r"[a-z0-9_]+", name):
            raise GraphError(100, "Template name may hold lower-case letters, digits and _ only.")
        if body.get("category") not in ("UTILITY", "AUTHENTICATION", "MARKETING"):
            raise GraphError(100, "Unknown template category.")
        template = cls(name, text(body, "language", 16), "", body["category"], "PENDING")
        template.parameter_format = body.get("parameter_format", "POSITIONAL")
        for component in items(body, "components", 4):
            template.add(component)
        if not template.body:
            raise GraphError(100, "A template needs a body.")
        return template

    def add(self, component: Json) -> None:
        kind = str(component.get("type", "")).upper()
        if kind == "BODY":
            self.body = text(component, "text", 1024)
            if re.match(r"\{\{\w+\}\}", self.body) or re.search(r"\}\}\s*$", self.body):
                raise GraphError(100, "Variables can't be at the start or end of the body.")
            if re.search(r"\}\}\s*\{\{", self.body):
                raise GraphError(100, "Two variables can't stand side by side.")
        elif kind == "HEADER":
            self.header = text(component, "format", 16).upper()
            self.header_text = text(component, "text", 60, required=self.header == "TEXT")
        elif kind == "FOOTER":
            self.footer = text(component, "text", 60)
        elif kind == "BUTTONS":
            self.buttons = tuple(
                Button(text(one, "type", 16).upper(), text(one, "text", 25), one.get("url", ""))
                for one in items(component, "buttons", 10)
            )
        else:
            raise GraphError(100, f"Unknown component {kind!r}.")


@dataclass
class Filled:
    """A template with the values of one message."""

    text: str
    choices: list[Choice]
    media: Json | None


def as_button(button: Button) -> Json:
    return {"type": button.type, "text": button.text, **({"url": button.url} if button.url else {})}


def fill(template: Template, content: Json) -> Filled:
    """Put the sent values into the template.

    Raises GraphError: 132000 for a wrong number of values, 132012 for a wrong kind, 132005 for
    a text that got too long, 131008 for a button without its value, 132001, 132015 or 132016
    for a template that can't be used.
    """
    check_usable(template)
    sent: dict[tuple[str, int], list[Json]] = {}
    components = content.get("components") or []
    if not isinstance(components, list) or not all(isinstance(one, dict) for one in components):
        raise GraphError(100, "components must be a list of objects.")
    for component in components:
        kind = str(component.get("type", "")).lower()
        if kind not in ("header", "body", "button"):
            raise GraphError(100, f"Unknown component {kind!r}.")
        index = button_index(template, component) if kind == "button" else 0
        sent[kind, index] = component.get("parameters") or []
    parts = [fill_text(template, template.body, sent.get(("body", 0), []))]
    media = None
    if template.header == "TEXT":
        parts.insert(0, fill_text(template, template.header_text, sent.get(("header", 0), [])))
    elif template.header:
        media = header_media(template, sent.get(("header", 0), []))
    elif ("header", 0) in sent:
        raise GraphError(132000, "The template has no header.")
    if len(parts[-1]) > 1024:
        raise GraphError(132005, "The body with its values exceeds 1024 characters.")
    choices = [
        fill_button(button, index, sent.get(("button", index), []))
        for index, button in enumerate(template.buttons)
    ]
    return Filled("\n".join([*parts, *filter(None, [template.footer])]), choices, media)


def check_usable(template: Template) -> None:
    if template.status == "PAUSED":
        raise GraphError(132015, "Template is paused due to low quality.")
    if template.status == "DISABLED":
        raise GraphError(132016, "Template is disabled.")
    if template.status != "APPROVED":
        raise GraphError(132001, f"{template.name} is not approved.")


def fill_text(template: Template, pattern: str, parameters: list[Json]) -> str:
    names = list(dict.fromkeys(VARIABLE.findall(pattern)))
    if len(parameters) != len(names):
        raise GraphError(132000, f"Expected {len(names)} parameters, got {len(parameters)}.")
    values: dict[str, str] = {}
    for position, parameter in enumerate(parameters):
        named = template.parameter_format == "NAMED"
        if named != ("parameter_name" in parameter):
            raise GraphError(132012, f"The template is {template.parameter_format}.")
        name = parameter["parameter_name"] if named else sorted(names, key=int)[position]
        if name not in names or name in values:
            raise GraphError(132012, f"Unexpected parameter {name!r}.")
        values[name] = parameter_text(parameter)
    return VARIABLE.sub(lambda match: values[match.group(1)], pattern)


def parameter_text(parameter: Json) -> str:
    if parameter.get("type") != "text":
        raise GraphError(132012, "Expected a text parameter.")
    value = text(parameter, "text", 1024)
    if re.search(r"[\n\t]| {5}", value):
        raise GraphError(
            132012, "Param text can't have new-line, tab or more than 4 consecutive spaces."
        )
    return value


def header_media(template: Template, parameters: list[Json]) -> Json:
    kind = template.header.lower()
    if len(parameters) != 1:
        raise GraphError(132000, f"The header needs one {kind}.")
    if parameters[0].get("type") != kind:
        raise GraphError(132012, f"The header must be a {kind}.")
    media = mapping(parameters[0], kind)
    check_media(media, kind)
    return media


def button_index(template: Template, component: Json) -> int:
    index = str(component.get("index", ""))
    if not index.isdigit() or int(index) >= len(template.buttons):
        raise GraphError(132012, f"There is no button {index!r}.")
    button = template.buttons[int(index)]
    if str(component.get("sub_type", "")).upper() != button.type:
        raise GraphError(132012, f"Button {index} is {button.type}.")
    return int(index)


def fill_button(button: Button, index: int, parameters: list[Json]) -> Choice:
    if button.needs_value and not parameters:
        raise GraphError(
            131008, f"Button at index {index} of type {button.type} requires a parameter."
        )
    if len(parameters) > 1:
        raise GraphError(132000, f"Button {index} takes one parameter.")
    value: Any = parameters[0] if parameters else {}
    if button.type == "QUICK_REPLY":
        payload = text(value, "payload", 256) if parameters else button.text
        return Choice(payload, button.text)
    if button.type == "COPY_CODE":
        return Choice(text(value, "coupon_code", 15), button.text)
    if parameters and not button.needs_value:
        raise GraphError(132000, f"Button {index} takes no parameter.")
    suffix = parameter_text(value) if parameters else ""
    return Choice("", button.text, url=button.url.replace("{{1}}", suffix))

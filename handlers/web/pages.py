"""Pages as HTML: one request each, no script, nothing from elsewhere, strict headers."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from domain.ports import Texts
from domain.staff.models import Operator

TEMPLATES = Path(__file__).parent / "templates"
MOST_LOGO = 24_000  # a larger one would make the page slow on a phone


class Speech:
    """The texts of one language, those without values kept."""

    def __init__(self, texts: Texts, language: str) -> None:
        self._texts = texts
        self.language = language
        self._fixed: dict[str, str] = {}
        self.show = lru_cache(2048)(self._show)

    def __call__(self, key: str, **values: Any) -> str:
        if values:
            return self._texts.t(self.language, key, **values)
        if key not in self._fixed:
            self._fixed[key] = self._texts.t(self.language, key)
        return self._fixed[key]

    def _show(self, value: object) -> str:
        return self._texts.t(self.language, "plain", value=value)


class Pages:
    """Renders the templates; `headers` go with every answer."""

    def __init__(self, texts: Texts, public_url: str) -> None:
        style = (TEMPLATES / "style.css").read_text(encoding="utf-8")
        style = "".join(line.strip() for line in style.splitlines())
        self._environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.globals.update(style=Markup(style))  # noqa: S704 - our own file
        self._speech = {language: Speech(texts, language) for language in texts.languages()}
        self.headers = _headers(style, public_url)

    def speech(self, language: str) -> Speech:
        """The texts of a language that exists."""
        return self._speech[language]

    def render(
        self, template: str, language: str, *, status: int = 200, **values: Any
    ) -> web.Response:
        """A page; `t`, `show` and the language switch are there for every template."""
        speech = self._speech[language]
        html = self._environment.get_template(template).render(
            t=speech,
            show=speech.show,
            language=language,
            languages=[
                (code, other("page-language"))
                for code, other in self._speech.items()
                if code != language
            ],
            **values,
        )
        return web.Response(
            body=html.encode(), status=status, content_type="text/html", charset="utf-8"
        )


def letterhead(operator: Operator) -> Mapping[str, str]:
    """The operator at the top of a page."""
    logo = operator.logo if operator.logo.startswith("data:image/") else ""
    return {
        "name": operator.name,
        "initial": next((letter for letter in operator.name if letter.isalnum()), ""),
        "logo": logo if len(logo) <= MOST_LOGO else "",
        "phone": operator.support_phone,
    }


def _headers(style: str, public_url: str) -> dict[str, str]:
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    secure = urlsplit(public_url).scheme == "https"
    # Browsers hold a form to form-action through its redirects, and those lead to a gateway.
    leads_to = "'self' https:" if secure else "'self' https: http:"
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:;"
        f" form-action {leads_to}; base-uri 'none'; frame-ancestors 'none'"
    )
    headers = {
        "Content-Security-Policy": policy,
        # Nothing is told to others; with 'no-referrer' browsers would hide a form's origin from us.
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
        "X-Robots-Tag": "noindex, nofollow",
        "Cache-Control": "no-store",
        "Server": "NetKhata",
    }
    if secure:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    return headers

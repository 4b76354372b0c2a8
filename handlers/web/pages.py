"""Pages as HTML: one request each, no script, nothing from elsewhere, strict headers."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from multidict import CIMultiDict

from domain.money import Money, exponent
from domain.ports import Texts
from domain.staff.models import Operator

TEMPLATES = Path(__file__).parent / "templates"
MOST_LOGO = 24_000  # a larger one would make the page slow on a phone
_FIXED = re.compile(r'\{\{ t\("([a-z-]+)"\) \}\}')
_GAP = "\0"  # stands where a value is put in; HTML may not have it
_HTML = CIMultiDict({"Content-Type": "text/html; charset=utf-8"})
# Of an answer that goes out with other headers than every page.
HEADERS: web.ResponseKey[CIMultiDict[str]] = web.ResponseKey("headers", CIMultiDict)


class Speech:
    """The texts of one language; what was said lately is kept, since pages say it again."""

    def __init__(self, texts: Texts, language: str) -> None:
        self._texts = texts
        self.language = language
        self._kept = lru_cache(4096)(self._say)

    def __call__(self, key: str, **values: Any) -> str:
        return self._kept(key, tuple(values.items()))

    def show(self, value: object) -> str:
        """One value as the language writes it."""
        return self._kept("plain", (("value", value),))

    def _say(self, key: str, values: tuple[tuple[str, Any], ...]) -> str:
        return self._texts.t(self.language, key, **dict(values))


class Letterhead(NamedTuple):
    """The operator at the top and the foot of a page."""

    name: str
    initial: str
    logo: str
    phone: str


def letterhead(operator: Operator) -> Letterhead:
    """As the operator's row has it; a logo too large is left out."""
    logo = operator.logo if operator.logo.startswith("data:image/") else ""
    return Letterhead(
        name=operator.name,
        initial=next((letter for letter in operator.name if letter.isalnum()), ""),
        logo=logo if len(logo) <= MOST_LOGO else "",
        phone=operator.support_phone,
    )


class _Loader(FileSystemLoader):
    """Templates of one language: what never changes in it is put in when a template is read."""

    def __init__(self, speech: Speech) -> None:
        super().__init__(TEMPLATES)
        self._speech = speech

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        source, path, is_current = super().get_source(environment, template)
        source = source.replace("{{ language }}", self._speech.language)
        return _FIXED.sub(self._fixed, source), path, is_current

    def _fixed(self, found: re.Match[str]) -> str:
        return f"{{% raw %}}{escape(self._speech(found[1]))}{{% endraw %}}"


class Pages:
    """Renders the templates; `headers` go with every answer."""

    def __init__(self, texts: Texts, public_url: str) -> None:
        style = (TEMPLATES / "style.css").read_text(encoding="utf-8")
        style = "".join(line.strip() for line in style.splitlines())
        self._speech = {language: Speech(texts, language) for language in texts.languages()}
        self._environments = {
            language: self._environment(speech, style) for language, speech in self._speech.items()
        }
        self._frame = lru_cache(256)(self._make_frame)
        self._alike = lru_cache(512)(self._make_alike)
        self._policy = _policy(style)
        self._secure = urlsplit(public_url).scheme == "https"
        # Browsers hold a form to form-action through its redirects, and those lead to a gateway.
        leads_to = "'self' https:" if self._secure else "'self' https: http:"
        self.headers = _headers(f"{self._policy}; form-action {leads_to}", self._secure)

    def leading_to(self, origin: str) -> CIMultiDict[str]:
        """The headers of a page whose one form goes to another site, by itself where script runs.

        It goes there alone, and says where it comes from: gateways may refuse who hides that.
        """
        policy = f"{self._policy}; form-action {origin}; script-src 'self'"
        headers = _headers(policy, self._secure)
        headers["Referrer-Policy"] = "strict-origin"
        return headers

    def _environment(self, speech: Speech, style: str) -> Environment:
        made = Environment(
            loader=_Loader(speech),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        made.globals.update(
            style=Markup(style),  # noqa: S704 - our own file
            t=speech,
            show=speech.show,
            typed=_typed,
            language=speech.language,
            languages=[
                (code, other("page-language"))
                for code, other in self._speech.items()
                if code != speech.language
            ],
        )
        return made

    def speech(self, language: str) -> Speech:
        """The texts of a language that exists."""
        return self._speech[language]

    def _make_frame(self, language: str, issuer: Letterhead | None) -> tuple[Markup, Markup]:
        """Everything before and after a page's own content, the same for all of an operator."""
        whole = self._environments[language].get_template("frame.html").render(issuer=issuer)
        head, _, foot = whole.partition("<!-- content -->")
        return Markup(head), Markup(foot)  # noqa: S704 - rendered with escaping

    def render(
        self,
        template: str,
        language: str,
        issuer: Letterhead | None,
        *,
        status: int = 200,
        **values: Any,
    ) -> web.Response:
        """A page of the operator, or of nobody; `t` and `show` are there for every template."""
        return _response(self._html(template, language, issuer, values).encode(), status)

    def render_alike(
        self,
        template: str,
        language: str,
        issuer: Letterhead | None,
        *,
        same: NamedTuple,
        own: Mapping[str, str],
    ) -> web.Response:
        """A page that differs from others by the values of `own` alone, as thousands do.

        The template is rendered once for all of them, and their own values are put in.
        """
        page, names = self._alike(template, language, issuer, same, tuple(own))
        texts = _GAP.join([text.replace(_GAP, "") for text in own.values()])
        safe = dict(zip(own, escape(texts).encode().split(_GAP.encode()), strict=True))
        return _response(page % tuple([safe[name] for name in names]), 200)

    def _make_alike(
        self,
        template: str,
        language: str,
        issuer: Letterhead | None,
        same: NamedTuple,
        own: tuple[str, ...],
    ) -> tuple[bytes, list[str]]:
        """The page with gaps for `%`, and the names of the values that fill them."""
        gaps = {name: f"{_GAP}{name}{_GAP}" for name in own}
        html = self._html(template, language, issuer, {**same._asdict(), "own": gaps})
        pieces = html.replace("%", "%%").encode().split(_GAP.encode())
        return b"%b".join(pieces[::2]), [name.decode() for name in pieces[1::2]]

    def _html(
        self, template: str, language: str, issuer: Letterhead | None, values: Mapping[str, Any]
    ) -> str:
        head, foot = self._frame(language, issuer)
        page = self._environments[language].get_template(template)
        return page.render(values, head=head, foot=foot, issuer=issuer)


def _typed(amount: Money) -> str:
    """The amount as a field holds it: without the decimals of a whole one."""
    text = amount.wire()
    return text.removesuffix("." + "0" * exponent(amount.currency))


def _response(html: bytes, status: int) -> web.Response:
    return web.Response(body=html, status=status, headers=_HTML)


def _policy(style: str) -> str:
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:;"
        " base-uri 'none'; frame-ancestors 'none'"
    )


def _headers(policy: str, secure: bool) -> CIMultiDict[str]:
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
    return CIMultiDict(headers)

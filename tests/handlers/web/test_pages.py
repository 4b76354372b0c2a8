"""A page that many share is filled with the values of each."""

from __future__ import annotations

from domain.money import Money
from handlers.web.pages import Pages
from handlers.web.paying import Owed
from tests.fake_web import web_ports


def test_whatever_a_name_holds_it_stays_a_name() -> None:
    pages = Pages(web_ports().texts, "https://pay.example")
    owed = Owed(Money(105_000), "10 Mbps, 100 %b", True, (), (("bkash", "bKash", ""),), (), ())
    own = {"token": "t0ken", "form": "f0rm", "name": "<b>&\0%s", "code": "C1", "mobile": "•7"}

    shown = pages.render_alike("pay.html", "en", None, same=owed, own=own).text

    assert shown is not None
    assert "<dd>&lt;b&gt;&amp;%s</dd>" in shown
    assert "<dd>C1</dd>" in shown
    assert "<dd>10 Mbps, 100 %b</dd>" in shown

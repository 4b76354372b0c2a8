"""The hosted pages: plain HTML for a phone, working without script."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;margin:0;background:#f4f4f6;color:#222}
main{max-width:26rem;margin:0 auto;padding:1rem}
header{background:var(--brand);color:#fff;padding:1rem;border-radius:.5rem .5rem 0 0}
form,section{background:#fff;padding:1rem;border-radius:0 0 .5rem .5rem}
label{display:block;margin:.5rem 0}
input[type=text],input[type=password]{width:100%;box-sizing:border-box;padding:.6rem;font:inherit}
button{width:100%;padding:.8rem;margin:.3rem 0;font:inherit;border:1px solid #bbb;
border-radius:.4rem;background:#fff}
button.first{background:var(--brand);border-color:var(--brand);color:#fff}
.tile{border:1px solid #ccc;border-radius:.4rem;padding:.6rem}
.wrong{color:#a00;font-weight:600}
small{color:#555}
"""


def page(title: str, brand: str, body: str, *, on_load: str = "") -> str:
    """A whole page; `title` and `brand` (a colour) are escaped, `body` is HTML already."""
    hook = f' onload="{escape(on_load)}"' if on_load else ""
    return (
        "<!doctype html><html lang=en><head><meta charset=utf-8>"
        '<meta name=viewport content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>:root{{--brand:{escape(brand)}}}{_STYLE}</style>"
        f"</head><body{hook}><main><header>{escape(title)}</header>{body}</main></body></html>"
    )


def notice(title: str, brand: str, text: str) -> str:
    """A page with one sentence and nothing to press."""
    return page(title, brand, f"<section><p>{escape(text)}</p></section>")


def _buttons(pairs: Iterable[tuple[str, str]]) -> str:
    return "".join(
        f'<button name=button value="{escape(value)}"{" class=first" if not number else ""}>'
        f"{escape(text)}</button>"
        for number, (value, text) in enumerate(pairs)
    )


def _wrong(text: str) -> str:
    return f"<p class=wrong>{escape(text)}</p>" if text else ""


def wallet_page(
    *, merchant: str, invoice: str, amount: str, wallet: str, otp: str, pin: str, wrong: str = ""
) -> str:
    """The wallet's page: number, code and PIN, filled in for the demonstration."""
    body = (
        f"<form method=post><p>{escape(merchant)}<br><small>{escape(invoice)}</small></p>"
        f"<p><strong>BDT {escape(amount)}</strong></p>{_wrong(wrong)}"
        "<label>Wallet number<input type=text name=wallet inputmode=numeric "
        f'value="{escape(wallet)}"></label>'
        "<label>Verification code (OTP)<input type=text name=otp inputmode=numeric "
        f'value="{escape(otp)}"></label>'
        f'<label>PIN<input type=password name=pin value="{escape(pin)}"></label>'
        + _buttons((("confirm", "Confirm"), ("fail", "Fail"), ("cancel", "Cancel")))
        + "<p><small>Demonstration: no real money moves.</small></p></form>"
    )
    return page("bKash (demonstration)", "#d12053", body)


def method_page(
    *, product: str, tran_id: str, amount: str, tiles: Mapping[str, str], wrong: str = ""
) -> str:
    """The gateway's page: a tile for each way to pay, by key and shown name."""
    choices = "".join(
        f'<label class=tile><input type=radio name=method value="{escape(key)}"'
        f"{'' if number else ' checked'}> {escape(name)}</label>"
        for number, (key, name) in enumerate(tiles.items())
    )
    body = (
        f"<form method=post><p>{escape(product)}<br><small>{escape(tran_id)}</small></p>"
        f"<p><strong>{escape(amount)}</strong></p>{_wrong(wrong)}{choices}"
        + _buttons(
            (
                ("confirm", "Confirm"),
                ("retry", "Decline once, then choose again"),
                ("fail", "Fail"),
                ("cancel", "Cancel"),
            )
        )
        + "<p><small>Demonstration: no real money moves.</small></p></form>"
    )
    return page("SSLCommerz (demonstration)", "#295cab", body)


def posting_page(url: str, fields: Mapping[str, str]) -> str:
    """A form that sends itself to another site, with a button for browsers without script."""
    hidden = "".join(
        f'<input type=hidden name="{escape(name)}" value="{escape(value)}">'
        for name, value in fields.items()
    )
    body = (
        f'<form method=post action="{escape(url)}">{hidden}<p>Going back to the merchant.</p>'
        "<button class=first>Continue</button></form>"
    )
    on_load = "document.forms[0].submit()"
    return page("SSLCommerz (demonstration)", "#295cab", body, on_load=on_load)

"""A mail as it goes over the wire."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from html import escape

from yarl import URL

from domain.ports import Outgoing

_ADDRESS = re.compile(r"https?://[^\s<>&\"']+(?:&amp;[^\s<>&\"']+)*")


def message(
    outgoing: Outgoing, *, to: str, sender: str, sender_name: str, reply_to: str, at: datetime
) -> EmailMessage:
    """The mail: text, HTML beside it (made of the text where there is none), the document.

    Addresses are as `address` writes them; names and subjects become one line each.
    """
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(line(sender_name), addr_spec=sender)
    mail["To"] = Address(addr_spec=to)
    mail["Subject"] = line(outgoing.subject)
    if reply_to:
        mail["Reply-To"] = Address(addr_spec=reply_to)
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = make_msgid(idstring=outgoing.ref, domain=sender.rpartition("@")[2])
    mail["X-Entity-Ref-ID"] = outgoing.ref
    mail["Auto-Submitted"] = "auto-generated"  # or holiday notices would answer
    mail["Content-Language"] = outgoing.language
    mail.set_content(outgoing.text, cte="base64")
    mail.add_alternative(outgoing.html or html_of(outgoing), subtype="html", cte="base64")
    if outgoing.document is not None:
        kind, _, subtype = outgoing.document.mime.partition("/")
        mail.add_attachment(
            outgoing.document.content,
            maintype=kind,
            subtype=subtype,
            filename=outgoing.document.filename,
        )
    return mail


def line(text: str) -> str:
    """The text as one line without control characters: nothing breaks out of its header."""
    return "".join(one for one in " ".join(text.split()) if unicodedata.category(one) != "Cc")


def address(text: str) -> str:
    """The address as it goes over the wire, its domain in ASCII; raises `ValueError` for none."""
    local, _, domain = text.strip().rpartition("@")
    try:
        if not local.isascii() or not domain:
            raise ValueError(text)
        host = domain if domain.startswith("[") else URL.build(scheme="smtp", host=domain).raw_host
        return Address(addr_spec=f"{local}@{host}").addr_spec
    except (ValueError, IndexError, MessageError) as why:
        raise ValueError("not a mail address") from why


def html_of(outgoing: Outgoing) -> str:
    """The text as a page: paragraphs, line breaks, addresses that can be tapped."""
    paragraphs = (
        _ADDRESS.sub(r'<a href="\g<0>">\g<0></a>', escape(part.strip())).replace("\n", "<br>\n")
        for part in outgoing.text.split("\n\n")
        if part.strip()
    )
    body = "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    title = escape(line(outgoing.subject))
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(outgoing.language)}"><head><meta charset="utf-8">'
        f"<title>{title}</title></head>\n<body>\n{body}\n</body></html>\n"
    )

"""A mail as it goes over the wire."""

from __future__ import annotations

import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from html import escape

from domain.errors import Refused
from domain.ports import Outgoing, Trouble

_ADDRESS = re.compile(r"https?://[^\s<>&\"']+(?:&amp;[^\s<>&\"']+)*")


def message(
    outgoing: Outgoing, *, sender: str, sender_name: str, reply_to: str, at: datetime
) -> EmailMessage:
    """The mail: text, HTML beside it (made of the text where there is none), the document.

    Raises `Refused` for an address or a subject that would break out of its header.
    """
    mail = EmailMessage(policy=SMTP)
    try:
        mail["From"] = Address(sender_name, addr_spec=sender)
        mail["To"] = Address(addr_spec=outgoing.to)
        mail["Subject"] = outgoing.subject
        if reply_to:
            mail["Reply-To"] = Address(addr_spec=reply_to)
    except (ValueError, IndexError):
        raise Refused(Trouble.BAD_RECIPIENT, "an address or subject that is none") from None
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


def html_of(outgoing: Outgoing) -> str:
    """The text as a page: paragraphs, line breaks, addresses that can be tapped."""
    paragraphs = (
        _ADDRESS.sub(r'<a href="\g<0>">\g<0></a>', escape(part.strip())).replace("\n", "<br>\n")
        for part in outgoing.text.split("\n\n")
        if part.strip()
    )
    body = "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    title = escape(outgoing.subject)
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(outgoing.language)}"><head><meta charset="utf-8">'
        f"<title>{title}</title></head>\n<body>\n{body}\n</body></html>\n"
    )

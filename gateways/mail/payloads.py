"""A mail as it goes over the wire."""

from __future__ import annotations

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid

from domain.errors import Refused
from domain.ports import Outgoing, Trouble


def message(
    outgoing: Outgoing, *, sender: str, sender_name: str, reply_to: str, at: datetime
) -> EmailMessage:
    """The mail: text, HTML beside it and the document where there are any.

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
    if outgoing.html:
        mail.add_alternative(outgoing.html, subtype="html", cte="base64")
    if outgoing.document is not None:
        kind, _, subtype = outgoing.document.mime.partition("/")
        mail.add_attachment(
            outgoing.document.content,
            maintype=kind,
            subtype=subtype,
            filename=outgoing.document.filename,
        )
    return mail

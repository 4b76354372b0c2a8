"""One store at SSLCommerz: its sessions, and what its validation, query and refund calls answer."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from hmac import compare_digest
from typing import Any

from sandbox.payments import sslcommerz_replies as replies
from sandbox.payments import sslcommerz_rules as rules
from sandbox.payments.sslcommerz_state import (
    CENT,
    Method,
    Refund,
    Session,
    Try,
    methods_for,
    new_try,
)
from sandbox.payments.standin import Answers, Clock, PageRefusal

Reply = dict[str, Any]


class SessionRefused(Exception):
    """A session is not opened; the text is the failedreason."""


class Store:
    """`sessions` by sessionkey.

    With `stays_open` a session can be tried again after a try that ended it, also after a paid
    one, until its lifetime is over. `active` False is a store switched off. `rates` are taka for
    one unit of each currency taken. `risk_level` "1" marks new payments as risky. A refund is
    answered with `refund_said` (success or processing) and arrives `refund_takes` later.
    """

    def __init__(self, clock: Clock, store_id: str, store_passwd: str, answers: Answers) -> None:
        self.clock = clock
        self.store_id = store_id
        self.store_passwd = store_passwd
        self.answers = answers
        self.active = True
        self.rates = {"BDT": Decimal(1), "USD": Decimal(120), "EUR": Decimal(130)}
        self.sessions: dict[str, Session] = {}
        self.session_lifetime = timedelta(hours=24)
        self.stays_open = False
        self.risk_level = "0"
        self.refund_said = "processing"
        self.refund_takes = timedelta(minutes=5)

    def open(self, form: dict[str, str]) -> Session:
        """Open a session, or raise SessionRefused."""
        if not self.active or not self._is_ours(form):
            raise SessionRefused(rules.BAD_STORE)
        used = {session.tran_id for session in self.sessions.values()}
        complaint = rules.complaint(form, self.rates, used)
        if complaint is not None:
            raise SessionRefused(complaint)
        if not methods_for(form.get("multi_card_name", "")):
            raise SessionRefused("No payment method is available for this store.")
        session = Session(
            sessionkey=secrets.token_hex(16).upper(),
            form=form,
            amount=Decimal(form["total_amount"]).quantize(CENT),
            rate=self.rates[form["currency"]],
            created_at=self.clock(),
        )
        self.sessions[session.sessionkey] = session
        return session

    def is_open(self, session: Session) -> bool:
        """The customer can still choose."""
        is_over = session.expired(self.clock(), self.session_lifetime)
        return not is_over and (self.stays_open or session.status == "PENDING")

    def decide(self, session: Session, button: str, method: Method) -> Try:
        """What follows a button; PageRefusal keeps the page open."""
        now = self.clock()
        if button == "confirm":
            attempt = new_try("VALID", now, method, risk_level=self.risk_level)
        elif button == "cancel":
            attempt = new_try("CANCELLED", now, method, error="Cancelled by User")
        else:
            attempt = new_try("FAILED", now, method, error="The payment was declined")
        session.tries.append(attempt)
        if button == "retry":
            raise PageRefusal("The payment was declined. Choose again.")
        session.status = attempt.status
        return attempt

    def fields(self, session: Session, attempt: Try) -> dict[str, str]:
        """The unsigned fields of a return or IPN."""
        return replies.posted(
            session, attempt, amount=self.answers.amount, currency=self.answers.currency
        )

    def validate(self, query: Mapping[str, str]) -> Reply:
        """Answer of the validation call, which makes VALID into VALIDATED."""
        refused = self._refused(query, "val_id")
        if refused is not None:
            return {**refused, "status": "INVALID_TRANSACTION"}
        for session, attempt in self._taken():
            if attempt.val_id == query["val_id"]:
                reply = self._element(session, attempt)
                attempt.validated_at = attempt.validated_at or self.clock()
                return {"APIConnect": "DONE", **reply}
        return {"APIConnect": "DONE", "status": "INVALID_TRANSACTION"}

    def find_by_session(self, query: Mapping[str, str]) -> Reply:
        """Answer of the query by sessionkey: one object."""
        refused = self._refused(query, "sessionkey")
        if refused is not None:
            return refused
        session = self.sessions.get(query["sessionkey"])
        if session is None:
            return {"APIConnect": "DONE", "status": "FAILED", "sessionkey": query["sessionkey"]}
        known = {"APIConnect": "DONE", "sessionkey": session.sessionkey}
        attempt = session.paid
        if attempt is not None:
            return {**known, **self._element(session, attempt)}
        waits = session.status == "PENDING" and self.is_open(session)
        status = "PENDING" if waits else "FAILED"
        return {**known, "status": status, "tran_id": session.tran_id}

    def find_by_tran_id(self, query: Mapping[str, str]) -> Reply:
        """Answer of the query by tran_id: an element for each try."""
        refused = self._refused(query, "tran_id")
        if refused is not None:
            return refused
        elements = [
            self._element(session, attempt)
            for session in self.sessions.values()
            if session.tran_id == query["tran_id"]
            for attempt in session.tries
        ]
        return {"APIConnect": "DONE", "no_of_trans_found": len(elements), "element": elements}

    def refund(self, query: Mapping[str, str]) -> Reply:
        """Answer of the refund call."""
        refused = self._refused(
            query, "bank_tran_id", "refund_trans_id", "refund_amount", "refund_remarks"
        )
        if refused is not None:
            return {**refused, "status": "failed", "errorReason": "Invalid request"}
        bank_tran_id = query["bank_tran_id"]
        for session, attempt in self._taken():
            if attempt.bank_tran_id == bank_tran_id:
                return self._refund(session, attempt, query)
        return replies.refund_failed(bank_tran_id, "Transaction not found")

    def refund_status(self, query: Mapping[str, str]) -> Reply:
        """Answer of the refund query."""
        refused = self._refused(query, "refund_ref_id")
        if refused is not None:
            return refused
        for refund in self.refunds():
            if refund.refund_ref_id == query["refund_ref_id"]:
                refund.settle(self.clock())
                return replies.refund_status(refund)
        return replies.refund_failed("", "Refund not found")

    def refunds(self) -> list[Refund]:
        """Every refund accepted."""
        return [
            refund
            for session in self.sessions.values()
            for attempt in session.tries
            for refund in attempt.refunds
        ]

    def _taken(self) -> Iterator[tuple[Session, Try]]:
        for session in self.sessions.values():
            for attempt in session.taken:
                yield session, attempt

    def _refund(self, session: Session, attempt: Try, query: Mapping[str, str]) -> Reply:
        complaint = self._refund_complaint(session, attempt, query)
        if complaint is not None:
            return replies.refund_failed(attempt.bank_tran_id, complaint)
        now = self.clock()
        refund = Refund(
            refund_ref_id=secrets.token_hex(10),
            refund_trans_id=query["refund_trans_id"],
            trans_id=session.tran_id,
            bank_tran_id=attempt.bank_tran_id,
            amount=Decimal(query["refund_amount"]),
            initiated_at=now,
            due_at=now + self.refund_takes,
        )
        attempt.refunds.append(refund)
        return replies.refund_taken(refund, self.refund_said)

    def _refund_complaint(
        self, session: Session, attempt: Try, query: Mapping[str, str]
    ) -> str | None:
        for name, limit in (("refund_trans_id", 30), ("refund_remarks", 255), ("refe_id", 50)):
            if len(query.get(name, "")) > limit:
                return f"{name} is longer than {limit} characters"
        if any(each.refund_trans_id == query["refund_trans_id"] for each in self.refunds()):
            return "refund_trans_id is already used"
        try:
            amount = Decimal(query["refund_amount"])
        except InvalidOperation:
            return "Invalid refund amount"
        gone = [each.amount for each in attempt.refunds if each.status != "cancelled"]
        if not 0 < amount <= session.bdt_amount - sum(gone, Decimal(0)):
            return "Refund amount is not within the transaction amount"
        return None

    def _element(self, session: Session, attempt: Try) -> Reply:
        return replies.element(self.fields(session, attempt), attempt)

    def _refused(self, query: Mapping[str, str], *needed: str) -> Reply | None:
        if query.get("format", "json") != "json" or not all(query.get(name) for name in needed):
            return {"APIConnect": "INVALID_REQUEST"}
        if not self._is_ours(query):
            return {"APIConnect": "FAILED"}
        return None if self.active else {"APIConnect": "INACTIVE"}

    def _is_ours(self, fields: Mapping[str, str]) -> bool:
        password = fields.get("store_passwd", "").encode()
        same_store = fields.get("store_id") == self.store_id
        return same_store and compare_digest(password, self.store_passwd.encode())

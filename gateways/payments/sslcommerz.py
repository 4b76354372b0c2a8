"""SSLCommerz: cards, wallets and net banking behind one page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from domain import kinds
from domain.errors import Outside, Unsure
from domain.forms import Field
from domain.ports import (
    Account,
    Health,
    Hint,
    Hook,
    PayRequest,
    PayState,
    Pending,
    Redirect,
    Refunded,
    RefundRequest,
    RefundState,
    Started,
    Verified,
)
from gateways import health
from gateways.payments import brands
from gateways.payments import sslcommerz_signature as signature
from gateways.payments import sslcommerz_wire as wire
from gateways.provider import DONE, Provider, Tools


class Sslcommerz:
    """One store. Whatever is claimed, only the validation call makes a payment."""

    def __init__(self, account: Account, tools: Tools) -> None:
        self._account = account
        self._http = tools.http
        host = account.base_url or wire.HOSTS[account.text("mode", "live")]
        self._host = host.rstrip("/")
        self._store = account.credentials["store_id"]
        self._password = account.credentials["store_passwd"]

    async def start(self, request: PayRequest) -> Started:
        """Open a session."""
        names = ("fallback_email", "multi_card_name", "city", "postcode")
        options = {name: self._account.text(name) for name in names}
        # As multipart the fields would not be seen, and the store be called wrong.
        reply = await self._http.call(
            "POST",
            self._host + wire.CREATE,
            form=self._keys() | wire.session_form(request, options),
        )
        answer = wire.read(reply)
        if wire.text(answer, "status") == "FAILED":
            raise wire.not_opened(answer)
        page, key = wire.text(answer, "GatewayPageURL"), wire.text(answer, "sessionkey")
        if wire.text(answer, "status") != "SUCCESS" or not key:
            raise Unsure("junk", "no session in the answer")
        return Started(Redirect(page), key)

    def _keys(self) -> dict[str, str]:
        return {"store_id": self._store, "store_passwd": self._password}

    async def _get(self, path: str, asked: Mapping[str, str]) -> dict[str, Any]:
        reply = await self._http.call(
            "GET", self._host + path, params={**asked, **self._keys(), "v": "1", "format": "json"}
        )
        answer = wire.read(reply)
        wire.require_connected(answer)
        return answer

    async def ask(self, attempt: Pending, hint: Hint | None) -> Verified:
        """Validate what was claimed, else look for something to validate."""
        try:
            claimed = hint.detail.get("val_id", "") if hint else ""
            paid = await self._validate(attempt, claimed) if claimed else None
            if paid and paid.ref == attempt.ref:  # others' may be quoted at us
                return paid
            return await self._look(attempt, hint.claimed if hint else PayState.UNKNOWN)
        except Outside as why:
            return Verified(PayState.UNKNOWN, reason=why.reason)

    async def _validate(self, attempt: Pending, val_id: str) -> Verified | None:
        """The payment behind a `val_id`, whosever it is."""
        answer = await self._get(wire.VALIDATE, {"val_id": val_id})
        return wire.paid(answer, self._store, attempt.amount)

    async def _look(self, attempt: Pending, claimed: PayState) -> Verified:
        """How a session stands. It may hold several tries, and a paid one counts before all.

        A session stays open after a try, also after a paid one, so nothing here is final.
        """
        session: Mapping[str, Any] = {}
        if attempt.session and not attempt.known:
            session = await self._get(wire.TRANSACTIONS, {"sessionkey": attempt.session})
        state = wire.STATES.get(wire.text(session, "status"), PayState.UNKNOWN)
        if state is PayState.PENDING:
            return Verified(state, ref=attempt.ref)
        tries = [session] if state is PayState.PAID else []
        paid = await self._first_paid(attempt, tries)
        if paid is None or paid.ref != attempt.ref:
            listed = await self._get(wire.TRANSACTIONS, {"tran_id": attempt.ref})
            tries = wire.elements(listed)
            paid = await self._first_paid(attempt, tries) or paid
        if paid is not None:
            return paid
        if attempt.known:
            return Verified(PayState.PENDING, ref=attempt.ref)
        if state is PayState.PAID or any(wire.text(each, "status") in wire.PAID for each in tries):
            return Verified(PayState.UNKNOWN, reason="not-validated")
        return self._unpaid(attempt, session, tries, claimed)

    async def _first_paid(
        self, attempt: Pending, tries: Sequence[Mapping[str, Any]]
    ) -> Verified | None:
        """A payment of this attempt that we don't know; else one listed under it by mistake."""
        strange = None
        for each in tries:
            if wire.text(each, "bank_tran_id") in attempt.known:
                continue
            if wire.text(each, "status") in wire.PAID and wire.text(each, "val_id"):
                paid = await self._validate(attempt, wire.text(each, "val_id"))
                if paid and paid.ref == attempt.ref:
                    return paid
                strange = strange or paid
        return strange

    def _unpaid(
        self,
        attempt: Pending,
        session: Mapping[str, Any],
        tries: Sequence[Mapping[str, Any]],
        claimed: PayState,
    ) -> Verified:
        """What is said of an attempt without money; a session of somebody else says nothing."""
        reason = ""
        if tries:
            state = wire.standing(attempt, tries)
            reason = wire.text(tries[-1], "error")[:80]
            if state is PayState.FAILED and claimed is PayState.CANCELLED:
                state = claimed
        elif not attempt.session:
            # Nobody was ever sent to a page, so nothing can have been paid.
            return Verified(PayState.FAILED, attempt.ref, reason="not-started", final=True)
        elif wire.text(session, "tran_id") == attempt.ref:
            state = wire.STATES.get(wire.text(session, "status"), PayState.UNKNOWN)
            if state is PayState.FAILED and claimed is PayState.CANCELLED:
                state = claimed
        else:
            state, reason = PayState.UNKNOWN, "session-unknown"
        return Verified(state, ref=attempt.ref, reason=reason)

    def read_return(self, query: Mapping[str, str], form: Mapping[str, str]) -> Hint:
        """What the browser posted; one whose hash is wrong only names the attempt."""
        hint = wire.read_post({**query, **form})
        if "verify_sign" in form and not signature.is_signed(form, self._password):
            return Hint(ref=hint.ref)
        return hint

    async def authentic(self, hook: Hook) -> bool:
        """Whether somebody who knows the store's password has posted this for our store."""
        posted = wire.posted(hook.body)
        return (
            posted is not None
            and posted.get("store_id") == self._store
            and signature.is_signed(posted, self._password)
        )

    async def read_notification(self, hook: Hook) -> Sequence[Hint]:
        """What an IPN claims."""
        posted = wire.posted(hook.body)
        return [wire.read_post(posted)] if posted else []

    async def refund(self, request: RefundRequest) -> Refunded:
        """Have money given back; a refund whose answer is lost has no name to ask by."""
        asked = wire.refund_query(request)
        try:
            return wire.refund_taken(await self._get(wire.TRANSACTIONS, asked))
        except Unsure as why:
            return Refunded(RefundState.UNKNOWN, reason=why.reason)

    async def refund_status(self, request: RefundRequest) -> Refunded:
        """How a refund stands, by the name that SSLCommerz gave it."""
        if not request.refund_id:
            return Refunded(RefundState.UNKNOWN, reason="unnamed")
        try:
            asked = {"refund_ref_id": request.refund_id}
            answer = await self._get(wire.TRANSACTIONS, asked)
        except Outside as why:
            return Refunded(RefundState.UNKNOWN, request.refund_id, why.reason)
        return wire.refund_standing(answer, request.refund_id)

    async def check(self) -> Health:
        """Ask for a transaction that does not exist, which only a right store may do."""
        return await health.tested(self._check())

    async def _check(self) -> Health:
        await self._get(wire.TRANSACTIONS, {"tran_id": "NETKHATACHECK"})
        return Health(ok=True, key="health-ok")


PROVIDER = Provider(
    name="sslcommerz",
    title="SSLCommerz",
    kind="payment",
    country="BD",
    fields=(
        Field("store_id", "demoisp0001live", kinds.like(r"\S{1,30}")),
        Field("store_passwd", "demoisp0001live12345", kinds.like(r".{1,30}"), secret=True),
        Field("mode", "live", kinds.one_of("live", "sandbox"), option=True, default="live"),
        Field(
            "multi_card_name",
            "dbblmobilebanking",
            kinds.like(r"[a-z,]{1,30}"),
            option=True,
            required=False,
        ),
        Field(
            "fallback_email",
            "billing@isp.example",
            kinds.like(r"[^@\s]{1,30}@[^@\s]{1,19}"),
            option=True,
            required=False,
        ),
        brands.field_of(("visa", "mastercard", "amex", "bkash", "nagad", "rocket", "upay")),
        Field("city", "Dhaka", kinds.line(50), option=True, required=False),
        Field("postcode", "1216", kinds.line(30), option=True, required=False),
    ),
    make=Sslcommerz,
    scale=MappingProxyType(
        {
            "check": DONE,
            "return": DONE,
            "notification": DONE,
            "query": DONE,
            "cancel": "exempt: SSLCommerz has no call that ends a session",
            "refund": DONE,
            "part-refund": DONE,
            "fee": DONE,
            "errors": DONE,
            "sandbox": DONE,
            "fixtures": DONE,
        }
    ),
)

"""Refunds at bKash: by its newer calls in parts, by the older ones once for a payment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from domain.errors import Busy, Outside, Unsure
from domain.money import Money
from domain.ports import Refunded, RefundRefusal, RefundRequest, RefundState
from gateways.payments import amounts
from gateways.payments import bkash_wire as wire
from gateways.payments.bkash_session import BkashSession

SKU = "internet"  # what was sold; documented as optional and refused when absent
_WORDS = {
    "2071": RefundRefusal.TOO_LATE,
    "2023": RefundRefusal.BALANCE,
    **dict.fromkeys(("2006", "2026", "2072"), RefundRefusal.AMOUNT),
    "2034": RefundRefusal.BEFORE,
    **dict.fromkeys(("2035", "2042", "2074", "2080", "2081", "2082"), RefundRefusal.NOT_ALLOWED),
}
_GONE = frozenset({"failed", "cancelled"})


class Api(NamedTuple):
    """Where the calls of a version go, and what it calls things."""

    give: str
    status: str
    payment: str
    txn: str
    amount: str
    refund: str
    state: str


APIS = {
    # These hang below the host, without the version of the rest.
    "v2": Api(
        "/v2/tokenized-checkout/refund/payment/transaction",
        "/v2/tokenized-checkout/refund/payment/status",
        "paymentId", "trxId", "refundAmount", "refundTrxId", "refundTransactionStatus",
    ),
    # With the names of the payment alone the call tells of its refund.
    "v1": Api(
        "/tokenized/checkout/payment/refund",
        "/tokenized/checkout/payment/refund",
        "paymentID", "trxID", "amount", "refundTrxID", "transactionStatus",
    ),
}  # fmt: skip


class Entry(NamedTuple):
    """A refund in bKash's list of a payment's."""

    amount: Money | None
    state: RefundState


class BkashRefunds:
    """The refunds of one wallet, by the version of the calls that bKash has opened for it."""

    def __init__(self, session: BkashSession, version: str) -> None:
        self._session = session
        self._api = APIS[version]

    async def give(self, request: RefundRequest) -> Refunded:
        """Have money given back, unless some went back that we don't know of."""
        try:
            before = await self._listed(request)
        except Unsure as why:
            raise Busy(why.reason, why.detail) from why
        if any(
            entry.state is not RefundState.REFUSED and refund_id not in request.known
            for refund_id, entry in before.items()
        ):
            return Refunded(RefundState.REFUSED, reason=RefundRefusal.BEFORE)
        try:
            answer = await self._session.call(self._api.give, body(self._api, request))
        except Unsure as why:
            return await self._after_silence(request, why.reason)
        if answer.code in wire.IN_DOUBT:
            return await self._after_silence(request, answer.code)
        refund_id = answer.text(self._api.refund)
        if not refund_id:
            return Refunded(RefundState.REFUSED, reason=reason(answer))
        return Refunded(state_of(answer.text(self._api.state)), refund_id)

    async def _after_silence(self, request: RefundRequest, why: str) -> Refunded:
        """What the list says; that it has none yet is no proof so soon."""
        said = await self.status(request)
        if said.state is RefundState.ABSENT:
            return Refunded(RefundState.UNKNOWN, reason=why)
        return said

    async def status(self, request: RefundRequest) -> Refunded:
        """The refund in the list: by its id, else the one of its amount that nobody knows."""
        try:
            listed = await self._listed(request)
        except Outside as why:
            return Refunded(RefundState.UNKNOWN, reason=why.reason)
        if request.refund_id:
            entry = listed.get(request.refund_id)
            state = entry.state if entry else RefundState.UNKNOWN
            return Refunded(state, request.refund_id)
        ours = [
            Refunded(entry.state, refund_id)
            for refund_id, entry in listed.items()
            if refund_id not in request.known and entry.amount == request.amount
        ]
        given = [said for said in ours if said.state is not RefundState.REFUSED]
        return (given or ours or [Refunded(RefundState.ABSENT)])[-1]

    async def _listed(self, request: RefundRequest) -> Mapping[str, Entry]:
        """The refunds that bKash has of the payment, by its reference."""
        asked = {self._api.payment: request.attempt.session, self._api.txn: request.txn_id}
        return read(self._api, await self._session.call(self._api.status, asked))


def body(api: Api, request: RefundRequest) -> dict[str, str]:
    """What is sent to have money given back."""
    return {
        api.payment: request.attempt.session,
        api.txn: request.txn_id,
        api.amount: request.amount.wire(),
        "sku": SKU,
        "reason": wire.plain(request.reason) or "refund",
    }


def read(api: Api, answer: wire.Answer) -> dict[str, Entry]:
    """The refunds of a status answer, none where it says that none is there.

    Raises `Unsure` for an answer that does not tell.
    """
    if answer.code in wire.IN_DOUBT:
        raise Unsure("away", answer.code)
    listed = answer.fields.get("refundTransactions")
    if listed is None and answer.text(api.refund):
        listed = [answer.fields]
    if listed is None and answer.code != wire.OK:
        return {}
    if not isinstance(listed, list):
        raise Unsure("junk", answer.code)
    return {
        str(each[api.refund]): Entry(
            amounts.read(each.get(api.amount), "BDT"), state_of(str(each.get(api.state) or ""))
        )
        for each in listed
        if isinstance(each, Mapping) and each.get(api.refund)
    }


def state_of(status: str) -> RefundState:
    """How a refund stands that bKash has; what it calls otherwise is on its way."""
    word = status.strip().lower()
    if word == "completed":
        return RefundState.DONE
    return RefundState.REFUSED if word in _GONE else RefundState.PENDING


def reason(answer: wire.Answer) -> str:
    """Why bKash gives nothing back: the word that cards explain, where there is one, and the
    code."""
    return f"{_WORDS[answer.code]} {answer.code}" if answer.code in _WORDS else answer.code

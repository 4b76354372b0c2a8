"""Refunds at bKash: by its newer calls in parts, by the older ones once for a payment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from domain.errors import Busy, Outside, Refused, Unsure
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
# By these bKash has done nothing; of any other code nobody knows.
_NOTHING_DONE = frozenset(_WORDS) | wire.OURS_TO_MEND | {
    wire.NO_SUCH_PAYMENT, "2033", "2073", "2075", "2076", "2077", "2078",
}  # fmt: skip
_NOT_FOUND = "2033"
_GONE = frozenset({"failed", "cancelled"})


class Api(NamedTuple):
    """Where the calls of a version go, and what it calls things.

    `gives_once`: a second refund of a payment is refused, whatever was said of the first.
    """

    give: str
    status: str
    payment: str
    txn: str
    amount: str
    refund: str
    state: str
    gives_once: bool


APIS = {
    # These hang below the host, without the version of the rest.
    "v2": Api(
        "/v2/tokenized-checkout/refund/payment/transaction",
        "/v2/tokenized-checkout/refund/payment/status",
        "paymentId", "trxId", "refundAmount", "refundTrxId", "refundTransactionStatus",
        gives_once=False,
    ),
    # With the names of the payment alone the call tells of its refund.
    "v1": Api(
        "/tokenized/checkout/payment/refund",
        "/tokenized/checkout/payment/refund",
        "paymentID", "trxID", "amount", "refundTrxID", "transactionStatus",
        gives_once=True,
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
            for refund_id, entry in (before or {}).items()
        ):
            return Refunded(RefundState.REFUSED, reason=RefundRefusal.BEFORE)
        try:
            answer = await self._session.call(self._api.give, body(self._api, request))
        except Unsure as why:
            return await self._after_silence(request, why.reason)
        refund_id = answer.text(self._api.refund)
        if refund_id:
            return Refunded(state_of(answer.text(self._api.state)), refund_id)
        if answer.code not in _NOTHING_DONE:
            return await self._after_silence(request, answer.code)
        return Refunded(RefundState.REFUSED, reason=reason(answer))

    async def _after_silence(self, request: RefundRequest, why: str) -> Refunded:
        """What the list says; that it has none yet is no proof so soon."""
        said = await self.status(request)
        if said.state is RefundState.ABSENT:
            return Refunded(RefundState.UNKNOWN, reason=why)
        return said

    async def status(self, request: RefundRequest) -> Refunded:
        """The refund in the list: by its id, else the one of its amount that nobody knows.

        Absent it is from a list only. That bKash finds nothing is as good where it gives once.
        """
        try:
            listed = await self._listed(request)
        except Outside as why:
            return Refunded(RefundState.UNKNOWN, request.refund_id, why.reason)
        if listed is None and not self._api.gives_once:
            return Refunded(RefundState.UNKNOWN, request.refund_id, _NOT_FOUND)
        listed = listed or {}
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

    async def _listed(self, request: RefundRequest) -> Mapping[str, Entry] | None:
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


def read(api: Api, answer: wire.Answer) -> dict[str, Entry] | None:
    """The refunds of a status answer; None where bKash finds nothing, not even an empty list.

    Raises `Refused` where it does not let us ask, `Unsure` for an answer that does not tell.
    """
    if answer.code == _NOT_FOUND:
        return None
    if answer.code in wire.IN_DOUBT:
        raise Unsure("away", answer.code)
    if answer.code in _NOTHING_DONE:
        raise Refused(reason(answer), answer.code)
    listed = answer.fields.get("refundTransactions")
    if listed is None and answer.text(api.refund):
        listed = [answer.fields]
    if answer.code != wire.OK or not isinstance(listed, list):
        raise Unsure("junk", answer.code)
    return dict(_entry(api, each) for each in listed)


def _entry(api: Api, listed: object) -> tuple[str, Entry]:
    """A refund of the list by its name; of one that can't be read nobody knows whose it is."""
    if not isinstance(listed, Mapping) or not listed.get(api.refund):
        raise Unsure("junk", "a refund without its name")
    amount = amounts.read(listed.get(api.amount), "BDT")
    return str(listed[api.refund]), Entry(amount, state_of(str(listed.get(api.state) or "")))


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

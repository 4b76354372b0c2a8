"""bKash Tokenized Checkout: the customer agrees at bKash, and our execute takes the money."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from urllib.parse import urlsplit

from domain import clock, kinds
from domain.errors import Busy, Outside, Unsure
from domain.forms import Field
from domain.ports import (
    Account,
    Health,
    Hint,
    Hook,
    PayRefusal,
    PayRequest,
    PayState,
    Pending,
    Redirect,
    Refunded,
    RefundRequest,
    Started,
    Verified,
)
from gateways import health
from gateways.payments import bkash_wire as wire
from gateways.payments import sns
from gateways.payments.bkash_refunds import BkashRefunds
from gateways.payments.bkash_session import BkashSession
from gateways.provider import DONE, Provider, Tools

log = logging.getLogger(__name__)


class Bkash:
    """One merchant wallet. Works without notifications: then return and poll find out alone.

    `fetch` gets an address that SNS may name; it is taken over HTTP unless given.
    """

    def __init__(self, account: Account, tools: Tools, fetch: sns.Fetch | None = None) -> None:
        self._account = account
        self._http = tools.http
        base = account.base_url or wire.BASES[account.text("mode", "live")]
        self._base = base
        self._session = BkashSession(account, tools, base)
        self._refunds = BkashRefunds(self._session, account.text("refund_api", "v2"))
        self._fetch = fetch or self._fetch_by_http
        self._topic = account.text("topic_arn")
        listed = account.text("sns_hosts").split(",")
        self._sns_hosts = frozenset(host.strip() for host in listed if host.strip())

    async def start(self, request: PayRequest) -> Started:
        """Open the payment; its address may be used for a day."""
        answer = await self._session.call(wire.CREATE, wire.create_body(request))
        if answer.code != wire.OK:
            raise wire.refusal(answer)
        payment_id, page = answer.text("paymentID"), answer.text("bkashURL")
        if not payment_id:
            raise Unsure("junk", "no payment in the answer")
        return Started(Redirect(page), payment_id, clock.now() + wire.VALIDITY)

    async def ask(self, attempt: Pending, hint: Hint | None) -> Verified:
        """Execute what the customer agreed to, and ask wherever that leaves a doubt.

        A clean execute is never followed by a query: bKash's acceptance test refuses that. After
        one that nobody answered comes a query before anything else, and before one for money that
        is not due any more.
        """
        if not attempt.session:
            return await self._unstarted(attempt, hint)
        claimed = hint.claimed if hint else PayState.UNKNOWN
        agreed = claimed is PayState.PAID and hint and not hint.txn_id
        if agreed and attempt.due and not attempt.doubted:
            return await self._execute(attempt)
        return await self._ask(attempt, claimed)

    async def _unstarted(self, attempt: Pending, hint: Hint | None) -> Verified:
        """Without a page that anybody was sent to, only bKash's own word can mean money."""
        if not (hint and hint.txn_id):
            return Verified(PayState.FAILED, ref=attempt.ref, reason="not-started", final=True)
        try:
            answer = await self._session.call(wire.SEARCH, {"trxID": hint.txn_id})
        except Outside as why:
            return Verified(PayState.UNKNOWN, reason=why.reason)
        return wire.paid(answer) or Verified(PayState.UNKNOWN, reason=answer.code)

    async def _execute(self, attempt: Pending) -> Verified:
        try:
            answer = await self._session.call(wire.EXECUTE, {"paymentID": attempt.session})
        except Outside:
            return await self._query(attempt)
        paid = wire.paid(answer)
        if paid is not None:
            return paid
        if answer.code in wire.OURS_TO_MEND:
            return Verified(PayState.UNKNOWN, reason=answer.code)
        if answer.code not in wire.REFUSED:
            return await self._query(attempt, answer.code)
        # A payment is executed once: what was refused then can't be paid any more.
        why = wire.reason(answer.code)
        return Verified(PayState.FAILED, ref=attempt.ref, reason=why, final=True)

    async def _ask(self, attempt: Pending, claimed: PayState) -> Verified:
        """Query, and execute what the customer agreed to without coming back to us."""
        try:
            answer = await self._session.call(wire.QUERY, {"paymentID": attempt.session})
        except Outside as why:
            return Verified(PayState.UNKNOWN, reason=why.reason)
        gave_up = claimed in {PayState.FAILED, PayState.CANCELLED}
        if wire.is_approved(answer) and not gave_up and not wire.is_expired(answer, clock.now()):
            if not attempt.due:  # only our execute would take it
                reason = PayRefusal.NOT_DUE.value
                return Verified(PayState.FAILED, ref=attempt.ref, reason=reason, final=True)
            return await self._execute(attempt)
        said = self._standing(attempt, answer)
        if said.state is PayState.PENDING and gave_up and not wire.is_approved(answer):
            return Verified(claimed, ref=attempt.ref)
        return said

    async def _query(self, attempt: Pending, code: str = "") -> Verified:
        """Where the attempt stands after an execute that did not say so; `code` is what it said."""
        try:
            answer = await self._session.call(wire.QUERY, {"paymentID": attempt.session})
        except Outside as why:
            return Verified(PayState.UNKNOWN, reason=code or why.reason)
        return self._standing(replace(attempt, doubted=True), answer, code)

    def _standing(self, attempt: Pending, answer: wire.Answer, code: str = "") -> Verified:
        paid = wire.paid(answer)
        if paid is not None:
            return paid
        if wire.is_open(answer):
            late = wire.is_expired(answer, clock.now())
            state = PayState.EXPIRED if late else PayState.PENDING
            return Verified(state, ref=attempt.ref, reason=code, final=late)
        if answer.code == wire.NO_SUCH_PAYMENT and not attempt.doubted:
            # Its name came from bKash: that bKash does not know it may pass.
            return Verified(PayState.FAILED, ref=attempt.ref, reason=answer.code)
        if answer.code in wire.NOT_YET:
            return Verified(PayState.PENDING, ref=attempt.ref, reason=answer.code)
        seen = answer.text("transactionStatus") if answer.code == wire.OK else answer.code
        return Verified(PayState.UNKNOWN, reason=code or seen)

    def read_return(self, query: Mapping[str, str], form: Mapping[str, str]) -> Hint:
        """What the browser brought back."""
        return wire.read_return(query)

    async def authentic(self, hook: Hook) -> bool:
        """Whether the topic of this account has sent this.

        Raises `Busy` or `Unsure` when the certificate can't be had: then nobody can say, and SNS
        has to send again. Without the option `topic_arn` everything is refused, and the log tells
        what to set once a message comes that Amazon has signed.
        """
        envelope = sns.read(hook.body)
        if envelope is None or (self._topic and envelope.get("TopicArn") != self._topic):
            return False
        signed = await sns.is_signed(envelope, self._fetch, self._sns_hosts)
        if signed and not self._topic:
            log.warning(
                "notifications of gateway %s are refused until its option topic_arn is set; "
                "one came from %s",
                self._account.name,
                envelope.get("TopicArn"),
            )
        return signed and bool(self._topic)

    async def read_notification(self, hook: Hook) -> Sequence[Hint]:
        """What a notification claims; a subscription is confirmed.

        Its age is not looked at: SNS repeats for hours, and a replay only makes us ask again.
        """
        envelope = sns.read(hook.body)
        if envelope is None or not self._topic or envelope.get("TopicArn") != self._topic:
            return []
        if envelope["Type"] == sns.SUBSCRIPTION:
            await self._confirm(envelope.get("SubscribeURL", ""))
        if envelope["Type"] != sns.NOTIFICATION:
            return []
        try:
            message = json.loads(envelope.get("Message", ""), parse_float=str)
        except ValueError:
            return []
        return [wire.read_receipt(message)] if isinstance(message, dict) else []

    async def _confirm(self, url: str) -> None:
        if not sns.is_of_amazon(url, self._sns_hosts):
            log.warning("a subscription of gateway %s names a strange host", self._account.name)
            return
        await self._fetch(url)

    async def _fetch_by_http(self, url: str) -> bytes:
        reply = await self._http.call("GET", self.sns_address(url), most_bytes=65536)
        if reply.status != 200:
            raise Busy("away", f"HTTP {reply.status}")
        return reply.body

    def sns_address(self, url: str) -> str:
        """Where to fetch: a stand-in for bKash under `base_url` also stands in for Amazon."""
        base, parts = urlsplit(self._account.base_url), urlsplit(url)
        host = base.hostname or ""
        if not host or host.endswith(".bka.sh") or parts.netloc in self._sns_hosts:
            return url
        return parts._replace(scheme=base.scheme, netloc=base.netloc).geturl()

    async def refund(self, request: RefundRequest) -> Refunded:
        """Have money given back; after silence bKash is asked what it has, never told twice."""
        return await self._refunds.give(request)

    async def refund_status(self, request: RefundRequest) -> Refunded:
        """How a refund stands, found in the list of the payment's refunds."""
        return await self._refunds.status(request)

    async def check(self) -> Health:
        """Ask about a payment that does not exist, which takes a token and spends nothing."""
        return await health.tested(self._check())

    async def _check(self) -> Health:
        answer = await self._session.call(wire.QUERY, {"paymentID": "TR0011NETKHATACHECK"})
        if answer.code in wire.OURS_TO_MEND:
            raise wire.refusal(answer)
        if answer.code in wire.IN_DOUBT:
            raise Busy("away", answer.code)
        return Health(ok=True, key="health-ok")


PROVIDER = Provider(
    name="bkash",
    title="bKash",
    kind="payment",
    country="BD",
    currency="BDT",
    fields=(
        Field("username", "isp_merchant"),
        Field("password", "Xy7@pass", secret=True),
        Field("app_key", "4f6a0cjb2k", secret=True),
        Field("app_secret", "2is7hdkt9r", secret=True),
        Field("mode", "live", kinds.one_of("live", "sandbox"), option=True, default="live"),
        Field("refund_api", "v2", kinds.one_of("v2", "v1"), option=True, default="v2"),
        Field(
            "topic_arn",
            "arn:aws:sns:ap-southeast-1:123456789012:merchant-ipn",
            kinds.like(r"arn:aws(-cn)?:sns:[a-z0-9-]+:\d{12}:[\w.-]{1,256}"),
            option=True,
            required=False,
        ),
        Field(
            "sns_hosts",
            "127.0.0.1:9001",
            kinds.like(r"[\w.-]+(:\d+)?(\s*,\s*[\w.-]+(:\d+)?)*"),
            option=True,
            required=False,
        ),
    ),
    make=Bkash,
    scale=MappingProxyType(
        {
            "check": DONE,
            "return": DONE,
            "notification": DONE,
            "query": DONE,
            "cancel": "exempt: bKash has no call that ends a payment",
            "refund": DONE,
            "part-refund": DONE,
            "fee": "exempt: bKash tells fees in its settlement only",
            "errors": DONE,
            "sandbox": DONE,
            "fixtures": DONE,
        }
    ),
)

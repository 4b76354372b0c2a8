"""What a gateway says and the books do not is kept for a person: once, whatever it says.

A repetition of what is known is nothing new. One that tells otherwise is, and so is what is told
again of money that was taken back meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass

from domain import clock, db, events
from domain.accounts.models import Gateway
from domain.customers.models import Customer
from domain.errors import CurrencyForeign
from domain.events import VerificationAsked
from domain.money import Money
from domain.payments import rules, sights
from domain.payments.models import Attempt, Payment, Verification
from domain.payments.states import Method, PaymentStatus, VerificationKind, VerificationStatus
from domain.ports import Hint, PayState, Verified
from domain.staff import operators


async def hold(
    attempt: Attempt,
    gateway: Gateway,
    said: Verified,
    kind: VerificationKind,
    foreign: CurrencyForeign | None = None,
) -> bool:
    """Keep a gateway's 'paid' that does not fit for a person; the attempt has a row of its own.

    False where it was kept already.
    """
    amount = Money(attempt.amount_minor, attempt.currency)
    misfit = rules.misfits(attempt.ref, amount, said)
    if foreign is not None:
        misfit.append(["currency", str(foreign.values["currency"]), amount.currency])
    if kind is VerificationKind.MISMATCH and not misfit:
        misfit = [["txn-used", attempt.txn_id, said.txn_id]]
    txn = said.txn_id or f"{sights.NAMELESS}{attempt.ref}"
    row = _about(attempt, gateway, txn, said.amount or amount, misfit)
    row.kind = kind
    row.method = rules.method_told(gateway.provider, gateway.options, said)
    return await _once(row, await _Known.of(gateway, txn))


async def contradiction(
    attempt: Attempt, gateway: Gateway, hint: Hint, *, was_settled: bool
) -> None:
    """Keep what signed word says of a paid or held attempt otherwise than is known.

    Of one that `was_settled` before it is also kept where its money was taken back.
    """
    if hint.claimed is not PayState.PAID:
        return
    amount = Money(attempt.amount_minor, attempt.currency)
    txn, told = hint.txn_id or attempt.txn_id, hint.amount or amount
    misfit = rules.misfits(attempt.ref, amount, Verified(hint.claimed, attempt.ref, told, txn))
    if txn != attempt.txn_id:
        misfit.append(["txn-used", attempt.txn_id, txn])
    if not misfit and not (was_settled and await _was_taken_back(attempt)):
        return
    async with db.transaction():
        known = await _Known.of(gateway, txn)
        await _once(_about(attempt, gateway, txn, told, misfit), known)


async def _was_taken_back(attempt: Attempt) -> bool:
    return await Payment.filter(attempt_id=attempt.id, status=PaymentStatus.REVERSED).exists()


def _about(
    attempt: Attempt, gateway: Gateway, txn: str, amount: Money, misfit: list[list[str]]
) -> Verification:
    return Verification(
        kind=VerificationKind.MISMATCH,
        customer_id=attempt.customer_id,
        operator_id=attempt.operator_id,
        gateway_id=gateway.id,
        attempt_id=attempt.id,
        link_id=attempt.link_id,
        txn_id=rules.tidy_txn(txn),
        spelling=txn,
        amount_minor=amount.minor,
        currency=amount.currency,
        misfit=misfit,
        asked_at=clock.now(),
    )


async def unmatched(gateway: Gateway, hint: Hint) -> None:
    """Signed word of money that no attempt of ours asked for; staff look for whose it is."""
    txn = rules.tidy_txn(hint.txn_id)
    operator = await operators.get(gateway.operator_id) if gateway.operator_id else None
    operator = operator or await operators.root()
    amount = hint.amount or Money(0, operator.currency)
    customer = await Customer.get_or_none(code=hint.ref) if hint.ref else None
    if customer is not None:
        operator = await operators.over_both(operator, customer.operator_id)
    row = Verification(
        kind=VerificationKind.UNMATCHED,
        customer_id=customer.id if customer else None,
        operator_id=operator.id,
        gateway_id=gateway.id,
        txn_id=txn,
        amount_minor=amount.minor,
        currency=amount.currency,
        misfit=[["reference", "", hint.ref]],
        asked_at=clock.now(),
    )
    async with db.transaction():
        known = await _Known.of(gateway, txn)
        if not known.is_in_the_books(row):
            await _once(row, known)


async def _once(row: Verification, known: _Known) -> bool:
    """Keep it for a person unless it is known; whether it is news."""
    if known.tells(row):
        return False
    row.misfit = [*row.misfit, *known.otherwise(row)]
    if any(each.status is VerificationStatus.SUBMITTED for each in known.rows):
        row.txn_id = f"{row.txn_id}{sights.AGAIN}{len(known.rows)}"
    await row.save()
    for each in (row, *await sights.waiting(known.txn_id, known.method, besides=row.id)):
        await events.publish(VerificationAsked(each.id))
    return True


def _reference(row: Verification) -> str:
    """Ours or anything else, as the gateway named it."""
    return next((theirs for what, _, theirs in row.misfit if what == "reference"), "")


@dataclass(frozen=True, slots=True)
class _Known:
    """What an account and its customers have told of a transaction by now, the eldest first."""

    gateway: Gateway
    txn_id: str
    rows: list[Verification]
    payments: list[Payment]  # also those taken back

    @classmethod
    async def of(cls, gateway: Gateway, txn_id: str) -> _Known:
        """Nobody else adds to it until the caller's transaction ends."""
        await sights.alone_with(txn_id)
        rows = await sights.told_by(gateway.id, txn_id)
        method = rules.method_of(gateway.provider, gateway.options)
        return cls(gateway, txn_id, rows, await sights.payments(txn_id, method))

    @property
    def method(self) -> Method:
        return rules.method_of(self.gateway.provider, self.gateway.options)

    @property
    def _posted(self) -> list[Payment]:
        return [row for row in self.payments if row.status is PaymentStatus.POSTED]

    def _holds(self, kept: Verification) -> bool:
        """Whether what is kept still stands: it waits, or was decided about what is there now.

        A decided claim is no word of the gateway; what was posted of it is in the books.
        """
        if kept.status is VerificationStatus.SUBMITTED:
            return True
        if kept.kind is VerificationKind.MANUAL:
            return False
        if kept.status is VerificationStatus.APPROVED:
            return bool(self._posted)
        freed = [row.reversed_at for row in self.payments if row.reversed_at is not None]
        return not freed or kept.decided_at is None or kept.decided_at >= max(freed)

    def tells(self, row: Verification) -> bool:
        """Whether a person is asked about the same already, or has decided."""
        return any(self._holds(kept) and _is_same(kept, row) for kept in self.rows)

    def otherwise(self, row: Verification) -> list[list[str]]:
        """What the account told of it before: [what, before, now]."""
        words = [kept for kept in self.rows if kept.kind is VerificationKind.UNMATCHED]
        if row.attempt_id is not None or not words or _is_same(words[-1], row):
            return []
        return [["told-before", _in_short(words[-1]), _in_short(row)]]

    def is_in_the_books(self, row: Verification) -> bool:
        """Whether just this is posted: told by the account, or typed or claimed by a person."""
        return any(self._is_of(posted, row) for posted in self._posted)

    def _is_of(self, posted: Payment, row: Verification) -> bool:
        if not _fits(row, posted.amount_minor, posted.currency):
            return False
        if not _reference(row) or row.customer_id is not None:
            return row.customer_id in {None, posted.customer_id}
        return posted.attempt_id is None and not any(map(self._holds, self.rows))


def _in_short(row: Verification) -> str:
    amount = Money(row.amount_minor, row.currency).wire() if row.amount_minor else ""
    return " · ".join(part for part in (amount, _reference(row)) if part) or "–"


def _fits(row: Verification, minor: int, currency: str) -> bool:
    """Whether it tells of this amount; one that names none contradicts none."""
    return not row.amount_minor or (row.amount_minor, row.currency) == (minor, currency)


def _is_same(kept: Verification, row: Verification) -> bool:
    """Whether a word tells nothing else than what is kept."""
    if not _fits(row, kept.amount_minor, kept.currency):
        return False
    if row.attempt_id is not None:
        return kept.attempt_id == row.attempt_id
    if kept.kind is VerificationKind.UNMATCHED:
        return _reference(row) in {"", _reference(kept)}
    if _reference(row) and row.customer_id is None:
        return kept.attempt_id is None
    return row.customer_id in {None, kept.customer_id}

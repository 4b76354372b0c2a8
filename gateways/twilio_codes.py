"""What Twilio's error codes mean."""

from __future__ import annotations

from domain.ports import Trouble
from gateways.outcomes import Later, Outcome

_CODES: dict[Outcome, tuple[int, ...]] = {
    Trouble.AUTH: (20003, 20404),
    Trouble.NO_CREDIT: (30002,),
    Trouble.CONFIG: (
        21212, 21408, 21603, 21606, 21612, 21659, 21660, 21705, 21910, 30010, 30034, 63001, 63007,
        63008, 63015, 63020, 63051, 63112,
    ),
    Trouble.BAD_RECIPIENT: (21211, 21217, 21614, 30004, 30005, 30006, 63003, 63024),
    Trouble.OPTED_OUT: (21610, 63014),
    Trouble.MARKETING_DECLINED: (63033,),
    Trouble.WINDOW_CLOSED: (63016,),
    Trouble.TEMPLATE_PROBLEM: (
        21654, 21655, 21656, 63027, 63028, 63040, 63041, 63042, 92002, 92007,
    ),
    # 63032 and 63049: WhatsApp keeps this message from this person; another channel may bring it.
    Trouble.CONTENT_REJECTED: (
        21602, 21604, 21617, 21620, 21623, 30007, 63005, 63013, 63019, 63021, 63032, 63049,
    ),
    Later(): (30008, 63010, 63012),
    Later(for_one=True): (30003,),
    Later(for_all=True): (21611, 30001),
    Later(5, for_all=True): (20429, 30022, 30023, 63018),
}  # fmt: skip
_OUTCOMES = {code: outcome for outcome, codes in _CODES.items() for code in codes}


def known(code: int) -> Outcome:
    """What a code means, a refusal where it is not listed."""
    return _OUTCOMES.get(code, Trouble.REFUSED)


def outcome_of(code: int, status: int) -> Outcome:
    """What a code means in an HTTP answer of that status.

    A send is not idempotent: after an answer of 5xx nobody knows whether it was done.
    """
    if status >= 500:
        return None
    if status in {401, 403}:
        return _OUTCOMES.get(code, Trouble.AUTH)
    if status in {404, 405} and code not in _OUTCOMES:  # no page of Twilio's
        return Trouble.CONFIG
    return known(code)
